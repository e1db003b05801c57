import os
import random
import signal
import sqlite3
import time
from datetime import timedelta
from pathlib import Path

import pytest

from sayso.errors import LedgerError
from sayso.ledger import Ledger
from sayso.ledger.check import check_ledger
from sayso.ledger.queries import find_events
from tests.ledger.stories import FIRST, make_reading

_VOLATILE = {"recorded_at", "body"}  # the ledger's own clock; readings and links hold it too


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a ledger, less the moment at which it was recorded."""
    with sqlite3.connect(path) as connection:
        out = {}
        for table in (
            "documents",
            "readings",
            "claims",
            "links",
            "candidate_keys",
            "passages",
            "event_states",
            "tallies",
        ):
            columns = [c[1] for c in connection.execute(f"PRAGMA table_info({table})")]
            names = ", ".join(
                f'"{c}"' for c in columns if c not in _VOLATILE and (table, c) != ("links", "id")
            )
            out[table] = sorted(connection.execute(f"SELECT {names} FROM {table}"), key=repr)
        return out


def test_adding_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path) as ledger:
        assert ledger.add(make_reading(0))
        before = dump(path)
        assert not ledger.add(make_reading(0))
        assert dump(path) == before
        assert ledger.count_documents() == 1


def test_what_is_read_back_is_what_was_added(tmp_path: Path) -> None:
    readings = [make_reading(n) for n in range(3)]
    with Ledger(tmp_path / "l.db") as ledger:
        for reading in readings:
            ledger.add(reading)
        assert ledger.readings(FIRST + timedelta(days=1)) == readings


def test_as_of_shows_only_what_was_published(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        for n in (2, 0, 1):
            ledger.add(make_reading(n))
        assert [len(ledger.readings(FIRST + timedelta(hours=h))) for h in (-1, 0, 1, 1.5, 2)] == [
            0,
            1,
            2,
            2,
            3,
        ]
        assert ledger.count_documents(FIRST + timedelta(hours=1)) == 2


def test_as_of_equals_a_ledger_that_never_saw_later_documents(tmp_path: Path) -> None:
    readings = [make_reading(n, hours) for n, hours in ((0, 0), (5, 30), (1, 2), (2, 1), (6, 50))]
    moment = FIRST + timedelta(hours=24)
    with Ledger(tmp_path / "all.db") as everything, Ledger(tmp_path / "early.db") as early:
        for reading in readings:
            everything.add(reading)
        for reading in reversed(readings):
            assert reading.document.published_at
            if reading.document.published_at <= moment:
                early.add(reading)
        assert everything.events(moment) == early.events(moment) != ()


def test_a_week_costs_what_it_finds_not_what_is_held(tmp_path: Path) -> None:
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    def ask(ledger: Ledger) -> tuple[int, int]:
        with ledger.connect() as connection:
            held = connection.connection.driver_connection
            assert held is not None
            steps[0] = 0
            held.set_progress_handler(count, 1)
            found = find_events(
                connection, "2050-01-01T00:00:00.000000Z", between=("2024-05-18", "2024-05-24"), whole=False
            )
            held.set_progress_handler(None, 0)
        return len(found), steps[0]

    with Ledger(tmp_path / "l.db") as ledger:
        for n in range(5):
            ledger.add(make_reading(n))
        few = ask(ledger)
        for n in range(5, 30):  # of other years
            ledger.add(make_reading(n))
        assert len(ledger.events(FIRST + timedelta(days=9000))) >= 6 * few[0]
        found, taken = ask(ledger)
        assert found == few[0]
        assert taken <= few[1] + 10  # the height of the tree may grow


@pytest.mark.parametrize("table", ["documents", "readings", "claims", "links"])
def test_database_refuses_to_change_what_was_recorded(tmp_path: Path, table: str) -> None:
    path = tmp_path / "l.db"
    with Ledger(path) as ledger:
        for n in (0, 5):
            ledger.add(make_reading(0, hours=n))
            ledger.add(make_reading(n))
    with sqlite3.connect(path) as connection:
        if connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0:
            connection.execute(
                "INSERT INTO links SELECT 1,'cites','a','b',0,0,id,id,'same',1,x'00','' FROM documents LIMIT 1"
            )
        before = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall()
        columns = [f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})")]
        worse = ", ".join(
            "'x'" if c == ('"quote"' if table == "claims" else '"recorded_at"') else c for c in columns
        )
        replace = f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) SELECT {worse} FROM {table}"
        if table == "links":  # is there already: left out
            connection.execute(replace)
        else:
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(replace)
        assert connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall() == before != []
        for change in (
            f"DELETE FROM {table}",
            f"UPDATE {table} SET {'quote' if table == 'claims' else 'recorded_at'} = ''",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(change)


def test_check_finds_nothing_wrong_then_finds_tampering(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path) as ledger:
        ledger.add(make_reading(0))
        assert list(check_ledger(ledger)) == []
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER documents_no_update")
        connection.execute("UPDATE documents SET text = replace(text, '20 May', '21 May')")
    with Ledger(path) as ledger:
        problems = "\n".join(check_ledger(ledger))
    assert "does not match its hash" in problems
    assert "are not those recorded" in problems
    assert "the guard against update is gone" in problems


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("just some words, long enough to be no database header at all" * 20)
    with pytest.raises(LedgerError, match="cannot be used as a ledger"):
        Ledger(tmp_path / "notes.db")
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE pets (name)")
    with pytest.raises(LedgerError, match="no sayso ledger"):
        Ledger(tmp_path / "other.db")
    with pytest.raises(LedgerError, match="no ledger there"):
        Ledger(tmp_path / "none.db", must_exist=True)
    with pytest.raises(LedgerError, match="is a folder"):
        Ledger(tmp_path)


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    Ledger(tmp_path / "l.db").close()
    with sqlite3.connect(tmp_path / "l.db") as connection:
        connection.execute("UPDATE ledger_info SET value = '99'")
    with pytest.raises(LedgerError, match="schema version 99"):
        Ledger(tmp_path / "l.db")


def test_killed_while_adding_then_added_again_equals_an_undisturbed_run(tmp_path: Path) -> None:
    readings = [make_reading(n) for n in range(40)]

    def add_all(path: Path) -> None:
        with Ledger(path) as ledger:
            for reading in readings:
                ledger.add(reading)

    begun = time.monotonic()
    add_all(tmp_path / "undisturbed.db")
    took = time.monotonic() - begun
    wanted = dump(tmp_path / "undisturbed.db")
    chance, partly = random.Random(7), 0
    for n in range(int(os.environ.get("SAYSO_KILLS", "20"))):
        path = tmp_path / f"{n}.db"
        child = os.fork()
        if child == 0:  # pragma: no cover
            try:
                add_all(path)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, took))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if path.exists():
            with sqlite3.connect(path) as connection:
                names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
                if "documents" in names:
                    partly += (
                        0 < connection.execute("SELECT count(*) FROM documents").fetchone()[0] < len(readings)
                    )
        add_all(path)
        assert dump(path) == wanted
        with Ledger(path) as ledger:
            assert list(check_ledger(ledger)) == []
    assert partly >= 3, "too few of the kills hit the midst of an addition to prove anything"
