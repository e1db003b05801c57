"""The two parts of a report that events are read in, its title and its body, each with its words, sentences, times, places and names."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from sayso.model import Entity, Part, Place, Span, TimeExpression
from sayso.reader.document.sentences import find_sentences, sentence_at


@dataclass(frozen=True)
class PartOfReport:
    """The title or the body of a report, to be asked by span."""

    part: Part
    text: str
    times: Sequence[TimeExpression]
    places: Sequence[Place]
    named: Callable[[Span], list[Entity]]
    """The entities that a stretch names, pronouns and definite descriptions resolved where that is clear."""
    sentences: Sequence[Span] = field(default_factory=tuple)

    def times_in(self, spans: Sequence[Span]) -> list[TimeExpression]:
        """The time expressions that share words with some stretches."""
        return [t for t in self.times if any(s.start < t.end and t.start < s.end for s in spans)]

    def places_in(self, spans: Sequence[Span]) -> list[Place]:
        """The places that share words with some stretches."""
        return [p for p in self.places if any(s.start < p.end and p.start < s.end for s in spans)]

    def sentence(self, offset: int) -> Span:
        """The sentence that holds a code point."""
        return sentence_at(self.sentences, offset) or Span(0, len(self.text))


def body_part(
    text: str, times: Sequence[TimeExpression], places: Sequence[Place], named: Callable[[Span], list[Entity]]
) -> PartOfReport:
    """The body of a report."""
    return PartOfReport("body", text, times, places, named, find_sentences(text))


def title_part(
    title: str,
    times: Sequence[TimeExpression],
    places: Sequence[Place],
    entities: Sequence[Entity],
    text: str,
) -> PartOfReport:
    """The title of a report; its places and names are those of the body that it names again."""
    own: dict[str, Entity] = {}
    for entity in entities:
        for span in entity.mentions:
            own.setdefault(span.of(text).casefold(), entity)
        own.setdefault(entity.name.casefold(), entity)
        if entity.kind == "person" and " " in entity.name:
            own.setdefault(entity.name.split()[-1].casefold(), entity)
    found = _stretches(title, own)
    sites: dict[str, Place] = {}
    for place in places:
        sites.setdefault(place.text.casefold(), place)
        sites.setdefault(place.name.casefold(), place)
    where = [
        replace(sites[name], start=span.start, end=span.end, text=span.of(title), relation=None)
        for span, name in _stretches(title, sites)
    ]

    def named(span: Span) -> list[Entity]:
        inside = [own[name] for at, name in found if span.start < at.end and at.start < span.end]
        return list(dict.fromkeys(inside))

    return PartOfReport("title", title, times, where, named, (Span(0, len(title)),))


def _stretches(words: str, names: dict[str, Entity] | dict[str, Place]) -> list[tuple[Span, str]]:
    """Where some words have one of the names (casefolded), the longest first, none within another."""
    tokens = [Span(m.start(), m.end()) for m in re.finditer(r"[\w.&-]+(?:['’](?!s\b)\w+)*", words)]
    out: list[tuple[Span, str]] = []
    k = 0
    while k < len(tokens):
        for size in range(min(6, len(tokens) - k), 0, -1):
            span = Span(tokens[k].start, tokens[k + size - 1].end)
            name = span.of(words).rstrip(".").casefold()
            if name in names and len(name) > 1 and not span.of(words).islower():
                out.append((span, name))
                k += size
                break
        else:
            k += 1
    return out
