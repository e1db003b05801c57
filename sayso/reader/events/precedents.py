"""Claims of precedence in their words: first, largest since, rare."""

import re

from sayso.model import Span
from sayso.reader.parse import Parsed

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
_REACH = 60  # code points from a bare word of precedence to the event that it is claimed of


def find_precedent(parsed: Parsed, sentence: Span, trigger: Span) -> str | None:
    """The claim of precedence that a sentence makes of the event of a trigger, with the words up to the event where it is a bare "first" or "rare".

    >>> from sayso.reader.parse import parse_text
    >>> parsed = parse_text("The first Norwegian visit to Lima began. The first lady met nobody on the visit.")
    >>> find_precedent(parsed, Span(0, 40), Span(20, 25)), find_precedent(parsed, Span(41, 80), Span(74, 79))
    ('The first Norwegian visit', None)
    """
    for m in PRECEDENT.finditer(parsed.text, sentence.start, sentence.end):
        if not _BARE.fullmatch(m[0]):
            return m[0]
        if trigger.start <= m.start() <= trigger.start + _REACH:
            if _said_of(parsed, m.start(), trigger):
                return m[0]
        elif m.end() < trigger.start <= m.end() + _REACH and _said_of(parsed, m.start(), trigger):
            return parsed.text[m.start() : trigger.end]
    return None


def _said_of(parsed: Parsed, at: int, trigger: Span) -> bool:
    """Whether a word stands in the phrase of an event, or what it stands with does the event or is it ("the first president to visit", "was a first")."""
    word, event = parsed.token_at(at), parsed.token_at(trigger.start)
    if word is None or event is None:
        return False
    head = (
        parsed.tokens[word].head
        if parsed.tokens[word].dep in ("det", "amod", "poss", "advmod", "nummod")
        else word
    )
    up = [event, *parsed.ancestors(event)]
    if event in (word, head, *parsed.ancestors(word)):
        return True
    return head in up and parsed.tokens[up[up.index(head) - 1]].dep in ("relcl", "acl", "xcomp", "advcl")
