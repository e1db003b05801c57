"""Full-text search over documents, attributions and events: FTS5 and BM25 on SQLite, tsvector on PostgreSQL."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import Connection, delete, func, select, text
from sqlalchemy.exc import DBAPIError

from sayso.errors import InputError
from sayso.ledger.caches import passages
from sayso.ledger.moments import stamp
from sayso.ledger.schema import documents
from sayso.link.voices import country_of
from sayso.model import Attribution, Reading

Kind = Literal["document", "attribution", "event"]
_RANKED = 2000  # of more matches than these, the last added are ranked: a common word costs no more in a large ledger
_ROOM = 100_000  # passages of one reading


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


def insert_passages(connection: Connection, reading: Reading, known_at: str, seq: int) -> None:
    """Add what a reading says to the index: the report, who said what, each event; `seq` is its place among the additions."""
    rows = [
        {"id": seq * _ROOM + n, "document": reading.document.id, "known_at": known_at, **entry} for n, entry in enumerate(_entries(reading))
    ]
    connection.execute(passages.insert(), rows)
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search (rowid, words) VALUES (:id, :words)"), [{"id": r["id"], "words": r["words"]} for r in rows])


def remove_passages(connection: Connection, document: str) -> None:
    """Take a document out of the index."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(select(passages.c.id, passages.c.words).filter_by(document=document)).all()
        for id, words in rows:
            connection.execute(text("INSERT INTO search (search, rowid, words) VALUES ('delete', :id, :words)"), {"id": id, "words": words})
    connection.execute(delete(passages).where(passages.c.document == document))


def find_words(connection: Connection, query: str, as_of: datetime, limit: int = 50) -> list[Hit]:
    """The best hits among what was published by the moment, best first.

    `query` is FTS5's language ("drill AND carrier", "air*", a phrase in quotes); words that are no such query are looked
    for as they stand.
    """
    return list(find_page(connection, query, as_of, limit=limit).hits)


def find_page(
    connection: Connection, query: str, as_of: datetime, filters: Filters | None = None, limit: int = 20, cursor: str | None = None
) -> Page:
    """One page of hits; `cursor` is the one of the page before, and holds although more is added in between.

    Raises InputError for a cursor that is none. Of more than 2,000 matches the last added are ranked.
    """
    top, offset = _read_cursor(cursor)
    where, values = _conditions(filters or Filters(), stamp(as_of), top)
    values |= {"limit": limit + 1, "offset": offset}
    sqlite = connection.dialect.name == "sqlite"
    statement = _SQLITE if sqlite else _POSTGRESQL
    if sqlite and values.keys() <= {"moment", "top", "limit", "offset"} and _newest(connection) <= values["moment"]:
        statement, where = _SQLITE_ALL, "rowid <= :top" if top is not None else "true"
        del values["moment"]
    for attempt in (query, _as_words(query)) if sqlite else (query,):
        values["query"] = attempt if sqlite else _tsquery(attempt)
        try:
            rows = connection.execute(text(statement.format(where)), values).all()
        except DBAPIError:  # not FTS5's language: the second attempt quotes every word
            connection.rollback()
            continue
        if not rows:
            return Page(hits=(), cursor=None)
        excerpts = _excerpts(connection, [r.id for r in rows[:limit]], values["query"])
        hits = tuple(
            Hit(kind=r.kind, document=r.document, title=r.title, publisher=r.publisher, published_at=r.published_at, excerpt=excerpts.get(r.id, ""),
                ref=r.ref, stance=r.stance, type=r.type, status=r.status)
            for r in rows[:limit]
        )  # fmt: skip
        return Page(hits=hits, cursor=f"{rows[0].top}:{offset + limit}" if len(rows) > limit else None)
    return Page(hits=(), cursor=None)


_COLUMNS = "p.id, p.kind, p.document, p.ref, p.stance, p.type, p.status"
_OUTER = (
    "SELECT t.*, d.title, d.publisher, d.published_at FROM (SELECT m.*, max(m.id) OVER () AS top FROM ({}) AS m "
    "ORDER BY m.score, m.id DESC LIMIT :limit OFFSET :offset) AS t JOIN documents AS d ON d.id = t.document ORDER BY t.score, t.id DESC"
)
_SQLITE = _OUTER.format(
    f"SELECT {_COLUMNS}, bm25(search) AS score FROM search JOIN passages AS p ON p.id = search.rowid "
    f"WHERE search MATCH :query AND {{}} ORDER BY search.rowid DESC LIMIT {_RANKED}"
)
_SQLITE_ALL = (  # nothing narrows the hits down: they are ranked by the index alone, and only those that are shown are looked up
    f"SELECT {_COLUMNS}, t.score, t.top, d.title, d.publisher, d.published_at FROM (SELECT m.*, max(m.id) OVER () AS top FROM "
    "(SELECT rowid AS id, bm25(search) AS score FROM search WHERE search MATCH :query AND {} "
    f"ORDER BY rowid DESC LIMIT {_RANKED}) AS m ORDER BY m.score, m.id DESC LIMIT :limit OFFSET :offset) AS t "
    "JOIN passages AS p ON p.id = t.id JOIN documents AS d ON d.id = p.document ORDER BY t.score, t.id DESC"
)
_POSTGRESQL = _OUTER.format(
    f"SELECT n.*, -ts_rank_cd(q.vector, to_tsquery('simple', :query)) AS score FROM (SELECT {_COLUMNS} FROM passages AS p "
    f"WHERE p.vector @@ to_tsquery('simple', :query) AND {{}} ORDER BY p.id DESC LIMIT {_RANKED}) AS n JOIN passages AS q ON q.id = n.id"
)


