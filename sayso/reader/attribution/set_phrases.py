"""Attributions in set phrases of the wires that neither a cue verb with its clause nor the encoder gives whole.

"Neither the ministry nor the airline responded to …", "put the toll at 27", "…, though his office denied it", "…, a claim the employers dispute",
"…; the state maintains it is not", "the minister was quoted by Interfax as telling reporters that …", "…, the Kyiv Post reports (h/t …)".
"""

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sayso.model import Entity, Span
from sayso.reader.attribution.rule_sources import phrase_of
from sayso.reader.document.quotation import Quotation
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.parse import Parsed, Token

_SCORE = 0.5
_NEITHER = re.compile(
    r"\b(?P<neither>[Nn]either)\s(?P<one>[^.;“”\"\n]{2,80}?)\snor\s(?P<two>[^.;“”\"\n]{2,80}?)\s"
    r"(?P<cue>(?:has\s|have\s|had\s|would\s)?(?:immediately\s|yet\s)*(?:respond|responded|repl(?:y|ied)|comment|commented|answer|answered)(?:\s(?:to|on))?)\b"
    r"(?:\s(?P<what>[^.;“”\"\n]{3,160}?))?(?=,\s|\.(?:\s|$)|;|\n|$)"
)
_PUT_AT = re.compile(
    r"(?:^|(?<=\s))(?P<cue>(?:has\s|have\s|had\s)?puts?)\s(?P<what>(?:the|its|their|that|this)\s(?:[\w’'-]+\s){0,4}?"
    r"(?:number|toll|figure|count|total|cost|costs|damage|losses|bill|price|value|share|rate|size|age|chance|chances|odds|probability|death|dead|magnitude|estimate)\b[^.;“”\"\n]{0,90}?\sat\s(?:[\w-]+\s){0,4}?(?:[$€£¥]?\d|(?:half|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|thousands|millions|billions)\b)"
    r"(?:[^;“”\"\n.]|\.\d)*?)(?=,\s|\.(?:\s|$)|;|\n|$|\sand\s)"
)
_REJOINDER = re.compile(
    r",?\s(?:(?:though|although|but|while|whereas|even though|even as|and)\s|which\s)(?P<who>(?!(?:he|she|they|it|we|I)\s)[^.;,“”\"\n]{2,60}?)\s"
    r"(?P<cue>(?:(?:has|have|had|later|since|promptly|quickly|swiftly|flatly|strongly|immediately)\s)*(?:den(?:y|ies|ied)|rejects?|rejected|disputes?|disputed|contests?|contested|confirms?|confirmed|disagrees?|disagreed))"
    r"(?:\s(?:it|this|that|the claim|the report|the reports|the allegation|the allegations|them))?[.,]?$"
)
_TOLD_NO_MORE = re.compile(
    r",?\sbut\s(?:(?:gave|offered|provided|had|shared|released)\sno\s|(?:declined|refused)\sto\s|(?:did|would|could)\snot\s(?:immediately\s)?"
    r"(?:say|give|elaborate|name|provide|specify|identify|comment|disclose|explain|offer|go into)\b)[^“”\"]*$"
)
_CLAIM = re.compile(
    r"(?:,|\s[–—-]{1,2})\s(?:an?|the)\s(?:[\w-]+\s)?(?P<noun>claim|allegation|assertion|accusation|charge|version|account|suggestion|contention|argument|figure|view|conclusion|characteri[sz]ation)\s(?:that\s|which\s)?"
    r"(?P<who>[^.;,“”\"\n]{2,60}?)\s(?P<cue>(?:(?:has|have|had|since|later|repeatedly|strongly|flatly|vehemently)\s)*"
    r"(?:den(?:y|ies|ied)|rejects?|rejected|disputes?|disputed|contests?|contested|questions?|questioned|dismiss(?:es|ed)?|doubts?|doubted|confirms?|confirmed))\b"
)
_QUOTED_BY = re.compile(
    r"(?:was|were|is|are|has been|have been)\s(?:later\s|also\s)?(?:quoted|cited)\sby\s(?P<media>[^,.;“”\"\n]{2,70}?)(?:\son\s\w+day)?\s"
    r"(?P<as>as\s(?:saying|telling\s(?:[\w’'-]+\s){0,3}?[\w’'-]+(?=\s(?:that|it|the|he|she|they|there|“|\"))|having\ssaid|writing|adding))(?P<gap>,?:?\s?)"
)
_OUTLET_BEHIND = re.compile(
    r",?\s(?:(?:newspaper|agency|news agency|website|daily|broadcaster)\s)?(?P<cue>(?:has\s|had\s)?(?:first\s|earlier\s|also\s)?(?:reports|reported|writes|wrote|says|said))\b(?!\s(?:that|on\s\w+\sthat))"
)


