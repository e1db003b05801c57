"""Where a hit leads: the event that it speaks of, and the words themselves in the report."""

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from sayso.ledger.search import Hit
from sayso.model import Event, Reading, Span

_NEAR = (
    240  # code points from the words of a report to the mention of the event that they are taken to speak of
)


def place_hits(hits: Sequence[Hit], readings: Iterable[Reading], events: Iterable[Event]) -> tuple[Hit, ...]:
    """Hits with the span that each stands on, `[start, end)` in its document's text, and the event that its words speak of, where one does."""
    held = {r.document.id: r for r in readings}
    spoken: dict[str, list[tuple[Span, str, str]]] = {}
    for event in events:
        for m in event.mentions:
            if m.part == "body":
                spoken.setdefault(m.document, []).append((m.span, event.id, event.label))
    return tuple(_placed(hit, held.get(hit.document), spoken.get(hit.document, [])) for hit in hits)


def group_hits(hits: Iterable[Hit]) -> list[list[Hit]]:
    """Hits of one event together, those without one by their report; in the order of the best of each."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.event or hit.document, []).append(hit)
    return list(found.values())


def _placed(hit: Hit, reading: Reading | None, spoken: list[tuple[Span, str, str]]) -> Hit:
    if reading is None:
        return hit
    span, near = _span(hit, reading), 0 if hit.kind == "event" else _NEAR
    if span is None:
        return hit
    inside = [s for s in spoken if s[0].start < span.end and span.start < s[0].end]
    close = inside or [s for s in spoken if abs(s[0].start - span.start) <= near]
    if not close:
        return replace(hit, span=(span.start, span.end))
    _, event, label = min(close, key=lambda s: (abs(s[0].start - span.start), s[1]))
    return replace(hit, span=(span.start, span.end), event=event, label=label)


def _span(hit: Hit, reading: Reading) -> Span | None:
    if hit.kind == "attribution":
        if hit.ref >= len(reading.attributions):
            return None
        said = reading.attributions[hit.ref]
        parts = said.content or said.source
        return Span(parts[0].start, parts[-1].end) if parts else None
    if hit.kind == "event":
        if hit.ref >= len(reading.events) or reading.events[hit.ref].part != "body":
            return None
        return reading.events[hit.ref].extent
    return find_excerpt(hit.excerpt, reading.document.text)


def find_excerpt(excerpt: str, text: str) -> Span | None:
    """Where the first marked words of an excerpt stand in the text that it is of.

    >>> find_excerpt("… the [drill] begins", "A drill? Then the drill begins.")
    Span(start=18, end=23)
    """
    for piece in excerpt.split("…"):
        found = re.search(r"\[([^\[\]]+)\]", piece)
        if found is None:
            continue
        before = piece[: found.start()].replace("[", "").replace("]", "").lstrip()
        after = piece[found.end() :].replace("[", "").replace("]", "").rstrip()
        at = text.find(before + found[1] + after)
        if at >= 0:
            return Span(at + len(before), at + len(before) + len(found[1]))
    return None
