"""What became of what a source or outlet said."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import islice

from msgspec import Struct

from sayso.model import ClaimView, Document, Event, Reading

_SHOWN = 200  # events, sayings and reports of one source that are shown


class Saying(Struct, frozen=True, kw_only=True):
    """Words that a report gives as those of a source."""

    document: str
    publisher: str | None
    published_at: datetime | None
    stance: str
    words: str
    start: int
    """Where they begin in the report, in code points."""


class SourceRecord(Struct, frozen=True, kw_only=True):
    """What a source or outlet said and how it came out."""

    name: str
    said: tuple[Saying, ...]
    """What reports give as its words, last published first."""
    events: tuple[Event, ...]
    announced: tuple[Event, ...]
    """The events that it said would come, or might."""
    outcomes: dict[str, int]
    """Of those how many came true, slipped (their first day moved, whatever came then), lapsed, were denied, cancelled, lie ahead."""
    leads: dict[str, int | None]
    """By event how many days before its first day it was announced first; negative where it was announced afterwards."""
    cites: dict[str, int]
    """Whom its reports cite, and how often."""
    cited_by: dict[str, int]
    """Outlets, and how many of their reports cite it or give its words."""
    documents: tuple[Document, ...]


_BECAME = {
    "occurred": "came true",
    "ongoing": "came true",
    "planned": "ahead",
    "possible": "ahead",
    "postponed": "ahead",
}


def source_record(name: str, said: Sequence[Event], readings: Sequence[Reading]) -> SourceRecord | None:
    """What became of what a source said, from the events that it speaks of; None where nobody of the name speaks."""
    wanted = name_key(name)
    own = [r for r in readings if name_key(r.document.publisher or "") == wanted]
    words = _sayings(wanted, readings)
    if not said and not own and not words:
        return None
    published = {r.document.id for r in own}
    outcomes = dict.fromkeys(("came true", "slipped", "lapsed", "denied", "cancelled", "ahead"), 0)
    announced: list[Event] = []
    leads: dict[str, int | None] = {}
    for event in said:
        first = _announcement(event, wanted, published)
        if first is None:
            continue
        announced.append(event)
        became = _BECAME.get(event.status, event.status)
        outcomes[became] = outcomes.get(became, 0) + 1
        outcomes["slipped"] += event.status == "postponed" or any(h.field == "start" for h in event.history)
        leads[event.id] = _lead(event, first)
    cites = _count(c.outlet for r in own for c in r.citations)
    cited_by = _count(
        r.document.publisher or r.document.id
        for r in readings
        if r.document.id not in published and _cites(r, wanted)
    )
    return SourceRecord(
        name=name, said=tuple(words[:_SHOWN]), events=tuple(said[:_SHOWN]), announced=tuple(announced), outcomes=outcomes, leads=leads, cites=cites, cited_by=cited_by,
        documents=tuple(r.document for r in islice(own, _SHOWN)),
    )  # fmt: skip


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """What two writings of a name have in common.

    >>> name_key("The  Norwegian defence ministry") == name_key("Norwegian Defence Ministry")
    True
    """
    return " ".join(name.casefold().split()).removeprefix("the ")


def _cites(reading: Reading, wanted: str) -> bool:
    """Whether a report cites an outlet, or gives words as those of a source."""
    return any(name_key(c.outlet) == wanted for c in reading.citations) or any(
        name_key(c.name) == wanted for a in reading.attributions for c in a.chain[1:]
    )


def _sayings(wanted: str, readings: Sequence[Reading]) -> list[Saying]:
    found: list[Saying] = []
    for reading in readings:
        about = reading.document
        for a in reading.attributions:
            cited = a.chain[1:] or a.chain  # the chain begins with the outlet that prints it
            if a.content and any(name_key(c.name) == wanted for c in cited):
                words = " … ".join(" ".join(about.text[s.start : s.end].split()) for s in a.content)
                found.append(
                    Saying(
                        document=about.id,
                        publisher=about.publisher,
                        published_at=about.published_at,
                        stance=a.stance,
                        words=words,
                        start=a.content[0].start,
                    )
                )
    return sorted(
        found,
        key=lambda s: (
            s.published_at is not None,
            s.published_at.timestamp() if s.published_at else 0.0,
            -s.start,
        ),
        reverse=True,
    )


def _announcement(event: Event, wanted: str, published: set[str]) -> ClaimView | None:
    """The first claim by a source, or in its own reports, that the event would come."""
    ahead = [
        c
        for c in event.claims
        if c.field == "status"
        and c.value in ("planned", "possible")
        and (wanted in c.origin.casefold() or c.document in published)
    ]
    return min(
        ahead,
        key=lambda c: (c.published_at is None, c.published_at.timestamp() if c.published_at else 0.0),
        default=None,
    )


def _lead(event: Event, claim: ClaimView) -> int | None:
    """Days from the announcement to the first day that the event was announced for."""
    start = next(
        (c.value for c in event.claims if c.field == "start" and c.document == claim.document), event.start
    )
    try:
        return (
            (date.fromisoformat(str(start)[:10]) - claim.published_at.date()).days
            if start and claim.published_at
            else None
        )
    except ValueError:
        return None


def speakers(event: Event) -> set[str]:
    """Who speaks of an event, as keys of their names."""
    names = {*event.confirmed_by, *event.denied_by, *event.declined_by, *event.origins.names}
    names |= {c.name for line in event.origins.receipt for c in line.chain} | {
        line.origin for line in event.origins.receipt
    }
    return {name_key(n) for n in names}


def _count(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return dict(sorted(found.items(), key=lambda x: (-x[1], x[0])))
