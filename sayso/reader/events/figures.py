"""Figures of an event: how many were killed, wounded, freed, listed, ..., with their bounds and the party they belong to."""

import re
from collections.abc import Iterator
from functools import cache

from sayso.lexicon import load_table
from sayso.model import Bound, Figure, Span
from sayso.reader.entities.state_names import find_state_names

_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "a": 1,
    "an": 1,
    "dozen": 12,
    "a dozen": 12,
    "another": 1,
}
_ORDINALS = {
    "a second": 2,
    "a third": 3,
    "a fourth": 4,
    "a fifth": 5,
    "a sixth": 6,
    "a seventh": 7,
    "an eighth": 8,
    "a ninth": 9,
    "a tenth": 10,
}
"""Who dies as the third brings the toll to three; only the dead are counted so."""
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
NUMBER = (
    rf"(?<![-\w.])(?P<number>(?:{_TENS})-(?:{_UNITS})|"
    + r"\d+(?:,\d{3})*(?:\.\d+)?(?:\s(?:million|billion|thousand))?|"
    + "|".join(sorted(_NUMBERS, key=len, reverse=True))
    + r")"
)
BOUND = r"(?:(?P<bound>at least|at a minimum|no fewer than|no less than|not less than|a minimum of|upwards of|more than|over|at most|as many as|up to|no more than|not more than|a maximum of|fewer than|less than|under|about|around|some|nearly|almost|roughly|approximately|close to|an estimated)\s)?"
_AT_LEAST = frozenset(
    [
        "at least",
        "at a minimum",
        "no fewer than",
        "no less than",
        "not less than",
        "a minimum of",
        "upwards of",
        "more than",
        "over",
    ]
)
_AT_MOST = frozenset(
    [
        "at most",
        "as many as",
        "up to",
        "no more than",
        "not more than",
        "a maximum of",
        "fewer than",
        "less than",
        "under",
    ]
)
_PEOPLE = (
    r"(?P<who>(?:[\w’'-]+\s){0,4}?(?:soldiers?|troops|servicem[ae]n|people|persons|civilians?|men|man|women|woman|children|child|boys?|girls?|guards?|militants?|fighters?|attackers?|gunmen|policem[ae]n|officers?|"
    r"workers?|miners?|passengers?|crew(?: members?)?|sailors?|pilots?|villagers?|residents?|protesters?|prisoners?|captives|detainees|hostages|others|patients|students|migrants|journalists?|personnel))"
)


# "a clash there left soldiers" counts no soldier, "a third soldier" is the third
_NOT_ONE = re.compile(
    r"^(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b|(?:(?<!s)s|\b(?:men|women|people|children|troops|personnel|\w+men))$",
    re.IGNORECASE,
)


@cache
def _patterns() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    return tuple(
        (
            row["field"],
            tuple(row["words"].split("|")),
            re.compile(
                row["pattern"]
                .replace("<N>", BOUND + NUMBER)
                .replace("<P>", _PEOPLE)
                .replace("<O>", rf"(?P<bound>(?!))?(?P<number>{'|'.join(_ORDINALS)})"),
                re.IGNORECASE,
            ),
        )
        for row in load_table("figures")
    )


def find_figures(text: str, span: Span) -> Iterator[Figure]:
    """The figures of a sentence; a party is named only where the words themselves split it.

    >>> [(f.field, f.value, f.bound) for f in find_figures("At least two Pakistani soldiers were killed.", Span(0, 44))]
    [('killed_PAK', 2.0, 'at_least')]
    """
    seen: set[tuple[str, int]] = set()
    plain = text[span.start : span.end].lower()
    for field, words, pattern in _patterns():
        if not any(word in plain for word in words):
            continue
        for m in pattern.finditer(text, span.start, span.end):
            value = value_of(m["number"])
            if (
                value is None
                or (field, m.start("number")) in seen
                or (m["number"].lower() in ("a", "an") and _NOT_ONE.search(m.groupdict().get("who") or ""))
            ):
                continue
            seen.add((field, m.start("number")))
            party = _party(m.groupdict().get("who") or "")
            start = m.start("bound") if m["bound"] else m.start("number")
            yield Figure(
                field=field + party, value=value, bound=bound_of(m["bound"]), start=start, end=m.end("number")
            )


def value_of(words: str) -> float | None:
    """The number that some words name; None where they name none."""
    plain = re.sub(r"\s+", " ", words.lower().replace(",", ""))
    if plain in _NUMBERS or plain in _ORDINALS:
        return float((_NUMBERS | _ORDINALS)[plain])
    tens, hyphen, unit = plain.partition("-")
    if hyphen and tens in _NUMBERS and unit in _NUMBERS:
        return float(_NUMBERS[tens] + _NUMBERS[unit])
    m = re.fullmatch(r"(\d+(?:\.\d+)?)(?: (thousand|million|billion))?", plain)
    return float(m[1]) * {"thousand": 1e3, "million": 1e6, "billion": 1e9, None: 1}[m[2]] if m else None


def bound_of(words: str | None) -> Bound:
    """What the words before a number make of it."""
    plain = (words or "").lower()
    if plain in _AT_LEAST:
        return "at_least"
    if plain in _AT_MOST:
        return "at_most"
    return "about" if plain else "exact"


def _party(who: str) -> str:
    codes = [n.code for n in find_state_names(who) if ":" not in n.code]
    if codes:
        return f"_{codes[0]}"
    if re.search(r"\bcivilians?\b", who, re.IGNORECASE):
        return "_civilians"
    if re.search(r"\bchild(?:ren)?\b", who, re.IGNORECASE):
        return "_children"
    return ""
