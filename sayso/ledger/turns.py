"""When an event last became what it is, and how often it moved: what feeds and calendars need to tell news from another copy."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from msgspec import Struct
from sqlalchemy import Connection, select

from sayso.ledger.caches import event_states
from sayso.ledger.moments import stamp, unstamp
from sayso.ledger.rows import batches
from sayso.ledger.timeline import unpack_card
from sayso.model import Event

MOST = 200
"""So many events a feed shows."""
REACH = 2_000
"""So many of the last changes of any event are looked through for those that are worth an alert."""
CALENDAR_STATUS = {
    "possible": "TENTATIVE",
    "postponed": "TENTATIVE",
    "lapsed": "TENTATIVE",
    "cancelled": "CANCELLED",
    "denied": "CANCELLED",
}
"""The status of an event in a calendar (RFC 5545); CONFIRMED for all others."""
_t = event_states.c


class Turn(Struct, frozen=True):
    """`moment`: when status, days, origins or conflicts last changed; `moves`: how often days or the calendar's status did."""

    moment: datetime
    moves: int


class Told(NamedTuple):
    """An event with the moment at which what is worth an alert last changed."""

    event: Event
    moment: datetime


def alert_state(event: Event) -> str:
    """What of an event is worth an alert when it changes; another copy of a report leaves it the same."""
    return f"{event.status}|{event.start}|{event.end}|{event.origins.low}|{event.origins.high}|{sorted(c.field for c in event.conflicts)}"


def calendar_status(event: Event) -> str:
    """TENTATIVE, CONFIRMED or CANCELLED.

    >>> calendar_status(Event(id="e1", label="", type="", status="denied"))
    'CANCELLED'
    """
    return CALENDAR_STATUS.get(event.status, "CONFIRMED")


def find_turns(
    connection: Connection, as_of: datetime, events: Collection[str] | None = None
) -> dict[str, Turn]:
    """The turn of events (of all, if none are named) as of a moment, from their states until then."""
    query = (
        select(_t.event, _t.known_from, _t.card)
        .where(_t.known_from <= stamp(as_of))
        .order_by(_t.event, _t.known_from)
    )
    queries = (
        [query] if events is None else [query.where(_t.event.in_(batch)) for batch in batches(sorted(events))]
    )
    return {id: turn for q in queries for id, turn in _turns(connection.execute(q))}


def recent_turns(connection: Connection, as_of: datetime, most: int = MOST, reach: int = REACH) -> list[Told]:
    """The events that changed last as of a moment, newest first, as lists show them; costs the last `reach` changes, whatever is held."""
    moment = stamp(as_of)
    query = (
        select(_t.event, _t.known_from, _t.known_until, _t.card)
        .where(_t.known_from <= moment)
        .order_by(_t.known_from.desc(), _t.event.desc())
        .limit(reach)
    )
    now: dict[str, Event] = {}
    oldest: dict[
        str, tuple[str, str]
    ] = {}  # of the states that are like the present one: what is worth an alert, and its moment
    done: set[str] = set()
    count = 0
    for row in connection.execute(query.with_hint(event_states, "INDEXED BY event_states_from", "sqlite")):
        count += 1
        id = row.event
        if id in done:
            continue
        event = unpack_card(bytes(row.card))
        state = alert_state(event)
        if id not in now:
            if row.known_until <= moment:  # it is no event any more
                done.add(id)
                continue
            now[id] = event
        elif state != oldest[id][0]:
            done.add(id)
            continue
        oldest[id] = state, row.known_from
    found: list[Told] = []
    for id, (state, turned) in sorted(oldest.items(), key=lambda item: (item[1][1], item[0]), reverse=True):
        if len(found) == most:
            break
        if id in done or count < reach or _before(connection, id, turned) != state:
            found.append(Told(now[id], unstamp(turned)))
    return found


def _before(connection: Connection, event: str, known_from: str) -> str | None:
    """What was worth an alert of an event before a moment; None where there was nothing."""
    query = (
        select(_t.card)
        .where(_t.event == event, _t.known_from < known_from)
        .order_by(_t.known_from.desc())
        .limit(1)
    )
    card = connection.execute(query).scalar()
    return alert_state(unpack_card(bytes(card))) if card is not None else None


def _turns(states: Iterable[Any]) -> Iterable[tuple[str, Turn]]:
    last, state, days, moment, moves = "", "", "", "", 0
    for id, known_from, card in states:
        event = unpack_card(bytes(card))
        now, then = alert_state(event), f"{calendar_status(event)}|{event.start}|{event.end}"
        if id != last:
            if last:
                yield last, Turn(unstamp(moment), moves)
            last, state, days, moment, moves = id, now, then, known_from, 0
            continue
        moves += then != days
        moment = known_from if now != state else moment
        state, days = now, then
    if last:
        yield last, Turn(unstamp(moment), moves)
