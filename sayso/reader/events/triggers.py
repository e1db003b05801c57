"""Words that speak of events: verbs and nouns of an open lexicon (`sayso/data/triggers.tsv`) found in a parse.

A light verb and its eventive noun ("conduct an exercise") are one trigger; reporting verbs are left to attribution.
"""

import re
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table
from sayso.reader.events.senses import find_idiom, find_sense
from sayso.reader.events.stages import CALENDAR, stage_of
from sayso.reader.parse import Parsed, Token

# verbs that only carry the noun's event
LIGHT = frozenset(row["verb"] for row in load_table("event_verbs") if row["light"])


class Kind(NamedTuple):
    """What a trigger's lemma speaks of."""

    concept: str
    type: str
    mode: str | None


class Trigger(NamedTuple):
    """A trigger in a parse: its own token, the verb that carries it (its own if it is one), and its kind."""

    token: int
    verb: int | None
    kind: Kind
    noun: bool
    first: int
    """Index of the first token of the trigger's own words (two-word nouns)."""
    lemma: str = ""
    """The lexicon's word that it was found by, with its particle (`hand over`)."""


@cache
def _lexicon() -> tuple[dict[str, Kind], dict[str, Kind], dict[str, Kind], dict[str, Kind]]:
    verbs, nouns, long_verbs, long_nouns = (dict[str, Kind]() for _ in range(4))
    for row in load_table("triggers"):
        kind = Kind(row["concept"], row["type"], row["mode"] or None)
        for word in row["verbs"].split("|"):
            if word:
                (long_verbs if " " in word else verbs).setdefault(word, kind)
        for word in row["nouns"].split("|"):
            if word:
                (long_nouns if " " in word or "-" in word else nouns).setdefault(word, kind)
    return verbs, nouns, long_verbs, long_nouns


def find_triggers(parsed: Parsed) -> list[Trigger]:
    """The triggers of a parse in order; of a light verb and its noun only the noun, with the verb beside it."""
    verbs, nouns, long_verbs, long_nouns = _lexicon()
    out: list[Trigger] = []
    taken: set[int] = set()
    tokens = parsed.tokens
    for t in tokens:
        lemma = t.lemma.lower()
        if t.pos in ("NOUN", "PROPN") and not (
            t.pos == "PROPN"
            and t.text[:1].isupper()
            and t.text != t.text.upper()
            and lemma not in ("summit", "agreement", "treaty")
            and not _names_event(parsed, t)
        ):
            kind, first = nouns.get(lemma), t.i
            if t.i and tokens[t.i - 1].sentence == t.sentence:
                pair = f"{tokens[t.i - 1].lemma.lower()} {lemma}"
                if pair in long_nouns:
                    kind, first = long_nouns[pair], t.i - 1
            if kind is None or (
                t.dep == "compound"
                and tokens[t.head].pos in ("NOUN", "PROPN")
                and _compound_only(tokens[t.head], nouns)
            ):
                continue
            if lemma in ("fire", "exchange") and (firing := _exchanges_fire(parsed, t)) is not None:
                kind = nouns["clash"]
                taken |= firing
            elif (
                lemma == "fire"
                and t.i not in taken
                and kind.concept == "fire"
                and t.text.isupper() is False
                and _is_gunfire(parsed, t)
            ):
                kind = nouns["clash"]
            if t.i in taken and lemma == "fire":
                continue
            if lemma in ("battle", "fight", "war", "race", "attack") and _figurative(parsed, t):
                continue
            meant = _as_meant(parsed, t, lemma, kind, True) if first == t.i else kind
            if meant is None:
                continue
            kind = meant
            verb = _told_by(parsed, t)
            if (
                verb is not None
                and kind.concept == "agreement"
                and find_idiom(parsed, tokens[verb]) == "withdrawal-from"
            ):
                continue  # "ended the 2015 accord": that is the event
            taken |= {t.i, first}
            if verb is not None and _agrees_on(parsed, t, verb):
                verb = None
            if verb is not None and tokens[verb].lemma.lower() in LIGHT:
                taken.add(verb)
            out.append(Trigger(t.i, verb, kind, True, first))
    events = {trigger.token for trigger in out}
    for t in tokens:
        if (
            t.pos not in ("VERB", "ADJ")
            or t.i in taken
            or _holds(parsed, t, events)
            or _ends_event(parsed, t, events)
        ):
            continue
        if _is_due(parsed, t):
            out.append(Trigger(t.i, t.head, _concepts()["arrival"], False, t.i, "due"))
            continue
        lemma = t.lemma.lower()
        idiom = find_idiom(parsed, t) if t.pos == "VERB" else None
        if idiom is not None:
            out.append(Trigger(t.i, t.i, _concepts()[idiom], False, t.i, f"{lemma} …"))
            continue
        kind, word = (verbs.get(lemma) if t.pos == "VERB" or _is_state(parsed, t) else None), lemma
        particle = next(
            (
                tokens[c]
                for c in parsed.children[t.i]
                if tokens[c].dep in ("prt", "acomp", "advmod", "xcomp", "oprd") and c > t.i
            ),
            None,
        )
        if particle is not None:
            kind, word = _longer(long_verbs, lemma, particle, kind, word)
        after = tokens[t.i + 1] if t.i + 1 < len(tokens) else None
        if after is not None:
            kind, word = _longer(long_verbs, lemma, after, kind, word)
        usual, kind = kind, _as_meant(parsed, t, word, kind, False) if kind is not None else None
        word = word if kind is usual else f"{word} …"
        if (
            kind is not None
            and not _is_site(parsed, t)
            and not _measures_flight(parsed, t)
            and not _embeds(parsed, t, verbs)
            and not _only_describes(parsed, t)
        ):
            out.append(Trigger(t.i, t.i, kind, False, t.i, word))
    return sorted(_settle_strikes(parsed, out), key=lambda trigger: trigger.token)


