"""Who acts and upon whom, of the parties to an event: actor and recipient in PLOVER's sense, from the frame of its words.

Subject and object of a verb, active or passive, the subject of the verb above it that it shares, "by", possessives and demonyms before a
noun, and which prepositions lead to the one acted upon (`sayso/data/frames.tsv`). Where the words give no direction, all act.
"""

from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from sayso.lexicon import load_table
from sayso.model import Argument, Span
from sayso.reader.events.triggers import LIGHT, Trigger
from sayso.reader.parse import Parsed, Token

Role = Literal["actor", "recipient"]
_SUFFERING = frozenset(
    ["suffer", "undergo", "receive", "face", "get", "come", "endure", "sustain", "survive"]
)
_PASSED_ON = frozenset(
    [
        "order",
        "force",
        "compel",
        "oblige",
        "allow",
        "permit",
        "ask",
        "urge",
        "invite",
        "tell",
        "call",
        "help",
        "enable",
        "authorise",
        "authorize",
        "instruct",
        "warn",
    ]
)
_FORCING = frozenset(["force", "compel", "oblige", "coerce"])
_PARTIES = ("participant", "person", "organisation")


class Frame(NamedTuple):
    """How a concept's words lead to who is acted upon: prepositions, whether its object is the one, whether "of" before a noun is the actor."""

    mutual: bool
    to: frozenset[str]
    object: bool
    owner: bool


@cache
def _frames() -> dict[str, Frame]:
    return {
        row["concept"]: Frame(
            row["mutual"] == "yes",
            frozenset(row["to"].split("|")) - {""},
            row["object"] == "yes",
            row["of"] == "actor",
        )
        for row in load_table("frames")
    }


def add_roles(parsed: Parsed, trigger: Trigger, arguments: Sequence[Argument]) -> tuple[Argument, ...]:
    """The arguments, and beside each party whose part the words tell the same stretch as `actor` or `recipient`.

    >>> from sayso.reader.parse import parse_text
    >>> from sayso.reader.events.triggers import find_triggers
    >>> parsed = parse_text("Norland was attacked by Sudovia.")
    >>> parties = [Argument(role="participant", start=0, end=7, value="Norland"), Argument(role="participant", start=24, end=31, value="Sudovia")]
    >>> [(a.role, a.value) for a in add_roles(parsed, find_triggers(parsed)[0], parties)[2:]]
    [('recipient', 'Norland'), ('actor', 'Sudovia')]
    """
    states = {a.start for a in arguments if a.role == "participant"}
    known = {a.value for a in arguments if a.role in ("actor", "recipient")}
    out: list[Argument] = []
    for a in arguments:
        if a.role not in _PARTIES or a.value in known or (a.role != "participant" and a.start in states):
            continue
        role = find_role(parsed, trigger, Span(a.start, a.end))
        if role is not None and not any(o.value == a.value for o in out):
            out.append(Argument(role=role, start=a.start, end=a.end, value=a.value))
    if all(o.role == "recipient" for o in out) and len(out) > 1 and _frame(trigger).mutual:
        out = []
    return (*arguments, *out)


def find_role(parsed: Parsed, trigger: Trigger, at: Span) -> Role | None:
    """The part that who is named at a stretch has in the event of a trigger; None where the words do not tell."""
    head = parsed.head_of(at)
    if head is None or head.sentence != parsed.tokens[trigger.token].sentence:
        return None
    frame = _frame(trigger)
    anchors = _anchors(parsed, trigger)
    path = [head.i]
    while path[-1] not in anchors and parsed.tokens[path[-1]].head != path[-1]:
        path.append(parsed.tokens[path[-1]].head)
    if len(path) > 1 and path[-1] in anchors:
        anchor, via = parsed.tokens[path[-1]], parsed.tokens[path[-2]]
        if anchor.i == trigger.token and trigger.noun:
            return _beside_noun(parsed, frame, path, via)
        return _beside_verb(parsed, frame, trigger, anchor, via, path)
    return _above(parsed, frame, trigger, head)


def _frame(trigger: Trigger) -> Frame:
    return _frames().get(trigger.kind.concept) or _frames()["*"]


def _anchors(parsed: Parsed, trigger: Trigger) -> set[int]:
    """The trigger, its verb, and the light verbs of its participles ("sanctions imposed on")."""
    out = {trigger.token}
    if trigger.verb is not None and (
        not trigger.noun or parsed.tokens[trigger.verb].lemma.lower() in LIGHT | _SUFFERING
    ):
        out.add(trigger.verb)
    if trigger.noun:
        out |= {
            c
            for c in parsed.children[trigger.token]
            if parsed.tokens[c].dep in ("acl", "relcl") and parsed.tokens[c].lemma.lower() in LIGHT
        }
    return out


def _lead(parsed: Parsed, path: Sequence[int]) -> str:
    """The preposition nearest above a party, however it was attached."""
    return next(
        (
            parsed.tokens[i].text.lower()
            for i in path[1:-1]
            if parsed.tokens[i].dep in ("prep", "agent", "dative")
        ),
        "",
    )


