"""Alerts as RSS 2.0 and Atom: an entry for what an event has become; another copy of a report is no news.

An entry's id is made of status, days, origins and conflicts: a feed reader shows it again when one of them changed, and only then.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import blake2b
from html import escape
from typing import Any

from sayso.ledger.turns import MOST, Told, alert_state
from sayso.ledger.views import View
from sayso.model import Event
from sayso.svg.wording import clean_words, summary_lines

SERVED = "http://127.0.0.1:8710/"
"""Where `sayso serve` shows the pages if it is not told otherwise."""


def export_alerts(told: Iterable[Told], as_of: datetime, atom: bool = False, base: str = SERVED) -> bytes:
    """A feed of events that changed, in the order given; its links lead to the pages at `base`."""
    from feedgen.feed import FeedGenerator

    feed: Any = FeedGenerator()
    feed.id("urn:sayso:alerts")
    feed.title("sayso: what became of events")
    feed.author(name="sayso")
    feed.description("Changes of status, days, origins and conflicts; not every copy of a report.")
    feed.link(href=base, rel="alternate")
    entries = list(told)
    feed.updated(max((when for _, when in entries), default=as_of).astimezone(UTC))
    for event, moment in entries:
        entry, when = feed.add_entry(order="append"), moment.astimezone(UTC)
        entry.id(alert_id(event))
        entry.title(clean_words(f"{event.status}: {event.label}"))
        entry.link(href=f"{base}event/{event.id}")
        entry.published(when)
        entry.updated(when)
        words = clean_words("; ".join([event.start or "no date", *summary_lines(event)]))
        entry.content(words, type="text") if atom else entry.description(escape(words, quote=False))
    return bytes(feed.atom_str(pretty=True) if atom else feed.rss_str(pretty=True))


def last_told(view: View, most: int = MOST) -> list[Told]:
    """The events of a view that changed last, newest first."""
    told = [
        Told(e, view.turns[e.id].moment if e.id in view.turns else e.last_published or view.as_of)
        for e in view.events
    ]
    return sorted(told, key=lambda t: (t.moment, t.event.id), reverse=True)[:most]


def alert_id(event: Event) -> str:
    """The id of an event's present state; the same until something that matters changes."""
    return f"urn:sayso:{event.id}:{blake2b(alert_state(event).encode(), digest_size=6).hexdigest()}"
