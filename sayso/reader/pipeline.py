"""The way of a document through the reading rooms, in order; each room knows only what it is handed."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sayso.model import Document, Reading, Section, Span
from sayso.reader.attribution.citations import find_citations
from sayso.reader.attribution.extraction import find_attributions
from sayso.reader.claims import make_claims
from sayso.reader.document.sections import find_sections
from sayso.reader.encoder.heads import rate_factuality
from sayso.reader.encoder.session import encode_texts
from sayso.reader.entities.recognition import find_entities
from sayso.reader.entities.references import resolve_references
from sayso.reader.events.extraction import find_events
from sayso.reader.events.headlines import compare_headline, mark_gaps, note_gaps
from sayso.reader.parse import Parsed, parse_documents, parse_text
from sayso.reader.places.recognition import find_places
from sayso.reader.times.recognition import find_times
from sayso.reader.times.zones import report_zone
from sayso.settings import Settings

if TYPE_CHECKING:
    from sayso.reader.encoder.session import Encoded

_UNREAD: tuple[str, ...] = ("furniture", "credit", "headline", "dateline")


def read_batch(documents: Sequence[Document], settings: Settings, reader: str) -> Iterator[Reading]:
    """One reading for each document of a batch; what is not English is kept and said to be unread."""
    sections = [find_sections(d) for d in documents]
    readable = [d.language in (None, "en") for d in documents]
    pairs = [(d, s) for d, s, yes in zip(documents, sections, readable) if yes]
    skipped = [[Span(x.start, x.end) for x in s if x.kind in _UNREAD] for _, s in pairs]
    encoded = (
        encode_texts([d.text for d, _ in pairs], skipped, settings.fast)
        if settings.encoder and pairs
        else None
    )
    parses = parse_documents(pairs, settings)
    answers = iter(encoded) if encoded is not None else None
    for document, parts, yes in zip(documents, sections, readable):
        document = replace(document, sections=parts)
        if not yes:
            yield Reading(
                document=document, reader=reader, notes=(f"language {document.language}: kept, not read",)
            )
            continue
        yield _read_one(
            document, parts, next(parses), next(answers) if answers is not None else None, settings, reader
        )


def _read_one(
    document: Document,
    sections: Sequence[Section],
    parsed: Parsed,
    encoded: "Encoded | None",
    settings: Settings,
    reader: str,
) -> Reading:
    entities = find_entities(document, parsed)
    references = resolve_references(parsed, entities)
    zone = (
        report_zone(document.text, sections, document.published_at, document.publisher)
        if document.published_precision == "instant"
        else None
    )
    times = find_times(document.text, document.published_at, zone, sections)
    places = find_places(document, parsed, entities)
    attributions = find_attributions(
        document, parsed, entities, references, encoded.attributions if encoded else None
    )
    rate = partial(rate_factuality, encoded, fast=settings.fast) if encoded else None
    events = find_events(document, parsed, entities, references, times, places, attributions, rate)
    gaps = compare_headline(document.title, events, partial(parse_text, settings=settings))
    reading = Reading(
        document=document,
        entities=entities,
        times=times,
        places=places,
        attributions=attributions,
        events=mark_gaps(events, gaps),
        citations=find_citations(document, entities, attributions),
        notes=(*_notes(document, encoded is not None), *note_gaps(document.title, gaps)),
        reader=reader,
    )
    return replace(reading, claims=make_claims(reading))


def _notes(document: Document, encoded: bool) -> tuple[str, ...]:
    notes = []
    if document.published_at is None:
        notes.append(
            "no publication time: times that need one stay unresolved (give --published or front matter)"
        )
    if not encoded:
        notes.append("attributions by rules alone: no encoder model in use")
    return tuple(notes)
