"""The list of events: facets beside rows beside a preview, its whole state in the address."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple, cast
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.exceptions import ValidationException

from sayso.errors import InputError
from sayso.ledger.listing import COLUMNS, SORTS, TERMS, Sort, Wanted
from sayso.ledger.moments import stamp
from sayso.model import ClaimView, Document, Event
from sayso.web import wording
from sayso.web.moments import moment_of
from sayso.web.queries import Desk
from sayso.web.render import desk_of, nice_day, page

_PAGE = 50
_LISTS = (*COLUMNS, *TERMS)
_FEW = 8  # values of a facet that stand open
_LONGEST = 200
_NAMES = {
    "status": "Status",
    "kind": "Kind",
    "country": "State",
    "outlet": "Outlet",
    "source": "Source",
    "salience": "How much it is told of",
}
_SALIENCE = {1: "what a report is about", 2: "part of a story", 3: "background"}
_SORT_NAMES = {
    "relevance": "what matters most", "newest": "told of last", "day": "day of the event", "origins": "most origins", "reports": "most reports",
}  # fmt: skip
Pairs = list[tuple[str, str]]


class Choice(NamedTuple):
    """One value of a facet: what it is called, how many it shows, where it leads, whether it is chosen."""

    value: str
    words: str
    number: int
    href: str
    chosen: bool


def wanted_of(asked: Any, moment: datetime) -> tuple[Wanted, Sort]:
    """What a request's parameters ask for; raises a 400 that names the one that is wrong."""
    lists: dict[str, Any] = {n: tuple(v[:_LONGEST] for v in asked.getall(n, []) if v) for n in _LISTS}
    if any(v not in ("1", "2", "3") for v in lists["salience"]):
        raise ValidationException("salience: is none of 1, 2, 3")
    lists["salience"] = tuple(int(v) for v in lists["salience"])
    origins = asked.get("origins") or "0"
    if not origins.isdecimal() or len(origins) > 4:
        raise ValidationException(
            f"origins: {origins!r} is no number; write the least number of them, such as 2"
        )
    sort = asked.get("sort") or "relevance"
    if sort not in SORTS:
        raise ValidationException(f"sort: is none of {', '.join(SORTS)}")
    since = moment_of(asked.get("since"), "since")
    wanted = Wanted(
        **lists, origins=int(origins), contested=asked.get("contested") == "1", background=asked.get("background") == "1",
        first=_day(asked, "from"), last=_day(asked, "to"), since=stamp(min(since, moment)) if since else None,
    )  # fmt: skip
    return wanted, cast(Sort, sort)


def _day(asked: Any, name: str) -> str | None:
    words = asked.get(name)
    if not words:
        return None
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        raise ValidationException(f"{name}: {words!r} is no day; write it as 2031-06-01") from None


def _address(pairs: Pairs) -> str:
    return "/events" + (f"?{urlencode(pairs)}" if pairs else "")


def _toggled(pairs: Pairs, name: str, value: str, alone: bool = False) -> str:
    """The address with one value chosen, or no longer; `alone`: in place of others of its name."""
    here = (name, value)
    if here in pairs:
        return _address([p for p in pairs if p != here])
    return _address([p for p in pairs if not alone or p[0] != name] + [here])


def _words(facet: str, value: Any) -> str:
    if facet == "salience":
        return _SALIENCE[int(value)]
    return wording.name_of(value) if facet == "country" else str(value)


def _choices(pairs: Pairs, facet: str, counted: list[tuple[Any, int]]) -> list[Choice]:
    chosen = [v for n, v in pairs if n == facet]
    held = {str(v) for v, _ in counted}
    rows = [*counted, *((v, 0) for v in chosen if v not in held)]
    found = [
        Choice(
            str(v), _words(facet, v), n, _toggled(pairs, facet, str(v), facet == "origins"), str(v) in chosen
        )
        for v, n in rows
    ]
    return sorted(found, key=lambda c: not c.chosen)


def _chips(pairs: Pairs) -> list[tuple[str, str]]:
    """What is set, in words, each with the address without it."""
    found = []
    for name, value in pairs:
        words = {
            "origins": f"at least {value} origin{'' if value == '1' else 's'}", "contested": "in dispute", "background": "with background",
            "from": f"from {nice_day(value)}", "to": f"to {nice_day(value)}", "since": f"told of since {value}",
        }.get(name) or (_words(name, value) if name in _LISTS else "")  # fmt: skip
        if words:
            found.append((words, _address([p for p in pairs if p != (name, value)])))
    return found


