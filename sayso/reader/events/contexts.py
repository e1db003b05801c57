"""What an event is about in PLOVER's sense: military, diplomatic, economic, election, territory, …, from the words of its sentence.

PLOVER keeps apart what is done (type), how (mode) and what it is about (context); the words for each context are data
(`sayso/data/contexts.tsv`).
"""

import re
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table

_NEAR = 60  # code points around the trigger, whose words count twice


class _Context(NamedTuple):
    name: str
    concepts: frozenset[str]
    words: re.Pattern[str]


@cache
def _contexts() -> tuple[_Context, ...]:
    return tuple(
        _Context(
            row["context"],
            frozenset(row["concepts"].split("|")),
            re.compile(rf"\b(?:{row['words']})", re.IGNORECASE),
        )
        for row in load_table("contexts")
    )


def find_context(concept: str, sentence: str, at: int) -> str | None:
    """The context of an event of a concept told in a sentence with its trigger at a code point; None where no word tells.

    Each different word counts once, near the trigger twice, what the concept itself is about twice; of equals the first of the table.

    >>> find_context("talks", "The ministers held talks on the tariffs on steel exports.", 23)
    'economic'
    >>> find_context("talks", "The ministers held talks.", 19)
    'diplomatic'
    """
    best, found = 0, None
    for context in _contexts():
        hits = {m[0].lower(): m.start() for m in context.words.finditer(sentence)}
        score = sum(2 if abs(start - at) <= _NEAR else 1 for start in hits.values()) + 2 * (
            concept in context.concepts
        )
        if score > best:
            best, found = score, context.name
    return found
