"""What was read, as W3C Web Annotations: each on its words, by quote and by position in code points."""

from collections.abc import Iterator, Mapping

import msgspec

from sayso.export.json import Json
from sayso.ledger.views import View
from sayso.model import Document, Part, Reading, Span
from sayso.svg.wording import plain_address

_AROUND = 32


def export_annotations(view: View) -> bytes:
    """One AnnotationPage with the attributions and event mentions of every document, in order; a mention is linked to its event."""
    events = {(m.document, m.part, m.trigger): e.id for e in view.events for m in e.mentions}
    items = [a for reading in view.readings for a in _annotate(reading, events)]
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:sayso:annotations",
        "type": "AnnotationPage",
        "items": items,
    }
    return msgspec.json.encode(page) + b"\n"


def _annotate(reading: Reading, events: Mapping[tuple[str, Part, Span | None], str]) -> Iterator[Json]:
    document = reading.document
    for n, a in enumerate(reading.attributions):
        for role, spans in (("source", a.source), ("cue", a.cue), ("content", a.content)):
            for k, span in enumerate(spans):
                body = {
                    "type": "TextualBody",
                    "purpose": "tagging",
                    "value": f"{role}: {a.stance}, {' < '.join(c.name for c in a.chain)}",
                }
                yield _one(document, span, f"attribution:{n}:{role}:{k}", "tagging", body)
    for n, m in enumerate(reading.events):
        if m.part == "body":
            bodies: list[Json] = [
                {
                    "type": "TextualBody",
                    "purpose": "classifying",
                    "value": f"{m.type}, {m.status}, {m.factuality}: {m.label}",
                }
            ]
            if event := events.get((document.id, m.part, m.trigger)):
                bodies.append(
                    {"type": "SpecificResource", "purpose": "linking", "source": f"urn:sayso:event:{event}"}
                )
            yield _one(document, m.extent, f"event:{n}", "classifying", bodies)


def _one(document: Document, span: Span, name: str, motivation: str, body: Json | list[Json]) -> Json:
    text = document.text
    quote = {
        "type": "TextQuoteSelector",
        "exact": span.of(text),
        "prefix": text[max(0, span.start - _AROUND) : span.start],
        "suffix": text[span.end : span.end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    target = {
        "source": plain_address(document.url) if document.url else f"urn:sayso:document:{document.id}",
        "selector": [quote, position],
    }
    return {
        "id": f"urn:sayso:{document.id}:{name}",
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": target,
    }
