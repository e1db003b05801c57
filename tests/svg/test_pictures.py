from xml.etree import ElementTree

import pytest

from sayso.demo import demo_documents, demo_stories
from sayso.export.geo import place_events
from sayso.ledger import Ledger
from sayso.ledger.moments import parse_moment
from sayso.ledger.views import View, assemble_view
from sayso.read import read_documents
from sayso.svg.origin_graph import draw_origin_graph
from sayso.svg.timeline import draw_timeline
from sayso.web.maps import draw_map

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
        reports = {line.document for line in event.origins.receipt} | {e.document for line in event.origins.receipt for e in line.evidence if e.kind == "copy"}
        assert boxes.count("box origin") == len({line.origin for line in event.origins.receipt})
        assert boxes.count("box") == len(reports - {None})


def test_the_map_places_no_event_that_no_report_places(view: View) -> None:
    placed = place_events(view.events, view.readings)
    assert placed
    assert all(e.place for e, *_ in placed)
    tree = ElementTree.fromstring(draw_map(placed, "/event/"))
    assert len([e for e in tree.iter(f"{SVG}circle") if "pin" in e.attrib["class"]]) == len(placed)
