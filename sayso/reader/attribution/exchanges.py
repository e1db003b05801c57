"""Words whose owner the layout tells: quotes that run on over paragraphs, block quotes, and exchanges of bare quotes.

Conventions of the press: a quote whose paragraph is not closed goes on where the next one opens; whoever put the question before puts
the next one, and whoever answered answers; lines set off with ">" after "she wrote:" are hers; a paragraph that is one bare quote goes on with the speaker of the paragraph before, where
nobody answered anybody; a line that opens with a dash is spoken, up to the cue at its end.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from sayso.model import Span
from sayso.reader.attribution.rule_sources import cue_of, phrase_of, subject_of
from sayso.reader.document.quotation import Quotation
from sayso.reader.document.transcripts import find_turns
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.parse import Parsed

_CLOSING = "”»’\"'"
_OPENING = "“„«‘\"'"
_SET_OFF = re.compile(r"\n\s*(?P<words>>[ \t]?[^\n]+(?:\n+>[ \t]?[^\n]+)*)")


def complete(
    found: Sequence[RawAttribution], parsed: Parsed, quotations: Sequence[Quotation], verbs: frozenset[str]
) -> list[RawAttribution]:
    """Attributions with the quotes that belong to them, and those of block quotes; `verbs` are lemmas of speech.

    Nothing that has an owner is taken from it, but for a bare quote in an exchange.
    """
    out = _run_on(list(found), quotations)
    out = _carry_on(_exchange(out, parsed, quotations), parsed, quotations)
    out += [a for a in _dash_lines(parsed, verbs) if not any(c.overlap(a.cue[0]) for b in out for c in b.cue)]
    for block in _block_quotes(parsed, verbs):
        own = next((n for n, a in enumerate(out) if any(c.overlap(block.cue[0]) for c in a.cue)), None)
        if own is None:
            out.append(block)
        else:
            out[own] = replace(out[own], content=block.content)
    return out


def turns_of(parsed: Parsed) -> Iterator[RawAttribution]:
    """The turns of a transcript as attributions, outside what is not prose."""
    for speaker, colon, words in find_turns(parsed.text):
        if any(p.overlap(words) for p in parsed.paragraphs):
            yield RawAttribution((speaker,), (colon,), (words,), 1.0)


def _touches(a: RawAttribution, q: Quotation) -> bool:
    return any(c.overlap(Span(q.start, q.end)) for c in a.content)


def _owns(a: RawAttribution, q: Quotation) -> bool:
    """Whether most of a quotation is what an attribution gives."""
    return sum(c.overlap(Span(q.start, q.end)) for c in a.content) * 2 > q.end - q.start


def _run_on(found: list[RawAttribution], quotations: Sequence[Quotation]) -> list[RawAttribution]:
    """The parts of a quote over several paragraphs go to the one who owns any of them, if just one does."""
    runs: list[list[Quotation]] = []
    for before, q in pairwise([None, *quotations]):
        assert q is not None
        if before is not None and before.goes_on:
            runs[-1].append(q)
        else:
            runs.append([q])
    for run in runs:
        owners = [n for n, a in enumerate(found) if any(_owns(a, q) for q in run)]
        free = [q for q in run if q.end > q.start and not any(_touches(a, q) for a in found)]
        if len(run) > 1 and len(owners) == 1 and free:
            a = found[owners[0]]
            found[owners[0]] = replace(
                a, content=tuple(sorted((*a.content, *(Span(q.start, q.end) for q in free))))
            )
    return found


def _exchange(
    found: list[RawAttribution], parsed: Parsed, quotations: Sequence[Quotation]
) -> list[RawAttribution]:
    """Bare quotes after a question and its answer: the next question is the asker's, what is no question is the other's."""
    asker = answerer = None
    asked = False
    for p in parsed.paragraphs:
        inside = [q for q in quotations if p.start <= q.start < p.end]
        if not inside:
            asker = answerer = None
            continue
        cued = [n for n, a in enumerate(found) if p.covers(a.cue[0]) and any(_owns(a, q) for q in inside)]
        question = parsed.text[inside[-1].start : inside[-1].end].rstrip().endswith("?")
        if len(cued) == 1:
            if question:
                asker, answerer = cued[0], answerer if cued[0] != answerer else None
            elif asked and asker is not None and cued[0] != asker:
                answerer = cued[0]
            else:
                asker = answerer = None
        elif not cued and asker is not None and answerer is not None and _is_bare(parsed.text, p, inside):
            _give(found, asker if question else answerer, inside)
        else:
            asker = answerer = None
        asked = question
    return [a for a in found if a.content]


def _carry_on(
    found: list[RawAttribution], parsed: Parsed, quotations: Sequence[Quotation]
) -> list[RawAttribution]:
    """Bare quotes that nobody has, right below a paragraph whose one speaker ended with a quote or a cue: they are that one's."""
    speaker: int | None = None
    earlier: int | None = None
    for p in parsed.paragraphs:
        inside = [q for q in quotations if p.start <= q.start < p.end]
        cued = [
            n
            for n, a in enumerate(found)
            if any(p.covers(c) for c in a.cue) and any(_owns(a, q) for q in inside)
        ]
        if not inside or len(cued) > 1:
            speaker = earlier = None
        elif cued:
            behind = parsed.text[
                max(
                    max(found[cued[0]].cue).end, inside[-1].end, *(s.end for s in found[cued[0]].source), 0
                ) : p.end
            ]
            earlier, speaker = speaker, cued[0] if len(behind.split()) <= _FEW else None
        elif (
            speaker is not None
            and earlier in (None, speaker)
            and len(inside) == 1
            and _fills(parsed.text, p, inside[0])
            and not any(_touches(a, inside[0]) for a in found)
        ):
            a = found[speaker]
            found[speaker] = replace(
                a, content=tuple(sorted((*a.content, Span(inside[0].start, inside[0].end))))
            )
        elif not any(_touches(found[speaker], q) for q in inside if speaker is not None):
            speaker = earlier = None
    return found


