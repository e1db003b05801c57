"""Attributions by rule over the parse: the answer where no model is installed, and what the model leaves out.

A cue (sayso/data/cues.tsv) with its subject and what it governs: a clause, a quotation, the words before it ("…, she said"), an
object of denial or demand; "according to"; "was quoted as saying"; "what they call …". Method: dependency rules after the
attribution patterns of PARC3; quotations after `sayso.read.quotes`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from sayso.lexicon import load_table
from sayso.model import Span
from sayso.read.encoder import RawAttribution
from sayso.read.parse import Parsed, Sentence, Token
from sayso.read.quotes import Quotation, find_quotations

_SUBJECTS = ("nsubj", "nsubjpass")
_TRAILING = " \t\n,;:–—-"
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

    >>> from sayso.read.parse import parse_text
    >>> parsed = parse_text("The ship sank, two officers of the navy said.")
    >>> [(a.source[0].of(parsed.text), a.content[0].of(parsed.text)) for a in find_by_rules(parsed)]
    [('two officers of the navy', 'The ship sank')]
    """
    quotations = find_quotations(parsed.text, parsed.paragraphs)
    out: list[RawAttribution] = []
    for sentence in parsed.sentences:
        for token in parsed.tokens[sentence.first : sentence.last]:
            found = None
            if token.pos in ("VERB", "AUX") and (known := _known(parsed, token)) and not (sure and not _is_sure(token, known)):
                found = _speech(parsed, sentence, token, known, quotations)
                found = found or _at_end(parsed, sentence, token, known)
            elif token.text.lower() == "according" and parsed.text[token.end : token.end + 4] == " to ":
                found = _according(parsed, sentence, token, quotations)
            if found:
                out.append(found)
        out += [a for a in _what_they_call(parsed, sentence) if not sure or a.cue[0].of(parsed.text).startswith("sa")]
    return out


def _known(parsed: Parsed, verb: Token) -> tuple[str, bool] | None:
    verbs = cue_verbs()
    for k in parsed.children[verb.i]:
        child = parsed.tokens[k]
        if child.dep in ("prt", "prep", "acomp", "oprd", "advmod", "dobj", "ccomp", "xcomp") and 0 < k - verb.i < 4:
            phrase = verbs.get(f"{verb.lemma.lower()} {child.text.lower()}")
            if phrase:
                return phrase
    return verbs.get(verb.lemma.lower())


def _is_sure(verb: Token, known: tuple[str, bool]) -> bool:
    return (known[0] in ("speech", "accuse") and not known[1] or verb.lemma == "quote") and verb.tag in ("VBD", "VBZ", "VBP", "VBN")


_LAST = re.compile(r"(?:,|[”\"])\s(?P<who>(?P<head>[^,;“”\"]{3,120}?)(?:,\s(?:[A-ZÀ-Þ][\w’'-]*|al-\w+)(?:\s[\w’'-]+){0,3},)?)\s$")
_PARTS = ("VERB", "AUX", "SCONJ")


def _at_end(parsed: Parsed, sentence: Sentence, verb: Token, known: tuple[str, bool]) -> RawAttribution | None:
    """A cue at the end of its sentence that the parse did not tie to a subject: "…, the head of the office charged on Tuesday."."""
    behind = parsed.tokens[verb.i + 1 : sentence.last]
    if known[0] not in ("speech", "thought", "accuse") or verb.tag not in ("VBD", "VBN", "VBZ") or len(behind) > 14 or any(t.pos in ("VERB", "AUX") and t.dep not in ("oprd", "acomp") and t.tag != "VBN" for t in behind):
        return None
    m = _LAST.search(parsed.text, sentence.start, verb.start)
    if m is None or m.start() - sentence.start < 12:
        return None
    who = parsed.tokens_in(Span(*m.span("head")))
    before = parsed.tokens_in(Span(sentence.start, m.start()))
    if any(t.pos in _PARTS for t in who) or not any(t.pos in ("VERB", "AUX") for t in before) or who[0].pos in ("ADP", "CCONJ", "ADV", "PART") or not any(t.pos in ("NOUN", "PROPN", "PRON") for t in who):
        return None
    content = parsed.text[sentence.start : m.start() + 1].rstrip(_TRAILING + "”\"")
    opened = len(content) - len(content.lstrip("(“\""))
    source = Span(*m.span("who"))
    source = Span(source.start, source.end - (parsed.text[source.end - 1] == ","))
    return RawAttribution((source,), (_cue_of(parsed, verb),), (Span(sentence.start + opened, sentence.start + len(content)),), _MEASURED)


