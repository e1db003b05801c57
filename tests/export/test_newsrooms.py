"""ninjs, Superdesk, STIX and PNG, each read back by an independent reader, on the demo stories and, where they are, the scenarios."""

import contextlib
import json
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sayso.demo import demo_documents, demo_stories
from sayso.errors import InputError
from sayso.export.formats import export_bytes, export_picture
from sayso.export.occurrence import occurrence_of
from sayso.export.stix import EVENT, EXTENSION
from sayso.ingest import open_documents
from sayso.ledger import Ledger
from sayso.ledger.judging import judge
from sayso.ledger.moments import parse_moment
from sayso.ledger.views import View, assemble_view
from sayso.model import Conflict, Event, Origins
from sayso.read import read_documents

SHARED = Path(os.environ.get("SAYSO_SHARED", Path(__file__).parents[3] / "shared")) / "scenarios"
SCHEMAS = Path(__file__).parent


@pytest.fixture(scope="module", params=["demo", "scenarios"])
def view(request: pytest.FixtureRequest) -> Iterator[View]:
    with Ledger(":memory:") as ledger:
        if request.param == "demo":
            for story in demo_stories():
                ledger.add_all(list(read_documents(demo_documents(story))))
        else:
            folders = sorted(p for p in SHARED.glob("*/docs"))
            if not folders:
                pytest.skip("no shared folder here")
            for folder in folders:
                ledger.add_all(list(read_documents(open_documents([folder]))))
        first = assemble_view(ledger, parse_moment("2035-01-01"))
        publisher = next(r.document.publisher for r in first.readings if r.document.publisher)
        judge(ledger, "reliability", publisher, "Ada", "B", recorded_at=parse_moment("2034-01-01"))
        judge(ledger, "note", first.events[0].id, "Ada", "seen by me", first.events[0], recorded_at=parse_moment("2034-01-01"))
        judge(ledger, "credibility", first.events[0].id, "Ada", "5", first.events[0], recorded_at=parse_moment("2034-01-01"))
        yield assemble_view(ledger, parse_moment("2035-01-01"))


def validator(name: str) -> Any:
    import jsonschema

    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def test_ninjs(view: View) -> None:
    items = json.loads(export_bytes(view, "ninjs"))
    check = validator("ninjs_event.schema.json")
    assert [i["uri"].rpartition(":")[2] for i in items] == [e.id for e in view.events]
    for item, event in zip(items, view.events, strict=True):
        check.validate(item)
        assert item["title"] == event.label
        assert item["subjects"][0]["name"] == event.status
        dates = item["eventDetails"].get("dates", {})
        assert (dates.get("expectedStartDate") or dates.get("startDate") or "")[:10] == (event.start or "")[:10]
        assert (dates.get("expectedEndDate") or dates.get("endDate") or "")[:10] == (event.end or "")[:10] or not event.start
        assert {s["name"] for s in item["infoSources"] if s["role"] == "origin"} == set(event.origins.names)
        assert {a["uri"].rpartition(":")[2] for a in item["associations"]} == {m.document for m in event.mentions}
        assert [o["name"] for o in item["organisations"]] == list(event.participants)
    with pytest.raises(Exception, match="Additional properties"):
        check.validate({**items[0], "unheard": 1})


def test_superdesk(view: View) -> None:
    items = [json.loads(line) for line in export_bytes(view, "superdesk").splitlines()]
    check = validator("superdesk_event.schema.json")
    dated = [e for e in view.events if e.start]
    assert [i["guid"].rpartition(":")[2] for i in items] == [e.id for e in dated]
    for item, event in zip(items, dated, strict=True):
        check.validate(item)
        assert item["name"] == event.label
        assert item["dates"]["start"] <= item["dates"]["end"]
        assert not item["dates"]["all_day"] or item["dates"]["start"][:10] == (event.start or "")[:10]
        assert item["occur_status"]["qcode"] == occurrence_of(event).qcode
        assert (item["state"] == "postponed") == (event.status == "postponed")


def test_stix(view: View) -> None:
    import stix2
    from stix2 import properties as p

    words = p.ListProperty(p.StringProperty)
    own = [("name", p.StringProperty(required=True)), ("event_type", p.StringProperty()), ("status", p.StringProperty(required=True)), ("start", p.StringProperty()),
           ("end", p.StringProperty()), ("place", p.StringProperty()), ("participants", words), ("reports", p.IntegerProperty()), ("origins_low", p.IntegerProperty()),
           ("origins_high", p.IntegerProperty()), ("confirmed_by", words), ("denied_by", words), ("declined_by", words), ("contested", words)]  # fmt: skip
    with contextlib.suppress(stix2.exceptions.DuplicateRegistrationError):
        stix2.CustomObject(EVENT, own, extension_name=EXTENSION)(type("SaysoEvent", (), {}))
    text = export_bytes(view, "stix").decode()
    assert text == export_bytes(view, "stix").decode()
    bundle = stix2.parse(text, allow_custom=True)  # as references to an extension's objects need
    for o in json.loads(text)["objects"]:
        if o["type"] in ("identity", "location", "extension-definition"):
            stix2.parse(o)  # by the standard's letter
    objects = {o["id"]: o for o in bundle["objects"]}
    events = [o for o in objects.values() if o["type"] == EVENT]
    assert sorted((o["name"], o["status"], o.get("start") or "", o["origins_high"]) for o in events) == sorted(
        (e.label, e.status, e.start or "", e.origins.high) for e in view.events
    )
    assert sum(o["type"] == "report" for o in objects.values()) == len(view.readings)
    for o in objects.values():
        assert o["type"] == "extension-definition" or o["modified"] >= o["created"]
        assert all(ref in objects for key in ("source_ref", "target_ref", "created_by_ref") if (ref := o.get(key)))
        assert all(ref in objects for ref in o.get("object_refs", []))
    labels = [label for o in objects.values() for label in o.get("labels", [])]
    assert 'admiralty-scale:source-reliability="b"' in labels
    doubted = [o for o in events if 'admiralty-scale:information-credibility="5"' in o["labels"]]
    assert [o["confidence"] for o in doubted] == [10]
    assert [list(o["authors"]) for o in objects.values() if o["type"] == "note"] == [["Ada"]]
    sources = {
        (r["source_ref"], objects[r["target_ref"]]["name"])
        for r in objects.values()
        if r["type"] == "relationship" and r["relationship_type"] == "sourced-from"
    }
    assert len(sources) == sum(len({line.origin for line in e.origins.receipt}) for e in view.events)


def pixels(png: bytes) -> tuple[int, int, bytes]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    return width, height, zlib.decompress(data)


@pytest.mark.parametrize("shown", ["origins", "timeline"])
def test_png_and_svg_of_origins_and_timeline(view: View, shown: str) -> None:
    pytest.importorskip("resvg_py")
    from xml.etree import ElementTree

    event = max((e for e in view.events if e.first_published), key=lambda e: e.reports)
    svg = ElementTree.fromstring(export_picture(view, event.id, shown))
    width, height, raw = pixels(export_picture(view, event.id, shown, "png"))
    assert abs(width - 2 * float(svg.attrib["width"])) <= 1 and abs(height - 2 * float(svg.attrib["height"])) <= 1
    assert len(set(raw)) > 20  # words and lines, not a blank sheet


def test_a_timeline_needs_a_dated_claim(view: View) -> None:
    from msgspec.structs import replace

    bare = replace(view, events=(Event(id="e1", label="drill", type="MOBILIZE", status="planned"),))
    with pytest.raises(InputError, match="no dated claim"):
        export_picture(bare, "e1", "timeline")


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
