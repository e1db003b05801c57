"""A ledger of the first release with data in it, carried forward on both databases."""

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, inspect, text

import sayso.ledger.migrations
from sayso.errors import LedgerError
from sayso.ledger import Ledger, engine, guards
from sayso.ledger.caches import passages
from sayso.ledger.check import check_ledger
from sayso.ledger.rebuilding import rebuild_caches
from sayso.ledger.receivers import enrol, note_outcome, waiting_messages
from sayso.ledger.schema import APPEND_ONLY
from sayso.ledger.search import find_page
from sayso.ledger.shelves import drop_shelves
from sayso.ledger.views import compute_events
from tests.ledger.stories import make_reading
from tests.ledger.test_databases import LATER, computed, filled


def first_release(location: str, source: Ledger) -> None:
    """Lay out the first release's schema and fill it with what a ledger of today holds."""
    made: Engine = (
        engine._remote(location) if location.startswith("postgresql") else engine._file(location, False)
    )
    config = Config()
    config.set_main_option("script_location", str(Path(sayso.ledger.migrations.__file__).parent))
    with made.begin() as to, source.connect() as held:
        config.attributes["connection"] = to
        command.upgrade(config, "0001")
        to.execute(text("DROP TABLE alembic_version"))  # the first release had none

        def copy(
            table: str, columns: str, change: Callable[[dict[str, Any]], dict[str, Any]] = lambda row: row
        ) -> None:
            names = [c.strip() for c in columns.split(",")]
            values = ", ".join(f":{c.strip(chr(34))}" for c in names)
            for row in held.execute(text(f"SELECT * FROM {table}")):
                to.execute(
                    text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), change(dict(row._mapping))
                )

        copy("documents", "id, url, publisher, title, text, text_hash, published_at, known_at, recorded_at")
        copy(
            "readings",
            "document, reader, body, recorded_at",
            lambda row: {**row, "body": zlib.decompress(bytes(row["body"]))},
        )
        stamps = {
            id: (known, recorded)
            for id, known, recorded in held.execute(text("SELECT id, known_at, recorded_at FROM documents"))
        }
        copy(
            "claims",
            'id, document, mention, field, value, part, start, "end", quote, stance, factuality, known_at, recorded_at',
            lambda row: {
                **row,
                "id": f"{row['document']}.{row['number']}",
                "known_at": stamps[row["document"]][0],
                "recorded_at": stamps[row["document"]][1],
            },
        )
        copy(
            "links",
            "id, relation, left_end, right_end, left_document, right_document, judgement, score, body, recorded_at",
        )
    made.dispose()


def test_a_ledger_of_the_first_release_is_carried_forward(place: Callable[[], str], tmp_path: Path) -> None:
    location, new = place(), place()
    with filled(str(tmp_path / "today.db")) as today:
        first_release(location, today)
        with Ledger(location) as migrated, Ledger(new) as fresh:
            assert migrated.readings(LATER) == today.readings(LATER)
            assert migrated.links(LATER) == today.links(LATER)
            assert migrated.events(LATER) == today.events(LATER) == compute_events(migrated, LATER)
            assert computed(migrated)["event_states"] == computed(today)["event_states"]
            assert list(check_ledger(migrated)) == []
            assert migrated.add(make_reading(7))
            assert list(check_ledger(migrated)) == []
            with migrated.connect() as one, fresh.connect() as two:
                assert shape(one) == shape(two)
    with Ledger(location) as again:
        assert again.count_documents() == 7


_SECOND_PASSAGES = (
    "DROP INDEX passages_document",
    "ALTER TABLE passages RENAME TO moved",
    "CREATE TABLE passages (id INTEGER NOT NULL PRIMARY KEY, kind VARCHAR NOT NULL, document VARCHAR NOT NULL, ref INTEGER NOT NULL, words TEXT NOT NULL, "
    "known_at VARCHAR NOT NULL, source TEXT NOT NULL, stance VARCHAR, type VARCHAR, status VARCHAR, countries TEXT NOT NULL)",
    "INSERT INTO passages SELECT id, kind, document, ref, words, known_at, source, stance, type, status, countries FROM moved",
    "DROP TABLE moved",
    "CREATE INDEX passages_document ON passages (document)",
)


