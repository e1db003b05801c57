"""Refusals to speak, silence that is said, and sources behind an outlet: "declined to comment", "citing two diplomats"."""

import re
from collections.abc import Iterator, Sequence

from sayso.model import Span
from sayso.reader.attribution.sources import may_know
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.parse import Parsed, Sentence

_DECLINED = re.compile(
    r"(?P<cue>(?:(?:has|have|had)\s)?(?:declin(?:ed|es)|refused)\s(?:to\s(?:comment|confirm|say|discuss|give|tell|name|elaborate|disclose|identify|speak|respond|be drawn|answer|provide|reveal|specify)|comment)"
    r"(?:\sor\s\w+)?(?:\sfurther)?(?:\s(?:on|about|upon))?"
    r"|would\snot\s(?:be\sdrawn(?:\son)?|say|comment(?:\son)?|confirm|tell|name|discuss|disclose|identify|elaborate(?:\son)?|rule\s\w+\sout)"
    r"|did\s(?:not|n['’]t)\s(?:immediately\s|say\sif\s)?(?:respond|reply|comment|answer|return|say|confirm)(?:\sto)?(?:\son)?"
    r"|(?:has|have|had)\s(?:neither\sconfirmed\snor\sdenied|not\s(?:yet\s|immediately\s)?(?:commented|responded|replied|confirmed))(?:\s(?:on|to))?"
    r"|(?:has|have|had)\s(?:yet|still)\sto\s(?:comment|respond|reply|react)(?:\s(?:on|to))?|does\snot\scomment\son|(?:was|were)\s(?:not\s(?:immediately\s)?available|unavailable)\sfor\scomment(?:\son)?"
    r"|(?:had|offered|gave|made|issued)\sno\s(?:immediate\s|further\s|official\s|public\s)?comment(?:\s(?:on|about))?"
    r"|(?:was|were|is|are)\s(?:not\sable|unable)\sto\s(?:confirm|comment(?:\son)?|say|verify)|could\snot\s(?:immediately\s)?be\sreached(?:\sfor)?)"
)
_ASKED = re.compile(
    r"^[\"“]?(?:When |If |After being |Repeatedly )?[Aa]sked (?:(?:by \w+ )?(?:about|for comment (?:on|about)|to comment on|to confirm)|(?P<q>whether|if|why|when|how)\b)\s(?P<what>[^,;]{3,200}),"
)
_WHETHER = re.compile(
    r"\b(?:[Ww]hether|[Ii]f|[Ww]hen|[Hh]ow long)\s(?P<what>[^,;.]{4,160}),\s(?:[\w’'.-]+\s){1,8}?"
    r"(?P<cue>(?:would|could|can|will) not (?:bet on|say|tell|predict|guess|swear to|vouch for|be certain|be sure)|(?:did|do|does) not know|(?:is|are|was|were) (?:not sure|not certain|unsure|uncertain|in doubt)|ha(?:s|d|ve) (?:his |her |their )?doubts|doubt(?:s|ed))\b"
)
_SO_DID = re.compile(
    r"(?:^|(?<=[.;,] ))(?:[Ss]o|[Nn]or|[Nn]either) (?:did|does|do|has|have|had|would|will|could) (?P<who>(?:the|a|an|its|[A-Z])[^.;,]{2,60})"
)
LIKEWISE = re.compile(r"(?:so|nor|neither) (?:did|does|do|has|have|had|would|will|could)$", re.IGNORECASE)
"""A cue that takes its stance from the attribution before."""
_INNER = re.compile(
    r"(?P<cue>\b(?:citing|quoting|cites|quotes|cited|quoted|refers to|refer to|referring to|attributing (?:it|the \w+|this) to|relying on)\b)\s"
    r"(?P<who>(?:(?:an?|the|its|his|her|unnamed|unidentified|anonymous|several|two|three|multiple|informed|senior|government|military|well-informed|people|sources|officials|(?=(?:local\s|state\s|unconfirmed\s|former\s|family\s)?(?:survivors|residents|witnesses|diplomats|doctors|medics|relatives|lawyers|documents|police|experts|analysts|villagers|lawmakers|activists|rescuers|reports|media|data|figures)\b)|[A-Z])[^.;“\"\n]{2,120}?))"
    r"(?=,\s|\.|;|\n|\sas saying|\sas telling|\swho\b|\sthat\b|\ssaid|$)"
)


