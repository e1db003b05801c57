"""What no newsroom wants and every export must stand: nothing at all, no time, no place, no origin, markup, right to left, beyond the first plane."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import geojson
import icalendar
import pytest
from lxml import etree
from msgspec.structs import replace

from sayso.errors import InputError
from sayso.export.formats import WRITERS, export_bytes, export_picture
from sayso.export.json import export_schema
from sayso.export.parquet import export_parquet, tables
from sayso.ledger import Ledger
from sayso.ledger.views import View, assemble_view
from sayso.model import (
    Attribution,
    ChainLink,
    ClaimView,
    Conflict,
    ConflictValue,
    Document,
    Event,
    EventMention,
    Evidence,
    MentionRef,
    Origins,
    Place,
    Reading,
    ReceiptLine,
    Span,
)
from tests.export.test_formats import validator
from tests.export.test_newsrooms import read_stix
from tests.test_cli import run

NOW = datetime(2031, 6, 20, 12, tzinfo=UTC)
LABEL = '=cmd()|\' <script>alert("1")</script> & ]]> \u202eمناورة\u202c 🚢\U0001f1f3\U0001f1f4 e\u0301 \x00\x0b\x1b'
CLEAN = LABEL.translate({0: None, 11: None, 27: None})
LONG = "🚢 “" + "very long " * 4000 + "quote”"
TEXT = f"🚢🇳🇴 Norway said: {LONG} – the end.\n"


def hostile() -> View:
    """Events that lack what others have, told by documents that lack it too."""
    bare = Document(id="d0", text="x", text_hash="")
    told = Document(
        id="d1",
        text=TEXT,
        text_hash="",
        url="https://a.example/?q=\"<&>'",
        publisher=LABEL,
        title=LABEL,
        published_at=NOW,
    )
    again = replace(told, id="d2", title="another under the same address")
    quote, actor = Span(TEXT.index(LONG), TEXT.index(LONG) + len(LONG)), Span(3, 9)
    chain = (ChainLink(name=LABEL, kind="publisher"), ChainLink(name="", kind="unnamed"))
    said = Attribution(
        source=(actor,),
        cue=(),
        content=(quote,),
        kind="unnamed",
        stance="asserts",
        quoted="direct",
        chain=chain,
    )
    mention = EventMention(
        trigger=quote, extent=quote, type="CONSULT", status="planned", factuality="CT+", label=LABEL
    )
    place = Place(start=0, end=1, text="x", name=LABEL, lat=78.2, lon=-179.99, precision="city")
    receipt = (
        ReceiptLine(
            document="d1",
            origin=LABEL,
            chain=chain,
            evidence=(Evidence(kind="attribution", document="d1", span=quote),),
        ),
        ReceiptLine(document="d0", origin="", chain=(), evidence=(), unknown_lineage=True),
    )
    claim = ClaimView(
        field="status",
        value="planned",
        document="d1",
        span=quote,
        origin=LABEL,
        stance="asserts",
        published_at=NOW,
    )
    ref = MentionRef(document="d1", part="body", span=quote, text=LONG)
    full = Event(
        id="e1", label=LABEL, type="CONSULT", status="denied", start="2031-06-20T14:30:00+02:00", end="2031-06-21", place=LABEL, participants=(LABEL, ""), assets=(LABEL,),
        figures={"killed": 0.0, "wounded": 1.5}, mentions=(ref,), reports=1, origins=Origins(low=0, high=2, names=(LABEL, ""), receipt=receipt),
        confirmed_by=(LABEL,), denied_by=(LABEL,), claims=(claim, replace(claim, field="killed", value=4.0)),
        conflicts=(Conflict(field="status", values=(ConflictValue(value="denied", origins=(LABEL,), documents=("d1",)),)),), first_published=NOW, last_published=NOW,
    )  # fmt: skip
    nothing = Event(id="e2", label="", type="OTHER", status="lapsed")
    unplaced = Event(
        id="e3",
        label=LONG,
        type="ASSAULT",
        status="possible",
        place="nowhere that is known",
        start="2031-06-20",
        mentions=(ref,),
    )
    readings = (
        Reading(document=bare),
        Reading(document=told, attributions=(said,), events=(mention,), places=(place,)),
        Reading(document=again),
    )
    return View(as_of=NOW, readings=readings, links=(), stories=(), events=(full, nothing, unplaced))


def labels_of(format: str, written: bytes) -> Sequence[str]:
    """The labels that an independent reader of a format finds, in order."""
    if format in ("json", "ninjs", "webannotation", "prov"):
        read = json.loads(written)
        if format == "json":
            validator(export_schema()).validate(read)
            return [e["label"] for e in read["events"]]
        if format == "ninjs":
            check = validator(
                json.loads((Path(__file__).parent / "ninjs_event.schema.json").read_text(encoding="utf-8"))
            )
            for item in read:
                check.validate(item)
            return [e["title"] for e in read]
        if format == "prov":
            import rdflib

            assert bool(rdflib.Graph().parse(data=written, format="json-ld")) == bool(read["@graph"])
            return [n["label"].partition(": ")[2] for n in read["@graph"] if ":event:" in n["@id"]]
        return [
            b["value"].partition(": ")[2]
            for a in read["items"]
            if ":event:" in a["id"]
            for b in a["body"][:1]
        ]
    if format in ("jsonl", "superdesk"):
        lines = [json.loads(line) for line in written.decode().split("\n") if line]
        if format == "jsonl":
            return [e["label"] for e in lines]
        check = validator(
            json.loads((Path(__file__).parent / "superdesk_event.schema.json").read_text(encoding="utf-8"))
        )
        for item in lines:
            check.validate(item)
        return [e["name"] for e in lines]
    if format in ("csv", "plover"):
        rows = list(csv.DictReader(io.StringIO(written.decode(), newline="")))
        return [r.get("label", r.get("location_name", "")) for r in rows]
    if format == "geojson":
        return [f.properties["label"] for f in geojson.loads(written.decode()).features]
    if format == "stix":
        return sorted(o["name"] for o in read_stix(written.decode()).values() if o["type"] == "x-sayso-event")
    if format in ("rss", "atom"):
        read = feedparser.parse(written)
        assert not read.bozo
        root = etree.fromstring(written)
        for entry in read.entries:  # what a reader shows as HTML has no markup of a report's
            assert "<script" not in (
                entry.content[0].value
                if format == "atom" and entry.content[0].type != "text/plain"
                else entry.get("summary", "")
                if format == "rss"
                else ""
            )
        titles = root.findall(".//item/title") if format == "rss" else root.findall(".//{*}entry/{*}title")
        return [(t.text or "").partition(": ")[2] for t in titles]
    assert format == "ics"
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    return [str(e["summary"]) for e in icalendar.Calendar.from_ical(written).walk("VEVENT")]


@pytest.mark.parametrize("format", WRITERS)
def test_every_format_is_well_formed_and_keeps_the_words(format: str) -> None:
    found = labels_of(format, export_bytes(hostile(), format))
    all_three = [LABEL, "", LONG]
    expected = {
        "webannotation": [LABEL], "superdesk": [LABEL, LONG], "geojson": [LABEL], "stix": sorted(all_three), "csv": ["'" + LABEL, "", LONG], "plover": ["'" + LABEL, "nowhere that is known"],
        "ics": [CLEAN, LONG], "rss": [CLEAN, LONG, ""], "atom": [CLEAN, LONG, ""],
    }  # fmt: skip
    assert sorted(found) == sorted(expected.get(format, all_three))


@pytest.mark.parametrize("format", WRITERS)
def test_every_format_takes_an_empty_ledger(format: str) -> None:
    empty = assemble_view(Ledger(":memory:"), NOW)
    assert list(labels_of(format, export_bytes(empty, format))) == []


def test_tables_and_pictures_stand_it_too(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    view = hostile()
    read = {p.stem: pq.read_table(p).to_pylist() for p in export_parquet(view, tmp_path)}
    assert (
        {name: len(rows) for name, rows in read.items()}
        == {name: len(rows) for name, rows in tables(view).items()}
        == {"events": 3, "claims": 2, "attributions": 1, "origins": 2}
    )
    assert (
        read["events"][0]["label"],
        read["attributions"][0]["content"],
        [c["value"] for c in read["claims"]],
    ) == (LABEL, LONG, ["planned", "4"])
    for shown in ("origins", "timeline"):
        svg = etree.fromstring(export_picture(view, "e1", shown))
        assert not list(svg.iter("{*}script"))
        assert any(CLEAN in "".join(t.itertext()) for t in svg.iter("{*}text", "{*}title"))
    assert etree.fromstring(export_picture(view, "e2")) is not None
    with pytest.raises(InputError, match="no dated claim"):
        export_picture(view, "e2", "timeline")


def test_positions_count_code_points_beyond_the_first_plane() -> None:
    items = json.loads(export_bytes(hostile(), "webannotation"))["items"]
    (item,) = (a for a in items if ":content:" in a["id"])
    quote, position = item["target"]["selector"]
    text = TEXT.encode("utf-32-le")
    assert text[4 * position["start"] : 4 * position["end"]].decode("utf-32-le") == quote["exact"] == LONG


@pytest.mark.parametrize(("options", "words"), [
    (("--format", "doc"), "is none of json"),
    (("--format", "parquet"), "give a folder"),
    (("--format", "csv", "--out", "x"), "> FILE"),
    (("--format", "ics", "--event", "e1"), "--event"),
    (("--format", "json", "--picture", "timeline"), "--picture"),
    (("--format", "svg"), "--event"),
    (("--format", "svg", "--event", "e1", "--picture", "face"), "none of origins"),
    (("--format", "svg", "--event", "e1"), "no event as of then"),
    (("--format", "json", "--as-of", "soon"), "is no moment"),
])  # fmt: skip
def test_wrong_options_are_told_apart(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    path = str(tmp_path / "l.db")
    Ledger(path).close()
    answer = run("export", "--ledger", path, *options)
    assert answer.code in (1, 2) and answer.out == ""
    assert words in " ".join(answer.err.split())


def test_the_schema_needs_no_ledger(tmp_path: Path) -> None:
    answer = run("export", "--ledger", str(tmp_path / "none.db"), "--format", "schema")
    assert (answer.code, json.loads(answer.out)) == (0, json.loads(json.dumps(export_schema())))
