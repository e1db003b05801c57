"""Full-text search over documents, attributions and events: what is asked, filtered, ranked and shown, page by page."""

import re
from datetime import datetime
from typing import Any, Literal, NamedTuple

from msgspec import Struct
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from sayso.errors import InputError
from sayso.ledger.caches import passages
from sayso.ledger.moments import stamp
from sayso.ledger.schema import documents
from sayso.ledger.shelves import Match, find_excerpts, last_id, newest_in_months, newest_on_shelves

Kind = Literal["document", "attribution", "event"]
RANKED = 500
"""So many matches are ranked at once, the newest first: a common word costs no more in a large ledger."""


class Hit(Struct, frozen=True, kw_only=True):
    """One thing found: its document, what it is, and the words around the hit, which stand between `[` and `]`."""

    kind: Kind
    document: str
    title: str | None
    publisher: str | None
    published_at: str | None
    excerpt: str
    ref: int = 0
    """Which attribution or event of the document's reading, by index."""
    stance: str | None = None
    type: str | None = None
    status: str | None = None
    span: tuple[int, int] | None = None
    """The words, `[start, end)` in the document's text."""
    event: str | None = None
    """The event that the words speak of."""
    label: str | None = None


class Filters(Struct, frozen=True, kw_only=True):
    """What hits must be: each field that is given must fit; `published` is a pair of stamps, the second excluded."""

    kind: Kind | None = None
    source: str | None = None
    """Part of the publisher's name, or of the source's for an attribution."""
    stance: str | None = None
    country: str | None = None
    """ISO 3166 alpha-3, or a name."""
    type: str | None = None
    """Event type (PLOVER)."""
    status: str | None = None
    published: tuple[str | None, str | None] = (None, None)


class Page(Struct, frozen=True, kw_only=True):
    """Some hits, best first, and the cursor of the page after them, None at the end."""

    hits: tuple[Hit, ...]
    cursor: str | None


def find_words(connection: Connection, query: str, as_of: datetime, limit: int = 50) -> list[Hit]:
    """The best hits among what was published by the moment, best first.

    `query` is FTS5's language ("drill AND carrier", "air*", a phrase in quotes); words that are no such query are looked
    for as they stand.
    """
    return list(find_page(connection, query, as_of, limit=limit).hits)


