"""On whose word the passages rest that tell a claim: their origins, counted as an event's are."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from sayso.link.origins import count_origins
from sayso.model import EventMention, Link, Origins, Reading, Span
from sayso.verify.matching import SAME, Match

SUPPORTS = 0.75
"""A report supports a claim where its best passage tells at least so much of it as the best of all does."""


def supporting(matches: Sequence[Match], share: float = SUPPORTS) -> list[Match]:
    """The best passage of each report that tells nearly as much of the claim as the best of all."""
    best: dict[str, Match] = {}
    for match in matches:
        if match.passage.part == "body" and match.score >= share * matches[0].score:
            best.setdefault(match.passage.report.id, match)
    return list(best.values()) or list(matches[:1])


def told_mention(match: Match) -> tuple[Reading, int]:
    """The event mention of the report that the passage tells, with its reading; made of the passage where the
    reader found none."""
    reading, passage = match.passage.report.reading, match.passage
    aligned = [(t.weight * t.inside, t.by) for t in match.told if t.by and t.inside >= SAME]
    held = passage.mentions
    if held:
        where = [(by.start, weight) for weight, by in aligned]
        best = max(
            held,
            key=lambda nm: (sum(w for at, w in where if nm[1].extent.start <= at < nm[1].extent.end), -nm[0]),
        )
        return reading, best[0]
    commonest = [(w, by) for w, by in aligned if not by.name] or aligned
    trigger = max(commonest, key=lambda x: (x[0], -x[1].start))[1] if commonest else None
    span = Span(trigger.start, trigger.end) if trigger else passage.span
    made = EventMention(
        trigger=span,
        extent=passage.span,
        type="OTHER",
        status="occurred",
        factuality="CT+",
        part=passage.part,
        attribution=_voice(reading, span) if passage.part == "body" else None,
    )
    return replace(reading, events=(*reading.events, made)), len(reading.events)


def _voice(reading: Reading, span: Span) -> int | None:
    """The innermost attribution whose content holds a stretch."""
    holding = [
        (min(c.end - c.start for c in a.content if c.overlap(span)), -n)
        for n, a in enumerate(reading.attributions)
        if any(c.overlap(span) for c in a.content)
    ]
    return -min(holding)[1] if holding else None


def origins_of(matches: Sequence[Match], readings: Iterable[Reading], links: Iterable[Link]) -> Origins:
    """The origins of what some passages tell, among the readings of their story and the links of these."""
    told = [told_mention(m) for m in matches]
    changed = {r.document.id: r for r, _ in told}
    held = [changed.get(r.document.id, r) for r in readings]
    return count_origins(told, held, links)
