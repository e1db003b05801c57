"""Cues and sources by rule over the parse: a verb with its auxiliaries, and who stands behind it."""

from sayso.model import Span
from sayso.reader.parse import Parsed, Token

SUBJECTS = ("nsubj", "nsubjpass")


def cue_of(parsed: Parsed, verb: Token) -> Span:
    """The verb with its auxiliaries and particle; "was quoted as saying" is one cue."""
    taken = [verb.i]
    for k in parsed.children[verb.i]:
        child = parsed.tokens[k]
        if child.dep in ("aux", "auxpass", "neg", "prt") and abs(k - verb.i) < 4:
            taken.append(k)
        if verb.lemma == "quote" and child.text.lower() == "as":
            taken += [k, *(c for c in parsed.children[k] if parsed.tokens[c].dep == "pcomp")]
    return parsed.span(taken)


def agent_of(parsed: Parsed, verb: Token) -> Token | None:
    """Who is behind a passive: "it was reported by the agency that …"."""
    if (
        not any(parsed.tokens[k].dep in ("auxpass",) for k in parsed.children[verb.i])
        or verb.lemma == "quote"
    ):
        return None
    for k in parsed.children[verb.i]:
        if parsed.tokens[k].dep == "agent":
            return next(
                (parsed.tokens[c] for c in parsed.children[k] if parsed.tokens[c].dep == "pobj"), None
            )
    return None


def subject_of(parsed: Parsed, verb: Token) -> Token | None:
    """The verb's subject, or that of the verb it goes with ("confirmed it, denying that …")."""
    at = verb
    for _ in range(3):
        children = [parsed.tokens[k] for k in parsed.children[at.i]]
        own = next((c for c in children if c.dep in SUBJECTS), None)
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


def phrase_of(parsed: Parsed, i: int, verb: int) -> Span:
    """A noun phrase without the verb's own branch and without marks at its edges."""
    tree = parsed.subtree(i)
    if verb in tree:
        tree = [k for k in tree if k < min(parsed.subtree(verb))] if min(parsed.subtree(verb)) > i else [i]
    run = sorted({i, *tree})
    while len(run) > 1 and parsed.tokens[run[-1]].pos == "PUNCT":
        run.pop()
    return parsed.span(run)


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
