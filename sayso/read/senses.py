"""In which sense a trigger stands: what is told beside it may make it speak of something else, or of no event.

A ship that hits a pillar crashes, a storm that hits a coast attacks nobody, and who releases a video frees nobody. The company that decides
is data (`sayso/data/senses.tsv`, `word_classes.tsv`), in the manner of the selectional restrictions of VerbNet (Kipper Schuler, 2005).
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table
from sayso.read.parse import Parsed, Token

_CONDITION = re.compile(r"(\w+)(!|\?)?=(.*)")
_RELATIVES = ("that", "which", "who")
_OBJECTS = ("dobj", "obj", "nsubjpass", "oprd")


class Condition(NamedTuple):
    """What must stand beside a word in some relation: one of `words` (any, where empty), none of them (`absent`), or something else (`other`)."""

    relation: str
    words: frozenset[str]
    other: bool
    absent: bool

    def holds(self, found: frozenset[str]) -> bool:
        """Whether what stands there fulfils it."""
        among = bool(found & self.words) if self.words else bool(found)
        return not among if self.absent else (bool(found) and not among if self.other else among)


class Sense(NamedTuple):
    """A sense of a word: the conditions for it, and the concept it speaks of; None where it is no event."""

    when: tuple[Condition, ...]
    concept: str | None


@cache
def _senses() -> dict[tuple[str, bool], tuple[Sense, ...]]:
    classes = {row["class"]: row["words"].split("|") for row in load_table("word_classes")}
    found: dict[tuple[str, bool], list[Sense]] = {}
    for row in load_table("senses"):
        conditions = []
        for part in filter(None, row["when"].split("; ")):
            match = _CONDITION.fullmatch(part)
            if match is None:
                raise ValueError(f"senses.tsv: {row['word']}: not a condition: {part}")
            words = [w for item in match[3].split("|") if item for w in (classes[item[1:]] if item.startswith("@") else [item])]
            conditions.append(Condition(match[1], frozenset(words), match[2] == "!", match[2] == "?"))
        found.setdefault((row["word"], row["part"] == "noun"), []).append(Sense(tuple(conditions), row["concept"] or None))
    return {key: tuple(senses) for key, senses in found.items()}


def find_sense(parsed: Parsed, token: Token, word: str, noun: bool, carrier: Callable[[], int | None]) -> Sense | None:
    """The first sense of the lexicon's `word` at `token` whose company stands there; None where it keeps its usual one.

    `carrier` tells the verb that a noun depends on. The method is a look-up; it never fails.

    >>> from sayso.read.parse import parse_text
    >>> parsed = parse_text("The ferry hit a pillar.")
    >>> find_sense(parsed, parsed.tokens[2], "hit", False, lambda: None).concept
    'crash'
    """
    seen: dict[str, frozenset[str]] = {}
    for sense in _senses().get((word, noun), ()):
        for condition in sense.when:
            if condition.relation not in seen:
                seen[condition.relation] = frozenset(_words(parsed, _beside(parsed, token, condition.relation, noun, carrier)))
            if not condition.holds(seen[condition.relation]):
                break
        else:
            return sense
    return None


def _beside(parsed: Parsed, token: Token, relation: str, noun: bool, carrier: Callable[[], int | None]) -> list[int]:
    """The tokens that stand in a relation to a word."""
    children = parsed.children[token.i]
    if relation == "next":
        return [token.i + 1] if token.i + 1 < len(parsed.tokens) else []
    if relation == "before":
        return [k for c in children if c < token.i and parsed.tokens[c].dep != "det" for k in parsed.subtree(c)]
    if relation == "verb":
        verb = carrier()
        return [] if verb is None else [verb]
    if relation == "under":
        return [token.head] if token.dep == "pobj" else []
    if relation == "subject":
        return _subjects(parsed, token)
    if relation == "object":
        objects = [c for c in children if parsed.tokens[c].dep in _OBJECTS and parsed.tokens[c].text.lower() not in _RELATIVES]
        described = token.tag in ("VBN", "VBD") and (token.dep == "acl" or token.dep == "relcl" and _lacks_object(parsed, token))
        return objects or ([token.head] if described else [])
    if relation == "that":
        return [c for c in children if parsed.tokens[c].dep == "ccomp"]
    if relation == "agent":
        return [k for c in children if parsed.tokens[c].dep == "agent" for k in parsed.children[c]]
    return [k for c in children if parsed.tokens[c].text.lower() == relation for k in parsed.children[c]]


def _lacks_object(parsed: Parsed, verb: Token) -> bool:
    """Whether the noun that a clause describes is what its verb acts on ("the bill that was passed", "a law the house passed")."""
    subjects = [parsed.tokens[c] for c in parsed.children[verb.i] if parsed.tokens[c].dep in ("nsubj", "nsubjpass")]
    return not subjects or any(s.dep == "nsubjpass" or s.text.lower() not in _RELATIVES for s in subjects)


def _subjects(parsed: Parsed, verb: Token) -> list[int]:
    """The subjects of a verb: its own, else that of the verb it is joined to or controlled by, or the noun it describes."""
    roles = ["nsubj"]
    for _ in range(3):
        own = [c for c in parsed.children[verb.i] if parsed.tokens[c].dep in roles]
        relative = [c for c in own if parsed.tokens[c].text.lower() in _RELATIVES]
        if own and not relative:
            return own
        if relative or (verb.dep == "acl" and verb.tag == "VBG"):
            return [verb.head]
        if any(parsed.tokens[c].dep == "nsubjpass" for c in parsed.children[verb.i]) or verb.dep not in ("conj", "xcomp", "advcl") or verb.head == verb.i:
            return []
        roles = ["nsubj", "nsubjpass"] if verb.dep == "xcomp" else roles  # "is expected to reach"
        verb = parsed.tokens[verb.head]
    return []


def _words(parsed: Parsed, tokens: Iterable[int]) -> Iterable[str]:
    """The words of tokens by lemma and as they stand, with those that are joined to them."""
    for i in tokens:
        joined = (c for c in parsed.children[i] if parsed.tokens[c].dep == "conj")
        for k in (i, *joined):
            yield parsed.tokens[k].lemma.lower()
            yield parsed.tokens[k].text.lower()
