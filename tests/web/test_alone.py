import re

import pytest

from sayso.demo import demo_documents
from sayso.errors import InputError
from sayso.ledger import Ledger
from sayso.ledger.moments import parse_moment
from sayso.reader import read_documents
from sayso.web.alone import brief_html, event_html

THEN = parse_moment("2031-06-17T18:00Z")


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    made = Ledger(":memory:")
    for reading in read_documents(demo_documents("allied-drill")):
        made.add(reading)
    return made


def test_a_brief_and_an_event_stand_alone(ledger: Ledger) -> None:
    event = max(ledger.events(THEN), key=lambda e: e.reports)
    for page in (brief_html(ledger, THEN), event_html(ledger, event.id, THEN)):
        assert page.startswith("<!doctype html>")
        assert "<style>" in page
        assert event.label in page
        ids = set(re.findall(r'id="([^"]+)"', page))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
        assert not re.search(r"<script|<link|<form|href=(?!\"#)|src=", page)
    assert f'<span class="glyph status {event.status}">' in brief_html(ledger, THEN)
    told = f"{event.reports} reports, {event.origins.low}–{event.origins.high} origins"
    assert told in event_html(ledger, event.id, THEN)


def test_a_list_marks_what_is_contested_and_what_goes_in_a_circle() -> None:
    ledger = Ledger(":memory:")
    for reading in read_documents(demo_documents("tripoli-visit")):
        ledger.add(reading)
    page = brief_html(ledger, parse_moment("2032-03-04T12:00Z"))
    assert "circle of citation" in page
    assert re.search(r"contested: [^<]*status", page)
    assert "circle of citation" not in brief_html(ledger, parse_moment("2032-03-03T10:00Z"))


def test_an_unknown_event_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="no event"):
        event_html(ledger, "none", THEN)
