"""Attributions by rule over the parse: the answer where no model is installed, and what the model leaves out.

A cue (sayso/data/cues.tsv) with its subject and what it governs: a clause, a quotation, the words before it ("…, she said"), an
object of denial or demand; "according to"; "was quoted as saying"; "what they call …". Method: dependency rules after the
attribution patterns of PARC3; quotations after `sayso.reader.document.quotation`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from sayso.lexicon import load_table
from sayso.model import Span
from sayso.reader.attribution.rule_contents import TRAILING, governed, parenthetical, quoted_around
from sayso.reader.attribution.rule_sources import SUBJECTS, agent_of, cue_of, phrase_of, subject_of
from sayso.reader.document.quotation import Quotation, find_quotations
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.parse import Parsed, Sentence, Token

_MEASURED = 0.5  # score of a rule's answer
_WHAT_THEY_CALL = re.compile(
    r"\b(?:what|which)\s(?P<who>(?:[\w’'.-]+\s){1,6}?)(?:have\s|has\s|had\s)?(?P<cue>(?:say|says|said|claim|claims|claimed|believe|believes|believed|insist|insists)(?=\s(?:is|are|was|were|amounts?|amounted|would|will|could|may)\b)"
    r"|call|calls|called|describes?\sas|described\sas|termed|dubbed|labell?ed)\s"
    r"(?:(?:is|are|was|were|amounts?\sto|amounted\sto|(?:would|will|could|may)\sbe)\s)?(?P<what>[^,;.\n]{4,140})"
)


@cache
def cue_verbs() -> dict[str, tuple[str, bool]]:
    """The kind of each cue verb, and whether it is one only with a quotation or in parentheses."""
    return {row["cue"]: (row["kind"], row["use"] == "quote") for row in load_table("cues")}


@cache
def speech_lemmas() -> frozenset[str]:
    """Lemmas of cue verbs that need no quotation to be one."""
    return frozenset(cue for cue, (_, weak) in cue_verbs().items() if not weak and " " not in cue)


def find_by_rules(parsed: Parsed, *, sure: bool = False) -> list[RawAttribution]:
    """Attributions of cue verbs with what they govern, of "according to" and of "what they call …", in order.

    `sure` keeps to verbs of speech.

    >>> from sayso.reader.parse import parse_text
    >>> parsed = parse_text("The ship sank, two officers of the navy said.")
    >>> [(a.source[0].of(parsed.text), a.content[0].of(parsed.text)) for a in find_by_rules(parsed)]
    [('two officers of the navy', 'The ship sank')]
    """
    quotations = find_quotations(parsed.text, parsed.paragraphs)
    out: list[RawAttribution] = []
    for sentence in parsed.sentences:
        for token in parsed.tokens[sentence.first : sentence.last]:
            found = None
            if (
                token.pos in ("VERB", "AUX")
                and (known := _known(parsed, token))
                and not (sure and not _is_sure(token, known))
            ):
                found = _speech(parsed, sentence, token, known, quotations)
                found = found or _at_end(parsed, sentence, token, known)
            elif token.text.lower() == "according" and parsed.text[token.end : token.end + 4] == " to ":
                found = _according(parsed, sentence, token, quotations)
            elif token.text.lower() == "in" and (phrase := _IN_THE_WORDS_OF.match(parsed.text, token.start)):
                found = _in_the_words_of(parsed, sentence, Span(*phrase.span("cue")))
            if not found and token.lemma.lower() in ("put", "place") and token.pos == "VERB":
                found = _puts_at(parsed, token)
            if found:
                out.append(found)
        out += [
            a
            for a in _what_they_call(parsed, sentence)
            if not sure or a.cue[0].of(parsed.text).startswith("sa")
        ]
    return out


def _known(parsed: Parsed, verb: Token) -> tuple[str, bool] | None:
    verbs = cue_verbs()
    for k in parsed.children[verb.i]:
        child = parsed.tokens[k]
        if (
            child.dep in ("prt", "prep", "acomp", "oprd", "advmod", "dobj", "ccomp", "xcomp")
            and 0 < k - verb.i < 4
        ):
            phrase = verbs.get(f"{verb.lemma.lower()} {child.text.lower()}")
            if phrase:
                return phrase
    return verbs.get(verb.lemma.lower())


def _is_sure(verb: Token, known: tuple[str, bool]) -> bool:
    return (known[0] in ("speech", "accuse") and not known[1] or verb.lemma == "quote") and verb.tag in (
        "VBD",
        "VBZ",
        "VBP",
        "VBN",
    )


_LAST = re.compile(
    r"(?:,|[”\"])\s(?P<who>(?P<head>[^,;“”\"]{3,120}?)(?:,\s(?:[A-ZÀ-Þ][\w’'-]*|al-\w+)(?:\s[\w’'-]+){0,3},)?)\s$"
)
_PARTS = ("VERB", "AUX", "SCONJ")


def _at_end(
    parsed: Parsed, sentence: Sentence, verb: Token, known: tuple[str, bool]
) -> RawAttribution | None:
    """A cue at the end of its sentence that the parse did not tie to a subject: "…, the head of the office charged on Tuesday."."""
    behind = parsed.tokens[verb.i + 1 : sentence.last]
    if (
        known[0] not in ("speech", "thought", "accuse")
        or verb.tag not in ("VBD", "VBN", "VBZ")
        or len(behind) > 14
        or any(t.pos in ("VERB", "AUX") and t.dep not in ("oprd", "acomp") and t.tag != "VBN" for t in behind)
    ):
        return None
    m = _LAST.search(parsed.text, sentence.start, verb.start)
    if m is None or m.start() - sentence.start < 12:
        return None
    who = parsed.tokens_in(Span(*m.span("head")))
    before = parsed.tokens_in(Span(sentence.start, m.start()))
    if (
        any(t.pos in _PARTS for t in who)
        or not any(t.pos in ("VERB", "AUX") for t in before)
        or who[0].pos in ("ADP", "CCONJ", "ADV", "PART")
        or not any(t.pos in ("NOUN", "PROPN", "PRON") for t in who)
    ):
        return None
    content = parsed.text[sentence.start : m.start() + 1].rstrip(TRAILING + '”"')
    opened = len(content) - len(content.lstrip('(“"'))
    source = Span(*m.span("who"))
    source = Span(source.start, source.end - (parsed.text[source.end - 1] == ","))
    return RawAttribution(
        (source,),
        (cue_of(parsed, verb),),
        (Span(sentence.start + opened, sentence.start + len(content)),),
        _MEASURED,
    )


def _speech(
    parsed: Parsed, sentence: Sentence, verb: Token, known: tuple[str, bool], quotations: Sequence[Quotation]
) -> RawAttribution | None:
    kind, weak = known
    if verb.dep == "pcomp" and parsed.tokens[verb.head].text.lower() == "as":
        return None  # "quoted as saying" belongs to the quoting
    cue = cue_of(parsed, verb)
    passive = agent_of(parsed, verb)
    subject = passive or subject_of(parsed, verb)
    if (
        subject is None
        or subject.text.lower() in ("it", "there", "that", "this", "which", "what")
        and not passive
        and kind != "speech"
    ):
        return None
    if verb.dep == "advcl" and verb.tag == "VBN" and verb.i < subject.i:
        return None  # "Asked if it was shut, she said": who was asked says nothing by that
    source = phrase_of(parsed, subject.i, verb.i)
    content = quoted_around(
        parsed,
        source if passive or subject.head == verb.i or subject.i > verb.i else cue,
        cue,
        sentence,
        quotations,
    )
    if not content and not weak:
        taken = governed(parsed, verb, kind)
        if taken:
            content = [taken]
    if not content and kind != "accuse":
        content = parenthetical(parsed, sentence, verb, source, cue)
    content = [c for c in content if c.end > c.start]
    if not content or any(c.overlap(source) or c.overlap(cue) for c in content):
        return None
    return RawAttribution((source,), (cue,), tuple(content), _MEASURED)


def _according(
    parsed: Parsed, sentence: Sentence, token: Token, quotations: Sequence[Quotation]
) -> RawAttribution | None:
    to = parsed.tokens[token.i + 1]
    target = next((k for k in parsed.children[to.i] if parsed.tokens[k].dep == "pobj"), None)
    if target is None:
        return None
    source = phrase_of(parsed, target, to.i)
    before = parsed.text[sentence.start : token.start].rstrip(TRAILING)
    end = sentence.start + len(parsed.text[sentence.start : sentence.end].rstrip('.!?” "\n'))
    if len(before) > 8:
        content = Span(sentence.start, sentence.start + len(before))
    else:
        gap = len(parsed.text[source.end : end]) - len(parsed.text[source.end : end].lstrip(" ,"))
        content = Span(source.end + gap, end)
    if content.end <= content.start:
        return None
    return RawAttribution((source,), (Span(token.start, to.end),), (content,), _MEASURED)


_IN_THE_WORDS_OF = re.compile(
    r"(?P<cue>in the (?:words|view|opinion|eyes|estimation|judge?ment) of)\s", re.IGNORECASE
)


def _in_the_words_of(parsed: Parsed, sentence: Sentence, cue: Span) -> RawAttribution | None:
    """ "in the words of the mayor": what stands around it in its sentence, as far as commas set it off."""
    tokens = parsed.tokens_in(cue)
    target = next((k for k in parsed.children[tokens[-1].i] if parsed.tokens[k].dep == "pobj"), None)
    if target is None:
        return None
    source = phrase_of(parsed, target, tokens[-1].i)
    before = parsed.text[sentence.start : cue.start].rstrip(TRAILING)
    end = sentence.start + len(parsed.text[sentence.start : sentence.end].rstrip(".!? \n"))
    gap = re.match(r"[,\s]+", parsed.text[source.end : end])
    left = [Span(sentence.start, sentence.start + len(before))] if before else []
    right = [Span(source.end + gap.end(), end)] if gap and source.end + gap.end() < end else []
    return RawAttribution((source,), (cue,), (*left, *right), _MEASURED) if left or right else None


_COUNTS = frozenset(
    "toll number figure count tally total strength turnout cost damage loss dead crowd attendance value price deficit share casualty".split()
)


def _puts_at(parsed: Parsed, verb: Token) -> RawAttribution | None:
    """ "The coast guard put the toll at nine": who counts says so."""
    children = [parsed.tokens[c] for c in parsed.children[verb.i]]
    what = next((c for c in children if c.dep in ("dobj", "nsubjpass") and c.lemma.lower() in _COUNTS), None)
    at = next((c for c in children if c.dep == "prep" and c.text.lower() == "at"), None) or next(
        (
            parsed.tokens[k]
            for c in children
            if c is what
            for k in parsed.children[c.i]
            if parsed.tokens[k].text.lower() == "at"
        ),
        None,
    )
    subject = subject_of(parsed, verb)
    if (
        what is None
        or at is None
        or what.dep != "dobj"
        or subject is None
        or subject.pos not in ("NOUN", "PROPN")
    ):
        return None
    source, number = phrase_of(parsed, subject.i, verb.i), parsed.span(parsed.subtree(at.i))
    content = Span(parsed.span(parsed.subtree(what.i)).start, number.end)
    return (
        RawAttribution((source,), (cue_of(parsed, verb),), (content,), _MEASURED)
        if source.end <= content.start
        else None
    )


def _what_they_call(parsed: Parsed, sentence: Sentence) -> Iterator[RawAttribution]:
    """ "What they say is a threat", "what Paris called a provocation": a name or judgement with its owner."""
    for m in _WHAT_THEY_CALL.finditer(parsed.text, sentence.start, sentence.end):
        head = parsed.head_of(Span(m.start("who"), m.end("who") - 1))
        if head is None or head.pos not in ("NOUN", "PROPN", "PRON") or head.dep not in (*SUBJECTS, "nsubj"):
            continue
        if head.text.lower() in ("i", "we", "you"):
            continue
        yield RawAttribution(
            (Span(m.start("who"), m.end("who") - 1),),
            (Span(*m.span("cue")),),
            (Span(m.start("what"), m.end("what")),),
            _MEASURED,
        )
