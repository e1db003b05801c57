"""In which sense a trigger stands: what is told beside it may make it speak of something else, or of no event.

A ship that hits a pillar crashes, a storm that hits a coast attacks nobody, and who releases a video frees nobody. The company that decides
is data (`sayso/data/senses.tsv`, `word_classes.tsv`), in the manner of the selectional restrictions of VerbNet (Kipper Schuler, 2005).
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table
from sayso.reader.parse import Parsed, Token

_CONDITION = re.compile(r"(\w+)(!|\?)?=(.*)")
_CALENDAR = re.compile(
    r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]{3,7})?\b"
)
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


class Idiom(NamedTuple):
    """A verb that speaks of a concept with the words behind it, in some company."""

    behind: re.Pattern[str]
    when: tuple[Condition, ...]
    concept: str


class Sense(NamedTuple):
    """A sense of a word: the conditions for it, and the concept it speaks of; None where it is no event."""

    when: tuple[Condition, ...]
    concept: str | None


@cache
def _classes() -> dict[str, list[str]]:
    return {row["class"]: row["words"].split("|") for row in load_table("word_classes")}


def _conditions(when: str) -> tuple[Condition, ...]:
    conditions = []
    for part in filter(None, when.split("; ")):
        match = _CONDITION.fullmatch(part)
        if match is None:
            raise ValueError(f"senses.tsv, idioms.tsv: not a condition: {part}")
        words = [
            w
            for item in match[3].split("|")
            if item
            for w in (_classes()[item[1:]] if item.startswith("@") else [item])
        ]
        conditions.append(Condition(match[1], frozenset(words), match[2] == "!", match[2] == "?"))
    return tuple(conditions)


@cache
def _senses() -> dict[tuple[str, bool], tuple[Sense, ...]]:
    found: dict[tuple[str, bool], list[Sense]] = {}
    for row in load_table("senses"):
        found.setdefault((row["word"], row["part"] == "noun"), []).append(
            Sense(_conditions(row["when"]), row["concept"] or None)
        )
    return {key: tuple(senses) for key, senses in found.items()}


@cache
def _idioms() -> dict[str, tuple[Idiom, ...]]:
    found: dict[str, list[Idiom]] = {}
    for row in load_table("idioms"):
        found.setdefault(row["verb"], []).append(
            Idiom(re.compile(row["behind"], re.IGNORECASE), _conditions(row["when"]), row["concept"])
        )
    return {verb: tuple(idioms) for verb, idioms in found.items()}


def find_idiom(parsed: Parsed, verb: Token) -> str | None:
    """The concept that a verb speaks of together with the words behind it ("walked off the job"), None where they make no idiom.

    >>> from sayso.reader.parse import parse_text
    >>> parsed = parse_text("The dockers walked off the job.")
    >>> find_idiom(parsed, parsed.tokens[2])
    'protest'
    """
    idioms = _idioms().get(verb.lemma.lower())
    if not idioms:
        return None
    behind = parsed.text[verb.end + 1 : min(verb.end + 220, parsed.sentences[verb.sentence].end)]
    seen: dict[str, frozenset[str]] = {}
    return next(
        (
            i.concept
            for i in idioms
            if i.behind.match(behind) and _all_hold(parsed, verb, i.when, False, _no_carrier, seen)
        ),
        None,
    )


def _no_carrier() -> None:
    return None


def _all_hold(
    parsed: Parsed,
    token: Token,
    when: Iterable[Condition],
    noun: bool,
    carrier: Callable[[], int | None],
    seen: dict[str, frozenset[str]],
) -> bool:
    for condition in when:
        if condition.relation not in seen:
            seen[condition.relation] = frozenset(
                _words(parsed, _beside(parsed, token, condition.relation, noun, carrier))
            )
        if not condition.holds(seen[condition.relation]):
            return False
    return True


def find_sense(
    parsed: Parsed, token: Token, word: str, noun: bool, carrier: Callable[[], int | None]
) -> Sense | None:
    """The first sense of the lexicon's `word` at `token` whose company stands there; None where it keeps its usual one.

    `carrier` tells the verb that a noun depends on. The method is a look-up; it never fails.

    >>> from sayso.reader.parse import parse_text
    >>> parsed = parse_text("The ferry hit a pillar.")
    >>> find_sense(parsed, parsed.tokens[2], "hit", False, lambda: None).concept
    'crash'
    """
    seen: dict[str, frozenset[str]] = {}
    return next(
        (s for s in _senses().get((word, noun), ()) if _all_hold(parsed, token, s.when, noun, carrier, seen)),
        None,
    )


def _beside(
    parsed: Parsed, token: Token, relation: str, noun: bool, carrier: Callable[[], int | None]
) -> list[int]:
    """The tokens that stand in a relation to a word."""
    children = parsed.children[token.i]
    if relation == "next":
        return [token.i + 1] if token.i + 1 < len(parsed.tokens) else []
    if relation == "before":
        return [
            k for c in children if c < token.i and parsed.tokens[c].dep != "det" for k in parsed.subtree(c)
        ]
    if relation == "verb":
        verb = carrier()
        return [] if verb is None else [verb]
    if relation == "above":
        return [parsed.tokens[token.head].head] if token.dep == "pobj" else []
    if relation == "under":
        return [token.head] if token.dep == "pobj" else []
    if relation == "subject":
        return _subjects(parsed, token)
    if relation == "object":
        objects = [
            c
            for c in children
            if parsed.tokens[c].dep in _OBJECTS and parsed.tokens[c].text.lower() not in _RELATIVES
        ]
        objects = objects or [
            c
            for c in children
            if c > token.i and parsed.tokens[c].dep == "npadvmod" and parsed.tokens[c].pos == "NOUN"
        ]  # as parsers take "broke up a march"
        described = token.tag in ("VBN", "VBD") and (
            token.dep == "acl" or token.dep == "relcl" and _lacks_object(parsed, token)
        )
        return objects or ([token.head] if described else [])
    if relation == "that":
        return [c for c in children if parsed.tokens[c].dep == "ccomp"]
    if relation == "agent":
        return [k for c in children if parsed.tokens[c].dep == "agent" for k in parsed.children[c]]
    return [k for c in children if parsed.tokens[c].text.lower() == relation for k in parsed.children[c]]


def _lacks_object(parsed: Parsed, verb: Token) -> bool:
    """Whether the noun that a clause describes is what its verb acts on ("the bill that was passed", "a law the house passed")."""
    subjects = [
        parsed.tokens[c] for c in parsed.children[verb.i] if parsed.tokens[c].dep in ("nsubj", "nsubjpass")
    ]
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
        if (
            any(parsed.tokens[c].dep == "nsubjpass" for c in parsed.children[verb.i])
            or verb.dep not in ("conj", "xcomp", "advcl")
            or verb.head == verb.i
        ):
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
            if parsed.tokens[k].pos == "PROPN" and not _CALENDAR.match(parsed.tokens[k].text):
                yield "^"
