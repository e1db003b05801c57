"""Sentences of a text by simple code: a full stop, a closing mark and a capital; paragraphs (lines) are never joined."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from sayso.model import Span

_END = re.compile(r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-Þ])")
_LINE = re.compile(r"[^\n]+")
_LAST_WORD = re.compile(r"[\w.]{1,12}$")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]")
_SHORT = frozenset(
    "mr mrs ms dr prof gen lt col maj capt cpt sgt cpl cmdr adm sen rep gov pres rev hon st ft mt no vs etc inc corp ltd co bros jr sr"
    " jan feb mar apr jun jul aug sep sept oct nov dec approx dept est fig".split()
)  # abbreviations after which a sentence goes on


def find_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text in order, without white space around them.

    >>> text = "Gen. Ly left on Oct. 4. He returned."
    >>> [s.of(text) for s in find_sentences(text)]
    ['Gen. Ly left on Oct. 4.', 'He returned.']
    """
    return tuple(
        span for line in _LINE.finditer(text) for span in split_sentences(text, line.start(), line.end())
    )


def split_sentences(text: str, start: int, stop: int) -> Iterator[Span]:
    """The sentences of a line of a text, from `start` to `stop`."""
    for match in _END.finditer(text, start, stop):
        if text[match.start()] == "." and text[match.start() + 1 : match.end()].isspace():
            word = _LAST_WORD.search(text, max(start, match.start() - 12), match.start())
            if word and (word[0].lower() in _SHORT or (_INITIALS.fullmatch(word[0]) and word[0] != "I")):
                continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, stop)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    words = text[start:end]
    if words.strip():
        yield Span(start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip())))


def sentence_at(sentences: Sequence[Span], offset: int) -> Span | None:
    """The sentence that holds a code point, or the one before it; None before the first."""
    k = bisect_right(sentences, offset, key=lambda s: s.start) - 1
    return sentences[k] if k >= 0 else None
