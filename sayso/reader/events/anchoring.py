"""When an event is: the time expression among the words that date it, with the interval that the event has by its bounds.

Windows as the shared semantics have them: `by X` runs from the day of the report to the end of X, `before X` to the day before X,
`from X` and `since X` are open, `until X` ends with X; "from X to Y" is the stretch of both.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from msgspec.structs import replace

from sayso.model import Interval, Status, TimeExpression
from sayso.reader.times.direction import Direction, lean

_LEAD = re.compile(
    r"\b(by|before|until|till|through|from|since|after|no later than|starting|beginning|ahead of|as of|prior to)\s"
    r"(?:the\s|on\s|as early as\s)?$",
    re.IGNORECASE,
)
_TO = re.compile(r"\s(?:to|until|till|through)\s(?:the\s|on\s)?|\s?[-–—]\s?")
_AND = re.compile(r"\s(?:and|or)\s(?:on\s)?(?:the\s)?")
_FINENESS = {
    "instant": 0, "hour": 1, "day": 2, "window": 3, "week": 4, "month": 5, "quarter": 6, "season": 7, "year": 8, "decade": 9,
}  # fmt: skip
_AHEAD: tuple[Status, ...] = ("planned", "possible", "postponed", "cancelled")
_DAY = timedelta(days=1)
_DIRECTIONS: dict[str, Direction] = {"occurred": "past", "planned": "future", "postponed": "future"}


def date_event(
    text: str, times: Sequence[TimeExpression], status: Status, published: datetime | None
) -> TimeExpression | None:
    """The time of an event, of those that the words which date it hold; None where none of them is resolved."""
    direction = _DIRECTIONS.get(status)
    leaning = (lean(t, published, direction) if direction else t for t in times)
    dated = [t for t in leaning if t.interval is not None and t.type in ("DATE", "TIME")]
    if not dated:
        return None
    joined = _join(text, dated)
    if joined is not None:
        return joined
    best = min(dated, key=lambda t: (_FINENESS[t.interval.precision] if t.interval else 9, t.start))
    return _bounded(text, best, status, published)


def _join(text: str, times: Sequence[TimeExpression]) -> TimeExpression | None:
    """`from Monday to Friday`, `Saturday and Sunday`: the stretch of both."""
    for one, two in pairwise(times):
        if (
            one.interval is None
            or two.interval is None
            or one.interval.end is None
            or two.interval.end is None
        ):
            continue
        between = text[one.end : two.start]
        adjoining = two.interval.start == one.interval.end
        if one.interval.start < two.interval.start and (
            _TO.fullmatch(between) or (adjoining and _AND.fullmatch(between))
        ):
            return replace(
                one,
                end=two.end,
                text=text[one.start : two.end],
                interval=Interval(one.interval.start, two.interval.end, "window"),
            )
    return None


def _bounded(text: str, time: TimeExpression, status: Status, published: datetime | None) -> TimeExpression:
    interval = time.interval
    lead = _LEAD.search(text[max(0, time.start - 24) : time.start])
    if interval is None or lead is None or text[time.end : time.end + 1] in ("'", "’"):
        return time
    word = lead[1].lower()
    today = None
    if published is not None:
        today = published.astimezone(interval.start.tzinfo).replace(hour=0, minute=0, second=0, microsecond=0)
    ahead = today is not None and status in _AHEAD and (interval.end is None or interval.end > today)
    window: Interval | None = None
    if word in ("by", "no later than", "until", "till", "through") and ahead and today and interval.end:
        window = Interval(min(today, interval.start), interval.end, "window")
    elif word in ("before", "ahead of", "prior to") and ahead and today and interval.start > today:
        window = Interval(today, interval.start, "window")
    elif word in ("since", "from", "starting", "beginning", "as of") and status in ("ongoing", *_AHEAD):
        window = Interval(interval.start, None, "window")
    return replace(time, interval=window, evidence=f"{time.evidence}; {word}") if window else time
