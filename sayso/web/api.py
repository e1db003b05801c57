"""The API under /api/v1: everything the pages show, as JSON of the same records."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any, cast

import msgspec
from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException, ValidationException
from litestar.openapi import ResponseSpec
from litestar.params import Parameter
from litestar.response import ServerSentEvent

from sayso.errors import InputError
from sayso.export.json import describe_event, export_view
from sayso.ledger.judgements import Kind
from sayso.ledger.judging import judge
from sayso.ledger.search import Filters
from sayso.model import Document
from sayso.web.moments import moment_of
from sayso.web.render import desk_of

Json = dict[str, Any]
AsOf = Annotated[
    str | None, Parameter(description="What was published by this moment (ISO 8601); now where it is not given.", examples=[])
]
Cursor = Annotated[str | None, Parameter(description="`next` of the page before.")]
Limit = Annotated[int, Parameter(ge=1, le=200, description="Items a page.")]


class Problem(msgspec.Struct, kw_only=True):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


def _problems(*statuses: int) -> dict[int, ResponseSpec]:
    words = {
        400: "The request makes no sense",
        401: "A token is needed",
        403: "Not from here",
        404: "Nothing of that name as of then",
        413: "Too large",
        429: "Too many requests",
    }
    return {
        s: ResponseSpec(
            data_container=Problem, description=words[s], generate_examples=False, media_type="application/problem+json"
        )
        for s in statuses
    }


READS = _problems(400, 401, 403, 404, 429)
WRITES = _problems(400, 401, 403, 404, 413, 429)


class NewDocument(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A report to add: the keys of a JSONL line of `sayso add`."""

    text: Annotated[
        str,
        msgspec.Meta(min_length=1, max_length=1_000_000, examples=["OSLO (Agency) - The two will meet on Friday, a source said."]),
    ]
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None


