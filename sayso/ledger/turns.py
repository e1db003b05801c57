"""When an event last became what it is, and how often it moved: what feeds and calendars need to tell news from another copy."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, select

from sayso.ledger.caches import event_states
from sayso.ledger.moments import stamp, unstamp
from sayso.ledger.timeline import unpack_card
from sayso.model import Event


class Turn(Struct, frozen=True):
    """`moment`: when status, days, origins or conflicts last changed; `moves`: how often status or days did."""

    moment: datetime
    moves: int


def alert_state(event: Event) -> str:
    """What of an event is worth an alert when it changes; another copy of a report leaves it the same."""
    return f"{event.status}|{event.start}|{event.end}|{event.origins.low}|{event.origins.high}|{sorted(c.field for c in event.conflicts)}"


def find_turns(connection: Connection, as_of: datetime) -> dict[str, Turn]:
    """The turn of every event as of a moment, from its states until then."""
    t = event_states.c
    query = select(t.event, t.known_from, t.card).where(t.known_from <= stamp(as_of)).order_by(t.event, t.known_from)
    return dict(_turns((row.event, row.known_from, unpack_card(bytes(row.card))) for row in connection.execute(query)))


def _turns(states: Iterable[tuple[str, str, Event]]) -> Iterable[tuple[str, Turn]]:
    last, state, days, moment, moves = "", "", "", "", 0
    for id, known_from, event in states:
        now, then = alert_state(event), f"{event.status}|{event.start}|{event.end}"
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