_FEW = 4  # words that may stand behind the quote and the cue, as "on Monday"


def _fills(text: str, p: Span, q: Quotation) -> bool:
    """Whether a quotation, closed or open, is all of its paragraph."""
    return not text[p.start : q.start].strip(_OPENING + " \t") and not text[q.end : p.end].strip(
        _CLOSING + " \t"
    )


_SPOKEN_LINE = re.compile(
    r"[ \t]*[–—-]{1,2}[ \t]*(?P<words>\S.*?(?P<mark>[,?!…]))\s+(?P<tail>[^,?!…“”\"]{3,60}?)\.?[ \t]*$"
)


def _dash_lines(parsed: Parsed, verbs: frozenset[str]) -> Iterator[RawAttribution]:
    """Lines of dialogue that open with a dash and end with a verb of speech and its subject, as "– Since when? asked a sailor"."""
    for p in parsed.paragraphs:
        m = _SPOKEN_LINE.match(parsed.text[p.start : p.end])
        if m is None:
            continue
        tail = parsed.tokens_in(Span(p.start + m.start("tail"), p.start + m.end("tail")))
        spoken = [
            t
            for t in tail
            if t.lemma.lower() in verbs and t.text.islower() and t.tag in ("VBD", "VBZ", "VBP", "VBN")
        ]
        if len(spoken) != 1 or spoken[0].i not in (tail[0].i, tail[-1].i):
            continue
        who = [t for t in tail if t is not spoken[0]]
        if (
            not who
            or not any(t.pos in ("NOUN", "PROPN", "PRON") for t in who)
            or any(t.pos in ("VERB", "AUX", "SCONJ") for t in who)
        ):
            continue
        words = Span(p.start + m.start("words"), p.start + m.end("words") - (m["mark"] == ","))
        yield RawAttribution(
            (parsed.span([who[0].i, who[-1].i]),), (Span(spoken[0].start, spoken[0].end),), (words,), 0.5
        )


def _is_bare(text: str, p: Span, inside: Sequence[Quotation]) -> bool:
    """Whether a paragraph is one quotation from mark to mark and no more."""
    words = p.of(text)
    return (
        len(inside) == 1
        and inside[0].closed
        and words.lstrip()[:1] in _OPENING
        and words.rstrip()[-1:] in _CLOSING
        and inside[0].end >= p.start + len(words.rstrip()) - 1
    )


def _give(found: list[RawAttribution], owner: int, inside: Sequence[Quotation]) -> None:
    for q in inside:
        whole = Span(q.start, q.end)
        for n, a in enumerate(found):
            kept = tuple(c for c in a.content if not c.overlap(whole))
            found[n] = replace(a, content=tuple(sorted((*kept, whole))) if n == owner else kept)


def _block_quotes(parsed: Parsed, verbs: frozenset[str]) -> Iterator[RawAttribution]:
    """Lines set off by ">" after a sentence with a verb of speech that ends in a colon."""
    for m in _SET_OFF.finditer(parsed.text):
        lead = parsed.text[: m.start()].rstrip()
        if not lead.endswith(":"):
            continue
        sentence = parsed.sentence_at(len(lead) - 1)
        if sentence is None:
            continue
        for token in reversed(parsed.tokens[sentence.first : sentence.last]):
            subject = (
                subject_of(parsed, token)
                if token.pos == "VERB" and token.lemma.lower() in verbs and token.start < len(lead)
                else None
            )
            if subject is not None:
                lines = [
                    Span(m.start("words") + w.start(), m.start("words") + w.end())
                    for w in re.finditer(r"[^>\s][^\n]*", m["words"])
                ]
                yield RawAttribution(
                    (phrase_of(parsed, subject.i, token.i),), (cue_of(parsed, token),), tuple(lines), 0.5
                )
                break
