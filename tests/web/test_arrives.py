"""From words to the event and to the passage: search, and the event's page as a person reads it."""

import html
import re

import msgspec
from litestar import Litestar
from litestar.testing import TestClient

from tests.web.test_event_list import desk, read

__all__ = ["desk"]


def test_each_hit_names_its_span_and_most_their_event(desk: TestClient[Litestar]) -> None:
    hits = desk.get("/api/v1/search", params={"q": "strike"}).json()["hits"]
    assert hits
    events = 0
    for hit in hits:
        document = desk.get(f"/api/v1/documents/{hit['document']}").json()["document"]
        if hit.get("span"):
            words = document["text"][slice(*hit["span"])]
            assert words.strip()
            if hit["kind"] == "document":
                assert f"[{words}]" in hit["excerpt"]
        if hit.get("event"):
            events += 1
            event = desk.get(f"/api/v1/events/{hit['event']}").json()
            assert hit["document"] in {m["document"] for m in event["mentions"]}
    assert sum(bool(h.get("span")) for h in hits) > len(hits) / 2 and events


def test_from_a_search_to_the_event_and_its_words_in_two_steps(desk: TestClient[Litestar]) -> None:
    page = read(desk, "/search?q=strike")
    event = re.search(r'href="(/event/e[0-9a-f]+)"', page)
    words = re.search(r'href="(/document/[0-9a-f]+)#(s[0-9]+)"', page)
    assert event and words
    assert f'id="{words[2]}"' in read(desk, words[1])
    told = read(desk, event[1])
    assert 'id="origins"' in told and 'id="reports"' in told and "<mark>" in told


def test_the_event_s_page_says_first_on_how_much_it_rests(desk: TestClient[Litestar]) -> None:
    first = re.search(r'<a href="(/event/e[0-9a-f]+)" data-row>', read(desk, "/events"))
    assert first
    event = msgspec.json.decode(desk.get("/api/v1" + first[1].replace("/event/", "/events/")).content)
    page = html.unescape(read(desk, first[1]))
    low, high = event["origins"]["low"], event["origins"]["high"]
    assert f"{low if low == high else f'{low}–{high}'} independent origin" in page
    for conflict in event.get("conflicts", []):
        assert "Where accounts differ" in page
        assert conflict["values"]


def test_words_that_mean_nothing_are_told_by_name(desk: TestClient[Litestar]) -> None:
    for address in ("/search", "/api/v1/search"):
        answer = desk.get(address, params={"q": "strike colour:red"})
        assert answer.status_code == 400 and "colour:" in html.unescape(answer.text)


def test_a_server_says_that_it_lives_and_is_ready(desk: TestClient[Litestar]) -> None:
    assert [desk.get(a).text for a in ("/healthz", "/readyz")] == ["ok\n", "ok\n"]


def test_the_description_has_a_short_address(desk: TestClient[Litestar]) -> None:
    short, first = (desk.get(a).json() for a in ("/api/v1/openapi.json", "/api/v1/schema/openapi.json"))
    assert short == first and short["openapi"].startswith("3.1")
