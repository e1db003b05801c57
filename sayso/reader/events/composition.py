"""The event mentions of a report: what the network found, with time, place, parties, figures and voice as records.

No list of words decides whether something is an event, of which kind, or in which status: that is the network's to say. Here its answers
for the mentions of one happening are brought together, and the words in each role become what they name.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from sayso.lexicon import load_table
from sayso.model import (
    Attribution,
    Document,
    EventMention,
    Factuality,
    Part,
    Place,
    Span,
    Status,
    TimeExpression,
)
from sayso.reader.encoder.events import STATUSES, Name, RawEvent, Words
from sayso.reader.events.anchoring import date_event
from sayso.reader.events.labels import Telling, make_label
from sayso.reader.events.participants import find_arguments
from sayso.reader.events.parts import PartOfReport
from sayso.reader.events.precedents import find_precedent
from sayso.reader.events.quantities import find_quantities
from sayso.reader.events.voices import find_voice

SHARED_STATUS = 0.5  # how much the other mentions of a happening count for a mention's status, beside its own
_SURE, _PROBABLE = 1.5, 0.5  # factuality (-3 to 3) from which on an event is said to be certain, probable
_SHOUTED = 3  # letters beyond which a name in capitals is no abbreviation
_FAR = 200  # code points beyond which a role's words do not widen a mention's extent


class Kind(NamedTuple):
    """What one happening of a report is, by all its mentions together."""

    concept: str
    salience: int
    centrality: float
    statuses: dict[str, float]
    """Mean log-chances."""
    label: str


def compose_events(
    document: Document,
    parts: Sequence[PartOfReport],
    raw: Sequence[RawEvent],
    names: Sequence[Name],
    attributions: Sequence[Attribution],
    rate: Callable[[Sequence[Span]], Iterable[float]] | None = None,
    home: str | None = None,
) -> tuple[EventMention, ...]:
    """The event mentions of a report, those of its title first, in order.

    `rate` says how sure each of some event words of the body is said to be, -3 to 3 (`sayso.reader.encoder.heads.rate_factuality`);
    `home` is the state that officials without one serve.
    """
    part = {p.part: p for p in parts}
    raw = [e for e in raw if e.part in part]
    happenings: dict[int, list[RawEvent]] = {}
    for e in raw:
        happenings.setdefault(e.event, []).append(e)
    kinds = {n: _kind(own, part) for n, own in happenings.items()}
    body = [e for e in raw if e.part == "body"]
    ratings = dict(zip((e.trigger for e in body), rate([e.trigger for e in body]))) if rate and body else {}
    made = [
        _mention(
            document,
            part[e.part],
            e,
            kinds[e.event],
            names,
            attributions,
            float(ratings.get(e.trigger, 2.0)),
            home,
        )
        for e in raw
    ]
    return settle_titles(made)


def _kind(mentions: Sequence[RawEvent], part: dict[Part, PartOfReport]) -> Kind:
    concepts: dict[str, float] = {}
    for e in mentions:
        for concept, chance in e.concepts.items():
            concepts[concept] = concepts.get(concept, 0.0) + math.exp(chance)
    statuses = {s: sum(e.statuses[s] for e in mentions) / len(mentions) for s in STATUSES}
    mean = [sum(e.salience[n] for e in mentions) / len(mentions) for n in range(3)]
    best = max(mentions, key=lambda e: e.salience[0]).salience
    blended = [(m + b) / 2 for m, b in zip(mean, best)]
    tellings = [_telling(e, part[e.part]) for e in mentions]
    return Kind(
        max(concepts, key=lambda c: (concepts[c], c)),
        1 + max(range(3), key=lambda n: blended[n]),
        blended[0],
        statuses,
        make_label(tellings),
    )


def _telling(e: RawEvent, part: PartOfReport) -> Telling:
    spans = (own(e.actors, e), own(e.affected, e), own(e.places, e), own(e.figures, e))
    return Telling(part.text, part.sentence(e.trigger.start), e.trigger, *spans, e.salience[0])


def own(words: Sequence[Words], e: RawEvent) -> tuple[Span, ...]:
    """The stretches of some words that stand in the same part of the report as a mention."""
    return tuple(w.span for w in words if w.part == e.part)


@cache
def plover_types() -> dict[str, tuple[str, str | None]]:
    """PLOVER's type and mode of each kind of event."""
    return {row["concept"]: (row["plover"], row["mode"] or None) for row in load_table("concepts")}


