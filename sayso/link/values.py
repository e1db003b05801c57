"""Values of a field: what live claims have in common, where they conflict, and which were replaced.

A later value of the same origin replaces its earlier one (history); live values of different origins that cannot both be
true are a conflict. Bounds are respected: "at least four" does not contradict six.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sayso.model import Bound, Change, Conflict, ConflictValue, Value


class Held(NamedTuple):
    """A value as one origin gives it in one document."""

    field: str
    value: Value
    bound: Bound
    origin: str
    document: str
    at: float
    published: datetime | None
    status: str = ""
    party: bool = False


class Window(NamedTuple):
    """Days claimed for an event: first and last, both inclusive; `last` None is open."""

    first: date
    last: date | None
    origin: str
    document: str
    at: float
    published: datetime | None
    status: str
    zone: datetime
    exact: bool
    party: bool
    ends: bool = False
    """Whether only the end is told ("the talks ended on Thursday")."""
    stretch: bool = False
    """Whether a first day and a length or last day are told ("for sixty days from 1 March")."""


def live_values(values: Sequence[Held]) -> tuple[list[Held], list[Change]]:
    """The values that still stand, one an origin, and the changes by which others were replaced."""
    last: dict[str, Held] = {}
    changes = []
    for v in sorted(values, key=lambda v: (v.at, v.document)):
        earlier = last.get(v.origin)
        if earlier is not None and earlier.document != v.document and not agree(earlier, v):
            changes.append(
                Change(
                    field=v.field,
                    before=earlier.value,
                    after=v.value,
                    at=v.published,
                    origin=v.origin,
                    document=v.document,
                )
            )
        if earlier is None or not agree(earlier, v) or v.bound == "exact":
            last[v.origin] = v
    return list(last.values()), changes


def agree(a: Held, b: Held) -> bool:
    """Whether two values can both be true.

    >>> held = lambda v, b: Held("killed", v, b, "", "", 0.0, None)
    >>> agree(held(4, "at_least"), held(6, "exact")), agree(held(4, "exact"), held(6, "exact"))
    (True, False)
    """
    if a.value == b.value:
        return True
    if isinstance(a.value, str) or isinstance(b.value, str):
        return False
    low, high = sorted((a, b), key=lambda h: float(h.value))
    if low.bound == "at_least" or high.bound == "at_most":
        return True
    if "about" in (a.bound, b.bound):
        return abs(float(a.value) - float(b.value)) <= 0.1 * float(high.value)
    return False


def find_conflict(field: str, live: Sequence[Held]) -> Conflict | None:
    """The conflict among live values: those that contradict another of a different origin."""
    at_odds = [v for v in live if any(w.origin != v.origin and not agree(v, w) for w in live)]
    sides: dict[Value, list[Held]] = {}
    for v in at_odds:
        sides.setdefault(v.value, []).append(v)
    if len(sides) < 2:
        return None
    return Conflict(
        field=field,
        values=tuple(
            ConflictValue(
                value=value,
                origins=tuple(dict.fromkeys(v.origin for v in held)),
                documents=tuple(dict.fromkeys(v.document for v in held)),
            )
            for value, held in sides.items()
        ),
    )


def common_window(windows: Sequence[Window]) -> tuple[date, date | None] | None:
    """The days that all windows share; None where they share none."""
    if not windows:
        return None
    first = max(w.first for w in windows)
    closed = [w.last for w in windows if w.last is not None]
    last = min(closed) if closed else None
    return (first, last) if last is None or first <= last else None


def disjoint(a: Window, b: Window) -> bool:
    """Whether two windows have no day in common."""
    far = date(9999, 1, 1)
    return a.first > (b.last or far) or b.first > (a.last or far)


def at_odds(a: Window, b: Window) -> bool:
    """Whether two windows cannot both be true: no day in common, or two stretches that begin on different days."""
    return disjoint(a, b) or (
        a.stretch and b.stretch and a.first != b.first and a.last != a.first and b.last != b.first
    )


def day_after(day: date, zone: datetime) -> datetime:
    """The first moment after a day, in the zone of the claim."""
    return datetime(day.year, day.month, day.day, tzinfo=zone.tzinfo) + timedelta(days=1)
