"""An event counted from another: "a week after North Korea fired a missile", "two days before the vote"."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from msgspec.structs import replace

from sayso.model import Interval, Span, TimeExpression
from sayso.reader.parse import Parsed
from sayso.reader.times.meaning import add_months, month_days, week_days, year_days
from sayso.reader.times.tense import read_tense
from sayso.reader.times.words import any_word, read_number

_AWAY = re.compile(
    rf"\b(?:(?:just|only|barely|less than|more than|about|some|exactly) )?(\d+|{any_word('number')}) (day|week|month|year)s? (after|before)$",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"PT?(\d+)([HDWMY])")
_FOR = re.compile(r"\bfor (?:about |nearly |almost |more than |over )?$", re.IGNORECASE)
_IN = re.compile(r"\b(in|within)\s$", re.IGNORECASE)
_NOW = frozenset("come follow".split())


def count_from(
    parsed: Parsed, inside: Sequence[TimeExpression], own: set[int], published: datetime | None
) -> TimeExpression | None:
    """The time of an event that its sentence counts from: so long before the main clause's day, else before the report where that "comes"."""
    for o in own:
        link = _link(parsed, o)
        if link is None:
            continue
        token = parsed.tokens[link]
        sentence = parsed.sentences[token.sentence]
        away = _AWAY.search(parsed.text, max(sentence.start, token.start - 40), token.end)
        count = read_number(away[1]) if away else None
        below = {i for a in (o, link) for i in parsed.subtree(a)}
        if away is None or count is None or count % 1 or count > 400:
            continue
        outer = [
            t
            for t in inside
            if t.interval
            and t.type in ("DATE", "TIME")
            and t.interval.end
            and t.interval.end - t.interval.start <= timedelta(days=366)
            and not any(
                k.i in below
                for k in parsed.tokens
                if t.start <= k.start < t.end and k.sentence == token.sentence
            )
        ]
        # "met on Saturday and agreed to reopen on Monday, four days after a clash": what is told stands before what lies ahead
        base = min(
            outer,
            key=lambda t: (
                bool(published and t.interval and t.interval.start > published),
                abs(t.start - token.start),
            ),
            default=None,
        )
        main = next(
            (
                parsed.tokens[a].lemma.lower()
                for a in parsed.ancestors(link)
                if parsed.tokens[a].pos == "VERB" and a != o
            ),
            "",
        )
        start = base.interval.start if base and base.interval else published if main in _NOW else None
        if start is None:
            continue
        sign = -1 if away[3].lower() == "after" else 1
        interval = _shift(start, sign * int(count), away[2].lower())
        if interval is None:
            continue
        words = parsed.text[away.start() : away.end()]
        known = base or TimeExpression(
            start=away.start(), end=away.end(), text=words, type="DATE", value="", interval=None
        )
        return replace(
            known,
            start=away.start(),
            end=away.end(),
            text=words,
            type="DATE",
            value=_value(interval),
            interval=interval,
            mod=None,
            alternatives=(),
            evidence=f"counted from {base.text if base else 'publication'}",
        )
    return None


def count_ahead(text: str, time: TimeExpression, published: datetime | None) -> TimeExpression:
    """A length of time that says how long from now: "will meet in two weeks" is that week, "within 72 hours" the days until then."""
    size = _LENGTH.fullmatch(time.value) if time.type == "DURATION" and published is not None else None
    lead = _IN.search(text, max(0, time.start - 9), time.start) if size else None
    if size is None or lead is None or published is None or not read_tense(text, time.start, time.end).ahead:
        return time
    today = published.replace(hour=0, minute=0, second=0, microsecond=0)
    count, unit = int(size[1]), size[2]
    if not 0 < count < 400:
        return time
    if lead[1].lower() == "within":
        days = {"H": -(-count // 24), "D": count, "W": 7 * count, "M": 30 * count, "Y": 365 * count}[unit]
        return replace(
            time,
            interval=Interval(today, today + timedelta(days=days + 1), "window"),
            evidence="counted ahead from publication",
        )
    shifted = (
        None
        if unit == "H"
        else _shift(published, count, {"D": "day", "W": "week", "M": "month", "Y": "year"}[unit])
    )
    if shifted is not None and unit == "W":
        shifted = week_days(shifted.start.date()).interval(
            published.tzinfo or shifted.start.tzinfo or today.tzinfo  # type: ignore[arg-type]
        )
    return (
        time
        if shifted is None
        else replace(time, type="DATE", interval=shifted, evidence="counted ahead from publication")
    )


def count_back(
    parsed: Parsed, inside: Sequence[TimeExpression], own: set[int], published: datetime | None
) -> TimeExpression | None:
    """What "has been going on for three days": it began so long before the report, and its end is open."""
    for t in inside:
        size = _LENGTH.fullmatch(t.value) if t.type == "DURATION" and published is not None else None
        if (
            size is None
            or published is None
            or size[2] not in "DW"
            or not _FOR.search(parsed.text, max(0, t.start - 14), t.start)
        ):
            continue
        head = parsed.head_of(Span(t.start, t.end))
        verb = (
            next((a for a in parsed.ancestors(head.i) if parsed.tokens[a].pos == "VERB"), None)
            if head
            else None
        )
        helpers = (
            {parsed.tokens[c].lemma.lower() for c in parsed.children[verb] if parsed.tokens[c].dep == "aux"}
            if verb is not None
            else set()
        )
        if verb in own and parsed.tokens[verb].tag == "VBG" and "have" in helpers and int(size[1]) < 400:
            start = published.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(
                days=int(size[1]) * (7 if size[2] == "W" else 1)
            )
            return replace(
                t, interval=Interval(start, None, "window"), evidence="counted back from publication; open"
            )
    return None


def counts_from(time: TimeExpression | None) -> bool:
    """Whether a time was counted from another event's: what it dates is recalled, not told."""
    return time is not None and (time.evidence or "").startswith("counted from")


def _link(parsed: Parsed, o: int) -> int | None:
    """The `after` or `before` that an event hangs on: the mark of its clause, or the preposition above its noun."""
    mark = next(
        (
            c
            for c in parsed.children[o]
            if parsed.tokens[c].dep == "mark" and parsed.tokens[c].text.lower() in ("after", "before")
        ),
        None,
    )
    if mark is not None:
        return mark
    head = parsed.tokens[o].head
    return (
        head
        if parsed.tokens[o].dep in ("pobj", "pcomp")
        and parsed.tokens[head].text.lower() in ("after", "before")
        else None
    )


def _shift(start: datetime, count: int, unit: str) -> Interval | None:
    try:
        day = start.date()
        if unit in ("day", "week"):
            first = day + timedelta(days=count * (7 if unit == "week" else 1))
            begin = datetime.combine(first, time(), start.tzinfo)
            return Interval(begin, begin + timedelta(days=1), "day")
        if unit == "month":
            first = add_months(day, count)
            return month_days(first.year, first.month).interval(start.tzinfo) if start.tzinfo else None
        return year_days(day.year + count).interval(start.tzinfo) if start.tzinfo else None
    except (OverflowError, ValueError):
        return None


def _value(interval: Interval) -> str:
    length = {"month": 7, "year": 4}.get(interval.precision, 10)
    return interval.start.date().isoformat()[:length]
