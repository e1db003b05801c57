"""Integrity: every span's words and every hash of a ledger, compared with what is stored."""

from collections.abc import Iterator
from hashlib import sha256

import msgspec
from sqlalchemy import Row, select, text

from sayso.ledger import schema
from sayso.ledger.store import Ledger
from sayso.model import Link, Reading, Span


def check_ledger(ledger: Ledger) -> Iterator[str]:
    """One line for everything that is wrong; nothing where the ledger holds."""
    with ledger.connect() as connection:
        for (problem,) in connection.execute(text("PRAGMA integrity_check")):
            if problem != "ok":
                yield f"file: {problem}"
        for table in ("documents", "readings", "claims", "links"):
            names = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars())
            for action in ("update", "delete"):
                if f"{table}_no_{action}" not in names:
                    yield f"{table}: the guard against {action} is gone"
        lengths: dict[str, int] = {}
        pairs = select(schema.documents, schema.readings.c.body).join(
            schema.readings, schema.readings.c.document == schema.documents.c.id, isouter=True
        )
        for row in connection.execute(pairs):
            lengths[row.id] = len(row.text)
            yield from _check_document(row)
        claims = select(schema.claims, schema.documents.c.text, schema.documents.c.title).join(
            schema.documents, schema.documents.c.id == schema.claims.c.document
        )
        for row in connection.execute(claims):
            whole = (row.title or "") if row.part == "title" else row.text
            if whole[row.start : row.end] != row.quote:
                yield f"document {row.document}: claim {row.id}: the words at [{row.start}, {row.end}) are not those recorded"
        for row in connection.execute(select(schema.links)):
            yield from _check_link(row, lengths)


def _check_document(row: Row[tuple[object, ...]]) -> Iterator[str]:
    name = f"document {row.id}"
    if sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest() != row.text_hash:
        yield f"{name}: the text does not match its hash"
    whole = "\0".join((row.url or "", row.title or "", row.text)).encode("utf-8", "surrogatepass")
    if sha256(whole).hexdigest()[:16] != row.id:
        yield f"{name}: address, title and text do not match its id"
    if row.body is None:
        yield f"{name}: has no reading"
        return
    try:
        reading = msgspec.json.decode(row.body, type=Reading)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        yield f"{name}: its reading cannot be read ({problem})"
        return
    for what, span, length in _spans(reading, len(row.text), len(row.title or "")):
        if not 0 <= span.start < span.end <= length:
            yield f"{name}: {what}: span [{span.start}, {span.end}) is not within its {length} code points"
    for time in reading.times:
        if row.text[time.start : time.end] != time.text:
            yield f"{name}: time: the words at [{time.start}, {time.end}) are not {time.text!r}"


def _check_link(row: Row[tuple[object, ...]], lengths: dict[str, int]) -> Iterator[str]:
    name = f"link {row.relation} {row.left_end} - {row.right_end}"
    for end in (row.left_document, row.right_document):
        if end not in lengths:
            yield f"{name}: document {end} is not in the ledger"
    for evidence in msgspec.json.decode(row.body, type=Link).evidence:
        length = lengths.get(evidence.document or "")
        if evidence.span and length is not None and not 0 <= evidence.span.start < evidence.span.end <= length:
            yield f"{name}: evidence: span outside of document {evidence.document}"


def _spans(reading: Reading, body: int, title: int) -> Iterator[tuple[str, Span, int]]:
    for section in reading.document.sections:
        yield "section", Span(section.start, section.end), body
    for entity in reading.entities:
        yield from (("entity", span, body) for span in entity.mentions)
    for time in reading.times:
        yield "time", Span(time.start, time.end), body
    for place in reading.places:
        yield "place", Span(place.start, place.end), body
    for a in reading.attributions:
        yield from (("attribution", span, body) for span in (*a.source, *a.cue, *a.content))
    for mention in reading.events:
        length = title if mention.part == "title" else body
        yield from (("event", span, length) for span in (mention.trigger, mention.extent))
    for claim in reading.claims:
        yield "claim", claim.span, title if claim.part == "title" else body
