"""Full-text search over documents, attributions and events (SQLite FTS5, BM25 ranking)."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from sayso.ledger.moments import stamp
from sayso.model import Attribution, Reading

Kind = Literal["document", "attribution", "event"]


class Hit(Struct, frozen=True, kw_only=True):
    """One thing found: its document, what it is, and the words around the hit, which stand between `[` and `]`."""

    kind: Kind
    document: str
    title: str | None
    publisher: str | None
    published_at: str | None
    excerpt: str


def index_reading(connection: Connection, reading: Reading) -> None:
    """Add what a reading says to the index: the report, who said what, each event."""
    connection.execute(
        text("INSERT INTO search (words, kind, document, ref) VALUES (:words, :kind, :document, :ref)"),
        [
            {"words": words, "kind": kind, "document": reading.document.id, "ref": ref}
            for kind, ref, words in _entries(reading)
        ],
    )


def find_words(connection: Connection, query: str, as_of: datetime, limit: int = 50) -> list[Hit]:
    """The best hits among what was published by the moment, best first.

    `query` is FTS5's language ("drill AND carrier", "air*", a phrase in quotes); words that are no such query are looked
    for as they stand.
    """
    statement = text(
        "SELECT s.kind, s.document, d.title, d.publisher, d.published_at, snippet(search, 0, '[', ']', ' … ', 16) "
        "FROM search AS s JOIN documents AS d ON d.id = s.document "
        "WHERE search MATCH :query AND d.known_at <= :moment ORDER BY rank, d.known_at DESC LIMIT :limit"
    )
    for attempt in (query, _as_words(query)):
        values = {"query": attempt, "moment": stamp(as_of), "limit": limit}
        try:
            rows = connection.execute(statement, values).all()
        except OperationalError:  # not FTS5's language: the second attempt quotes every word
            connection.rollback()
            continue
        names = ("kind", "document", "title", "publisher", "published_at", "excerpt")
        return [Hit(**dict(zip(names, row))) for row in rows]
    return []


def _as_words(query: str) -> str:
    return " ".join(f'"{word}"' for word in re.findall(r"\w+", query)) or '""'


def _entries(reading: Reading) -> Iterator[tuple[Kind, int, str]]:
    document = reading.document
    yield "document", 0, f"{document.title or ''}\n{document.text}"
    for n, attribution in enumerate(reading.attributions):
        yield "attribution", n, _words(attribution, document.text)
    for n, mention in enumerate(reading.events):
        text_ = (document.title or "") if mention.part == "title" else document.text
        yield "event", n, f"{mention.label}: {mention.extent.of(text_)}"


def _words(attribution: Attribution, text_: str) -> str:
    source = attribution.chain[-1].name if attribution.chain else ""
    return f"{source}: " + " … ".join(span.of(text_) for span in attribution.content)
