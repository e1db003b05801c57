"""Lists of events as of a moment: filtered, ranked, counted by facet and paged by cursor, all in SQL over narrow rows."""

import re
from typing import Any, Literal, NamedTuple, get_args

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal, or_, select, tuple_

from sayso.errors import InputError
from sayso.ledger.caches import event_facts, event_states, event_terms
from sayso.ledger.timeline import unpack_card
from sayso.model import Event

Sort = Literal["relevance", "newest", "day", "origins", "reports"]
SORTS: tuple[str, ...] = get_args(Sort)
COLUMNS = ("status", "kind", "salience")
TERMS = ("country", "outlet", "source")
MOST = 40
"""Values of a facet that are counted, the most frequent first."""

_f, _w, _s = event_facts.c, event_terms.c, event_states.c
_x = event_terms.alias("chosen").c
_CURSOR = re.compile(r"([a-z]+)~([^~]{1,40})~([^~]{1,40})~(e[0-9a-f]{1,16})")
_UNDATED = ""  # stands behind every day where the last comes first


class Wanted(Struct, frozen=True, kw_only=True):
    """What events must be: of each list one value fits, every list must; days are ISO 8601, the last included."""

    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    salience: tuple[int, ...] = ()
    country: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    origins: int = 0
    """At least so many independent origins."""
    contested: bool = False
    first: str | None = None
    last: str | None = None
    since: str | None = None
    """What was told of since this stamp."""
    background: bool = False
    """With the events of salience 3, which are left out unless asked for."""


class Listed(NamedTuple):
    """One page of a list, and the cursor of the next."""

    events: list[Event]
    next: str | None


def list_events(
    connection: Connection,
    moment: str,
    wanted: Wanted,
    sort: Sort = "relevance",
    limit: int = 50,
    cursor: str | None = None,
) -> Listed:
    """One page of the events as of a stamp, without their mentions; raises InputError for a cursor that is not of this list.

    Relevance is salience, then independent origins, then what was told of last; reports never rank.
    """
    lead, down = _order(sort)
    query = select(_f.anchor, _f.event, _f.known_from, lead.label("lead")).where(*_conditions(moment, wanted))
    place = _read(cursor, sort)
    if place:
        key: Any = int(place[0]) if sort not in ("newest", "day") else ("" if place[0] == "-" else place[0])
        behind = lead < key if down else lead > key
        same_lead = lead == key
        rest = or_(_f.known_from < place[1], and_(_f.known_from == place[1], _f.event > place[2]))
        query = query.where(or_(behind, and_(same_lead, rest)))
    ordered = query.order_by(lead.desc() if down else lead, _f.known_from.desc(), _f.event).limit(limit + 1)
    rows = connection.execute(ordered).all()
    shown = rows[:limit]
    following = None
    if len(rows) > limit:
        last = shown[-1]
        following = f"{sort}~{'-' if last.lead == '' else last.lead}~{last.known_from}~{last.event}"
    return Listed(_cards(connection, [tuple(r[:3]) for r in shown]), following)


def count_events(connection: Connection, moment: str, wanted: Wanted) -> int:
    """How many events there are of what is wanted, as of a stamp."""
    query = select(func.count()).select_from(event_facts).where(*_conditions(moment, wanted))
    return int(connection.execute(query).scalar_one())


