"""What a time expression means before it is anchored: a small algebra over the calendar.

Values follow TIMEX3 (ISO-TimeML, Pustejovsky et al. 2010); intervals are half-open pairs of days or moments.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

from sayso.model import Interval, Precision

Kind = Literal[
    "day",
    "month",
    "year",
    "weekday",
    "shift",
    "ago",
    "duration",
    "reference",
    "set",
    "clock",
    "monthday",
    "season",
    "quarter",
    "decade",
    "half",
    "weekpart",
    "days",
    "told",
    "ended",
    "century",
    "holiday",
]
Mod = Literal[
    "START",
    "MID",
    "END",
    "FIRST_WEEK",
    "SECOND_WEEK",
    "THIRD_WEEK",
    "LAST_WEEK",
    "EARLIER",
    "LATER",
    "APPROX",
    "",
]


@dataclass(frozen=True)
class Meaning:
    """An unanchored time. `kind` says which of the fields count; `shift` is in units from the anchor's own."""

    kind: Kind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    unit: str = ""
    count: float | None = None
    shift: int | None = None
    part: str = ""
    mod: Mod = ""
    value: str = ""
    clock: time | None = None
    zones: tuple[int, ...] = ()
    """What the zone's letters may stand for, in minutes east of Greenwich, the likeliest first."""
    place: str = ""
    """The IANA zone of letters that stand for summer and winter time ("10 a.m. ET")."""
    last_day: int | None = None
    last_month: int | None = None
    swapped: bool = False
    """Whether the day may be the month and the month the day ("7/8/07")."""
    narrative: bool = False
    """Counted from the time last spoken of, not from publication."""


@dataclass(frozen=True)
class Days:
    """Whole days `[first, last]`, both inclusive; `last` None is open."""

    first: date
    last: date | None
    precision: Precision = "day"

    def interval(self, zone: tzinfo) -> Interval:
        """The half-open interval in a zone."""
        end = None if self.last is None else datetime.combine(self.last + timedelta(days=1), time(), zone)
        return Interval(datetime.combine(self.first, time(), zone), end, self.precision)


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    return (
        date(year, month, day)
        if 1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
        else None
    )


def month_days(year: int, month: int, mod: Mod = "") -> Days:
    """A month or a part of it: its first ten days (START), 11th to 20th (MID), from the 21st (END), first or last week."""
    last = monthrange(year, month)[1]
    first, end = {
        "START": (1, 10),
        "MID": (11, 20),
        "END": (21, last),
        "FIRST_WEEK": (1, 7),
        "SECOND_WEEK": (8, 14),
        "THIRD_WEEK": (15, 21),
        "LAST_WEEK": (last - 6, last),
    }.get(mod, (1, last))
    return Days(
        date(year, month, first), date(year, month, end), "month" if (first, end) == (1, last) else "window"
    )


def year_days(year: int, mod: Mod = "") -> Days:
    """A year or a part of it: its first quarter (START), the middle half (MID), its last quarter (END)."""
    first, last = {"START": (1, 3), "MID": (5, 8), "END": (10, 12)}.get(mod, (1, 12))
    precision: Precision = "year" if (first, last) == (1, 12) else "quarter"
    return Days(date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision)


def week_days(day: date, mod: Mod = "") -> Days:
    """The week of a day, Monday to Sunday, or a part: Monday and Tuesday (START), Tuesday to Thursday (MID), Friday on (END)."""
    monday = day - timedelta(days=day.weekday())
    first, last = {"START": (0, 1), "MID": (1, 3), "END": (4, 6)}.get(mod, (0, 6))
    return Days(
        monday + timedelta(days=first),
        monday + timedelta(days=last),
        "week" if (first, last) == (0, 6) else "window",
    )


def add_months(day: date, months: int) -> date:
    """The first day of the month that lies so many months from the day's."""
    index = day.year * 12 + day.month - 1 + months
    return date(max(1, min(9998, index // 12)), index % 12 + 1, 1)


def season_days(year: int, season: str) -> Days:
    """A season of the northern year by calendar months: spring is March to May; winter begins in December of the year."""
    first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season]
    end = add_months(date(year, first, 1), 2)
    return Days(date(year, first, 1), date(end.year, end.month, monthrange(end.year, end.month)[1]), "season")


def week_value(day: date) -> str:
    """The ISO week of a day as TIMEX3 writes it.

    >>> week_value(date(2023, 10, 18))
    '2023-W42'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def easter(year: int) -> date:
    """Easter Sunday of a year in the Gregorian calendar (the anonymous algorithm of 1876, as Meeus gives it).

    >>> easter(2024).isoformat()
    '2024-03-31'
    """
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def moving_holiday(rule: str, year: int) -> date:
    """The day of a holiday that moves: days from Easter (`E-2`) or the n-th weekday of a month (`11-TH4`; 9 is the last), or days after that (`11-TH4+1`).

    The second Tuesday is the one after the first Monday.

    >>> moving_holiday("11-TH4", 1999).isoformat(), moving_holiday("11-TU2", 1998).isoformat(), moving_holiday("E-2", 2024).isoformat()
    ('1999-11-25', '1998-11-03', '2024-03-29')
    """
    if rule.startswith("E"):
        return easter(year) + timedelta(days=int(rule[1:]))
    rule, _, later = rule.partition("+")
    if later:
        return moving_holiday(rule, year) + timedelta(days=int(later))
    month, weekday, number = (
        int(rule[:2]),
        ("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(rule[3:5]),
        int(rule[5:]),
    )
    if number == 9:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    if weekday == 1:  # the Tuesday after the first Monday
        return first + timedelta(days=(0 - first.weekday()) % 7 + 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


UNIT_CODES = {"TM": "M", "TH": "H", "F": "W", "WE": "W", "Q": "M", "DE": "Y", "CE": "Y", "SN": "M"}
_HALVES = {"TM": "30S", "TH": "30M", "D": "12H", "Y": "6M"}
UNIT_FACTORS = {"F": 2, "Q": 3, "DE": 10, "CE": 100, "SN": 3}


def duration_value(meaning: Meaning) -> str:
    """The TIMEX3 value of a length of time, X where its number is not told; halves as ISO 8601 writes them.

    >>> duration_value(Meaning("duration", unit="Y", count=2.5)), duration_value(Meaning("duration", unit="TH", count=0.5))
    ('P2Y6M', 'PT30M')
    """
    unit = meaning.unit
    if meaning.count is not None and meaning.count % 1 == 0.5 and unit in _HALVES:
        whole = f"{meaning.count - 0.5:.12g}{UNIT_CODES.get(unit, unit)}" if meaning.count > 1 else ""
        part = "T" if unit == "D" else ""
        return f"P{'T' if unit in ('TM', 'TH') else ''}{whole}{part}{_HALVES[unit]}"
    if meaning.count == 1 and unit == "DE":
        return "P1E"
    count = None if meaning.count is None else meaning.count * UNIT_FACTORS.get(unit, 1)
    number = "X" if count is None else f"{count:.12g}"
    code = (
        {"CE": "C", "Q": "Q"}.get(unit, UNIT_CODES.get(unit, unit))
        if count is None
        else UNIT_CODES.get(unit, unit)
    )
    return f"PT{number}{code}" if unit in ("S", "TM", "TH") else f"P{number}{code}"
