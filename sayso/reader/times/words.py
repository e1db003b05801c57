"""Words of the calendar: the lexicon (`sayso/data/times.tsv`), numbers in words, modifiers and shifts."""

import re
from datetime import date
from functools import cache

from sayso.lexicon import load_table
from sayso.reader.times.meaning import Mod


@cache
def time_words(kind: str) -> dict[str, str]:
    """Words of one kind with their values; among the holidays those of other calendars by their rows (`F:3`)."""
    words = {
        w: row["value"] for row in load_table("times") if row["kind"] == kind for w in row["words"].split("|")
    }
    if kind == "holiday":
        words |= {w: f"F:{n}" for n, row in enumerate(load_table("feasts")) for w in row["words"].split("|")}
    return words


@cache
def feast_days(number: int) -> tuple[tuple[date, ...], int]:
    """The first days of a feast of another calendar (`sayso/data/feasts.tsv`), and how many days it lasts."""
    row = load_table("feasts")[number]
    return tuple(date.fromisoformat(d) for d in row["first"].split()), int(row["days"])


def any_word(kind: str) -> str:
    """An expression for any word of one kind, the longest first."""
    return (
        "(?:"
        + "|".join(
            re.escape(w).replace(r"\ ", r"\s") for w in sorted(time_words(kind), key=len, reverse=True)
        )
        + ")"
    )


MODS: dict[str, Mod] = {
    "early": "START",
    "the start of": "START",
    "the beginning of": "START",
    "the first days of": "START",
    "start of": "START",
    "beginning of": "START",
    "mid": "MID",
    "mid-": "MID",
    "the middle of": "MID",
    "middle of": "MID",
    "late": "END",
    "the end of": "END",
    "end of": "END",
    "the last days of": "END",
    "the first week of": "FIRST_WEEK",
    "first week of": "FIRST_WEEK",
    "the second week of": "SECOND_WEEK",
    "second week of": "SECOND_WEEK",
    "the third week of": "THIRD_WEEK",
    "third week of": "THIRD_WEEK",
    "the last week of": "LAST_WEEK",
    "last week of": "LAST_WEEK",
    "the final week of": "LAST_WEEK",
    "earlier": "EARLIER",
    "later": "LATER",
}
SHIFTS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "this": 0,
    "the current": 0,
    "current": 0,
    "the same": 0,
    "next": 1,
    "the coming": 1,
    "coming": 1,
    "upcoming": 1,
    "this past": -1,
    "this coming": 1,
    "the following": 1,
    "following": 1,
    "the next": 1,
    "the past": -1,
    "the last": -1,
    "the previous": -1,
}


def read_mod(words: str | None) -> Mod:
    """The modifier that words before a time stand for."""
    return MODS.get(re.sub(r"\s+", " ", (words or "").lower()).strip(" -") or "", "") if words else ""


def read_number(words: str) -> float | None:
    """A number in digits or words; None for what is none.

    >>> read_number("twenty-one"), read_number("2 1/2"), read_number("two thousand"), read_number("many")
    (21.0, 2.5, 2000.0, None)
    """
    plain = re.sub(r"\s+", " ", words.lower().replace(",", "")).strip()
    if plain.endswith(" 1/2"):
        return float(plain[:-4]) + 0.5
    if re.fullmatch(r"\d{1,7}(?:\.\d{1,3})?", plain):
        return float(plain)
    table = time_words("number")
    if plain in table:
        return float(table[plain])
    parts = re.split(r"[\s-]", plain)
    if len(parts) == 2 and parts[1] in ("hundred", "thousand") and parts[0] in table:
        return float(table[parts[0]]) * float(table[parts[1]])
    if len(parts) == 2 and all(p in table for p in parts):
        tens, ones = float(table[parts[0]]), float(table[parts[1]])
        return tens + ones if tens % 10 == 0 and 20 <= tens <= 90 and ones < 10 else None
    return None
