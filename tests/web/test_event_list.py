"""The list of events: every number opens what it counts, the address holds the state, pages follow each other."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from sayso.ingest import open_documents
from sayso.ledger import Ledger
from sayso.reader import read_documents
from sayso.web import event_list
from sayso.web.app import make_app

STORIES = Path(__file__).parents[2] / "benchmarks" / "stories"
_CHOICE = re.compile(
    r'<li><a href="(/events[^"]*)"( aria-current="true")?><span class="box"[^>]*>.?</span><span class="what">([^<]*)</span> <span class="num">([0-9,]+)</span>'
)
_TOTAL = re.compile(r'id="title">Events <span class="quiet num">([0-9,]+)<')
_ROW = re.compile(r'<li id="(e[0-9a-f]+)"')


@pytest.fixture(scope="module")
def desk() -> Iterator[TestClient[Litestar]]:
    ledger = Ledger(":memory:")
    for story in ("mombasa-dock-strike", "midia-refinery-fire"):
        for reading in read_documents(open_documents([STORIES / story / "docs"])):
            ledger.add(reading)
    with TestClient(make_app(ledger), base_url="http://localhost") as made:
        yield made


def read(desk: TestClient[Litestar], address: str) -> str:
    answer = desk.get(html.unescape(address))
    assert answer.status_code == 200, answer.text
    return answer.text


def test_every_number_opens_what_it_counts(desk: TestClient[Litestar]) -> None:
    first = read(desk, "/events")
    choices = [c for c in _CHOICE.findall(first) if c[2] != "background too"]
    assert len(choices) > 20
    for href, chosen, _, count in choices:
        assert not chosen
        page = read(desk, href)
        found = _TOTAL.search(page)
        assert found and found[1] == count, href
        assert 'aria-current="true"><span class="box"' in page


def test_background_is_out_of_the_way_and_can_be_had(desk: TestClient[Litestar]) -> None:
    with_it, without = (_TOTAL.search(read(desk, a)) for a in ("/events?background=1", "/events"))
    background = next(c for c in _CHOICE.findall(read(desk, "/events")) if c[2] == "background too")
    assert with_it and without and int(with_it[1]) - int(without[1]) == int(background[3])


def test_filters_add_up_and_one_reset_takes_all_away(desk: TestClient[Litestar]) -> None:
    page = read(desk, "/events?status=occurred&origins=2&sort=day&as_of=2026-06-01")
    assert "at least 2 origins" in page and 'class="tag"' in page
    assert '<a href="/events?as_of=2026-06-01">Reset</a>' in page
    narrower = [html.unescape(c[0]) for c in _CHOICE.findall(page)]
    assert all("sort=day" in a and "as_of=2026-06-01" in a for a in narrower)


def test_pages_follow_until_every_event_was_shown_once(
    desk: TestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_list, "_PAGE", 7)
    address: str | None = "/events?background=1&sort=origins"
    seen: list[str] = []
    while address:
        page = read(desk, address)
        seen += _ROW.findall(page)
        more = re.search(r'rel="next" href="([^"]*)"', page)
        address = more[1] if more else None
    total = _TOTAL.search(read(desk, "/events?background=1"))
    assert total and len(seen) == len(set(seen)) == int(total[1].replace(",", ""))


@pytest.mark.parametrize(
    "query", ["sort=loud", "origins=many", "from=june", "salience=9", "cursor=x", "since=then"]
)
def test_what_is_wrong_is_said_by_name(desk: TestClient[Litestar], query: str) -> None:
    answer = desk.get(f"/events?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.text
