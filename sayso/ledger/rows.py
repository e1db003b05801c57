"""Records as rows and back: documents, readings with their claims, links."""

import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from sayso.ledger import schema
from sayso.ledger.moments import stamp
from sayso.ledger.timeline import Known
from sayso.model import Document, Link, Reading

_BATCH = 400  # ids in one question
_KEPT = 1024  # readings of late
Rows = list[dict[str, Any]]


def pack(record: object) -> bytes:
    """A record as the ledger keeps it: JSON (it keeps the offset of a time, MessagePack does not), deflated."""
    return zlib.compress(msgspec.json.encode(record), 1)


def unpack_reading(body: bytes) -> Reading:
    """A reading as kept, deflated or (by the first release) plain."""
    body = bytes(body)
    return msgspec.json.decode(body if body[:1] == b"{" else zlib.decompress(body), type=Reading)


@lru_cache(maxsize=_KEPT)
def _whole(body: bytes, words: str) -> Reading:
    """A reading with its document's text; the same object again for a document of late, so that what is found of it is found once."""
    reading = unpack_reading(body)
    return replace(reading, document=replace(reading.document, text=words))


def forget_readings() -> None:
    """Keep no reading in memory."""
    _whole.cache_clear()


def insert_once(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]] | dict[str, Any]
) -> None:
    """Insert what is not there yet."""
    if rows:
        make: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        connection.execute(make(table).on_conflict_do_nothing(), rows)


def key_number(key: str) -> int:
    """A candidate key as the number under which it is indexed."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def document_row(document: Document, recorded: datetime) -> dict[str, Any]:
    """The row of a document."""
    published = document.published_at
    return {
        "id": document.id,
        "url": document.url,
        "publisher": document.publisher,
        "title": document.title,
        "text": document.text,
        "text_hash": document.text_hash,
        "published_at": published.isoformat() if published else None,
        "known_at": stamp(published or recorded),
        "recorded_at": stamp(recorded),
        "source": document.source,
    }


def reading_row(reading: Reading, version: int, recorded: datetime) -> dict[str, Any]:
    """The row of a reading, its document's text left out."""
    bare = replace(reading, document=replace(reading.document, text=""))
    return {
        "document": reading.document.id,
        "version": version,
        "reader": reading.reader,
        "body": pack(bare),
        "recorded_at": stamp(recorded),
    }


def claim_rows(reading: Reading, version: int) -> Rows:
    """The rows of a reading's claims."""
    document = reading.document
    return [
        {
            "document": document.id,
            "version": version,
            "number": n,
            "mention": c.mention,
            "field": c.field,
            "value": msgspec.json.encode(c.value).decode(),
            "part": c.part,
            "start": c.span.start,
            "end": c.span.end,
            "quote": c.span.of((document.title or "") if c.part == "title" else document.text),
            "stance": c.stance,
            "factuality": c.factuality,
        }
        for n, c in enumerate(reading.claims)
    ]


def link_rows(found: Iterable[Link], versions: dict[str, int], recorded: datetime) -> Rows:
    """The rows of links between readings of the given versions (0 where none is given)."""
    rows = []
    for link in found:
        left, right = link.left.partition("#")[0], link.right.partition("#")[0]
        rows.append(
            {
                "relation": link.relation,
                "left_end": link.left,
                "right_end": link.right,
                "left_version": versions.get(left, 0),
                "right_version": versions.get(right, 0),
                "left_document": left,
                "right_document": right,
                "judgement": link.judgement,
                "score": link.score,
                "body": msgspec.json.encode(replace(link, recorded_at=recorded)),
                "recorded_at": stamp(recorded),
            }
        )
    return rows


def key_rows(keys: Iterable[int], known: str, document: str) -> Rows:
    """The rows under which a document is found as a candidate."""
    return [{"key": k, "known_at": known, "document": document} for k in dict.fromkeys(keys)]


def load_readings(
    connection: Connection, which: Any, recorded_by: str | None = None
) -> Iterator[tuple[Known, int]]:
    """The last reading (recorded by a moment) of each document, its text put back, with its version; in order of publication."""
    d, r = schema.documents.c, schema.readings.c
    last = select(r.document, func.max(r.version).label("version")).group_by(r.document)
    if recorded_by is not None:
        last = last.where(r.recorded_at <= recorded_by)
    newest = last.subquery()
    query = (
        select(d.text, r.body, d.known_at, r.version)
        .join(newest, newest.c.document == d.id)
        .join(schema.readings, (r.document == d.id) & (r.version == newest.c.version))
        .where(which)
        .order_by(d.known_at, d.id)
    )
    for words, body, known, version in connection.execute(query):
        reading = unpack_reading(body)
        yield Known(replace(reading, document=replace(reading.document, text=words)), known), version


def load_some(connection: Connection, documents: Iterable[str]) -> list[tuple[Known, int]]:
    """The last readings of some documents, in order of publication."""
    d, r = schema.documents.c, schema.readings.c
    found: dict[str, tuple[Known, int]] = {}
    for batch in batches(sorted(documents)):
        query = select(d.id, d.text, r.body, d.known_at, r.version).join(schema.readings, r.document == d.id)
        for id, words, body, known, version in connection.execute(
            query.where(d.id.in_(batch)).order_by(r.version)
        ):
            found[id] = (Known(_whole(bytes(body), words), known), version)
    return sorted(found.values(), key=lambda k: (k[0].known_at, k[0].reading.document.id))


def load_links(
    connection: Connection, versions: dict[str, int], mentions: Collection[str] | None = None
) -> list[Link]:
    """The links among some readings, those of the given versions only, in order of relation and ends.

    With `mentions` (as the ends of links) only links of one event between two of them, without their evidence, and those of copies.
    """
    t = schema.links.c
    ends = (
        t.relation,
        t.left_end,
        t.right_end,
        t.left_document,
        t.right_document,
        t.left_version,
        t.right_version,
    )
    query = select(*ends, t.body)
    asked = [query.where(t.left_document.in_(batch)) for batch in batches(sorted(versions))]
    if mentions is not None:
        asked = [q.where(t.relation == "copy_of") for q in asked]
    found: dict[tuple[str, str, str], Link] = {}
    for row in (row for q in asked for row in connection.execute(q)):
        if (
            versions.get(row.left_document) == row.left_version
            and versions.get(row.right_document) == row.right_version
        ):
            found[row.relation, row.left_end, row.right_end] = msgspec.json.decode(bytes(row.body), type=Link)
    query = select(*ends, t.judgement, t.score)
    for batch in batches(sorted(mentions or ())):
        rows: Iterable[Any] = connection.execute(
            query.where(t.left_end.in_(batch), t.relation == "same_event")
        )
        for relation, left, right, one, other, version, second, judgement, score in rows:
            if right in (mentions or ()) and versions.get(one) == version and versions.get(other) == second:
                found[relation, left, right] = Link(
                    relation=relation, left=left, right=right, judgement=judgement, score=score
                )
    return [found[key] for key in sorted(found)]


def batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Ids in lots that fit into one question."""
    for n in range(0, len(ids), _BATCH):
        yield ids[n : n + _BATCH]
