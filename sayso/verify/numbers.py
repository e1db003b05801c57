"""Numbers in a sentence with what they count: digits and words, dozens and scores, money; those of dates are
left out."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sayso.model import Span
from sayso.reader.times.words import read_number
from sayso.verify.words import Word, alike

_SCALE = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
    "score": 20.0,
}
_ROUGH = {
    "dozens": (24.0, 99.0),
    "scores": (40.0, 199.0),
    "hundreds": (200.0, 999.0),
    "thousands": (2e3, 99e3),
    "several": (3.0, 9.0),
    "few": (2.0, 6.0),
    "couple": (2.0, 2.0),
}
_NUMBER = re.compile(r"[\d][\d,]*(?:\.\d+)?|[A-Za-z]+(?:-[a-z]+)?")
_ABOUT = re.compile(
    r"\b(?:about|some|around|roughly|nearly|almost|approximately|up to|more than|over|at least|fewer than"
    r"|less than|under|no more than)\s+(?:[$€£]\s?)?$",
    re.IGNORECASE,
)
_MONEY = re.compile(r"(?:[$€£]|US\$|\bUSD)\s?$")
_MEASURE = frozenset(
    "percent per cent people person dollar dollars euro euros pound pounds shekel shekels".split()
)
_NOT_COUNTED = frozenset(["a", "an", "one", "ones", "may", "second"])


class Number(NamedTuple):
    """A number from `low` to `high` at `[start, end)`: the words after it that say what it counts, or
    `money`; `about` where hedged."""

    start: int
    end: int
    low: float
    high: float
    counts: tuple[str, ...]
    about: bool


def find_numbers(text: str, span: Span, words: Iterable[Word], left_out: Iterable[Span] = ()) -> list[Number]:
    """The numbers in a stretch of text, those that share a code point with `left_out` excepted.

    >>> from sayso.verify.words import words_of
    >>> text = "A dozen sailors and 1,200 workers got $3 million."
    >>> [(n.low, n.counts[:1]) for n in find_numbers(text, Span(0, len(text)), words_of(text))]
    [(12.0, ('sailors',)), (1200.0, ('workers',)), (3000000.0, ('money',))]
    """
    skip, words, out = list(left_out), list(words), []
    for start, end, low, high in _values(text, span):
        if any(s.start < end and start < s.end for s in skip):
            continue
        money = bool(_MONEY.search(text[max(span.start, start - 4) : start]))
        after = [w.form for w in words if w.start >= end and not w.digits and w.start - end < 45][:4]
        about = bool(_ABOUT.search(text[max(span.start, start - 18) : start]))
        out.append(Number(start, end, low, high, ("money", *after) if money else tuple(after), about))
    return out


def _values(text: str, span: Span) -> Iterator[tuple[int, int, float, float]]:
    found = list(_NUMBER.finditer(text, span.start, span.end))
    k = 0
    while k < len(found):
        words = found[k].group()
        start, end = found[k].span()
        folded = words.lower()
        if folded in _ROUGH:
            yield start, end, *_ROUGH[folded]
            k += 1
            continue
        value = read_number(folded) if folded not in _NOT_COUNTED else None
        if (
            value is None
            and folded in ("a", "an")
            and k + 1 < len(found)
            and found[k + 1].group().lower()
            in ("dozen", "score", "hundred", "thousand", "million", "billion")
        ):
            value = 1.0
        glued = start > span.start and (
            text[start - 1].isalpha() or text[start - 1] in "-/" and text[start - 2 : start - 1].isalpha()
        )
        if value is None or glued:
            k += 1
            continue
        while (
            k + 1 < len(found) and found[k + 1].group().lower() in _SCALE and found[k + 1].start() - end <= 2
        ):
            value *= _SCALE[found[k + 1].group().lower()]
            end = found[k + 1].end()
            k += 1
        yield start, end, value, value
        k += 1


def agree(a: Number, b: Number) -> bool:
    """Whether two numbers can be of one count: within one another's bounds, a hedged one within a tenth."""
    slack = 0.1 if a.about or b.about else 0.005
    return a.low <= b.high * (1 + slack) and b.low <= a.high * (1 + slack)


def same_count(a: Number, b: Number) -> float:
    """How far two numbers count the same thing, 0..1, by the words after them."""
    if ("money" in a.counts) != ("money" in b.counts):
        return 0.0
    if "money" in a.counts:
        return 0.8 + 0.2 * bool(set(a.counts[1:3]) & set(b.counts[1:3]))
    first, second = a.counts[:2], b.counts[:3]
    values = [alike(x, y, False) for x in first for y in second if len(x) > 2 and len(y) > 2]
    return max(values, default=0.0)