def _speech(parsed: Parsed, sentence: Sentence, verb: Token, known: tuple[str, bool], quotations: Sequence[Quotation]) -> RawAttribution | None:
    kind, weak = known
    if verb.dep == "pcomp" and parsed.tokens[verb.head].text.lower() == "as":
        return None  # "quoted as saying" belongs to the quoting
    cue = _cue_of(parsed, verb)
    passive = _agent(parsed, verb)
    subject = passive or _subject_of(parsed, verb)
    if subject is None or subject.text.lower() in ("it", "there", "that", "this", "which", "what") and not passive and kind != "speech":
        return None
    source = _phrase(parsed, subject.i, verb.i)
    content: list[Span] = _quoted_around(parsed, source, cue, sentence, quotations)
    if not content and not weak:
        governed = _governed(parsed, verb, kind)
        if governed:
            content = [governed]
    if not content and kind != "accuse":
        content = _parenthetical(parsed, sentence, verb, source, cue)
    content = [c for c in content if c.end > c.start]
    if not content or any(c.overlap(source) or c.overlap(cue) for c in content):
        return None
    return RawAttribution((source,), (cue,), tuple(content), _MEASURED)


def _cue_of(parsed: Parsed, verb: Token) -> Span:
    """The verb with its auxiliaries and particle; "was quoted as saying" is one cue."""
    taken = [verb.i]
    for k in parsed.children[verb.i]:
        child = parsed.tokens[k]
        if child.dep in ("aux", "auxpass", "neg", "prt") and abs(k - verb.i) < 4:
            taken.append(k)
        if verb.lemma == "quote" and child.text.lower() == "as":
            taken += [k, *(c for c in parsed.children[k] if parsed.tokens[c].dep == "pcomp")]
    return parsed.span(taken)


def _agent(parsed: Parsed, verb: Token) -> Token | None:
    """Who is behind a passive: "it was reported by the agency that …"."""
    if not any(parsed.tokens[k].dep in ("auxpass",) for k in parsed.children[verb.i]) or verb.lemma == "quote":
        return None
    for k in parsed.children[verb.i]:
        if parsed.tokens[k].dep == "agent":
            return next((parsed.tokens[c] for c in parsed.children[k] if parsed.tokens[c].dep == "pobj"), None)
    return None


def _subject_of(parsed: Parsed, verb: Token) -> Token | None:
    """The verb's subject, or that of the verb it goes with ("confirmed it, denying that …")."""
    at = verb
    for _ in range(3):
        children = [parsed.tokens[k] for k in parsed.children[at.i]]
        own = next((c for c in children if c.dep in _SUBJECTS), None)
        if own is not None:
            if own.text.lower() in ("who", "which", "that") and at.dep == "relcl":
                return parsed.tokens[at.head]
            if own.dep == "nsubjpass" and at.lemma not in ("quote", "cite", "hear", "tell"):
                return None
            return own
        if at.dep == "acl" and at.tag == "VBG" and parsed.tokens[at.head].pos in ("NOUN", "PROPN"):
            return parsed.tokens[at.head]
        if at.dep not in ("conj", "advcl", "xcomp", "pcomp") or at.head == at.i:
            return None
        at = parsed.tokens[at.head]
        while at.dep == "prep" and at.head != at.i:
            at = parsed.tokens[at.head]
    return None


