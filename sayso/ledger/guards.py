"""What only a database itself can do: keep tables append-only, index words; in the words of SQLite and of PostgreSQL."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, UniqueConstraint, text

from sayso.ledger import caches, schema
from sayso.ledger.chain import seal_messages
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
    seal_messages(connection)


def create_caches(connection: Connection) -> None:
    """The tables that are computed; the full-text index of SQLite and the partitions of PostgreSQL are made on demand (see `shelves`)."""
    sqlite = connection.dialect.name == "sqlite"
    caches.metadata.create_all(
        connection,
        [table for table in caches.metadata.sorted_tables if sqlite or table is not caches.passages],
    )
    if not sqlite:
        create_months(connection)


def create_months(connection: Connection) -> None:
    """The passages of PostgreSQL, partitioned by month of publication, with their full-text index."""
    caches.partitioned_passages().create(connection)
    connection.execute(
        text(
            "ALTER TABLE passages ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED"
        )
    )
    connection.execute(text("CREATE INDEX passages_vector ON passages USING gin (vector)"))


def drop_caches(connection: Connection) -> None:
    """Leave the computed tables out, to make them anew."""
    if connection.dialect.name == "sqlite":
        drop_shelves(connection)
    for table in caches.TABLES:
        connection.execute(text(f"DROP TABLE IF EXISTS {table}"))


def create_guards(connection: Connection, tables: Sequence[str] = schema.APPEND_ONLY) -> None:
    """The triggers that refuse every change of what was recorded, in place of what earlier releases had."""
    for statement in _sqlite(tables) if connection.dialect.name == "sqlite" else _postgresql(tables):
        connection.exec_driver_sql(statement)


def guards_of(connection: Connection) -> dict[str, str]:
    """The triggers that are there by name, each with all that makes it what it is."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT t.tgname, CASE WHEN t.tgenabled IN ('O', 'A') THEN 'on' ELSE 'off' END || ' ' || t.tgtype || ' ' || c.relname || ' ' || t.tgattr::text || "
            "coalesce(pg_get_expr(t.tgqual, t.tgrelid), '') || ' ' || p.proname || ' ' || p.prosrc FROM pg_trigger AS t "
            "JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_proc AS p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
        )
    return dict(connection.execute(text(query)).all())


def wanted_guards(connection: Connection) -> dict[str, str]:
    """The triggers that belong there, in the words of `guards_of`."""
    if connection.dialect.name == "sqlite":
        return {
            statement.split()[2]: statement
            for statement in _sqlite(schema.APPEND_ONLY)
            if statement.startswith("CREATE")
        }
    kinds = {"update": _ROW | _BEFORE | 16, "delete": _ROW | _BEFORE | 8, "truncate": _BEFORE | 32}
    return {
        f"{table}_no_{action}": f"on {kind} {table}  sayso_keep_{table} {_body(table)}"
        for table in schema.APPEND_ONLY
        for action, kind in kinds.items()
    }


_ROW, _BEFORE = 1, 2  # of pg_trigger.tgtype


def _sqlite(tables: Sequence[str]) -> Iterator[str]:
    for table in tables:
        for action in ("update", "delete", "replace"):
            yield f"DROP TRIGGER IF EXISTS {table}_no_{action}"
        for action in ("UPDATE", "DELETE"):
            when = ""
            if action == "UPDATE" and table in _REMOVALS:
                when = f"WHEN NOT ({_REMOVALS[table]}) "
            yield (
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: {table}'); END"
            )
        # INSERT OR REPLACE deletes without asking the guard against deletion; a link that is there already is left out quietly
        refusal = "IGNORE" if table == "links" else f"ABORT, 'the ledger is append-only: {table}'"
        yield (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {' OR '.join(_there(table))} BEGIN SELECT RAISE({refusal}); END"
        )


def _there(table: str) -> Iterator[str]:
    """Whether a row is there that one to be inserted would replace, by each of the table's unique keys."""
    keys = schema.metadata.tables[table]
    for key in (keys.primary_key, *(c for c in keys.constraints if isinstance(c, UniqueConstraint))):
        yield f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{c.name} = NEW.{c.name}' for c in key.columns)})"


def _postgresql(tables: Sequence[str]) -> Iterator[str]:
    for table in tables:
        yield f"DROP FUNCTION IF EXISTS sayso_keep_{table}() CASCADE"
        yield f"CREATE FUNCTION sayso_keep_{table}() RETURNS trigger LANGUAGE plpgsql AS $${_body(table)}$$"
        for action in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION sayso_keep_{table}()"
            )
        yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION sayso_keep_{table}()"


def _body(table: str) -> str:
    removal = ""
    if table in _REMOVALS:
        removal = f"IF TG_OP = 'UPDATE' THEN IF {_REMOVALS[table]} THEN RETURN NEW; END IF; END IF; "
    return f" BEGIN {removal}RAISE EXCEPTION 'the ledger is append-only: {table}' USING ERRCODE = 'integrity_constraint_violation'; END "
