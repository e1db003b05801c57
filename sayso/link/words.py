"""The words of a report that its own reporter wrote: furniture, credits, headlines and datelines left out."""

import re
from functools import cache, lru_cache

from sayso.lexicon import load_table
from sayso.model import Document, Reading, Span

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_QUOTED = re.compile(r"“[^“”\n]{12,}(?:”|(?=\n|$))|\"[^\"\n]{12,}\"|«[^«»\n]{12,}»")
_LEFT_OUT = frozenset(["furniture", "credit", "headline", "dateline"])
_RAREST = 11.0  # log2 of documents per occurrence, for words that the table lacks


def prose_spans(document: Document) -> list[Span]:
    """The stretches of body and captions, in order; the paragraphs of a document whose sections are not known yet."""
    if document.sections:
        return [Span(s.start, s.end) for s in document.sections if s.kind not in _LEFT_OUT]
    return [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", document.text) if m.group().strip()]


def quoted_spans(text: str, within: Span) -> list[Span]:
    """Passages between quotation marks, of a dozen code points or more, in a stretch of text."""
    return [Span(m.start(), m.end()) for m in _QUOTED.finditer(text, within.start, within.end)]


def find_words(text: str, span: Span) -> list[tuple[int, int, str]]:
    """Start, end and folded form of each word in a stretch.

    >>> find_words("Two ships sailed.", Span(4, 17))
    [(4, 9, 'ships'), (10, 16, 'sailed')]
    """
    return [
        (m.start(), m.end(), m.group().casefold().replace("’", "'"))
        for m in _WORD.finditer(text, span.start, span.end)
    ]


@lru_cache(maxsize=1 << 16)
def fold_stem(word: str) -> str:
    """A word without its plural, possessive and commonest verb endings, so that forms of one word meet.

    >>> fold_stem("exercises"), fold_stem("exercise"), fold_stem("navy"), fold_stem("navies")
    ('exercis', 'exercis', 'navi', 'navi')
    """
    word = word.removesuffix("'s").removesuffix("'")
    if len(word) > 4:
        for ending, put in (
            ("ies", "i"),
            ("ying", "i"),
            ("ied", "i"),
            ("ing", ""),
            ("ed", ""),
            ("es", ""),
            ("s", ""),
        ):
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)] + put
                break
    if len(word) > 3 and word.endswith(("e", "y")):
        word = word[:-1] + ("i" if word.endswith("y") else "")
    return word


@cache
def _rarities() -> dict[str, float]:
    return {row["stem"]: float(row["rarity"]) for row in load_table("words")}


def word_rarity(stem: str) -> float:
    """How rare a stem is in news: log2 of documents per document that has it (sayso/data/words.tsv), a constant of the release."""
    if stem.isdigit():
        return 6.0 if len(stem) == 4 else 3.0
    return _rarities().get(stem, _RAREST)


def paragraph_at(document: Document, offset: int) -> Span:
    """The line of the text that holds a code point."""
    text = document.text
    end = text.find("\n", offset)
    return Span(text.rfind("\n", 0, max(offset, 0)) + 1, end if end >= 0 else len(text))


def title_of(reading: Reading) -> str:
    """A report's headline, empty where it has none."""
    return reading.document.title or ""
