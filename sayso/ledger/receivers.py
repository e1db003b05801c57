"""How delivery of the outbox stands for each webhook: how far it came, what it refused, since when it fails; costs what waits, not what is held."""

from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, func, select

from sayso.ledger import schema
from sayso.ledger.alerts import Message
from sayso.ledger.rows import insert_once

_o, _d, _r = schema.outbox.c, schema.deliveries.c, schema.receivers.c


class Receiver(Struct, frozen=True, kw_only=True):
    """One webhook's address and how delivery to it stands; moments are stamps."""

    address: str
    message: int
    """Every message up to this one is delivered to it, or parked."""
    failures: int = 0
    """In a row."""
    failing_since: str | None = None
    rest_until: str | None = None
    problem: str | None = None
    """Of the last failure."""
    gone: bool = False
    """It said 410 and is asked no more."""


class Parked(Struct, frozen=True, kw_only=True):
    """A message that a webhook refused, why, and when."""

    message: Message
    reason: str
    recorded_at: str


def enrol(connection: Connection, address: str, since: str) -> Receiver:
    """A webhook as it is known; a new one begins with the messages recorded since a stamp that were not delivered before addresses were told apart."""
    held = load_receiver(connection, address)
    if held is not None:
        return held
    earlier = connection.execute(
        select(_o.id).where(_o.recorded_at < since).order_by(_o.id.desc()).limit(1)
    ).scalar()
    done = connection.execute(
        select(func.max(_d.message)).where(_d.address == "", _d.outcome == "delivered")
    ).scalar()
    insert_once(
        connection,
        schema.receivers,
        {"address": address, "message": max(earlier or 0, done or 0), "failures": 0, "gone": 0},
    )
    return load_receiver(connection, address) or Receiver(address=address, message=0)


def load_receiver(connection: Connection, address: str) -> Receiver | None:
    """A webhook by its address; None where it is not known."""
    row = connection.execute(select(schema.receivers).where(_r.address == address)).first()
    return _receiver(row) if row is not None else None


def list_receivers(connection: Connection) -> list[tuple[Receiver, int]]:
    """Every webhook that was ever sent to, with how many messages wait for it."""
    rows = connection.execute(select(schema.receivers).order_by(_r.address)).all()
    return [
        (r, connection.execute(select(func.count()).where(_o.id > r.message)).scalar_one())
        for r in map(_receiver, rows)
    ]


def waiting_messages(connection: Connection, after: int = 0, limit: int = 100) -> list[Message]:
    """The first messages after another, in the order in which they were written."""
    query = select(_o.id, _o.body, _o.recorded_at).where(_o.id > after).order_by(_o.id).limit(limit)
    return [_message(row) for row in connection.execute(query)]


def parked_messages(connection: Connection, address: str) -> list[Parked]:
    """What a webhook refused and did not take later, in order, each with the last reason."""
    later = schema.deliveries.alias()
    taken = (
        select(later.c.id)
        .where(later.c.address == address, later.c.outcome == "delivered", later.c.message == _d.message)
        .exists()
    )
    query = (
        select(_o.id, _o.body, _o.recorded_at, _d.reason, _d.recorded_at.label("parked_at"))
        .join(schema.outbox, _o.id == _d.message)
        .where(_d.address == address, _d.outcome == "parked", ~taken)
        .order_by(_d.message, _d.id)
    )
    last = {
        row.id: Parked(message=_message(row), reason=row.reason or "", recorded_at=row.parked_at)
        for row in connection.execute(query)
    }
    return list(last.values())


def note_outcome(
    connection: Connection,
    address: str,
    message: Message,
    outcome: Literal["delivered", "parked"],
    recorded: str,
    reason: str | None = None,
) -> None:
    """Record that a webhook took or refused a message; its queue goes on behind it, and it no longer counts as failing."""
    row = {
        "address": address,
        "message": message.id,
        "outcome": outcome,
        "reason": reason,
        "recorded_at": recorded,
    }
    connection.execute(schema.deliveries.insert(), row)
    _set(connection, address, failures=0, failing_since=None, rest_until=None, problem=None)
    connection.execute(
        schema.receivers.update()
        .where(_r.address == address, _r.message < message.id)
        .values(message=message.id)
    )


def note_failure(
    connection: Connection, address: str, problem: str, rest_until: str, recorded: str, gone: bool = False
) -> None:
    """Record that a webhook could not be delivered to, and until when it is left in peace."""
    held = load_receiver(connection, address)
    failures, since = (held.failures, held.failing_since) if held is not None else (0, None)
    _set(
        connection,
        address,
        failures=failures + 1,
        failing_since=since or recorded,
        rest_until=rest_until,
        problem=problem,
        gone=int(gone),
    )


def revive(connection: Connection, address: str) -> None:
    """Let a webhook that rests or is gone be tried at once."""
    _set(connection, address, rest_until=None, gone=0)


def _set(connection: Connection, address: str, **values: Any) -> None:
    connection.execute(schema.receivers.update().where(_r.address == address).values(**values))


def _receiver(row: Any) -> Receiver:
    return Receiver(**{**row._mapping, "gone": bool(row.gone)})


def _message(row: Any) -> Message:
    return msgspec.structs.replace(
        msgspec.json.decode(bytes(row.body), type=Message), id=row.id, recorded_at=row.recorded_at
    )
