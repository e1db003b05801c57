"""What was read, as W3C Web Annotations: each on its words, by quote and by position in code points."""

from collections.abc import Iterator

import msgspec

from sayso.export.json import Json
from sayso.ledger.views import View
from sayso.model import Document, Reading, Span

_AROUND = 32


def export_annotations(view: View) -> bytes:
    """One AnnotationPage with the attributions and event mentions of every document, in order."""
    items = [a for reading in view.readings for a in _annotate(reading)]
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:sayso:annotations", "type": "AnnotationPage", "items": items}
    return msgspec.json.encode(page) + b"\n"


def _annotate(reading: Reading) -> Iterator[Json]:
    document = reading.document
    for n, a in enumerate(reading.attributions):
        for role, spans in (("source", a.source), ("cue", a.cue), ("content", a.content)):
            for k, span in enumerate(spans):
                body = {"type": "TextualBody", "purpose": "tagging", "value": f"{role}: {a.stance}, {' < '.join(c.name for c in a.chain)}"}
                yield _one(document, span, f"attribution:{n}:{role}:{k}", body)
    for n, m in enumerate(reading.events):
        if m.part == "body":
            body = {"type": "TextualBody", "purpose": "classifying", "value": f"{m.type}, {m.status}, {m.factuality}: {m.label}"}
            yield _one(document, m.extent, f"event:{n}", body)


def _one(document: Document, span: Span, name: str, body: Json) -> Json:
    text = document.text
    quote = {"type": "TextQuoteSelector", "exact": span.of(text), "prefix": text[max(0, span.start - _AROUND) : span.start], "suffix": text[span.end : span.end + _AROUND]}
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    target = {"source": document.url or f"urn:sayso:document:{document.id}", "selector": [quote, position]}
    return {"id": f"urn:sayso:{document.id}:{name}", "type": "Annotation", "motivation": body["purpose"], "body": body, "target": target}


