"""Answers that are tables: asked for when first looked at, with a length, slices, and ways into polars,
pandas and Arrow."""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any, Generic, TypeVar, overload

from sayso.errors import InputError
from sayso.notebook.columns import Columns, arrow_array

T = TypeVar("T")
_SHOWN = 20


class Results(Generic[T]):
    """A sequence of records that is asked of the ledger when first looked at, and once.

    >>> from sayso.notebook.columns import VERDICTS
    >>> len(Results(lambda: [], VERDICTS))
    0
    """

    def __init__(self, fetch: Callable[[], Sequence[T]], columns: "Columns[T]") -> None:
        self._fetch, self.columns = fetch, columns
        self._held: Sequence[T] | None = None

    @property
    def _records(self) -> Sequence[T]:
        if self._held is None:
            self._held = tuple(self._fetch())
        return self._held

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[T]:
        return iter(self._records)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> "Results[T]": ...
    def __getitem__(self, index: int | slice) -> "T | Results[T]":
        if isinstance(index, slice):
            return Results(lambda: self._records[index], self.columns)
        return self._records[index]

    def to_dicts(self) -> list[dict[str, Any]]:
        """One flat dict a record, with the columns of the table; what has several values is a list."""
        return [self.columns.row(record) for record in self]

    def to_arrow(self) -> Any:
        """A `pyarrow.Table`; raises InputError where pyarrow is not installed."""
        return _module("pyarrow", "tables").table(self)

    def to_polars(self) -> Any:
        """A `polars.DataFrame`; raises InputError where polars is not installed."""
        return _module("polars", "frames").DataFrame(self)

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame`; raises InputError where pandas is not installed."""
        frame = _module("pandas", "frames").DataFrame(self.to_dicts(), columns=list(self.columns.types))
        for name, kind in self.columns.types.items():
            if kind == "time":
                frame[name] = _module("pandas", "frames").to_datetime(frame[name], utc=True)
        return frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The records for whatever takes an Arrow stream (PyCapsule interface): `polars.DataFrame(results)`,
        DuckDB, pyarrow."""
        return arrow_array(self.columns, self.to_dicts()).__arrow_c_stream__(
            requested_schema=requested_schema
        )

    def __repr__(self) -> str:
        return f"<{len(self)} {self.columns.name}>"

    def _repr_html_(self) -> str:
        names = list(self.columns.types)
        head = "".join(f"<th>{escape(n)}</th>" for n in names)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(_words(self.columns.row(r)[n]))}</td>" for n in names) + "</tr>"
            for r in self._records[:_SHOWN]
        )
        more = f"<p>{len(self) - _SHOWN} more</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _words(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(str(v) for v in value) if isinstance(value, list) else str(value)


def _module(name: str, extra: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise InputError(
            name, "is not installed", f"pip install 'sayso[{extra}]', or take .to_dicts()"
        ) from None
