"""Spans without the marks, articles and speakers at their edges that are no part of them, and cues that tell deeds."""

import re
from collections.abc import Sequence

from sayso.model import Span
from sayso.reader.document.quotation import Quotation
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.parse import Parsed

_EDGE = " \t,.;:–—-“”«»\"'‘’()"
_PAIRS = {"“": "”", "«": "»", "„": "“"}
_ACT = re.compile(
    r"(?:has |have |had |is |are |was |were )?(?:agreed|approved|adopted|signed|ratified|endorsed)(?: on)?",
    re.IGNORECASE,
)


_CLAUSE = re.compile(
    r"(?:it|they|he|she|there|(?:the|this|their)\s[\w-]+)\s(?:is|are|was|were|has|have|had|will|would|should|could|must|might|may)\b"
)


def is_act(a: RawAttribution, text: str) -> bool:
    """Whether a cue tells a deed, not words: "ambassadors agreed a package" says nothing, "agreed that" and "agreed to" do."""
    cue, content = " ".join(c.of(text) for c in a.cue), a.content[0].of(text)
    return (
        bool(_ACT.fullmatch(cue))
        and not re.match(r"(?:that|to|not to)\b", content)
        and not _CLAUSE.match(content)
        and not re.search(r"\b(?:that|to)\s$", text[: a.content[0].start])
    )


_SUPPOSING = frozenset(
    ["if", "when", "whether", "because", "unless", "once", "while", "although", "though", "after", "before"]
)


def only_supposed(a: RawAttribution, parsed: Parsed) -> bool:
    """Whether the cue's clause is one of condition, time or reason: "if they say that", "while she claimed"."""
    verb = parsed.head_of(a.cue[0])
    return verb is not None and any(
        parsed.tokens[k].dep in ("mark", "advmod") and parsed.tokens[k].text.lower() in _SUPPOSING
        for k in parsed.children[verb.i]
    )


def tidy(a: RawAttribution, text: str) -> RawAttribution | None:
    """An attribution without the speaker in its content; None where nothing is left of content or cue."""
    content = [
        _from_dash(_without_label(_without_speaker(s, a.cue, text), text), (*a.source, *a.cue), text)
        for s in a.content
    ]
    if not any(trim(s, text).end > trim(s, text).start for s in content) or not a.cue:
        return None
    source = tuple(s for s in a.source if trim(s, text).end > trim(s, text).start)
    content = [_inner(s, text) for s in content]
    return RawAttribution(source, a.cue, tuple(s for s in content if s.end > s.start), a.score)


_AS_SAYING = re.compile(
    r"[^.;“”\"]{3,160}?\sas\s(?:saying|telling\s[\w\s]{2,30}?|having\ssaid)\s?,?:?\s?(?:that\s)?"
)


def _without_speaker(span: Span, cue: Sequence[Span], text: str) -> Span:
    """The content of "quoted a diplomat as saying that …" without the diplomat."""
    if not any(re.search(r"\b(?:quot|cit)", c.of(text)) for c in cue):
        return span
    m = _AS_SAYING.match(text, span.start, span.end)
    return Span(m.end(), span.end) if m else span


_LABEL = re.compile(
    r"(?:exclusive|breaking(?: news)?|update[ds]?(?: \d+)?|just in|developing|wrapup(?: \d+)?|analysis|scoop|live|watch|video|correct(?:ed|ion))\s?(?::|\s[–—|-])\s+",
    re.IGNORECASE,
)


def _without_label(span: Span, text: str) -> Span:
    """A content at the beginning of its line without what headlines are labelled with: "Exclusive: …"."""
    m = _LABEL.match(text, span.start, span.end) if span.start == 0 or text[span.start - 1] == "\n" else None
    return Span(m.end(), span.end) if m and m.end() < span.end else span


_INSERTED = re.compile(r"(?:^|(?<=[.!?]\s))(?P<lead>[A-ZÀ-Þ][^.!?;:“”\"\n–—]{0,80}?)\s(?P<dash>–|—|--|-)\s$")


