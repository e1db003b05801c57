"""What only a database itself can do: keep tables append-only, index words; in the words of SQLite and of PostgreSQL."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, text

from sayso.ledger import caches, schema
from sayso.ledger.shelves import drop_shelves

# A legal removal may blank the words of a document that stands in `redactions`, shorten the messages that repeat them, and nothing else.
_REMOVALS = {
    "documents": "EXISTS (SELECT 1 FROM redactions WHERE document = OLD.id) "
    "AND NEW.id = OLD.id AND NEW.text_hash = OLD.text_hash AND NEW.known_at = OLD.known_at AND NEW.recorded_at = OLD.recorded_at "
    "AND length(NEW.text) = length(OLD.text) AND replace(NEW.text, '█', '') = ''",
    "readings": "EXISTS (SELECT 1 FROM redactions WHERE document = OLD.document) "
    "AND NEW.document = OLD.document AND NEW.version = OLD.version AND NEW.reader = OLD.reader AND NEW.recorded_at = OLD.recorded_at",
    "claims": "EXISTS (SELECT 1 FROM redactions WHERE document = OLD.document) "
    "AND NEW.document = OLD.document AND NEW.version = OLD.version AND NEW.number = OLD.number AND NEW.quote = '' AND NEW.value = 'null'",
    "outbox": "EXISTS (SELECT 1 FROM redactions) "
    "AND NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.ref = OLD.ref AND NEW.recorded_at = OLD.recorded_at AND length(NEW.body) < length(OLD.body)",
}


def create_tables(connection: Connection) -> None:
    """Lay out an empty database: tables, guards, full-text index, the version of the schema."""
    schema.metadata.create_all(connection)
    create_guards(connection)
    create_caches(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": schema.REVISION})
    connection.execute(schema.ledger_info.insert(), {"key": "schema_version", "value": str(schema.VERSION)})


def create_caches(connection: Connection) -> None:
    """The tables that are computed; the full-text index of SQLite and the partitions of PostgreSQL are made on demand (see `shelves`)."""
    sqlite = connection.dialect.name == "sqlite"
    caches.metadata.create_all(connection, [table for table in caches.metadata.sorted_tables if sqlite or table is not caches.passages])
    if not sqlite:
        create_months(connection)


def create_months(connection: Connection) -> None:
    """The passages of PostgreSQL, partitioned by month of publication, with their full-text index."""
    caches.partitioned_passages().create(connection)
    connection.execute(text("ALTER TABLE passages ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED"))
    connection.execute(text("CREATE INDEX passages_vector ON passages USING gin (vector)"))


def drop_caches(connection: Connection) -> None:
    """Leave the computed tables out, to make them anew."""
    if connection.dialect.name == "sqlite":
        drop_shelves(connection)
    for table in caches.TABLES:
        connection.execute(text(f"DROP TABLE IF EXISTS {table}"))


def create_guards(connection: Connection, tables: Sequence[str] = schema.APPEND_ONLY) -> None:
    """The triggers that refuse every change of what was recorded."""
    for statement in _sqlite(tables) if connection.dialect.name == "sqlite" else _postgresql(tables):
        connection.exec_driver_sql(statement)


def guards_of(connection: Connection) -> frozenset[str]:
    """The names of the triggers that are there."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    return frozenset(connection.execute(text(query)).scalars())


def _sqlite(tables: Sequence[str]) -> Iterator[str]:
    for table in tables:
        for action in ("UPDATE", "DELETE"):
            when = ""
            if action == "UPDATE" and table in _REMOVALS:
                when = f"WHEN NOT ({_REMOVALS[table]}) "
            yield (
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: {table}'); END"
            )


def _postgresql(tables: Sequence[str]) -> Iterator[str]:
    for table in tables:
        removal = ""
        if table in _REMOVALS:
            removal = f"IF TG_OP = 'UPDATE' THEN IF {_REMOVALS[table]} THEN RETURN NEW; END IF; END IF; "
        yield (
            f"CREATE FUNCTION sayso_keep_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {removal}"
            f"RAISE EXCEPTION 'the ledger is append-only: {table}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for action in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION sayso_keep_{table}()"
            )
        yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION sayso_keep_{table}()"
