"""Integrity: every span's words, every hash, reference and guard of a ledger, and the chain over its additions."""

import re
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select, text
from sqlalchemy.exc import DBAPIError

from sayso.ledger import caches, guards, schema
from sayso.ledger.chain import (
    BEGINNING,
    Head,
    check_head,
    check_seal,
    link_hash,
    links_digests,
    reading_digest,
)
from sayso.ledger.columns import (
    Moments,
    check_document_columns,
    check_judgement_columns,
    check_link_columns,
    check_messages,
    check_removed,
    recorded_moments,
)
from sayso.ledger.engine import integrity
from sayso.ledger.recomputing import check_computed
from sayso.ledger.rows import unpack_reading
from sayso.ledger.store import Ledger
from sayso.model import Link, Reading, Span


def check_ledger(ledger: Ledger, against: Head | None = None, computed: bool = True) -> Iterator[str]:
    """One line for everything that is wrong; nothing where the ledger holds.

    `against` is the head of the chain as it was written down elsewhere: only that tells of additions that were cut off together with all
    that hangs on them. `computed=False` leaves out the computed tables, which costs less and needs no room.
    """
    with ledger.connect() as connection:
        parts: list[Callable[[], Iterator[str]]] = [
            lambda: integrity(connection),
            lambda: _check_guards(connection),
            lambda: _check_layout(connection),
            lambda: _check_truth(connection),
            lambda: check_head(connection, against) if against else iter(()),
        ]
        sound = True
        for part in parts:
            for problem in _told(part):
                sound = False
                yield problem
        if computed and sound:  # of what does not hold nothing is computed
            yield from _told(lambda: check_computed(connection))


def _told(part: Callable[[], Iterator[str]]) -> Iterator[str]:
    """What a part of the check finds; what it cannot get over is a finding too."""
    try:
        yield from part()
    except DBAPIError as problem:
        yield f"file: cannot be read to its end ({' '.join(str(problem.orig).split())})"
    except Exception as problem:
        words = " ".join(str(problem).split())[:200]
        yield f"file: is damaged, so that it cannot be checked to its end ({type(problem).__name__}: {words}); take the last backup"


def _check_truth(connection: Connection) -> Iterator[str]:
    d, r = schema.documents, schema.readings
    moments = recorded_moments(connection)
    removed = {row.document: row for row in connection.execute(select(schema.redactions))}
    lengths: dict[str, int] = {}
    rows = select(d, r.c.body, r.c.version, r.c.reader, r.c.recorded_at.label("reading_recorded_at"))
    for row in connection.execute(rows.join(r, r.c.document == d.c.id, isouter=True)):
        lengths[row.id] = len(row.text)
        yield from _check_document(row, removed.get(row.id), moments)
    claims = select(schema.claims, d.c.text, d.c.title).join(d, d.c.id == schema.claims.c.document)
    for row in connection.execute(claims):
        whole = (row.title or "") if row.part == "title" else row.text
        if row.document not in removed and whole[row.start : row.end] != row.quote:
            yield f"document {row.document}: claim {row.number}: the words at [{row.start}, {row.end}) are not those recorded"
        if row.document in removed and (row.quote, row.value) != ("", "null"):
            yield f"document {row.document}: claim {row.number}: was removed, and something stands in its place"
    for row in connection.execute(select(schema.links)):
        yield from _check_link(row, lengths)
    yield from check_link_columns(connection, moments)
    yield from check_judgement_columns(connection, moments)
    yield from check_messages(connection)
    yield from check_seal(connection)
    yield from _check_chain(connection, set(removed))


def _check_guards(connection: Connection) -> Iterator[str]:
    """Each trigger by what it does, not by its name: one that is switched off or does something else guards nothing."""
    held, wanted_all = guards.guards_of(connection), guards.wanted_guards(connection)
    for name in sorted(held.keys() - wanted_all.keys()):
        yield f"{name}: is a trigger that does not belong to a ledger"
    for name, wanted in wanted_all.items():
        table, _, action = name.partition("_no_")
        if name not in held:
            yield f"{table}: the guard against {action} is gone"
        elif held[name] != wanted:
            yield f"{table}: the guard against {action} is not the one that belongs there"


_TYPES = re.compile(r"|VARCHAR(?:\(\d+\))?|TEXT|INTEGER|BIGINT|FLOAT|BLOB", re.IGNORECASE)


def _check_layout(connection: Connection) -> Iterator[str]:
    """The revision that is written down, and on SQLite, which takes any word for a type, those of the columns."""
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if found != [schema.REVISION]:
        yield f"alembic_version: says {', '.join(map(str, found)) or 'nothing'}; {schema.REVISION} belongs there"
    if connection.dialect.name != "sqlite":
        return
    for table in (*schema.metadata.tables, *caches.metadata.tables):
        for row in connection.execute(text(f"PRAGMA table_info({table})")):
            if not _TYPES.fullmatch(row.type):
                yield f"{table}: column {row.name} has a type that no ledger has ({row.type})"


