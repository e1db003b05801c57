import re

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from sayso.errors import InputError
from sayso.ledger import Ledger
from sayso.web.app import make_app
from tests.web.conftest import THEN, TOKEN

Client = TestClient[Litestar]
WRITER = {"Authorization": f"Bearer {TOKEN}"}


def test_events_come_in_pages_by_cursor(client: Client) -> None:
    everything = client.get("/api/v1/events", params={"as_of": THEN}).json()["events"]
    seen, cursor = [], None
    while True:
        answer = client.get(
            "/api/v1/events", params={"as_of": THEN, "limit": 1} | ({"cursor": cursor} if cursor else {})
        ).json()
        seen += answer["events"]
        cursor = answer["next"]
        if cursor is None:
            break
    assert seen == everything
    assert len(seen) > 1
    assert client.get("/api/v1/events", params={"as_of": THEN, "cursor": "none"}).status_code == 400


def test_what_did_not_change_is_not_sent_again(client: Client) -> None:
    first = client.get("/api/v1/stories", params={"as_of": THEN})
    again = client.get(
        "/api/v1/stories", params={"as_of": THEN}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_one_event_and_one_document(client: Client) -> None:
    listed = client.get("/api/v1/events", params={"as_of": THEN}).json()["events"][0]
    assert client.get(f"/api/v1/events/{listed['id']}", params={"as_of": THEN}).json() == listed
    document = listed["mentions"][0]["document"]
    assert (
        client.get(f"/api/v1/documents/{document}", params={"as_of": THEN}).json()["document"]["id"]
        == document
    )


def test_errors_are_problems(client: Client) -> None:
    answer = client.get("/api/v1/events/none")
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["status"] == 404
    assert client.get("/api/v1/events", params={"as_of": "soon"}).json()["status"] == 400
    assert client.get("/api/v1/events", params={"limit": 100000}).status_code == 400


def test_openapi_names_every_path(client: Client) -> None:
    schema = client.get("/api/v1/schema/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    assert {"/api/v1/events", "/api/v1/documents/{id}", "/api/v1/changes"} <= set(schema["paths"])


def test_changes_go_on_where_they_broke_off(client: Client) -> None:
    first = client.get("/api/v1/changes", params={"once": True})
    assert first.headers["content-type"].startswith("text/event-stream")
    assert "event: position" in first.text
    last = int(re.findall(r"id: (\d+)", first.text)[-1])
    assert last >= 5
    missed = client.get(
        "/api/v1/changes", params={"once": True}, headers={"Last-Event-ID": str(last - 3)}
    ).text
    assert [int(n) for n in re.findall(r"id: (\d+)", missed)] == [last - 3, last - 2, last - 1, last]
    assert re.search(r'event: (?:reading|links)\r?\ndata: \{"seq":\d+,"ref":"[0-9a-f]+\.0"\}', missed)
    assert (
        client.get("/api/v1/changes", params={"once": True}, headers={"Last-Event-ID": "x"}).status_code
        == 400
    )


@pytest.mark.parametrize("what", ["events", "documents", "stories"])
@pytest.mark.parametrize("then", ["2031-06-13T00:00Z", THEN])
def test_each_list_pages_to_the_whole(client: Client, what: str, then: str) -> None:
    view = client.get("/api/v1/export", params={"as_of": then}).json()
    for limit in (1, 3, 200):
        seen: list[dict[str, object]] = []
        cursor = None
        while True:
            answer = client.get(
                f"/api/v1/{what}",
                params={"as_of": then, "limit": limit} | ({"cursor": cursor} if cursor else {}),
            ).json()
            assert len(answer[what]) <= limit
            seen += answer[what]
            if (cursor := answer["next"]) is None:
                break
        assert sorted(seen, key=lambda i: str(i["id"])) == sorted(view[what], key=lambda i: i["id"])
    days = [str(e["start"] or "9999")[:10] for e in seen] if what == "events" else []
    assert days == sorted(days)
    assert client.get(f"/api/v1/{what}", params={"cursor": "none"}).status_code == 400


def test_lists_are_narrowed_down(client: Client) -> None:
    every = client.get("/api/v1/events", params={"as_of": THEN}).json()["events"]
    for status in {e["status"] for e in every}:
        some = client.get("/api/v1/events", params={"as_of": THEN, "status": status}).json()["events"]
        assert some == [e for e in every if e["status"] == status]
    some = client.get("/api/v1/events", params={"as_of": THEN, "country": "nor"}).json()["events"]
    assert some == [e for e in every if "NOR" in e["participants"]] != []
    assert client.get("/api/v1/events", params={"status": "soon"}).status_code == 400


def test_who_speaks(client: Client) -> None:
    every = client.get("/api/v1/sources", params={"as_of": THEN}).json()["sources"]
    assert {s["kind"] for s in every} == {"outlet", "source"}
    assert [s["reports"] for s in every] == sorted((s["reports"] for s in every), reverse=True)
    only = client.get("/api/v1/sources", params={"as_of": THEN, "kind": "outlet"}).json()["sources"]
    assert only == [s for s in every if s["kind"] == "outlet"]
    one = client.get(f"/api/v1/sources/{only[0]['name']}", params={"as_of": THEN}).json()
    assert one["documents"]
    assert client.get("/api/v1/sources", params={"as_of": "2000-01-01"}).json() == {"sources": []}


def test_writing_needs_the_token_and_adds_once() -> None:
    report = {
        "text": "OSLO (Agency) - The two ministers will meet in Bergen on Friday, a source said.",
        "published": "2031-06-17T10:00:00Z",
        "publisher": "Agency",
    }
    with TestClient(make_app(Ledger(":memory:"), write_token=TOKEN), base_url="http://localhost") as client:
        assert client.post("/api/v1/documents", json=report).status_code == 401
        assert (
            client.post(
                "/api/v1/documents", json=report, headers={"Authorization": "Bearer wrong"}
            ).status_code
            == 401
        )
        first, second = (client.post("/api/v1/documents", json=report, headers=WRITER) for _ in range(2))
        assert (first.status_code, first.json()["added"], second.json()["added"]) == (201, True, False)
        assert client.post("/api/v1/documents", json={"text": ""}, headers=WRITER).status_code == 400
        assert (
            client.post(
                "/api/v1/documents", json={"text": "x", "path": "/etc/passwd"}, headers=WRITER
            ).status_code
            == 400
        )
        assert (
            client.post(
                "/api/v1/documents", content=b"{" * 10, headers=WRITER | {"content-type": "application/json"}
            ).status_code
            == 400
        )
        assert (
            client.post(
                "/api/v1/documents",
                content=b" " * 3_000_000,
                headers=WRITER | {"content-type": "application/json"},
            ).status_code
            == 413
        )


def test_a_judgement_is_recorded_and_shown() -> None:
    ledger = Ledger(":memory:")
    from sayso.demo import demo_documents
    from sayso.reader import read_documents

    for reading in read_documents(demo_documents("allied-drill")):
        ledger.add(reading)
    with TestClient(make_app(ledger, write_token=TOKEN), base_url="http://localhost") as client:
        event = max(
            client.get("/api/v1/events", params={"as_of": "2099-01-01"}).json()["events"],
            key=lambda e: e["reports"],
        )
        wanted = {"kind": "reliability", "target": "Harbour News Agency", "person": "Ada", "value": "B"}
        assert client.post("/api/v1/judgements", json=wanted).status_code == 401
        made = client.post("/api/v1/judgements", json=wanted, headers=WRITER)
        assert (made.status_code, made.json()["person"]) == (201, "Ada")
        assert (
            client.post("/api/v1/judgements", json=wanted | {"value": "Z"}, headers=WRITER).status_code == 400
        )
        assert (
            client.post(
                "/api/v1/judgements",
                json=wanted | {"kind": "credibility", "target": "none", "value": "2"},
                headers=WRITER,
            ).status_code
            == 404
        )
        assert "Judged by people" in client.get(f"/event/{event['id']}", params={"as_of": "2099-01-01"}).text


def test_search_is_narrowed_and_paged(client: Client) -> None:
    every = client.get("/api/v1/search", params={"q": "drill", "as_of": THEN, "limit": 2}).json()
    assert len(every["hits"]) == 2
    more = client.get(
        "/api/v1/search", params={"q": "drill", "as_of": THEN, "limit": 2, "cursor": every["next"]}
    ).json()
    assert more["hits"] != every["hits"]
    events = client.get("/api/v1/search", params={"q": "drill", "as_of": THEN, "kind": "event"}).json()[
        "hits"
    ]
    assert events
    assert {h["kind"] for h in events} == {"event"}


def test_other_hosts_and_origins_are_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 403
    assert (
        client.post(
            "/api/v1/documents", json={"text": "x"}, headers=WRITER | {"origin": "https://evil.example"}
        ).status_code
        == 403
    )


def test_a_read_token_guards_reading() -> None:
    with TestClient(
        make_app(Ledger(":memory:"), hosts=("desk.example",), read_token=TOKEN, write_token=TOKEN),
        base_url="http://desk.example",
    ) as client:
        assert client.get("/").status_code == 401
        assert client.get("/", headers=WRITER).status_code == 200


def test_beyond_this_machine_a_token_is_needed(tmp_path: object) -> None:
    from sayso.cli_serve import serve_ledger

    with pytest.raises(InputError, match="no token"):
        serve_ledger(":memory:", "192.0.2.1", 8710, None, False)


def test_marks_in_a_text_stay_text() -> None:
    evil = 'OSLO (Agency) - <script>alert(1)</script> \u202eThe minister will visit Bergen on Friday, "an <b>aide</b>" said.'
    with TestClient(make_app(Ledger(":memory:"), write_token=TOKEN), base_url="http://localhost") as client:
        id = client.post(
            "/api/v1/documents",
            json={
                "text": evil,
                "title": "<img src=x onerror=alert(1)>",
                "publisher": '"><script>',
                "published": "2031-06-17",
            },
            headers=WRITER,
        ).json()["id"]
        for path in (f"/document/{id}", "/", "/search?q=minister"):
            page = client.get(
                path, params={"as_of": "2031-06-18"} | ({"q": "minister"} if "search" in path else {})
            ).text
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert '"><script>' not in page


def test_a_page_of_another_port_may_not_write(client: Client) -> None:
    assert (
        client.post(
            "/api/v1/documents", json={"text": "x"}, headers=WRITER | {"origin": "http://localhost:9999"}
        ).status_code
        == 403
    )
    assert (
        client.post(
            "/api/v1/documents", json={"text": ""}, headers=WRITER | {"origin": "http://localhost"}
        ).status_code
        == 400
    )


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2fapp.py",
        "/static/%2e%2e%2f%2e%2e%2f__init__.py",
        "/static/..%5capp.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/page.js%00.py",
    ],
)
def test_no_file_of_the_server_is_read(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert "import" not in answer.text
    assert "root:" not in answer.text
