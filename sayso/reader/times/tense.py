"""Whether the words around a time put it ahead of the report or behind it: the cues of tense, plan and end."""

import re
from typing import NamedTuple

_AHEAD = re.compile(
    r"\b(?:will|would|shall|to be|is to|are to|was to|were to|plans?|(?<!\bas )(?<!previously )planned|planning|expect(?:s|ed)?|scheduled?|set (?:to|for|down)|due|slated|"
    r"may|might|could|should|can|going to|ahead(?! of)|upcoming|next(?! to\b)|coming|deadline|as (?:early|soon|late) as|no (?:later|earlier) than|starting|hopes?|intends?|aims?|effective|"
    r"(?:postponed|delayed|put|pushed|moved|brought|rescheduled)(?: (?:off|back|forward|up))?(?: by [\w-]+ \w+)? (?:to|until|till|for)|fixed for|agreed to|promised to|ready to|forthcoming|proposed)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:was|were|had|has|have|did|(?<!\bbe )(?<!\bbeen )(?:said|told|took|came|went|held|met|made|began|won|lost|killed|died|left|sent|shot|struck|hit|"
    r"broke|fell|rose|saw|gave|sank|tore|drove|flew|spoke|wrote|ran|grew|knew|threw|chose|fought|thought|brought|bought|caught|taught|felt|heard|paid|rode|sold|shook|spent|stood|stole|swore|understood|woke|wore|drew|rose|fell|built|kept|slid|sought|hurt|[a-z]{3,}ed)|[Ss]ince|[Aa]fter|[Ll]ast|ago|[Ee]arlier|[Ff]ollowing)\b"
)
_BESIDE_PAST = re.compile(
    r"\b(?<!\bbe )(?:said|told|took|came|went|held|met|made|began|won|died|left|tore|drove|flew|spoke|wrote|ran|grew|knew|threw|chose|fought|thought|brought|bought|caught|taught|felt|heard|paid|rode|sold|shook|spent|stood|stole|swore|understood|woke|wore|drew|rose|fell|built|kept|slid|sought|hurt|[a-z]{3,}ed)\s(?:[a-z]+\s)?(?:(?:on|late|early)\s)*$"
)


_OVER = re.compile(r",? \w+ (?:had|was|were)\b")
# "Wednesday's ruling", "could not be reached Friday", "in early trading Friday": said of what is over, whatever stands before
_DONE = re.compile(
    r"['’]s (?:[a-z-]+ )?(?:ruling|decision|attacks?|bombings?|blasts?|explosions?|shootings?|killings?|strikes?|raids?|crash|collision|accident|quake|earthquake|fire|storm|purchases?|"
    r"announcement|statement|remarks|comments|report|verdict|arrests?|riots?|clashes|collapse|plunge|drop|losses|defeat|victory|incident|disaster|death|deaths)\b"
)
_UNREACHED = re.compile(
    r"\bcould(?: not|n't)?(?: immediately)? be (?:reached|located|contacted|found|verified|confirmed|determined|identified)\b[^.;]{0,30}$|\btrading (?:on |late |early )*$",
    re.IGNORECASE,
)
_TITLES = ("Mr", "Mrs", "Ms", "Dr", "Gov", "Sen", "Rep", "Gen", "Col", "Lt", "St", "Co", "Corp", "Inc", "No")
_SENTENCE = re.compile(r"\. (?<!\b[A-Z]\. )" + "".join(rf"(?<!\b{t}\. )" for t in _TITLES) + r"|\n|\? |! |; ")
_TIMETABLE = re.compile(
    r"\b(?:meets?|arrives?|leaves?|begins?|opens?|starts?|returns?|travels?|visits?|resumes?|votes?|convenes?|departs?|heads?|flies|hosts?|expires?|takes? effect|kicks? off|goe?s? to the polls|comes? into force|enters? into force)\s(?:[a-z]+\s){0,2}$"
)
_UP_TO = re.compile(
    r"\b(?:by|until|till|through|before|ahead of) (?:the |early |late |mid-?)?$", re.IGNORECASE
)


class Tense(NamedTuple):
    """Whether a time lies ahead, and the words that say so; none where it is only what is usual."""

    ahead: bool
    cue: str = ""


def sentence_start(text: str, start: int) -> int:
    """Where the sentence of a place begins, at most 300 code points before it."""
    return max(
        (m.end() for m in _SENTENCE.finditer(text, max(0, start - 300), start)), default=max(0, start - 300)
    )


def read_tense(text: str, start: int, end: int) -> Tense:
    """Whether the words around an expression put it ahead: the nearest cue of its sentence decides, that before it first.

    >>> text = "The two will meet on Friday."
    >>> read_tense(text, 21, 27)
    Tense(ahead=True, cue='meet')
    """
    left = sentence_start(text, start)
    beside = _BESIDE_PAST.search(text, max(left, start - 40), start)
    if beside and not _AHEAD.search(text, max(left, beside.start() - 12), start):
        return Tense(False, beside[0].split()[0])
    done = _DONE.match(text, end, end + 60) or _UNREACHED.search(text, max(left, start - 90), start)
    if done:
        return Tense(False, done[0].split()[-1].strip(" ,"))
    up_to = _UP_TO.search(text, max(left, start - 16), start)
    if up_to:
        return Tense(
            not _OVER.match(text, end, end + 60) and " had " not in text[max(left, start - 60) : start],
            up_to[0].strip(),
        )
    listed = _TIMETABLE.search(text, max(left, start - 40), start)
    if listed and " to " not in text[max(left, start - 40) : listed.start()]:
        return Tense(True, listed[0].split()[0])
    if " had been " in text[max(left, start - 60) : start]:
        return Tense(False, "had been")
    ahead, behind = list(_AHEAD.finditer(text, left, start)), list(_BEHIND.finditer(text, left, start))
    if ahead and (not behind or ahead[-1].end() >= behind[-1].end() - 12):
        return Tense(True, ahead[-1][0])
    if behind:
        return Tense(False, behind[-1][0])
    stop = min(
        (i for mark in (". ", "\n") if (i := text.find(mark, end, end + 200)) >= 0),
        default=min(len(text), end + 200),
    )
    a, b = _AHEAD.search(text, end, stop), _BEHIND.search(text, end, stop)
    if a and (not b or a.start() <= b.start()):
        return Tense(True, a[0])
    return Tense(False, b[0] if b else "")
