"""The page of an event, and what a person judges of it there."""

import asyncio
import re
from datetime import datetime
from typing import Any, cast, get_args
from urllib.parse import urlencode

from litestar import MediaType, Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from sayso.errors import InputError
from sayso.ledger.judgements import CREDIBILITY, RELIABILITY, Kind
from sayso.ledger.judging import judge
from sayso.model import ClaimView, Event, MentionRef, Status
from sayso.svg.origin_graph import draw_origin_graph
from sayso.svg.timeline import draw_timeline
from sayso.web.moments import moment_of
from sayso.web.queries import Desk
from sayso.web.render import address_of, desk_of, page, render
from sayso.web.security import checked_form
from sayso.web.wording import count_origins, passage_of

_ID = re.compile(r"\be[0-9a-f]{3,16}\b")
_FIRST = ("status", "start", "end", "place", "participants", "assets")
_LONGEST = 2000  # characters of a note


def fields_of(event: Event) -> dict[str, list[tuple[Any, list[ClaimView]]]]:
    """An event's claims by field and value, each once a source and document; what is asked first comes first."""
    fields: dict[str, dict[Any, list[ClaimView]]] = {f: {} for f in _FIRST}
    for claim in event.claims:
        held = fields.setdefault(claim.field, {}).setdefault(claim.value, [])
        if not any((c.origin, c.document) == (claim.origin, claim.document) for c in held):
            held.append(claim)
    return {field: list(values.items()) for field, values in fields.items() if values}


def reports_of(event: Event) -> list[tuple[str, list[MentionRef]]]:
    """An event's mentions by report, in order."""
    found: dict[str, list[MentionRef]] = {}
    for mention in event.mentions:
        found.setdefault(mention.document, []).append(mention)
    return list(found.items())


def event_values(desk: Desk, event: Event, moment: datetime | None, address: Any) -> dict[str, Any]:
    """What the template of an event shows."""
    documents = desk.documents([event])
    rating, judged = desk.judgements(event, moment)
    own = {m.document for m in event.mentions}
    outlets = sorted({d.publisher for id, d in documents.items() if d.publisher and id in own})

    def passage(id: str, mention: MentionRef) -> tuple[str, str, str]:
        if mention.part != "body":
            return "", mention.text, ""
        return passage_of(documents[id].text, mention.span.start, mention.span.end)

    def words_of(field: str, value: Any, id: str) -> tuple[str, str, str, int] | None:
        for c in event.claims:
            if (c.field, c.value, c.document) == (field, value, id) and c.part != "title":
                return *passage_of(documents[id].text, c.span.start, c.span.end, 90), c.span.start
        return None

    return {
        "passage": passage, "words_of": words_of, "count_origins": count_origins,
        "event": event, "graph": draw_origin_graph(event, documents, address), "timeline": draw_timeline(event, address), "fields": fields_of(event), "reports": reports_of(event),
        "documents": documents, "address": address, "rating": rating, "rating_words": CREDIBILITY[rating], "judged": judged,
        "reliability": desk.reliability(outlets, moment), "reliability_words": RELIABILITY, "outlets": outlets,
    }  # fmt: skip


@get("/event/{id:str}", include_in_schema=False)
async def event(
    request: Request[Any, Any, Any], id: FromPath[str], as_of: FromQuery[str | None] = None
) -> Response[Any]:
    """One event with its receipt."""
    return _page(request, id, moment_of(as_of))


@post("/event/{id:str}/judge", include_in_schema=False, status_code=303)
async def judge_event(
    request: Request[Any, Any, Any], id: FromPath[str], as_of: FromQuery[str | None] = None
) -> Response[Any]:
    """Record what the person who is logged in judges, and show the page again."""
    session, given = await checked_form(request)
    desk, moment = desk_of(request), moment_of(as_of)
    found = _found(desk, id, moment)
    kind, value, target = given.get("kind", ""), given.get("value") or None, given.get("target", "")
    try:
        if kind not in get_args(Kind):
            raise InputError(kind or "nothing", "is no judgement", "choose one of the forms")
        other = _other(desk, given.get("other", ""), moment) if kind in ("same", "different") else None
        if kind == "reliability" and target not in {d.publisher for d in desk.documents([found]).values()}:
            raise InputError(
                target or "nobody", "is no outlet that reports this event", "choose one of the list"
            )
        about = target if kind in ("reliability", "undo") else found.id
        left = found if kind not in ("reliability", "undo") else None
        value = None if kind in ("same", "different", "undo") else (value or "")[:_LONGEST]
        await asyncio.to_thread(
            judge, desk.ledger, cast(Kind, kind), about, session.person, value, left, other
        )
    except InputError as problem:
        return _page(request, id, moment, f"{problem.name}: {problem.problem}; {problem.remedy}", 400, given)
    if moment is not None and moment <= desk.now(None):
        moment, as_of = None, None  # what was judged now is not seen as of then
    now = desk.event(id, moment) or next(
        (e for e in desk.events_of({m.document for m in found.mentions}, moment) if _share(e, found)), None
    )
    if now is None:
        return Redirect("/", status_code=303)
    return Redirect(
        f"/event/{now.id}" + (f"?{urlencode({'as_of': as_of})}" if as_of else "") + "#judged", status_code=303
    )


def _page(
    request: Request[Any, Any, Any],
    id: str,
    moment: datetime | None,
    problem: str = "",
    status: int = 200,
    given: dict[str, str] | None = None,
) -> Response[Any]:
    desk = desk_of(request)
    found = _found(desk, id, moment)
    related = [e for e in desk.events_of({m.document for m in found.mentions}, moment) if e.id != found.id]
    values = dict(
        **event_values(desk, found, moment, address_of(request)), related=related[:12], problem=problem, given=given or {},
        statuses=get_args(Status), credibility_words=CREDIBILITY, past=moment is not None and moment <= desk.now(None),
    )  # fmt: skip
    if status == 200:
        return page("event.html", request, **values)
    return Response(render("event.html", request, **values), status_code=status, media_type=MediaType.HTML)


def _found(desk: Desk, id: str, moment: datetime | None) -> Event:
    found = desk.event(id, moment)
    if found is None:
        raise NotFoundException(
            f"No event {id} as of then. It may have been told of only later, or its reports changed what it is."
        )
    return found


def _other(desk: Desk, words: str, moment: datetime | None) -> Event:
    """The event that a person names by its id, the beginning of it, or the address of its page."""
    ids = _ID.findall(words.partition("?")[0])
    events = desk.ledger.find_event(ids[-1], desk.now(moment)) if ids else ()
    if len(events) != 1:
        raise InputError(
            words or "nothing",
            "names no event" if not events else "several events begin so",
            "give the id of the other event, or the address of its page",
        )
    return events[0]


def _share(one: Event, two: Event) -> bool:
    return bool(
        {(m.document, m.part, m.span) for m in one.mentions}
        & {(m.document, m.part, m.span) for m in two.mentions}
    )


ROUTES = [event, judge_event]
