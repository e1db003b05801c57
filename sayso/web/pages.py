"""The pages, rendered on the server; every one takes `as_of` and carries it on."""

from calendar import Calendar
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException, ValidationException
from litestar.params import FromPath, FromQuery

from sayso.errors import InputError
from sayso.ledger.hits import group_hits
from sayso.ledger.search import Filters, Hit
from sayso.svg.trails import draw_trails, find_slips
from sayso.web.answers import HIT_KINDS, STANCES, STATUSES
from sayso.web.layers import interval_words, lay
from sayso.web.lists import LATE
from sayso.web.maps import draw_map, gather_spots, window
from sayso.web.moments import days_of, moment_of
from sayso.web.queries import Desk
from sayso.web.render import desk_of, link_to, page

LAYERS = ("source", "cue", "content", "time", "place", "event", "furniture")
_DAYS = ("published_from", "published_to")
_CHOICES = {"kind": HIT_KINDS, "stance": STANCES, "status": STATUSES}
_FILTERS = ("kind", "source", "stance", "country", "type", "status")
_BACK, _AHEAD, _SLIP = timedelta(days=60), timedelta(days=365), timedelta(days=45)
_LISTED = 150  # outlets, and sources, of one page
_STRIP = 14  # days ahead that the first page draws
_IN_CELLS = 7  # days; what lasts longer, or is only known by its month, stands in the agenda alone
_BECAME = {"came true": "occurred", "slipped": "postponed", "ahead": "planned"}  # whose mark an outcome wears
_STATIC = {"style.css": "text/css", "page.js": "text/javascript"}


def _length(start: str, end: str | None) -> int:
    return (date.fromisoformat((end or start)[:10]) - date.fromisoformat(start[:10])).days + 1


def today_values(desk: Desk, moment: datetime | None, since: datetime | None = None) -> dict[str, Any]:
    """What the first page shows: the brief, the next days with their events, what was last told of."""
    brief = desk.brief(moment, since)
    dated = [e for e in (*brief.today, *brief.ahead) if e.start]
    now = brief.as_of.astimezone(UTC)
    days = [now.date() + timedelta(days=n) for n in range(_STRIP)]
    strip = [
        (d, [e for e in dated if (e.start or "")[:10] <= d.isoformat() <= (e.end or e.start or "")[:10]])
        for d in days
    ]
    return {"brief": brief, "now": now, "strip": strip, "recent": desk.recent(moment)}


@get("/", include_in_schema=False)
async def today(
    request: Request[Any, Any, Any], as_of: FromQuery[str | None] = None, show: FromQuery[str] = ""
) -> Response[bytes]:
    """Today: what is ahead, due, lapsed, changed, contested."""
    desk = desk_of(request)
    return page("today.html", request, show=show, **today_values(desk, moment_of(as_of)))


@get("/calendar", include_in_schema=False)
async def calendar(
    request: Request[Any, Any, Any],
    as_of: FromQuery[str | None] = None,
    month: FromQuery[str | None] = None,
    show: FromQuery[str] = "",
) -> Response[bytes]:
    """A month of events, and the same as an agenda."""
    desk, moment = desk_of(request), moment_of(as_of)
    today = desk.now(moment).date()
    try:
        first = date.fromisoformat(f"{month}-01") if month else today.replace(day=1)
    except ValueError:
        raise NotFoundException(f"{month} is no month; write it as 2031-06") from None
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    start, end = weeks[0][0].isoformat(), weeks[-1][-1].isoformat()
    around = desk.between(weeks[0][0] - _SLIP, weeks[-1][-1] + _SLIP, moment, whole=False)
    shown = [e for e in around if e.start and e.start[:10] <= end and (e.end or e.start)[:10] >= start]
    slips = find_slips(around, weeks[0][0], weeks[-1][-1])
    short = [e for e in shown if e.start and _length(e.start, e.end) <= _IN_CELLS]
    days = {
        d: [e for e in short if e.start and e.start[:10] <= d.isoformat() <= (e.end or e.start)[:10]]
        for week in weeks
        for d in week
    }
    before, after = (first - timedelta(days=1)), (first + timedelta(days=32))
    return page("calendar.html", request, first=first, weeks=weeks, days=days, slips=slips, trails=draw_trails(slips, weeks[0][0], weeks[-1][-1], today, link_to(request)), agenda=shown, show=show, today=today,
                 before=before, after=after)  # fmt: skip