def _newest(connection: Connection) -> str:
    return connection.execute(select(func.max(documents.c.known_at))).scalar() or ""


def _conditions(filters: Filters, moment: str, top: int | None) -> tuple[str, dict[str, Any]]:
    parts, values = ["p.known_at <= :moment"], dict[str, Any](moment=moment)
    first, last = filters.published
    for name, value, condition in (
        ("top", top, "p.id <= :top"),
        ("kind", filters.kind, "p.kind = :kind"),
        ("source", f"%{filters.source.lower()}%" if filters.source else None, "lower(p.source) LIKE :source"),
        ("stance", filters.stance, "p.stance = :stance"),
        ("country", f"% {filters.country.lower()} %" if filters.country else None, "lower(p.countries) LIKE :country"),
        ("type", filters.type.upper() if filters.type else None, "p.type = :type"),
        ("status", filters.status, "p.status = :status"),
        ("first", first, "p.known_at >= :first"),
        ("last", last, "p.known_at < :last"),
    ):
        if value is not None:
            parts.append(condition)
            values[name] = value
    return " AND ".join(parts), values


def _excerpts(connection: Connection, ids: list[int], query: str) -> dict[int, str]:
    places = ", ".join(str(int(n)) for n in ids)
    if connection.dialect.name == "sqlite":
        # one walk over the matches between the first and the last of them: a search for each would find the words anew
        between = f"rowid BETWEEN {min(ids)} AND {max(ids)} AND +rowid IN ({places})"
        statement = f"SELECT rowid, snippet(search, 0, '[', ']', ' … ', 16) FROM search WHERE search MATCH :query AND {between}"
    else:
        marks = "StartSel=[, StopSel=], MaxWords=16, MinWords=8"
        statement = f"SELECT id, ts_headline('simple', words, to_tsquery('simple', :query), '{marks}') FROM passages WHERE id IN ({places})"
    return {row[0]: row[1] for row in connection.execute(text(statement), {"query": query})}


def _read_cursor(cursor: str | None) -> tuple[int | None, int]:
    if cursor is None:
        return None, 0
    found = re.fullmatch(r"(\d+):(\d+)", cursor)
    if not found:
        raise InputError(cursor, "is no cursor", "give the one that the page before ended with")
    return int(found[1]), int(found[2])


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


def _entries(reading: Reading) -> Iterator[dict[str, Any]]:
    document = reading.document
    bare = {"stance": None, "type": None, "status": None, "countries": ""}
    everywhere = sorted({a.value for m in reading.events for a in m.arguments if a.role == "participant"})
    publisher = document.publisher or ""
    yield {
        **bare, "kind": "document", "ref": 0, "words": f"{document.title or ''}\n{document.text}", "source": publisher, "countries": _padded(everywhere),
    }  # fmt: skip
    for n, attribution in enumerate(reading.attributions):
        source = attribution.chain[-1].name if attribution.chain else ""
        state = country_of(attribution.chain[-1]) if attribution.chain else None
        words = _words(attribution, document.text)
        yield {**bare, "kind": "attribution", "ref": n, "words": words, "source": source, "stance": attribution.stance, "countries": _padded([state] if state else [])}
    for n, mention in enumerate(reading.events):
        whole = (document.title or "") if mention.part == "title" else document.text
        said = reading.attributions[mention.attribution] if mention.attribution is not None else None
        yield {
            "kind": "event", "ref": n, "words": f"{mention.label}: {mention.extent.of(whole)}", "source": publisher,
            "stance": said.stance if said else None, "type": mention.type, "status": mention.status,
            "countries": _padded(sorted({a.value for a in mention.arguments if a.role == "participant"})),
        }  # fmt: skip


def _padded(names: list[str]) -> str:
    return f" {' '.join(names)} " if names else ""


def _words(attribution: Attribution, text_: str) -> str:
    source = attribution.chain[-1].name if attribution.chain else ""
    return f"{source}: " + " … ".join(span.of(text_) for span in attribution.content)
