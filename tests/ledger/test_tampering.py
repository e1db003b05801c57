"""Whatever is changed behind the ledger's back is told by `check`: every stored column, the computed tables, what is cut off; any bit of the file."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from sayso.errors import InputError, SaysoError
from sayso.ledger import Ledger
from sayso.ledger.chain import chain_head, link_hash, parse_head
from sayso.ledger.check import check_ledger
from sayso.ledger.checking import report_check, report_head
from sayso.ledger.judging import judge, redact
from tests.ledger.stories import make_reading
from tests.ledger.test_databases import NOW, filled

TAMPERING = {
    "a text": "UPDATE documents SET text = replace(text, 'a', 'e')",
    "a title": "UPDATE documents SET title = title || '!'",
    "an address": "UPDATE documents SET url = 'http://other.example/'",
    "a publisher": "UPDATE documents SET publisher = 'Another'",
    "a publication time": "UPDATE documents SET published_at = '2020-01-01T00:00:00+00:00'",
    "a moment of knowing": "UPDATE documents SET known_at = '2020-01-01T00:00:00.000000Z' WHERE rowid = 2",
    "a time of recording": "UPDATE documents SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE rowid = 2",
    "a source": "UPDATE documents SET source = 'elsewhere'",
    "a document taken out": "DELETE FROM documents WHERE rowid = 2",
    "a reading's body": "UPDATE readings SET body = (SELECT body FROM readings LIMIT 1)",
    "a reader": "UPDATE readings SET reader = 'another'",
    "a reading's version": "UPDATE readings SET version = 3 WHERE document = (SELECT id FROM documents WHERE rowid = 2)",
    "a reading's time": "UPDATE readings SET recorded_at = '2020-01-01T00:00:00.000000Z'",
    "a claim's value": "UPDATE claims SET value = '\"other\"' WHERE number = 0",
    "a claim's stance": "UPDATE claims SET stance = 'denies' WHERE number = 0",
    "a claim taken out": "DELETE FROM claims WHERE number = 0",
    "a link's score": "UPDATE links SET score = score + 1 WHERE id = 1",
    "a link's judgement": "UPDATE links SET judgement = 'different' WHERE id = 1",
    "a link's version": "UPDATE links SET left_version = 1 WHERE id = 1",
    "a link's time": "UPDATE links SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE id = 1",
    "a link's document": "UPDATE links SET left_document = right_document WHERE id = 1",
    "a link taken out": "DELETE FROM links WHERE id = 1",
    "a link put in": "INSERT INTO links SELECT 999, relation, right_end, left_end, right_version, left_version, right_document, left_document, judgement, score, body, recorded_at FROM links LIMIT 1",
    "who judged": "UPDATE judgements SET person = 'Somebody'",
    "what was judged": "UPDATE judgements SET target = 'Another'",
    "when was judged": "UPDATE judgements SET recorded_at = '2020-01-01T00:00:00.000000Z'",
    "a judgement taken out": "DELETE FROM judgements",
    "a message": "UPDATE outbox SET body = replace(body, 'status', 'conflict') WHERE id = 1",
    "a message's time": "UPDATE outbox SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE id = 1",
    "a message taken out": "DELETE FROM outbox WHERE id = (SELECT max(id) FROM outbox)",
    "a message put in": "INSERT INTO outbox SELECT max(id) + 1, kind, ref, body, recorded_at FROM outbox",
    "a removal that was none": "INSERT INTO redactions SELECT id, 'x', 'y', recorded_at FROM documents WHERE rowid = 2",
    "who removed": "UPDATE redactions SET person = 'Somebody'",
    "when was removed": "UPDATE redactions SET recorded_at = '2020-01-01T00:00:00.000000Z'",
    "a removal taken back": "DELETE FROM redactions",
    "words in place of what was removed": "UPDATE claims SET quote = 'words' WHERE document IN (SELECT document FROM redactions)",
    "an addition's digest": "UPDATE additions SET digest = hash WHERE seq = 2",
    "an addition's time": "UPDATE additions SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE seq = 2",
    "an addition taken out": "DELETE FROM additions WHERE seq = 2",
    "the state of an event": "UPDATE event_states SET status = 'denied' WHERE rowid = (SELECT min(rowid) FROM event_states)",
    "the body of an event": "UPDATE event_states SET body = (SELECT body FROM event_states ORDER BY rowid DESC LIMIT 1) WHERE rowid = (SELECT min(rowid) FROM event_states)",
    "a candidate key": "DELETE FROM candidate_keys WHERE key = (SELECT min(key) FROM candidate_keys)",
    "words to search": "UPDATE passages SET words = 'other words' WHERE id = (SELECT min(id) FROM passages)",
    "words in the index": "INSERT INTO search_0 (search_0, rowid, words) SELECT 'delete', id, words FROM passages LIMIT 1",
    "a tally": "UPDATE tallies SET documents = documents + 1",
    "a guard": "DROP TRIGGER documents_no_update",
    "a trigger": "CREATE TRIGGER extra AFTER INSERT ON documents BEGIN DELETE FROM claims; END",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tampering") / "l.db"
    with filled(str(path)) as ledger:
        event = next(e for e in ledger.events(NOW + timedelta(days=4000)))
        judge(
            ledger, "outcome", event.id, "Ann", "cancelled", left=event, recorded_at=NOW + timedelta(days=1)
        )
        removed = sorted(r.document.id for r in ledger.readings(NOW + timedelta(days=4000)))[-1]
        redact(ledger, removed, "Ann", "by order", recorded_at=NOW + timedelta(days=2))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        counts = [
            connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0]
            for t in ("links", "judgements", "outbox", "redactions", "claims", "tallies", "candidate_keys")
        ]
    assert all(counts), counts
    return path


@pytest.fixture
def ledger_file(made: Path, tmp_path: Path) -> Path:
    shutil.copy(made, tmp_path / "l.db")
    return tmp_path / "l.db"


def tamper(file: Path, *statements: str) -> None:
    """Change a file as somebody would who knows it: the guards put aside and put back."""
    with closing(sqlite3.connect(file)) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        loose = [s for s in statements if "TRIGGER" not in s]
        if loose:
            for name, _ in guards:
                connection.execute(f"DROP TRIGGER {name}")
        changed = sum(connection.execute(statement).rowcount for statement in loose)
        assert changed != 0 or not loose
        if loose:
            for _, sql in guards:
                connection.execute(sql)
        for statement in (s for s in statements if "TRIGGER" in s):
            connection.execute(statement)
        connection.commit()


def told(file: Path, against: str | None = None) -> list[str]:
    try:
        return report_check(str(file), against, True)[0]
    except SaysoError as problem:
        return [str(problem)]


def test_a_ledger_that_nobody_touched_holds(ledger_file: Path) -> None:
    problems, words = report_check(str(ledger_file), report_head(str(ledger_file)), True)
    assert problems == []
    assert words is not None and "nothing is missing since" in words


@pytest.mark.parametrize("kind", TAMPERING)
def test_tampering_is_told(ledger_file: Path, kind: str) -> None:
    tamper(ledger_file, TAMPERING[kind])
    assert told(ledger_file)


def test_what_was_cut_off_at_the_end_is_told_by_the_head(tmp_path: Path) -> None:
    with filled(str(tmp_path / "l.db"), (2, 0)) as ledger:
        ledger.add(make_reading(5), NOW)
    head = report_head(str(tmp_path / "l.db"))
    with filled(str(tmp_path / "cut.db"), (2, 0)):
        pass
    assert told(tmp_path / "cut.db") == []
    (problem, *_) = told(tmp_path / "cut.db", head)
    assert "are cut off" in problem
    (tmp_path / "head").write_text(head)
    assert told(tmp_path / "cut.db", str(tmp_path / "head"))
    assert told(tmp_path / "l.db", report_head(str(tmp_path / "cut.db"))) == []  # it has grown since


def test_a_chain_that_was_made_anew_is_told_by_the_head(ledger_file: Path) -> None:
    head = report_head(str(ledger_file))
    with closing(sqlite3.connect(ledger_file)) as connection:
        rows = connection.execute(
            "SELECT seq, kind, ref, digest, recorded_at FROM additions ORDER BY seq"
        ).fetchall()
    before, statements = (
        "0" * 64,
        ["UPDATE judgements SET person = 'Bob', body = replace(body, 'Ann', 'Bob')"],
    )
    for seq, kind, ref, digest, recorded_at in rows:
        if kind == "judgement":
            with closing(sqlite3.connect(ledger_file)) as connection:
                digest = connection.execute("SELECT body FROM judgements").fetchone()[0]
            from hashlib import sha256

            digest = sha256(bytes(digest).replace(b"Ann", b"Bob")).hexdigest()
        before = link_hash(before, kind, ref, digest, recorded_at)
        statements.append(f"UPDATE additions SET digest = '{digest}', hash = '{before}' WHERE seq = {seq}")
    tamper(ledger_file, *statements)
    assert any("not those of which the head was written down" in p for p in told(ledger_file, head))


def test_a_head_is_said_in_words_that_are_read_again(ledger_file: Path) -> None:
    with Ledger(ledger_file) as ledger, ledger.connect() as connection:
        head = chain_head(connection)
    assert parse_head(str(head)) == head
    with pytest.raises(InputError, match="no head of a ledger"):
        parse_head("12 abc")


def dump(file: Path) -> list[str] | None:
    """Everything that the file says, but for where it lies in it."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            tables = [
                r[0]
                for r in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
                )
            ]
            out = [repr(r) for r in connection.execute("SELECT type, name FROM sqlite_master ORDER BY name")]
            triggers = "SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
            out += [
                sql.casefold() for (sql,) in connection.execute(triggers)
            ]  # SQL knows no upper and lower case
            for table in tables:
                out += [repr(r).casefold() for r in connection.execute(f"PRAGMA table_info({table})")]
                for index in sorted(r[1] for r in connection.execute(f"PRAGMA index_list({table})")):
                    out += [repr(r).casefold() for r in connection.execute(f"PRAGMA index_info({index})")]
                out += sorted(repr(r) for r in connection.execute(f"SELECT * FROM {table}"))
            return out
    except Exception:
        return None


def flips(size: int, count: int) -> Iterator[tuple[int, int]]:
    dice = random.Random("sayso bits")
    for _ in range(count):
        yield dice.randrange(size), dice.randrange(8)


def test_any_bit_that_flips_is_told_or_harmless(made: Path, tmp_path: Path) -> None:
    whole, before = made.read_bytes(), dump(made)
    file = tmp_path / "l.db"
    silent = []
    for at, bit in flips(len(whole), 200):
        changed = bytearray(whole)
        changed[at] ^= 1 << bit
        for rest in ("", "-wal", "-shm"):
            file.with_name(file.name + rest).unlink(missing_ok=True)
        file.write_bytes(changed)
        if not told(file):
            file.write_bytes(changed)
            if dump(file) != before:
                silent.append((at, bit))
    assert silent == []


def test_a_check_leaves_the_ledger_as_it_was(ledger_file: Path) -> None:
    before = dump(ledger_file)
    with Ledger(ledger_file) as ledger:
        assert list(check_ledger(ledger)) == []
    assert dump(ledger_file) == before
