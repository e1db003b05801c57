"""Where an event takes place, from the words and the grammar around its trigger."""

import re
from collections.abc import Sequence

from sayso.model import Place, Span
from sayso.reader.events.arguments import stretches_of
from sayso.reader.events.triggers import Trigger
from sayso.reader.parse import Parsed

_NAMED_AFTER = re.compile(
    r" (?:[a-z-]+ )?(?:summits?|talks|meetings?|conference|agreements?|accords?|protests?|rall(?:y|ies)|attacks?|bombings?|shooting|drills?|exercises?|negotiations|round)$"
)
# what is launched starts where it comes from, not where it goes
_TARGET = re.compile(r"\b(?:into|towards?|over)\s(?:the\s)?$")
_ORIGIN = re.compile(
    r"\bfrom\s(?:the\s)?$|"
    r"(?<!island)(?<!city)(?<!port)(?<!town)(?<!village)(?<!province)(?<!region)(?<!coast)(?<!south)(?<!north)(?<!east)(?<!west)(?<!capital)(?<!area)(?<!peninsula)\sof\s(?:the\s)?$",
)
_PAIRED = re.compile(r"^\sand\s(?:the\s)?$")
_SITES = frozenset(["closure", "opening", "attack", "explosion", "evacuation", "invasion"])
_GOING = frozenset(
    [
        "be",
        "travel",
        "fly",
        "go",
        "come",
        "arrive",
        "head",
        "return",
        "sail",
        "meet",
        "gather",
        "convene",
        "assemble",
        "land",
        "stop",
        "stay",
        "visit",
    ]
)
FACILITIES = frozenset(
    [
        "crossing",
        "border",
        "port",
        "harbour",
        "harbor",
        "airport",
        "base",
        "bridge",
        "terminal",
        "strait",
        "canal",
        "tunnel",
        "gate",
        "checkpoint",
        "airspace",
        "road",
        "station",
        "plant",
        "island",
    ]
)


def find_place(
    parsed: Parsed,
    places: Sequence[Place],
    clause: Sequence[int],
    trigger: Trigger,
    at: Span,
    skip: Sequence[Span],
    done: bool,
) -> Place | None:
    """Where the event of a trigger at `at` takes place: what its clause says, what it is done to, or where those who do it went or are.

    What was handed over is with who received it; until it is `done`, not yet.
    """
    return (
        _nearest(parsed, places, clause, at, skip, trigger.kind.concept, done)
        or _affected(parsed, places, trigger)
        or _gone_to(parsed, places, trigger)
        or _meant(parsed, places, trigger)
    )


def _nearest(
    parsed: Parsed,
    places: Sequence[Place],
    clause: Sequence[int],
    trigger: Span,
    skip: Sequence[Span],
    concept: str,
    done: bool,
) -> Place | None:
    """The nearest place in a clause that a preposition of place or the trigger itself puts there."""
    spans = stretches_of(parsed, clause)
    away = _TARGET if concept == "launch" else _ORIGIN
    best: tuple[int, Place] | None = None
    for place in places:
        at = Span(place.start, place.end)
        if not any(s.covers(at) for s in spans) or any(s.overlap(at) for s in skip):
            continue
        lead = parsed.text[max(0, place.start - 40) : place.start].lower()
        if (
            trigger.start > place.end
            and place.precision != "country"
            and _NAMED_AFTER.match(parsed.text[place.end : trigger.end])
        ):
            return place  # "the Camp David summit"
        placed = re.search(
            r"\b(?:in|at|near|off|outside|inside|over|around|of|to|from|across|on|between|along|into|through|towards?|reach|visit|left|entered)\s(?:the\s)?(?:[\w-]+\s){0,3}$",
            lead,
        )
        owner = place.precision == "country" and not re.match(
            r"['’]s (?:\w+ ){0,2}(?:coast|waters|shores?|border|capital|airspace|north|south|east|west|territory|interior|soil)\b",
            parsed.text[place.end : place.end + 40],
        )
        if owner and not placed:
            continue
        if not placed and not re.match(r"['’]s\b", parsed.text[place.end : place.end + 2]):
            continue
        if place.precision == "country" and re.search(
            r"\b(?:of|from|with|against|on|between|among)\s(?:the\s)?(?:(?:[\w.]+\s){1,2}and\s(?:the\s)?)?$",
            lead,
        ):
            continue
        if (
            concept == "aid"
            and not done
            and place.precision == "country"
            and re.search(r"\bto\s(?:the\s)?$", lead)
        ):
            continue
        if (
            best is not None
            and _PAIRED.search(parsed.text[best[1].end : place.start])
            and re.search(r"\bbetween\s(?:the\s)?$", parsed.text[max(0, best[1].start - 14) : best[1].start])
        ):
            continue  # "between Bergen and Oslo" is named by its first
        distance = (
            abs(place.start - trigger.end)
            + (0 if place.start > trigger.start else 40)
            + (200 if away.search(lead) else 0)
        )
        if best is None or distance < best[0]:
            best = (distance, place)
    return best[1] if best else None


