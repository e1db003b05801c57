"""JSON, tables, maps, provenance and annotations, each read back by an independent reader and found equal in content."""

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sayso.export.formats import export_bytes
from sayso.export.json import export_schema, find_originals
from sayso.export.parquet import COLUMNS, export_parquet
from sayso.ledger import Ledger
from sayso.ledger.moments import parse_moment
from sayso.ledger.views import View, assemble_view
from sayso.model import Event


def validator(schema: dict[str, Any]) -> Any:
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def whole(event: Event) -> dict[str, Any]:
    """An event as plain data, of which JSON says no less; 4 and 4.0 are equal."""
    made: dict[str, Any] = json.loads(msgspec.json.encode(event))
    return made


def test_json_follows_its_schema_and_says_all(view: View) -> None:
    read = json.loads(export_bytes(view, "json"))
    schema = export_schema()
    validator(schema).validate(read)
    assert read["as_of"] == view.as_of.isoformat()
    assert read["events"] == [whole(e) for e in view.events]
    assert [s["documents"] for s in read["stories"]] == [list(s.documents) for s in view.stories]
    originals, texts = (
        find_originals(view.links),
        {r.document.id: (r.document.text, r.document.title or "") for r in view.readings},
    )
    for shown, reading in zip(read["documents"], view.readings, strict=True):
        d = reading.document
        assert (shown["id"], shown["url"], shown["publisher"], shown["title"], shown["copy_of"]) == (
            d.id,
            d.url,
            d.publisher,
            d.title,
            originals.get(d.id),
        )
        assert (
            parse_moment(shown["published_at"]) == d.published_at
            if d.published_at
            else shown["published_at"] is None
        )
        quoted = [
            d.text[s:e]
            for a in shown["attributions"]
            for role in ("source", "cue", "content")
            for s, e in a[role]
        ]
        assert quoted == [
            s.of(d.text)
            for a in reading.attributions
            for spans in (a.source, a.cue, a.content)
            for s in spans
        ]
        assert [(c["outlet"], d.text[slice(*c["span"])]) for c in shown["cites"]] == [
            (c.outlet, c.span.of(d.text)) for c in reading.citations
        ]
    for event in read["events"]:
        for mention in event["mentions"]:
            body, title = texts[mention["document"]]
            assert (title if mention["part"] == "title" else body)[slice(*mention["span"])] == mention["text"]
    with pytest.raises(Exception, match="status"):
        validator(schema).validate({**read, "events": [{**read["events"][0], "status": "certain"}]})


def test_json_lines_are_the_events_of_json(view: View) -> None:
    lines = [json.loads(line) for line in export_bytes(view, "jsonl").decode().splitlines()]
    schema = export_schema()
    line = validator({"$ref": "#/$defs/Event", "$defs": schema["$defs"]})
    for one in lines:
        line.validate(one)
    assert lines == json.loads(export_bytes(view, "json"))["events"]


def test_csv(view: View) -> None:
    rows = list(csv.DictReader(io.StringIO(export_bytes(view, "csv").decode(), newline="")))
    assert len(rows) == len(view.events)
    for row, e in zip(rows, view.events, strict=True):
        assert row == {
            "id": e.id, "status": e.status, "start": e.start or "", "end": e.end or "", "label": e.label, "type": e.type, "place": e.place or "",
            "participants": " ".join(p.replace(" ", "_") for p in e.participants), "reports": str(e.reports),
            "origins_low": str(e.origins.low), "origins_high": str(e.origins.high),
        }  # fmt: skip


