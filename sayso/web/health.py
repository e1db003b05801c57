"""What keeps a server running asks of it: whether it lives, and whether it can answer."""

from typing import Any

from litestar import MediaType, Request, Response, get

from sayso.errors import LedgerError
from sayso.web.render import desk_of


@get("/healthz", include_in_schema=False)
async def healthz() -> Response[str]:
    """The process answers."""
    return Response("ok\n", media_type=MediaType.TEXT)


@get("/readyz", include_in_schema=False)
async def readyz(request: Request[Any, Any, Any]) -> Response[str]:
    """The ledger answers; 503 where it does not."""
    desk = desk_of(request)
    try:
        await desk.aside(desk.last_addition)
    except LedgerError:
        return Response("the ledger does not answer\n", status_code=503, media_type=MediaType.TEXT)
    return Response("ok\n", media_type=MediaType.TEXT)


ROUTES = [healthz, readyz]
