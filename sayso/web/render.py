"""Pages as text: the templates, addresses that keep the moment, and who is logged in."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Request, Response
from markupsafe import Markup, escape

from sayso.errors import InputError
from sayso.ledger.moments import parse_moment
from sayso.svg.wording import count_words
from sayso.web.queries import Desk
from sayso.web.wording import field_name, heading, name_of

_ERRORS = {
    400: "That is not understood", 401: "A token is needed", 403: "Not allowed", 404: "Not here", 405: "That cannot be done here", 408: "That came too slowly", 413: "That is too large",
    429: "Too much at once",
}  # fmt: skip


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("sayso.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "day": nice_day,
        "moment": _moment,
        "value": nice_value,
        "marked": marked,
        "name": name_of,
    }
    found.globals |= {
        "summary": count_words,
        "quote": quote,
        "days": nice_days,
        "heading": heading,
        "field_name": field_name,
    }
    return found


def _moment(when: datetime | None) -> str:
    if when is None:
        return "undated"
    when = when.astimezone(UTC)
    return f"{when.day} {when:%b %Y, %H:%M}"


def nice_day(words: str | None) -> str:
    """A day in words that a person reads, with the hour where one is given.

    >>> nice_day("2031-06-08"), nice_day("2031-06"), nice_day(None), nice_day("2031-06-18T09:30:00+02:00")
    ('Sun 8 Jun 2031', '2031-06', 'no date', 'Wed 18 Jun 2031, 09:30 +02:00')
    """
    if not words:
        return "no date"
    try:
        day = date.fromisoformat(words[:10])
    except ValueError:
        return words
    hour = re.fullmatch(r"T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?", words[10:])
    zone = {None: "", "Z": " UTC", "+00:00": " UTC"}.get(hour[2], f" {hour[2]}") if hour else ""
    return f"{day:%a} {day.day} {day:%b %Y}" + (f", {hour[1]}{zone}" if hour else "")


def nice_days(start: str | None, end: str | None) -> str:
    """From the first to the last day in as few words as can be.

    >>> nice_days("2031-06-18", "2031-06-20"), nice_days("2031-06-28", "2031-07-02"), nice_days("2031-05-01", "2031-05-31")
    ('18–20 Jun 2031', '28 Jun – 2 Jul 2031', 'May 2031')
    >>> nice_days("2031-01-01", "2031-12-31"), nice_days("2031-06-18", "2031-06-18"), nice_days("2031-12-30", "2032-01-02")
    ('2031', 'Wed 18 Jun 2031', '30 Dec 2031 – 2 Jan 2032')
    """
    try:
        a, b = date.fromisoformat((start or "")[:10]), date.fromisoformat((end or start or "")[:10])
    except ValueError:
        return nice_day(start) if not end or end == start else f"{nice_day(start)} – {nice_day(end)}"
    if a >= b:
        return nice_day(start)
    if a.day == 1 and (b + timedelta(days=1)).day == 1:
        if (a.year, a.month) == (b.year, b.month):
            return f"{a:%b %Y}"
        if a.year == b.year and (a.month, b.month) == (1, 12):
            return f"{a.year}"
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}–{b.day} {a:%b %Y}"
    return f"{a.day} {a:%b}{f' {a.year}' if a.year != b.year else ''} – {b.day} {b:%b %Y}"


def nice_value(value: object, field: str = "") -> str:
    """A value of a claim as a person reads it.

    >>> nice_value(3.0, "killed"), nice_value(12500.0, "troops"), nice_value("2031-06-18", "start"), nice_value("North Sea", "place")
    ('3', '12,500', 'Wed 18 Jun 2031', 'North Sea')
    """
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,g}"
    if value is None:
        return "none"
    return nice_day(str(value)) if field in ("start", "end") else str(value)


def marked(excerpt: str) -> Markup:
    """An excerpt whose found words, which stand between [ and ], are marked; all else is escaped."""
    return Markup(re.sub(r"\[([^\[\]]*)\]", r"<mark>\1</mark>", str(escape(excerpt))))


def _travel(as_of: str | None) -> tuple[str, str, str] | None:
    """The moment that is shown in words, and those a day earlier and later, to travel to."""
    try:
        when = (
            parse_moment(as_of.replace(" ", "+") if "T" in as_of else as_of, "as_of").astimezone(UTC)
            if as_of
            else None
        )
        if when is None:
            return None
        earlier, later = (f"{when + timedelta(days=d):%Y-%m-%dT%H:%MZ}" for d in (-1, 1))
        return f"{when:%a} {_moment(when)} UTC", earlier, later
    except (InputError, OverflowError, ValueError):
        return None


def render(name: str, request: Request[Any, Any, Any] | None, **values: Any) -> str:
    """A page as text; `at(path)` in templates makes an address that keeps the moment."""
    as_of = request.query_params.get("as_of") if request else None

    suffix = f"?{urlencode({'as_of': as_of})}" if as_of else ""

    def at(path: str, **more: str) -> str:
        if not more and "#" not in path:
            return path + suffix
        query = {k: v for k, v in {**more, "as_of": more.get("as_of", as_of)}.items() if v}
        head, _, fragment = path.partition("#")
        return head + (f"?{urlencode(query)}" if query else "") + (f"#{fragment}" if fragment else "")

    path = request.url.path if request else ""
    asked = {k: v for k, v in request.query_params.items() if k != "as_of"} if request else {}
    session = getattr(request.state, "session", None) if request else None
    return (
        _templates()
        .get_template(name)
        .render(
            at=at,
            as_of=as_of or "",
            travel=_travel(as_of),
            path=path,
            asked=asked,
            here=f"{path}?{urlencode(asked)}" if asked else path,
            session=session,
            served=request is not None,
            **values,
        )
    )


def page(name: str, request: Request[Any, Any, Any], **values: Any) -> Response[bytes]:
    """A page as an answer, which is kept for who asks the same again."""
    body = render(name, request, **values).encode()
    request.app.state.kept.keep(request, body, MediaType.HTML)
    return Response(body, media_type=MediaType.HTML)


def error_page(status: int, detail: str, back: str = "") -> str:
    """A page that says what went wrong; `back` is where to go after a login, where one helps."""
    return render(
        "error.html",
        None,
        status=status,
        words=_ERRORS.get(status, "Something broke" if status >= 500 else "That did not work"),
        detail=detail,
        back=back,
    )


def desk_of(request: Request[Any, Any, Any]) -> Desk:
    """What a request asks."""
    desk: Desk = request.app.state.desk
    return desk


def address_of(request: Request[Any, Any, Any]) -> Any:
    """A function from a document and an offset to an address that keeps the moment."""
    as_of = request.query_params.get("as_of")
    query = f"?{urlencode({'as_of': as_of})}" if as_of else ""

    def address(document: str, offset: int | None) -> str:
        return f"/document/{document}{query}" + (f"#s{offset}" if offset is not None else "")

    return address


def link_to(request: Request[Any, Any, Any]) -> Any:
    """A function from an event's id to an address that keeps the moment."""
    as_of = request.query_params.get("as_of")
    query = f"?{urlencode({'as_of': as_of})}" if as_of else ""
    return lambda id: f"/event/{id}{query}"
