"""Claims of precedence in their words: first, largest since, rare."""

import re

from sayso.model import Span

PRECEDENT = re.compile(
    r"\b(?:for (?:only )?the (?:first|second|third) time|the first(?: ever)?|first-ever|(?:their|its|his|her) first|"
    r"(?:largest|biggest|highest|worst|deadliest|heaviest|longest|lowest|most) (?:[\w-]+ ){0,3}?(?:since(?: (?:[A-Z][a-z]+ )?\d{4})?|in (?:more than |over |nearly )?(?:a |\w+ )?(?:decade|year|generation|centur(?:y|ie))s?|ever|to date|on record)|"
    r"second (?:this|of its)|unprecedented|record-breaking|rare)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:the|their|its|his|her) first(?: ever)?|first-ever|rare|unprecedented|record-breaking|second (?:this|of its)",
    re.IGNORECASE,
)
_BETWEEN = 2  # words between a bare word of precedence and the event that it is claimed of


def find_precedent(text: str, sentence: Span, trigger: Span) -> str | None:
    """The claim of precedence that a sentence makes of the event of a trigger, with the words up to the event where it is a bare "first" or "rare".

    >>> text = "The first Norwegian visit to Lima began."
    >>> find_precedent(text, Span(0, 40), Span(20, 25))
    'The first Norwegian visit'
    """
    for m in PRECEDENT.finditer(text, sentence.start, sentence.end):
        if not _BARE.fullmatch(m[0]):
            return m[0]
        between = text[m.end() : trigger.start]
        if m.end() < trigger.start and len(between.split()) <= _BETWEEN and not _APART.search(between):
            return text[m.start() : trigger.end]
    return None


_APART = re.compile(r"[,;:()“”\"–—]|\b(?:that|which|who|and|but|to|of)\b")
