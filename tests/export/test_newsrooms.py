"""ninjs, Superdesk and STIX, each read back by an independent reader and found equal in content."""

import contextlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sayso.export.formats import export_bytes
from sayso.export.geo import place_events
from sayso.export.json import find_originals
from sayso.export.occurrence import occurrence_of
from sayso.export.stix import EVENT, EXTENSION
from sayso.ledger.views import View
from sayso.model import Conflict, Event, Origins

SCHEMAS = Path(__file__).parent
STIX_WORDS = ("start", "end", "place")
STIX_LISTS = ("participants", "confirmed_by", "denied_by", "declined_by")


def validator(name: str) -> Any:
    import jsonschema

    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def moment(words: str | None) -> datetime | None:
    return datetime.fromisoformat(words) if words else None


def test_ninjs(view: View) -> None:
    items = json.loads(export_bytes(view, "ninjs"))
    check = validator("ninjs_event.schema.json")
    documents = {r.document.id: r.document for r in view.readings}
    points = {e.id: [lon, lat] for e, lat, lon, _ in place_events(view.events, view.readings)}
    for item, event in zip(items, view.events, strict=True):
        check.validate(item)
        assert (item["uri"], item["title"]) == (f"urn:sayso:event:{event.id}", event.label)
        assert [s["name"] for s in item["subjects"]] == [event.status, event.type]
        assert item["eventDetails"]["eventStatus"] == occurrence_of(event).uri
        dates = item["eventDetails"].get("dates", {})
        assert (dates.get("expectedStartDate"), dates.get("expectedEndDate")) == (
            event.start,
            event.end if event.start else None,
        )
        assert (moment(item.get("firstCreated")), moment(item.get("versionCreated"))) == (
            event.first_published,
            event.last_published,
        )
        sources = [(s["role"], s["name"]) for s in item["infoSources"]]
        parties = (
            ("origin", event.origins.names),
            ("confirmed", event.confirmed_by),
            ("denied", event.denied_by),
            ("declined", event.declined_by),
        )
        assert sources == [(role, name) for role, names in parties for name in names]
        assert [p["name"] for p in item.get("places", [])] == ([event.place] if event.place else [])
        assert [p["geoJSON"]["coordinates"] for p in item.get("places", []) if "geoJSON" in p] == (
            [points[event.id]] if event.id in points else []
        )
        told = {a["uri"].rpartition(":")[2]: a for a in item["associations"]}
        assert told.keys() == {m.document for m in event.mentions}
        for id, report in told.items():
            d = documents[id]
            assert [h["value"] for h in report.get("headlines", [])] == ([d.title] if d.title else [])
            assert [i["value"] for i in report.get("altIds", [])] == ([d.url] if d.url else [])
            assert moment(report.get("versionCreated")) == d.published_at
        assert [o["name"] for o in item["organisations"]] == list(event.participants)
        assert f"{event.reports} report" in item["descriptions"][0]["value"]
    with pytest.raises(Exception, match="Additional properties"):
        check.validate({**items[0], "unheard": 1})


def test_superdesk(view: View) -> None:
    items = [json.loads(line) for line in export_bytes(view, "superdesk").splitlines()]
    check = validator("superdesk_event.schema.json")
    urls = {r.document.id: r.document.url for r in view.readings}
    dated = [e for e in view.events if e.start]
    for item, event in zip(items, dated, strict=True):
        check.validate(item)
        assert (item["guid"], item["name"]) == (f"urn:sayso:event:{event.id}", event.label)
        dates = item["dates"]
        assert dates["all_day"]
        assert (dates["start"][:10], dates["start"][11:19]) == (event.start, "00:00:00")
        assert (dates["end"][:10], dates["end"][11:19]) == (
            max(event.end or "", event.start or ""),
            "23:59:59",
        )
        assert item["occur_status"]["qcode"] == occurrence_of(event).qcode
        assert item["state"] == (event.status if event.status in ("postponed", "cancelled") else "ingested")
        assert [s["name"] for s in item["subject"]] == [event.type, event.status]
        assert [p["name"] for p in item["participant"]] == list(event.participants)
        assert [p["name"] for p in item.get("location", [])] == ([event.place] if event.place else [])
        assert set(item["links"]) == {url for m in event.mentions if (url := urls[m.document])}
        for key, when in (("firstcreated", event.first_published), ("versioncreated", event.last_published)):
            assert when is None or datetime.strptime(item[key], "%Y-%m-%dT%H:%M:%S%z") == when.replace(
                microsecond=0
            )


