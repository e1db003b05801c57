"""Headline against body: where a headline says an event more firmly than any sentence below it, the body counts and a note says so."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from sayso.model import EventMention, Status
from sayso.reader.events.factuality import judge
from sayso.reader.events.folding import share_scene
from sayso.reader.events.triggers import Trigger, find_triggers
from sayso.reader.events.verdicts import Verdict
from sayso.reader.parse import Parsed

_FIRMNESS: dict[Status, int] = {"possible": 1, "planned": 2, "ongoing": 3, "occurred": 3}
_STATUSES: dict[int, Status] = {1: "possible", 2: "planned", 3: "occurred"}
_WORDS: dict[int, str] = {1: "possible", 2: "planned", 3: "a fact"}


class Gap(NamedTuple):
    """What a headline says more firmly than the body: the concept, and both as levels of firmness (1 possible, 2 planned, 3 a fact)."""

    concept: str
    headline: int
    body: int


def compare_headline(
    title: str | None, mentions: Sequence[EventMention], parse: Callable[[str], Parsed]
) -> tuple[Gap, ...]:
    """The events that a headline says more firmly than the body's mentions of the same kind; `parse` reads the headline.

    Headlines tell what is past in the present and what is ahead too, so the present is no more than a plan.
    """
    body: dict[str, int] = {}
    for m in mentions:
        if m.status in _FIRMNESS:
            body[m.lemma] = max(body.get(m.lemma, 0), _FIRMNESS[m.status])
    if (
        not title
        or title.rstrip().endswith("?")
        or not any(level < _FIRMNESS["occurred"] for level in body.values())
    ):
        return ()
    parsed = parse(title)
    gaps = []
    for trigger in find_triggers(parsed):
        level = _firmness(parsed, trigger)
        told = max(
            (f for concept, f in body.items() if share_scene(concept, trigger.kind.concept)), default=0
        )
        if 0 < told < level:
            gaps.append(Gap(trigger.kind.concept, level, told))
    return tuple(dict.fromkeys(gaps))


def note_gaps(title: str | None, gaps: Sequence[Gap]) -> tuple[str, ...]:
    """Notes that say where a headline is firmer than the body below it.

    >>> note_gaps("Norland sends radars", [Gap("aid", 2, 1)])
    ('headline firmer than the body, which counts: “Norland sends radars” has the aid as planned, the body as possible',)
    """
    return tuple(
        f"headline firmer than the body, which counts: “{title}” has the {g.concept} as {_WORDS[g.headline]}, the body as {_WORDS[g.body]}"
        for g in gaps
    )


def mark_gaps(mentions: Sequence[EventMention], gaps: Sequence[Gap]) -> tuple[EventMention, ...]:
    """The mentions, and on the body's firmest of each kind what the firmer headline has it as."""
    out = list(mentions)
    for gap in gaps:
        for n, m in enumerate(out):
            if _FIRMNESS.get(m.status) == gap.body and share_scene(m.lemma, gap.concept):
                out[n] = replace(m, headline=_STATUSES[gap.headline])
    return tuple(out)


def _firmness(parsed: Parsed, trigger: Trigger) -> int:
    at = trigger.verb if trigger.verb is not None else trigger.token
    token = parsed.tokens[at]
    if token.pos not in ("VERB", "AUX"):
        return 0  # a noun alone says nothing of how sure it is
    verdict: Verdict = judge(parsed, trigger.token, trigger.verb, trigger.noun)
    helpers = {
        parsed.tokens[c].text.lower()
        for c in parsed.children[at]
        if parsed.tokens[c].dep in ("aux", "auxpass")
    }
    if (
        token.tag == "VB"
        and "to" in helpers
        and token.dep in ("ROOT", "relcl", "acl", "xcomp", "advcl")
        and verdict.status in ("planned", "possible")
        and not _asked(parsed, at)
    ):
        return _FIRMNESS["planned"]  # "Norway to send radars"
    if not verdict.firm or verdict.factuality not in ("CT+", "PR+"):
        return 0
    level = _FIRMNESS.get(verdict.status, 0)
    return min(level, _FIRMNESS["planned"]) if token.tag in ("VBZ", "VBP") else level


def _asked(parsed: Parsed, at: int) -> bool:
    """Whether an infinitive hangs on another verb ("Norway considers to send"), which then says how sure it is."""
    head = parsed.tokens[parsed.tokens[at].head]
    return head.i != at and head.pos in ("VERB", "ADJ")