_LABOUR = re.compile(
    r"\b(?:unions?|unionists?|workers?|dockers?|employees|staff|stoppages?|walk-?outs?|pickets?|industrial action|wages?|pay (?:rise|offer|deal|dispute|talks)|lay-?offs|collective bargaining)\b",
    re.IGNORECASE,
)
_ARMED = re.compile(
    r"\b(?:air ?strikes?|missiles?|rockets?|bombs?|bombing|drones?|warplanes?|shell(?:s|ing|ed)|troops|militants?|artillery|targets?)\b",
    re.IGNORECASE,
)


def _settle_strikes(parsed: Parsed, found: list[Trigger]) -> list[Trigger]:
    """A bare "strike" is what the report is about: a stoppage where it speaks of unions and pay and not of arms."""
    bare = [
        n
        for n, t in enumerate(found)
        if t.kind.concept == "attack"
        and t.first == t.token
        and parsed.tokens[t.token].lemma.lower() == "strike"
    ]
    if bare and len(_LABOUR.findall(parsed.text)) > 1 + 2 * len(_ARMED.findall(parsed.text)):
        kind = _concepts()["protest"]
        return [t._replace(kind=kind) if n in bare and t.noun else t for n, t in enumerate(found)]
    return found


@cache
def _concepts() -> dict[str, Kind]:
    return {
        row["concept"]: Kind(row["concept"], row["type"], row["mode"] or None)
        for row in load_table("triggers")
    }


def _as_meant(parsed: Parsed, token: Token, word: str, kind: Kind, noun: bool) -> Kind | None:
    """The kind in the sense that a word has where it stands; None where it speaks of no event there."""
    sense = find_sense(parsed, token, word, noun, lambda: carrier_of(parsed, token))
    if sense is None:
        return kind
    return _concepts()[sense.concept] if sense.concept else None


def _longer(
    long_verbs: dict[str, Kind], lemma: str, particle: Token, kind: Kind | None, word: str
) -> tuple[Kind | None, str]:
    """Kind and word of a verb with a particle where the lexicon knows the two together, else what was known."""
    both = f"{lemma} {particle.text.lower()}"
    return (long_verbs[both], both) if both in long_verbs else (kind, word)


def _is_due(parsed: Parsed, adjective: Token) -> bool:
    """Whether somebody or something is due at a place ("the president is due in Lima")."""
    if adjective.text != "due" or adjective.dep != "acomp":
        return False
    led = [
        k
        for c in parsed.children[adjective.i]
        if parsed.tokens[c].text in ("in", "at")
        for k in parsed.children[c]
    ]
    subjects = [parsed.tokens[c] for c in parsed.children[adjective.head] if parsed.tokens[c].dep == "nsubj"]
    return any(
        parsed.tokens[k].pos == "PROPN" and parsed.tokens[k].text not in CALENDAR for k in led
    ) and bool(subjects)


def _is_state(parsed: Parsed, adjective: Token) -> bool:
    """Whether an adjective says what state a closed or open thing is in ("remains shut")."""
    head = parsed.tokens[adjective.head].lemma.lower()
    return (
        adjective.dep in ("acomp", "oprd")
        and adjective.lemma.lower() == "shut"
        and head in ("be", "remain", "stay", "keep")
    )


