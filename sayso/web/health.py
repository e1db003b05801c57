"""What machines ask of a server: whether it lives, whether it can answer, what its API is."""

from typing import Any

import msgspec
from litestar import MediaType, Request, Response, get

from sayso.errors import LedgerError
from sayso.web.described import mended
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


@get("/api/v1/openapi.json", include_in_schema=False, media_type="application/vnd.oai.openapi+json")
async def description(request: Request[Any, Any, Any]) -> bytes:
    """The API's description, OpenAPI 3.1; /api/v1/schema/openapi.json, its first address, stays."""
    return msgspec.json.encode(mended(request.app.openapi_schema.to_schema()))


ROUTES = [healthz, readyz, description]
