"""What a time expression means before it is anchored: a small algebra over the calendar.

Values follow TIMEX3 (ISO-TimeML, Pustejovsky et al. 2010); intervals are half-open pairs of days or moments.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

from sayso.model import Interval, Precision

Kind = Literal[
    "day", "month", "year", "weekday", "shift", "ago", "duration", "reference", "set", "clock", "monthday", "season",
    "quarter", "decade", "half", "weekpart", "days",
]
Mod = Literal["START", "MID", "END", "FIRST_WEEK", "LAST_WEEK", "EARLIER", "LATER", "APPROX", ""]


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
    zone: int | None = None
    last_day: int | None = None
    last_month: int | None = None
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
    return date(year, month, day) if 1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def month_days(year: int, month: int, mod: Mod = "") -> Days:
    """A month or a part of it: its first ten days (START), 11th to 20th (MID), from the 21st (END), first or last week."""
    last = monthrange(year, month)[1]
    first, end = {"START": (1, 10), "MID": (11, 20), "END": (21, last), "FIRST_WEEK": (1, 7), "LAST_WEEK": (last - 6, last)}.get(
        mod, (1, last)
    )
    return Days(date(year, month, first), date(year, month, end), "month" if (first, end) == (1, last) else "window")


def year_days(year: int, mod: Mod = "") -> Days:
    """A year or a part of it: its first quarter (START), the middle half (MID), its last quarter (END)."""
    first, last = {"START": (1, 3), "MID": (5, 8), "END": (10, 12)}.get(mod, (1, 12))
    precision: Precision = "year" if (first, last) == (1, 12) else "quarter"
    return Days(date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision)


def week_days(day: date, mod: Mod = "") -> Days:
    """The week of a day, Monday to Sunday, or a part: Monday and Tuesday (START), Tuesday to Thursday (MID), Friday on (END)."""
    monday = day - timedelta(days=day.weekday())
    first, last = {"START": (0, 1), "MID": (1, 3), "END": (4, 6)}.get(mod, (0, 6))
    return Days(monday + timedelta(days=first), monday + timedelta(days=last), "week" if (first, last) == (0, 6) else "window")


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