def _is_site(parsed: Parsed, verb: Token) -> bool:
    """Whether what was parsed as a participle is the last word of a name ("the Torkham crossing")."""
    before = parsed.tokens[max(0, verb.i - 2) : verb.i]
    if verb.tag != "VBG" or len(before) < 2 or before[1].pos != "PROPN":
        return False
    return before[0].text.lower() in ("the", "a") and not any(
        parsed.tokens[c].dep == "dobj" for c in parsed.children[verb.i]
    )


def _measures_flight(parsed: Parsed, verb: Token) -> bool:
    """Whether a verb of travel only tells how far a missile went ("flew some 350 kilometers")."""
    return verb.lemma.lower() in ("fly", "travel") and any(
        parsed.tokens[k].lemma.lower() in _LENGTHS
        for c in parsed.children[verb.i]
        if c > verb.i
        for k in (c, *parsed.children[c])
    )


_LENGTHS = frozenset(["kilometer", "kilometre", "km", "mile", "meter", "metre"])


def _embeds(parsed: Parsed, verb: Token, verbs: dict[str, Kind]) -> bool:
    """Whether a verb such as "agree" only leads to the event below it ("agreed to hand over")."""
    if verb.lemma.lower() not in (
        "agree",
        "approve",
        "order",
        "invite",
        "request",
        "appeal",
        "threaten",
        "vow",
    ):
        return False
    below = [parsed.tokens[c] for c in parsed.children[verb.i] if parsed.tokens[c].dep in ("xcomp", "ccomp")]
    return any(b.lemma.lower() in verbs or b.lemma.lower() in LIGHT for b in below)


def _agrees_on(parsed: Parsed, noun: Token, verb: int) -> bool:
    """Whether a noun is only what was agreed on ("agreed on the package"): the agreement is the event then."""
    if parsed.tokens[verb].lemma.lower() != "agree":
        return False
    path = [noun.i, *parsed.ancestors(noun.i)]
    return verb in path and parsed.tokens[path[path.index(verb) - 1]].text.lower() in ("on", "about", "upon")


def _only_describes(parsed: Parsed, verb: Token) -> bool:
    """Whether a participle only describes a thing ("the battery stationed on Crete", "guards who were repairing a post")."""
    if verb.lemma.lower() == "leave" and any(
        parsed.tokens[k].lemma.lower() in _HARMED for k in parsed.subtree(verb.i)
    ):
        return True
    if (
        verb.dep == "acl"
        and verb.tag == "VBN"
        and verb.lemma.lower()
        in ("station", "deploy", "hold", "anchor", "dock", "base", "cut", "close", "bar")
    ):
        return True
    return verb.dep == "relcl" and verb.tag == "VBG"


@cache
def _needs() -> dict[str, tuple[str, ...]]:
    return {row["verb"]: tuple(row["needs"].split("|")) for row in load_table("event_verbs") if row["needs"]}


def what_it_needs(lemma: str) -> tuple[str, ...]:
    """What must stand beside a verb for it to speak of an event; an empty tuple where it does so alone."""
    return _needs().get(lemma, ())


def _compound_only(head: Token, nouns: dict[str, Kind]) -> bool:
    """Whether a noun before another only names its kind ("talks table"): the head decides, unless it is vague itself."""
    return (
        head.lemma.lower()
        not in ("plan", "programme", "program", "agreement", "deal", "operation", "package")
        or head.lemma.lower() in nouns
    )


_HARMED = frozenset(["dead", "wounded", "injured", "homeless", "stranded", "trapped", "missing", "hurt"])


def _exchanges_fire(parsed: Parsed, noun: Token) -> set[int] | None:
    """The tokens of "an exchange of fire", of which only the first is a trigger."""
    if noun.lemma.lower() != "exchange":
        return None
    for c in parsed.children[noun.i]:
        if parsed.tokens[c].text.lower() == "of":
            fires = {
                k
                for k in parsed.children[c]
                if parsed.tokens[k].lemma.lower() in ("fire", "gunfire", "shot", "rocket", "shell", "missile")
            }
            if fires:
                return fires
    return None


def _is_gunfire(parsed: Parsed, noun: Token) -> bool:
    """Whether "fire" is opened, returned or traded, or qualified as shooting."""
    head = parsed.tokens[noun.head].lemma.lower()
    words = {parsed.tokens[c].lemma.lower() for c in parsed.children[noun.i]}
    return head in ("open", "exchange", "trade", "return", "cease", "draw", "direct") or bool(
        words & {"heavy", "mortar", "artillery", "small", "unprovoked", "sniper", "rocket", "cross", "enemy"}
    )


