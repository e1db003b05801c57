"""The commands as a script sees them: output, exit status, what is said on standard error."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from sayso.cli import app

REPORT = """---
publisher: Fjord Wire
url: https://fjordwire.example/1
title: Norway and Sweden to hold naval exercise
published: 2024-05-07T09:00:00+02:00
---
OSLO, May 7 (FW) -- Norway and Sweden will hold a joint naval exercise off Bergen on May 20, the Norwegian defence ministry said on Tuesday.

"The exercise has been planned for a year," ministry spokeswoman Ane Dahl told reporters.

Comment (0)
"""


class Answer(NamedTuple):
    code: int
    out: str
    err: str


def run(*args: str, stdin: str | None = None) -> Answer:
    """A command run in this process."""
    result = CliRunner().invoke(app, list(args), input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        from sayso.errors import SaysoError

        if not isinstance(result.exception, SaysoError):
            raise result.exception
        return Answer(1, result.stdout, str(result.exception))
    return Answer(result.exit_code, result.stdout, result.stderr)


def run_apart(*args: str, cwd: Path) -> Answer:
    """A command run as its own process."""
    done = subprocess.run(
        [sys.executable, "-m", "sayso", *args], capture_output=True, text=True, cwd=cwd, timeout=120
    )
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def ledger(report: Path, tmp_path: Path) -> str:
    path = str(tmp_path / "l.db")
    assert run("add", str(report), "--ledger", path).code == 0
    return path


def keys(value: dict[str, Any], wanted: Sequence[str]) -> bool:
    return set(wanted) <= set(value)


def test_import_and_help_load_nothing_heavy() -> None:
    heavy = "numpy sqlalchemy onnxruntime trafilatura rich tokenizers"
    code = (
        "import sys, sayso, sayso.cli\n"
        "from typer.testing import CliRunner\n"
        "before = set(sys.modules)\n"
        f"assert not {{m.split('.')[0] for m in before}} & set('{heavy}'.split())\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_read_gives_the_contracts_object(report: Path) -> None:
    answer = run("read", str(report), "--format", "jsonl")
    assert answer.code == 0
    (line,) = answer.out.splitlines()
    reading = json.loads(line)
    text = reading["document"]["text"]
    assert text == REPORT.split("---\n", 2)[2]
    assert keys(reading, ("document", "entities", "times", "places", "attributions", "events"))
    assert keys(
        reading["document"],
        ("id", "url", "publisher", "title", "byline", "published_at", "language", "text", "sections"),
    )
    assert any(
        text[s:e].startswith("a joint naval exercise") or "exercise" in text[s:e]
        for s, e in (x["extent"] for x in reading["events"])
    )
    assert [text[t["start"] : t["end"]] for t in reading["times"]] == [t["text"] for t in reading["times"]]


def test_read_from_standard_input_without_a_time_says_so() -> None:
    answer = run("read", "-", stdin="The minister will visit Oslo on Friday, a source said.\n")
    assert answer.code == 0
    assert "no publication time" in answer.out


def test_refused_inputs_are_named_and_the_rest_goes_on(report: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "latin.txt").write_bytes("Zürich".encode("latin-1"))
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\0")
    bad = [str(tmp_path / n) for n in ("empty.txt", "latin.txt", "image.txt", "missing.txt")]
    answer = run("add", *bad, str(report), "--ledger", str(tmp_path / "l.db"))
    assert answer.code == 1
    assert "1 added" in answer.out
    assert all(name in answer.err for name in bad)


def test_adding_again_changes_nothing(report: Path, ledger: str) -> None:
    answer = run("add", str(report), "--ledger", ledger)
    assert answer.code == 0
    assert "0 added" in answer.out
    assert "1 held already" in answer.out


def test_export_gives_the_contracts_object(ledger: str) -> None:
    whole = json.loads(run("export", "--ledger", ledger, "--as-of", "2024-05-08T00:00:00Z").out)
    assert keys(whole, ("as_of", "documents", "stories", "events"))
    (document,) = whole["documents"]
    assert keys(
        document, ("id", "url", "publisher", "title", "published_at", "copy_of", "cites", "attributions")
    )
    event = next(e for e in whole["events"] if "NOR" in e["participants"])
    wanted = (
        "id label type mode status start end place participants assets figures mentions reports origins confirmed_by denied_by "
        "declined_by claims conflicts history"
    )
    assert keys(event, wanted.split())
    assert (event["status"], event["start"], event["reports"]) == ("planned", "2024-05-20", 1)
    assert keys(event["origins"], ("low", "high", "names", "receipt"))


def test_as_of_before_publication_shows_nothing(ledger: str) -> None:
    whole = json.loads(run("export", "--ledger", ledger, "--as-of", "2024-05-07T06:59:59Z").out)
    assert whole["documents"] == whole["events"] == []


def test_a_plan_lapses_when_its_day_has_passed(ledger: str) -> None:
    rows = json.loads(
        run(
            "events", "--ledger", ledger, "--as-of", "2024-06-01", "--format", "json", "--status", "lapsed"
        ).out
    )
    assert [e["start"] for e in rows] == ["2024-05-20"]


def test_event_shows_receipt_and_takes_the_beginning_of_an_id(ledger: str) -> None:
    (event, *_) = json.loads(
        run("events", "--ledger", ledger, "--as-of", "2024-05-08", "--format", "json", "--country", "nor").out
    )
    answer = run("event", event["id"][:6], "--ledger", ledger, "--as-of", "2024-05-08")
    assert answer.code == 0
    assert "Fjord Wire" in answer.out
    assert "no event of that id" in run("event", "zzz", "--ledger", ledger).err


def test_brief_search_check(ledger: str) -> None:
    assert "AHEAD" in run("brief", "--ledger", ledger, "--as-of", "2024-05-08").out
    assert "[Bergen]" in run("search", "Bergen", "--ledger", ledger).out
    answer = run("check", "--ledger", ledger)
    assert (answer.code, "1 documents" in answer.out) == (0, True)


def test_keeping_a_ledger(ledger: str, tmp_path: Path) -> None:
    event = json.loads(run("events", "--ledger", ledger, "--as-of", "2024-05-08", "--format", "json").out)[0][
        "id"
    ]
    assert "judgement 1" in run("judge", "outcome", event, "occurred", "--ledger", ledger, "--by", "Ada").out
    assert (
        "judgement 2" in run("judge", "reliability", "Fjord Wire", "B", "--ledger", ledger, "--by", "Ada").out
    )
    page = run("event", event, "--ledger", ledger).out
    assert "occurred" in page
    assert "B usually reliable: Fjord Wire" in page
    assert "judgement 3" in run("judge", "undo", "1", "--ledger", ledger, "--by", "Bo").out
    assert "(undone)" in run("judge", "list", "--ledger", ledger).out
    assert "nothing" not in run("event", event, "--ledger", ledger, "--recorded-by", "2999-01-01").err
    assert "no event of that id" in run("event", event, "--ledger", ledger, "--recorded-by", "2024-01-01").err
    copy = str(tmp_path / "copy.db")
    assert run("backup", copy, "--ledger", ledger).code == 0
    assert run("restore", copy, "--ledger", str(tmp_path / "new.db")).code == 0
    assert "computed anew" in run("rebuild", "--ledger", str(tmp_path / "new.db")).out
    assert (
        "[Bergen]"
        in run("search", "Bergen", "--ledger", ledger, "--kind", "event", "--status", "planned").out
    )
    assert (
        "removed"
        in run(
            "redact",
            "https://fjordwire.example/1",
            "--reason",
            "court order",
            "--ledger",
            ledger,
            "--by",
            "Ada",
        ).out
    )
    assert json.loads(run("export", "--ledger", ledger).out)["events"] == []
    assert run("check", "--ledger", ledger).code == 0
    assert run("judge", "nonsense", event, "--ledger", ledger).code == 2
    assert (
        "is no reliability"
        in run("judge", "reliability", "Fjord Wire", "Z", "--ledger", ledger, "--by", "Ada").err
    )


def test_csv_has_a_header_and_a_row_for_each_event(ledger: str) -> None:
    lines = run("events", "--ledger", ledger, "--format", "csv").out.splitlines()
    assert lines[0].startswith("id,status,start,end,label")
    assert len(lines) >= 2


@pytest.mark.parametrize(
    "args",
    [
        ("events", "--format", "xml"),
        ("events", "--status", "maybe"),
        ("brief", "--as-of", "yesterday"),
        ("add",),
        ("nonsense",),
    ],
)
def test_wrong_usage_exits_with_2(args: tuple[str, ...]) -> None:
    assert run(*args).code == 2


def test_a_missing_ledger_is_named_with_the_remedy(tmp_path: Path) -> None:
    answer = run_apart("brief", "--ledger", "none.db", cwd=tmp_path)
    assert answer.code == 1
    assert "no ledger there" in answer.err
    assert "Traceback" not in answer.err
    assert not (tmp_path / "none.db").exists()
