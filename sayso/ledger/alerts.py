"""The outbox: what an addition or a judgement changed for events that were known, written in its own transaction, delivered later.

A message stands in the ledger exactly when the change does, so that none is lost or told of something that did not happen.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from sayso.ledger import schema
from sayso.ledger.caches import FOREVER, event_states
from sayso.ledger.chain import seal_messages, write_outbox
from sayso.ledger.moments import stamp, unstamp
from sayso.ledger.rows import batches, insert_once
from sayso.ledger.timeline import State, unpack_event
from sayso.model import Event, Status

_ASKED = "lapses_asked"
Kind = Literal["new", "status", "slip", "origin", "conflict"]


class Message(Struct, frozen=True, kw_only=True):
    """One change of one event: of its status, of its origins, of what is contested."""

    id: int = 0
    kind: Kind
    event: str
    label: str
    recorded_at: str = ""
    status: tuple[Status | None, Status] | None = None
    """Before (None for a new event) and after."""
    start: tuple[str | None, str | None] | None = None
    """The first day before and after a slip."""
    origins: tuple[str, ...] = ()
    """Those that are new."""
    fields: tuple[str, ...] = ()
    """Those that are contested now and were not."""


def write_messages(
    connection: Connection, held: Iterable[State], made: Iterable[State], recorded: str
) -> None:
    """Write what changed between two sets of states of the same documents, as far as it holds at the moment of recording."""
    before, after = _holding(held, recorded), _holding(made, recorded)
    rows = [
        _row(message, recorded)
        for key in sorted(before.keys() & after.keys())
        if before[key] != after[key]
        for message in compare_events(unpack_event(before[key]), unpack_event(after[key]))
    ]
    fresh = after.keys() - before.keys()
    if fresh:
        seen = {(m.document, m.part, m.span) for body in before.values() for m in unpack_event(body).mentions}
        for key in sorted(fresh):
            event = unpack_event(after[key])
            if not any((m.document, m.part, m.span) in seen for m in event.mentions):
                rows.append(
                    _row(
                        Message(kind="new", event=event.id, label=event.label, status=(None, event.status)),
                        recorded,
                    )
                )
    if rows:
        write_outbox(connection, rows)


def write_lapses(connection: Connection, now: str, days: int = 30) -> int:
    """Write what lapsed by the passing of time until now and was not told, since this was last asked and within so many days; how many did."""
    t, o, info = event_states.c, schema.outbox.c, schema.ledger_info
    asked = connection.execute(select(info.c.value).where(info.c.key == _ASKED)).scalar() or ""
    since = max(stamp(unstamp(now) - timedelta(days=days)), asked)
    query = select(t.anchor, t.event, t.known_from, t.body).where(
        t.status == "lapsed", t.known_from > since, t.known_from <= now, t.known_until > now
    )
    rows = []
    for row in connection.execute(query.order_by(t.known_from, t.event)).all():
        earlier = select(t.body).where(
            t.anchor == row.anchor, t.event == row.event, t.known_until == row.known_from
        )
        before = connection.execute(earlier).scalar()
        told = connection.execute(
            select(o.body)
            .where(o.ref == row.event, o.kind.in_(("new", "status")))
            .order_by(o.id.desc())
            .limit(1)
        ).scalar()
        last = msgspec.json.decode(bytes(told), type=Message).status if told is not None else None
        if before is None or (last is not None and last[1] == "lapsed"):
            continue
        event = unpack_event(bytes(row.body))
        rows.append(
            _row(
                Message(
                    kind="status",
                    event=event.id,
                    label=event.label,
                    status=(unpack_event(bytes(before)).status, "lapsed"),
                ),
                now,
            )
        )
    if rows:
        write_outbox(connection, rows)
    insert_once(connection, info, {"key": _ASKED, "value": now})
    connection.execute(info.update().where(info.c.key == _ASKED, info.c.value < now).values(value=now))
    return len(rows)


def events_telling(connection: Connection, component: Iterable[str], document: str) -> set[str]:
    """The ids of the events of a component that rested on a document at any time."""
    t, found = event_states.c, set[str]()
    for batch in batches(sorted(component)):
        for row in connection.execute(select(t.event, t.body).where(t.anchor.in_(batch))):
            if any(m.document == document for m in unpack_event(bytes(row.body)).mentions):
                found.add(row.event)
    return found


def shorten_messages(connection: Connection, events: Iterable[str]) -> None:
    """Take out of the messages on events what no report says any more: labels, and names of origins; and seal the outbox anew."""
    t, o = event_states.c, schema.outbox.c
    shortened = 0
    for event in sorted(events):
        held = connection.execute(select(t.body).where(t.event == event, t.known_until == FOREVER)).scalar()
        now = unpack_event(bytes(held)) if held is not None else None
        for row in connection.execute(select(o.id, o.body).where(o.ref == event)).all():
            message = msgspec.json.decode(bytes(row.body), type=Message)
            label = message.label if now is not None and now.label == message.label else ""
            origins = tuple(name for name in message.origins if now is not None and name in now.origins.names)
            if (label, origins) != (message.label, message.origins):
                body = msgspec.json.encode(msgspec.structs.replace(message, label=label, origins=origins))
                connection.execute(schema.outbox.update().where(o.id == row.id).values(body=body))
                shortened += 1
    if shortened:
        seal_messages(connection)


def _row(message: Message, recorded: str) -> dict[str, Any]:
    return {
        "kind": message.kind,
        "ref": message.event,
        "body": msgspec.json.encode(message),
        "recorded_at": recorded,
    }


def compare_events(before: Event, after: Event) -> Iterator[Message]:
    """What is worth telling of an event that changed.

    >>> one, two = (Event(id="e1", label="Visit", type="CONSULT", status=s) for s in ("planned", "cancelled"))
    >>> [(m.kind, m.status) for m in compare_events(one, two)]
    [('status', ('planned', 'cancelled'))]
    """
    if before.status != after.status:
        yield Message(kind="status", event=after.id, label=after.label, status=(before.status, after.status))
    if before.start != after.start and any(
        h.field in ("start", "end") and h not in before.history for h in after.history
    ):
        yield Message(kind="slip", event=after.id, label=after.label, start=(before.start, after.start))
    origins = tuple(name for name in after.origins.names if name not in before.origins.names)
    if origins:
        yield Message(kind="origin", event=after.id, label=after.label, origins=origins)
    contested = {c.field for c in before.conflicts}
    fields = tuple(c.field for c in after.conflicts if c.field not in contested)
    if fields:
        yield Message(kind="conflict", event=after.id, label=after.label, fields=fields)


def _holding(states: Iterable[State], moment: str) -> dict[tuple[str, str], bytes]:
    return {(s.anchor, s.event): s.body for s in states if s.known_from <= moment < s.known_until}
