"""The event that a claim speaks of beside the events that passages speak of: kind, status, who acts upon
whom."""

from collections.abc import Iterable, Sequence
from struct import unpack

from sayso.model import EventMention
from sayso.verify.matching import Match

_AHEAD = ("planned", "possible", "postponed")
_OFF = ("cancelled", "denied")
_NEAR = 0.45


def likeness(a: EventMention, b: EventMention) -> float:
    """Cosine of what the network makes of two mentions, -1 to 1; 0 where it gave nothing."""
    if not a.vector or len(a.vector) != len(b.vector):
        return 0.0
    one, two = unpack(f"{len(a.vector)}b", a.vector), unpack(f"{len(b.vector)}b", b.vector)
    lengths = sum(x * x for x in one) * sum(y * y for y in two)
    return float(sum(x * y for x, y in zip(one, two, strict=True)) / lengths**0.5) if lengths else 0.0


def compare_events(own: Sequence[EventMention], matches: Iterable[Match]) -> dict[str, float]:
    """Named numbers in 0..1: how near the passages' events are to the claim's, and where kind, status and
    parties part."""
    main = min(own, key=lambda m: (m.salience, m.trigger), default=None)
    if main is None:
        return {"no event": 1.0}
    best: list[tuple[float, EventMention]] = []
    for match in matches:
        pairs = [
            (likeness(main, m) + 0.2 * (m.concept == main.concept), m) for _, m in match.passage.mentions
        ]
        if pairs:
            best.append(max(pairs, key=lambda pair: pair[0]))
    if not best:
        return {"no event told": 1.0}
    nearest, top = max(best, key=lambda pair: pair[0])
    near = [m for value, m in best if value >= max(_NEAR, nearest - 0.2)] or [top]
    share = 1 / len(near)
    done = main.status in ("occurred", "ongoing")
    return {
        "event near": max(0.0, min(1.0, nearest)),
        "kind told": share * sum(m.concept == main.concept for m in near),
        "occurred, told ahead": share * sum(m.status in _AHEAD for m in near) * done,
        "occurred, told ongoing": share
        * sum(m.status == "ongoing" for m in near)
        * (main.status == "occurred"),
        "occurred, told off": share * sum(m.status in _OFF or m.factuality == "CT-" for m in near) * done,
        "ahead, told occurred": share * sum(m.status == "occurred" for m in near) * (main.status in _AHEAD),
        "status told": share * sum(m.status == main.status for m in near),
        "told by others": share * sum(m.said for m in near),
        **_parties(main, near),
    }


def _parties(main: EventMention, near: Sequence[EventMention]) -> dict[str, float]:
    """Whether the claim's parties are among those of the nearest mentions."""
    own = {
        a.value.casefold()
        for a in main.arguments
        if a.role in ("actor", "participant", "recipient", "target")
    }
    held = {
        a.value.casefold()
        for m in near
        for a in m.arguments
        if a.role in ("actor", "participant", "recipient", "target")
    }
    if not own or not held:
        return {}
    return {"parties told": len(own & held) / len(own), "party untold": float(not own & held)}
