"""What was added, as it is added: Server-Sent Events that go on where they broke off."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.exceptions import TooManyRequestsException
from litestar.params import HeaderParameter, QueryParameter
from litestar.response import ServerSentEvent, ServerSentEventMessage

from sayso.web.answers import Told, answers
from sayso.web.render import desk_of

_EVERY, _STILL, _LOT, _STREAMS = (
    2.0,
    15.0,
    200,
    50,
)  # seconds between looks, seconds of silence, changes told at once, streams open
_SHOWN = {"event": "reading", "id": "42", "data": '{"seq":42,"ref":"0f3a9c1b2d4e5f60.0"}'}
Once = Annotated[bool, QueryParameter(description="Tell what there is and end.")]
Last = Annotated[
    int | None,
    HeaderParameter(name="Last-Event-ID", description="Tell what was added after this one.", ge=0, le=2**53),
]


@get(
    "/api/v1/changes",
    summary="Changes",
    tags=["events"],
    responses=answers(Told, "A stream", media="text/event-stream", example=_SHOWN),
)
async def changes(
    request: Request[Any, Any, Any], once: Once = False, last_event_id: Last = None
) -> ServerSentEvent:
    """Server-Sent Events: `position` first, then one of `reading`, `links`, `judgement` or `redaction` for each addition.

    A browser that lost the line sends Last-Event-ID by itself and misses nothing.
    """
    desk, state = desk_of(request), request.app.state
    if state.get("streams", 0) >= _STREAMS:
        raise TooManyRequestsException("too many streams are open; close one")

    async def watch() -> AsyncIterator[ServerSentEventMessage]:
        state.streams = state.get("streams", 0) + 1
        try:
            at = last_event_id if last_event_id is not None else desk.last_addition()
            yield ServerSentEventMessage(
                event="position", id=str(at), data=msgspec.json.encode({"seq": at}).decode()
            )
            quiet = 0.0
            while True:
                some = desk.additions(at, _LOT)
                for seq, kind, ref in some:
                    at = seq
                    yield ServerSentEventMessage(
                        event=kind, id=str(seq), data=msgspec.json.encode({"seq": seq, "ref": ref}).decode()
                    )
                if len(some) == _LOT:
                    continue
                if once:
                    return
                quiet = 0.0 if some else quiet + _EVERY
                if quiet >= _STILL:
                    quiet = 0.0
                    yield ServerSentEventMessage(comment="still here")
                await asyncio.sleep(_EVERY)
        finally:
            state.streams -= 1

    return ServerSentEvent(watch())
