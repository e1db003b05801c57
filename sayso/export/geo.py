"""Events on the map: where a report's words place them, and as GeoJSON (RFC 7946)."""

from collections.abc import Sequence

import msgspec

from sayso.export.json import Json
from sayso.ledger.views import View
from sayso.model import Event, Reading


def place_events(
    events: Sequence[Event], readings: Sequence[Reading]
) -> list[tuple[Event, float, float, str]]:
    """The events that a report places: (event, latitude, longitude in degrees, precision), no finer than the text.

    Of reports that place a name differently those that tell of the event come first.
    """
    known: dict[str, dict[str, tuple[float, float, str]]] = {}
    for reading in readings:
        for p in reading.places:
            if p.lat is not None and p.lon is not None:
                known.setdefault(p.name, {}).setdefault(
                    reading.document.id, (p.lat, p.lon, p.precision or "country")
                )
    placed: list[tuple[Event, float, float, str]] = []
    for event in events:
        if found := known.get(event.place or ""):
            own = next((found[m.document] for m in event.mentions if m.document in found), None)
            placed.append((event, *(own or next(iter(found.values())))))
    return placed


def export_geojson(view: View) -> bytes:
    """A FeatureCollection of the events with a place; the precision stands beside the point."""
    features: list[Json] = []
    for event, lat, lon, precision in place_events(view.events, view.readings):
        about = {
            "id": event.id, "label": event.label, "type": event.type, "status": event.status, "start": event.start, "end": event.end, "place": event.place,
            "precision": precision, "reports": event.reports, "origins_low": event.origins.low, "origins_high": event.origins.high,
            "participants": list(event.participants),
        }  # fmt: skip
        features.append(
            {
                "type": "Feature",
                "id": event.id,
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
                "properties": about,
            }
        )
    return msgspec.json.encode({"type": "FeatureCollection", "features": features}) + b"\n"
