import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.web.conftest import THEN

Client = TestClient[Litestar]


def top(client: Client) -> dict[str, object]:
    events = client.get("/api/v1/events", params={"as_of": THEN}).json()["events"]
    found: dict[str, object] = max(events, key=lambda e: e["reports"])
    return found


def paths(client: Client) -> dict[str, str]:
    event = top(client)
    return {
        "today": "/", "calendar": "/calendar?month=2031-06", "map": "/map", "event": f"/event/{event['id']}",
        "document": f"/document/{event['mentions'][0]['document']}", "source": "/source/Norwegian%20defence%20ministry", "search": "/search?q=drill",  # type: ignore[index]
    }  # fmt: skip


class Page(HTMLParser):
    """What the checks of a page look at."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("name", ["today", "calendar", "map", "event", "document", "source", "search"])
def test_each_page_is_whole_and_keeps_to_itself(client: Client, name: str) -> None:
    path = paths(client)[name]
    answer = client.get(
        path,
        params={"as_of": THEN}
        | ({"month": "2031-06"} if name == "calendar" else {"q": "drill"} if name == "search" else {}),
    )
    assert answer.status_code == 200
    assert len(answer.content) < 250_000
    page = Page(answer.text)
    assert [a["lang"] for t, a in page.tags if t == "html"] == ["en"]
    assert sum(t == "h1" for t, _ in page.tags) == 1
    assert sum(t == "main" for t, _ in page.tags) == 1
    ids = [a["id"] for _, a in page.tags if a.get("id")]
    assert len(ids) == len(set(ids))
    labelled = {a.get("for") for t, a in page.tags if t == "label"}
    for tag, about in page.tags:
        assert not any(k.startswith("on") or k == "style" for k in about), (tag, about)
        if tag == "script":
            assert about.get("src") == "/static/page.js"
        if tag == "input" and about.get("type") not in ("hidden", "checkbox"):
            assert about.get("id") in labelled
        for key in ("href", "src", "action"):
            assert not re.match(r"(?:https?:)?//", about.get(key) or ""), about
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    feeds = (
        "/calendar.ics",
        "/alerts.atom",
        "/alerts.rss",
    )  # what is subscribed to tells of now, whatever moment is shown
    inner = [
        a["href"]
        for t, a in page.tags
        if t == "a"
        and a.get("href") not in feeds
        and (a.get("href") or "").startswith("/")
        and "as_of" not in (a.get("href") or "")
    ]
    assert all(
        h.split("?")[0] == unquote(path.split("?")[0]) or h.startswith("/event/") for h in inner if h
    ), inner  # every address keeps the moment


def test_the_event_page_leads_from_each_edge_to_its_sentence(client: Client) -> None:
    event = top(client)
    answer = client.get(f"/event/{event['id']}", params={"as_of": THEN})
    assert "4 reports, 1–3 origins" in answer.text
    jumps = re.findall(r'href="/document/(\w+)\?as_of=[^"#]+#(s\d+)"', answer.text)
    assert jumps
    for document, anchor in jumps:
        assert f'id="{anchor}"' in client.get(f"/document/{document}", params={"as_of": THEN}).text


def test_the_page_travels_in_time(client: Client) -> None:
    event = top(client)
    early = client.get(f"/event/{event['id']}", params={"as_of": "2031-06-13T00:00Z"}).text
    late = client.get(f"/event/{event['id']}", params={"as_of": THEN}).text
    moved = "Norwegian defence ministry, 2031-06-17"  # who moved the day, and when
    assert "23 Jun 2031" not in re.sub(r"<style.*?</style>", "", early)
    assert "23 Jun 2031" in late, moved
    assert client.get(f"/event/{event['id']}", params={"as_of": "2031-06-01"}).status_code == 404


def test_every_source_that_is_listed_has_a_page_that_tells_its_words(client: Client) -> None:
    listed = client.get("/sources", params={"as_of": THEN}).text
    names = re.findall(r'href="(/source/[^"?]+)\?as_of', listed)
    assert len(names) > 5
    for path in names:
        page = client.get(path, params={"as_of": THEN})
        assert page.status_code == 200, path
    said = client.get("/source/the%20Canadian%20defence%20ministry", params={"as_of": THEN}).text
    assert "What it said" in said
    document, anchor = re.findall(r'href="/document/(\w+)\?as_of=[^"#]+#(s\d+)"', said)[0]
    assert f'id="{anchor}"' in client.get(f"/document/{document}", params={"as_of": THEN}).text
    assert len({p.casefold().replace("the%20", "") for p in names}) == len(names)


def test_an_empty_moment_says_what_to_do(client: Client) -> None:
    assert "sayso add" in client.get("/", params={"as_of": "2020-01-01"}).text
    assert "Nothing holds these words" in client.get("/search", params={"q": "zeppelin", "as_of": THEN}).text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/event/none", 404),
        ("/document/none", 404),
        ("/source/none", 404),
        ("/?as_of=soon", 400),
        ("/calendar?month=13", 404),
        ("/static/pages.py", 404),
        ("/nowhere", 404),
    ],
)
def test_errors_are_pages_that_say_why(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text