def _mention(
    document: Document,
    part: PartOfReport,
    e: RawEvent,
    kind: Kind,
    names: Sequence[Name],
    attributions: Sequence[Attribution],
    rating: float,
    home: str | None,
) -> EventMention:
    scores = {s: e.statuses[s] + SHARED_STATUS * kind.statuses[s] for s in STATUSES}
    status: Status = max(scores, key=lambda s: (scores[s], s))  # type: ignore[arg-type]
    type_, mode = plover_types()[kind.concept]
    voice = find_voice(attributions, e.trigger, e.said, own(e.sources, e)) if e.part == "body" else None
    return EventMention(
        trigger=e.trigger,
        extent=_extent(part, e),
        type=type_,
        mode=mode,
        concept=kind.concept,
        status=status,
        factuality=_factuality(status, rating),
        part=e.part,
        label=kind.label,
        lemma=e.trigger.of(part.text).casefold(),
        arguments=find_arguments(
            part,
            [w for w in e.actors if w.part == e.part],
            [w for w in e.affected if w.part == e.part],
            [n for n in names if n.part == e.part],
            home,
        ),
        figures=tuple(find_quantities(part.text, kind.concept, own(e.figures, e))),
        time=_time(document, part, e, status),
        place=_place(part, e),
        attribution=voice,
        precedent=find_precedent(part.text, part.sentence(e.trigger.start), e.trigger),
        salience=kind.salience,
        background=kind.salience == 3,
        event=e.event,
        said=e.said >= 0.5,
        vector=e.vector,
    )


def _time(document: Document, part: PartOfReport, e: RawEvent, status: Status) -> TimeExpression | None:
    return date_event(part.text, part.times_in(own(e.times, e)), status, document.published_at)


def _place(part: PartOfReport, e: RawEvent) -> Place | None:
    """The narrowest of the places that the words for where name: the first of them that is no state, else the first."""
    found = part.places_in(own(e.places, e))
    place = next((p for p in found if p.precision != "country"), found[0] if found else None)
    if place is not None and place.name.isupper() and len(place.name) > _SHOUTED:
        return replace(place, name=place.name.title())  # a dateline's capitals
    return place


def _extent(part: PartOfReport, e: RawEvent) -> Span:
    """From the first to the last of a mention's words within its sentence."""
    sentence = part.sentence(e.trigger.start)
    near = [
        s
        for s in (
            *own(e.actors, e),
            *own(e.affected, e),
            *own(e.places, e),
            *own(e.times, e),
            *own(e.figures, e),
        )
        if sentence.covers(s) and abs(s.start - e.trigger.start) < _FAR
    ]
    return Span(min(s.start for s in (*near, e.trigger)), max(s.end for s in (*near, e.trigger)))


def _factuality(status: Status, rating: float) -> Factuality:
    """FactBank's value for a status, as sure as the words are."""
    if status == "denied":
        return "CT-"
    if status == "possible":
        return "PS+"
    if status == "planned":
        return "PR+"
    return "CT+" if rating >= _SURE else "PR+" if rating >= _PROBABLE else "PS+"


_FIRMNESS = {"possible": 1, "planned": 2, "ongoing": 3, "occurred": 3}


def settle_titles(mentions: Sequence[EventMention]) -> tuple[EventMention, ...]:
    """A title sums up the body: its mentions take the voice and the status of the body's first mention of the same happening.

    Where the title has it more firmly, that is noted; the body counts.
    """
    first: dict[int, EventMention] = {}
    for m in mentions:
        if m.part == "body":
            first.setdefault(m.event, m)
    return tuple(
        _settle(m, first[m.event]) if m.part == "title" and m.event in first else m for m in mentions
    )


def _settle(titled: EventMention, body: EventMention) -> EventMention:
    firmer = _FIRMNESS.get(titled.status, 0) > _FIRMNESS.get(body.status, 3)
    return replace(
        titled,
        attribution=body.attribution,
        status=body.status,
        factuality=body.factuality,
        said=body.said,
        headline=titled.status if firmer else None,
    )