def _check_chain(connection: Connection, removed: set[str]) -> Iterator[str]:
    """Each addition's digest and the hash that ties it to the one before; nothing may be missing from the chain, or stand beside it."""
    a = schema.additions.c
    before, expected = BEGINNING, 1
    brought = links_digests(connection)
    seen: dict[str, set[str]] = {kind: set() for kind in ("reading", "links", "judgement", "redaction")}
    for row in connection.execute(
        select(a.seq, a.kind, a.ref, a.digest, a.hash, a.recorded_at).order_by(a.seq)
    ).all():
        name = f"addition {row.seq} ({row.kind} {row.ref})"
        if row.seq != expected:
            yield f"{name}: additions {expected} to {row.seq - 1} are gone"
        if link_hash(before, row.kind, row.ref, row.digest, row.recorded_at) != row.hash:
            yield f"{name}: breaks the chain of hashes"
        before, expected = row.hash, row.seq + 1
        seen.setdefault(row.kind, set()).add(row.ref)
        if row.ref.rpartition(".")[0] in removed:
            continue
        found = _digest_of(connection, row.kind, row.ref, brought)
        if found != row.digest:
            yield f"{name}: " + ("is gone" if found is None else "is not what was added")
    held = {
        f"{d}.{v}"
        for d, v in connection.execute(select(schema.readings.c.document, schema.readings.c.version))
    }
    judged = {str(n) for n in connection.execute(select(schema.judgements.c.id)).scalars()}
    for kind, present in (
        ("reading", held),
        ("judgement", judged),
        ("links", set(brought)),
        ("redaction", removed),
    ):
        for ref in sorted(present - seen[kind]):
            yield f"{kind} {ref}: stands beside the chain of additions"


def _digest_of(connection: Connection, kind: str, ref: str, brought: dict[str, str]) -> str | None:
    if kind == "links":
        return brought.get(ref)
    if kind == "judgement":
        body: Any = connection.execute(select(schema.judgements.c.body).filter_by(id=int(ref))).scalar()
        return sha256(bytes(body)).hexdigest() if body is not None else None
    if kind == "redaction":
        row = connection.execute(select(schema.redactions).filter_by(document=ref)).first()
        return sha256("\n".join((row.document, row.person, row.reason)).encode()).hexdigest() if row else None
    if kind != "reading":
        return None
    document, _, version = ref.rpartition(".")
    there = select(schema.readings.c.document).filter_by(document=document, version=int(version or 0))
    return reading_digest(connection, document, int(version)) if connection.execute(there).first() else None


def _check_document(row: Row[Any], removal: Row[Any] | None, moments: Moments) -> Iterator[str]:
    name = f"document {row.id}"
    if removal is not None:
        if set(row.text) - {"█"}:
            yield f"{name}: was removed, and its words are still there"
        yield from check_removed(row, unpack_reading(row.body), removal)
        return
    if sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest() != row.text_hash:
        yield f"{name}: the text does not match its hash"
    whole = "\0".join((row.url or "", row.title or "", row.text)).encode("utf-8", "surrogatepass")
    if sha256(whole).hexdigest()[:16] != row.id:
        yield f"{name}: address, title and text do not match its id"
    if row.body is None:
        yield f"{name}: has no reading"
        return
    try:
        reading = unpack_reading(row.body)
    except (msgspec.DecodeError, ValueError, zlib.error) as problem:
        yield f"{name}: its reading cannot be read ({problem})"
        return
    yield from check_document_columns(row, reading, moments)
    for what, span, length in _spans(reading, len(row.text), len(row.title or "")):
        if not 0 <= span.start < span.end <= length:
            yield f"{name}: {what}: span [{span.start}, {span.end}) is not within its {length} code points"
    for time in reading.times:
        if row.text[time.start : time.end] != time.text:
            yield f"{name}: time: the words at [{time.start}, {time.end}) are not {time.text!r}"


def _check_link(row: Row[Any], lengths: dict[str, int]) -> Iterator[str]:
    name = f"link {row.relation} {row.left_end} - {row.right_end}"
    for end in (row.left_document, row.right_document):
        if end not in lengths:
            yield f"{name}: document {end} is not in the ledger"
    for evidence in msgspec.json.decode(bytes(row.body), type=Link).evidence:
        length = lengths.get(evidence.document or "")
        if (
            evidence.span
            and length is not None
            and not 0 <= evidence.span.start < evidence.span.end <= length
        ):
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
