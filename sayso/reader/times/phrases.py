"""Recognition, the rarer phrases: vague references, lengths given as a range, ages of things, parts of yesterday."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time

from sayso.reader.times.builders import build_day, build_shifted, build_span_of, build_today, part_of
from sayso.reader.times.meaning import Meaning
from sayso.reader.times.words import any_word, read_number, time_words

Match = re.Match[str]
Builder = Callable[[Match], Meaning | None]


def refer(value: str) -> Builder:
    """A builder of a vague reference."""
    return lambda m: Meaning("reference", value=value)


def build_length(m: Match) -> Meaning | None:
    """A length of time; of a range ("two to three weeks") the lower end, as TIMEX3 has it."""
    count = read_number(m["count"]) if m["count"] else None
    return (
        Meaning("duration", unit=time_words("unit")[m["unit"].lower()], count=count)
        if count and count < 1400
        else None
    )


def build_unknown_length(m: Match) -> Meaning:
    """A length whose number is not told ("over the years")."""
    return Meaning("duration", unit=time_words("unit")[m["unit"].lower().removesuffix("s")])


def build_half(m: Match) -> Meaning:
    """`Half an hour`, `a minute and a half`, `half a century`."""
    unit, whole = time_words("unit")[(m["unit"] or m["unit2"]).lower()], 0 if m["half"] else 1
    factor = {"DE": 10, "CE": 100}.get(unit, 1)
    return Meaning("duration", unit="Y" if factor > 1 else unit, count=(whole + 0.5) * factor)


def build_part(m: Match) -> Meaning:
    """`In the morning`, `by mid-afternoon`: of the day last spoken of."""
    return Meaning("shift", unit="D", shift=0, narrative=True, part=part_of(m))


def build_week_of(m: Match) -> Meaning | None:
    """`The week of March 6`."""
    day = build_day(m)
    return replace(day, unit="W") if day else None


def build_hour_of(m: Match) -> Meaning | None:
    """`4 in the morning`, `three o'clock in the afternoon`, `10 o'clock`."""
    hour, part = read_number(m["hour"]), ((m["half"] or m.groupdict().get("night")) or "").lower()
    if hour is None or not 1 <= hour <= 12:
        return None
    later = part == "afternoon" or (part in ("evening", "night") and hour != 12)
    return Meaning(
        "clock",
        clock=time(int(hour) % 12 + (12 if later else 0) if part else int(hour), int(m["minute"] or 0)),
    )


def build_fiscal(m: Match) -> Meaning:
    """`The fiscal year`, `the latest fiscal year`, `next fiscal year`."""
    words = re.sub(r"\s", " ", m["shift"].lower())
    return Meaning(
        "shift", unit="Y", shift=1 if "next" in words or "coming" in words else -1 if words != "the" else 0
    )


def phrases() -> Iterator[tuple[str, str, Builder]]:
    """The kind of word each match holds one of, the expressions, and their builders."""
    number, unit = any_word("number"), any_word("unit")
    tens = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    yield "time", r"\b(?:a|some)\s(?:later|future)\s(?:date|time)\b", refer("FUTURE_REF")
    yield "unit", r"(?<=\bover\s)the\s(?P<unit>years|decades|months|weeks)\b", build_unknown_length
    yield (
        "turn",
        r"\b(?:the\s)?(?:early|past|coming)\s(?P<unit>years|months|weeks|quarters)\b",
        build_unknown_length,
    )
    yield "period", r"\b(?:earlier|later)\sin\sthe\s(?P<unit>year|month|week)\b", build_shifted
    yield "time", r"(?<=\bat\s)(?:the|that)\stime\b(?!\sof)", refer("PAST_REF")
    yield "time", r"(?<=\bfor\s)the\stime\sbeing\b", refer("PRESENT_REF")
    yield "shortly", r"\bshortly\b(?!\s(?:after|before))", refer("FUTURE_REF")
    yield "part of day", r"(?<=\bwill\s)one\sday\b", refer("FUTURE_REF")
    yield "part of day", r"\b(?:one|some)\sday\b(?=\W*(?:[.,;]|in\sthe\sfuture))", refer("FUTURE_REF")
    yield (
        "unit",
        rf"\b(?:(?:the\s)?next\s)?(?P<count>\d+|{number})(?:\sto\s|\sor\s|-to-|-)(?:\d+|{number})[\s-](?P<unit>{unit})s?\b",
        build_length,
    )
    yield (
        "turn",
        rf"\b(?:the\s)?(?P<word>past|last|next|coming|previous)\s(?P<count>{tens}[\s-](?:one|two|three|four|five|six|seven|eight|nine))\s(?P<unit>{unit})s?\b",
        build_span_of,
    )
    yield (
        "part of day",
        r"\b(?:mid-?|early\s|late\s)?(?P<part>morning|afternoon|evening|night)\s(?P<word>yesterday|today|tomorrow)\b",
        build_today,
    )
    yield (
        "unit",
        r"\b(?:for\s)?(?P<unit>years|months|weeks|decades)(?:\sago\b|(?=\s(?:now|later|earlier)\b))",
        build_unknown_length,
    )
    yield "unit", r"\bthe\s(?P<unit>days|weeks|months|years)\sahead\b", build_unknown_length
    yield "unit", r"\bseveral-(?P<unit>hour|day|week|month|year|decade)\b", build_unknown_length
    yield (
        "unit",
        r"\b(?:(?:an?|one)\s(?P<unit>minute|hour|day|week|month|year|decade|century)\sand\sa\shalf|(?P<half>half)[\s-](?:an?[\s-])?(?P<unit2>minute|hour|day|year|decade|century))\b",
        build_half,
    )
    yield (
        "month",
        rf"\b(?:the\s)?week\sof\s(?:{any_word('weekday')},?\s)?(?P<month>{any_word('month')})\.?\s(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,?\s(?P<year>1[5-9]\d\d|20\d\d)\b)?",
        build_week_of,
    )
    yield (
        "period",
        r"\b(?P<outside>(?:for|during|over|throughout)\s)the\s(?P<unit>week)\b(?!\s(?:of|before|after|ended|ending|that|following|earlier|later|in|since|to|leading|when|ahead|beginning|starting)\b|-)",
        lambda m: Meaning("told", unit="W", narrative=True),
    )
    yield "period", r"\bthe\s(?P<unit>week)['’]s\b", lambda m: Meaning("told", unit="W", narrative=True)
    yield (
        "part of day",
        r"\b(?P<outside>(?:in|by|during|until)\s)the\s(?P<part>morning|afternoon|evening)\b(?=\W*(?:[.,;:!?\n]|$)|\s(?:to|and|but|as|when|with|while|after|before|for|at|he|she|they|it|the|a)\b)",
        build_part,
    )
    yield (
        "part of day",
        r"\bmid[\s-]?(?P<part>morning|afternoon)\b(?!\s(?:yesterday|today|tomorrow)\b)",
        build_part,
    )
    yield (
        "hour of day",
        rf"\b(?P<outside>(?:at|around|about|by|before|after|until|since|from)\s)(?P<hour>1[0-2]|[1-9]|{number})(?:[:.](?P<minute>[0-5]\d))?\sin\sthe\s(?P<half>morning|afternoon|evening)\b(?!\s[a-z]+ing\b)",
        build_hour_of,
    )
    yield (
        "hour of day",
        rf"\b(?P<hour>1[0-2]|[1-9]|{number})(?P<minute>(?!))?\so['’]clock\b(?:\s(?:in\sthe\s(?P<half>morning|afternoon|evening)|(?:at\s)?(?P<night>night))\b)?",
        build_hour_of,
    )
    yield (
        "fiscal",
        r"\b(?P<shift>the(?:\s(?:latest|last|past|previous|next|coming))?|last|next)\s(?:fiscal|financial)\syear\b(?!\s(?:ended|ending|ends|that|to|\d))",
        build_fiscal,
    )
    yield "possible", r"\bas\ssoon\sas\spossible\b", refer("FUTURE_REF")
    yield "then", r"\bthen[\s-]current\b", refer("PAST_REF")
