"""A report as read, cut into stretches that carry what the reader found in them: sources, cues, contents, times, places, events."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from msgspec import Struct

from sayso.model import Interval, Reading
from sayso.web.render import nice_days


class Stretch(Struct, frozen=True, kw_only=True):
    """Some characters of a report with the layers they lie in."""

    start: int
    text: str
    layers: tuple[str, ...]
    note: str
    """What hovering tells: chain and stance, value of a time, label of an event."""


def lay(reading: Reading) -> Iterator[list[Stretch]]:
    """The paragraphs of a report as stretches, in order."""
    text = reading.document.text
    marks: list[tuple[int, int, str, str]] = []
    for a in reading.attributions:
        chain = " ← ".join(c.name for c in a.chain)
        for layer, spans in (("source", a.source), ("cue", a.cue), ("content", a.content)):
            marks += [(s.start, s.end, layer, f"{layer}: {a.stance}, {chain}") for s in spans]
    for t in reading.times:
        marks.append(
            (
                t.start,
                t.end,
                "time",
                f"time: {interval_words(t.interval) or t.value}" + (f" ({t.evidence})" if t.evidence else ""),
            )
        )
    for p in reading.places:
        where = f"{p.lat:.2f}, {p.lon:.2f}" if p.lat is not None and p.lon is not None else "not located"
        marks.append(
            (
                p.start,
                p.end,
                "place",
                f"place: {', '.join(filter(None, (p.name, p.country, p.precision)))} ({where})",
            )
        )
    for m in reading.events:
        if m.part == "body":
            marks.append(
                (m.extent.start, m.extent.end, "event", f"event: {m.label}, {m.status}, {m.factuality}")
            )
    for c in reading.claims:
        if c.part == "body":
            marks.append((c.span.start, c.span.end, "claim", f"{c.field}: {c.value}"))
    for s in reading.document.sections:
        if s.kind in ("furniture", "credit", "caption"):
            marks.append((s.start, s.end, "furniture", f"{s.kind}: not read"))
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield list(_cut(text, at, at + len(line), marks))
        at += len(line) + 1


def interval_words(interval: Interval | None) -> str:
    """When it was, in days where it begins and ends with one, else in hours; empty where it is not known.

    >>> from datetime import datetime
    >>> interval_words(Interval(start=datetime(2031, 6, 17), end=datetime(2031, 6, 18), precision="day"))
    'Tue 17 Jun 2031'
    """
    if interval is None or not (interval.start or interval.end):
        return ""
    one, other = interval.start, interval.end
    if one is None or other is None:
        return f"from {_hour(one)}" if one else f"until {_hour(other)}" if other else ""
    if not (one.hour or one.minute or other.hour or other.minute) and other - one >= timedelta(days=1):
        return nice_days(one.date().isoformat(), (other - timedelta(days=1)).date().isoformat())
    last = f"{other:%H:%M}" if other - one < timedelta(days=1) else _hour(other)
    return _hour(one) + (f" – {last}" if other - one > timedelta(minutes=1) else "")


def _hour(when: datetime) -> str:
    return f"{when.day} {when:%b %Y, %H:%M}"


def _cut(text: str, start: int, end: int, marks: list[tuple[int, int, str, str]]) -> Iterator[Stretch]:
    own = [m for m in marks if m[0] < end and m[1] > start]
    borders = sorted({start, end, *(max(start, min(end, x)) for m in own for x in m[:2])})
    for a, b in pairwise(borders):
        inside = [m for m in own if m[0] <= a and m[1] >= b]
        layers = tuple(dict.fromkeys(m[2] for m in inside))
        yield Stretch(
            start=a, text=text[a:b], layers=layers, note="\n".join(dict.fromkeys(m[3] for m in inside))
        )
