"""Events as Superdesk Planning's JSON events, as its `json_event` parser takes them."""

from datetime import UTC, datetime, time, timedelta

import msgspec

from sayso.export.geo import place_events
from sayso.export.json import Json
from sayso.export.occurrence import occurrence_of
from sayso.ledger.views import View
from sayso.model import Event
from sayso.svg.wording import summary_lines

_STATES = {"cancelled": "cancelled", "postponed": "postponed"}


def export_superdesk(view: View) -> bytes:
    """One event a line, those that have a day (Superdesk takes no other); whole days are marked `all_day`, in UTC."""
    urls = {r.document.id: r.document.url for r in view.readings}
    points = {event.id: (lat, lon) for event, lat, lon, _ in place_events(view.events, view.readings)}
    return b"".join(
        msgspec.json.encode(_item(e, urls, points.get(e.id), view.as_of)) + b"\n"
        for e in view.events
        if e.start
    )


def _item(
    event: Event, urls: dict[str, str | None], point: tuple[float, float] | None, as_of: datetime
) -> Json:
    status = occurrence_of(event)
    start, whole = _moment(event.start or "", last=False)
    end, _ = _moment(event.end or event.start or "", last=True)
    made: Json = {
        "type": "event",
        "guid": f"urn:sayso:event:{event.id}",
        "name": event.label,
        "definition_short": "; ".join(summary_lines(event)),
        "slugline": event.label[:60],
        "language": "en",
        "source": "sayso",
        "state": _STATES.get(event.status, "ingested"),
        "pubstatus": "cancelled" if event.status == "cancelled" or not event.origins.high else "usable",
        "firstcreated": _written(event.first_published or as_of),
        "versioncreated": _written(event.last_published or as_of),
        "dates": {"start": _written(start), "end": _written(max(start, end)), "tz": "UTC", "all_day": whole},
        "occur_status": {"qcode": status.qcode, "name": status.name, "label": status.name},
        "subject": [
            {"qcode": f"plover:{event.type}", "name": event.type, "scheme": "plover"},
            {"qcode": f"sayso:{event.status}", "name": event.status, "scheme": "sayso_status"},
        ],
        "participant": [{"qcode": p, "name": p} for p in event.participants],
        "links": [url for m in sorted({m.document for m in event.mentions}) if (url := urls.get(m))],
    }
    if event.place:
        place: Json = {"name": event.place, "qcode": f"urn:sayso:place:{event.place}"}
        if point:
            place["location"] = {"lat": point[0], "lon": point[1]}
        made["location"] = [place]
    return made


def _moment(words: str, last: bool) -> tuple[datetime, bool]:
    """The moment of a day or an instant, and whether it was a day; the last second of a last day."""
    if len(words) > 10:
        moment = datetime.fromisoformat(words)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)), False
    day = datetime.combine(datetime.fromisoformat(words).date(), time(), UTC)
    return (day + timedelta(days=1, seconds=-1) if last else day), True


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
