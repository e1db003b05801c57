"""Looking events up as of a moment: the brief, a span of days, one event; each costs what it finds, not what is held."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, func, select, union_all

from sayso.ledger import schema
from sayso.ledger.caches import event_states, tallies
from sayso.ledger.moments import stamp
from sayso.ledger.rows import batches
from sayso.ledger.states import LEVELS, earliest_start
from sayso.ledger.timeline import unpack_event
from sayso.model import Event

HORIZON = timedelta(days=90)
"""How far back a brief looks for what is under way, undated, lapsed or contested and was not heard of since."""
MOST = 200
"""Of each part of a brief so many at most; `sayso events` lists them all."""
_AHEAD = ("planned", "possible", "postponed", "cancelled", "denied")

_t = event_states.c
_ROW = (_t.anchor, _t.event, _t.known_from)


class Parts(NamedTuple):
    """What a brief is made of: its events as of now and as of then, how many reports and events there are."""

    now: tuple[Event, ...]
    before: tuple[Event, ...]
    reports: int
    events: int


def find_events(
    connection: Connection, moment: str, status: str | None = None, country: str | None = None, between: tuple[str, str] | None = None
) -> tuple[Event, ...]:
    """The events as of a stamp, in order of their first day: of a status, with a participant, within two days (ISO 8601)."""
    if between:
        query: Any = union_all(*_within(between, moment, status))
    else:
        query = select(*_ROW).where(_holds(moment))
        if status:
            query = query.where(_t.status == status)
    found = _load(connection, query, moment)
    if country:
        found = [e for e in found if country.casefold() in (p.casefold() for p in e.participants)]
    return tuple(found)


def find_event(connection: Connection, id: str, moment: str) -> tuple[Event, ...]:
    """The events as of a stamp whose id begins so; the one of exactly that id alone, where there is one."""
    query = select(*_ROW).where(_t.event >= id, _t.event < id + "~", _holds(moment)).limit(MOST)
    found = _load(connection, query, moment)
    exact = [e for e in found if e.id == id]
    return tuple(exact or found)


def brief_parts(connection: Connection, as_of: datetime, since: datetime) -> Parts:
    """What a brief as of a moment shows, told against an earlier one."""
    moment, earlier = stamp(as_of), stamp(since)
    day, horizon = as_of.date().isoformat(), stamp(as_of - HORIZON)
    holds, recent = _holds(moment), and_(_t.known_from > horizon, _t.known_from <= moment, _t.known_until > moment)
    parts: list[Select[Any]] = [
        select(*_ROW).where(_t.end_day >= day, _t.status.in_(_AHEAD), holds).order_by(_t.end_day, _t.event).limit(MOST),
        select(*_ROW).where(_t.status == "ongoing", recent).order_by(_t.known_from.desc(), _t.event).limit(MOST),
        select(*_ROW).where(_t.status == "lapsed", recent).order_by(_t.known_from.desc(), _t.event).limit(MOST),
        select(*_ROW).where(_t.contested == 1, recent).order_by(_t.known_from.desc(), _t.event).limit(MOST),
        select(*_ROW).where(_t.known_from > earlier, _t.known_from <= moment, _t.known_until > moment).order_by(_t.known_from.desc(), _t.event).limit(MOST),
    ]
    parts += [
        select(*_ROW).where(_t.status == s, _t.start_day.is_(None), recent).order_by(_t.known_from.desc(), _t.event).limit(MOST) for s in _AHEAD[:3]
    ]
    keys = {tuple(row) for part in parts for row in connection.execute(part)}
    now = _fetch(connection, keys, moment)
    before = _as_of(connection, now, earlier)
    reports, events = count_known(connection, moment)
    return Parts(tuple(now), tuple(before), reports, events)


def count_known(connection: Connection, moment: str) -> tuple[int, int]:
    """How many documents and events are known as of a stamp."""
    day = moment[:10]
    t, d = tallies.c, schema.documents.c
    documents, events = connection.execute(select(func.sum(t.documents), func.sum(t.events)).where(t.day < day)).one()
    today = connection.execute(select(func.count()).select_from(schema.documents).where(d.known_at >= day, d.known_at <= moment)).scalar_one()
    begun = connection.execute(select(func.count()).where(_t.known_from >= day, _t.known_from <= moment)).scalar_one()
    ended = connection.execute(select(func.count()).where(_t.known_until >= day, _t.known_until <= moment)).scalar_one()
    return (documents or 0) + today, (events or 0) + begun - ended


def _holds(moment: str) -> Any:
    return and_(_t.known_from <= moment, _t.known_until > moment)


def _within(days: tuple[str, str], moment: str, status: str | None) -> Iterable[Select[Any]]:
    """By how long they last: what can reach into the days began within a range of days before them."""
    first, last = days
    for level in range(LEVELS):
        query = select(*_ROW).where(
            _t.level == level, _t.start_day >= earliest_start(level, first), _t.start_day <= last, _t.end_day >= first, _holds(moment)
        )
        yield query.where(_t.status == status) if status else query


def _load(connection: Connection, query: Any, moment: str) -> list[Event]:
    return _fetch(connection, {tuple(row) for row in connection.execute(query)}, moment)


def _fetch(connection: Connection, keys: Iterable[tuple[Any, ...]], moment: str) -> list[Event]:
    """The events of states that hold at a moment, in order of their first day."""
    wanted = set(keys)
    found = []
    for batch in batches(sorted({k[0] for k in wanted})):
        for row in connection.execute(select(*_ROW, _t.body).where(_t.anchor.in_(batch), _holds(moment))):
            if (row.anchor, row.event, row.known_from) in wanted:
                found.append(unpack_event(bytes(row.body)))
    return sorted(found, key=lambda e: (e.start or "9999", e.id))


def _as_of(connection: Connection, events: Sequence[Event], moment: str) -> list[Event]:
    """The same events as of another moment, as far as they were known then."""
    anchors = sorted({e.mentions[0].document for e in events})
    ids = {(e.mentions[0].document, e.id) for e in events}
    found = []
    for batch in batches(anchors):
        for row in connection.execute(select(*_ROW, _t.body).where(_t.anchor.in_(batch), _holds(moment))):
            if (row.anchor, row.event) in ids:
                found.append(unpack_event(bytes(row.body)))
    return found


__all__ = ["HORIZON", "MOST", "Parts", "brief_parts", "count_known", "find_event", "find_events"]