def _phrase(parsed: Parsed, i: int, verb: int) -> Span:
    """A noun phrase without the verb's own branch and without marks at its edges."""
    tree = parsed.subtree(i)
    if verb in tree:
        tree = [k for k in tree if k < min(parsed.subtree(verb))] if min(parsed.subtree(verb)) > i else [i]
    run = [i]
    for k in tree:
        run.append(k)
    while len(run) > 1 and parsed.tokens[max(run)].pos == "PUNCT":
        run = [k for k in run if k != max(run)]
    return parsed.span(run)


def _governed(parsed: Parsed, verb: Token, kind: str) -> Span | None:
    """The clause or phrase to the right that the cue takes for its content."""
    right = [parsed.tokens[k] for k in parsed.children[verb.i] if k > verb.i]
    if verb.lemma == "quote":
        spoken = [c for a in right if a.text.lower() == "as" for c in parsed.children[a.i] if parsed.tokens[c].dep == "pcomp"]
        right = [parsed.tokens[k] for c in spoken for k in parsed.children[c] if k > c]
    clause = next((c for c in right if c.dep == "ccomp"), None)
    if clause is None and kind in ("deny", "demand"):
        clause = next((c for c in right if c.dep in ("xcomp", "dobj", "pcomp")), None)
    if clause is None and kind == "demand":
        clause = next((c for c in right if c.dep == "prep" and c.text.lower() in ("for", "on", "against")), None)
    if clause is None and kind == "accuse":
        blamed = next((c for c in right if c.dep == "dobj"), None)
        reason = next((c for c in right if c.dep == "prep" and c.text.lower() in ("of", "for")), None)
        if blamed is not None and reason is not None:
            return _bare(parsed, [*parsed.subtree(blamed.i), *parsed.subtree(reason.i)])
        return None
    if clause is None or (clause.dep == "ccomp" and not _is_clause(parsed, clause)):
        return None
    return _bare(parsed, parsed.subtree(clause.i))


def _is_clause(parsed: Parsed, token: Token) -> bool:
    return any(parsed.tokens[k].dep in (*_SUBJECTS, "expl", "csubj", "aux", "mark") for k in parsed.children[token.i])


def _bare(parsed: Parsed, tokens: Sequence[int]) -> Span:
    """A stretch without "that" before it and marks at its edges."""
    run = sorted(tokens)
    while len(run) > 1 and (parsed.tokens[run[0]].pos == "PUNCT" or parsed.tokens[run[0]].dep == "mark" and parsed.tokens[run[0]].text.lower() == "that"):
        run = run[1:]
    while len(run) > 1 and parsed.tokens[run[-1]].pos == "PUNCT":
        run = run[:-1]
    return parsed.span(run)


def _parenthetical(parsed: Parsed, sentence: Sentence, verb: Token, source: Span, cue: Span) -> list[Span]:
    """The words before a cue that is set off by a comma at the end or in the middle of its sentence."""
    text = parsed.text
    first, last = min(source.start, cue.start), max(source.end, cue.end)
    if text[source.end : cue.start].count(",") > 2 or last - first > 220 or text[first - 2 : first - 1] not in (",", "”", '"', "—", "–", ")"):
        return []
    before = text[sentence.start : first].rstrip(_TRAILING)
    start = sentence.start
    if before.startswith("(") and ")" not in before:
        start += 1
    if len(before) < 9 or not _tells(parsed, Span(sentence.start, first)):
        return []
    content = [Span(start, sentence.start + len(before))]
    rest = re.match(r"(?:\s[\w’']+){0,4}?,\s(?=[a-z“\"])", text[last : sentence.end])
    if rest and not re.match(r"(?:and|but|adding|who|which|while|as|after|citing|quoting|asking|speaking|without|before|breaking)\b", text[last + rest.end() : sentence.end]):
        end = sentence.start + len(text[sentence.start : sentence.end].rstrip(".!?” \"\n"))
        if end - last - rest.end() > 12:
            content.append(Span(last + rest.end(), end))
    return content


