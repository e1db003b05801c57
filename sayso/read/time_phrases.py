"""Recognition, the rarer phrases: vague references, lengths given as a range, ages of things, parts of yesterday."""

import re
from collections.abc import Callable, Iterator

from sayso.read.time_builders import build_shifted, build_span_of, build_today
from sayso.read.time_meaning import Meaning
from sayso.read.time_words import any_word, read_number, time_words

Match = re.Match[str]
Builder = Callable[[Match], Meaning | None]


def refer(value: str) -> Builder:
    """A builder of a vague reference."""
    return lambda m: Meaning("reference", value=value)


def build_length(m: Match) -> Meaning | None:
    """A length of time; of a range ("two to three weeks") the lower end, as TIMEX3 has it."""
    count = read_number(m["count"]) if m["count"] else None
    return Meaning("duration", unit=time_words("unit")[m["unit"].lower()], count=count) if count else None


def build_unknown_length(m: Match) -> Meaning:
    """A length whose number is not told ("over the years")."""
    return Meaning("duration", unit=time_words("unit")[m["unit"].lower().removesuffix("s")])


def phrases() -> Iterator[tuple[str, Builder]]:
    """The expressions with their builders."""
    number, unit = any_word("number"), any_word("unit")
    tens = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    yield r"\b(?:a|some)\s(?:later|future)\s(?:date|time)\b", refer("FUTURE_REF")
    yield r"(?<=\bover\s)the\s(?P<unit>years|decades|months|weeks)\b", build_unknown_length
    yield r"\b(?:the\s)?(?:early|past|coming)\s(?P<unit>years|months|weeks|quarters)\b", build_unknown_length
    yield r"\b(?:earlier|later)\sin\sthe\s(?P<unit>year|month|week)\b", build_shifted
    yield r"(?<=\bat\s)(?:the|that)\stime\b(?!\sof)", refer("PAST_REF")
    yield r"(?<=\bfor\s)the\stime\sbeing\b", refer("PRESENT_REF")
    yield r"\bshortly\b(?!\s(?:after|before))", refer("FUTURE_REF")
    yield r"(?<=\bwill\s)one\sday\b", refer("FUTURE_REF")
    yield r"\b(?:one|some)\sday\b(?=\W*(?:[.,;]|in\sthe\sfuture))", refer("FUTURE_REF")
    yield rf"\b(?:(?:the\s)?next\s)?(?P<count>\d+|{number})(?:\sto\s|\sor\s|-to-|-)(?:\d+|{number})[\s-](?P<unit>{unit})s?\b", build_length
    yield rf"\b(?:the\s)?(?P<word>past|last|next|coming|previous)\s(?P<count>{tens}[\s-](?:one|two|three|four|five|six|seven|eight|nine))\s(?P<unit>{unit})s?\b", build_span_of
    yield r"\b(?:mid-?|early\s|late\s)?(?P<part>morning|afternoon|evening|night)\s(?P<word>yesterday|today|tomorrow)\b", build_today
    yield r"\b(?:for\s)?(?P<unit>years|months|weeks|decades)(?=\s(?:now|later|earlier|ago)\b)", build_unknown_length
