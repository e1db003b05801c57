"""Who, with what and where: the participants, assets and place of an event mention, taken from its clause."""

import re
from collections.abc import Sequence

from sayso.model import Argument, Place, Span
from sayso.reader.entities.references import References
from sayso.reader.events.triggers import LIGHT
from sayso.reader.parse import Parsed

_HOSTED = ("visit", "talks", "call", "arrival")
_DEFINITE = re.compile(
    r"(?P<own>\b(?:the|both|their|its|all)\s(?:two|three|four|five)?\s?(?:[\w-]+\s){0,2}?(?:countries|allies|nations|sides|navies|capitals|parties|neighbou?rs|Koreas|governments|states|leaders|ministers|presidents|"
    r"envoys|delegations|negotiators|rivals|militaries|armies|air forces))\b|\bthree-way\b|\btrilateral\b|\bbilateral\b",
    re.IGNORECASE,
)


def clause_of(parsed: Parsed, token: int, verb: int | None) -> list[int]:
    """The tokens of the clause that holds a trigger: its subtree and its verb's, without clauses of their own."""
    out: list[int] = []
    stack = [verb if verb is not None else token]
    top = stack[0]
    above = frozenset(parsed.ancestors(token))
    while stack:
        i = stack.pop()
        out.append(i)
        for c in parsed.children[i]:
            child = parsed.tokens[c]
            if (
                child.dep in ("relcl", "advcl", "ccomp", "parataxis")
                and c != token
                and c not in above
                and i == top
            ):
                continue
            if (
                c != token
                and c not in above
                and _is_apart(parsed, c)
                and not (i == token and child.lemma.lower() in LIGHT)
            ):
                continue
            stack.append(c)
    # the subject of a verb that only raises another ("plan to hold"), and whom a relative clause speaks of
    at = top
    for _ in range(3):
        t = parsed.tokens[at]
        if t.head == at or t.dep not in (
            "xcomp",
            "ccomp",
            "conj",
            "relcl",
            "acl",
            "pcomp",
            "advcl",
            "prep",
            "dobj",
            "pobj",
            "nsubjpass",
            "nsubj",
            "appos",
        ):
            break
        head = parsed.tokens[t.head]
        if t.dep in ("advcl", "conj", "ccomp") and any(
            parsed.tokens[c].dep in ("nsubj", "nsubjpass") for c in parsed.children[at]
        ):
            break  # what has a subject of its own leaves the other's alone
        if t.dep == "relcl" and t.head not in out:
            out.append(t.head)
        for c in parsed.children[t.head]:
            if (
                parsed.tokens[c].dep in ("nsubj", "nsubjpass", "poss", "compound", "amod", "dobj")
                and c not in out
                and (head.lemma.lower() not in _REPORTS)
            ):
                if parsed.tokens[c].dep == "dobj" and t.dep not in ("xcomp", "conj"):
                    continue
                out += [k for k in parsed.subtree(c) if k not in out]
        if head.lemma.lower() in _REPORTS or t.dep == "relcl":
            break
        at = t.head
    return sorted(set(out))


_APART = frozenset("after before since following despite amid because unlike besides".split())
_SIDE = re.compile(
    r"^in (?:solidarity|retaliation|response|reaction|protest|return|contrast|addition|support|exchange)\b"
)


def _is_apart(parsed: Parsed, at: int) -> bool:
    """Whether a phrase tells of something else than the event: when, why, or what a thing had been through before."""
    token = parsed.tokens[at]
    if token.dep == "acl" and token.tag == "VBN":
        return True
    return token.dep == "prep" and (
        token.text.lower() in _APART or bool(_SIDE.match(parsed.text[token.start : token.start + 20].lower()))
    )


_REPORTS = frozenset(
    [
        "say",
        "tell",
        "report",
        "announce",
        "confirm",
        "deny",
        "add",
        "claim",
        "state",
        "write",
        "reveal",
        "note",
        "declare",
        "quote",
    ]
)


def find_arguments(
    parsed: Parsed,
    references: References,
    clause: Sequence[int],
    skip: Sequence[Span],
    concept: str,
    place: Place | None,
) -> tuple[Argument, ...]:
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
                if entity.country:
                    note("participant", at.start, at.end, entity.country)
            elif entity.kind in ("state", "organisation") and entity.country:
                if entity.kind == "state" and _locates(parsed, at) and concept not in _HOSTED:
                    note("location", at.start, at.end, entity.country)
                else:
                    note("participant", at.start, at.end, entity.country)
            elif entity.kind in ("group", "bloc"):
                note("participant", at.start, at.end, entity.name)
            elif entity.kind == "organisation":
                note("participant" if acts_in(parsed, at) else "organisation", at.start, at.end, entity.name)
        for m in _DEFINITE.finditer(parsed.text, span.start, span.end):
            for code in references.states_in(Span(m.start(), m.end())):
                note("participant", m.start(), m.end(), code)
    if concept in _HOSTED and place is not None and place.country:
        note("participant", place.start, place.end, place.country)
    return tuple(out)


def spoken_actor(parsed: Parsed, references: References, source: Sequence[Span]) -> Argument | None:
    """Who stands behind a source and may be the "it" of its words: a state, group or institution, as a participant."""
    for span in source:
        for entity in references.entities_in(span):
            if entity.kind == "outlet" or (entity.kind == "person" and not entity.country):
                continue
            value = entity.country or entity.name
            at = next(m for m in entity.mentions if span.covers(m))
            return Argument(role="participant", start=at.start, end=at.end, value=value)
    return None


def acts_in(parsed: Parsed, at: Span) -> bool:
    """Whether what a stretch names does something: it is a verb's subject or agent."""
    head = parsed.head_of(at)
    if head is None or head.pos != "PROPN":
        return False
    above = parsed.tokens[head.head]
    return head.dep in ("nsubj", "agent") or (head.dep == "pobj" and above.dep == "agent")


def _locates(parsed: Parsed, at: Span) -> bool:
    lead = parsed.text[max(0, at.start - 12) : at.start].lower()
    return bool(re.search(r"\b(?:in|near|off|over|inside|outside|across|around)\s(?:the\s)?$", lead))


def stretches_of(parsed: Parsed, tokens: Sequence[int]) -> list[Span]:
    """The stretches of text that tokens in order make up, punctuation between them included."""
    out: list[Span] = []
    last = -2
    for i in tokens:
        t = parsed.tokens[i]
        if (
            i <= last + 2
            and out
            and t.start - out[-1].end < 30
            and all(parsed.tokens[k].pos == "PUNCT" for k in range(last + 1, i))
        ):
            out[-1] = Span(out[-1].start, t.end)
        else:
            out.append(Span(t.start, t.end))
        last = i
    return out
