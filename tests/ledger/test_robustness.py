"""What can happen to a file: cut short, damaged, full disk, sealed, of another kind; each named with its remedy, nothing lost."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from sayso.errors import LedgerError
from sayso.ledger import Ledger
from sayso.ledger.backups import back_up, restore
from sayso.ledger.check import check_ledger
from sayso.ledger.schema import VERSION
from tests.ledger.stories import FIRST, make_reading
from tests.ledger.test_databases import filled

LATER = FIRST + timedelta(days=4000)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "l.db"
    filled(str(path)).close()
    return path


def test_a_file_cut_short_is_named_and_its_backup_restores(file: Path, tmp_path: Path) -> None:
    with Ledger(file) as ledger:
        back_up(ledger, tmp_path / "b.db")
    whole = file.read_bytes()
    problems = []
    for share in (0.3, 0.6, 0.9):
        file.write_bytes(whole[: int(len(whole) * share)])
        try:
            with Ledger(file) as ledger:
                problems.append("\n".join(check_ledger(ledger)))
        except LedgerError as problem:
            problems.append(str(problem))
    assert all(problems)
    assert any("take the last backup" in p or "cannot be read to its end" in p for p in problems)
    assert restore(tmp_path / "b.db", str(tmp_path / "new.db")) == 6


def test_a_damaged_page_shows(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    words = bytearray(file.read_bytes())
    at = words.index(b"diplomatic source number 5")
    words[at : at + 10] = b"clerical!!"
    file.write_bytes(bytes(words))
    with Ledger(file) as ledger:
        assert "does not match its hash" in "\n".join(check_ledger(ledger))


def test_a_damaged_backup_is_refused(file: Path, tmp_path: Path) -> None:
    with Ledger(file) as ledger:
        back_up(ledger, tmp_path / "b.db")
    words = (tmp_path / "b.db").read_bytes()
    (tmp_path / "b.db").write_bytes(words[: len(words) // 2])
    with pytest.raises(LedgerError, match=r"damaged|cannot be read"):
        restore(tmp_path / "b.db", str(tmp_path / "new.db"))
    assert not (tmp_path / "new.db").exists()


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    added = []
    with Ledger(tmp_path / "l.db") as ledger:

        @event.listens_for(ledger._engine, "checkout")
        def limit(connection: sqlite3.Connection, *_: object) -> None:
            connection.execute("PRAGMA max_page_count=120")

        def fill() -> None:
            for n in range(200):
                ledger.add(make_reading(n))
                added.append(n)

        with pytest.raises(LedgerError, match="disk is full; what was acknowledged is kept"):
            fill()
    with Ledger(tmp_path / "l.db") as again:
        assert again.count_documents() == len(added) > 0
        assert list(check_ledger(again)) == []
        assert again.add(make_reading(len(added)))


def test_a_sealed_file_is_read_and_not_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    access = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode: False if Path(path) == file and mode == os.W_OK else access(path, mode),
    )
    with Ledger(file) as ledger:
        assert ledger.count_documents() == 6
        assert ledger.events(LATER)
        assert list(check_ledger(ledger)) == []
        ledger.note_brief(LATER)
        with pytest.raises(LedgerError, match="cannot be written; make the file and its folder writable"):
            ledger.add(make_reading(7))


def test_a_ledger_of_a_later_release_is_refused_and_left_alone(file: Path, tmp_path: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE ledger_info SET value = '999' WHERE key = 'schema_version'")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(
        LedgerError, match=f"schema version 999, this sayso knows {VERSION}; use the sayso that made it"
    ):
        Ledger(file)
    assert file.read_bytes() == before


def test_a_backup_is_whole_while_others_write(file: Path, tmp_path: Path) -> None:
    with Ledger(file) as ledger, Ledger(file) as other:
        for n in range(20, 26):
            other.add(make_reading(n))
            count = back_up(ledger, tmp_path / f"{n}.db")
            assert count == other.count_documents()
    with Ledger(tmp_path / "22.db") as held:
        assert list(check_ledger(held)) == []


@pytest.fixture
def seal(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes a path one that may not be written; permissions do not bind the superuser."""
    access = os.access

    def make(sealed: Path) -> None:
        monkeypatch.setattr(
            os,
            "access",
            lambda path, mode: not (Path(path) == sealed and mode == os.W_OK) and access(path, mode),
        )

    return make


