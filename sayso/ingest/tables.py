"""Tables of reports: CSV, TSV and Parquet with a report a row, columns found by their usual names."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain, count
from typing import Any, BinaryIO

from sayso.errors import InputError, guarded
from sayso.ingest.documents import Published, make_document
from sayso.ingest.listed import Fetch, Listing, gdelt_columns
from sayso.model import Document

Refuse = Callable[[InputError], None]
_NAMES = {
    "text": ("text", "body", "content", "article", "maintext", "fulltext", "full_text", "article_text"),
    "title": ("title", "headline", "heading"),
    "url": ("url", "link", "uri", "source_url", "sourceurl", "documentidentifier", "v2documentidentifier"),
    "published": (
        "published",
        "published_at",
        "date",
        "datetime",
        "date_publish",
        "publish_date",
        "publication_date",
        "pubdate",
        "timestamp",
        "seendate",
        "dateadded",
    ),
    "publisher": (
        "publisher",
        "outlet",
        "source",
        "site",
        "domain",
        "source_domain",
        "newspaper",
        "media_name",
        "container-title",
        "publication title",
    ),
    "byline": ("byline", "author", "authors"),
    "language": ("language", "lang"),
}
_HEAD = 1_000_000  # characters of the line of names
_CELL = 10_000_000  # characters of one cell


def read_csv(
    stream: BinaryIO, name: str, default: Published, refuse: Refuse, fetch: Fetch
) -> Iterator[Document]:
    """The reports of a CSV or TSV file in UTF-8 with a line of column names; the delimiter is the one that this line uses.

    A table without a column for the text (Media Cloud, GDELT's article list, events and GKG) is a list of addresses: each is fetched once.
    """
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    head = lines.readline(_HEAD)
    delimiter = max(",;\t|", key=head.count)
    first = next(csv.reader([head], delimiter=delimiter), [])
    bare = gdelt_columns(first)
    columns = bare or _columns(first, name)
    listing = Listing(name, default, refuse, fetch)
    csv.field_size_limit(_CELL)
    rows = csv.reader(chain([head] if bare else [], _bounded(lines)), delimiter=delimiter)
    for number in count(1 if bare else 2):  # as a spreadsheet counts: the names stand in row 1
        where = f"{name}, row {number}"
        try:
            row = next(rows, None)
        except csv.Error as problem:
            refuse(InputError(where, f"cannot be read ({problem})", "mend its quotation marks"))
            continue
        if row is None:
            return
        cells = {k: row[at] for k, at in columns.items() if at < len(row)}
        if row and "text" in columns:
            yield from _read_row(cells, where, default, refuse)
        elif row:
            yield from listing.read({k: _words(v) for k, v in cells.items()}, where)


def _bounded(lines: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a table, each in pieces that the reader of cells refuses when they are too many for one."""
    while line := lines.readline(_CELL):
        yield line


def read_parquet(
    stream: BinaryIO, name: str, default: Published, refuse: Refuse, fetch: Fetch
) -> Iterator[Document]:
    """The reports of a Parquet file, in batches, or the addresses of one without texts; needs pyarrow."""
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise InputError(name, "Parquet needs pyarrow", "install it: pip install 'sayso[tables]'") from None
    try:
        table = parquet.ParquetFile(stream)
        columns = _columns(table.schema_arrow.names, name)
        names = table.schema_arrow.names
        number = 0
        listing = Listing(name, default, refuse, fetch)
        for batch in table.iter_batches(batch_size=256, columns=[names[at] for at in columns.values()]):
            for row in batch.to_pylist():
                number += 1
                cells, where = {k: row[names[at]] for k, at in columns.items()}, f"{name}, row {number}"
                if "text" in columns:
                    yield from _read_row(cells, where, default, refuse)
                else:
                    yield from listing.read({k: _words(v) for k, v in cells.items()}, where)
    except arrow.ArrowException as problem:
        raise InputError(
            name, f"is no Parquet file that can be read ({str(problem)[:200]})", "write it anew"
        ) from None


def _columns(names: Iterable[str], source: str) -> dict[str, int]:
    """Which column holds what; raises InputError where none holds the text or an address."""
    at = {n.strip().casefold().lstrip("\ufeff"): i for i, n in reversed(list(enumerate(names)))}
    found = {key: next((at[n] for n in known if n in at), None) for key, known in _NAMES.items()}
    if found["text"] is None and found["url"] is None:
        given = ", ".join(list(at)[::-1][:12]) or "none"
        raise InputError(
            source,
            f"has no column for the text (columns: {given})",
            f"name it one of {', '.join(_NAMES['text'])}, or give addresses as url",
        )
    return {key: i for key, i in found.items() if i is not None}


def _read_row(row: Mapping[str, Any], where: str, default: Published, refuse: Refuse) -> Iterator[Document]:
    about = {k: _words(v) for k, v in row.items()}
    text = about.pop("text", None) or ""
    try:
        if any("\udc80" <= c <= "\udcff" for value in (text, *about.values()) for c in value or ""):
            raise InputError(where, "is not UTF-8", "save the table as UTF-8")
        with guarded(where, "row"):
            document = make_document(text, about, where, default)
        yield document
    except InputError as problem:
        refuse(problem)


def _words(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(str(v) for v in value if v)
    words = str(value).strip()
    return None if words.casefold() in ("", "nan", "null", "none") else words
