"""Every export format over the API, and the feeds to subscribe to: a calendar, alerts."""

import asyncio
import io
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.exceptions import ValidationException
from litestar.openapi import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import FromQuery, QueryParameter

from sayso.errors import InputError
from sayso.export.alerts import export_alerts
from sayso.export.calendar import write_calendar
from sayso.export.formats import PICTURES, SHOWN, WRITERS, export_bytes, export_picture
from sayso.export.json import export_schema
from sayso.ledger.views import View
from sayso.web.answers import AsOf, Tag, problems
from sayso.web.api import etag
from sayso.web.moments import moment_of
from sayso.web.queries import Desk

KINDS = {
    "json": "application/json", "jsonl": "application/jsonl", "csv": "text/csv; charset=utf-8", "ics": "text/calendar; charset=utf-8", "geojson": "application/geo+json",
    "rss": "application/rss+xml", "atom": "application/atom+xml", "prov": "application/ld+json", "webannotation": "application/ld+json", "plover": "text/csv; charset=utf-8",
    "ninjs": "application/json", "superdesk": "application/jsonl", "stix": "application/stix+json;version=2.1", "svg": "image/svg+xml", "png": "image/png",
    "parquet": "application/zip", "schema": "application/schema+json",
}  # fmt: skip
"""Every format with its media type; the tables of parquet come as one zip."""


_SAME = {
    304: ResponseSpec(
        data_container=None, description="What If-None-Match names still holds", generate_examples=False
    )
}


@get(
    "/api/v1/export",
    summary="Export",
    tags=["export"],
    responses=_SAME | problems(400, 401, 403, 404, 429),
    media_type="application/octet-stream",
)
async def export(
    request: Request[Any, Any, Any],
    format: Annotated[
        str,
        QueryParameter(
            description="As of `sayso export`.",
            enum=tuple(KINDS),
            examples=[Example(id="example", value="geojson")],
        ),
    ] = "json",
    as_of: AsOf = None,
    event: Annotated[
        str | None,
        QueryParameter(
            description="The event that svg and png draw.",
            max_length=40,
            examples=[Example(id="example", value="e1c02b3d4")],
        ),
    ] = None,
    picture: Annotated[
        str,
        QueryParameter(
            description="What they draw.",
            enum=tuple(SHOWN),
            examples=[Example(id="example", value="timeline")],
        ),
    ] = "origins",
    if_none_match: Tag = None,
) -> Response[bytes]:
    """Everything as of a moment, in any format of `sayso export`."""
    if format not in KINDS:
        raise ValidationException(f"format: {format!r} is none of {', '.join(KINDS)}")
    if picture not in SHOWN:
        raise ValidationException(f"picture: {picture!r} is none of {', '.join(SHOWN)}")
    if event and format not in PICTURES:
        raise ValidationException(f"event: is for {' and '.join(PICTURES)}; {format} holds every event")
    async with request.app.state.exporting:
        return await asyncio.to_thread(_serve, request, format, as_of, event, picture)


@get("/calendar.ics", include_in_schema=False)
async def calendar(request: Request[Any, Any, Any], as_of: FromQuery[str | None] = None) -> Response[bytes]:
    """The calendar, to subscribe to: from a month ago to two years ahead."""
    desk: Desk = request.app.state.desk
    moment = desk.now(moment_of(as_of))
    return _answer(request, "ics", write_calendar(*desk.dated(moment), moment))


@get(["/alerts.atom", "/alerts.rss"], include_in_schema=False)
async def alerts(request: Request[Any, Any, Any], as_of: FromQuery[str | None] = None) -> Response[bytes]:
    """The alerts, to subscribe to."""
    return await asyncio.to_thread(_serve, request, request.url.path.rpartition(".")[2], as_of)


def _serve(
    request: Request[Any, Any, Any],
    format: str,
    as_of: str | None,
    event: str | None = None,
    picture: str = "origins",
) -> Response[bytes]:
    desk: Desk = request.app.state.desk
    moment = desk.now(moment_of(as_of))
    try:
        body = _body(desk, format, moment, event, picture, str(request.base_url))
    except InputError as problem:
        raise ValidationException(str(problem)) from None
    return _answer(request, format, body)


def _answer(request: Request[Any, Any, Any], format: str, body: bytes) -> Response[bytes]:
    headers = {"ETag": etag(body), "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type=KINDS[format], headers=headers)


def _body(desk: Desk, format: str, moment: datetime, event: str | None, picture: str, base: str) -> bytes:
    if format in ("rss", "atom"):
        return export_alerts(desk.told(moment), moment, format == "atom", base)
    if format == "schema":
        return msgspec.json.encode(export_schema()) + b"\n"
    view = desk.view(moment)
    if format == "parquet":
        return _tables(view)
    return export_picture(view, event, picture, format) if format in PICTURES else export_bytes(view, format)


def _tables(view: View) -> bytes:
    from sayso.export.parquet import export_parquet

    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(packed, "w") as archive:
        for path in export_parquet(view, Path(folder)):
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes())
    return packed.getvalue()


assert {*WRITERS, *PICTURES, "parquet", "schema"} == KINDS.keys()
ROUTES = [export, calendar, alerts]
