"""What is said without a word on who says it: "is said to have sailed", "it is believed that", "reportedly", "amid reports that".

Such words attribute without a source: their lineage is unknown, and the report answers for them. They count only where nobody else is given
for the same words. Cues: `sayso/data/impersonal.tsv`; method: dependency rules, after the sourceless attributions of PolNeAR.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from sayso.lexicon import load_table
from sayso.model import Span
from sayso.reader.attribution.rule_sources import SUBJECTS, cue_of
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.parse import Parsed, Token

_SCORE = 0.4
_CLAUSE = frozenset(["ROOT", "ccomp", "conj", "relcl", "advcl", "acl", "pcomp", "parataxis"])
_APART = frozenset(["conj", "cc", "punct", "relcl", "advcl", "parataxis", "preconj"])


@cache
def _uses(noun: bool) -> dict[str, frozenset[str]]:
    rows = [(row["cue"], frozenset(row["use"].split("|"))) for row in load_table("impersonal")]
    return {cue: use for cue, use in rows if ("noun" in use) == noun}


def find_impersonal(parsed: Parsed, taken: Sequence[RawAttribution] = ()) -> Iterator[RawAttribution]:
    """Attributions without a source, in order; none whose cue lies in the words or the cue of one of `taken`.

    >>> from sayso.reader.parse import parse_text
    >>> parsed = parse_text("The ferry is said to have hit a rock.")
    >>> [(a.source, a.cue[0].of(parsed.text), [c.of(parsed.text) for c in a.content]) for a in find_impersonal(parsed)]
    [((), 'is said', ['The ferry', 'to have hit a rock'])]
    """
    for token in parsed.tokens:
        lemma = token.lemma.lower()
        if token.pos == "VERB" and token.tag == "VBN" and (use := _uses(False).get(lemma)):
            found = _passive(parsed, token, use)
        elif token.pos == "ADV" and "adverb" in _uses(False).get(token.text.lower(), ()):
            found = _adverb(parsed, token)
        elif token.pos == "NOUN" and lemma in _uses(True):
            found = _noun(parsed, token)
        else:
            continue
        if found and not any(found.cue[0].overlap(s) for a in taken for s in (*a.content, *a.cue, *a.source)):
            yield found


def _passive(parsed: Parsed, verb: Token, use: frozenset[str]) -> RawAttribution | None:
    """ "is said to …", "it is believed that …", "is seen as …", "are feared dead"."""
    children = [parsed.tokens[k] for k in parsed.children[verb.i]]
    if not any(c.dep == "auxpass" for c in children) or any(c.dep == "agent" for c in children):
        return None
    subject = next((c for c in children if c.dep in (*SUBJECTS, "expl") and c.i < verb.i), None)
    if subject is None:
        return None
    behind = [c for c in children if c.i > verb.i]
    rest = next(
        (c for c in behind if "to" in use and c.dep in ("xcomp", "ccomp") and _has_to(parsed, c)), None
    )
    rest = rest or next(
        (c for c in behind if "as" in use and c.dep == "prep" and c.text.lower() == "as"), None
    )
    rest = rest or next(
        (
            c
            for c in behind
            if "state" in use and c.dep in ("oprd", "acomp", "xcomp") and c.pos in ("ADJ", "NOUN", "VERB")
        ),
        None,
    )
    clause = next(
        (c for c in behind if "that" in use and c.dep in ("ccomp", "csubj") and not _has_to(parsed, c)), None
    )
    cue = cue_of(parsed, verb)
    if subject.text.lower() == "it" and clause is not None and rest is None:
        run = [
            k
            for k in parsed.subtree(clause.i)
            if not (parsed.tokens[k].dep == "mark" and parsed.tokens[k].head == clause.i)
        ]
        return RawAttribution((), (cue,), (_span(parsed, run),), _SCORE) if run else None
    if rest is None:
        return None
    whom = (
        parsed.tokens[verb.head]
        if subject.text.lower() in ("who", "which", "that") and verb.dep == "relcl"
        else subject
    )
    about = (
        [k for k in parsed.subtree(whom.i) if k < cue_start(parsed, cue)]
        if whom is not subject
        else parsed.subtree(whom.i)
    )
    about = [k for k in about if parsed.tokens[k].text.lower() not in ("who", "which") or whom is subject]
    told = [k for k in parsed.subtree(rest.i) if k > verb.i]
    if not about or not told:
        return None
    return RawAttribution((), (cue,), (_span(parsed, about), _span(parsed, told)), _SCORE)


def cue_start(parsed: Parsed, cue: Span) -> int:
    """The index of a cue's first token."""
    return parsed.tokens_in(cue)[0].i


def _has_to(parsed: Parsed, verb: Token) -> bool:
    return any(
        parsed.tokens[k].dep == "aux" and parsed.tokens[k].text.lower() == "to"
        for k in parsed.children[verb.i]
    )


def _adverb(parsed: Parsed, adverb: Token) -> RawAttribution | None:
    """ "reportedly": the clause of the verb that it stands to, without the clauses that hang on that."""
    verb = parsed.tokens[adverb.head]
    if verb.pos not in ("VERB", "AUX") or verb.dep not in _CLAUSE:
        return None
    run = {verb.i}
    for k in parsed.children[verb.i]:
        child = parsed.tokens[k]
        if k != adverb.i and child.dep not in _APART and not (child.dep == "mark" and k < verb.i):
            run.update(parsed.subtree(k))
    left, right = [k for k in run if k < adverb.i], [k for k in run if k > adverb.i]
    content = tuple(_span(parsed, part) for part in (left, right) if part)
    return RawAttribution((), (Span(adverb.start, adverb.end),), content, _SCORE)


def _noun(parsed: Parsed, noun: Token) -> RawAttribution | None:
    """ "amid reports that …", "there are rumours that …": nobody's, as no possessor, adjective of origin or "by" says whose."""
    children = [parsed.tokens[k] for k in parsed.children[noun.i]]
    if any(
        c.dep in ("poss", "compound")
        or c.pos == "PROPN"
        or c.dep == "prep"
        and c.text.lower() in ("by", "from", "in", "of")
        for c in children
    ):
        return None
    if any(c.dep == "amod" and c.text[:1].isupper() for c in children) or noun.dep in SUBJECTS:
        return None
    clause = next(
        (
            c
            for c in children
            if c.i > noun.i
            and c.dep in ("acl", "ccomp", "relcl")
            and any(
                parsed.tokens[k].dep == "mark" and parsed.tokens[k].text.lower() == "that"
                for k in parsed.children[c.i]
            )
        ),
        None,
    )
    if clause is None:
        return None
    run = [
        k
        for k in parsed.subtree(clause.i)
        if not (parsed.tokens[k].dep == "mark" and parsed.tokens[k].head == clause.i)
    ]
    return RawAttribution((), (Span(noun.start, noun.end),), (_span(parsed, run),), _SCORE) if run else None


def _span(parsed: Parsed, tokens: Sequence[int]) -> Span:
    run = sorted(tokens)
    while len(run) > 1 and parsed.tokens[run[0]].pos == "PUNCT":
        run = run[1:]
    while len(run) > 1 and parsed.tokens[run[-1]].pos == "PUNCT":
        run = run[:-1]
    return parsed.span(run)
