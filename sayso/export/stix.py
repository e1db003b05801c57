"""Events as STIX 2.1: reports, outlets and origins as standard objects, events as an object of a declared extension, rated in Admiralty codes."""

from datetime import UTC, datetime
from uuid import UUID, uuid5

import msgspec

from sayso.export.geo import place_events
from sayso.export.json import Json, find_originals
from sayso.ledger.judgements import Judgement, concerning, credibility
from sayso.ledger.views import View
from sayso.model import Event
from sayso.svg.wording import plain_address

_SPACE = UUID("6d2f0b0e-5a59-5d0c-9c7c-3f1b7c1f5a10")
_CONFIDENCE = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
"""The Admiralty code's figures as STIX confidence (STIX 2.1, appendix A); 6 has none."""
_FIRST = "2026-01-01T00:00:00.000Z"
EXTENSION = f"extension-definition--{uuid5(_SPACE, 'extension')}"
EVENT = "x-sayso-event"


def export_stix(view: View) -> bytes:
    """One bundle; ids are UUIDv5 of what they name, so that the same object has the same id in every export."""
    made = _Bundle(view)
    made.build()
    ids = sorted(made.objects)
    bundle = {
        "type": "bundle",
        "id": f"bundle--{uuid5(_SPACE, ' '.join([view.as_of.isoformat(), *ids]))}",
        "objects": [made.objects[i] for i in ids],
    }
    return msgspec.json.encode(bundle) + b"\n"


class _Bundle:
    def __init__(self, view: View) -> None:
        self.view = view
        self.objects: dict[str, Json] = {}
        self.reliable = {j.target.casefold(): j for j in view.judgements if j.kind == "reliability"}
        self.own = self._add("identity", "sayso", _FIRST, _FIRST, name="sayso", identity_class="system")
        self._add(
            "extension-definition", "extension", _FIRST, _FIRST, name="sayso event", version="1.0.0", extension_types=["new-sdo"],
            description="An event that reports speak of: status, days, reports, origins, who confirmed or denied it.",
            schema="https://sayso.invalid/docs/formats.md#stix", created_by_ref=self.own,
        )  # fmt: skip

    def build(self) -> None:
        """All objects of the view."""
        view = self.view
        events: dict[str, str] = {}
        points = {event.id: (lat, lon) for event, lat, lon, _ in place_events(view.events, view.readings)}
        for event in view.events:
            events[event.id] = self._event(event, points.get(event.id))
        told: dict[str, list[str]] = {}
        for event in view.events:
            for mention in event.mentions:
                told.setdefault(mention.document, []).append(events[event.id])
        for reading in view.readings:
            d = reading.document
            when = _stamp(d.published_at or view.as_of)
            publisher = self._identity(d.publisher or "unknown publisher", "organization", when)
            about: Json = (
                {
                    "external_references": [
                        {"source_name": d.publisher or "unknown publisher", "url": plain_address(d.url)}
                    ]
                }
                if d.url
                else {}
            )
            if d.published_at is None:
                about["labels"] = ["undated"]
            refs = sorted({publisher, *told.get(d.id, [])})
            self._add(
                "report",
                d.id,
                when,
                when,
                name=d.title or d.id,
                published=when,
                object_refs=refs,
                created_by_ref=self.own,
                **about,
            )
        held = {r.document.id for r in view.readings}
        for left, right in find_originals(view.links).items():
            if left in held and right in held:
                copy, original = (
                    f"report--{uuid5(_SPACE, f'report {left}')}",
                    f"report--{uuid5(_SPACE, f'report {right}')}",
                )
                self._relation(copy, "derived-from", original, str(self.objects[copy]["created"]))

    def _event(self, event: Event, point: tuple[float, float] | None) -> str:
        judged = concerning(self.view.judgements, event)
        given = next((j.value for j in reversed(judged) if j.kind == "credibility" and j.value), None)
        rating = given or credibility(event)
        created = _stamp(event.first_published or self.view.as_of)
        changed = [
            event.last_published or self.view.as_of,
            *([event.lapses_at] if event.status == "lapsed" and event.lapses_at else []),
        ]
        modified = max([created, *map(_stamp, changed), *(_short(j) for j in judged)])
        about: Json = {
            "name": event.label, "event_type": event.type, "status": event.status, "start": event.start, "end": event.end, "place": event.place,
            "participants": list(event.participants), "reports": event.reports, "origins_low": event.origins.low, "origins_high": event.origins.high,
            "confirmed_by": list(event.confirmed_by), "denied_by": list(event.denied_by), "declined_by": list(event.declined_by),
            "contested": [c.field for c in event.conflicts], "confidence": _CONFIDENCE.get(rating),
            "labels": [f'admiralty-scale:information-credibility="{rating}"'], "created_by_ref": self.own,
            "extensions": {EXTENSION: {"extension_type": "new-sdo"}},
        }  # fmt: skip
        id = self._add(
            EVENT,
            event.id,
            created,
            modified,
            **{k: v for k, v in about.items() if v is not None and v != []},
        )
        for origin in sorted({line.origin for line in event.origins.receipt}):
            last = (
                next(line.chain[-1] for line in event.origins.receipt if line.origin == origin)
                if any(line.chain for line in event.origins.receipt if line.origin == origin)
                else None
            )
            kinds = {"named_person": "individual", "unnamed": "unspecified", "document": "unspecified"}
            self._relation(
                id,
                "sourced-from",
                self._identity(
                    origin, kinds.get(last.kind if last else "publisher", "organization"), created
                ),
                created,
            )
        if point and event.place:
            place = self._add(
                "location",
                event.place,
                _FIRST,
                _FIRST,
                name=event.place,
                latitude=point[0],
                longitude=point[1],
                created_by_ref=self.own,
            )
            self._relation(id, "located-at", place, created)
        for j in judged:
            if j.kind == "note" and j.value:
                self._add(
                    "note",
                    f"judgement {j.id}",
                    _short(j),
                    _short(j),
                    content=j.value,
                    authors=[j.person],
                    object_refs=[id],
                    created_by_ref=self.own,
                )
        return id

    def _identity(self, name: str, kind: str, when: str) -> str:
        name = name or "unknown"
        judged = self.reliable.get(name.casefold())
        id = f"identity--{uuid5(_SPACE, f'identity {name}')}"
        held = self.objects.get(id)
        created = min(when, str(held["created"])) if held else when
        about: Json = (
            {"labels": [f'admiralty-scale:source-reliability="{(judged.value or "F").lower()}"']}
            if judged
            else {}
        )
        kind = str(held["identity_class"]) if held and held["identity_class"] != "unspecified" else kind
        return self._add(
            "identity",
            name,
            created,
            max(created, _short(judged)) if judged else created,
            name=name,
            identity_class=kind,
            created_by_ref=self.own,
            **about,
        )

    def _relation(self, source: str, kind: str, target: str, when: str) -> None:
        self._add(
            "relationship",
            f"{source} {kind} {target}",
            when,
            when,
            relationship_type=kind,
            source_ref=source,
            target_ref=target,
            created_by_ref=self.own,
        )

    def _add(self, type: str, key: str, created: str, modified: str, **about: object) -> str:
        id = f"{type}--{uuid5(_SPACE, f'{type} {key}')}" if type != "extension-definition" else EXTENSION
        self.objects[id] = {
            "type": type,
            "spec_version": "2.1",
            "id": id,
            "created": created,
            "modified": modified,
            **about,
        }
        return id


def _short(judgement: Judgement) -> str:
    return judgement.recorded_at[:23] + "Z"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