def find_declines(parsed: Parsed) -> Iterator[RawAttribution]:
    """Who declined to speak, on what; a refusal with no object has its own words as content."""
    for sentence in parsed.sentences:
        text = parsed.text[sentence.start : sentence.end]
        for m in _DECLINED.finditer(text):
            verb = parsed.token_at(sentence.start + m.start())
            subject = _subject(parsed, verb, sentence)
            if subject is None:
                continue
            rest = re.match(
                r"\s(?P<what>[^;“\"\n]+?)(?=,\s(?:but|and|saying|who|which|adding)|\.(?=\s+[A-Z“\"]|\s*$)(?<!\b[A-Z]\.)|;|$|\s(?:but|until|because)\s)",
                text[m.end() :],
            )
            asked = _ASKED.match(text) if rest is None else None
            start, end = (
                asked.span("what")
                if asked and asked.end() <= m.start()
                else (m.end() + rest.start("what"), m.end() + rest.end("what"))
                if rest
                else (m.start("cue"), m.end("cue"))
            )
            yield RawAttribution(
                (subject,),
                (Span(sentence.start + m.start("cue"), sentence.start + m.end("cue")),),
                (Span(sentence.start + start, sentence.start + end),),
                0.6,
            )
        for m in _WHETHER.finditer(text):
            subject = _subject(parsed, parsed.token_at(sentence.start + m.start("cue")), sentence)
            if subject is not None and subject.start >= sentence.start + m.end("what"):
                cue = Span(sentence.start + m.start("cue"), sentence.start + m.end("cue"))
                yield RawAttribution(
                    (subject,),
                    (cue,),
                    (Span(sentence.start + m.start("what"), sentence.start + m.end("what")),),
                    0.5,
                )
        for m in _SO_DID.finditer(text):
            cue = Span(sentence.start + m.start(), sentence.start + m.start("who") - 1)
            yield RawAttribution(
                (Span(sentence.start + m.start("who"), sentence.start + m.end("who")),), (cue,), (cue,), 0.4
            )


def _subject(parsed: Parsed, verb: int | None, sentence: Sentence) -> Span | None:
    if verb is None:
        return None
    for i in (
        verb,
        *parsed.ancestors(verb),
        *(t.i for t in parsed.tokens[sentence.first : sentence.last] if t.i >= verb and t.head != t.i),
    ):
        for k in parsed.children[i]:
            if parsed.tokens[k].dep in ("nsubj", "nsubjpass") and k < verb:
                return _phrase(parsed, k)
        if i > verb + 4:
            break
    return None


def find_inner_sources(parsed: Parsed) -> Iterator[tuple[Span, Span]]:
    """Inner sources with their cues: "citing a source", "quoting the army's media wing", "which refers to two people"."""
    for m in _INNER.finditer(parsed.text):
        head = parsed.head_of(Span(m.start("who"), m.end("who")))
        if (
            head is not None
            and not may_know(head)
            or re.search(r"\sas (?:the|an?|its|evidence|proof|one|another)\b", m["who"])
        ):
            continue  # "citing a threat to public health", "cited the audit as a reason" give reasons
        yield Span(m.start("cue"), m.end("cue")), Span(m.start("who"), m.end("who"))


def past_the_cited(
    a: RawAttribution, inner: Sequence[tuple[Span, Span]], parsed: Parsed, verbs: frozenset[str]
) -> RawAttribution:
    """An attribution whose content begins with whom it cites, without them: "Radio Lund reported, citing a clerk, that …" tells what follows "that"."""
    first = a.content[0]
    for cue, who in inner:
        after = re.match(r",?\s(?:that\s)", parsed.text[who.end : who.end + 8])
        if after and (first.start in (cue.start, who.start)) and first.end > who.end + after.end():
            content = (Span(who.end + after.end(), first.end), *a.content[1:])
            before = parsed.tokens_in(Span(max(0, cue.start - 25), cue.start))
            verb = next((t for t in reversed(before) if t.pos != "PUNCT"), None)
            told = verb is not None and verb.lemma.lower() in verbs and a.cue[0].overlap(cue)
            return RawAttribution(
                a.source, (Span(verb.start, verb.end),) if verb and told else a.cue, content, a.score
            )
    return a


def without_cited(a: RawAttribution, inner: Sequence[tuple[Span, Span]]) -> RawAttribution:
    """An attribution without the source that it cites at the end of its content: "…, the paper reported, quoting two clerks"."""
    content = []
    for c in a.content:
        own = next(
            (
                i
                for i in inner
                if i[1].start >= c.start - 1
                and c.start <= i[1].start
                and abs(c.end - i[1].end) <= 2
                and not any(s.overlap(i[0]) for s in a.cue)
            ),
            None,
        )
        if own is None:
            content.append(c)
        elif own[0].start > c.start + 2:
            content.append(Span(c.start, own[0].start))
    return RawAttribution(a.source, a.cue, tuple(content), a.score) if content else a


def _phrase(parsed: Parsed, i: int) -> Span:
    return parsed.span(
        [
            k
            for k in parsed.subtree(i)
            if not (parsed.tokens[k].pos == "PUNCT" and k in (min(parsed.subtree(i)), max(parsed.subtree(i))))
        ]
        or [i]
    )
