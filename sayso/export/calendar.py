"""Dated events as iCalendar (RFC 5545): one UID an event for good, SEQUENCE rising with each slip or change of status."""

from collections.abc import Mapping
from datetime import UTC, date, timedelta
from itertools import pairwise
from typing import Any

from sayso.ledger.views import View
from sayso.model import Event

_STATUS = {"possible": "TENTATIVE", "postponed": "TENTATIVE", "lapsed": "TENTATIVE", "cancelled": "CANCELLED", "denied": "CANCELLED"}


def export_calendar(view: View) -> bytes:
    """The events that have a day, as one calendar to import or to subscribe to."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//sayso//evidence ledger//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "sayso")
    calendar.add("x-published-ttl", "PT1H")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    urls = {r.document.id: r.document.url for r in view.readings if r.document.url}
    for event in view.events:
        if event.start:
            calendar.add_component(_entry(event, view, urls))
    return bytes(calendar.to_ical())


def _entry(event: Event, view: View, urls: Mapping[str, str | None]) -> Any:
    from icalendar import Event as Entry

    assert event.start
    entry, turn = Entry(), view.turns.get(event.id)
    first, last = date.fromisoformat(event.start[:10]), date.fromisoformat((event.end or event.start)[:10])
    low, high = event.origins.low, event.origins.high
    origins = f"{low}" if low == high else f"{low}-{high}"
    entry.add("uid", f"{event.id}@sayso.invalid")
    entry.add("dtstamp", (turn.moment if turn else event.last_published or view.as_of).astimezone(UTC))
    entry.add("dtstart", first)
    entry.add("dtend", max(first, last) + timedelta(days=1))
    entry.add("sequence", turn.moves if turn else _sequence(event))
    entry.add("summary", event.label)
    entry.add("status", _STATUS.get(event.status, "CONFIRMED"))
    entry.add("transp", "TRANSPARENT")
    entry.add("categories", [event.type])
    if event.place:
        entry.add("location", event.place)
    lines = [f"sayso: {event.status}; {event.reports} reports, {origins} origins"]
    lines += [f"{what}: {', '.join(names)}" for what, names in (("confirmed by", event.confirmed_by), ("denied by", event.denied_by)) if names]
    lines += [f"{c.field}: {c.before} -> {c.after} ({c.origin})" for c in event.history]
    entry.add("description", "\n".join(lines))
    links = [url for d in dict.fromkeys(m.document for m in event.mentions) if (url := urls.get(d))]
    if links:
        entry.add("url", links[0])
        for link in links[1:20]:
            entry.add("attach", link)
    entry.add("x-sayso-status", event.status)
    entry.add("x-sayso-origins", origins)
    return entry


def _sequence(event: Event) -> int:
    """How often start, end or status was told anew: what a calendar needs to know that an entry changed."""
    told = [str(c.value) for c in sorted(event.claims, key=lambda c: str(c.published_at)) if c.field == "status"]
    return sum(h.field in ("start", "end") for h in event.history) + sum(a != b for a, b in pairwise(told))
