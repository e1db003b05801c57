"""Opening a ledger's database: a file (SQLite, WAL) or a `postgresql://` address; its version; errors in a person's words."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.pool import StaticPool

from sayso.errors import LedgerError
from sayso.ledger import guards, schema

_PATIENCE = 300  # seconds that a writer waits for others
_LOCK = 0x5A950  # one writer at a time: linking and the chain of hashes need an order
_UNWRITTEN = (
    "the file could not be written: full disk, quota or limit of a file's size; what was acknowledged is kept"
)
_ROOM = "make room or raise the limit, and add the rest again"
_CAUSES = (
    ("locked", "another process has been writing for five minutes", "try again when it is done"),
    ("readonly", "cannot be written", "make the file and its folder writable, or work on a copy"),
    ("read-only", "cannot be written", "use a role and a server that may write"),
    ("disk is full", "the disk is full; what was acknowledged is kept", "make room and add the rest again"),
    ("No space left", "the disk is full; what was acknowledged is kept", "make room and add the rest again"),
    ("malformed", "the file is damaged", "take the last backup: `sayso restore BACKUP --ledger L`"),
    (
        "permission denied",
        "this user may not do that",
        "ask the owner for it: GRANT SELECT to look, INSERT, UPDATE, DELETE and CREATE to add",
    ),
    (
        "no such table",
        "a table is missing: the ledger is damaged",
        "take the last backup: `sayso restore BACKUP --ledger L`",
    ),
    (
        "relation",
        "a table is missing: the ledger is damaged",
        "take the last backup: `sayso restore BACKUP --ledger L`",
    ),
    ("SQLITE_IOERR_WRITE", _UNWRITTEN, _ROOM),
    ("SQLITE_IOERR_FSYNC", _UNWRITTEN, _ROOM),
    ("SQLITE_IOERR_TRUNCATE", _UNWRITTEN, _ROOM),
    (
        "unable to open",
        "cannot be opened",
        "make it and its folder readable and writable; where NAME-wal stands beside it, copy both to a folder that is",
    ),
    ("not a database", "cannot be used as a ledger: is no database", "give another file with --ledger"),
    (
        "disk I/O error",
        "the file cannot be read or is cut short",
        "take the last backup: `sayso restore BACKUP --ledger L`",
    ),
    ("append-only", "refused to change what was recorded", "nothing was changed"),
    ("FATAL: database", "there is no such database", "make it: createdb NAME"),
    (
        "FATAL: password",
        "the server does not take this user with this password",
        "give both as postgresql://user:password@host/name",
    ),
    (
        "connection",
        "the server cannot be reached",
        "see that it runs and that address, user and password are right",
    ),
)


def open_engine(location: str, must_exist: bool = False) -> Engine:
    """The engine of a ledger that is there, brought up to this schema, or laid out new; raises LedgerError otherwise."""
    remote = location.startswith(("postgresql:", "postgres:"))
    engine = _remote(location) if remote else _file(location, must_exist)
    try:
        with explained(location), engine.execution_options(writes=not _sealed(engine)).begin() as connection:
            _settle(connection, location, must_exist and remote)
    except BaseException:
        engine.dispose()
        raise
    return engine


def shown(location: str) -> str:
    """A location as it may be shown: without a password."""
    if "://" not in location:
        return location
    return make_url(location).render_as_string(hide_password=True)


@contextmanager
def explained(location: str) -> Iterator[None]:
    """Turn a database's error into a LedgerError that names the ledger, the cause and the remedy."""
    try:
        yield
    except DBAPIError as problem:
        said = " ".join(str(problem.orig).split())
        whole = f"{said} {getattr(problem.orig, 'sqlite_errorname', '')}"
        for words, cause, remedy in _CAUSES:
            if words in whole:
                raise LedgerError(f"{shown(location)}: {cause} ({said}); {remedy}") from problem
        raise LedgerError(
            f"{shown(location)}: cannot be used as a ledger ({said}); give another with --ledger"
        ) from problem