def _beside_noun(parsed: Parsed, frame: Frame, path: Sequence[int], via: Token) -> Role | None:
    lead = _lead(parsed, path)
    if lead == "by":
        return "actor"
    if via.dep in ("poss", "amod", "compound", "nmod", "nummod"):
        return "actor"
    word = via.text.lower()
    if via.dep in ("prep", "agent"):
        if frame.mutual and word in ("between", "with", "of", "among", "from"):
            return "actor"
        if word == "of":
            return "actor" if frame.owner else "recipient"
        if word in frame.to:
            return "recipient"
        return "actor" if word in ("by", "from") else None
    return None


def _beside_verb(
    parsed: Parsed, frame: Frame, trigger: Trigger, anchor: Token, via: Token, path: Sequence[int]
) -> Role | None:
    suffers = trigger.noun and anchor.lemma.lower() in _SUFFERING
    light = trigger.noun and not suffers
    if via.dep == "agent" or (_lead(parsed, path) == "by" and _passive(parsed, anchor)):
        return "actor"
    if via.dep == "nsubj":
        return _subject(frame, suffers, trigger)
    if via.dep == "nsubjpass":
        if light or not frame.object:
            given = any(parsed.tokens[c].dep in ("dobj", "oprd") for c in parsed.children[anchor.i])
            return "recipient" if given and not light else None
        return "recipient"
    if via.dep in ("prep", "dative"):
        word = via.text.lower()
        if via.dep == "dative" and word not in ("to", "for"):
            return "recipient"
        if frame.mutual and word == "with":
            return "actor"
        if suffers and word in ("from", "at"):
            return "actor"
        return "recipient" if word in frame.to else None
    if via.dep in ("dobj", "obj") and not light:
        if trigger.noun:
            return None
        return ("actor" if frame.mutual else "recipient") if frame.object else None
    return None


def _subject(frame: Frame, suffers: bool, trigger: Trigger) -> Role:
    if suffers and not frame.mutual and trigger.kind.concept not in ("visit", "inquiry"):
        return "recipient"
    return "actor"


def _passive(parsed: Parsed, verb: Token) -> bool:
    return verb.tag == "VBN" and (
        verb.dep == "acl"
        or any(parsed.tokens[c].dep in ("auxpass", "nsubjpass") for c in parsed.children[verb.i])
    )


def _above(parsed: Parsed, frame: Frame, trigger: Trigger, head: Token) -> Role | None:
    """The part of a subject, or of an object told to act, of a verb above that the event's verb shares; of a noun that it describes."""
    at = parsed.tokens[
        trigger.token if trigger.verb is None or trigger.token == trigger.verb else trigger.verb
    ]
    if at.pos not in ("VERB", "AUX"):
        return None
    up = {head.i, *parsed.ancestors(head.i)}
    for _ in range(4):
        above = parsed.tokens[at.head]
        if above.i == at.i:
            return None
        if at.dep in ("relcl", "acl") and above.i in up:
            return _described(parsed, frame, trigger, at)
        own = any(
            parsed.tokens[c].dep in ("nsubj", "nsubjpass") and parsed.tokens[c].tag not in ("WDT", "WP")
            for c in parsed.children[at.i]
        )
        if own or at.dep not in ("xcomp", "conj", "ccomp", "advcl", "pcomp", "prep", "acl"):
            return None
        for c in parsed.children[above.i]:
            child = parsed.tokens[c]
            if c not in up:
                continue
            forced = trigger.kind.type == "COERCE" and above.lemma.lower() in _FORCING
            if forced and child.dep in ("dobj", "nsubj", "nsubjpass", "agent"):
                return "actor" if child.dep in ("agent", "nsubj") else "recipient"
            if at.dep in ("xcomp", "ccomp") and child.dep == "dobj" and above.lemma.lower() in _PASSED_ON:
                return "actor"
            if child.dep == "agent":
                return None
            if child.dep == "nsubj" or (
                child.dep == "nsubjpass"
                and (
                    above.lemma.lower() in _PASSED_ON
                    or above.lemma.lower()
                    in ("expect", "say", "set", "believe", "report", "schedule", "plan", "think", "suppose")
                )
            ):
                passive = not trigger.noun and _passive(parsed, parsed.tokens[trigger.token])
                if passive:
                    return "recipient" if frame.object else None
                return _subject(
                    frame, trigger.noun and parsed.tokens[at.i].lemma.lower() in _SUFFERING, trigger
                )
        at = above
    return None


def _described(parsed: Parsed, frame: Frame, trigger: Trigger, verb: Token) -> Role | None:
    """The part of a noun with a relative clause or participle: subject where the relative word is, or a bare participle's."""
    relatives = {
        parsed.tokens[c].dep for c in parsed.children[verb.i] if parsed.tokens[c].tag in ("WDT", "WP")
    }
    if verb.tag == "VBN" and _passive(parsed, verb):
        return "recipient" if frame.object and not trigger.noun else None
    if "nsubj" in relatives or verb.tag == "VBG":
        return "actor"
    return None