def find_page(
    connection: Connection,
    query: str,
    as_of: datetime,
    filters: Filters | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Page:
    """One page of hits; `cursor` is the one of the page before, and holds although more is added in between.

    Raises InputError for a cursor that is none. Of more than 500 matches the newest 500 are ranked and shown first, then the next
    500: what a page costs is bounded by that, not by how many there are. The newest are the last added on SQLite, on PostgreSQL
    the last published. A page at the end of 500 can be shorter than `limit`.
    """
    place = _read_cursor(cursor, connection)
    where, values = _conditions(filters or Filters(), stamp(as_of), place.top)
    sqlite = connection.dialect.name == "sqlite"
    narrowed = not sqlite or values.keys() != {"moment", "top"} or _newest(connection) > values["moment"]
    for attempt in (query, _as_words(query)) if sqlite else (query,):
        words = attempt if sqlite else _tsquery(attempt)
        try:
            found = (
                newest_on_shelves(connection, words, where if narrowed else None, values, RANKED + 1)
                if sqlite
                else newest_in_months(connection, words, where, values, RANKED + 1, place.below)
            )
        except DBAPIError:  # not FTS5's language: the second attempt quotes every word
            connection.rollback()
            continue
        block = sorted(found[:RANKED], key=lambda m: (m.score, -m.id))
        shown = block[place.offset : place.offset + limit]
        after = None
        if place.offset + limit < len(block):
            after = place._replace(offset=place.offset + limit)
        elif len(found) > RANKED:
            last = found[RANKED - 1]
            after = Place(last.id - 1, 0, None) if sqlite else Place(place.top, 0, (last.known_at, last.id))
        return Page(hits=_hits(connection, shown, words), cursor=_write_cursor(after) if after else None)
    return Page(hits=(), cursor=None)


class Place(NamedTuple):
    """Where a page begins: what had been added by the first page, how many hits were shown since `below`."""

    top: int
    offset: int
    below: tuple[str, int] | None


def _hits(connection: Connection, shown: list[Match], words: str) -> tuple[Hit, ...]:
    """What is shown of matches, in their order."""
    if not shown:
        return ()
    p, d = passages.c, documents.c
    query = select(
        p.id, p.kind, p.document, p.ref, p.stance, p.type, p.status, d.title, d.publisher, d.published_at
    ).join(documents, d.id == p.document)
    query = query.where(p.id.in_([m.id for m in shown]))
    if connection.dialect.name != "sqlite":
        query = query.where(p.known_at.in_(sorted({m.known_at for m in shown})))  # tells the months
    rows = {row.id: row for row in connection.execute(query)}
    excerpts = find_excerpts(connection, shown, words)
    return tuple(
        Hit(kind=r.kind, document=r.document, title=r.title, publisher=r.publisher, published_at=r.published_at, excerpt=excerpts.get(r.id, ""),
            ref=r.ref, stance=r.stance, type=r.type, status=r.status)
        for r in (rows[m.id] for m in shown)
    )  # fmt: skip


def _newest(connection: Connection) -> str:
    return connection.execute(select(func.max(documents.c.known_at))).scalar() or ""


def _conditions(filters: Filters, moment: str, top: int) -> tuple[str, dict[str, Any]]:
    parts, values = ["p.known_at <= :moment", "p.id <= :top"], dict[str, Any](moment=moment, top=top)
    first, last = filters.published
    for name, value, condition in (
        ("kind", filters.kind, "p.kind = :kind"),
        ("source", f"%{filters.source.lower()}%" if filters.source else None, "lower(p.source) LIKE :source"),
        ("stance", filters.stance, "p.stance = :stance"),
        (
            "country",
            f"% {filters.country.lower()} %" if filters.country else None,
            "lower(p.countries) LIKE :country",
        ),
        ("type", filters.type.upper() if filters.type else None, "p.type = :type"),
        ("status", filters.status, "p.status = :status"),
        ("first", first, "p.known_at >= :first"),
        ("last", last, "p.known_at < :last"),
    ):
        if value is not None:
            parts.append(condition)
            values[name] = value
    return " AND ".join(parts), values


def _read_cursor(cursor: str | None, connection: Connection) -> Place:
    if cursor is None:
        return Place(last_id(connection), 0, None)
    found = re.fullmatch(r"(\d{1,18}):(\d{1,9})(?::([0-9T:.Z-]+)/(\d{1,18}))?", cursor)
    if not found:
        raise InputError(cursor, "is no cursor", "give the one that the page before ended with")
    return Place(int(found[1]), int(found[2]), (found[3], int(found[4])) if found[3] else None)


def _write_cursor(place: Place) -> str:
    return f"{place.top}:{place.offset}" + (f":{place.below[0]}/{place.below[1]}" if place.below else "")


def _as_words(query: str) -> str:
    return " ".join(f'"{word}"' for word in re.findall(r"\w+", query)) or '""'


def _tsquery(query: str) -> str:
    """FTS5's language in that of PostgreSQL: phrases, AND, OR, NOT, beginnings of words; brackets are left out.

    >>> _tsquery('"joint drill" OR air* NOT carrier')
    '(joint <-> drill) | air:* & !carrier'
    """
    out: list[str] = []
    join = ""
    for phrase, word, star in re.findall(r'"([^"]*)"|(\w+)(\*?)', query):
        if word in ("AND", "OR", "NOT"):
            join = {"AND": " & ", "OR": " | ", "NOT": " & !"}[word]
            continue
        words = re.findall(r"\w+", phrase or word)
        if words:
            term = " <-> ".join(words)
            out.append((join or " & ") + (f"({term})" if len(words) > 1 else term + (":*" if star else "")))
            join = ""
    return "".join(out).removeprefix(" & ").removeprefix(" | ")
