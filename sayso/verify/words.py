"""Words of a claim and of passages with their weight: how rare a word is in news; names apart from common
words."""

import re
from functools import lru_cache
from typing import NamedTuple

from sayso.link.words import find_words, fold_stem, word_rarity
from sayso.model import Span

COMMON = 2.0
"""Words rarer than one report in four (log2) tell something; commoner ones hold a sentence together."""
MOST = 7.0
_NAME_PREFIX = 4


class Word(NamedTuple):
    """A word at `[start, end)`: folded form, stem, weight, whether it is (part of) a name, whether it is
    digits."""

    start: int
    end: int
    form: str
    stem: str
    weight: float
    name: bool
    digits: bool


def words_of(text: str, span: Span | None = None) -> tuple[Word, ...]:
    """The words of a stretch of text in order.

    >>> [(w.form, w.name) for w in words_of("Police in Oslo freed a pilot.")]
    [('police', False), ('in', False), ('oslo', True), ('freed', False), ('a', False), ('pilot', False)]
    """
    span = span or Span(0, len(text))
    out = []
    first = True
    for start, end, form in find_words(text, span):
        stem = fold_stem(form)
        weight = min(word_rarity(stem), MOST)
        capital = text[start].isupper()
        name = capital and (not first or (weight >= MOST and len(form) > 3) or text[start:end].isupper())
        if name and re.search(r"[.!?:]['\"”]?\s+['\"“]?$", text[span.start : start]):
            name = weight >= MOST
        digits = form[0].isdigit()
        out.append(Word(start, end, form, stem, weight, name and not digits, digits))
        first = False
    return tuple(out)


def telling(word: Word) -> bool:
    """Whether a word tells something: a name, or no common word and no number."""
    return not word.digits and (word.weight >= COMMON or word.name)


@lru_cache(maxsize=1 << 17)
def alike(a: str, b: str, name: bool) -> float:
    """How far one word may stand for another, 0..1, by their folded forms: names only for themselves and what
    is derived of them.

    >>> alike("freed", "frees", False), alike("oslo", "bergen", True), alike("egypt", "egyptian", True)
    (1.0, 0.0, 0.9)
    """
    one, two = fold_stem(a), fold_stem(b)
    if one == two:
        return 1.0
    shared = 0
    for x, y in zip(one, two, strict=False):
        if x != y:
            break
        shared += 1
    if name:
        return 0.9 if shared >= _NAME_PREFIX and shared >= min(len(one), len(two)) - 1 else 0.0
    if shared >= 5 and shared >= min(len(one), len(two)) - 2:
        return 0.9
    return 0.0
