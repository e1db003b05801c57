"""Backing up while in use, and restoring: the truth alone travels, so that a backup of either database restores to either."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from sayso.errors import LedgerError
from sayso.ledger import schema
from sayso.ledger.chain import seal_messages
from sayso.ledger.engine import explained
from sayso.ledger.rebuilding import rebuild_caches
from sayso.ledger.store import Ledger

_LOT = 500  # rows in one go


def back_up(ledger: Ledger, target: str | Path) -> int:
    """Write the ledger as of now to a new file, whoever else writes meanwhile; how many documents it holds."""
    path = _new_file(target)
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with explained(ledger.location), ledger.connect() as connection:
            if connection.dialect.name == "sqlite":
                with closing(sqlite3.connect(part)) as copy:
                    connection.connection.driver_connection.backup(copy, pages=4096)  # type: ignore[union-attr]
                    copy.execute("PRAGMA journal_mode=DELETE")
            else:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
                with Ledger(part) as copied, copied.writing() as to:
                    copy_truth(connection, to)
        with Ledger(part) as held:
            count = held.count_documents()
        os.replace(part, path)
    except (OSError, sqlite3.Error) as problem:
        raise LedgerError(
            f"{path}: the backup could not be written ({problem}); make room or give another place"
        ) from problem
    finally:
        _clear(part)
    return count


def restore(backup: str | Path, location: str) -> int:
    """Make a ledger of a backup where there is none; how many documents it holds."""
    if not Path(backup).is_file():
        raise LedgerError(f"{backup}: no backup there; give the file that `sayso backup` wrote")
    if location.startswith("postgres"):
        with Ledger(backup, must_exist=True) as source, Ledger(location) as target:
            if target.count_documents():
                raise LedgerError(f"{target.name}: holds documents already; restore into an empty database")
            with source.connect() as connection, target.writing() as to:
                copy_truth(connection, to)
            return target.count_documents()
    path = _new_file(location)
    part = path.with_name(path.name + ".part")
    try:
        with (
            closing(sqlite3.connect(f"file:{Path(backup).absolute()}?mode=ro", uri=True)) as source_file,
            closing(sqlite3.connect(part)) as copy,
        ):
            found = source_file.execute("PRAGMA quick_check").fetchone()[0]
            if found != "ok":
                raise LedgerError(f"{backup}: the backup is damaged ({found}); take another")
            source_file.backup(copy)
        with Ledger(part) as held:
            count = held.count_documents()
        os.replace(part, path)
    except (OSError, sqlite3.Error) as problem:
        if isinstance(problem, OSError) or "full" in str(problem) or "WRITE" in problem.sqlite_errorname:
            raise LedgerError(
                f"{path}: could not be written ({problem}); make room or give another place"
            ) from problem
        raise LedgerError(f"{backup}: the backup cannot be read ({problem}); take another") from problem
    finally:
        _clear(part)
    return count


def copy_truth(source: Connection, target: Connection) -> None:
    """Copy every row that was recorded into an empty ledger, and compute the rest there."""
    for table in schema.metadata.sorted_tables:
        if table.name == "ledger_info":
            continue
        lot: list[dict[str, Any]] = []
        for row in source.execute(table.select()):
            lot.append({k: bytes(v) if isinstance(v, memoryview) else v for k, v in row._mapping.items()})
            if len(lot) == _LOT:
                target.execute(table.insert(), lot)
                lot = []
        if lot:
            target.execute(table.insert(), lot)
    if target.dialect.name == "postgresql":
        for name in ("links", "judgements", "outbox", "deliveries"):
            target.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), coalesce((SELECT max(id) FROM {name}), 0) + 1, false)"
                )
            )
    seal_messages(target)
    rebuild_caches(target)


def _clear(part: Path) -> None:
    for rest in ("", "-wal", "-shm"):
        with suppress(OSError):  # what stands in the way was told
            part.with_name(part.name + rest).unlink(missing_ok=True)


def _new_file(target: str | Path) -> Path:
    path = Path(target)
    if path.exists():
        raise LedgerError(f"{path}: is there already; move it away or give another name")
    if not path.parent.is_dir():
        raise LedgerError(f"{path}: its folder does not exist; make it first")
    if not os.access(path.parent, os.W_OK):
        raise LedgerError(f"{path}: its folder cannot be written; make it writable or give another place")
    return path
