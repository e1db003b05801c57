"""Whether the computed tables say what the ledger says: everything is computed anew in a file of its own and compared row by row."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select, text

from sayso.ledger import caches
from sayso.ledger.backups import copy_truth
from sayso.ledger.store import Ledger

_REMEDY = "run `sayso rebuild`; where no other release of sayso added to it, somebody changed it"


def check_computed(connection: Connection) -> Iterator[str]:
    """One line for each computed table that is not what this release computes; costs what `sayso rebuild` costs, and room for a second ledger."""
    with (
        tempfile.TemporaryDirectory(prefix="sayso-check-") as folder,
        Ledger(Path(folder) / "anew.db") as anew,
    ):
        with anew.writing() as to:
            copy_truth(connection, to)
        with anew.connect() as other:
            for table in caches.metadata.sorted_tables:
                less, more = compare_rows(
                    _rows(connection, table), _rows(other, table), len(table.primary_key.columns)
                )
                if less or more:
                    yield f"{table.name}: {less} rows are missing or changed, {more} stand there that do not follow from the ledger; {_REMEDY}"
    yield from _check_shelves(connection)


def _rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows in the order of their key, which stands first in each."""
    key = list(table.primary_key.columns)
    rest = [c for c in table.columns if c not in key]
    for row in connection.execute(select(*key, *rest).order_by(*key)):
        yield tuple(bytes(v) if isinstance(v, memoryview | bytes) else v for v in row)


def compare_rows(
    held: Iterator[tuple[Any, ...]], wanted: Iterator[tuple[Any, ...]], width: int
) -> tuple[int, int]:
    """How many of the wanted rows are not held as they are, and how many held ones are wanted by nobody; both in order of their first columns.

    >>> compare_rows(iter([(1, "a"), (2, "x"), (4, "d")]), iter([(1, "a"), (2, "b"), (3, "c")]), 1)
    (2, 1)
    """
    less = more = 0
    one, two = next(held, None), next(wanted, None)
    while one is not None or two is not None:
        if two is None or (one is not None and one[:width] < two[:width]):
            more += 1
            one = next(held, None)
        elif one is None or two[:width] < one[:width]:
            less += 1
            two = next(wanted, None)
        else:
            less += one != two
            one, two = next(held, None), next(wanted, None)
    return less, more


def _check_shelves(connection: Connection) -> Iterator[str]:
    """SQLite's full-text index against the passages that it is of."""
    if connection.dialect.name != "sqlite":
        return
    query = "SELECT name FROM sqlite_master WHERE name GLOB 'search_*' AND sql LIKE 'CREATE VIRTUAL TABLE%' ORDER BY name"
    for name in connection.execute(text(query)).scalars().all():
        try:
            with connection.begin_nested():
                connection.execute(text(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)"))
        except Exception as problem:
            words = " ".join(str(getattr(problem, "orig", problem)).split())
            if "readonly" not in words:
                yield f"{name}: the index of words is not that of the passages ({words}); {_REMEDY}"
