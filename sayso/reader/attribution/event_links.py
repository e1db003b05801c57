"""Attributions that hold no event mention but speak of one: who refuses, denies or confirms "the plan", "the visit"."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from sayso.model import Attribution, EventMention
from sayso.reader.parse import Parsed


def bear_on(
    mentions: list[EventMention], attributions: Sequence[Attribution], parsed: Parsed
) -> tuple[EventMention, ...]:
    """Attributions that hold no mention but speak of one: refusals, denials and confirmations of "the plan", "the visit"."""
    held = {m.attribution for m in mentions}
    for n, a in enumerate(attributions):
        if n in held or not mentions or a.stance not in ("declines", "denies", "confirms"):
            continue
        words = " ".join(c.of(parsed.text) for c in a.content).lower()
        at = min(a.cue).start
        stems = {w[:5] for w in re.findall(r"[a-z]{4,}", words)}
        close = [
            m for m in mentions if m.trigger.of(parsed.text).lower()[:5] in stems or m.lemma[:5] in stems
        ]
        before = [
            m
            for m in mentions
            if m.trigger.start < at and m.status in ("planned", "possible", "ongoing", "occurred")
        ]
        target = close[0] if close else _matter(before, a, parsed)
        if target is not None:
            k = mentions.index(target)
            mentions[k] = replace(target, bears_on=(*target.bears_on, n))
    return tuple(mentions)


def _matter(before: list[EventMention], a: Attribution, parsed: Parsed) -> EventMention | None:
    """What a refusal without an object is about: the report's first event ahead, else the last one told in the same paragraph."""
    ahead = [m for m in before if m.status in ("planned", "possible")]
    if ahead and a.stance == "declines":
        same = [
            m for m in before if _paragraph(parsed, m.trigger.start) == _paragraph(parsed, min(a.cue).start)
        ]
        return same[-1] if same else ahead[0]
    return before[-1] if before else None


def _paragraph(parsed: Parsed, offset: int) -> int:
    sentence = parsed.sentence_at(offset)
    return sentence.paragraph if sentence else -1