def test_a_ledger_of_the_second_schema_keeps_its_states(place: Callable[[], str]) -> None:
    location, new = place(), place()
    with filled(location) as today:
        wanted = computed(today)
        with today.writing() as to:
            for index in inspect(to).get_indexes("event_states"):
                to.execute(text(f"DROP INDEX {index['name']}"))
            to.execute(text("CREATE INDEX event_states_status ON event_states (status, known_from)"))
            to.execute(text("ALTER TABLE event_states DROP COLUMN card"))
            third_schema(to)
            fifth_schema(to)
            if to.dialect.name == "sqlite":
                for statement in _SECOND_PASSAGES:
                    to.execute(text(statement))
            to.execute(text("UPDATE alembic_version SET version_num = '0002'"))
            to.execute(text("UPDATE ledger_info SET value = '2' WHERE key = 'schema_version'"))
    with Ledger(location) as migrated, Ledger(new) as fresh:
        assert computed(migrated) == wanted
        with migrated.connect() as one, fresh.connect() as two:
            assert shape(one) == shape(two)
            assert {h.publisher for h in find_page(one, "Bergen", LATER).hits} == {"Outlet 1", "Outlet 6"}
        assert migrated.add(make_reading(7))
        assert list(check_ledger(migrated)) == []


def third_schema(to: Connection) -> None:
    """Lay delivery out as the third schema had it, and guard the outbox so."""
    if to.dialect.name == "sqlite":
        to.execute(text("DROP TRIGGER outbox_no_update"))
        to.execute(
            text(
                "CREATE TRIGGER outbox_no_update BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: outbox'); END"
            )
        )
    for statement in ("DROP TABLE receivers", "DROP TABLE deliveries", "DROP INDEX outbox_ref"):
        to.execute(text(statement))
    key = "VARCHAR" if to.dialect.name == "sqlite" else 'VARCHAR COLLATE "C"'
    to.execute(
        text(
            f"CREATE TABLE deliveries (message INTEGER NOT NULL PRIMARY KEY REFERENCES outbox (id), recorded_at {key} NOT NULL)"
        )
    )
    if to.dialect.name != "sqlite":
        to.execute(text("DROP FUNCTION sayso_keep_deliveries()"))
    guards.create_guards(to, ["deliveries"])
    drop_replace_guards(to)


def drop_replace_guards(to: Connection) -> None:
    """Only SQLite has them, since the sixth schema."""
    if to.dialect.name == "sqlite":
        for table in APPEND_ONLY:
            to.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_replace"))


def test_a_ledger_of_the_third_schema_keeps_what_was_delivered(place: Callable[[], str]) -> None:
    location, new = place(), place()
    with filled(location) as today, today.writing() as to:
        messages = waiting_messages(to)
        third_schema(to)
        fifth_schema(to)
        to.execute(
            text("INSERT INTO deliveries SELECT id, recorded_at FROM outbox WHERE id <= :n"),
            {"n": messages[1].id},
        )
        to.execute(text("UPDATE alembic_version SET version_num = '0003'"))
        to.execute(text("UPDATE ledger_info SET value = '3' WHERE key = 'schema_version'"))
    with Ledger(location) as migrated, Ledger(new) as fresh:
        with migrated.connect() as one, fresh.connect() as two:
            assert shape(one) == shape(two)
            assert guards.guards_of(one) == guards.guards_of(two)
            if one.dialect.name == "sqlite":
                triggers = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
                assert one.execute(triggers).all() == two.execute(triggers).all()
            assert one.execute(
                text("SELECT address, message, outcome FROM deliveries ORDER BY id")
            ).all() == [("", m.id, "delivered") for m in messages[:2]]
        with migrated.writing() as connection:
            begun = enrol(connection, "https://a.example/", "")
            assert waiting_messages(connection, begun.message) == messages[2:]
            note_outcome(
                connection,
                "https://a.example/",
                messages[2],
                "parked",
                messages[2].recorded_at,
                "answered 422",
            )
        with pytest.raises(LedgerError, match="append-only"), migrated.writing() as connection:
            connection.execute(text("DELETE FROM deliveries"))
        assert list(check_ledger(migrated)) == []