def _from_dash(span: Span, own: Sequence[Span], text: str) -> Span:
    """A content that begins behind the first dash of a pair, from the beginning of its sentence: "Lund – not Rye – will host …"."""
    line = text.rfind("\n", 0, span.start) + 1
    m = _INSERTED.search(text[line : span.start])
    if (
        m is None
        or f" {m['dash']} " not in text[span.start : span.start + 120]
        or f" {m['dash']} " not in span.of(text)
    ):
        return span
    whole = Span(line + m.start("lead"), span.end)
    return span if any(s.overlap(Span(whole.start, span.start)) for s in own) else whole


def trim(span: Span, text: str) -> Span:
    """A stretch without the marks at its edges that have no partner in it, without \"that\" before a clause."""
    start, end = span.start, span.end
    inside = span.of(text)
    opened = inside[:1]
    if (
        opened in _PAIRS
        and inside.count(opened) > inside.count(_PAIRS[opened])
        or opened == '"'
        and inside.count(opened) % 2
    ):
        start += 1
        inside = text[start:end]
    edge = (
        _EDGE
        if inside.count("“") == inside.count("”")
        and inside.count('"') % 2 == 0
        and not re.match(r"[“\"]|.*[”\"]$", inside[1:-1], re.S)
        else " \t,;:"
    )
    while start < end and text[start] in edge.replace("(", ""):
        start += 1
    if text[start:end].startswith("that ") and text[start - 1 : start] != "“":
        start += 5
    while end > start and text[end - 1] in edge.replace(")", "").replace("”", "").replace('"', "") + (
        '”"'
        if text[start:end].count("“") < text[start:end].count("”") or text[start:end].count('"') % 2
        else ""
    ):
        end -= 1
    return Span(start, end)


def _inner(span: Span, text: str) -> Span:
    """A stretch without blanks, dashes, commas and the like at its edges; quotation marks and stops stay."""
    start, end = span.start, span.end
    loose = _LOOSE_END.search(text, start, end)
    end = loose.start() if loose and loose.start() > start else end
    while start < end and text[start] in _OUTER:
        start += 1
    while end > start and text[end - 1] in _OUTER:
        end -= 1
    return Span(start, end)


_LOOSE_END = re.compile(r",\s(?:(?:in|of|on|to|from|for|with|by|at)\s)?(?:which|whom|whose|who)[\s,]*$")
_OUTER = " \t\n\xa0,;:–—-"
_THAT = re.compile(r"\bthat,?\s+$")
_DOUBLE = ("''", "``", "‘‘", "’’")
_MARKS = "“”\"„«»‘’'"
_BETWEEN = ".,!?…;:—–- " + _MARKS


def with_marks(spans: Sequence[Span], text: str, quotations: Sequence[Quotation]) -> tuple[Span, ...]:
    """Contents as PolNeAR bounds them: with the "that" before a clause and with the marks of a quotation and the stop within them.

    >>> text = "“We are late,” she said."
    >>> [s.of(text) for s in with_marks([Span(1, 12)], text, [Quotation(1, 13, True)])]
    ['“We are late,”']
    """
    out: list[Span] = []
    for span in sorted(spans):
        start, end = span.start, span.end
        opened = next((q for q in quotations if q.start - 1 <= start <= q.start), None)
        if opened is not None:
            start = opened.start - 1 - (text[opened.start - 2 : opened.start] in _DOUBLE)
        held = next((q for q in quotations if q.start < end <= q.end + 1), None)
        if held is not None and held.start >= start and not text[end : held.end].strip(_BETWEEN):
            end = held.end + (held.closed and text[held.end : held.end + 1] in _MARKS) * (
                1 + (text[held.end : held.end + 2] in _DOUBLE)
            )
        before = _THAT.search(text, max(0, start - 8), start)
        if before:
            start = before.start()
        start = max(start, out[-1].end if out else 0)
        if end > start or not out:  # else the span before holds it already, with the marks that it took
            out.append(Span(start, end))
    return tuple(out)
