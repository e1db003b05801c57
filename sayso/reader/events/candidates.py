"""Candidates for event mentions, and which of them speak of an event at all."""

import re
from typing import NamedTuple

from sayso.model import Argument, Place, Span, TimeExpression
from sayso.reader.events.places import FACILITIES, predicate_of
from sayso.reader.events.precedents import PRECEDENT
from sayso.reader.events.triggers import LIGHT, Trigger, what_it_needs
from sayso.reader.events.verdicts import Verdict
from sayso.reader.parse import Parsed

_HABITUAL = re.compile(
    r"\b(?:usually|often|regularly|always|routinely|frequently|every (?:day|week|month|year))\b",
    re.IGNORECASE,
)
_EQUIPMENT = frozenset(
    "missile rocket satellite torpedo drone shell projectile battery launcher system tank warplane aircraft helicopter jet bomber ship warship vessel tanker freighter submarine destroyer frigate carrier cable pipeline weapon ammunition".split()
)
_OF_SITES = ("closure",)
_GENERIC = frozenset(
    [
        "any",
        "every",
        "such",
        "each",
        "many",
        "most",
        "other",
        "no",
        "few",
        "several",
        "some",
        "what",
        "whatever",
        "whose",
        "which",
    ]
)


class Candidate(NamedTuple):
    """A trigger with what was found about it, before it is known to speak of an event."""

    trigger: Trigger
    verdict: Verdict
    time: TimeExpression | None
    place: Place | None
    arguments: tuple[Argument, ...]
    attribution: int | None
    span: Span
    extent: Span


def is_event(parsed: Parsed, c: Candidate, words: str) -> bool:
    """Whether a candidate speaks of one event in the world: dated, placed or peopled, and nothing habitual, generic or figurative."""
    token = parsed.tokens[c.trigger.token]
    lemma = token.lemma.lower()
    roles = {a.role for a in c.arguments}
    peopled = bool(roles & {"participant", "person", "organisation"})
    things = bool(roles & {"asset"})
    if c.trigger.noun:
        determiners = {
            parsed.tokens[k].text.lower()
            for k in parsed.children[token.i]
            if parsed.tokens[k].dep in ("det", "amod", "advmod")
        }
        parties = len({a.value for a in c.arguments if a.role == "participant"})
        generic = determiners & _GENERIC - (
            {"no"} if c.verdict.status == "denied" and (c.time or parties > 1) else frozenset()
        )
        if generic or (token.tag == "NNS" and not (c.time or (c.verdict.firm and (peopled or c.place)))):
            return False
        things = things or (
            c.trigger.kind.concept in _OF_SITES
            and any(
                parsed.tokens[k].lemma.lower() in FACILITIES
                for p in parsed.children[token.i]
                if parsed.tokens[p].text == "of"
                for k in parsed.children[p]
            )
        )
        told = (
            any(
                parsed.tokens[k].dep == "relcl" and parsed.tokens[k].tag == "VBD"
                for k in parsed.children[token.i]
            )
            and c.verdict.firm
        )
        light = told or c.trigger.verb is not None and parsed.tokens[c.trigger.verb].lemma.lower() in LIGHT
        score = (
            2 * bool(c.time)
            + bool(c.place)
            + peopled
            + things
            + (parties > 1 and c.verdict.firm)
            + (1 if light and c.verdict.firm else 0)
            + bool(PRECEDENT.search(words))
        )
        return score >= (
            2
            if c.time
            or light
            or c.verdict.firm
            and c.verdict.status in ("planned", "possible", "postponed", "cancelled")
            else 3
        )
    if token.dep == "amod" or (_HABITUAL.search(words) and not c.time):
        return False
    if token.tag in ("VB", "VBP", "VBZ", "VBG") and not c.verdict.firm and not c.time:
        return False
    if (
        token.tag == "VBG"
        and token.dep in ("pcomp", "acl", "advcl", "xcomp", "csubj")
        and c.verdict.factuality == "Uu"
        and not c.time
    ):
        return False
    needs = () if c.trigger.kind.concept == "clash" else what_it_needs(c.trigger.lemma or lemma)
    beside = parsed.children[predicate_of(parsed, token.i)]
    objects = [k for k in beside if parsed.tokens[k].dep in ("dobj", "nsubjpass", "obj")]
    subjects = [parsed.tokens[k] for k in beside if parsed.tokens[k].dep == "nsubj"]
    things = things or any(parsed.tokens[k].lemma.lower() in _EQUIPMENT for k in objects)
    if c.trigger.kind.concept in _OF_SITES:
        things = things or any(
            parsed.tokens[k].lemma.lower() in FACILITIES for k in (*objects, *(x.i for x in subjects))
        )
    if lemma in ("fight", "battle") and not (
        c.place or c.time or len({a.value for a in c.arguments if a.role == "participant"}) > 1
    ):
        return False
    about = objects or [
        k
        for k in parsed.children[token.i]
        if lemma == "agree" and parsed.tokens[k].text.lower() in ("on", "upon")
    ]
    met = {
        "asset": things,
        "person": "person" in roles or peopled,
        "place": c.place is not None,
        "thing": bool(about) and (peopled or c.place is not None or c.time is not None or things),
        "org": peopled,
        "held": token.tag == "VBN" and bool(c.place or c.time) and bool(roles & {"person", "organisation"}),
        "event": c.time is not None,
        "military": bool(
            re.search(
                r"\b(?:navy|navies|army|armies|troops|soldiers|warships|military|forces|jets|bombers|marines)\b",
                words,
                re.IGNORECASE,
            )
        )
        and c.time is not None,
        "court": bool(re.search(r"\b(?:court|judge|prosecut|trial)\w*", words, re.IGNORECASE)),
        "never": False,
        "given": bool(objects) and "participant" in roles,
        "person_subject": any(
            x.pos == "PROPN"
            or x.lemma.lower() in ("minister", "president", "delegation", "envoy", "he", "she", "leader")
            for x in subjects
        )
        and c.time is not None,
    }
    if needs and not any(met[n] for n in needs):
        return False
    return (
        2 * bool(c.time) + bool(c.place) + peopled + things + (bool(objects or subjects) and c.verdict.firm)
        >= 2
    )