def _whens(pairs: Pairs, months: list[tuple[str, int]]) -> list[Choice]:
    """The months in which events begin, the last first; the years, where there are many months."""
    long = len(months) > 2 * _FEW
    counted: dict[str, int] = {}
    for month, n in months:
        counted[month[:4] if long else month] = counted.get(month[:4] if long else month, 0) + n
    found = []
    rest = [p for p in pairs if p[0] not in ("from", "to")]
    for part, n in sorted(counted.items(), reverse=True):
        first = f"{part}-01-01" if long else f"{part}-01"
        last = f"{part}-12-31" if long else _last_day(part)
        days = [("from", first), ("to", last)]
        chosen = all(d in pairs for d in days)
        words = part if long else f"{date.fromisoformat(first):%B %Y}"
        found.append(Choice(part, words, n, _address(rest if chosen else rest + days), chosen))
    return found


def _last_day(month: str) -> str:
    from calendar import monthrange

    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]:02}"


def quoted(
    event: Event, documents: dict[str, Document], most: int = 2
) -> list[tuple[ClaimView, Document, str, str, str]]:
    """The words on which an event rests: of the first origins one claim each, with what stands before and after it in its sentence."""
    found, seen = [], set[str]()
    for claim in sorted(
        event.claims, key=lambda c: (c.field != "status", c.published_at or datetime.max.replace(tzinfo=UTC))
    ):
        document = documents.get(claim.document)
        if document is None or claim.origin in seen or claim.part == "title":
            continue
        seen.add(claim.origin)
        found.append((claim, document, *wording.passage_of(document.text, claim.span.start, claim.span.end)))
        if len(found) == most:
            break
    return found


def list_values(desk: Desk, asked: Any, moment: datetime | None) -> dict[str, Any]:
    """What the template of the list shows."""
    wanted, sort = wanted_of(asked, desk.now(moment))
    pairs: Pairs = [(k, v[:_LONGEST]) for k, v in asked.multi_items() if v and k not in ("cursor", "row")]
    try:
        listed = desk.list_events(wanted, sort, _PAGE, asked.get("cursor"), moment)
    except InputError as problem:
        raise ValidationException(f"{problem.name}: {problem.problem}; {problem.remedy}") from None
    total, counted, months = desk.count_listed(wanted, moment)
    facets = [
        (n, _NAMES[n], _choices(pairs, n, counted[n]))
        for n in ("status", "kind", "country", "outlet", "source", "salience")
    ]
    row = asked.get("row") or (listed.events[0].id if listed.events else "")
    shown = desk.event(row, moment) if row else None
    documents = desk.documents([shown]) if shown else {}
    return {
        "events": listed.events, "total": total, "facets": facets, "few": _FEW, "origins": _choices(pairs, "origins", counted["origins"]),
        "contested": _choices(pairs, "contested", [("1", counted["contested"][0][1])])[0],
        "background": dict(counted["salience"]).get(3, 0), "background_href": _toggled(pairs, "background", "1"), "with_background": wanted.background,
        "whens": _whens(pairs, months), "chips": _chips(pairs), "reset": _address([p for p in pairs if p[0] == "as_of"]),
        "sorts": [(s, _SORT_NAMES[s], _address([p for p in pairs if p[0] != "sort"] + [("sort", s)])) for s in SORTS], "sort": sort,
        "next": _address([*pairs, ("cursor", listed.next)]) if listed.next else None, "pairs": pairs,
        "pick": lambda id: _address([*pairs, *([("cursor", asked["cursor"])] if asked.get("cursor") else []), ("row", id)]) + f"#{id}",
        "shown": shown, "quoted": quoted(shown, documents) if shown else [], "w": wording,
    }  # fmt: skip


@get("/events", include_in_schema=False)
async def events(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Events, filtered, ranked, a page at a time."""
    desk, moment = desk_of(request), moment_of(request.query_params.get("as_of"))
    return page("events.html", request, **await desk.aside(list_values, desk, request.query_params, moment))


ROUTES = [events]
