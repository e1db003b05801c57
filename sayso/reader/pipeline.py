"""The way of a document through the stages of reading, in order; each stage knows only what it is handed."""

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from sayso.model import Document, Entity, Reading, Span
from sayso.reader.attribution.citations import find_citations
from sayso.reader.attribution.event_links import bear_on
from sayso.reader.attribution.extraction import find_attributions
from sayso.reader.claims import make_claims
from sayso.reader.document.sections import find_sections
from sayso.reader.encoder.heads import rate_factuality
from sayso.reader.encoder.session import encode_text
from sayso.reader.entities.recognition import find_entities
from sayso.reader.entities.references import References, resolve_references
from sayso.reader.events.composition import compose_events
from sayso.reader.events.participants import home_state
from sayso.reader.events.parts import body_part, title_part
from sayso.reader.parse import parse_document
from sayso.reader.places.recognition import find_places
from sayso.reader.times.recognition import find_times
from sayso.reader.times.zones import report_zone

_UNREAD: tuple[str, ...] = ("furniture", "credit", "headline", "dateline")


def read_document(document: Document, reader: str, given: Sequence[Span] | None = None) -> Reading:
    """The reading of one document; what is not English is kept and said to be unread.

    `given` are mentions of events to take in place of those that the network finds, for measuring.
    """
    sections = find_sections(document)
    document = replace(document, sections=sections)
    if document.language not in (None, "en"):
        note = f"language {document.language}: kept, not read"
        return Reading(document=document, reader=reader, notes=(note,))
    text = document.text
    skipped = [Span(s.start, s.end) for s in sections if s.kind in _UNREAD]
    encoded = encode_text(text, skipped, document.title, given)
    parsed = parse_document(document, sections, encoded)
    entities = find_entities(document, parsed)
    references = resolve_references(parsed, entities)
    zone = None
    if document.published_precision == "instant":
        zone = report_zone(text, sections, document.published_at, document.publisher)
    times = find_times(text, document.published_at, zone, sections)
    places = find_places(document, parsed, entities)
    attributions = find_attributions(document, parsed, entities, references, encoded.attributions)
    parts = [body_part(text, times, places, partial(_named, entities, references))]
    if document.title:
        title_times = find_times(document.title, document.published_at, zone)
        parts.insert(0, title_part(document.title, title_times, places, entities, text))
    rate = partial(rate_factuality, encoded)
    events = compose_events(
        document, parts, encoded.events, encoded.names, attributions, rate, home_state(document, entities)
    )
    reading = Reading(
        document=document,
        entities=entities,
        times=times,
        places=places,
        attributions=attributions,
        events=bear_on(list(events), attributions, parsed),
        citations=find_citations(document, entities, attributions),
        notes=_notes(document),
        reader=reader,
    )
    return replace(reading, claims=make_claims(reading))


def _named(entities: Sequence[Entity], references: References, span: Span) -> list[Entity]:
    """The entities that a stretch names, or that it means as a pronoun or a definite description."""
    found = [e for e in entities if any(m.start < span.end and span.start < m.end for m in e.mentions)]
    if found:
        return found
    before = references.antecedent(span)
    if before is not None:
        return references.entities_in(before)
    states = set(references.states_in(span))
    return [e for e in entities if e.kind == "state" and e.country in states]


def _notes(document: Document) -> tuple[str, ...]:
    if document.published_at is not None:
        return ()
    return ("no publication time: times that need one stay unresolved (give --published or front matter)",)
