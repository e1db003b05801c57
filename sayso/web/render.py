"""Pages as text: the templates, addresses that keep the moment, and who is logged in."""

from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Request

from sayso.svg.wording import count_words
from sayso.web.queries import Desk


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("sayso.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    found.filters["day"] = lambda when: f"{when:%d %b %Y}" if isinstance(when, datetime) else nice_day(when)
    found.filters["moment"] = lambda when: f"{when:%d %b %Y %H:%M}" if when else "undated"
    found.globals |= {"summary": count_words, "quote": quote}
    return found


def nice_day(words: str | None) -> str:
    """A day in words that a person reads.

    >>> nice_day("2031-06-18"), nice_day("2031-06"), nice_day(None)
    ('Wed 18 Jun 2031', '2031-06', 'no date')
    """
    if not words:
        return "no date"
    try:
        return f"{date.fromisoformat(words[:10]):%a %d %b %Y}"
    except ValueError:
        return words


def render(name: str, request: Request[Any, Any, Any] | None, **values: Any) -> str:
    """A page as text; `at(path)` in templates makes an address that keeps the moment."""
    as_of = request.query_params.get("as_of") if request else None

    def at(path: str, **more: str) -> str:
        query = {k: v for k, v in {**more, "as_of": as_of}.items() if v}
        head, _, fragment = path.partition("#")
        return head + (f"?{urlencode(query)}" if query else "") + (f"#{fragment}" if fragment else "")

    path = request.url.path if request else "/"
    asked = {k: v for k, v in request.query_params.items() if k != "as_of"} if request else {}
    session = getattr(request.state, "session", None) if request else None
    return (
        _templates()
        .get_template(name)
        .render(at=at, as_of=as_of or "", path=path, asked=asked, session=session, served=request is not None, **values)
    )


def error_page(status: int, detail: str, back: str = "") -> str:
    """A page that says what went wrong; `back` is where to go after a login, where one helps."""
    return render("error.html", None, status=status, detail=detail, back=back)


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