def find_set_phrases(parsed: Parsed) -> Iterator[RawAttribution]:
    """Attributions of "neither … nor … responded" and of "put the toll at", in order of their sentences.

    >>> from sayso.reader.parse import parse_text
    >>> parsed = parse_text("The clinic put the number of wounded at 31.")
    >>> [(a.source[0].of(parsed.text), a.content[0].of(parsed.text)) for a in find_set_phrases(parsed)]
    [('The clinic', 'the number of wounded at 31')]
    """
    for sentence in parsed.sentences:
        for m in _NEITHER.finditer(parsed.text, sentence.start, sentence.end):
            what = m.span("what") if m["what"] else m.span("cue")
            for who in ("one", "two"):
                yield RawAttribution(
                    (Span(*m.span(who)),),
                    (Span(*m.span("neither")), Span(*m.span("cue"))),
                    (Span(*what),),
                    _SCORE,
                )
        for m in _PUT_AT.finditer(parsed.text, sentence.start, sentence.end):
            verb = parsed.head_of(Span(*m.span("cue")))
            subject = (
                next((k for k in parsed.children[verb.i] if parsed.tokens[k].dep == "nsubj"), None)
                if verb
                else None
            )
            if verb is not None and subject is not None:
                yield RawAttribution(
                    (phrase_of(parsed, subject, verb.i),),
                    (Span(*m.span("cue")),),
                    (Span(*m.span("what")),),
                    _SCORE,
                )


def restore_quoted(a: RawAttribution, parsed: Parsed) -> RawAttribution:
    """An attribution of "the minister was quoted by Interfax as saying that …" with the minister as its source and what follows as its content."""
    first = min(a.cue).start
    m = _QUOTED_BY.match(parsed.text, first)
    verb = parsed.head_of(Span(first, m.start("media"))) if m else None
    if m is None or verb is None:
        return a
    passive = next(
        (k for k in parsed.children[verb.i] if parsed.tokens[k].dep in ("nsubjpass", "nsubj") and k < verb.i),
        None,
    )
    sentence = parsed.sentence_at(first)
    told = [Span(max(c.start, m.end()), c.end) for c in a.content if c.end > m.end()]
    if passive is None or sentence is None or not told:
        return a
    source = phrase_of(parsed, passive, verb.i)
    cue = (Span(first, m.start("media") - 4), Span(*m.span("as")))
    return replace(
        a, source=(source,), cue=cue, content=(*(c for c in a.content if c.end <= source.start), *told)
    )


_BY_WHOM_TO = re.compile(r"(?P<who>[^“”\"]{2,80}?)\s(?P<to>to\s(?:have|be|\w+)\b[^.;,“”\"\n]*)")


def restore_passive(a: RawAttribution, parsed: Parsed) -> RawAttribution:
    """An attribution of "was said by three aides to have resigned" without the infinitive in its source, and with it in its content."""
    if (
        len(a.source) != 1
        or not parsed.text[: a.source[0].start].endswith(" by ")
        or min(a.cue).start > a.source[0].start
    ):
        return a
    stop = parsed.sentence_at(a.source[0].start)
    m = _BY_WHOM_TO.match(parsed.text, a.source[0].start, stop.end if stop else a.source[0].end)
    if m is None or m.start("to") >= a.source[0].end:
        return a
    told = Span(m.start("to"), m.start("to") + len(m["to"].rstrip(".!? ")))
    return replace(
        a,
        source=(Span(*m.span("who")),),
        content=tuple(sorted({*(c for c in a.content if not c.overlap(told)), told})),
    )


