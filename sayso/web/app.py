"""The application: pages and API over one ledger, guarded."""

import asyncio
from functools import partial
from typing import Any
from urllib.parse import urlencode

from litestar import Litestar, MediaType, Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.openapi import OpenAPIConfig

from sayso import __version__
from sayso.ledger import Ledger
from sayso.web.adding import Adder
from sayso.web.api import ROUTES as API
from sayso.web.described import Described
from sayso.web.event_list import ROUTES as EVENTS
from sayso.web.event_page import ROUTES as EVENT
from sayso.web.exports import ROUTES as EXPORTS
from sayso.web.health import ROUTES as HEALTH
from sayso.web.kept import Kept
from sayso.web.login import ROUTES as LOGIN
from sayso.web.pages import ROUTES as PAGES
from sayso.web.patience import Patient
from sayso.web.queries import Desk
from sayso.web.render import error_page
from sayso.web.security import HEADERS, LOOPBACK, Guard
from sayso.web.verifying import ROUTES as VERIFY

_EXPORTS = 2  # at a time; others wait, pages go on
_LARGEST = 2_000_000  # bytes of a request
_A_MINUTE = 6000  # requests of one client
_PATIENCE = 20.0  # seconds in which what is sent must have come


def make_app(
    ledger: Ledger,
    *,
    hosts: tuple[str, ...] = (),
    read_token: str | None = None,
    write_token: str | None = None,
    a_minute: int = _A_MINUTE,
    patience: float = _PATIENCE,
) -> Litestar:
    """The application over a ledger; `hosts` are served beside the loopback ones, tokens guard reading and writing.

    `a_minute` are the requests that one client may ask in a minute, `patience` the seconds in which a request must have come.

    >>> from sayso.ledger import Ledger
    >>> app = make_app(Ledger(":memory:"))
    >>> sorted(r.path for r in app.routes)[:2]
    ['/', '/alerts.atom']
    """
    adder = Adder(ledger)
    guard = Guard((*LOOPBACK, *hosts), read_token, write_token)
    desk = Desk(ledger)
    kept = Kept(desk)

    async def before(request: Request[Any, Any, Any]) -> Response[Any] | None:
        return await guard(request) or kept.find(request)

    return Litestar(
        route_handlers=[*HEALTH, *PAGES, *EVENTS, *EVENT, *LOGIN, *API, *VERIFY, *EXPORTS],
        before_request=before,
        after_request=_finish,
        exception_handlers={HTTPException: _problem, Exception: _problem},
        middleware=[RateLimitConfig(rate_limit=("minute", a_minute)).middleware, partial(Patient, patience=patience)],
        openapi_config=OpenAPIConfig(title="sayso", version=__version__, description="On whose say-so? An evidence ledger for the news.",
                                     path="/api/v1/schema", render_plugins=[Described(path="/openapi.json")]),
        request_max_body_size=_LARGEST,
        state=State({"desk": desk, "kept": kept, "guard": guard, "adder": adder, "exporting": asyncio.Semaphore(_EXPORTS)}),
        on_shutdown=[adder.close],
        debug=False,
    )  # fmt: skip


async def _finish(response: Response[Any]) -> Response[Any]:
    """Headers of safety on every answer, and an ETag on what can be asked for again."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _problem(request: Request[Any, Any, Any], problem: Exception) -> Response[Any]:
    """What went wrong: a page for people, problem+json (RFC 9457) for programs; never a traceback."""
    status = getattr(problem, "status_code", 500)
    detail = (
        getattr(problem, "detail", "")
        if status < 500
        else "sayso could not answer this; the server's log tells more"
    )
    if request.url.path.startswith("/api/"):
        titles = {
            400: "Bad request",
            401: "Unauthorized",
            403: "Forbidden",
            404: "Not found",
            408: "Too slow",
            405: "Method not allowed",
            413: "Too large",
            429: "Too many requests",
        }
        body = {
            "type": "about:blank",
            "title": titles.get(status, "Error"),
            "status": status,
            "detail": detail,
            "instance": request.url.path,
        }
        answer: Response[Any] = Response(body, status_code=status, media_type="application/problem+json")
    else:
        answer = Response(
            error_page(status, detail, _back(request) if status == 401 else ""),
            status_code=status,
            media_type=MediaType.HTML,
        )
    answer.headers.update(HEADERS)
    if status >= 500:
        import logging

        logging.getLogger("sayso.web").exception("%s %s", request.method, request.url.path, exc_info=problem)
    return answer


def _back(request: Request[Any, Any, Any]) -> str:
    """Where a login leads back to: the page that was asked for, or that a form stood on."""
    path = request.url.path if request.method == "GET" else request.url.path.removesuffix("/judge")
    return f"/login?{urlencode({'next': path + (f'?{request.url.query}' if request.url.query else '')})}"
