"""The chain of hashes over all additions: each hash covers the one before, so that tampering with anything shows."""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from sayso.errors import InputError
from sayso.ledger import schema

BEGINNING = "0" * 64
_SEAL = "outbox_hash"  # of ledger_info


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


class Head(NamedTuple):
    """The end of a chain: how many additions it holds and the hash of the last, which stands for all of them; the same of the outbox."""

    seq: int
    hash: str
    messages: int = 0
    messages_hash: str = BEGINNING

    def __str__(self) -> str:
        return f"sayso-head {self.seq} {self.hash} {self.messages} {self.messages_hash}"


def parse_head(words: str) -> Head:
    """The head that was written down; raises InputError for anything else.

    >>> parse_head("sayso-head 12 " + "ab" * 32 + " 3 " + "cd" * 32).seq
    12
    """
    found = re.search(r"([0-9]{1,18})\s+([0-9a-f]{64})\s+([0-9]{1,18})\s+([0-9a-f]{64})", words)
    if found is None:
        problem = f"{words[:60]!r} is no head of a ledger"
        raise InputError("--against", problem, "give what `sayso check --head` wrote, or its file")
    return Head(int(found[1]), found[2], int(found[3]), found[4])


def chain_head(connection: Connection) -> Head:
    """The end of the chain as it stands."""
    a = schema.additions.c
    last = connection.execute(select(a.seq, a.hash).order_by(a.seq.desc()).limit(1)).first()
    seq, whole = (last.seq, last.hash) if last else (0, BEGINNING)
    messages = messages_hash(connection)
    return Head(seq, whole, messages.number, messages.hash)


def check_head(connection: Connection, head: Head) -> Iterator[str]:
    """What contradicts a head that was kept elsewhere: additions or messages that were cut off, or others in their place."""
    now = chain_head(connection)
    held = connection.execute(select(schema.additions.c.hash).filter_by(seq=head.seq)).scalar() or BEGINNING
    if now.seq < head.seq:
        yield f"additions {now.seq + 1} to {head.seq}: are cut off; the ledger held {head.seq} when its head was written down"
    elif held != head.hash:
        yield f"additions 1 to {head.seq}: are not those of which the head was written down"
    removed = connection.execute(select(schema.redactions.c.document).limit(1)).first()
    if now.messages < head.messages:
        yield f"messages {now.messages + 1} to {head.messages}: are cut off"
    elif not removed and messages_hash(connection, until=head.messages).hash != head.messages_hash:
        yield f"messages 1 to {head.messages}: are not those of which the head was written down"


class Messages(NamedTuple):
    """So many messages, and the hash over all of them in order."""

    number: int
    hash: str


_NONE = Messages(0, BEGINNING)


def messages_hash(connection: Connection, since: Messages = _NONE, until: int | None = None) -> Messages:
    """The hash over the outbox, each message's covering the one before; `since` is what is known already."""
    o = schema.outbox.c
    query = select(o.id, o.kind, o.ref, o.body, o.recorded_at).order_by(o.id).offset(since.number)
    count, whole = since
    for row in connection.execute(query if until is None else query.limit(max(until - since.number, 0))):
        digest = sha256(bytes(row.body)).hexdigest()
        whole = link_hash(whole, row.kind, f"{row.id} {row.ref}", digest, row.recorded_at)
        count += 1
    return Messages(count, whole)


def write_outbox(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write messages into the outbox, and what seals it."""
    held = sealed_messages(connection)
    connection.execute(schema.outbox.insert(), list(rows))
    seal_messages(connection, held or _NONE)


def sealed_messages(connection: Connection) -> Messages | None:
    """What the outbox was sealed with when it was last written; None where a release before this one wrote it."""
    info = schema.ledger_info.c
    words = connection.execute(select(info.value).where(info.key == _SEAL)).scalar()
    if words is None:
        return None
    count, _, whole = str(words).partition(" ")
    return Messages(int(count), whole)


def seal_messages(connection: Connection, since: Messages = _NONE) -> None:
    """Record the hash over the outbox as it stands; the chain of additions is not made longer by it."""
    info = schema.ledger_info
    value = "{} {}".format(*messages_hash(connection, since))
    if connection.execute(info.update().where(info.c.key == _SEAL).values(value=value)).rowcount == 0:
        connection.execute(info.insert(), {"key": _SEAL, "value": value})


def check_seal(connection: Connection) -> Iterator[str]:
    """What of the outbox is not as it was last written."""
    held = sealed_messages(connection)
    if held is not None and held != (now := messages_hash(connection)):
        yield f"outbox: its {now.number} messages are not the {held.number} that were written"


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
