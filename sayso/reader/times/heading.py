"""The day that heads a report: in its dateline ("SEOUL, Oct. 18 (Yonhap) —") or on a line of its own above the text."""

import re
from collections.abc import Sequence
from datetime import date

from sayso.reader.times.grammar import Found
from sayso.reader.times.meaning import safe_date

_TOWN = re.compile(r"\W*[A-Z][A-Z'’.-]+(?:[ /,]{1,2}[A-Z][\w'’.-]*){0,5}[,.]? ?\(?$")
_BEHIND = re.compile(r",?\s?(?:\(|--|—|–|_|- |/)")
_HEAD, _EARLIER, _LATER = (
    400,
    3,
    1,
)  # characters looked at; days that a dateline may lie before publication and after it


def headed_day(text: str, found: Sequence[Found], out: date | None) -> date | None:
    """The day of the dateline within three days before publication; without a publication day, a full date there or on a line of its own.

    >>> from sayso.reader.times.grammar import find_meanings
    >>> line = "SEOUL, Oct. 18 (Yonhap) — The drill began today."
    >>> headed_day(line, find_meanings(line), date(2023, 10, 19)).isoformat()
    '2023-10-18'
    """
    for start, end, meaning in found:
        if start > _HEAD:
            return None
        if (
            meaning.kind != "day"
            or meaning.month is None
            or meaning.day is None
            or meaning.last_day
            or meaning.shift is not None
            or meaning.unit
        ):
            continue
        line, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        before, after = text[line:start], text[end : stop if stop >= 0 else len(text)]
        dateline = _TOWN.fullmatch(before) and _BEHIND.match(after)
        if out is not None:
            years = (meaning.year,) if meaning.year else (out.year, out.year - 1)
            days = [
                d
                for y in years
                if (d := safe_date(y, meaning.month, meaning.day)) and -_LATER <= (out - d).days <= _EARLIER
            ]
            return days[0] if dateline and days and days[0] != out else None
        if meaning.year and (dateline or not (before.strip() or after.strip(" .\r"))):
            return safe_date(meaning.year, meaning.month, meaning.day)
    return None
