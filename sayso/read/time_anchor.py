"""Anchoring: a `Meaning` put on the calendar, from the publication's day, a day last spoken of, and the tense around it.

Single rules by what they get right on gold spans (shared evaluation's README): weekdays by tense, days of a month without a
year to the nearest within 75 days, else by tense, months by tense.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo

from sayso.model import Interval, WeightedTime
from sayso.read.time_meaning import (
    Days,
    Meaning,
    add_months,
    month_days,
    safe_date,
    season_days,
    week_days,
    week_value,
    year_days,
)

_AHEAD = re.compile(
    r"\b(?:will|would|shall|to be|is to|are to|was to|were to|plans?|planned|planning|expect(?:s|ed)?|scheduled?|set (?:to|for|down)|due|slated|"
    r"may|might|could|should|can|going to|ahead|upcoming|next|coming|by|until|till|before|deadline|starting|hopes?|intends?|aims?|postponed (?:to|until)|"
    r"put off (?:to|until)|pushed back to|delayed (?:to|until)|brought forward to|moved to|fixed for|agreed to|promised to|ready to|forthcoming|proposed)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:was|were|had|has|have|did|(?<!\bbe )(?<!\bbeen )(?:said|told|took|came|went|held|met|made|began|won|lost|killed|died|left|sent|shot|struck|hit|"
    r"broke|fell|rose|saw|gave|sank|[a-z]{3,}ed)|since|after|last|ago|earlier|following)\b"
)
_BESIDE_PAST = re.compile(
    r"\b(?<!\bbe )(?:said|told|took|came|went|held|met|made|began|won|died|left|fell|rose|[a-z]{3,}ed)\s(?:[a-z]+\s)?(?:(?:on|late|early)\s)*$"
)


@dataclass
class Anchor:
    """What a document offers to anchor on; `told` is the day last spoken of."""

    published: datetime | None
    zone: tzinfo
    told: date | None = None
    quarter: tuple[int, int, int] | None = None
    """Year and number of the quarter last spoken of, and where in the text."""

    @property
    def today(self) -> date | None:
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


_CODES = {"TM": "M", "TH": "H", "F": "W", "WE": "W", "Q": "M", "DE": "Y", "CE": "Y", "SN": "M"}
_FACTOR = {"F": 2, "Q": 3, "DE": 10, "CE": 100, "SN": 3}
_MODS = {"START": "START", "MID": "MID", "END": "END", "FIRST_WEEK": "START", "LAST_WEEK": "END", "APPROX": "APPROX"}


def looks_ahead(text: str, start: int, end: int) -> bool:
    """Whether the words around an expression put it ahead: the nearest cue of its sentence decides, that before it first."""
    left = max(text.rfind(mark, max(0, start - 300), start) for mark in (". ", "\n", "? ", "! ", "; "))
    left = max(left + 1, start - 300, 0)
    beside = _BESIDE_PAST.search(text, max(left, start - 40), start)
    if beside and not _AHEAD.search(text, max(left, beside.start() - 12), start):
        return False
    ahead = [m.end() for m in _AHEAD.finditer(text, left, start)]
    behind = [m.end() for m in _BEHIND.finditer(text, left, start)]
    if ahead and (not behind or ahead[-1] >= behind[-1] - 12):
        return True
    if behind:
        return False
    stop = min((i for mark in (". ", "\n") if (i := text.find(mark, end, end + 200)) >= 0), default=min(len(text), end + 200))
    a, b = _AHEAD.search(text, end, stop), _BEHIND.search(text, end, stop)
    return bool(a and (not b or a.start() <= b.start()))


def anchor(meaning: Meaning, text: str, start: int, end: int, at: Anchor) -> Anchored:
    """The meaning on the calendar; what needs a publication time and has none stays unresolved and says so."""
    mod = _MODS.get(meaning.mod)
    if meaning.kind in ("set", "reference"):
        return Anchored("SET" if meaning.kind == "set" else "DATE", meaning.value, None, "vague", mod)
    if meaning.kind == "duration":
        return Anchored("DURATION", _duration(meaning), None, "a length of time", mod)
    if meaning.kind == "clock":
        return _clock(meaning, at)
    if spoken := _of_the_quarter(meaning, text, start, at):
        meaning = spoken
    ahead = looks_ahead(text, start, end)
    days, value, why = _days(meaning, ahead, at)
    if days is None:
        return Anchored(*_typed(meaning, value or "XXXX"), None, why, mod)
    if meaning.clock is not None:
        zone = timezone(timedelta(minutes=meaning.zone)) if meaning.zone is not None else at.zone
        moment = datetime.combine(days.first, meaning.clock, zone)
        return Anchored("TIME", f"{value}T{meaning.clock:%H:%M}", Interval(moment, moment + timedelta(minutes=1), "instant"), why, mod, (), days)
    kind, value = _typed(meaning, value)
    return Anchored(kind, value, days.interval(at.zone), why, mod, (), days)


_MONEY = re.compile(r"\b(?:million|billion|share|profit|loss|earn(?:ed|ings)|sales|revenue|income|percent)\b|%|\$")


def _of_the_quarter(meaning: Meaning, text: str, start: int, at: Anchor) -> Meaning | None:
    """`The quarter` is the one last spoken of, else the last that ended; `a year ago` beside its figures is the same a year before."""
    compared = meaning.kind == "ago" and meaning.unit == "Y" and meaning.count == 1 and meaning.shift == -1
    if not compared and not (meaning.kind == "quarter" and meaning.unit == "told"):
        return None
    year, number, place = at.quarter or (0, 0, -10_000)
    if compared:
        near = number and start - place < 1_500 and _MONEY.search(text, max(0, start - 90), start)
        return Meaning("quarter", year=year - 1, count=number) if near else None
    if not number:
        if at.today is None or meaning.year is not None or meaning.shift:
            fallback = Meaning("year", year=meaning.year) if meaning.year else Meaning("shift", unit="Y", shift=-1)
            return fallback if meaning.year or meaning.shift else Meaning("shift", unit="Q", shift=-1)
        return Meaning("shift", unit="Q", shift=-1)
    return Meaning("quarter", year=meaning.year or year + (meaning.shift or 0), count=number)


def _typed(meaning: Meaning, value: str) -> tuple[str, str]:
    if meaning.kind == "days":
        return "DURATION", value
    if meaning.part and meaning.kind in ("day", "weekday", "shift"):
        return "TIME", f"{value}T{meaning.part}"
    return "DATE", value


def _duration(meaning: Meaning) -> str:
    unit = meaning.unit
    count = None if meaning.count is None else meaning.count * _FACTOR.get(unit, 1)
    number = "X" if count is None else f"{count:g}"
    code = {"CE": "C", "Q": "Q"}.get(unit, _CODES.get(unit, unit)) if count is None else _CODES.get(unit, unit)
    return f"PT{number}{code}" if unit in ("S", "TM", "TH") else f"P{number}{code}"


def _clock(meaning: Meaning, at: Anchor) -> Anchored:
    assert meaning.clock is not None
    clock = meaning.clock.strftime("%H:%M")
    day = at.told or at.today
    if day is None:
        return Anchored("TIME", f"XXXX-XX-XXT{clock}", None, "no publication time to anchor on")
    zone = timezone(timedelta(minutes=meaning.zone)) if meaning.zone is not None else at.zone
    moment = datetime.combine(day, meaning.clock, zone)
    return Anchored("TIME", f"{day}T{clock}", Interval(moment, moment + timedelta(minutes=1), "instant"), "the day last spoken of",
                    days=Days(day, day))


def _days(meaning: Meaning, ahead: bool, at: Anchor) -> tuple[Days | None, str, str]:
    today = at.told if meaning.narrative and at.told else at.today
    resolve = _RULES[meaning.kind]
    fixed = meaning.kind in ("day", "month", "season", "quarter", "half") and meaning.year is not None
    if today is None and not fixed and meaning.kind not in ("year", "decade"):
        return None, "XXXX", "no publication time to anchor on"
    try:
        found = resolve(meaning, ahead, today or date(2000, 1, 1))
    except (OverflowError, ValueError):  # beyond the years that a calendar has
        found = None
    if found is None:
        return None, "XXXX", "the calendar has no such day"
    days, value = found
    if fixed or meaning.kind in ("year", "decade"):
        return days, value, "written in full"
    base = "the day last spoken of" if meaning.narrative and at.told else "publication"
    return days, value, f"anchored on {base}" + (", said to lie ahead" if ahead else "")


def _day(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str] | None:
    assert meaning.month is not None
    assert meaning.day is not None
    if meaning.year is not None:
        day = safe_date(meaning.year, meaning.month, meaning.day)
    else:
        near = [d for y in (-1, 0, 1) if (d := safe_date(today.year + y, meaning.month, meaning.day))]
        close = [d for d in near if abs((d - today).days) <= 75]
        side = [d for d in near if (d >= today if ahead else d <= today)]
        pool = close or (side and [min(side, key=lambda d: abs((d - today).days))]) or near
        day = min(pool, key=lambda d: abs((d - today).days)) if pool else None
    if day is None:
        return None
    last = safe_date(day.year, meaning.last_month or day.month, meaning.last_day) if meaning.last_day else day
    if last is None or last < day:
        last = day
    return Days(day, last, "day" if last == day else "window"), day.isoformat()


def _month(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str]:
    assert meaning.month is not None
    if meaning.year is not None:
        year = meaning.year
    elif meaning.unit == "year":
        year = today.year + (meaning.shift or 0)
    elif meaning.shift == 0:
        year = today.year
    elif meaning.shift is not None:
        past = meaning.shift < 0
        year = today.year - (meaning.month >= today.month) if past else today.year + (meaning.month <= today.month)
    elif ahead:
        year = today.year + (meaning.month < today.month)
    else:
        year = today.year - (meaning.month > today.month)
    mod = meaning.mod if meaning.mod in ("START", "MID", "END", "FIRST_WEEK", "LAST_WEEK") else ""
    return month_days(year, meaning.month, mod), f"{year:04d}-{meaning.month:02d}"


def _year(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str]:
    assert meaning.year is not None
    return year_days(meaning.year, meaning.mod), f"{meaning.year:04d}"


def _weekday(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str]:
    assert meaning.weekday is not None
    gap = (meaning.weekday - today.weekday()) % 7
    if meaning.shift == 1:  # that of the week after this one
        gap = meaning.weekday - today.weekday() + 7
    elif meaning.shift in (-1, -2):
        gap = gap - 7 if gap else -7
    elif meaning.shift == 2:
        gap = gap or 7
    elif meaning.shift == 0:
        gap = meaning.weekday - today.weekday()
    elif not ahead and gap:
        gap -= 7
    day = today + timedelta(days=gap)
    if meaning.day and day.day != meaning.day:  # "Monday the 15th": the number decides
        fits = [today + timedelta(days=n) for n in range(-31, 62) if (today + timedelta(days=n)).day == meaning.day
                and (today + timedelta(days=n)).weekday() == meaning.weekday]
        day = min(fits, key=lambda d: (d < today) == ahead) if fits else day
    return Days(day, day), day.isoformat()


def _monthday(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str] | None:
    assert meaning.day is not None
    options = [d for n in (-1, 0, 1) if (d := safe_date((m := add_months(today, n)).year, m.month, meaning.day))]
    options = [d for d in options if (d >= today if ahead else d <= today)] or options
    day = min(options, key=lambda d: abs((d - today).days), default=None)
    if day is None:
        return None
    last = safe_date(day.year, day.month, meaning.last_day) if meaning.last_day else None
    return Days(day, last or day, "window" if last else "day"), day.isoformat()


def _shift(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str]:
    n, unit, mod = meaning.shift or 0, meaning.unit, meaning.mod
    if unit == "D":
        day = today + timedelta(days=n)
        return Days(day, day), day.isoformat()
    if unit in ("W", "WE"):
        day = today + timedelta(days=7 * n)
        if unit == "WE":
            saturday = day - timedelta(days=day.weekday()) + timedelta(days=5)
            if meaning.shift is None and not ahead and today.weekday() < 5:
                saturday -= timedelta(days=7)
            if n < 0 and today.weekday() >= 5:
                saturday = today - timedelta(days=today.weekday()) - timedelta(days=2)
            return Days(saturday, saturday + timedelta(days=1), "window"), f"{week_value(saturday)}-WE"
        week = week_days(day, mod)
        return _part_of(week, mod, today), week_value(day)
    if unit == "M":
        first = add_months(today, n)
        return _part_of(month_days(first.year, first.month, mod), mod, today), f"{first.year:04d}-{first.month:02d}"
    if unit == "Q":
        return _quarter(Meaning("quarter", shift=n), ahead, today)
    if unit == "Y":
        return _part_of(year_days(today.year + n, mod), mod, today), f"{today.year + n:04d}"
    if unit == "DE":
        first_year = (today.year // 10 + n) * 10
        return Days(date(first_year, 1, 1), date(first_year + 9, 12, 31), "decade"), f"{first_year // 10:03d}"
    first_year = (today.year // 100 + n) * 100
    return Days(date(first_year, 1, 1), date(first_year + 99, 12, 31), "decade"), f"{first_year // 100:02d}"


def _part_of(days: Days, mod: str, today: date) -> Days:
    """`earlier this week` ends with the day before, `later this week` begins with the day after."""
    assert days.last is not None
    if mod == "EARLIER" and days.first <= today <= days.last:
        return Days(days.first, max(days.first, today), "window")
    if mod == "LATER" and days.first <= today < days.last:
        return Days(today + timedelta(days=1), days.last, "window")
    return days


def _ago(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str] | None:
    count, unit = (meaning.count or 1) * _FACTOR.get(meaning.unit, 1), _CODES.get(meaning.unit, meaning.unit)
    n = round(count) * (meaning.shift or -1)
    try:
        if meaning.unit in ("S", "TM", "TH"):
            day = today + timedelta(days=round(count / 24) * (meaning.shift or -1) if meaning.unit == "TH" and count >= 24 else 0)
            return Days(day, day), day.isoformat()
        if unit == "D":
            day = today + timedelta(days=n)
            return Days(day, day), day.isoformat()
        if unit == "W":
            day = today + timedelta(days=7 * n)
            return week_days(day), week_value(day)
        if unit == "M":
            first = add_months(today, n)
            return month_days(first.year, first.month), f"{first.year:04d}-{first.month:02d}"
        return year_days(today.year + n), f"{today.year + n:04d}"
    except (OverflowError, ValueError):
        return None


def _span_of(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str] | None:
    """In recent days: the seven days before the day of the report; the past three weeks: as many days before it."""
    length = {"D": 1, "W": 7, "F": 14, "M": 30, "Q": 91, "Y": 365, "DE": 3652}.get(meaning.unit, 0)
    size = max(1, round((meaning.count or (7 if meaning.unit == "D" else 4 if meaning.unit == "W" else 3)) * length))
    try:
        days = (
            Days(today + timedelta(days=1), today + timedelta(days=size), "window")
            if (meaning.shift or 0) > 0
            else Days(today - timedelta(days=size), today - timedelta(days=1), "window")
        )
    except OverflowError:
        return None
    return days, _duration(meaning)


def _season(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str]:
    year = meaning.year
    if year is None:
        year = today.year
        this = season_days(year, meaning.unit)
        if (meaning.shift or 0) < 0 and this.first <= today:
            year -= this.last is not None and today <= this.last
        elif (meaning.shift or 0) < 0:
            year -= 1
        elif (meaning.shift or 0) > 0 and this.first <= today:
            year += 1
    return season_days(year, meaning.unit), f"{year:04d}-{meaning.unit}"


def _quarter(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str]:
    year, size, letter = meaning.year or today.year + (meaning.shift or 0 if meaning.count else 0), 3, "Q"
    if meaning.kind == "half":
        size, letter = 6, "H"
    number = int(meaning.count or 0)
    if number and meaning.year is None and meaning.shift is None:
        now = (today.month - 1) // size + 1
        year += (ahead and now - number >= 2) - (not ahead and number > now)
    if not number:
        index = today.year * 4 + (today.month - 1) // 3 + (meaning.shift or 0)
        year, number = index // 4, index % 4 + 1
    first = month_days(year, (number - 1) * size + 1)
    last = month_days(year, number * size)
    return Days(first.first, last.last, "quarter"), f"{year:04d}-{letter}{number}"


def _decade(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str]:
    year = meaning.year or today.year
    return Days(date(year, 1, 1), date(year + 9, 12, 31), "decade"), f"{year // 10:03d}"


_RULES = {
    "day": _day, "month": _month, "year": _year, "weekday": _weekday, "monthday": _monthday, "shift": _shift, "ago": _ago,
    "days": _span_of, "season": _season, "quarter": _quarter, "half": _quarter, "decade": _decade,
}
