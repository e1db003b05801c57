"""Anchoring: a `Meaning` put on the calendar, from the publication's day, a day last spoken of, and the tense around it.

Single rules by what they get right on gold spans (shared evaluation's README): weekdays by tense, days of a month without a
year to the nearest within 75 days, else by tense, months by tense.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sayso.model import Interval, WeightedTime
from sayso.reader.times.leaning import lean
from sayso.reader.times.meaning import (
    Days,
    Meaning,
    duration_value,
    safe_date,
)
from sayso.reader.times.rules import RULES
from sayso.reader.times.tense import Tense, read_tense


@dataclass
class Anchor:
    """What a document offers to anchor on; `told` is the day last spoken of."""

    published: datetime | None
    zone: tzinfo
    headed: date | None = None
    """The day in the dateline or at the head of the report, where it is another than publication's."""
    told: date | None = None
    spoken: date | None = None
    """The first day of the day, month or year last spoken of."""
    quarter: tuple[int, int, int] | None = None
    """Year and number of the quarter last spoken of, and where in the text."""
    ended: tuple[date, int] | None = None
    """The last day of a quarter or year last told, and where in the text."""

    @property
    def today(self) -> date | None:
        """The day that the report was written, where it was: its dateline's, else its publication's."""
        return self.headed or self.out

    @property
    def out(self) -> date | None:
        """The publication's day where it was published."""
        return self.published.astimezone(self.zone).date() if self.published else None


@dataclass(frozen=True)
class Anchored:
    """A time on the calendar, as TIMEX3 and as an interval, and why."""

    type: str
    value: str
    interval: Interval | None
    evidence: str
    mod: str | None = None
    alternatives: tuple[WeightedTime, ...] = ()
    days: Days | None = None


_LAST_MINUTE = time(23, 59)  # midnight ends its day
_MODS = {
    "START": "START",
    "MID": "MID",
    "END": "END",
    "FIRST_WEEK": "START",
    "THIRD_WEEK": "MID",
    "LAST_WEEK": "END",
    "APPROX": "APPROX",
}


def anchor(meaning: Meaning, text: str, start: int, end: int, at: Anchor) -> Anchored:
    """The meaning on the calendar; what needs a publication time and has none stays unresolved and says so."""
    mod = _MODS.get(meaning.mod)
    if meaning.kind in ("set", "reference"):
        return Anchored("SET" if meaning.kind == "set" else "DATE", meaning.value, None, "vague", mod)
    if meaning.kind == "duration":
        return Anchored("DURATION", duration_value(meaning), None, "a length of time", mod)
    if meaning.kind == "clock":
        return _clock(meaning, at)
    if spoken := _of_the_quarter(meaning, text, start, at):
        meaning = spoken
    meaning = _since(meaning, text, start, at)
    tense, chance = _tense(meaning, text, start, end)
    days, value, why = _days(meaning, tense, at)
    if days is None:
        return Anchored(*_typed(meaning, value or "XXXX"), None, why, mod)
    if meaning.clock is not None:
        moment = datetime.combine(
            days.first, _LAST_MINUTE if meaning.value == "T24:00" else meaning.clock, _zone(meaning, at)
        )
        return Anchored(
            "TIME",
            f"{value}{'' if meaning.value else 'T'}{meaning.value or format(meaning.clock, '%H:%M')}{_zulu(meaning)}",
            Interval(moment, moment + timedelta(minutes=1), "instant"),
            why,
            mod,
            (),
            days,
        )
    if meaning.swapped:
        return _either_way(meaning, days, at)
    other = _other_reading(meaning, tense, chance, days, at)
    kind, value = _typed(meaning, value)
    return Anchored(kind, value, days.interval(at.zone), why, mod, other, days)


def _either_way(meaning: Meaning, days: Days, at: Anchor) -> Anchored:
    """`7/8/07`: month first, but day first where the report's zone is one of Europe, Africa or Australia; both readings are kept."""
    turned = safe_date(meaning.year or 0, meaning.day or 0, meaning.month or 0)
    place = getattr(at.zone, "key", "").partition("/")[0]
    both = [days, Days(turned, turned)] if turned else [days]
    if place in ("Europe", "Africa", "Australia"):
        both.reverse()
    weights = (0.85, 0.15) if place in ("Europe", "Africa", "Australia", "America") else (0.6, 0.4)
    order = "day" if both[0] is not days else "month"
    readings = tuple(WeightedTime(d.first.isoformat(), d.interval(at.zone), w) for d, w in zip(both, weights))
    return Anchored(
        "DATE",
        both[0].first.isoformat(),
        both[0].interval(at.zone),
        f"written in figures, the {order} first",
        None,
        readings,
        both[0],
    )


