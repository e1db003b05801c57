"""Who, with what and where: the participants, assets and place of an event mention, taken from its clause."""

import re
from collections.abc import Sequence

from sayso.model import Argument, Place, Span
from sayso.read.parse import Parsed
from sayso.read.references import References

_HOSTED = ("visit", "talks", "call", "arrival")
_DEFINITE = re.compile(r"\b(?:the|both|their|its)\s(?:two|three|four|five)?\s?(?:\w+\s)?(?:countries|allies|nations|sides|navies|capitals|parties|neighbou?rs|Koreas)\b|\bthree-way\b|\btrilateral\b|\bbilateral\b", re.IGNORECASE)


def clause_of(parsed: Parsed, token: int, verb: int | None) -> list[int]:
    """The tokens of the clause that holds a trigger: its subtree and its verb's, without clauses of their own."""
    out: list[int] = []
    stack = [verb if verb is not None else token]
    top = stack[0]
    while stack:
        i = stack.pop()
        out.append(i)
        for c in parsed.children[i]:
            child = parsed.tokens[c]
            if child.dep in ("relcl", "advcl", "ccomp", "parataxis") and c != token and c not in list(parsed.ancestors(token)) and i == top:
                continue
            stack.append(c)
    # the subject of a verb that only raises another ("plan to hold"), and whom a relative clause speaks of
    at = top
    for _ in range(3):
        t = parsed.tokens[at]
        if t.head == at or t.dep not in ("xcomp", "ccomp", "conj", "relcl", "acl", "pcomp", "advcl", "prep", "dobj", "pobj", "nsubjpass", "nsubj", "appos"):
            break
        head = parsed.tokens[t.head]
        for c in parsed.children[t.head]:
            if parsed.tokens[c].dep in ("nsubj", "nsubjpass", "poss", "compound", "amod", "dobj") and c not in out and (head.lemma.lower() not in _REPORTS):
                if parsed.tokens[c].dep == "dobj" and t.dep not in ("xcomp", "conj"):
                    continue
                out += [k for k in parsed.subtree(c) if k not in out]
        if head.lemma.lower() in _REPORTS:
            break
        at = t.head
    return sorted(set(out))


_REPORTS = frozenset(["say", "tell", "report", "announce", "confirm", "deny", "add", "claim", "state", "write", "reveal", "note", "declare", "quote"])


def find_arguments(parsed: Parsed, references: References, clause: Sequence[int], skip: Sequence[Span], concept: str, place: Place | None) -> tuple[Argument, ...]:
    """The arguments in a clause: states, groups, organisations and persons that take part, and equipment."""
    spans = stretches_of(parsed, clause)
    out: list[Argument] = []
    seen: set[tuple[str, str]] = set()

    def note(role: str, start: int, end: int, value: str) -> None:
        if (role, value) not in seen:
            seen.add((role, value))
            out.append(Argument(role=role, start=start, end=end, value=value))

    for span in spans:
        if any(s.covers(span) for s in skip):
            continue
        for entity in references.entities_in(span):
            at = next(m for m in entity.mentions if span.covers(m))
            if any(s.overlap(at) for s in skip):
                continue
            if entity.kind == "asset":
                note("asset", at.start, at.end, entity.name)
            elif entity.kind == "person":
                note("person", at.start, at.end, entity.name)
            elif entity.kind in ("state", "organisation") and entity.country:
                if entity.kind == "state" and _locates(parsed, at) and concept not in _HOSTED:
                    note("location", at.start, at.end, entity.country)
                else:
                    note("participant", at.start, at.end, entity.country)
            elif entity.kind in ("group", "bloc"):
                note("participant", at.start, at.end, entity.name)
            elif entity.kind == "organisation":
                note("organisation", at.start, at.end, entity.name)
        for m in _DEFINITE.finditer(parsed.text, span.start, span.end):
            for code in references.states_in(Span(m.start(), m.end())):
                note("participant", m.start(), m.end(), code)
    if concept in _HOSTED and place is not None and place.country:
        note("participant", place.start, place.end, place.country)
    return tuple(out)


def _locates(parsed: Parsed, at: Span) -> bool:
    lead = parsed.text[max(0, at.start - 12) : at.start].lower()
    return bool(re.search(r"\b(?:in|near|off|over|inside|outside|across|around)\s(?:the\s)?$", lead))


def stretches_of(parsed: Parsed, tokens: Sequence[int]) -> list[Span]:
    """The stretches of text that tokens in order make up, punctuation between them included."""
    out: list[Span] = []
    last = -2
    for i in tokens:
        t = parsed.tokens[i]
        if i <= last + 2 and out and t.start - out[-1].end < 30 and all(parsed.tokens[k].pos == "PUNCT" for k in range(last + 1, i)):
            out[-1] = Span(out[-1].start, t.end)
        else:
            out.append(Span(t.start, t.end))
        last = i
    return out
