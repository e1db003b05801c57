"""Spans without the marks, articles and speakers at their edges that are no part of them, and cues that tell deeds."""

import re
from collections.abc import Sequence

from sayso.model import Span
from sayso.read.encoder import RawAttribution

_EDGE = " \t,.;:–—-“”«»\"'‘’()"
_PAIRS = {"“": "”", "«": "»", "„": "“"}
_ACT = re.compile(r"(?:has |have |had |is |are |was |were )?(?:agreed|approved|adopted|signed|ratified|endorsed)(?: on)?", re.IGNORECASE)


def is_act(a: RawAttribution, text: str) -> bool:
    """Whether a cue tells a deed, not words: "ambassadors agreed a package" says nothing, "agreed that" and "agreed to" do."""
    cue, content = " ".join(c.of(text) for c in a.cue), a.content[0].of(text)
    return bool(_ACT.fullmatch(cue)) and not re.match(r"(?:that|to|not to)\b", content) and not re.search(r"\b(?:that|to)\s$", text[: a.content[0].start])


def tidy(a: RawAttribution, text: str) -> RawAttribution | None:
    """An attribution whose spans have no marks at their edges and no speaker in the content; None where nothing is left of content or cue."""
    content = tuple(s for s in (_trim(_without_speaker(s, a.cue, text), text) for s in a.content) if s.end > s.start)
    source = tuple(s for s in (_trim(s, text) for s in a.source) if s.end > s.start)
    return RawAttribution(source, a.cue, content, a.score) if content and a.cue else None


_AS_SAYING = re.compile(r"[^.;“”\"]{3,160}?\sas\s(?:saying|telling\s[\w\s]{2,30}?|having\ssaid)\s?,?:?\s?(?:that\s)?")


def _without_speaker(span: Span, cue: Sequence[Span], text: str) -> Span:
    """The content of "quoted a diplomat as saying that …" without the diplomat."""
    if not any(re.search(r"\b(?:quot|cit)", c.of(text)) for c in cue):
        return span
    m = _AS_SAYING.match(text, span.start, span.end)
    return Span(m.end(), span.end) if m else span


def _trim(span: Span, text: str) -> Span:
    start, end = span.start, span.end
    inside = span.of(text)
    opened = inside[:1]
    if opened in _PAIRS and inside.count(opened) > inside.count(_PAIRS[opened]) or opened == '"' and inside.count(opened) % 2:
        start += 1
        inside = text[start:end]
    edge = _EDGE if inside.count("“") == inside.count("”") and inside.count('"') % 2 == 0 and not re.match(r"[“\"]|.*[”\"]$", inside[1:-1], re.S) else " \t,;:"
    while start < end and text[start] in edge.replace("(", ""):
        start += 1
    if text[start:end].startswith("that ") and text[start - 1 : start] != "“":
        start += 5
    while end > start and text[end - 1] in edge.replace(")", "").replace("”", "").replace('"', "") + ("”\"" if text[start:end].count("“") < text[start:end].count("”") or text[start:end].count('"') % 2 else ""):
        end -= 1
    return Span(start, end)
