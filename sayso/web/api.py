"""The API under /api/v1: everything the pages show, as JSON of the same records."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar, cast

import msgspec
from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException, ValidationException
from litestar.params import JSONBody

from sayso.brief import Brief
from sayso.errors import InputError
from sayso.export.json import describe_event
from sayso.ledger.judgements import Judgement
from sayso.ledger.judging import judge
from sayso.ledger.search import Filters
from sayso.model import Document, Event, Reading
from sayso.web import answers as a
from sayso.web.adding import Adder
from sayso.web.answers import answers
from sayso.web.changes import changes
from sayso.web.kept import Kept, tags_of
from sayso.web.moments import days_of, moment_of
from sayso.web.render import desk_of

Asked = Request[Any, Any, Any]
T = TypeVar("T")


def etag(body: bytes) -> str:
    """A tag of an answer's bytes."""
    from hashlib import blake2b

    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def _answer(request: Asked, body: Any) -> Response[Any]:
    packed = msgspec.json.encode(body)
    headers = {"ETag": etag(packed), "Cache-Control": "private, no-cache"}
    kept: Kept = request.app.state.kept
    kept.keep(request, packed, "application/json", headers["ETag"])
    if headers["ETag"] in tags_of(request):
        return Response(b"", status_code=304, headers=headers)
    return Response(packed, media_type="application/json", headers=headers)


def _understood(ask: Callable[[], T]) -> T:
    """What is asked, or a 400 that says what is wrong."""
    try:
        return ask()
    except InputError as problem:
        raise ValidationException(f"{problem.name}: {problem.problem}; {problem.remedy}") from None


@get(
    "/api/v1/events",
    summary="Events",
    tags=["events"],
    responses=answers(a.EventsPage, "Events by their first day, then those without one"),
)
async def events(request: Asked, as_of: a.AsOf = None, status: a.OfStatus = None, country: a.Country = None, cursor: a.Cursor = None, limit: a.Limit = 50,
                 if_none_match: a.Tag = None) -> Response[Any]:  # fmt: skip
    """Events as of a moment; with `country` a page may hold fewer than `limit` and still have a `next`."""
    if status is not None and status not in a.STATUSES:
        raise ValidationException(f"status: is none of {', '.join(a.STATUSES)}")
    found, following = _understood(
        lambda: desk_of(request).page_events(moment_of(as_of), limit, cursor, status, country)
    )
    return _answer(request, {"events": [describe_event(e) for e in found], "next": following})


@get("/api/v1/events/{id:str}", summary="One event", tags=["events"], responses=answers(Event, "The event"))
async def event(
    request: Asked, id: a.EventId, as_of: a.AsOf = None, if_none_match: a.Tag = None
) -> Response[Any]:
    """One event with its receipt."""
    found = desk_of(request).event(id, moment_of(as_of))
    if found is None:
        raise NotFoundException(f"no event {id} as of then; /api/v1/events lists them")
    return _answer(request, describe_event(found))


@get(
    "/api/v1/documents",
    summary="Documents",
    tags=["documents"],
    responses=answers(a.DocumentsPage, "Documents in order of publication"),
)
async def documents(
    request: Asked,
    as_of: a.AsOf = None,
    cursor: a.Cursor = None,
    limit: a.Limit = 50,
    if_none_match: a.Tag = None,
) -> Response[Any]:
    """Documents in order of publication, without their texts."""
    found, following = _understood(lambda: desk_of(request).page_documents(moment_of(as_of), limit, cursor))
    return _answer(request, {"documents": found, "next": following})


@get("/api/v1/documents/{id:str}", summary="One document's reading", tags=["documents"],
     responses=answers(Reading, "The reading", example={"document": {"id": "0f3a9c1b2d4e5f60", "text": "OSLO (Agency) - They meet on Friday.", "text_hash": "9f86d081"}, "reader": "sayso"}))  # fmt: skip
async def document(
    request: Asked, id: a.DocumentId, as_of: a.AsOf = None, if_none_match: a.Tag = None
) -> Response[Any]:
    """What one document says."""
    found = desk_of(request).reading(id, moment_of(as_of))
    if found is None:
        raise NotFoundException(f"no document {id} as of then; /api/v1/documents lists them")
    return _answer(request, found)


@get(
    "/api/v1/stories",
    summary="Stories",
    tags=["documents"],
    responses=answers(a.StoriesPage, "Stories in order of their first report"),
)
async def stories(
    request: Asked,
    as_of: a.AsOf = None,
    cursor: a.Cursor = None,
    limit: a.Limit = 50,
    if_none_match: a.Tag = None,
) -> Response[Any]:
    """Reports that tell of the same matter: a page holds those whose first report lies among the next `limit` reports."""
    found, following = _understood(lambda: desk_of(request).page_stories(moment_of(as_of), limit, cursor))
    return _answer(request, {"stories": found, "next": following})


@get("/api/v1/brief", summary="The brief", tags=["events"],
     responses=answers(Brief, "The brief", example={"as_of": "2031-06-17T18:00:00Z", "since": "2031-06-16T18:00:00Z", "reports": 2, "events": 1, "ahead": [a.EVENT]}))  # fmt: skip
