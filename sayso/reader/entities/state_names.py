"""States, blocs and well-known groups by name, demonym and seat of government: one matcher over the lexicon."""

import re
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table
from sayso.reader.entities.names import NameFinder


class StateName(NamedTuple):
    """A stretch that names a state or the like; `form` is name, adjective or seat."""

    start: int
    end: int
    code: str
    form: str


@cache
def _matcher() -> tuple[NameFinder, dict[str, tuple[str, str]]]:
    meaning: dict[str, tuple[str, str]] = {}
    for row in load_table("states"):
        for form in ("seats", "adjectives", "names"):
            for word in row[form].split("|"):
                if word and not word.startswith("the "):
                    meaning[word] = (row["code"], form[:-1])
    # ambiguous words are left to grammar or not taken at all
    for word in (
        "Pole",
        "Poles",
        "Dane",
        "Male",
        "Turk",
        "Finn",
        "Trinidad",
        "AU",
        "Santiago",
        "Georgetown",
        "Victoria",
    ):
        meaning.pop(word, None)
    return NameFinder(meaning, hyphen=True), meaning


def find_state_names(text: str) -> list[StateName]:
    """The states, blocs and groups that a text names, in order.

    >>> [(n.code, n.form) for n in find_state_names("South Korean and U.S. troops near Kabul")]
    [('KOR', 'adjective'), ('USA', 'name'), ('AFG', 'seat')]
    """
    finder, meaning = _matcher()
    out = [StateName(start, end, *meaning[text[start:end]]) for start, end in finder.find(text)]
    if _KOREAN.search(text):
        out += [
            StateName(m.start(), m.end(), "PRK" if m[1] == "North" else "KOR", "name")
            for m in _HALF.finditer(text)
        ]
        out.sort()
    return out


# "the North" and "the South" are the Koreas in a text that speaks of them
_KOREAN = re.compile(r"\b(?:North|South)\s+Korea")
_HALF = re.compile(
    r"(?<![\w-])[Tt]he (North|South)(?=[\s,.;:'’](?!\s?(?:[A-Z]|of\b|Sea\b|and\b))|[.,;:'’]|$)"
)


@cache
def state_label(code: str) -> str:
    """The common name of a code.

    >>> state_label("KOR")
    'South Korea'
    """
    return next((row["names"].split("|")[0] for row in load_table("states") if row["code"] == code), code)


@cache
def seat_state(name: str) -> str | None:
    """The state whose capital or seat of government bears the name."""
    return next((row["code"] for row in load_table("states") if name in row["seats"].split("|")), None)