_LIVE = ("weekday", "monthday", "month", "day")


def _tense(meaning: Meaning, text: str, start: int, end: int) -> tuple[Tense, float]:
    """Whether the time lies ahead, and the chance of that where the tense alone decides."""
    if meaning.kind in ("year", "decade", "century"):
        return Tense(False), 0.0
    if meaning.kind in _LIVE and meaning.year is None and meaning.shift is None and not meaning.unit:
        return lean(text, start, end, meaning.kind)
    return read_tense(text, start, end), 0.5


def _other_reading(
    meaning: Meaning, tense: Tense, chance: float, days: Days, at: Anchor
) -> tuple[WeightedTime, ...]:
    """Both readings of a time that the other tense would put elsewhere, each with its chance."""
    if (
        meaning.kind == "weekday"
        and meaning.shift == 1
        and at.today is not None
        and not meaning.day
        and (days.first - at.today).days > 7
    ):
        soon = Days(
            days.first - timedelta(days=7), days.first - timedelta(days=7)
        )  # "next Friday" said on a Wednesday may be in two days
        pairs = ((days.first.isoformat(), days, 0.65), (soon.first.isoformat(), soon, 0.35))
        return tuple(WeightedTime(_typed(meaning, v)[1], d.interval(at.zone), w) for v, d, w in pairs)
    if (
        meaning.kind not in _LIVE
        or meaning.year is not None
        or meaning.shift is not None
        or meaning.unit
        or at.today is None
    ):
        return ()
    second, value, _ = _days(meaning, Tense(not tense.ahead), at)
    if second is None or second == days:
        return ()
    first = _days(meaning, tense, at)[1]
    likely = round(min(0.99, max(0.51, chance, 1 - chance)), 2)
    pairs = ((first, days, likely), (value, second, round(1 - likely, 2)))
    return tuple(WeightedTime(_typed(meaning, v)[1], d.interval(at.zone), w) for v, d, w in pairs)


_SINCE = re.compile(r"\bsince\s(?:the\s|at least\s|about\s|around\s)?$", re.IGNORECASE)


def _since(meaning: Meaning, text: str, start: int, at: Anchor) -> Meaning:
    """What goes on `since November` began in the last one, however near the next is."""
    today = at.today
    if (
        meaning.kind not in ("month", "day")
        or meaning.year is not None
        or meaning.shift is not None
        or meaning.unit
        or today is None
        or not meaning.month
    ):
        return meaning
    if not _SINCE.search(text, max(0, start - 16), start):
        return meaning
    return (
        replace(meaning, shift=-1)
        if meaning.kind == "day"
        else replace(meaning, year=today.year - (meaning.month > today.month))
    )


_MONEY = re.compile(
    r"\b(?:million|billion|share|profit|loss|earn(?:ed|ings)|sales|revenue|income|percent)\b|%|\$"
)


# "compared with earnings of $33 million last year"
_AMOUNT = re.compile(
    r"\b(?:compared (?:with|to)|against|versus|from|than)\b[^.;]*(?:million|billion|cents|a share)(?: or [^.;]*)?,? $"
)