def _tells(parsed: Parsed, span: Span) -> bool:
    """Whether there is a verb: something is told, not only named."""
    return any(t.pos in ("VERB", "AUX") for t in parsed.tokens_in(span))


def _quoted_around(parsed: Parsed, source: Span, cue: Span, sentence: Sentence, quotations: Sequence[Quotation]) -> list[Span]:
    """The quotations that a cue stands beside: right before it, right after it, and the next one of the same breath."""
    text = parsed.text
    first, last = min(source.start, cue.start), max(source.end, cue.end)
    before = next((q for q in reversed(quotations) if q.end <= first), None)
    after = next((q for q in quotations if q.start >= last), None)
    out: list[Span] = []
    if before is not None and re.fullmatch(r"[”\"’»“]?[,\s]*[—–-]?\s?", text[before.end : first]) and text[before.start : before.end].rstrip()[-1:] in ",!?—–…":
        start = before.start
        lead = text[sentence.start : before.start - 1]
        if before.start > sentence.start and len(lead.strip()) > 3 and not lead.strip().endswith(":"):
            start = sentence.start  # half quoted: Costs “are a scandal,” he said
        out.append(Span(start, before.end - (text[before.end - 1] == ",")))
    if after is not None:
        gap = text[last : after.start - 1]
        near = len(gap) < 90 and "\n" not in gap
        introduced = re.search(r"[,:]\s$|^\s(?:\w+\s){0,2}$", gap) and not re.search(r"[.!?]\s", gap)
        goes_on = out and re.fullmatch(r"[^.!?\n]{0,90}[.!?]\s", gap) and not _is_claimed(text, after)
        if near and (introduced or goes_on):
            out.append(Span(after.start, after.end))
    return out


def _is_claimed(text: str, quotation: Quotation) -> bool:
    """Whether a quotation has a cue of its own behind it."""
    return bool(re.match(r"[”\"’»“]\s(?:[a-z]|[A-Z][\w’'-]+ (?:said|says|told|added|wrote))", text[quotation.end : quotation.end + 40]))


def _according(parsed: Parsed, sentence: Sentence, token: Token, quotations: Sequence[Quotation]) -> RawAttribution | None:
    to = parsed.tokens[token.i + 1]
    target = next((k for k in parsed.children[to.i] if parsed.tokens[k].dep == "pobj"), None)
    if target is None:
        return None
    source = _phrase(parsed, target, to.i)
    before = parsed.text[sentence.start : token.start].rstrip(_TRAILING)
    end = sentence.start + len(parsed.text[sentence.start : sentence.end].rstrip(".!?” \"\n"))
    if len(before) > 8:
        content = Span(sentence.start, sentence.start + len(before))
    else:
        gap = len(parsed.text[source.end : end]) - len(parsed.text[source.end : end].lstrip(" ,"))
        content = Span(source.end + gap, end)
    if content.end <= content.start:
        return None
    return RawAttribution((source,), (Span(token.start, to.end),), (content,), _MEASURED)


def _what_they_call(parsed: Parsed, sentence: Sentence) -> Iterator[RawAttribution]:
    """ "What they say is a threat", "what Paris called a provocation": a name or judgement with its owner."""
    for m in _WHAT_THEY_CALL.finditer(parsed.text, sentence.start, sentence.end):
        head = parsed.head_of(Span(m.start("who"), m.end("who") - 1))
        if head is None or head.pos not in ("NOUN", "PROPN", "PRON") or head.dep not in (*_SUBJECTS, "nsubj"):
            continue
        if head.text.lower() in ("i", "we", "you"):
            continue
        yield RawAttribution((Span(m.start("who"), m.end("who") - 1),), (Span(*m.span("cue")),), (Span(m.start("what"), m.end("what")),), _MEASURED)
