"""Who acts for a state: office-holders by the words around their names, and offices that are only called by their title."""

import re

from sayso.model import Span
from sayso.reader.entities.state_names import StateName

_OFFICE = (
    r"(?:(?:[Ff]oreign|[Dd]efen[cs]e|[Ii]nterior|[Ff]inance|[Pp]rime|[Ee]nergy|[Hh]ealth|[Tt]rade|[Ee]conomy|[Jj]ustice|[Tt]ransport|[Dd]eputy|[Vv]ice|[Ff]irst|[Aa]cting|[Ss]upreme|[Cc]rown|[Ss]pecial|[Tt]op)\s){0,3}"
    r"(?:[Mm]inister|[Pp]resident|[Pp]remier|[Cc]hancellor|[Kk]ing|[Qq]ueen|[Ee]mir|[Ss]ultan|[Pp]rince|[Ll]eader|[Ss]ecretary(?: of [Ss]tate| of [Dd]efen[cs]e)?|[Ee]nvoy|[Aa]mbassador|[Nn]egotiator|[Dd]iplomat)"
)
_TITLED = re.compile(
    rf"(?:['’]s?)?\s?(?:(?:then|former|new|outgoing|caretaker|de facto|opposition)[\s-])?{_OFFICE}\s$"
)
_OPPOSED = re.compile(r"\b(?:former|opposition|ex)[\s-]", re.IGNORECASE)
_BEHIND = re.compile(
    rf",\s(?:the\s)?(?P<state>[^,.;]{{2,30}}?)(?:['’]s?)?\s{_OFFICE}\b|,\s(?:the\s)?{_OFFICE}\sof\s(?:the\s)?(?P<of>[^,.;]{{2,30}})"
)
_BARE = re.compile(
    r"\b(?:[Tt]he|[Tt]hen-)\s?(?:country['’]s\s)?(?P<office>(?:(?:top|deputy|[Ff]oreign|[Dd]efen[cs]e|[Ii]nterior|[Ff]inance|[Pp]rime|[Ee]nergy|[Tt]rade)\s){0,2}(?:[Mm]inister|[Pp]resident|[Pp]remier|[Cc]hancellor|diplomat))\b"
)


def state_of_person(text: str, mentions: list[Span], states: list[StateName]) -> str | None:
    """The state whose office a person holds, by the words right before or behind the name; None for others.

    >>> from sayso.reader.entities.state_names import find_state_names
    >>> text = "Russian Foreign Minister Sergei Lavrov met the former Turkish president Abdullah Gul."
    >>> state_of_person(text, [Span(25, 38)], find_state_names(text)), state_of_person(text, [Span(72, 84)], find_state_names(text))
    ('RUS', None)
    """
    for span in mentions:
        for s in states:
            if ":" in s.code:
                continue
            if (
                s.end <= span.start <= s.end + 60
                and _TITLED.fullmatch(text, s.end, span.start)
                and not _OPPOSED.search(text, max(0, s.start - 12), span.start)
            ):
                return s.code
            behind = _BEHIND.match(text, span.end) if span.end < s.start < span.end + 60 else None
            if (
                behind
                and behind.start("state" if behind["state"] else "of") <= s.start
                and s.end <= behind.end()
            ):
                return s.code
    return None


def bare_offices(text: str, states: list[StateName], home: str | None) -> list[Span]:
    """Where "the foreign minister" without a state's name stands for the state in which a report was filed.

    Only where no other state's holder of that office is told of before it.
    """
    if home is None:
        return []
    out = []
    for m in _BARE.finditer(text):
        word = m["office"].split()[-1].lower()
        other = any(
            s.code != home
            and s.end <= m.start()
            and re.match(rf"(?:['’]s?)?\s(?:\w+\s){{0,2}}{word}", text[s.end : s.end + 50], re.IGNORECASE)
            for s in states
        )
        if not other and not re.match(r"\sof\s", text[m.end() : m.end() + 4]):
            out.append(Span(m.start("office"), m.end("office")))
    return out
