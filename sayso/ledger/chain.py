"""The chain of hashes over all additions: each hash covers the one before, so that tampering with anything shows."""

from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, select

from sayso.ledger import schema

BEGINNING = "0" * 64


def extend_chain(connection: Connection, kind: str, ref: str, digest: str, recorded_at: str) -> int:
    """Add one link to the chain, and tell its place; the caller holds the only writer's lock."""
    table = schema.additions.c
    last = connection.execute(select(table.seq, table.hash).order_by(table.seq.desc()).limit(1)).first()
    seq, before = (last.seq + 1, last.hash) if last else (1, BEGINNING)
    connection.execute(
        schema.additions.insert(),
        {
            "seq": seq,
            "kind": kind,
            "ref": ref,
            "digest": digest,
            "hash": link_hash(before, kind, ref, digest, recorded_at),
            "recorded_at": recorded_at,
        },
    )
    return seq


def link_hash(before: str, kind: str, ref: str, digest: str, recorded_at: str) -> str:
    """The hash of one link of the chain.

    >>> link_hash(BEGINNING, "reading", "d1.0", "ab", "2024-05-07T14:20:00.000000Z")[:12]
    'c7656988794a'
    """
    return sha256("\n".join((before, kind, ref, digest, recorded_at)).encode()).hexdigest()


def reading_digest(connection: Connection, document: str, version: int) -> str:
    """The digest of one reading as it stands: its document, its body, its claims, the links recorded with it."""
    d = schema.documents.c
    whole = sha256()
    row = connection.execute(
        select(d.text_hash, d.url, d.publisher, d.known_at).where(d.id == document)
    ).one()
    whole.update(repr(tuple(row)).encode())
    r = schema.readings.c
    reading = connection.execute(
        select(r.reader, r.body, r.recorded_at).where(r.document == document, r.version == version)
    ).one()
    whole.update(reading.reader.encode() + b"\n" + sha256(bytes(reading.body)).digest())
    c = schema.claims.c
    for claim in connection.execute(
        select(c.number, c.mention, c.field, c.value, c.part, c.start, c.end, c.quote, c.stance, c.factuality)
        .where(c.document == document, c.version == version)
        .order_by(c.number)
    ):
        whole.update(repr(tuple(claim)).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def chain_length(connection: Connection) -> int:
    """How many additions the chain holds."""
    return int(connection.execute(select(func.count()).select_from(schema.additions)).scalar_one())


def links_digests(connection: Connection, only: str | None = None) -> dict[str, str]:
    """For each reading (`document.version`) that brought links the digest of them; a link is brought by its later end.

    `only`: those of one reading, of which nothing later has been recorded.
    """
    a, t = schema.additions.c, schema.links.c
    query = select(
        t.left_document,
        t.left_version,
        t.right_document,
        t.right_version,
        t.left_end,
        t.right_end,
        t.relation,
        t.judgement,
        t.body,
    )
    order: dict[str, int] = {}
    if only is None:
        order = {ref: seq for seq, ref in connection.execute(select(a.seq, a.ref).where(a.kind == "reading"))}
    else:
        document, _, version = only.rpartition(".")
        left = (t.left_document == document) & (t.left_version == int(version))
        query = query.where(left | ((t.right_document == document) & (t.right_version == int(version))))
    found: dict[str, Any] = {}
    for row in connection.execute(query.order_by(t.id)):
        ends = (f"{row.left_document}.{row.left_version}", f"{row.right_document}.{row.right_version}")
        owner = only or max(ends, key=lambda ref: order.get(ref, 0))
        held = found.setdefault(owner, sha256())
        held.update(
            "\n".join((row.left_end, row.right_end, row.relation, row.judgement, "")).encode()
            + sha256(bytes(row.body)).digest()
        )
    return {owner: held.hexdigest() for owner, held in found.items()}
