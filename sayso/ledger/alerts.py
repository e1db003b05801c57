"""The outbox: what an addition or a judgement changed for events that were known, written in its own transaction, delivered later.

A message stands in the ledger exactly when the change does, so that none is lost or told of something that did not happen.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from sayso.ledger import schema
from sayso.ledger.timeline import State, unpack_event
from sayso.model import Event, Status

Kind = Literal["status", "origin", "conflict"]


class Message(Struct, frozen=True, kw_only=True):
    """One change of one event: of its status, of its origins, of what is contested."""

    id: int = 0
    kind: Kind
    event: str
    label: str
    recorded_at: str = ""
    status: tuple[Status, Status] | None = None
    """Before and after."""
    origins: tuple[str, ...] = ()
    """Those that are new."""
    fields: tuple[str, ...] = ()
    """Those that are contested now and were not."""


def write_messages(connection: Connection, held: Iterable[State], made: Iterable[State], recorded: str) -> None:
    """Write what changed between two sets of states of the same documents, as far as it holds at the moment of recording."""
    before, after = _holding(held, recorded), _holding(made, recorded)
    rows = [
        {"kind": message.kind, "ref": message.event, "body": msgspec.json.encode(message), "recorded_at": recorded}
        for key in sorted(before.keys() & after.keys())
        if before[key] != after[key]
        for message in compare_events(unpack_event(before[key]), unpack_event(after[key]))
    ]
    if rows:
        connection.execute(schema.outbox.insert(), rows)


def compare_events(before: Event, after: Event) -> Iterator[Message]:
    """What is worth telling of an event that changed.

    >>> one, two = (Event(id="e1", label="Visit", type="CONSULT", status=s) for s in ("planned", "cancelled"))
    >>> [(m.kind, m.status) for m in compare_events(one, two)]
    [('status', ('planned', 'cancelled'))]
    """
    if before.status != after.status:
        yield Message(kind="status", event=after.id, label=after.label, status=(before.status, after.status))
    origins = tuple(name for name in after.origins.names if name not in before.origins.names)
    if origins:
        yield Message(kind="origin", event=after.id, label=after.label, origins=origins)
    contested = {c.field for c in before.conflicts}
    fields = tuple(c.field for c in after.conflicts if c.field not in contested)
    if fields:
        yield Message(kind="conflict", event=after.id, label=after.label, fields=fields)


def undelivered(connection: Connection, limit: int = 100) -> list[Message]:
    """The first messages that were not delivered yet, in the order in which they were written."""
    o, d = schema.outbox.c, schema.deliveries.c
    query = select(o.id, o.body, o.recorded_at).where(~select(d.message).where(d.message == o.id).exists()).order_by(o.id).limit(limit)
    return [
        msgspec.structs.replace(msgspec.json.decode(bytes(row.body), type=Message), id=row.id, recorded_at=row.recorded_at)
        for row in connection.execute(query)
    ]


def note_delivery(connection: Connection, messages: Iterable[Message], recorded: str) -> None:
    """Record that messages were delivered; each once."""
    rows = [{"message": message.id, "recorded_at": recorded} for message in messages]
    if rows:
        connection.execute(schema.deliveries.insert(), rows)


def _holding(states: Iterable[State], moment: str) -> dict[tuple[str, str], bytes]:
    return {(s.anchor, s.event): s.body for s in states if s.known_from <= moment < s.known_until}
