import io
from datetime import UTC
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from sayso.demo import demo_documents, demo_stories
from sayso.errors import InputError
from sayso.export.formats import export_picture
from sayso.export.geo import place_events
from sayso.ledger import Ledger
from sayso.ledger.moments import parse_moment
from sayso.ledger.views import View, assemble_view
from sayso.model import Event
from sayso.reader import read_documents
from sayso.svg.origin_graph import draw_origin_graph
from sayso.svg.timeline import draw_timeline
from sayso.svg.wording import count_words
from sayso.web.maps import draw_map, gather_spots

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def view() -> View:
    ledger = Ledger(":memory:")
    for story in demo_stories():
        for reading in read_documents(demo_documents(story)):
            ledger.add(reading)
    return assemble_view(ledger, parse_moment("2033-01-01"))


def test_every_picture_is_wellformed_and_stands_alone(view: View) -> None:
    documents = {r.document.id: r.document for r in view.readings}
    for event in view.events:
        for words in (draw_origin_graph(event, documents, alone=True), draw_timeline(event, alone=True)):
            if words:
                tree = ElementTree.fromstring(words)
                assert tree.find(f"{SVG}title") is not None
                assert not any(k.endswith("href") for e in tree.iter() for k in e.attrib)


def test_the_graph_holds_each_report_and_each_origin(view: View) -> None:
    documents = {r.document.id: r.document for r in view.readings}
    for event in view.events:
        tree = ElementTree.fromstring(draw_origin_graph(event, documents))
        boxes = [e.attrib["class"] for e in tree.iter(f"{SVG}rect")]
        reports = {line.document for line in event.origins.receipt} | {
            e.document for line in event.origins.receipt for e in line.evidence if e.kind == "copy"
        }
        assert boxes.count("box origin") == len({line.origin for line in event.origins.receipt})
        reports |= {
            m.document for m in event.mentions
        }  # also those that only go in a circle, and so lead to no origin
        assert boxes.count("box") == len(reports - {None})


def test_a_circle_of_citation_is_marked_and_explained(view: View) -> None:
    documents = {r.document.id: r.document for r in view.readings}
    round_trip = [e for e in view.events if any(n.startswith("circular: ") for n in e.origins.notes)]
    assert round_trip
    for event in view.events:
        drawn = ElementTree.fromstring(draw_origin_graph(event, documents))
        marked = [e for e in drawn.iter(f"{SVG}path") if e.attrib["class"] == "edge circular"]
        assert bool(marked) == (event in round_trip)
        if marked:
            linked = ElementTree.fromstring(
                draw_origin_graph(
                    event, documents, lambda document, offset: f"/document/{document}#s{offset}"
                )
            )
            opened = [
                a.attrib["href"]
                for a in linked.iter(f"{SVG}a")
                if a.find(f".//{SVG}path[@class='edge circular']") is not None
            ]
            assert (
                len(opened) == len(marked) - 1 > 0
            )  # all but the key's: each opens the sentence that cites the other
        assert ("circle of citation" in [t.text for t in drawn.iter(f"{SVG}text")]) == bool(marked)


def test_the_words_of_a_box_stay_within_it(view: View) -> None:
    documents = {r.document.id: r.document for r in view.readings}
    for event in view.events:
        drawn = ElementTree.fromstring(draw_origin_graph(event, documents))
        boxes = [
            {k: float(e.attrib[k]) for k in ("x", "y", "width", "height")} for e in drawn.iter(f"{SVG}rect")
        ]
        for text in drawn.iter(f"{SVG}text"):
            x, y = float(text.attrib["x"]), float(text.attrib["y"])
            for box in boxes:
                if box["x"] <= x <= box["x"] + box["width"] and box["y"] <= y <= box["y"] + box["height"]:
                    assert x + 7.2 * len(text.text or "") <= box["x"] + box["width"] + 4, text.text
        for one in boxes:
            assert not [
                o for o in boxes if o["x"] == one["x"] and one["y"] < o["y"] < one["y"] + one["height"]
            ]


@pytest.mark.parametrize("shown", ["origins", "timeline"])
def test_pictures_read_by_others_hold_what_the_ledger_says(view: View, shown: str) -> None:
    """SVG by lxml, PNG by Pillow."""
    pytest.importorskip("resvg_py")
    from lxml import etree
    from PIL import Image

    for event in view.events:
        written = export_picture(view, event.id, shown)
        svg = etree.fromstring(written)
        texts = {
            "".join(t.itertext()) for kind in ("text", "title") for t in svg.iter(f"{SVG}{kind}")
        }  # a long name runs over two lines, its title tells it whole
        if shown == "origins":
            named = {line.origin for line in event.origins.receipt} | {
                r.document.publisher
                for r in view.readings
                if r.document.id in {line.document for line in event.origins.receipt}
            }
            assert all(any(name in text for text in texts) for name in named if name)
            assert svg.get("aria-label") == count_words(event)
        else:
            claims = [c for c in event.claims if c.field == "status" and c.published_at]
            assert all(any(f"{c.value} – {c.origin}" in text for text in texts) for c in claims)
            assert all(
                any(f"{c.published_at.astimezone(UTC):%d %b %Y %H:%M}" in text for text in texts)
                for c in claims
            )
        image = Image.open(io.BytesIO(export_picture(view, event.id, shown, "png")))
        image.verify()
        width, height = (2 * float(svg.get(side)) for side in ("width", "height"))
        assert image.format == "PNG" and abs(image.width - width) <= 1 and abs(image.height - height) <= 1
        colours = (
            Image.open(io.BytesIO(export_picture(view, event.id, shown, "png")))
            .convert("RGB")
            .getcolors(1 << 24)
        )
        assert len(colours) > 20  # words and lines, not a blank sheet


def test_a_picture_needs_one_event_with_something_to_draw(view: View) -> None:
    for id in (None, "nothing"):
        with pytest.raises(InputError):
            export_picture(view, id)
    bare = replace(view, events=(Event(id="e1", label="drill", type="MOBILIZE", status="planned"),))
    with pytest.raises(InputError, match="no dated claim"):
        export_picture(bare, "e1", "timeline")


def test_the_map_places_no_event_that_no_report_places(view: View) -> None:
    placed = place_events(view.events, view.readings)
    assert placed
    assert all(e.place for e, *_ in placed)
    spots = gather_spots(placed)
    assert sum(len(s.events) for s in spots) == len(placed)
    assert len({(round(s.lat, 2), round(s.lon, 2), s.precision) for s in spots}) == len(spots)
    drawn = draw_map(spots, lambda event: f"/event/{event}")
    tree = ElementTree.fromstring(drawn)
    assert len([e for e in tree.iter(f"{SVG}circle") if "pin" in e.attrib["class"]]) == len(spots)
    assert all(
        (f'href="/event/{s.events[0].id}"' if len(s.events) == 1 else f'href="#p{n}"') in drawn
        for n, s in enumerate(spots, 1)
    )
