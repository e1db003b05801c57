"""One rule for each kind of meaning: the days it covers, seen from a day, and its TIMEX3 value."""

from datetime import date, timedelta

from sayso.reader.times.meaning import (
    UNIT_CODES,
    UNIT_FACTORS,
    Days,
    Meaning,
    add_months,
    duration_value,
    month_days,
    moving_holiday,
    safe_date,
    season_days,
    week_days,
    week_value,
    year_days,
)
from sayso.reader.times.words import feast_days


def _day(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str] | None:
    assert meaning.month is not None
    assert meaning.day is not None
    if meaning.year is not None:
        day = safe_date(meaning.year, meaning.month, meaning.day)
    elif meaning.shift is not None:
        past = meaning.shift < 0
        near = [
            d
            for y in (-1, 0, 1)
            if (d := safe_date(today.year + y, meaning.month, meaning.day))
            and (d <= today if past else d > today)
        ]
        day = min(near, key=lambda d: abs((d - today).days), default=None)
    else:
        near = [d for y in (-1, 0, 1) if (d := safe_date(today.year + y, meaning.month, meaning.day))]
        close = [d for d in near if abs((d - today).days) <= 75]
        side = [d for d in near if (d >= today if ahead else d <= today)]
        pool = close or (side and [min(side, key=lambda d: abs((d - today).days))]) or near
        day = min(pool, key=lambda d: abs((d - today).days)) if pool else None
    if day is None:
        return None
    if meaning.unit == "W":  # "the week of March 6"
        return week_days(day), week_value(day)
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
        year = (
            today.year - (meaning.month >= today.month)
            if past
            else today.year + (meaning.month <= today.month)
        )
    else:  # the nearer one where it is near, else that on the side the tense says
        gap = (meaning.month - today.month) % 12
        ahead = gap == 0 or (gap <= _NEAR if not ahead else gap < 12 - _NEAR_BEHIND)
        year = (
            today.year + (meaning.month < today.month)
            if ahead
            else today.year - (meaning.month >= today.month if gap else 0)
        )
    mod = (
        meaning.mod
        if meaning.mod in ("START", "MID", "END", "FIRST_WEEK", "SECOND_WEEK", "THIRD_WEEK", "LAST_WEEK")
        else ""
    )
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
        fits = [
            today + timedelta(days=n)
            for n in range(-31, 62)
            if (today + timedelta(days=n)).day == meaning.day
            and (today + timedelta(days=n)).weekday() == meaning.weekday
        ]
        day = min(fits, key=lambda d: (d < today) == ahead) if fits else day
    return Days(day, day), day.isoformat()


def _monthday(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str] | None:
    assert meaning.day is not None
    options = [
        d for n in (-1, 0, 1) if (d := safe_date((m := add_months(today, n)).year, m.month, meaning.day))
    ]
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
        return _part_of(
            month_days(first.year, first.month, mod), mod, today
        ), f"{first.year:04d}-{first.month:02d}"
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
    count, unit = (
        (meaning.count or 1) * UNIT_FACTORS.get(meaning.unit, 1),
        UNIT_CODES.get(meaning.unit, meaning.unit),
    )
    n = round(count) * (meaning.shift or -1)
    try:
        if meaning.unit in ("S", "TM", "TH"):
            day = today + timedelta(
                days=round(count / 24) * (meaning.shift or -1) if meaning.unit == "TH" and count >= 24 else 0
            )
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
    size = max(
        1, round((meaning.count or (7 if meaning.unit == "D" else 4 if meaning.unit == "W" else 3)) * length)
    )
    try:
        days = (
            Days(today + timedelta(days=1), today + timedelta(days=size), "window")
            if (meaning.shift or 0) > 0
            else Days(today - timedelta(days=size), today - timedelta(days=1), "window")
        )
    except OverflowError:
        return None
    return days, duration_value(meaning)


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


def _holiday(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str] | None:
    """A holiday that moves, of its own year, or the nearest within 75 days, else the one on the side that the tense says."""
    years = (meaning.year,) if meaning.year is not None else (today.year - 1, today.year, today.year + 1)
    length = 1
    if meaning.value.startswith("F:"):
        firsts, length = feast_days(int(meaning.value[2:]))
        near = [d for d in firsts if d.year in years]
    else:
        near = [moving_holiday(meaning.value, year) for year in years]
    if meaning.year is None:
        near.sort(key=lambda d: abs((d - today).days))
        side = [
            d
            for d in near
            if (d >= today if (ahead if meaning.shift is None else meaning.shift > 0) else d <= today)
        ]
        near = near if near and meaning.shift is None and abs((near[0] - today).days) <= 75 else side
    if not near:
        return None
    last = near[0] + timedelta(days=length - 1)
    return Days(near[0], last, "day" if length == 1 else "window"), near[0].isoformat()


def _told(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str]:
    """`That year`: of the day last spoken of."""
    return _shift(Meaning("shift", unit=meaning.unit, shift=0), ahead, today)


def _ended(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str] | None:
    """The quarter or year that ends on a day: named for where most of it lies."""
    found = _day(Meaning("day", year=meaning.year, month=meaning.month, day=meaning.day), ahead, today)
    if found is None:
        return None
    last = found[0].first
    if meaning.unit == "M":
        return Days(last - timedelta(days=180), last, "window"), last.isoformat()
    if meaning.unit == "Y":
        return Days(last - timedelta(days=364), last, "year"), f"{last.year:04d}"
    middle = last - timedelta(days=45)
    return Days(
        last - timedelta(days=91), last, "quarter"
    ), f"{middle.year:04d}-Q{(middle.month - 1) // 3 + 1}"


def _century(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str]:
    number = int(meaning.count or 20)
    return Days(date((number - 1) * 100 + 1, 1, 1), date(number * 100, 12, 31), "decade"), f"{number - 1:02d}"


def _decade(meaning: Meaning, ahead: bool, today: date) -> tuple[Days, str]:
    year = meaning.year or today.year
    return Days(date(year, 1, 1), date(year + 9, 12, 31), "decade"), f"{year // 10:03d}"


_NEAR, _NEAR_BEHIND = 2, 2  # months
RULES = {
    "day": _day,
    "month": _month,
    "year": _year,
    "weekday": _weekday,
    "monthday": _monthday,
    "shift": _shift,
    "ago": _ago,
    "days": _span_of,
    "season": _season,
    "quarter": _quarter,
    "half": _quarter,
    "decade": _decade,
    "told": _told,
    "holiday": _holiday,
    "ended": _ended,
    "century": _century,
}