def test_what_stands_in_the_log_beside_a_sealed_file_is_read(
    file: Path, tmp_path: Path, seal: Callable[[Path], None]
) -> None:
    with Ledger(file) as ledger:
        assert ledger.add(make_reading(7))
        for end in ("", "-wal"):  # as a writer leaves it that was cut off
            (tmp_path / f"cut.db{end}").write_bytes((tmp_path / f"l.db{end}").read_bytes())
    assert (tmp_path / "cut.db-wal").stat().st_size
    seal(tmp_path / "cut.db")
    with Ledger(tmp_path / "cut.db") as ledger:
        assert ledger.count_documents() == 7


def test_a_folder_that_cannot_be_written_is_named(
    file: Path, tmp_path: Path, seal: Callable[[Path], None]
) -> None:
    with Ledger(file) as ledger:
        back_up(ledger, tmp_path / "b.db")
        sealed = tmp_path / "sealed"
        sealed.mkdir()
        seal(sealed)
        for attempt in (
            lambda: Ledger(sealed / "l.db"),
            lambda: back_up(ledger, sealed / "b.db"),
            lambda: restore(tmp_path / "b.db", str(sealed / "l.db")),
        ):
            with pytest.raises(LedgerError, match="its folder cannot be written"):
                attempt()
    assert list(sealed.iterdir()) == []


def test_a_place_too_small_for_a_backup_is_named_and_left_as_it_was(file: Path, tmp_path: Path) -> None:
    code = (
        "import resource, sys\nfrom sayso.errors import LedgerError\nfrom sayso.ledger import Ledger\nfrom sayso.ledger.backups import back_up, restore\n"
        "file, target = sys.argv[1:]\nledger = Ledger(file)\nresource.setrlimit(resource.RLIMIT_FSIZE, (40960, 40960))\n"
        "for attempt in (lambda: back_up(ledger, target), lambda: restore(file, target)):\n"
        "    try:\n        attempt()\n    except LedgerError as problem:\n        print(problem)\n"
    )
    target = tmp_path / "small" / "b.db"
    target.parent.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code, str(file), str(target)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert len(said) == 2
    assert all(
        line.startswith(str(target))
        and "could not be written" in line
        and "make room or give another place" in line
        for line in said
    ), said
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize(
    "harm",
    [
        "cut short",
        "of a later release",
        "no database",
        "full",
        "a table gone",
        "of no version",
        "at its limit",
    ],
)
def test_add_tells_what_is_wrong_with_the_ledger_in_one_line(file: Path, tmp_path: Path, harm: str) -> None:
    said = {"cut short": "take the last backup", "of a later release": "use the sayso that made it", "no database": "give another", "full": "make room",
            "a table gone": "take the last backup", "of no version": "use the sayso that made it", "at its limit": "raise the limit"}  # fmt: skip
    report = tmp_path / "report.md"
    report.write_text(
        "---\ntitle: Minister to visit Oslo\npublished: 2024-05-07\n---\nThe minister will visit Oslo on 20 May, a spokesman said.\n"
    )
    prelude = ""
    if harm == "cut short":
        file.write_bytes(file.read_bytes()[:20000])
    elif harm == "of a later release":
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE ledger_info SET value = '999' WHERE key = 'schema_version'")
        connection.close()
    elif harm in ("a table gone", "of no version"):
        with sqlite3.connect(file) as connection:
            connection.execute(
                "DROP TABLE claims"
                if harm == "a table gone"
                else "UPDATE ledger_info SET value = '0' WHERE key = 'schema_version'"
            )
        connection.close()
    elif harm == "at its limit":
        prelude = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (40960, 40960))\n"  # less than the log of one addition
    elif harm == "no database":
        file.write_bytes(b"words, words, words " * 200)
    else:  # no page more than there are
        with sqlite3.connect(file) as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.close()
        prelude = (
            "import sayso.ledger.engine as e\nfirst = e._configure\n"
            f"e._configure = lambda c, r: (first(c, r), c.execute('PRAGMA max_page_count={pages}'))\n"
        )
    code = f"{prelude}import sys\nfrom sayso.cli import main\nsys.argv = ['sayso', 'add', {str(report)!r}, '--ledger', {str(file)!r}]\nmain()\n"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert str(file) in done.stderr
    assert said[harm] in done.stderr
