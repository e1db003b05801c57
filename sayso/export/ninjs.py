"""Events as IPTC ninjs 3.1: one news object of type `event` each, with its occurrence status, sources and reports."""

from datetime import datetime
from urllib.parse import quote

import msgspec

from sayso.export.geo import place_events
from sayso.export.json import Json
from sayso.export.occurrence import occurrence_of
from sayso.ledger.views import View
from sayso.model import Document, Event
from sayso.svg.wording import summary_lines

_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}


def export_ninjs(view: View) -> bytes:
    """A JSON array of ninjs objects; the status in our words stands among the subjects as `urn:sayso:status:...`."""
    documents = {r.document.id: r.document for r in view.readings}
    points = {event.id: (lat, lon) for event, lat, lon, _ in place_events(view.events, view.readings)}
    return msgspec.json.encode([_item(e, documents, points.get(e.id)) for e in view.events]) + b"\n"


def _item(event: Event, documents: dict[str, Document], point: tuple[float, float] | None) -> Json:
    details: Json = {"eventStatus": occurrence_of(event).uri}
    if event.start:
        details["dates"] = _dates(event.start, event.end)
    item: Json = {
        "standard": _STANDARD,
        "uri": f"urn:sayso:event:{event.id}",
        "type": "event",
        "pubStatus": "usable" if event.origins.high else "canceled",
        "language": "en",
        "title": event.label,
        "descriptions": [{"role": "summary", "value": "; ".join(summary_lines(event))}],
        "eventDetails": details,
        "subjects": [
            {"rel": "status", "name": event.status, "uri": f"urn:sayso:status:{event.status}"},
            {"rel": "eventtype", "name": event.type, "uri": f"urn:sayso:plover:{quote(event.type)}"},
        ],
        "organisations": [{"rel": "participant", "name": p, "literal": p} for p in event.participants],
        "objects": [{"rel": "asset", "name": a} for a in event.assets],
        "infoSources": _sources(event),
        "associations": [
            _report(documents[d]) for d in sorted({m.document for m in event.mentions}) if d in documents
        ],
    }
    for key, when in (("firstCreated", event.first_published), ("versionCreated", event.last_published)):
        if when:
            item[key] = when.isoformat()
    if event.place:
        place: Json = {"rel": "location", "name": event.place}
        if point:
            place["geoJSON"] = {"type": "Point", "coordinates": [point[1], point[0]]}
        item["places"] = [place]
    return item


def _dates(start: str, end: str | None) -> Json:
    """A day is expected, an instant is exact."""
    made: Json = {}
    for side, words in (("Start", start), ("End", end)):
        if words and len(words) > 10:
            moment = datetime.fromisoformat(words)
            made[f"{side.lower()}Date" if moment.tzinfo else f"expected{side}Date"] = moment.isoformat()
        elif words:
            made[f"expected{side}Date"] = words
    return made


def _sources(event: Event) -> list[Json]:
    roles = (
        ("origin", event.origins.names),
        ("confirmed", event.confirmed_by),
        ("denied", event.denied_by),
        ("declined", event.declined_by),
    )
    return [{"role": role, "name": name} for role, names in roles for name in names]


def _report(document: Document) -> Json:
    made: Json = {
        "rel": "report",
        "name": document.publisher or document.title or document.id,
        "uri": f"urn:sayso:document:{document.id}",
        "type": "text",
    }
    if document.title:
        made["headlines"] = [{"value": document.title}]
    if document.published_at:
        made["versionCreated"] = document.published_at.isoformat()
    if document.url:
        made["altIds"] = [{"role": "url", "value": document.url}]
    return made