async def brief(
    request: Asked,
    as_of: a.AsOf = None,
    since: a.Since = None,
    whole: a.Whole = False,
    if_none_match: a.Tag = None,
) -> Response[Any]:
    """What is ahead, due, lapsed, changed and contested; mentions, claims and receipts of its events are left out unless `whole` is asked for."""
    return _answer(request, desk_of(request).brief(moment_of(as_of), moment_of(since, "since"), whole=whole))


@get(
    "/api/v1/sources",
    summary="Sources",
    tags=["sources"],
    responses=answers(a.SourcesList, "Those in most reports first"),
)
async def sources(
    request: Asked, as_of: a.AsOf = None, kind: a.SpeakerKind = None, if_none_match: a.Tag = None
) -> Response[Any]:
    """Who speaks in the 300 reports last published by the moment: outlets and sources."""
    if kind not in (None, "outlet", "source"):
        raise ValidationException("kind: is neither outlet nor source")
    return _answer(request, {"sources": desk_of(request).sources(moment_of(as_of), kind)})


@get(
    "/api/v1/sources/{name:str}",
    summary="One source",
    tags=["sources"],
    responses=answers(a.SourceAnswer, "What it said and how it came out"),
)
async def source(
    request: Asked, name: a.SourceName, as_of: a.AsOf = None, if_none_match: a.Tag = None
) -> Response[Any]:
    """What a source or outlet said and how it came out."""
    desk = desk_of(request)
    found = await desk.aside(desk.source, name, moment_of(as_of))
    if found is None:
        raise NotFoundException(f"nobody named {name} speaks in this ledger as of then")
    answer = a.SourceAnswer(
        name=found.name, outcomes=found.outcomes, announced=len(found.announced), lead_days=[d for d in found.leads.values() if d is not None], cites=found.cites,
        cited_by=found.cited_by, events=[e.id for e in found.events], documents=[d.id for d in found.documents], said=list(found.said),
    )  # fmt: skip
    return _answer(request, answer)


@get(
    "/api/v1/search",
    summary="Search",
    tags=["search"],
    responses=answers(a.HitsPage, "Hits, best first; the words stand between [ and ]"),
)
async def search(request: Asked, q: a.Words, as_of: a.AsOf = None, kind: a.OfKind = None, source: a.OfSource = None, stance: a.OfStance = None,
                 country: a.Country = None, type: a.OfType = None, status: a.OfStatus = None, published_from: a.From = None, published_to: a.To = None, cursor: a.Cursor = None, limit: a.Limit = 20,
                 if_none_match: a.Tag = None) -> Response[Any]:  # fmt: skip
    """Reports, attributions and events that hold the words, narrowed down where asked."""
    filters = Filters(
        kind=cast(Any, kind),
        source=source,
        stance=stance,
        country=country,
        type=type,
        status=status,
        published=days_of(published_from, published_to),
    )
    desk = desk_of(request)
    try:
        hits, following = await desk.aside(desk.search, q, moment_of(as_of), filters, limit, cursor)
    except InputError as problem:
        raise ValidationException(f"{problem.name}: {problem.problem}; {problem.remedy}") from None
    return _answer(request, {"hits": hits, "next": following})


@post(
    "/api/v1/documents",
    summary="Add a document",
    tags=["documents"],
    status_code=201,
    responses=answers(a.Added, "It is in the ledger", 201, a.WRITE_WRONG),
)
async def add_document(request: Asked, data: JSONBody[a.NewDocument]) -> Response[Any]:
    """Read, store and link a report; adding the same again changes nothing."""
    from sayso.ingest.documents import make_document

    about = {k: v for k, v in msgspec.structs.asdict(data).items() if v is not None and k != "text"}
    made: Document = _understood(lambda: make_document(data.text, about, "request"))
    adder: Adder = request.app.state.adder
    added = await adder.add(made)
    return Response(
        msgspec.json.encode(a.Added(id=made.id, added=added)), status_code=201, media_type="application/json"
    )


@post(
    "/api/v1/judgements",
    summary="Judge",
    tags=["judgements"],
    status_code=201,
    responses=answers(Judgement, "It is recorded", 201, a.WRITE_WRONG),
)
async def add_judgement(request: Asked, data: JSONBody[a.NewJudgement]) -> Response[Any]:
    """Record a person's judgement, which overrides the system's from then on; undone by kind `undo`, never deleted."""
    desk = desk_of(request)
    sides = []
    for id in (
        data.target if data.kind in ("same", "different", "credibility", "note", "outcome") else None,
        data.other,
    ):
        found = desk.event(id) if id else None
        if id and found is None:
            raise NotFoundException(f"no event {id}; /api/v1/events lists them")
        sides.append(found)
    try:
        made = await asyncio.to_thread(
            judge, desk.ledger, data.kind, data.target, data.person, data.value, sides[0], sides[1]
        )
    except InputError as problem:
        raise ValidationException(f"{problem.problem}; {problem.remedy}") from None
    return Response(msgspec.json.encode(made), status_code=201, media_type="application/json")


ROUTES = [
    events,
    event,
    documents,
    document,
    stories,
    brief,
    sources,
    source,
    search,
    changes,
    add_document,
    add_judgement,
]