def _of_the_quarter(meaning: Meaning, text: str, start: int, at: Anchor) -> Meaning | None:
    """`The quarter` is the one last spoken of, else the last that ended; `a year ago` beside its figures is the same a year before."""
    compared = (
        meaning.unit == "Y"
        and meaning.shift == -1
        and (
            (meaning.kind == "ago" and meaning.count == 1)
            or (
                meaning.kind == "shift"
                and not meaning.mod
                and _AMOUNT.search(text, max(0, start - 60), start) is not None
            )
        )
    )
    if not compared and not (meaning.kind == "quarter" and meaning.unit in ("told", "latest")):
        return None
    year, number, place = at.quarter or (0, 0, -10_000)
    if (
        compared
        and at.ended
        and meaning.kind == "ago"
        and meaning.part != "beside"
        and ". " not in text[at.ended[1] : start]
        and "\n" not in text[at.ended[1] : start]
    ):
        # "in the quarter ended Sept. 29, up from $388 million a year earlier": that day a year before
        day = safe_date(at.ended[0].year - 1, at.ended[0].month, at.ended[0].day)
        return Meaning("day", year=day.year, month=day.month, day=day.day) if day else None
    if compared:
        near = (
            number
            and start - place < 1_500
            and (
                _MONEY.search(text, max(0, start - 90), start)
                or (meaning.part == "beside" and _MONEY.search(text, start, start + 90))
            )
        )
        return Meaning("quarter", year=year - 1, count=number) if near else None
    if meaning.unit == "latest":
        return Meaning("shift", unit="Q", shift=-1)
    if not number:
        if at.today is None or meaning.year is not None or meaning.shift:
            fallback = (
                Meaning("year", year=meaning.year) if meaning.year else Meaning("shift", unit="Y", shift=-1)
            )
            return fallback if meaning.year or meaning.shift else Meaning("shift", unit="Q", shift=-1)
        return Meaning("shift", unit="Q", shift=-1)
    return Meaning("quarter", year=meaning.year or year + (meaning.shift or 0), count=number)


def _typed(meaning: Meaning, value: str) -> tuple[str, str]:
    if meaning.kind == "days":
        return "DURATION", value
    if meaning.part and meaning.kind in ("day", "weekday", "shift"):
        return "TIME", f"{value}T{meaning.part}"
    return "DATE", value


def _clock(meaning: Meaning, at: Anchor) -> Anchored:
    assert meaning.clock is not None
    clock = "24:00" if meaning.value == "T24:00" else meaning.clock.strftime("%H:%M")
    day = at.told or at.today
    if day is None:
        return Anchored("TIME", f"XXXX-XX-XXT{clock}", None, "no publication time to anchor on")
    moment = datetime.combine(
        day, _LAST_MINUTE if meaning.value == "T24:00" else meaning.clock, _zone(meaning, at)
    )
    return Anchored(
        "TIME",
        f"{day}T{clock}{_zulu(meaning)}",
        Interval(moment, moment + timedelta(minutes=1), "instant"),
        "the day last spoken of",
        days=Days(day, day),
    )


def _zone(meaning: Meaning, at: Anchor) -> tzinfo:
    """The zone that is named, of several of one name ("CST", "IST") the one nearest to the report's own; else the report's own."""
    if meaning.place:
        try:
            return ZoneInfo(meaning.place)
        except (ZoneInfoNotFoundError, ValueError):  # a machine without the IANA tables
            return at.zone
    if not meaning.zones:
        return at.zone
    own = at.published.astimezone(at.zone).utcoffset() if at.published else None
    minutes = min(meaning.zones, key=lambda z: abs(timedelta(minutes=z) - own)) if own else meaning.zones[0]
    return timezone(timedelta(minutes=minutes))


def _zulu(meaning: Meaning) -> str:
    return "Z" if meaning.zones == (0,) else ""


def _days(meaning: Meaning, tense: Tense, at: Anchor) -> tuple[Days | None, str, str]:
    today = at.told if meaning.narrative and at.told else at.today
    if meaning.kind == "told" or (
        meaning.narrative and meaning.kind == "shift" and meaning.unit in ("M", "Y")
    ):
        today = at.spoken or today
    if meaning.kind == "weekday" and not tense.ahead and at.out and not meaning.narrative:
        today = at.out  # "said Thursday" in a report of Wednesday that came out on Thursday
    resolve = RULES[meaning.kind]
    fixed = (
        meaning.kind in ("day", "holiday", "month", "season", "quarter", "half") and meaning.year is not None
    )
    if today is None and not fixed and meaning.kind not in ("year", "decade", "century"):
        return None, "XXXX", "no publication time to anchor on"
    try:
        found = resolve(meaning, tense.ahead, today or date(2000, 1, 1))
    except (OverflowError, ValueError):  # beyond the years that a calendar has
        found = None
    if found is None:
        return None, "XXXX", "the calendar has no such day"
    days, value = found
    if fixed or meaning.kind in ("year", "decade"):
        return days, value, "written in full"
    base = (
        "the day last spoken of"
        if meaning.narrative and at.told
        else "the day that heads the report"
        if at.headed and today == at.headed
        else "publication"
    )
    return (
        days,
        value,
        f"anchored on {base}"
        + (
            f", said to lie ahead ({tense.cue})"
            if tense.ahead and tense.cue
            else ", said to lie ahead"
            if tense.ahead
            else ""
        ),
    )