class NewJudgement(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A person's judgement: `target` is an event's id, a publisher's name (reliability) or a judgement's number (undo)."""

    kind: Kind
    target: str
    person: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    other: str | None = None
    value: str | None = None


def _answer(request: Request[Any, Any, Any], body: Any) -> Response[Json]:
    from sayso.web.app import etag

    packed = msgspec.json.encode(body)
    tag = etag(packed)
    if request.headers.get("if-none-match") == tag:
        return cast("Response[Json]", Response(b"", status_code=304, headers={"ETag": tag}))
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    return cast("Response[Json]", Response(packed, media_type="application/json", headers=headers))


def _page(items: list[Any], cursor: str | None, limit: int, key: Any) -> tuple[list[Any], str | None]:
    start = 0
    if cursor:
        start = next((n + 1 for n, item in enumerate(items) if key(item) == cursor), -1)
        if start < 0:
            raise ValidationException("cursor: names no item of this list; begin again without it")
    part = items[start : start + limit]
    return part, key(part[-1]) if start + limit < len(items) and part else None


@get("/api/v1/events", summary="Events", tags=["events"], responses=READS)
async def events(
    request: Request[Any, Any, Any],
    as_of: AsOf = None,
    status: str | None = None,
    country: str | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response[Json]:
    """Events as of a moment, by their first day."""
    found = desk_of(request).events(moment_of(as_of), status, country)
    part, following = _page(list(found), cursor, limit, lambda e: e.id)
    return _answer(request, {"events": [describe_event(e) for e in part], "next": following})


@get("/api/v1/events/{id:str}", summary="One event", tags=["events"], responses=READS)
async def event(request: Request[Any, Any, Any], id: str, as_of: AsOf = None) -> Response[Json]:
    """One event with its receipt."""
    found = desk_of(request).event(id, moment_of(as_of))
    if found is None:
        raise NotFoundException(f"no event {id} as of then; /api/v1/events lists them")
    return _answer(request, describe_event(found))


@get("/api/v1/documents", summary="Documents", tags=["documents"], responses=READS)
async def documents(
    request: Request[Any, Any, Any], as_of: AsOf = None, cursor: Cursor = None, limit: Limit = 50
) -> Response[Json]:
    """Documents in order of publication, without their texts."""
    view = export_view(desk_of(request).view(moment_of(as_of)))
    part, following = _page(view["documents"], cursor, limit, lambda d: d["id"])
    return _answer(request, {"documents": part, "next": following})


@get("/api/v1/documents/{id:str}", summary="One document's reading", tags=["documents"], responses=READS)
async def document(request: Request[Any, Any, Any], id: str, as_of: AsOf = None) -> Response[Json]:
    """What one document says."""
    found = desk_of(request).reading(id, moment_of(as_of))
    if found is None:
        raise NotFoundException(f"no document {id} as of then; /api/v1/documents lists them")
    return _answer(request, found)


@get("/api/v1/stories", summary="Stories", tags=["documents"], responses=READS)
async def stories(request: Request[Any, Any, Any], as_of: AsOf = None) -> Response[Json]:
    """Reports that tell of the same matter."""
    return _answer(request, {"stories": desk_of(request).view(moment_of(as_of)).stories})


@get("/api/v1/brief", summary="The brief", tags=["events"], responses=READS)
async def brief(request: Request[Any, Any, Any], as_of: AsOf = None, since: str | None = None) -> Response[Json]:
    """What is ahead, due, lapsed, changed and contested."""
    return _answer(request, desk_of(request).brief(moment_of(as_of), moment_of(since), whole=True))


@get("/api/v1/sources/{name:str}", summary="One source", tags=["sources"], responses=READS)
async def source(request: Request[Any, Any, Any], name: str, as_of: AsOf = None) -> Response[Json]:
    """What a source or outlet said and how it came out."""
    found = desk_of(request).source(name, moment_of(as_of))
    if found is None:
        raise NotFoundException(f"nobody named {name} speaks in this ledger as of then")
    return _answer(
        request,
        {
            "name": found.name,
            "outcomes": found.outcomes,
            "cites": found.cites,
            "cited_by": found.cited_by,
            "events": [e.id for e in found.events],
        },
    )


@get("/api/v1/search", summary="Search", tags=["search"], responses=READS)
async def search(request: Request[Any, Any, Any], q: Annotated[str, Parameter(min_length=1, max_length=200)], as_of: AsOf = None, kind: str | None = None, source: str | None = None,
                 stance: str | None = None, country: str | None = None, type: str | None = None, status: str | None = None, cursor: Cursor = None, limit: Limit = 20) -> Response[Json]:  # fmt: skip
    """Reports, attributions and events that hold the words, narrowed down where asked."""
    try:
        hits, following = desk_of(request).search(
            q,
            moment_of(as_of),
            Filters(kind=cast(Any, kind), source=source, stance=stance, country=country, type=type, status=status),
            limit,
            cursor,
        )
    except InputError as problem:
        raise ValidationException(f"{problem.problem}; {problem.remedy}") from None
    return _answer(request, {"hits": hits, "next": following})


@get("/api/v1/changes", summary="Changes", tags=["events"], responses=READS)
async def changes(request: Request[Any, Any, Any], once: bool = False) -> ServerSentEvent:
    """Server-Sent Events: one `documents` event with the count whenever reports were added."""
    desk = desk_of(request)

    async def watch() -> AsyncIterator[dict[str, Any]]:
        last = -1
        while True:
            count = desk.ledger.count_documents()
            if count != last:
                last = count
                yield {"event": "documents", "data": str(count)}
            if once:
                return
            await asyncio.sleep(2)

    return ServerSentEvent(watch())


@post("/api/v1/documents", summary="Add a document", tags=["documents"], status_code=201, responses=WRITES)
async def add_document(request: Request[Any, Any, Any], data: NewDocument) -> Response[Json]:
    """Read, store and link a report; adding the same again changes nothing."""
    from sayso.ingest.documents import make_document
    from sayso.read import read

    try:
        about = {k: v for k, v in msgspec.structs.asdict(data).items() if v is not None and k != "text"}
        made: Document = make_document(data.text, about, "request")
    except InputError as problem:
        raise ValidationException(f"{problem.problem}; {problem.remedy}") from None
    reading = await asyncio.to_thread(read, made)
    added = await asyncio.to_thread(desk_of(request).ledger.add, reading)
    return cast(
        "Response[Json]",
        Response(msgspec.json.encode({"id": made.id, "added": added}), status_code=201, media_type="application/json"),
    )


@post("/api/v1/judgements", summary="Judge", tags=["judgements"], status_code=201, responses=WRITES)
async def add_judgement(request: Request[Any, Any, Any], data: NewJudgement) -> Response[Json]:
    """Record a person's judgement, which overrides the system's from then on; undone by kind `undo`, never deleted."""
    desk = desk_of(request)
    sides = []
    for id in (data.target if data.kind in ("same", "different", "credibility", "note", "outcome") else None, data.other):
        found = desk.event(id) if id else None
        if id and found is None:
            raise NotFoundException(f"no event {id}; /api/v1/events lists them")
        sides.append(found)
    try:
        made = await asyncio.to_thread(judge, desk.ledger, data.kind, data.target, data.person, data.value, sides[0], sides[1])
    except InputError as problem:
        raise ValidationException(f"{problem.problem}; {problem.remedy}") from None
    return cast("Response[Json]", Response(msgspec.json.encode(made), status_code=201, media_type="application/json"))


ROUTES = [events, event, documents, document, stories, brief, source, search, changes, add_document, add_judgement]
