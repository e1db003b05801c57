"""Outlets that a sentence ends with, and whom a relative pronoun means: small matters beside the network's spans."""

import re
from collections.abc import Iterator, Sequence

from sayso.model import Entity, Span
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.parse import Parsed

_OUTLET_BEHIND = re.compile(
    r",?\s(?:(?:newspaper|agency|news agency|website|daily|broadcaster)\s)?(?P<cue>(?:has\s|had\s)?(?:first\s|earlier\s|also\s)?(?:reports|reported|writes|wrote|says|said))\b(?!\s(?:that|on\s\w+\sthat))"
)
_SCORE = 0.5


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


def whom_it_means(source: Span, parsed: Parsed) -> Span | None:
    """The noun phrase that a source of "who" or "which" stands for, without its relative clause; None for any other source."""
    token = next(iter(parsed.tokens_in(source)), None)
    if token is None or source.of(parsed.text).strip().lower() not in ("who", "which"):
        return None
    clause = next(
        (parsed.tokens[k] for k in parsed.ancestors(token.i) if parsed.tokens[k].dep == "relcl"), None
    )
    if clause is None or clause.head >= token.i:
        return None
    run = [k for k in parsed.subtree(clause.head) if k < token.i]
    while len(run) > 1 and parsed.tokens[run[-1]].pos in ("PUNCT", "ADP"):
        run.pop()
    return parsed.span(run) if run else None
