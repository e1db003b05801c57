"""Recognition, the other written forms: dates in figures, moments as ISO 8601 has them, quarters as Q3, the '90s, ranges of years."""

import re
from collections.abc import Iterator
from datetime import time

from sayso.reader.times.builders import build_iso_day
from sayso.reader.times.meaning import Meaning
from sayso.reader.times.phrases import Builder, build_unknown_length
from sayso.reader.times.words import any_word, time_words

Match = re.Match[str]


def full_year(digits: str) -> int:
    """A year of two or four digits: `07` is 2007, `98` is 1998."""
    year = int(digits)
    return year if year > 99 else year + (2000 if year < 60 else 1900)


def build_slashed(m: Match) -> Meaning | None:
    """`7/8/07`: month first as in the USA, or day first; where both can be, the report's zone tells."""
    one, two, year = int(m["one"]), int(m["two"]), full_year(m["year"])
    if one > 12:
        one, two = two, one
    if not (1 <= one <= 12 and 1 <= two <= 31):
        return None
    return Meaning(
        "day", year=year, month=one, day=two, swapped=int(m["one"]) <= 12 and two <= 12 and one != two
    )


def build_hyphened(m: Match) -> Meaning:
    """`18-Oct-2023`."""
    return Meaning(
        "day",
        year=full_year(m["year"]),
        month=int(time_words("month")[m["month"].lower()]),
        day=int(m["day"]),
    )


def build_moment(m: Match) -> Meaning | None:
    """`2024-03-05T14:00Z`, `2024-03-05 14:00:30+02:00`."""
    zone = m["zone"] or ""
    zones: tuple[int, ...] = ()
    if zone:
        digits = zone[1:].replace(":", "")
        zones = (
            0
            if zone.upper() == "Z"
            else (-1 if zone[0] == "-" else 1) * (60 * int(digits[:2]) + int(digits[2:] or 0)),
        )
        if abs(zones[0]) > 14 * 60:
            return None
    return Meaning(
        "day",
        year=int(m["year"]),
        month=int(m["month"]),
        day=int(m["day"]),
        clock=time(int(m["hour"]), int(m["minute"])),
        zones=zones,
    )


def build_numbered_quarter(m: Match) -> Meaning:
    """`Q3`, `Q3 2024`, `2024 Q3`, `Q3 of this year`."""
    shift = {"last": -1, "this": 0, "next": 1}.get((m["shift"] or "").lower())
    year = m["year"] or m["before"]
    return Meaning("quarter", year=int(year) if year else None, count=int(m["which"]), shift=shift)


def forms() -> Iterator[tuple[str, str, Builder]]:
    """The kind of word each match holds one of, the expressions, and their builders."""
    month, day, year = (
        r"(?P<month>1[0-2]|0?[1-9])",
        r"(?P<day>3[01]|[12]\d|0?[1-9])",
        r"(?P<year>(?:19|20)\d\d)",
    )
    yield "dotted", rf"(?<![\d.]){day}\.{month}\.{year}(?![\d])", build_iso_day
    yield "slash", rf"(?<![\d/]){year}/{month}/{day}(?![\d/])", build_iso_day
    yield (
        "slash",
        r"(?<![\d/])(?P<one>3[01]|[12]\d|0?[1-9])/(?P<two>3[01]|[12]\d|0?[1-9])/(?P<year>(?:19|20)?\d\d)(?![\d/])",
        build_slashed,
    )
    yield "month", rf"\b{day}-(?P<month>{any_word('month')})-(?P<year>(?:19|20)?\d\d)\b", build_hyphened
    yield (
        "iso",
        r"\b(?P<year>1[5-9]\d\d|20\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?:T|\s)(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?(?P<zone>Z|[+-]\d\d(?::?[0-5]\d)?)?(?![\d:])",
        build_moment,
    )
    yield (
        "numbered quarter",
        r"\b(?:(?P<before>(?:19|20)\d\d)\s)?(?-i:Q)(?P<which>[1-4])\b(?:\s(?:of\s(?P<shift>this|last|next)\syear|(?:of\s)?(?:FY\s?)?(?P<year>(?:19|20)\d\d)\b))?",
        build_numbered_quarter,
    )
    yield (
        "decade",
        r"(?<!\w)(?:the\s)?(?:(?P<mod>early|mid|late)[\s-])?['’‘](?P<decade>[2-9]0)s\b",
        lambda m: Meaning("decade", year=1900 + int(m["decade"])),
    )
    yield "unit", r"\b(?P<unit>minutes|hours|days)(?=\s(?:later|earlier)\b)", build_unknown_length