def _of_what(parsed: Parsed, noun: Token) -> str | None:
    for c in parsed.children[noun.i]:
        if parsed.tokens[c].text.lower() == "of":
            return next((parsed.tokens[k].lemma.lower() for k in parsed.children[c]), None)
    return None


def _figurative(parsed: Parsed, noun: Token) -> bool:
    """Whether a word of war is said of something else: "the battle for the vote", "an attack on the budget"."""
    for c in parsed.children[noun.i]:
        if parsed.tokens[c].text.lower() in ("for", "over", "against"):
            heads = [parsed.tokens[k] for k in parsed.children[c]]
            if heads and all(
                h.pos != "PROPN"
                and h.lemma.lower()
                not in ("city", "town", "village", "capital", "bridge", "airport", "territory", "island")
                for h in heads
            ):
                return True
    return False


def _told_by(parsed: Parsed, noun: Token) -> int | None:
    """The verb that says how far a noun's event has come: its own where that puts it off or holds it, else that of a relative clause, else its own."""
    up, relative = carrier_of(parsed, noun), _relative(parsed, noun)
    if up is None or relative is None:
        return up if relative is None else relative
    own = noun.head == up and noun.dep in ("nsubj", "nsubjpass", "dobj")
    about_itself = any(
        parsed.tokens[k].dep in ("nsubj", "nsubjpass") and parsed.tokens[k].tag == "WDT"
        for k in parsed.children[relative]
    )
    light = parsed.tokens[up].lemma.lower() in LIGHT - {"be", "begin", "start", "open", "kick", "commence"}
    stage = stage_of(parsed, up)
    return (
        up
        if own and (stage in ("postponed", "cancelled") or (about_itself and light and stage))
        else relative
    )


def _holds(parsed: Parsed, verb: Token, events: set[int]) -> bool:
    """Whether a light verb, found by no noun, has one as its subject through another verb or a relative word ("a drill to be held")."""
    if verb.lemma.lower() not in LIGHT or verb.tag != "VBN":
        return False
    at = verb
    for _ in range(3):
        if at.i in events or any(
            c in events and parsed.tokens[c].dep in ("nsubj", "nsubjpass") for c in parsed.children[at.i]
        ):
            return True
        if at.dep not in ("xcomp", "relcl", "acl", "conj", "acomp", "ccomp") or at.head == at.i:
            return False
        at = parsed.tokens[at.head]
    return at.i in events


def _ends_event(parsed: Parsed, verb: Token, events: set[int]) -> bool:
    """Whether what is closed is an event ("closed the inquiry"), which then is over."""
    return verb.lemma.lower() in ("close", "suspend") and any(
        c in events and parsed.tokens[c].dep in ("dobj", "nsubjpass") for c in parsed.children[verb.i]
    )


def _names_event(parsed: Parsed, noun: Token) -> bool:
    """Whether a capital is a headline's habit ("The Launch of a satellite"): first in its sentence, and what follows is no name."""
    first = parsed.sentences[noun.sentence].first
    if noun.i not in (first, first + 1) or any(
        parsed.tokens[c].dep == "compound" for c in parsed.children[noun.i]
    ):
        return False
    behind = parsed.tokens[noun.i + 1 : noun.i + 3]
    return (
        len(behind) == 2
        and behind[0].text in ("of", "by", "between")
        and (behind[1].text.islower() or behind[1].pos == "DET")
    )


def _relative(parsed: Parsed, noun: Token) -> int | None:
    """The light verb of a noun's relative clause ("the drill that the two will hold"), where it has an object's gap."""
    for c in parsed.children[noun.i]:
        child = parsed.tokens[c]
        if (
            child.dep == "relcl"
            and child.lemma.lower() in LIGHT
            and any(parsed.tokens[k].dep in ("nsubj", "nsubjpass") for k in parsed.children[c])
        ):
            return c
    return None


def carrier_of(parsed: Parsed, noun: Token) -> int | None:
    """The verb that a noun depends on, through a preposition or another noun at most."""
    i = noun.i
    for _ in range(4):
        head = parsed.tokens[i].head
        if head == i:
            return None
        if parsed.tokens[head].pos in ("VERB", "AUX"):
            return head
        if parsed.tokens[head].dep in ("relcl", "acl"):
            return None
        i = head
    return None
