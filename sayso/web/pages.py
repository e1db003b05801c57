"""The pages, rendered on the server; every one takes `as_of` and carries it on."""

from calendar import Calendar
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.exceptions import NotFoundException, ValidationException
from litestar.params import FromPath, FromQuery

from sayso.errors import InputError
from sayso.export.geo import place_events
from sayso.ledger.search import Filters, Hit
from sayso.svg.trails import draw_trails, find_slips
from sayso.web.answers import HIT_KINDS, STANCES, STATUSES
from sayso.web.layers import lay
from sayso.web.maps import draw_map, window
from sayso.web.moments import days_of, moment_of
from sayso.web.render import desk_of, link_to, render

LAYERS = ("source", "cue", "content", "time", "place", "event", "furniture")
_DAYS = ("published_from", "published_to")
_CHOICES = {"kind": HIT_KINDS, "stance": STANCES, "status": STATUSES}
_FILTERS = ("kind", "source", "stance", "country", "type", "status")
_BACK, _AHEAD, _SLIP, _ON_THE_MAP = timedelta(days=60), timedelta(days=365), timedelta(days=45), 400
_IN_CELLS = 7  # days; what lasts longer, or is only known by its month, stands in the agenda alone
_STATIC = {"style.css": "text/css", "page.js": "text/javascript"}


def _length(start: str, end: str | None) -> int:
    return (date.fromisoformat((end or start)[:10]) - date.fromisoformat(start[:10])).days + 1


def _html(name: str, request: Request[Any, Any, Any], **values: Any) -> Response[str]:
    return Response(render(name, request, **values), media_type=MediaType.HTML)


@get("/", include_in_schema=False)
async def today(request: Request[Any, Any, Any], as_of: FromQuery[str | None] = None) -> Response[str]:
    """Today: what is ahead, due, lapsed, changed, contested."""
    desk = desk_of(request)
    found = desk.brief(moment_of(as_of))
    return _html("today.html", request, brief=found, recent=desk.recent(moment_of(as_of)))


@get("/calendar", include_in_schema=False)
async def calendar(
    request: Request[Any, Any, Any], as_of: FromQuery[str | None] = None, month: FromQuery[str | None] = None
) -> Response[str]:
    """A month of events, and the same as an agenda."""
    desk, moment = desk_of(request), moment_of(as_of)
    today = desk.now(moment).date()
    try:
        first = date.fromisoformat(f"{month}-01") if month else today.replace(day=1)
    except ValueError:
        raise NotFoundException(f"{month} is no month; write it as 2031-06") from None
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    shown = desk.between(weeks[0][0], weeks[-1][-1], moment)
    slips = find_slips(desk.between(weeks[0][0] - _SLIP, weeks[-1][-1] + _SLIP, moment), weeks[0][0], weeks[-1][-1])
    short = [e for e in shown if e.start and _length(e.start, e.end) <= _IN_CELLS]
    days = {
        d: [e for e in short if e.start and e.start[:10] <= d.isoformat() <= (e.end or e.start)[:10]]
        for week in weeks
        for d in week
    }
    before, after = (first - timedelta(days=1)), (first + timedelta(days=32))
    return _html("calendar.html", request, first=first, weeks=weeks, days=days, slips=slips, trails=draw_trails(slips, weeks[0][0], weeks[-1][-1], today, link_to(request)), agenda=shown, today=today,
                 before=f"{before:%Y-%m}", after=f"{after:%Y-%m}")  # fmt: skip


@get("/map", include_in_schema=False)
async def world_map(request: Request[Any, Any, Any], as_of: FromQuery[str | None] = None) -> Response[str]:
    """Events where the text places them."""
    desk, moment = desk_of(request), moment_of(as_of)
    today = desk.now(moment).date()
    events = [e for e in desk.between(today - _BACK, today + _AHEAD, moment) if e.place][:_ON_THE_MAP]
    placed = place_events(events, desk.readings({m.document for e in events for m in e.mentions}, moment))
    unplaced = [e for e in events if e.id not in {p[0].id for p in placed}]
    part = window(request.query_params)
    return _html(
        "map.html",
        request,
        picture=draw_map(placed, link_to(request), part),
        placed=placed,
        unplaced=unplaced,
        part=part,
        moves=part.moves(),
    )


@get("/document/{id:str}", include_in_schema=False)
async def document(request: Request[Any, Any, Any], id: FromPath[str], as_of: FromQuery[str | None] = None) -> Response[str]:
    """A report as read."""
    desk, moment = desk_of(request), moment_of(as_of)
    reading = desk.reading(id, moment)
    if reading is None:
        raise NotFoundException(f"No report {id} as of then.")
    return _html(
        "document.html",
        request,
        reading=reading,
        document=reading.document,
        paragraphs=list(lay(reading)),
        layers=LAYERS,
        events=desk.events_of([id], moment),
    )


@get("/sources", include_in_schema=False)
async def sources(request: Request[Any, Any, Any], as_of: FromQuery[str | None] = None) -> Response[str]:
    """Who speaks in the last reports."""
    return _html("sources.html", request, sources=desk_of(request).sources(moment_of(as_of)))


@get("/source/{name:str}", include_in_schema=False)
async def source(request: Request[Any, Any, Any], name: FromPath[str], as_of: FromQuery[str | None] = None) -> Response[str]:
    """What a source said and what came of it."""
    found = desk_of(request).source(name, moment_of(as_of))
    if found is None:
        raise NotFoundException(f"Nobody named {name} speaks in this ledger as of then.")
    days = sorted(d for d in found.leads.values() if d is not None)
    return _html("source.html", request, source=found, middle=days[len(days) // 2] if days else None, days=days)


@get("/search", include_in_schema=False)
async def search(request: Request[Any, Any, Any], as_of: FromQuery[str | None] = None, q: FromQuery[str] = "") -> Response[str]:
    """Search, narrowed down where asked."""
    asked = request.query_params
    given = {k: (asked.get(k) or "")[:200] for k in _FILTERS}
    days = {k: (asked.get(k) or "")[:10] for k in _DAYS}
    filters = Filters(**{k: v or None for k, v in given.items()}, published=days_of(*days.values()))  # type: ignore[arg-type]
    hits: tuple[Hit, ...] = ()
    cursor = None
    if q.strip():
        try:
            hits, cursor = desk_of(request).search(q[:200], moment_of(as_of), filters, cursor=asked.get("cursor") or None)
        except InputError as problem:
            raise ValidationException(f"{problem.name}: {problem.problem}; {problem.remedy}") from None
    return _html("search.html", request, q=q, hits=hits, cursor=cursor, given=given, days=days, narrowed=given | days, choices=_CHOICES)


@get("/static/{name:str}", include_in_schema=False)
async def static(name: FromPath[str]) -> Response[bytes]:
    """Our own style sheet and script; nothing else is served from disk."""
    if name not in _STATIC:
        raise NotFoundException("no such file")
    body = (files("sayso") / "web" / "static" / name).read_bytes()
    return Response(body, media_type=_STATIC[name], headers={"Cache-Control": "public, max-age=300"})


ROUTES = [today, calendar, world_map, document, sources, source, search, static]
