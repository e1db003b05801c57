"""Who takes part in an event: the parties that the words in its roles name, states through their organs and office-holders.

The network says how likely some words act for a state ("the president", "federal agents"); which one, the words say that name a state,
else the state of the outlet's own country, else the one that the report names most.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from sayso.model import Argument, Document, Entity, Span
from sayso.reader.encoder.events import Name, Words
from sayso.reader.entities.outlets import outlet_country
from sayso.reader.events.labels import is_pronoun
from sayso.reader.events.parts import PartOfReport

OFFICIAL = 0.5
"""The chance from which on some words act for a state."""
AT_HOME = 4
_MOST = 12  # arguments of one role


def home_state(document: Document, entities: Sequence[Entity]) -> str | None:
    """The state that officials without one serve: the one that the report names most, the outlet's own counting `AT_HOME` mentions more."""
    counts = Counter({e.country: len(e.mentions) for e in entities if e.kind == "state" and e.country})
    own = outlet_country(document.publisher) if document.publisher else None
    if own:
        counts[own] += AT_HOME
    return min(counts, key=lambda c: (-counts[c], c)) if counts else None


def find_arguments(
    part: PartOfReport,
    actors: Sequence[Words],
    affected: Sequence[Words],
    names: Sequence[Name],
    home: str | None,
) -> tuple[Argument, ...]:
    """The arguments of a mention: each party as `participant`, and as `actor` or `recipient`; equipment as `asset`.

    `names` are those that the network found in this part of the report: a person or body that no table knows takes part by its name.
    """
    out: dict[tuple[str, str], Argument] = {}
    for role, stretches in (("actor", actors), ("recipient", affected)):
        for words in stretches[:_MOST]:
            for argument in _parties(part, role, words, names, home):
                out.setdefault((argument.role, argument.value), argument)
    return tuple(out.values())


def _parties(
    part: PartOfReport, role: str, words: Words, names: Sequence[Name], home: str | None
) -> Iterator[Argument]:
    span = words.span
    entities = part.named(span)
    yield from (_argument("asset", e, e.name, span) for e in entities if e.kind == "asset")
    states = [e for e in entities if e.kind == "state" and e.country]
    people = [e for e in entities if e.kind == "person"]
    bodies = [e for e in entities if e.kind in ("organisation", "group", "bloc", "outlet")]
    official = words.official >= OFFICIAL
    for entity in people or bodies:
        if entity.kind in ("person", "organisation"):
            yield _argument(entity.kind, entity, entity.name, span)
        state = entity.country if entity.kind != "outlet" else None
        if state is None and official and entity.kind in ("person", "organisation"):
            state = states[0].country if states else home
        for each in ("participant", role):
            yield _argument(each, entity, state or entity.name, span)
    if people or bodies:
        return
    for entity in states:
        for each in ("participant", role):
            yield _argument(each, entity, entity.country or entity.name, span)
    if states or is_pronoun(span.of(part.text)):
        return
    if official and home:
        for each in ("participant", role):
            yield Argument(role=each, start=span.start, end=span.end, value=home)
        return
    for name in names:
        if name.kind in ("person", "organisation") and span.covers(name.span):
            value = name.span.of(part.text)
            for each in (name.kind, "participant", role):
                yield Argument(role=each, start=name.span.start, end=name.span.end, value=value)


def _argument(role: str, entity: Entity, value: str, span: Span) -> Argument:
    at = next((m for m in entity.mentions if span.start <= m.start and m.end <= span.end), span)
    return Argument(role=role, start=at.start, end=at.end, value=value)