def count_facets(connection: Connection, moment: str, wanted: Wanted) -> dict[str, list[tuple[Any, int]]]:
    """For each facet its values with how many events choosing each would show, the most frequent first.

    What is chosen within a facet does not narrow that facet's own counts; `origins`, `contested` and `background` are counted alike.
    """
    found: dict[str, list[tuple[Any, int]]] = {}
    for name in COLUMNS:
        where = _conditions(moment, wanted, without=name)
        count = func.count().label("n")
        query = select(_f[name], count).where(*where).group_by(_f[name])
        rows = connection.execute(query.order_by(count.desc(), _f[name]).limit(MOST))
        found[name] = [(value, n) for value, n in rows]
    for name in TERMS:
        count = func.count().label("n")
        query = select(_w.value, count).join(event_facts, _same()).where(_w.facet == name)
        query = query.where(*_conditions(moment, wanted, without=name)).group_by(_w.value)
        rows = connection.execute(query.order_by(count.desc(), _w.value).limit(MOST))
        found[name] = [(value, n) for value, n in rows]
    where = _conditions(moment, wanted, without="origins")
    sums = [func.sum((_f.origins >= least).cast(_f.origins.type)) for least in (1, 2, 3, 5)]
    found["origins"] = [
        (least, n or 0)
        for least, n in zip((1, 2, 3, 5), connection.execute(select(*sums).where(*where)).one(), strict=True)
    ]
    contested = select(func.count()).where(
        *_conditions(moment, wanted, without="contested"), _f.contested == 1
    )
    found["contested"] = [(True, int(connection.execute(contested).scalar_one()))]
    return found


def count_days(connection: Connection, moment: str, wanted: Wanted) -> list[tuple[str, int]]:
    """How many events begin in each month (ISO 8601, such as 2031-06), in order."""
    month = func.substr(_f.start_day, 1, 7)
    query = select(month, func.count()).where(*_conditions(moment, wanted, "days"), _f.start_day.is_not(None))
    return [(m, n) for m, n in connection.execute(query.group_by(month).order_by(month))]


def _same(t: Any = _w) -> ColumnElement[bool]:
    return and_(t.anchor == _f.anchor, t.event == _f.event, t.known_from == _f.known_from)


def _conditions(moment: str, wanted: Wanted, without: str = "") -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = [_f.known_from <= moment, _f.known_until > moment]
    for name in COLUMNS:
        if name != without and getattr(wanted, name):
            parts.append(_f[name].in_(getattr(wanted, name)))
    for name in TERMS:
        if name != without and getattr(wanted, name):
            parts.append(
                exists(
                    select(literal(1)).where(_same(_x), _x.facet == name, _x.value.in_(getattr(wanted, name)))
                )
            )
    if wanted.origins and without != "origins":
        parts.append(_f.origins >= wanted.origins)
    if wanted.contested and without != "contested":
        parts.append(_f.contested == 1)
    if wanted.first and without != "days":
        parts.append(_f.end_day >= wanted.first)
    if wanted.last and without != "days":
        parts.append(_f.start_day <= wanted.last)
    if wanted.since:
        parts.append(_f.known_from > wanted.since)
    if not wanted.background and not wanted.salience and without != "salience":
        parts.append(_f.salience < 3)
    return parts


def _order(sort: Sort) -> tuple[ColumnElement[Any], bool]:
    """What is sorted by first, and whether the greatest comes first; then what was told of last."""
    if sort == "relevance":
        return _f.inverse, False
    if sort == "newest":
        return _f.known_from, True
    if sort == "day":
        return func.coalesce(_f.start_day, _UNDATED), True
    return (_f.origins if sort == "origins" else _f.reports), True


def _read(cursor: str | None, sort: str) -> tuple[str, str, str] | None:
    if not cursor:
        return None
    found = _CURSOR.fullmatch(cursor)
    number = sort not in ("newest", "day")
    if not found or found[1] != sort or (number and not re.fullmatch(r"[0-9]{1,9}", found[2])):
        raise InputError(
            "cursor", "is none of this list", "give `next` of the page before, or begin without one"
        )
    return found[2], found[3], found[4]


def _cards(connection: Connection, keys: list[tuple[Any, ...]]) -> list[Event]:
    """The events of some states, in the order of the keys."""
    if not keys:
        return []
    query = select(_s.anchor, _s.event, _s.known_from, _s.card).where(
        tuple_(_s.anchor, _s.event, _s.known_from).in_(keys)
    )
    found = {tuple(row[:3]): bytes(row.card) for row in connection.execute(query)}
    return [unpack_card(found[key]) for key in keys]
