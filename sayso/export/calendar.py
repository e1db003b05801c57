"""Dated events as iCalendar (RFC 5545): one UID an event for good; SEQUENCE rises where days or STATUS change (RFC 5546, 2.1.4), not with copies."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from sayso.ledger.turns import CALENDAR_STATUS, Turn, calendar_status
from sayso.ledger.views import View
from sayso.model import Event
from sayso.svg.wording import clean_words, plain_address, summary_lines

_LINKS = 20


def export_calendar(view: View) -> bytes:
    """The events of a view that have a day, as one calendar."""
    urls = {r.document.id: r.document.url for r in view.readings if r.document.url}
    return write_calendar(view.events, urls, view.turns, view.as_of)


def write_calendar(
    events: Iterable[Event], urls: Mapping[str, str | None], turns: Mapping[str, Turn], as_of: datetime
) -> bytes:
    """Those of the events that have a day, as one calendar to import or to subscribe to; `urls` are those of documents."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//sayso//evidence ledger//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "sayso")
    calendar.add("x-published-ttl", "PT1H")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for event in events:
        if event.start:
            calendar.add_component(_entry(event, urls, turns.get(event.id), as_of))
    return bytes(calendar.to_ical())


def _entry(event: Event, urls: Mapping[str, str | None], turn: Turn | None, as_of: datetime) -> Any:
    from icalendar import Event as Entry

    entry = Entry()
    start, end = bounds_of(event)
    entry.add("uid", f"{event.id}@sayso.invalid")
    entry.add("dtstamp", (turn.moment if turn else event.last_published or as_of).astimezone(UTC))
    entry.add("dtstart", start)
    if end is not None:
        entry.add("dtend", end)
    entry.add("sequence", turn.moves if turn else _sequence(event))
    entry.add("summary", clean_words(event.label))
    entry.add("status", calendar_status(event))
    entry.add("transp", "TRANSPARENT")
    entry.add("categories", [event.type])
    if event.place:
        entry.add("location", clean_words(event.place))
    lines = summary_lines(event) + [f"{c.field}: {c.before} -> {c.after} ({c.origin})" for c in event.history]
    entry.add("description", clean_words("\n".join(lines)))
    links = [
        plain_address(url) for d in dict.fromkeys(m.document for m in event.mentions) if (url := urls.get(d))
    ]
    if links:
        entry.add("url", links[0])
        for link in links[1:_LINKS]:
            entry.add("attach", link)
    entry.add("x-sayso-status", event.status)
    low, high = event.origins.low, event.origins.high
    entry.add("x-sayso-origins", f"{low}" if low == high else f"{low}-{high}")
    return entry


def bounds_of(event: Event) -> tuple[date | datetime, date | datetime | None]:
    """DTSTART and DTEND: days (the end is the day after the last) or, where the start is an instant, instants; none where it ends as it starts.

    >>> bounds_of(Event(id="e1", label="", type="", status="planned", start="2031-06-23", end="2031-06-24"))
    (datetime.date(2031, 6, 23), datetime.date(2031, 6, 25))
    """
    start, end = event.start or "", event.end or event.start or ""
    if len(start) <= 10:
        first = date.fromisoformat(start)
        return first, max(first, date.fromisoformat(end[:10])) + timedelta(days=1)
    begun = datetime.fromisoformat(start)
    if len(end) <= 10:
        over = datetime.combine(date.fromisoformat(end) + timedelta(days=1), time(), begun.tzinfo)
    else:
        over = datetime.fromisoformat(end)
        over = over.replace(tzinfo=begun.tzinfo) if begun.tzinfo is None or over.tzinfo is None else over
    if begun.tzinfo is not None:
        begun, over = begun.astimezone(UTC), over.astimezone(UTC)
    return begun, over if over > begun else None


def _sequence(event: Event) -> int:
    """How often days or STATUS were told anew, where the ledger's states are not at hand."""
    claims = sorted((c for c in event.claims if c.field == "status"), key=lambda c: str(c.published_at))
    told = [CALENDAR_STATUS.get(str(c.value), "CONFIRMED") for c in claims]
    return sum(h.field in ("start", "end") for h in event.history) + sum(a != b for a, b in pairwise(told))
