"""What people expect of a tool in a terminal: a version, settings in a file and the environment, lists narrowed down, JSON, words on being stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sayso.terminal import plain
from tests.test_cli import REPORT, run, run_apart

SECOND = """---
publisher: Delta Post
url: https://delta.example/3
title: Blast kills four in Lahore
published: 2024-05-07T09:00:00+02:00
---
LAHORE, May 7 (DP) -- A bomb killed four people in Lahore, Pakistan, on Monday, police said.

The police arrested two men on Tuesday.
"""


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SAYSO_LEDGER", str(tmp_path / "l.db"))
    (tmp_path / "a.md").write_text(REPORT)
    (tmp_path / "b.md").write_text(SECOND)
    assert run("add", str(tmp_path / "a.md"), str(tmp_path / "b.md")).code == 0
    return tmp_path / "l.db"


def listed(*args: str) -> list[str]:
    return [e["id"] for e in json.loads(run("events", "--format", "json", *args).out)]


def test_the_version_is_said() -> None:
    assert run("--version").out.startswith("sayso 0.")
    assert run().code == 2


def test_the_ledger_of_the_environment_is_used_and_an_option_outdoes_it(ledger: Path, tmp_path: Path) -> None:
    assert ledger.exists()
    assert "2 documents" in run("check").out
    assert run("check", "--ledger", str(tmp_path / "none.db")).code == 1


def test_the_file_of_settings_is_used(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAYSO_LEDGER")
    (tmp_path / "config" / "sayso").mkdir(parents=True)
    file = tmp_path / "config" / "sayso" / "config.toml"
    file.write_text(f'ledger = "{ledger}"\n[events]\nlimit = 1\nmin-origins = 1\n')
    assert len(listed()) == 1
    assert len(listed("--limit", "5")) > 1
    for words, why in (
        ("limits = 1", "an option of no command"),
        ("[event]\nlimit = 1", "none of its options"),
        ("[things]\na = 1", "no command"),
        ("a = = 1", "cannot be read"),
    ):
        file.write_text(words)
        answer = run("events")
        assert answer.code == 1 and why in answer.err, answer
    monkeypatch.setenv("SAYSO_CONFIG", str(tmp_path / "other.toml"))
    (tmp_path / "other.toml").write_text(f'ledger = "{ledger}"\n')
    assert run("check", "--quick").code == 0


def test_lists_are_narrowed_down_and_ordered(ledger: Path) -> None:
    everything = listed()
    for args in (
        ("--place", "lahore"),
        ("--source", "pakistan"),
        ("--country", "Pakistan"),
        ("--country", "PAK"),
        ("--country", "pk"),
    ):
        found = listed(*args)
        assert found and set(found) < set(everything), args
    assert listed("--min-origins", "9") == listed("--kind", "nonesuch") == []
    assert len(listed("--limit", "1")) == 1
    for order in ("date", "published", "origins", "reports", "salience"):
        assert sorted(listed("--sort", order)) == sorted(everything)
    assert (
        set(listed("--salience", "1"))
        <= set(listed("--salience", "2"))
        <= set(listed("--salience", "3"))
        == set(everything)
    )


def test_what_makes_no_sense_gets_a_word(ledger: Path) -> None:
    assert "is after" in run("events", "--between", "2024-06-01", "2024-05-01").err
    assert "is after" in run("search", "exercise", "--between", "2024-06-01", "2024-05-01").err
    assert "no country and no participant" in run("events", "--country", "Atlantis").err
    assert "is none of date" in run("events", "--sort", "size").err
    assert "is no country" not in run("events", "--country", "Norway").err


@pytest.mark.parametrize("args", [("brief",), ("search", "exercise"), ("check",), ("events",)])
def test_every_answer_comes_as_json(ledger: Path, args: tuple[str, ...]) -> None:
    assert json.loads(run(*args, "--format", "json").out)


def test_an_event_and_a_broken_ledger_come_as_json(ledger: Path, tmp_path: Path) -> None:
    id = listed()[0]
    assert json.loads(run("event", id, "--format", "json").out)["id"] == id
    head = run("check", "--head").out.split()
    head[1] = "999"
    answer = run("check", "--format", "json", "--against", " ".join(head))
    assert (answer.code, json.loads(answer.out)["holds"]) == (1, False)


def test_quiet_says_nothing_of_what_went_well(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("A ferry sank off Bergen on Monday, police said.")
    assert run("--quiet", "add", str(tmp_path / "c.txt"), "--published", "2024-05-07").out == ""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_stop_says_what_is_kept_and_keeps_what_was_read(tmp_path: Path, number: int, code: int) -> None:
    lines = "".join(
        json.dumps({"text": f"A ferry sank off Bergen on Monday, police said. Boat {n}."}) + "\n"
        for n in range(3)
    )
    os.mkfifo(tmp_path / "pipe")
    command = f"exec {sys.executable} -m sayso add - --ledger {tmp_path / 'l.db'}"
    many = lines + "".join(
        json.dumps({"text": f"The council met {n} times on Monday. " * 40}) + "\n" for n in range(4000)
    )
    process = subprocess.Popen(
        ["sh", "-c", command], stdin=subprocess.PIPE, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(many.encode())
    process.stdin.close()
    from sayso.ledger import Ledger

    until = time.monotonic() + 60
    while time.monotonic() < until:
        if (tmp_path / "l.db").exists():
            with Ledger(tmp_path / "l.db") as held:
                if held.count_documents():
                    break
        time.sleep(0.2)
    process.send_signal(number)
    assert process.stderr is not None
    words = process.stderr.read().decode()
    assert (process.wait(60), "reports were added and stay" in words) == (code, True), words
    with Ledger(tmp_path / "l.db") as held:
        assert f"{held.count_documents()} reports" in words


def test_words_of_a_report_cannot_move_the_cursor(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\x1b[2J\x9b31mA ferry sank off Bergen on Monday\u202e, police said.")
    answer = run_apart("read", str(tmp_path / "a.txt"), cwd=tmp_path)
    assert answer.code == 0
    assert not {"\x1b", "\x9b", "\u202e"} & set(answer.out)
    assert plain("\x1b[31mred\x1b[0m \x1b[8mhidden", coloured=True) == "\x1b[31mred\x1b[0m \ufffd[8mhidden"
