"""Attributions within attributions: whoever is quoted inside another's words stands behind the other in the chain."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from sayso.model import Attribution, ChainLink, Span
from sayso.reader.attribution.cues import speech_lemmas
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.entities.outlets import outlet_slug
from sayso.reader.parse import Parsed

_CARRIED = re.compile(
    r"\b(?:(?:carried|quoted|cited|aired|broadcast|published|released|reported|distributed|relayed|run|posted)\s(?:as saying\s)?(?:\w+ly\s)?(?:by|on|in|through|via)|told|speaking (?:to|on)|interview (?:with|on|to))\s(?:the\s)?"
    r"(?P<media>(?:[\w’'-]+\s){0,2}?(?:state|official|national|government)(?:-(?:run|owned|controlled|backed|affiliated))?\s(?:media|television|TV|radio|news agency|broadcaster|newspapers?|press))\b(?:\s(?-i:(?P<name>[A-ZÀ-Þ][\w’'-]*(?:\s[A-ZÀ-Þ][\w’'-]*){0,2}))\b)?",
    re.IGNORECASE,
)


def carried_by(a: RawAttribution, text: str) -> list[ChainLink]:
    """Media told by their kind that brought a source's words: "in a statement carried by state media", "by the state news agency Belta"."""
    low, high = min(s.start for s in (*a.cue, *a.source)), max(s.end for s in (*a.cue, *a.source))
    left = max(text.rfind(". ", 0, low) + 1, text.rfind("\n", 0, low) + 1, low - 90)
    right = min([x for x in (text.find(". ", high), text.find("\n", high)) if x >= 0] + [high + 90])
    for m in _CARRIED.finditer(text, left, right):
        at = Span(m.start("media"), m.end("media"))
        if not any(s.overlap(at) for s in (*a.content, *a.source)):
            if m["name"]:
                return [
                    ChainLink(
                        name=m["name"],
                        kind="media",
                        entity=f"outlet:{outlet_slug(m['name'])}",
                        span=Span(m.start("name"), m.end("name")),
                    )
                ]
            return [ChainLink(name=m["media"], kind="media", span=at)]
    return []


def nest(found: Sequence[Attribution], parsed: Parsed) -> tuple[Attribution, ...]:
    """Chains of attributions whose source and cue lie in another's content, with the other's chain before their own.

    "One envoy said that his colleague had told him that …": what the colleague told stands behind the envoy.
    """
    return tuple(_within(a, found) if _speaks(a, parsed) else a for a in found)


def _speaks(a: Attribution, parsed: Parsed) -> bool:
    """Whether the cue is an act of speech: who agrees, plans or hopes in another's words is told of, not quoted."""
    return any(
        t.lemma.lower() in speech_lemmas() or t.text.lower() == "according"
        for s in a.cue
        for t in parsed.tokens_in(s)
    )


def _within(a: Attribution, found: Sequence[Attribution]) -> Attribution:
    own = (*a.cue, *a.source)
    outer = [
        b
        for b in found
        if b is not a
        and b.kind != "publisher"
        and all(any(c.covers(s) for c in b.content) for s in own)
        and not any(s.overlap(t) for s in b.source for t in own)
    ]
    if not outer or not a.chain:
        return a
    nearest = min(outer, key=lambda b: sum(c.end - c.start for c in b.content))
    known = {(k.entity or k.name) for k in nearest.chain}
    inner = [k for k in a.chain[1:] if (k.entity or k.name) not in known]
    return replace(a, chain=(*nearest.chain, *inner)) if inner else a
