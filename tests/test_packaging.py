"""What ships beside the code says what is true: container, compose, units, site, workflow, layers."""

import configparser
import json
import re
import tomllib
from pathlib import Path

import pytest
import typer.main

import sayso
from sayso.cli import app

yaml = pytest.importorskip("yaml")
ROOT = Path(__file__).parent.parent


def options_of(command: str) -> set[str]:
    """The options of a command of the command line."""
    found = typer.main.get_command(app).commands[command]  # type: ignore[attr-defined]
    return {name for p in found.params if hasattr(p, "opts") for name in p.opts}


def commands_shipped() -> list[list[str]]:
    """Every call of sayso in the image, in compose and in the units."""
    compose = yaml.safe_load((ROOT / "compose.yml").read_text(encoding="utf-8"))
    calls = [s["command"] for s in compose["services"].values() if "command" in s]
    for unit in (ROOT / "docs").glob("*.service"):
        found = configparser.ConfigParser(strict=False, interpolation=None)
        found.read_string(unit.read_text(encoding="utf-8"))
        calls.append(found["Service"]["ExecStart"].split()[1:])
    return calls


def test_commands_that_ship_exist_with_their_options() -> None:
    calls = commands_shipped()
    assert len(calls) >= 4
    for name, *arguments in calls:
        given = {a for a in arguments if a.startswith("--")}
        assert given <= options_of(name), f"sayso {name}"


def test_the_image_runs_without_rights_and_knows_whether_it_lives() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    last = lines[max(n for n, line in enumerate(lines) if line.startswith("FROM")) :]
    user = next(line.split()[1] for line in last if line.startswith("USER"))
    assert int(user) > 0
    port = re.search(r"127\.0\.0\.1', (\d+)", "\n".join(last))
    assert port
    assert f"EXPOSE {port[1]}" in last
    health = next(line for line in last if line.strip().startswith("CMD [") and "socket" in line)
    assert json.loads(health.strip().removeprefix("CMD "))[0] == "python"


def test_compose_gives_no_secret_by_environment() -> None:
    compose = yaml.safe_load((ROOT / "compose.yml").read_text(encoding="utf-8"))
    for name, service in compose["services"].items():
        assert {k for k in service.get("environment", {}) if "PASSWORD" in k} <= {"POSTGRES_PASSWORD_FILE"}, (
            name
        )
        for secret in service.get("secrets", []):
            assert secret in compose["secrets"]


def test_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == sayso.__version__


def test_pages_of_the_site_are_there_and_none_is_left_out() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r"([\w-]+\.md)$", text, re.MULTILINE))
    assert listed == {p.name for p in (ROOT / "docs").glob("*.md")}


def test_contributors_are_sent_to_what_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for path in re.findall(r"`((?:sayso|tests|training|docs|\.ci)/[\w/.-]+)`", text):
        assert "NAME" in path or (ROOT / path).exists(), path


def test_links_between_pages_lead_somewhere() -> None:
    pages = [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "SECURITY.md",
        *(ROOT / "docs").glob("*.md"),
    ]
    count = 0
    for page in pages:
        for target in re.findall(r"\]\(([^)\s#]+)(?:#[\w-]+)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                count += 1
                assert (page.parent / target).exists(), f"{page.name}: {target}"
    assert count > 20