def read_stix(text: str) -> dict[str, Any]:
    """The objects of a bundle by id, read by the OASIS library, its validator asked first."""
    import stix2
    from stix2 import properties as p
    from stix2validator import ValidationOptions, validate_string

    found = validate_string(text, ValidationOptions(version="2.1"))
    assert found.is_valid, [str(e) for e in found.errors]
    words = p.ListProperty(p.StringProperty)
    own = [("name", p.StringProperty(required=True)), ("event_type", p.StringProperty()), ("status", p.StringProperty(required=True)), ("reports", p.IntegerProperty()),
           ("origins_low", p.IntegerProperty()), ("origins_high", p.IntegerProperty()), ("contested", words),
           *((key, p.StringProperty()) for key in STIX_WORDS), *((key, words) for key in STIX_LISTS)]  # fmt: skip
    with contextlib.suppress(stix2.exceptions.DuplicateRegistrationError):
        stix2.CustomObject(EVENT, own, extension_name=EXTENSION)(type("SaysoEvent", (), {}))
    for o in json.loads(text)["objects"]:
        if o["type"] in ("identity", "location", "extension-definition"):
            stix2.parse(o)  # by the standard's letter
    return {
        o["id"]: o for o in stix2.parse(text, allow_custom=True)["objects"]
    }  # as references to an extension's objects need


def test_stix(view: View) -> None:
    text = export_bytes(view, "stix").decode()
    assert text == export_bytes(view, "stix").decode()
    objects = read_stix(text)
    events = {o["name"]: o for o in objects.values() if o["type"] == EVENT}
    assert len([o for o in objects.values() if o["type"] == EVENT]) == len(view.events)
    links = {
        (o["source_ref"], o["relationship_type"], o["target_ref"])
        for o in objects.values()
        if o["type"] == "relationship"
    }
    reports = {o["name"]: o for o in objects.values() if o["type"] == "report"}
    for e in view.events:
        same = [
            o
            for o in objects.values()
            if o["type"] == EVENT and (o["name"], o["status"], o.get("start")) == (e.label, e.status, e.start)
        ]
        assert any(
            (o["event_type"], o["reports"], o["origins_low"], o["origins_high"])
            == (e.type, e.reports, e.origins.low, e.origins.high)
            and all(o.get(key) == getattr(e, key) for key in STIX_WORDS)
            and all(list(o.get(key, [])) == list(getattr(e, key)) for key in STIX_LISTS)
            and list(o.get("contested", [])) == [c.field for c in e.conflicts]
            and {objects[t]["name"] for s, kind, t in links if (s, kind) == (o["id"], "sourced-from")}
            == {line.origin for line in e.origins.receipt}
            for o in same
        )
    assert sum(o["type"] == "report" for o in objects.values()) == len(view.readings)
    for r in view.readings:
        d = r.document
        if sum(x.document.title == d.title for x in view.readings) == 1 and d.title:
            about = reports[d.title]
            assert [x.get("url") for x in about.get("external_references", [])] == ([d.url] if d.url else [])
            assert (
                d.published_at is None or abs((about["published"] - d.published_at).total_seconds()) < 0.001
            )
            named = [objects[ref]["name"] for ref in about["object_refs"] if objects[ref]["type"] == EVENT]
            assert sorted(named) == sorted(
                e.label for e in view.events if any(m.document == d.id for m in e.mentions)
            )
    originals = find_originals(view.links)
    assert sum(kind == "derived-from" for _, kind, _ in links) == len(originals)
    for o in objects.values():
        assert o["type"] == "extension-definition" or o["modified"] >= o["created"]
        assert all(
            ref in objects for key in ("source_ref", "target_ref", "created_by_ref") if (ref := o.get(key))
        )
        assert all(ref in objects for ref in o.get("object_refs", []))
    labels = [label for o in objects.values() for label in o.get("labels", [])]
    assert 'admiralty-scale:source-reliability="b"' in labels
    doubted = [o for o in events.values() if 'admiralty-scale:information-credibility="5"' in o["labels"]]
    assert [o["confidence"] for o in doubted] == [10]
    assert [(list(o["authors"]), o["content"]) for o in objects.values() if o["type"] == "note"] == [
        (["Ada"], "seen by me")
    ]


@pytest.mark.parametrize(("event", "code"), [
    (Event(id="e", label="", type="", status="possible"), "eos3"),
    (Event(id="e", label="", type="", status="possible", denied_by=("A",)), "eos2"),
    (Event(id="e", label="", type="", status="planned", origins=Origins(low=1, high=2)), "eos1"),
    (Event(id="e", label="", type="", status="planned", origins=Origins(low=2, high=2)), "eos4"),
    (Event(id="e", label="", type="", status="planned", confirmed_by=("A",)), "eos5"),
    (Event(id="e", label="", type="", status="planned", confirmed_by=("A",), conflicts=(Conflict(field="status", values=()),)), "eos2"),
    (Event(id="e", label="", type="", status="postponed"), "eos2"),
    (Event(id="e", label="", type="", status="cancelled"), "eos6"),
    (Event(id="e", label="", type="", status="occurred"), "eos0"),
    (Event(id="e", label="", type="", status="lapsed"), "lapsed"),
    (Event(id="e", label="", type="", status="denied"), "denied"),
])  # fmt: skip
def test_occurrence_status(event: Event, code: str) -> None:
    assert occurrence_of(event).code == code