def test_parquet(view: View, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    read = {p.stem: pq.read_table(p).to_pylist() for p in export_parquet(view, tmp_path / "tables")}
    for row, e in zip(read["events"], view.events, strict=True):
        plain = {
            "id": e.id,
            "label": e.label,
            "type": e.type,
            "mode": e.mode,
            "status": e.status,
            "start": e.start,
            "end": e.end,
            "place": e.place,
            "reports": e.reports,
        }
        assert plain.items() <= row.items()
        assert (row["participants"], row["assets"], dict(row["figures"])) == (
            list(e.participants),
            list(e.assets),
            e.figures,
        )
        assert (row["origins_low"], row["origins_high"], row["conflicts"]) == (
            e.origins.low,
            e.origins.high,
            [c.field for c in e.conflicts],
        )
        assert (row["confirmed_by"], row["denied_by"], row["declined_by"]) == (
            list(e.confirmed_by),
            list(e.denied_by),
            list(e.declined_by),
        )
        assert (row["first_published"], row["last_published"]) == (e.first_published, e.last_published)
    claims = [(e.id, c) for e in view.events for c in e.claims]
    for row, (id, c) in zip(read["claims"], claims, strict=True):
        assert (row["event"], row["field"], row["document"], row["start"], row["end"]) == (
            id,
            c.field,
            c.document,
            c.span.start,
            c.span.end,
        )
        assert (row["origin"], row["stance"], row["published_at"]) == (c.origin, c.stance, c.published_at)
        assert row["value"] == str(c.value) if isinstance(c.value, str) else float(row["value"]) == c.value
    quoted = [(r.document, a) for r in view.readings for a in r.attributions]
    for row, (d, a) in zip(read["attributions"], quoted, strict=True):
        assert (row["document"], row["publisher"], row["published_at"], row["kind"], row["stance"]) == (
            d.id,
            d.publisher,
            d.published_at,
            a.kind,
            a.stance,
        )
        for role, spans in (("source", a.source), ("cue", a.cue), ("content", a.content)):
            assert row[role] == " … ".join(s.of(d.text) for s in spans)
    lines = [
        (e.id, line.document, line.origin, line.unknown_lineage)
        for e in view.events
        for line in e.origins.receipt
    ]
    assert [(r["event"], r["document"], r["origin"], r["unknown_lineage"]) for r in read["origins"]] == lines


def test_tables_have_their_columns_whatever_they_hold(tmp_path: Path, view: View) -> None:
    import pyarrow.parquet as pq

    empty = assemble_view(Ledger(":memory:"), view.as_of)
    schemas = [
        {p.stem: pq.read_schema(p) for p in export_parquet(v, tmp_path / name)}
        for v, name in ((empty, "empty"), (view, "full"))
    ]
    assert schemas[0] == schemas[1]
    assert {name: schema.names for name, schema in schemas[0].items()} == {
        name: [c.partition(":")[0] for c in columns.split()] for name, columns in COLUMNS.items()
    }


def test_geojson(view: View) -> None:
    import geojson

    read = geojson.loads(export_bytes(view, "geojson").decode())
    assert isinstance(read, geojson.FeatureCollection) and read.is_valid
    events, readings = {e.id: e for e in view.events}, {r.document.id: r for r in view.readings}
    for feature in read.features:
        event, about = events[feature.id], feature.properties
        lon, lat = feature.geometry.coordinates
        told = [
            p
            for d in {m.document for m in event.mentions}
            for p in readings[d].places
            if p.name == event.place and p.lat is not None
        ]
        assert any((p.lon, p.lat, p.precision or "country") == (lon, lat, about["precision"]) for p in told)
        assert (about["label"], about["status"], about["start"], about["end"], about["place"]) == (
            event.label,
            event.status,
            event.start,
            event.end,
            event.place,
        )
        assert (about["reports"], about["origins_low"], about["origins_high"]) == (
            event.reports,
            event.origins.low,
            event.origins.high,
        )
    named = {p.name for r in view.readings for p in r.places if p.lat is not None}
    assert [f.id for f in read.features] == [e.id for e in view.events if e.place in named]
    assert read.features


def test_provenance(view: View) -> None:
    import rdflib
    from rdflib.namespace import PROV, RDF, RDFS

    graph = rdflib.Graph().parse(data=export_bytes(view, "prov"), format="json-ld")
    own = rdflib.Namespace("urn:sayso:")

    def document(id: str) -> rdflib.URIRef:
        return own[f"document:{id}"]

    def names(subject: rdflib.URIRef, relation: rdflib.URIRef) -> set[str]:
        found = set(graph.objects(subject, relation))
        assert all({PROV.Agent, PROV.Entity} <= set(graph.objects(agent, RDF.type)) for agent in found)
        return {str(graph.value(agent, RDFS.label)) for agent in found}

    originals = find_originals(view.links)
    for reading in view.readings:
        d, node = reading.document, document(reading.document.id)
        assert names(node, PROV.wasAttributedTo) == ({d.publisher} if d.publisher else set())
        assert names(node, PROV.wasQuotedFrom) == {c.outlet for c in reading.citations if not c.retracts}
        assert set(graph.objects(node, PROV.wasDerivedFrom)) == (
            {document(originals[d.id])} if d.id in originals else set()
        )
        made = graph.value(node, PROV.generatedAtTime)
        assert (made.toPython() if made is not None else None) == d.published_at
    for event in view.events:
        node = own[f"event:{event.id}"]
        assert str(graph.value(node, RDFS.label)) == f"{event.status}: {event.label}"
        assert set(graph.objects(node, PROV.wasDerivedFrom)) == {document(m.document) for m in event.mentions}
        assert names(node, PROV.hadPrimarySource) == {line.origin for line in event.origins.receipt}
        counts = [
            graph.value(node, own[key]).toPython()
            for key in ("status", "reports", "originsLow", "originsHigh")
        ]
        assert counts == [event.status, event.reports, event.origins.low, event.origins.high]
    assert len(set(graph.subjects(RDF.type, PROV.Entity)) - set(graph.subjects(RDF.type, PROV.Agent))) == len(
        view.readings
    ) + len(view.events)


OA = {
    "oa": "http://www.w3.org/ns/oa#", "id": "@id", "type": "@type", "@vocab": "http://www.w3.org/ns/oa#",
    "items": {"@id": "https://www.w3.org/ns/activitystreams#items", "@type": "@id", "@container": "@list"}, "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "target": {"@id": "oa:hasTarget", "@type": "@id"}, "body": {"@id": "oa:hasBody", "@type": "@id"}, "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"}, "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"}, "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
}  # fmt: skip
"""Of the Web Annotation vocabulary the terms that are used, since no test asks the network for a context."""


def test_annotations_select_their_words(view: View) -> None:
    import rdflib

    page = json.loads(export_bytes(view, "webannotation"))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    graph = rdflib.Graph().parse(data=json.dumps({**page, "@context": OA}), format="json-ld")
    oa = rdflib.Namespace(OA["oa"])  # type: ignore[arg-type]
    texts: dict[str, list[str]] = {}
    for r in view.readings:
        texts.setdefault(r.document.url or f"urn:sayso:document:{r.document.id}", []).append(r.document.text)
    selected, linked = [], []
    for annotation in graph.subjects(rdflib.RDF.type, oa.Annotation):
        target = graph.value(annotation, oa.hasTarget)
        chosen: dict[str, Any] = {
            str(p).partition("#")[2]: o.toPython()
            for s in graph.objects(target, oa.hasSelector)
            for p, o in graph.predicate_objects(s)
        }
        start, end, exact = (chosen[key] for key in ("start", "end", "exact"))
        text = next(t for t in texts[str(graph.value(target, oa.hasSource))] if t[start:end] == exact)
        assert text[:start].endswith(chosen["prefix"]) and text[end:].startswith(chosen["suffix"])
        selected.append((str(annotation).split(":")[2], start, end))
        linked += [
            (str(annotation).split(":")[2], start, end, str(source))
            for body in graph.objects(annotation, oa.hasBody)
            for source in graph.objects(body, oa.hasSource)
        ]
    quoted = [
        (r.document.id, s.start, s.end)
        for r in view.readings
        for a in r.attributions
        for s in (*a.source, *a.cue, *a.content)
    ]
    told = [
        (r.document.id, m.extent.start, m.extent.end)
        for r in view.readings
        for m in r.events
        if m.part == "body"
    ]
    assert sorted(selected) == sorted(quoted + told)
    assert set(linked) == {
        (m.document, m.span.start, m.span.end, f"urn:sayso:event:{e.id}")
        for e in view.events
        for m in e.mentions
        if m.part == "body"
    }


def test_plover_rows(view: View) -> None:
    rows = list(csv.DictReader(io.StringIO(export_bytes(view, "plover").decode(), newline="")))
    coded = [e for e in view.events if e.type != "OTHER"]
    readings = {r.document.id: r for r in view.readings}
    for row, e in zip(rows, coded, strict=True):
        assert (row["event_id"], row["event_type"], row["event_mode"], row["status"]) == (
            e.id,
            e.type,
            e.mode or "",
            e.status,
        )
        assert (row["event_date"], row["end_date"], row["location_name"]) == (
            (e.start or "")[:10],
            (e.end or "")[:10],
            e.place or "",
        )
        assert (row["reports"], row["origins_low"], row["origins_high"]) == (
            str(e.reports),
            str(e.origins.low),
            str(e.origins.high),
        )
        assert (row["magnitude_killed"], row["magnitude_wounded"]) == tuple(
            f"{e.figures[k]:g}" if k in e.figures else "" for k in ("killed", "wounded")
        )
        told = [
            a
            for m in e.mentions
            for x in readings[m.document].events
            if (x.part, x.trigger) == (m.part, m.trigger) == ("body", x.trigger)
            for a in x.arguments
        ]
        ways = Counter((a.value, a.role) for a in told)
        recipients = {v for v, r in ways if r == "recipient" and ways[v, "recipient"] > ways[v, "actor"]}
        actors = {a.value for a in told if a.role in ("actor", "participant")} - recipients
        assert set(row["actors"].split(";")) == (
            actors or (set() if recipients else set(e.participants)) or {""}
        )
        assert set(row["recipients"].split(";")) == (recipients or {""})
        contexts = {
            x.context
            for m in e.mentions
            for x in readings[m.document].events
            if (x.part, x.trigger) == ("body", m.trigger)
        }
        assert row["event_context"] in contexts or (row["event_context"], contexts) in (
            ("", {None}),
            ("", set()),
        )
    assert any(r["actors"] for r in rows)