def fifth_schema(to: Connection) -> None:
    """Lay the full-text index out as the fifth schema had it: in one part."""
    drop_replace_guards(to)
    to.execute(text("DROP INDEX documents_source"))
    if to.dialect.name == "sqlite":
        drop_shelves(to)
        to.execute(
            text("CREATE VIRTUAL TABLE search USING fts5(words, content='passages', content_rowid='id')")
        )
        to.execute(text("INSERT INTO search (rowid, words) SELECT id, words FROM passages"))
        return
    for statement in (
        "ALTER TABLE passages RENAME TO moved",
        "ALTER TABLE moved RENAME CONSTRAINT passages_pkey TO moved_pkey",
        "DROP INDEX passages_document",
        "DROP INDEX passages_vector",
    ):
        to.execute(text(statement))
    passages.create(to)
    to.execute(
        text(
            "ALTER TABLE passages ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED"
        )
    )
    to.execute(text("CREATE INDEX passages_vector ON passages USING gin (vector)"))
    columns = ", ".join(column.name for column in passages.columns)
    to.execute(text(f"INSERT INTO passages ({columns}) SELECT {columns} FROM moved"))
    to.execute(text("DROP TABLE moved"))


def test_a_ledger_of_the_fifth_schema_is_searched_as_before(place: Callable[[], str]) -> None:
    location, new = place(), place()
    months = (0, 24 * 40, 24 * 400)
    with Ledger(location) as today:
        for n, hours in enumerate(months):
            today.add(make_reading(n, hours))
        with today.writing() as to:
            wanted = {
                words: find_page(to, words, LATER, limit=50)
                for words in ("visit", "Bergen", '"will visit" NOT Narvik')
            }
            fifth_schema(to)
            to.execute(text("UPDATE alembic_version SET version_num = '0005'"))
            to.execute(text("UPDATE ledger_info SET value = '5' WHERE key = 'schema_version'"))
    with Ledger(location) as migrated, Ledger(new) as fresh:
        for n, hours in enumerate(months):
            fresh.add(make_reading(n, hours))
        with migrated.connect() as one, fresh.connect() as two:
            assert {words: find_page(one, words, LATER, limit=50) for words in wanted} == wanted
            assert all(page.hits for page in wanted.values())
            assert shape(one) == shape(two)
            if one.dialect.name == "postgresql":
                parts = text(
                    "SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid WHERE c.relkind = 'r' ORDER BY 1"
                )
                assert (
                    one.execute(parts).scalars().all()
                    == two.execute(parts).scalars().all()
                    == ["passages_2024_05", "passages_2024_06", "passages_2025_06"]
                )
        assert migrated.add(make_reading(7, 24 * 100))
        with migrated.writing() as connection:
            before = find_page(connection, "visit", LATER, limit=50)
            rebuild_caches(connection)
            assert find_page(connection, "visit", LATER, limit=50) == before
        assert list(check_ledger(migrated)) == []


def shape(connection: Any) -> dict[str, Any]:
    """Tables, columns and indexes of a database."""
    found = inspect(connection)
    return {
        table: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)),
            sorted((str(i["name"]), tuple(i["column_names"])) for i in found.get_indexes(table)),
            found.get_pk_constraint(table)["constrained_columns"],
        )
        for table in found.get_table_names()
        if not table.startswith(("search", "passages_"))  # made on demand
    }
