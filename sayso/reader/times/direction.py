"""The direction of a time from what it dates: what took place has begun by publication, what is to come is not over then."""

from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from sayso.model import Interval, TimeExpression, WeightedTime

Direction = Literal["past", "future"]


def lean(time: TimeExpression, published: datetime | None, direction: Direction) -> TimeExpression:
    """The time as the direction of what it dates has it: itself where that fits, else the likeliest of its other readings that does.

    `published` is an aware datetime; without it, and where no reading fits ("on 4 May 2031", of the past), the time is what it was.

    >>> from datetime import UTC, datetime
    >>> from sayso.reader.times.recognition import find_times
    >>> march = datetime(2024, 3, 12, tzinfo=UTC)
    >>> (time,) = find_times("They agreed to sell the yard in October.", march)
    >>> lean(time, march, "past").value, lean(time, march, "future").value
    ('2023-10', '2024-10')
    """
    if published is None or _fits(time.interval, published, direction):
        return time
    readings = time.alternatives or _bare_month(time, 1 if direction == "future" else -1)
    fitting = [r for r in readings if _fits(r.interval, published, direction)]
    if not fitting:
        return time
    chosen = max(fitting, key=lambda r: r.weight)
    others = [r for r in readings if r is not chosen]
    weights = sorted((r.weight for r in readings), reverse=True)
    ordered = [chosen, *sorted(others, key=lambda r: -r.weight)]
    why = "what it dates took place" if direction == "past" else "what it dates is to come"
    return replace(
        time,
        value=chosen.value,
        interval=chosen.interval,
        alternatives=tuple(WeightedTime(r.value, r.interval, w) for r, w in zip(ordered, weights)),
        evidence=f"{time.evidence}; {why}" if time.evidence else why,
    )


def _bare_month(time: TimeExpression, years: int) -> tuple[WeightedTime, ...]:
    """A month of one word ("January") as it was read and as it is so many years on; nothing for other times."""
    at = time.interval
    if at is None or at.end is None or at.precision != "month" or not time.text.rstrip(".").isalpha():
        return ()
    moved = Interval(
        at.start.replace(year=at.start.year + years), at.end.replace(year=at.end.year + years), "month"
    )
    value = f"{int(time.value[:4]) + years:04d}{time.value[4:]}"
    return WeightedTime(time.value, at, 0.75), WeightedTime(value, moved, 0.25)


def _fits(interval: Interval | None, published: datetime, direction: Direction) -> bool:
    if interval is None:
        return False
    if direction == "past":
        return interval.start <= published
    return interval.end is None or interval.end > published
