"""Each format read back by an independent reader of it, and found equal in content."""

import csv
import io
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from sayso.demo import demo_documents, demo_stories
from sayso.errors import InputError
from sayso.export.alerts import alert_id
from sayso.export.formats import WRITERS, export_bytes, export_picture
from sayso.export.parquet import export_parquet
from sayso.ingest import open_documents
from sayso.ledger import Ledger
from sayso.ledger.moments import parse_moment
from sayso.ledger.views import View, assemble_view
from sayso.read import read_documents

SHARED = Path(os.environ.get("SAYSO_SHARED", Path(__file__).parents[3] / "shared")) / "scenarios"


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    made = Ledger(":memory:")
    for story in demo_stories():
        for reading in read_documents(demo_documents(story)):
            made.add(reading)
    return made


@pytest.fixture(scope="module", params=["demo", "scenarios"])
def view(request: pytest.FixtureRequest, ledger: Ledger) -> View:
    if request.param == "demo":
        return assemble_view(ledger, parse_moment("2033-01-01"))
    folders = sorted(SHARED.glob("*/docs"))
    if not folders:
        pytest.skip("no shared folder here")
    with Ledger(":memory:") as held:
        for folder in folders:
            held.add_all(list(read_documents(open_documents([folder]))))
        return assemble_view(held, parse_moment("2033-01-01"))


def test_calendar(view: View) -> None:
    import icalendar

    read = icalendar.Calendar.from_ical(export_bytes(view, "ics"))
    entries = {str(e["uid"]).partition("@")[0]: e for e in read.walk("VEVENT")}
    dated = {e.id: e for e in view.events if e.start}
    assert entries.keys() == dated.keys()
    for id, event in dated.items():
        entry = entries[id]
        assert entry.decoded("dtstart").isoformat() == (event.start or "")[:10]
        assert (entry.decoded("dtend") - timedelta(days=1)).isoformat() == (event.end or event.start or "")[:10]
        assert str(entry["x-sayso-status"]) == event.status
        assert (str(entry["status"]) == "CANCELLED") == (event.status in ("cancelled", "denied"))


def test_a_slip_raises_the_sequence_and_keeps_the_uid(ledger: Ledger) -> None:
    import icalendar

    def entries(moment: str) -> dict[str, int]:
        read = icalendar.Calendar.from_ical(export_bytes(assemble_view(ledger, parse_moment(moment)), "ics"))
        return {str(e["uid"]): int(e["sequence"]) for e in read.walk("VEVENT")}

    before, after = entries("2031-06-13T00:00Z"), entries("2031-06-17T18:00Z")
    moved = [uid for uid in before if after.get(uid, 0) > before[uid]]
    assert len(moved) == 1


def test_geojson(view: View) -> None:
    read = json.loads(export_bytes(view, "geojson"))
    assert read["type"] == "FeatureCollection"
    events = {e.id: e for e in view.events}
    assert read["features"]
    for feature in read["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
        assert feature["properties"]["place"] == events[feature["id"]].place


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_alerts(view: View, format: str) -> None:
    import feedparser

    read = feedparser.parse(export_bytes(view, format))
    assert not read.bozo
    told = {alert_id(e): e for e in view.events if e.last_published}
    assert {e.id for e in read.entries} == told.keys()
    assert all(e.title == f"{told[e.id].status}: {told[e.id].label}" for e in read.entries)


def test_another_copy_is_no_alert_and_another_status_is_one(ledger: Ledger) -> None:
    states = [{e.id: alert_id(e) for e in assemble_view(ledger, parse_moment(m)).events} for m in ("2031-06-12T09:00Z", "2031-06-12T12:00Z", "2031-06-17T18:00Z")]
    drill = next(id for id in states[0] if id in states[1] and states[1][id] != states[2].get(id, ""))
    assert states[0][drill] == states[1][drill] != states[2][drill]  # the Gazette's copy came between the first two


def test_provenance(view: View) -> None:
    import rdflib

    graph = rdflib.Graph().parse(data=export_bytes(view, "prov"), format="json-ld")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    derived = {(str(a), str(b)) for a, b in graph.subject_objects(prov.wasDerivedFrom)}
    for event in view.events:
        for mention in event.mentions:
            assert (f"urn:sayso:event:{event.id}", f"urn:sayso:document:{mention.document}") in derived
    copies = [link for link in view.links if link.relation == "copy_of" and link.judgement == "same"]
    assert copies
    assert all((f"urn:sayso:document:{c.left}", f"urn:sayso:document:{c.right}") in derived for c in copies)


def test_annotations_select_their_words(view: View) -> None:
    read = json.loads(export_bytes(view, "webannotation"))
    texts = {r.document.url or f"urn:sayso:document:{r.document.id}": r.document.text for r in view.readings}
    assert len({a["id"] for a in read["items"]}) == len(read["items"]) > 20
    for annotation in read["items"]:
        quote, position = annotation["target"]["selector"]
        text = texts[annotation["target"]["source"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_plover_rows(view: View) -> None:
    rows = list(csv.DictReader(io.StringIO(export_bytes(view, "plover").decode())))
    events = {e.id: e for e in view.events}
    assert [r["event_id"] for r in rows] == [e.id for e in view.events if e.type != "OTHER"]
    assert all(r["status"] == events[r["event_id"]].status and r["event_type"] == events[r["event_id"]].type for r in rows)
    assert any(r["actors"] for r in rows)


def test_parquet(view: View, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    paths = export_parquet(view, tmp_path / "tables")
    read = {p.stem: pq.read_table(p).to_pylist() for p in paths}
    assert [r["id"] for r in read["events"]] == [e.id for e in view.events]
    assert len(read["claims"]) == sum(len(e.claims) for e in view.events)
    assert len(read["attributions"]) == sum(len(r.attributions) for r in view.readings)
    assert [r["origin"] for r in read["origins"]] == [line.origin for e in view.events for line in e.origins.receipt]


def test_json_lines_and_json_hold_the_same_events(view: View) -> None:
    lines = [json.loads(line) for line in export_bytes(view, "jsonl").decode().splitlines()]
    assert lines == json.loads(export_bytes(view, "json"))["events"]


def test_a_picture_needs_one_event(view: View) -> None:
    assert export_picture(view, view.events[0].id).startswith(b"<svg")
    for id in (None, "nothing"):
        with pytest.raises(InputError):
            export_picture(view, id)


def test_every_format_takes_an_empty_ledger() -> None:
    empty = assemble_view(Ledger(":memory:"), parse_moment("2033-01-01"))
    for format in WRITERS:
        assert isinstance(export_bytes(empty, format), bytes)
