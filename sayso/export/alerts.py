"""Alerts as RSS 2.0 and Atom: an entry for what an event has become; another copy of a report is no news.

An entry's id is made of status, days, origins and conflicts: a feed reader shows it again when one of them changed, and only then.
"""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sayso.ledger.turns import alert_state
from sayso.ledger.views import View
from sayso.model import Event


def export_alerts(view: View, atom: bool = False, most: int = 200, base: str = "http://127.0.0.1:8710/") -> bytes:
    """The events last told of, newest first, as a feed whose links lead to the pages at `base`, by default where `sayso serve` shows them."""
    from feedgen.feed import FeedGenerator

    feed: Any = FeedGenerator()
    feed.id("urn:sayso:alerts")
    feed.title("sayso: what became of events")
    feed.description("Changes of status, days, origins and conflicts; not every copy of a report.")
    feed.link(href=base, rel="alternate")
    feed.updated(view.as_of)

    def turned(event: Event) -> datetime:
        turn = view.turns.get(event.id)
        return (turn.moment if turn else event.last_published or view.as_of).astimezone(UTC)

    told = sorted((e for e in view.events if e.last_published), key=lambda e: (turned(e), e.id), reverse=True)[:most]
    for event in told:
        entry = feed.add_entry(order="append")
        entry.id(alert_id(event))
        entry.title(f"{event.status}: {event.label}")
        entry.link(href=f"{base}event/{event.id}")
        when = turned(event)
        entry.published(when)
        entry.updated(when)
        entry.content(_words(event), type="text") if atom else entry.description(_words(event))
    return bytes(feed.atom_str(pretty=True) if atom else feed.rss_str(pretty=True))


def alert_id(event: Event) -> str:
    """The id of an event's present state; the same until something that matters changes."""
    return f"urn:sayso:{event.id}:{blake2b(alert_state(event).encode(), digest_size=6).hexdigest()}"


def _words(event: Event) -> str:
    low, high = event.origins.low, event.origins.high
    lines = [f"{event.status}, {event.start or 'no date'}", f"{event.reports} reports, {low if low == high else f'{low}-{high}'} origins"]
    lines += [f"{what}: {', '.join(names)}" for what, names in (("confirmed by", event.confirmed_by), ("denied by", event.denied_by), ("contested", [c.field for c in event.conflicts])) if names]
    return "; ".join(lines)