def is_lasting(problem: BaseException) -> bool:
    """Whether an error is of what was to be stored, so that trying the same again cannot help; else the database is away, full or locked."""
    cause = problem.__cause__
    return not isinstance(problem, OSError | LedgerError) or isinstance(
        cause, DataError | ProgrammingError | IntegrityError
    )


def _remote(location: str) -> Engine:
    try:
        url = make_url(location).set(drivername="postgresql+psycopg")
        engine = create_engine(url, pool_pre_ping=True)
    except (ArgumentError, ValueError) as problem:
        raise LedgerError(
            f"{location.split('@')[-1]}: is no address of a database; write postgresql://user@host/name"
        ) from problem
    except ModuleNotFoundError as problem:
        raise LedgerError(
            f"{shown(location)}: PostgreSQL needs its driver; install it: pip install 'sayso[postgresql]'"
        ) from problem
    event.listen(engine, "begin", _begin_remote)
    return engine


def _begin_remote(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _file(location: str, must_exist: bool) -> Engine:
    memory = location == ":memory:"
    path = Path(location)
    if not memory and must_exist and not path.exists():
        raise LedgerError(f"{location}: no ledger there; make one with `sayso add PATH --ledger {location}`")
    if not memory and path.is_dir():
        raise LedgerError(f"{location}: is a folder; give a file with --ledger")
    if not memory and not path.parent.is_dir():
        raise LedgerError(f"{location}: its folder does not exist; make it first")
    if not memory and not path.exists() and not os.access(path.parent, os.W_OK):
        raise LedgerError(
            f"{location}: its folder cannot be written; make it writable or give another file with --ledger"
        )
    if not memory and path.exists() and not os.access(path, os.W_OK):
        log = path.with_name(
            path.name + "-wal"
        )  # holds additions that are not in the file yet: somebody is writing, or was cut off
        still = "" if log.exists() and log.stat().st_size else "&immutable=1"
        engine = create_engine(
            f"sqlite:///file:{path.absolute()}?mode=ro{still}&uri=true",
            connect_args={"check_same_thread": False},
        )
        return engine.execution_options(sealed=True)
    options: dict[str, Any] = {"poolclass": StaticPool} if memory else {}
    engine = create_engine(
        f"sqlite:///{location}", connect_args={"timeout": _PATIENCE, "check_same_thread": False}, **options
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _sealed(engine: Engine) -> bool:
    return bool(engine.get_execution_options().get("sealed"))


def _configure(connection: Any, _record: Any) -> None:
    # WAL lets readers go on while one writes; FULL keeps what was acknowledged through a power cut
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={_PATIENCE * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # a writer takes its lock at once, so that two `add`s wait for each other instead of failing midway
    connection.exec_driver_sql(
        "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
    )


def _settle(connection: Connection, location: str, must_exist: bool) -> None:
    """See that there is a ledger of this version: lay out an empty database, bring an older one forward, refuse the rest."""
    where = shown(location)
    tables = set(inspect(connection).get_table_names())
    if not tables:
        if must_exist:
            raise LedgerError(f"{where}: no ledger there; make one with `sayso add PATH --ledger {where}`")
        guards.create_tables(connection)
        return
    if "ledger_info" not in tables:
        raise LedgerError(f"{where}: is a database, but no sayso ledger; give another file")
    found = (
        connection.execute(select(schema.ledger_info.c.value).filter_by(key="schema_version")).scalar()
        or "none"
    )
    if found == str(schema.VERSION):
        return
    if not found.isdigit() or not 0 < int(found) <= schema.VERSION:
        raise LedgerError(
            f"{where}: schema version {found}, this sayso knows {schema.VERSION}; use the sayso that made it"
        )
    if connection.engine.get_execution_options().get("sealed"):
        raise LedgerError(
            f"{where}: schema version {found} must be brought to {schema.VERSION}, and the file cannot be written; copy it first"
        )
    from sayso.ledger.migrations.forward import migrate

    migrate(connection, int(found))


def integrity(connection: Connection) -> Iterator[str]:
    """What the database finds wrong with its own pages."""
    if connection.dialect.name == "sqlite":
        for (problem,) in connection.execute(text("PRAGMA integrity_check")):
            if problem != "ok":
                yield f"file: {problem}"
