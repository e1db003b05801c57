"""A brief or an event as one HTML file to mail or to print: the page's own template, its sheet within it, no address that needs a server."""

import re
from datetime import datetime
from importlib.resources import files

from sayso.errors import InputError
from sayso.ledger import Ledger
from sayso.web.event_page import event_values
from sayso.web.pages import today_values
from sayso.web.queries import Desk
from sayso.web.render import render

_LINK = re.compile(r'<a (class="[^"]*" )?href="(?:/[^"]*|)"[^>]*>(.*?)</a>', re.DOTALL)
_BAR = re.compile(
    r'<a class="skip".*?</header>\s*|<p data-live.*?</p>\s*|<div class="then".*?</div>', re.DOTALL
)
_HEAD = re.compile(r'<link rel="icon".*?</script>', re.DOTALL)


def brief_html(ledger: Ledger, as_of: datetime | None = None, since: datetime | None = None) -> str:
    """The brief as of a moment."""
    desk = Desk(ledger)
    return _alone(render("today.html", None, show="all", **today_values(desk, as_of, since)))


def event_html(ledger: Ledger, id: str, as_of: datetime | None = None) -> str:
    """One event with its receipt; raises InputError where the id names none, or several."""
    desk = Desk(ledger)
    found = ledger.find_event(id, desk.now(as_of))
    if len(found) != 1:
        raise InputError(
            id, "no event of that id" if not found else "several events begin so", "`sayso events` lists them"
        )
    page = render(
        "event.html", None, **event_values(desk, found[0], as_of, lambda document, offset: ""), related=[]
    )
    return _alone(page)


def _alone(page: str) -> str:
    sheet = (files("sayso") / "web" / "static" / "style.css").read_text(encoding="utf-8")
    page = _HEAD.sub(lambda _: f"<style>{sheet}</style>", page, count=1)
    page = _BAR.sub("", page)
    while _LINK.search(page):
        page = _LINK.sub(
            lambda m: f"<span {m[1].strip()}>{m[2]}</span>" if m[1] else m[2], page
        )  # a mark keeps its shape and colour
    return page