def add_rejoinders(
    found: Sequence[RawAttribution],
    sure: Sequence[RawAttribution],
    parsed: Parsed,
    quotations: Sequence[Quotation],
) -> list[RawAttribution]:
    """Attributions without the answer of another at the end of their content, and that answer as one of its own.

    "…, though his office denied it" denies what comes before it, and so does "a claim the employers dispute"; behind a semicolon `sure` (what
    the rules find) tells whose words go on.
    """
    out: list[RawAttribution] = []
    for a in found:
        last = max(a.content)
        quoted = any(q.start < last.end <= q.end + 1 for q in quotations)
        m = None if quoted else _REJOINDER.search(parsed.text, last.start, last.end)
        more = None if quoted or m else _TOLD_NO_MORE.search(parsed.text, last.start + 4, last.end)
        if more:
            out.append(
                replace(a, content=(*(c for c in a.content if c != last), Span(last.start, more.start())))
            )
            continue
        if (
            m
            and m.start() > last.start + 4
            and not any(s.overlap(Span(m.start(), m.end())) for s in (*a.cue, *a.source))
        ):
            kept = (*(c for c in a.content if c != last), Span(last.start, m.start()))
            out.append(replace(a, content=kept))
            if _stands(parsed, m, found):
                out.append(RawAttribution((Span(*m.span("who")),), (Span(*m.span("cue")),), kept, _SCORE))
            continue
        mark = ", and" if a.cue[0].of(parsed.text).lower().startswith("according") else ";"
        behind = next((r for r in sure if not quoted and _goes_on(r, last, parsed.text, mark)), None)
        if behind is not None and not any(
            s.overlap(t) for s in (*a.cue, *a.source) for t in (*behind.cue, *behind.source)
        ):
            stop = parsed.text.rfind(mark, last.start, behind.source[0].start)
            out.append(replace(a, content=(*(c for c in a.content if c != last), Span(last.start, stop))))
            if not any(b.cue[0].overlap(behind.cue[0]) for b in found):
                out.append(behind)
            continue
        out.append(a)
    for sentence in parsed.sentences:
        for m in _CLAIM.finditer(parsed.text, sentence.start, sentence.end):
            before = [
                a
                for a in out
                if sentence.start <= min(a.cue).start < m.start() and max(a.content).end <= m.start() + 1
            ]
            if _stands(parsed, m, out):
                content = before[-1].content if before else (Span(sentence.start, m.start()),)
                out.append(RawAttribution((Span(*m.span("who")),), (Span(*m.span("cue")),), content, _SCORE))
    return out


def _stands(parsed: Parsed, m: re.Match[str], found: Sequence[RawAttribution]) -> bool:
    """Whether the speaker of a match is a noun phrase, and nobody has its cue yet."""
    who: Token | None = parsed.head_of(Span(*m.span("who")))
    cue = Span(*m.span("cue"))
    return (
        who is not None
        and who.pos in ("NOUN", "PROPN", "PRON")
        and not any(c.overlap(cue) for a in found for c in a.cue)
    )


def _goes_on(r: RawAttribution, content: Span, text: str, mark: str) -> bool:
    """Whether somebody else's words begin within a content, right behind a mark."""
    if (
        not r.source
        or not content.covers(r.source[0])
        or not content.covers(r.cue[0])
        or r.cue[0].start < r.source[0].start
    ):
        return False
    stop = text.rfind(mark, content.start, r.source[0].start)
    return stop > content.start and len(text[stop + len(mark) : r.source[0].start].split()) <= (
        2 if mark == ";" else 0
    )


def outlets_behind(
    found: Sequence[RawAttribution], entities: Sequence[Entity], parsed: Parsed
) -> Iterator[RawAttribution]:
    """Sentences that end in ", the Kyiv Post reports" and that nobody has: what stands before the outlet is its word."""
    for entity in entities:
        for at in entity.mentions if entity.kind == "outlet" else ():
            m = _OUTLET_BEHIND.match(parsed.text, at.end)
            sentence = parsed.sentence_at(at.start)
            if (
                m is None
                or sentence is None
                or any(
                    c.overlap(Span(*m.span("cue"))) or c.overlap(at)
                    for a in found
                    for c in (*a.cue, *a.source)
                )
            ):
                continue
            before = re.fullmatch(
                r"(?P<what>.{12,400}?),(?P<marks>[”\"]?)\s(?:the\s|The\s)?",
                parsed.text[sentence.start : at.start],
                re.DOTALL,
            )
            if before and any(
                t.pos in ("VERB", "AUX")
                for t in parsed.tokens_in(Span(sentence.start, sentence.start + before.end("what")))
            ):
                article = at.start - 4 if parsed.text[at.start - 4 : at.start].lower() == "the " else at.start
                yield RawAttribution(
                    (Span(article, at.end),),
                    (Span(*m.span("cue")),),
                    (Span(sentence.start, sentence.start + before.end("what")),),
                    _SCORE,
                )