@get("/map", include_in_schema=False)
async def world_map(request: Request[Any, Any, Any], as_of: FromQuery[str | None] = None) -> Response[bytes]:
    """Events where the text places them."""
    desk, moment = desk_of(request), moment_of(as_of)
    today = desk.now(moment).date()
    placed, unplaced = desk.placed(today - _BACK, today + _AHEAD, moment)
    spots = gather_spots(placed)
    part = window(request.query_params)
    return page(
        "map.html",
        request,
        picture=draw_map(spots, link_to(request), part),
        placed=[(s.name, s.precision, s.lat, s.lon, s.events) for s in spots],
        unplaced=unplaced,
        statuses=list(dict.fromkeys(e.status for s in spots for e in s.events)),
        moves=part.moves(),
    )


@get("/document/{id:str}", include_in_schema=False)
async def document(
    request: Request[Any, Any, Any], id: FromPath[str], as_of: FromQuery[str | None] = None
) -> Response[bytes]:
    """A report as read."""
    desk, moment = desk_of(request), moment_of(as_of)
    reading = desk.reading(id, moment)
    if reading is None:
        raise NotFoundException(f"No report {id} as of then.")
    return page(
        "document.html",
        request,
        reading=reading,
        document=reading.document,
        paragraphs=list(lay(reading)),
        layers=LAYERS,
        interval=interval_words,
        events=desk.events_of([id], moment),
    )


@get("/sources", include_in_schema=False)
async def sources(request: Request[Any, Any, Any], as_of: FromQuery[str | None] = None) -> Response[bytes]:
    """Who speaks in the last reports."""
    found = desk_of(request).sources(moment_of(as_of))
    kinds = [
        (heading, [s for s in found if s.kind == kind])
        for kind, heading in (("outlet", "Outlets"), ("source", "Sources"))
    ]
    return page("sources.html", request, kinds=kinds, most=_LISTED, late=LATE)


@get("/source/{name:str}", include_in_schema=False)
async def source(
    request: Request[Any, Any, Any], name: FromPath[str], as_of: FromQuery[str | None] = None
) -> Response[bytes]:
    """What a source said and what came of it."""
    desk = desk_of(request)
    found = await desk.aside(desk.source, name, moment_of(as_of))
    if found is None:
        raise NotFoundException(f"Nobody named {name} speaks in this ledger as of then.")
    days = sorted(d for d in found.leads.values() if d is not None)
    return page(
        "source.html",
        request,
        source=found,
        middle=days[len(days) // 2] if days else None,
        days_ahead=days,
        marks=_BECAME,
    )


@get("/search", include_in_schema=False)
async def search(
    request: Request[Any, Any, Any], as_of: FromQuery[str | None] = None, q: FromQuery[str] = ""
) -> Response[bytes]:
    """Search, narrowed down where asked."""
    asked = request.query_params
    given = {k: (asked.get(k) or "")[:200] for k in _FILTERS}
    days = {k: (asked.get(k) or "")[:10] for k in _DAYS}
    filters = Filters(**{k: v or None for k, v in given.items()}, published=days_of(*days.values()))  # type: ignore[arg-type]
    hits: tuple[Hit, ...] = ()
    cursor = None
    if q.strip():
        try:
            desk = desk_of(request)
            hits, cursor = await desk.aside(
                desk.search, q[:200], moment_of(as_of), filters, cursor=asked.get("cursor") or None
            )
        except InputError as problem:
            raise ValidationException(f"{problem.name}: {problem.problem}; {problem.remedy}") from None
    return page(
        "search.html",
        request,
        q=q,
        hits=hits,
        groups=group_hits(hits),
        cursor=cursor,
        given=given,
        days=days,
        narrowed=given | days,
        choices=_CHOICES,
    )


@get("/static/{name:str}", include_in_schema=False)
async def static(name: FromPath[str]) -> Response[bytes]:
    """Our own style sheet and script; nothing else is served from disk."""
    if name not in _STATIC:
        raise NotFoundException("no such file")
    body = (files("sayso") / "web" / "static" / name).read_bytes()
    return Response(body, media_type=_STATIC[name], headers={"Cache-Control": "public, max-age=300"})


ROUTES = [today, calendar, world_map, document, sources, source, search, static]