def _within(parsed: Parsed, places: Sequence[Place], top: int) -> Place | None:
    """The first place named below a token."""
    span = parsed.span(parsed.subtree(top))
    return next((p for p in places if span.start <= p.start and p.end <= span.end), None)


def predicate_of(parsed: Parsed, token: int) -> int:
    """The verb whose subject a word has: of a state ("remains shut") the verb before it, else the word itself."""
    return parsed.tokens[token].head if parsed.tokens[token].dep in ("acomp", "oprd") else token


def _affected(parsed: Parsed, places: Sequence[Place], trigger: Trigger) -> Place | None:
    """The place that is itself closed, opened or attacked ("the Rafah crossing was shut")."""
    if trigger.noun or trigger.kind.concept not in _SITES:
        return None
    at = predicate_of(parsed, trigger.token)
    for c in parsed.children[at]:
        child = parsed.tokens[c]
        if child.dep in ("dobj", "nsubjpass") or (
            child.dep == "nsubj" and not any(parsed.tokens[k].dep == "dobj" for k in parsed.children[at])
        ):
            place = _within(parsed, places, c)
            if place is not None and place.precision != "country":
                return place
    return None


def _gone_to(parsed: Parsed, places: Sequence[Place], trigger: Trigger) -> Place | None:
    """Where somebody is or goes to do it ("will travel to Lima to meet", "is in Lima and is holding talks")."""
    at = trigger.verb if trigger.verb is not None else trigger.token
    token = parsed.tokens[at]
    head = parsed.tokens[token.head]
    purpose = token.dep in ("advcl", "xcomp") and any(
        parsed.tokens[c].text.lower() == "to" and c < at for c in parsed.children[at]
    )
    if (
        token.head == at
        or head.lemma.lower() not in _GOING
        or not (purpose or (token.dep == "conj" and head.lemma.lower() == "be"))
    ):
        return None
    for c in parsed.children[head.i]:
        child = parsed.tokens[c]
        if (
            child.dep == "prep"
            and child.text.lower() in ("in", "at", "to", "near", "off")
            or (child.dep == "dobj" and head.lemma.lower() == "visit")
        ):
            place = _within(parsed, places, c)
            if place is not None:
                return place
    return None


def _meant(parsed: Parsed, places: Sequence[Place], trigger: Trigger) -> Place | None:
    """The place that "the crossing" or, of what opens or closes, "it" stands for: the last one named with that word."""
    if trigger.kind.concept not in _SITES or (
        trigger.noun and trigger.kind.concept not in ("closure", "opening")
    ):
        return None
    if trigger.noun:
        done_to = [
            k
            for p in parsed.children[trigger.token]
            if parsed.tokens[p].text == "of"
            for k in parsed.children[p]
        ]
    else:
        done_to = [
            c
            for c in parsed.children[predicate_of(parsed, trigger.token)]
            if parsed.tokens[c].dep in ("dobj", "nsubjpass", "nsubj")
        ]
    for c in done_to:
        child = parsed.tokens[c]
        word = child.lemma.lower()
        definite = word in FACILITIES and any(
            parsed.tokens[k].text.lower() in ("the", "this", "that") for k in parsed.children[c]
        )
        if not definite and word not in ("it", "they"):
            continue
        for place in reversed([p for p in places if p.end <= child.start]):
            named = re.findall(
                r"[a-z]+",
                parsed.text[place.start : place.end + 24].partition(".")[0].partition(",")[0].lower(),
            )
            before = parsed.token_at(place.start)
            near = before is not None and child.sentence - parsed.tokens[before].sentence <= 1
            if word in named if definite else near and FACILITIES & set(named):
                return place
    return None
