"""The pages, rendered on the server; every one takes `as_of` and carries it on."""

from calendar import Calendar
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Request, Response, get
from litestar.exceptions import NotFoundException

from sayso.export.geo import place_events
from sayso.ledger.judgements import CREDIBILITY
from sayso.ledger.search import Filters
from sayso.model import ClaimView, Event
from sayso.svg.origin_graph import draw_origin_graph, summary
from sayso.svg.timeline import draw_timeline
from sayso.web.layers import lay
from sayso.web.maps import draw_map
from sayso.web.moments import moment_of
from sayso.web.queries import Desk

LAYERS = ("source", "cue", "content", "time", "place", "event", "furniture")
_FILTERS = ("kind", "source", "stance", "country", "type", "status")
_BACK, _AHEAD, _SLIP, _ON_THE_MAP = timedelta(days=60), timedelta(days=365), timedelta(days=45), 400
_IN_CELLS = 7  # days; what lasts longer, or is only known by its month, stands in the agenda alone
_STATIC = {"style.css": "text/css", "page.js": "text/javascript"}


@cache
def _templates() -> Environment:
    found = Environment(loader=PackageLoader("sayso.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    found.filters["day"] = lambda when: f"{when:%d %b %Y}" if isinstance(when, datetime) else _nice_day(when)
    found.filters["moment"] = lambda when: f"{when:%d %b %Y %H:%M}" if when else "undated"
    found.globals |= {"summary": summary, "quote": quote}
    return found


def _nice_day(words: str | None) -> str:
    if not words:
        return "no date"
    try:
        return f"{date.fromisoformat(words[:10]):%a %d %b %Y}"
    except ValueError:
        return words


def _length(start: str, end: str | None) -> int:
    return (date.fromisoformat((end or start)[:10]) - date.fromisoformat(start[:10])).days + 1


def render(name: str, request: Request[Any, Any, Any] | None, **values: Any) -> str:
    """A page as text; `at(path)` in templates makes an address that keeps the moment."""
    as_of = request.query_params.get("as_of") if request else None

    def at(path: str, **more: str) -> str:
        query = {k: v for k, v in {**more, "as_of": as_of}.items() if v}
        head, _, fragment = path.partition("#")
        return head + (f"?{urlencode(query)}" if query else "") + (f"#{fragment}" if fragment else "")

    path = request.url.path if request else "/"
    asked = {k: v for k, v in request.query_params.items() if k != "as_of"} if request else {}
    return _templates().get_template(name).render(at=at, as_of=as_of or "", path=path, asked=asked, **values)


def error_page(status: int, detail: str) -> str:
    """A page that says what went wrong."""
    return render("error.html", None, status=status, detail=detail)


def _html(name: str, request: Request[Any, Any, Any], **values: Any) -> Response[str]:
    return Response(render(name, request, **values), media_type=MediaType.HTML)


def _desk(request: Request[Any, Any, Any]) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def fields_of(event: Event) -> dict[str, list[ClaimView]]:
    """An event's claims by field, each value once a source and document."""
    fields: dict[str, list[ClaimView]] = {}
    for claim in event.claims:
        if not any((c.value, c.origin, c.document) == (claim.value, claim.origin, claim.document) for c in fields.setdefault(claim.field, [])):
            fields[claim.field].append(claim)
    return fields


def _address(request: Request[Any, Any, Any]) -> Any:
    as_of = request.query_params.get("as_of")
    query = f"?{urlencode({'as_of': as_of})}" if as_of else ""

    def address(document: str, offset: int | None) -> str:
        return f"/document/{document}{query}" + (f"#s{offset}" if offset is not None else "")

    return address


@get("/", include_in_schema=False)
async def today(request: Request[Any, Any, Any], as_of: str | None = None) -> Response[str]:
    """Today: what is ahead, due, lapsed, changed, contested."""
    desk = _desk(request)
    found = desk.brief(moment_of(as_of))
    return _html("today.html", request, brief=found, recent=desk.recent(moment_of(as_of)))


@get("/calendar", include_in_schema=False)
async def calendar(request: Request[Any, Any, Any], as_of: str | None = None, month: str | None = None) -> Response[str]:
    """A month of events, and the same as an agenda."""
    desk, moment = _desk(request), moment_of(as_of)
    today = desk.now(moment).date()
    try:
        first = date.fromisoformat(f"{month}-01") if month else today.replace(day=1)
    except ValueError:
        raise NotFoundException(f"{month} is no month; write it as 2031-06") from None
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    shown = desk.between(weeks[0][0], weeks[-1][-1], moment)
    near = desk.between(weeks[0][0] - _SLIP, weeks[-1][-1] + _SLIP, moment)
    slipped = {str(h.before)[:10]: e for e in near for h in e.history if h.field == "start"}
    short = [e for e in shown if e.start and _length(e.start, e.end) <= _IN_CELLS]
    days = {d: [e for e in short if e.start and e.start[:10] <= d.isoformat() <= (e.end or e.start)[:10]] for week in weeks for d in week}
    before, after = (first - timedelta(days=1)), (first + timedelta(days=32))
    return _html("calendar.html", request, first=first, weeks=weeks, days=days, slipped=slipped, agenda=shown, today=today,
                 before=f"{before:%Y-%m}", after=f"{after:%Y-%m}")  # fmt: skip


@get("/map", include_in_schema=False)
async def world_map(request: Request[Any, Any, Any], as_of: str | None = None) -> Response[str]:
    """Events where the text places them."""
    desk, moment = _desk(request), moment_of(as_of)
    today = desk.now(moment).date()
    events = [e for e in desk.between(today - _BACK, today + _AHEAD, moment) if e.place][:_ON_THE_MAP]
    placed = place_events(events, desk.readings({m.document for e in events for m in e.mentions}, moment))
    unplaced = [e for e in events if e.id not in {p[0].id for p in placed}]
    return _html("map.html", request, picture=draw_map(placed, "/event/"), placed=placed, unplaced=unplaced)


@get("/event/{id:str}", include_in_schema=False)
async def event(request: Request[Any, Any, Any], id: str, as_of: str | None = None) -> Response[str]:
    """One event with its receipt."""
    desk, moment = _desk(request), moment_of(as_of)
    found = desk.event(id, moment)
    if found is None:
        raise NotFoundException(f"No event {id} as of then. It may have been told of only later, or its reports changed what it is.")
    documents, address = desk.documents([found]), _address(request)
    graph = draw_origin_graph(found, documents, address)
    fields = fields_of(found)
    own = {m.document for m in found.mentions}
    related = [e for e in desk.events_of(own, moment) if e.id != id]
    rating, judged = desk.judgements(found, moment)
    return _html("event.html", request, event=found, graph=graph, timeline=draw_timeline(found, address), fields=fields, documents=documents,
                 address=address, related=related[:12], rating=rating, rating_words=CREDIBILITY[rating], judged=judged)  # fmt: skip


@get("/document/{id:str}", include_in_schema=False)
async def document(request: Request[Any, Any, Any], id: str, as_of: str | None = None) -> Response[str]:
    """A report as read."""
    desk, moment = _desk(request), moment_of(as_of)
    reading = desk.reading(id, moment)
    if reading is None:
        raise NotFoundException(f"No report {id} as of then.")
    return _html("document.html", request, reading=reading, document=reading.document, paragraphs=list(lay(reading)), layers=LAYERS, events=desk.events_of([id], moment))


@get("/source/{name:str}", include_in_schema=False)
async def source(request: Request[Any, Any, Any], name: str, as_of: str | None = None) -> Response[str]:
    """What a source said and what came of it."""
    found = _desk(request).source(name, moment_of(as_of))
    if found is None:
        raise NotFoundException(f"Nobody named {name} speaks in this ledger as of then.")
    return _html("source.html", request, source=found)


@get("/search", include_in_schema=False)
async def search(request: Request[Any, Any, Any], as_of: str | None = None, q: str = "") -> Response[str]:
    """Search."""
    asked = request.query_params
    given = {k: asked.get(k) or None for k in _FILTERS}
    filters = Filters(**given)  # type: ignore[arg-type]
    hits, cursor = _desk(request).search(q[:200], moment_of(as_of), filters, cursor=asked.get("cursor") or None) if q.strip() else ((), None)
    return _html("search.html", request, q=q, hits=hits, cursor=cursor, given=given)


@get("/static/{name:str}", include_in_schema=False)
async def static(name: str) -> Response[bytes]:
    """Our own style sheet and script; nothing else is served from disk."""
    if name not in _STATIC:
        raise NotFoundException("no such file")
    body = (files("sayso") / "web" / "static" / name).read_bytes()
    return Response(body, media_type=_STATIC[name], headers={"Cache-Control": "public, max-age=300"})


ROUTES = [today, calendar, world_map, event, document, source, search, static]
