"""Looking events up as of a moment: the brief, a span of days, one event; each costs what it finds, not what is held."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, func, literal_column, select, union_all

from sayso.ledger import schema
from sayso.ledger.caches import event_states, tallies
from sayso.ledger.moments import stamp
from sayso.ledger.rows import batches
from sayso.ledger.states import LEVELS, earliest_start
from sayso.ledger.timeline import unpack_card, unpack_event
from sayso.model import Event

HORIZON = timedelta(days=90)
"""How far back a brief looks for what is under way, undated, lapsed or contested and was not heard of since."""
MOST = 200
"""Of each part of a brief so many at most; `sayso events` lists them all."""
_AHEAD = ("planned", "possible", "postponed", "cancelled", "denied")

_t = event_states.c
_ROW = (_t.anchor, _t.event, _t.known_from)
_NEWEST = (_t.known_from.desc(), _t.event.desc())


class Parts(NamedTuple):
    """What a brief is made of: its events as of now and as of then, how many reports and events there are."""

    now: tuple[Event, ...]
    before: tuple[Event, ...]
    reports: int
    events: int


def find_events(
    connection: Connection,
    moment: str,
    status: str | None = None,
    country: str | None = None,
    between: tuple[str, str] | None = None,
    whole: bool = True,
) -> tuple[Event, ...]:
    """The events as of a stamp, in order of their first day: of a status, with a participant, within two days (ISO 8601)."""
    if between:
        query: Any = union_all(*_within(between, moment, status, whole))
    else:
        query = _rows(whole).where(_holds(moment))
        if status:
            query = query.where(_t.status == status)
    found = _Found(connection, whole)
    found.ask(query)
    wanted = found.events()
    if country:
        wanted = [e for e in wanted if country.casefold() in (p.casefold() for p in e.participants)]
    return tuple(wanted)


def find_event(connection: Connection, id: str, moment: str) -> tuple[Event, ...]:
    """The events as of a stamp whose id begins so; the one of exactly that id alone, where there is one."""
    found = _Found(connection, True)
    found.ask(
        _rows(True).where(_t.event >= id, _t.event < id + "~", _holds(moment)).order_by(_t.event).limit(MOST)
    )
    events = found.events()
    return tuple([e for e in events if e.id == id] or events)


def brief_parts(connection: Connection, as_of: datetime, since: datetime, whole: bool = False) -> Parts:
    """What a brief as of a moment shows, told against an earlier one; each part is read in its order until it is full."""
    moment, earlier = stamp(as_of), stamp(since)
    day, horizon = as_of.date().isoformat(), stamp(as_of - HORIZON)
    rows, recent = (
        _rows(whole).order_by(*_NEWEST).limit(MOST),
        and_(_t.known_from > horizon, _t.known_from <= moment, _t.known_until > moment),
    )
    found = _Found(connection, whole)
    ahead = _rows(whole, _t.end_day).order_by(_t.end_day, _t.event).limit(MOST)
    found.ask(
        *(_walk(ahead.where(_t.status == s, _t.end_day >= day, _holds(moment)), "ahead") for s in _AHEAD),
        most=MOST,
    )
    for status in ("ongoing", "lapsed"):
        found.ask(_walk(rows.where(_t.status == status, recent), "recent"))
    for status in _AHEAD[:3]:
        found.ask(_walk(rows.where(_t.status == status, _t.start_day.is_(None), recent), "undated"))
    found.ask(_walk(rows.where(_t.contested == literal_column("1"), recent), "contested"))
    found.ask(
        _walk(rows.where(_t.known_from > earlier, _t.known_from <= moment, _t.known_until > moment), "from")
    )
    reports, events = count_known(connection, moment)
    return Parts(tuple(found.events()), tuple(_as_of(connection, found, earlier)), reports, events)


def count_known(connection: Connection, moment: str) -> tuple[int, int]:
    """How many documents and events are known as of a stamp."""
    day = moment[:10]
    t, d = tallies.c, schema.documents.c
    documents, events = connection.execute(
        select(func.sum(t.documents), func.sum(t.events)).where(t.day < day)
    ).one()
    today = connection.execute(
        select(func.count()).select_from(schema.documents).where(d.known_at >= day, d.known_at <= moment)
    ).scalar_one()
    begun = connection.execute(
        select(func.count()).where(_t.known_from >= day, _t.known_from <= moment)
    ).scalar_one()
    ended = connection.execute(
        select(func.count()).where(_t.known_until >= day, _t.known_until <= moment)
    ).scalar_one()
    return (documents or 0) + today, (events or 0) + begun - ended


def _holds(moment: str) -> Any:
    return and_(_t.known_from <= moment, _t.known_until > moment)


def _within(days: tuple[str, str], moment: str, status: str | None, whole: bool) -> Iterable[Select[Any]]:
    """By how long they last: what can reach into the days began within a range of days before them."""
    first, last = days
    for level in range(LEVELS):
        query = _rows(whole).where(
            _t.level == level,
            _t.start_day >= earliest_start(level, first),
            _t.start_day <= last,
            _t.end_day >= first,
            _holds(moment),
        )
        yield query.where(_t.status == status) if status else query


def _rows(whole: bool, *more: Any) -> Select[Any]:
    return select(*_ROW, _t.body if whole else _t.card, *more)


def _walk(query: Select[Any], index: str) -> Select[Any]:
    """The query along one index, which gives its order; SQLite, which has no figures of the table, might take another."""
    return query.with_hint(event_states, f"INDEXED BY event_states_{index}", "sqlite")


class _Found:
    """States that were found, each once; their events are decoded when all are known."""

    def __init__(self, connection: Connection, whole: bool) -> None:
        self._connection, self.decode = connection, unpack_event if whole else unpack_card
        self.states: dict[tuple[str, str, str], bytes] = {}

    def ask(self, *queries: Any, most: int | None = None) -> None:
        """Take what queries find; of several the first so many by day and id."""
        rows = [row for query in queries for row in self._connection.execute(query)]
        if most is not None and len(queries) > 1:
            rows.sort(key=lambda row: (row[4], row[1]))
        for row in islice(rows, most):
            self.states[row[0], row[1], row[2]] = row[3]

    def events(self) -> list[Event]:
        """The events in order of their first day."""
        return sorted(
            (self.decode(bytes(body)) for body in self.states.values()),
            key=lambda e: (e.start or "9999", e.id),
        )


def _as_of(connection: Connection, found: _Found, moment: str) -> list[Event]:
    """The same events as of an earlier moment, as far as they were known then; a state that held then already is the same."""
    events = [found.decode(bytes(body)) for key, body in found.states.items() if key[2] <= moment]
    later = {key[:2] for key in found.states if key[2] > moment}
    for batch in batches(sorted({event for _, event in later})):
        for row in connection.execute(_rows(False).where(_t.event.in_(batch), _holds(moment))):
            if (row.anchor, row.event) in later:
                events.append(unpack_card(bytes(row.card)))
    return events


__all__ = ["HORIZON", "MOST", "Parts", "brief_parts", "count_known", "find_event", "find_events"]
