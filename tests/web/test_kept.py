"""Answers that are given again hold only while the ledger is as it was, and never for who is logged in."""

import pytest
from litestar.testing import TestClient

from sayso.demo import demo_documents
from sayso.ledger import Ledger
from sayso.ledger.moments import parse_moment, stamp
from sayso.reader import read_documents
from sayso.web import kept, lists
from sayso.web.app import make_app
from sayso.web.queries import Desk
from tests.web.conftest import THEN, TOKEN

PATHS = (
    "/",
    "/calendar",
    "/map",
    "/sources",
    "/search?q=drill",
    "/api/v1/brief",
    "/api/v1/events",
    "/api/v1/documents",
    "/api/v1/sources",
)


@pytest.mark.parametrize("path", PATHS)
def test_the_same_is_given_again_until_something_is_added(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    readings = list(read_documents(demo_documents("allied-drill")))
    ledger = Ledger(":memory:")
    for reading in readings[:2]:
        ledger.add(reading)
    with TestClient(
        make_app(ledger, write_token=TOKEN), base_url="http://localhost", raise_server_exceptions=False
    ) as client:
        asked = {"as_of": THEN} | ({"q": "drill"} if "q=" in path else {})
        first = client.get(path.partition("?")[0], params=asked)
        with monkeypatch.context() as patch:
            for name in (
                "brief",
                "between",
                "sources",
                "search",
                "page_events",
                "page_documents",
                "placed",
                "recent",
            ):
                patch.setattr(Desk, name, None)  # nothing is asked of the ledger
            again = client.get(path.partition("?")[0], params=asked)
        assert (again.status_code, again.content, again.headers["content-type"]) == (
            200,
            first.content,
            first.headers["content-type"],
        )
        assert "default-src 'none'" in again.headers["content-security-policy"]
        if tag := first.headers.get("etag"):
            assert (
                client.get(path, params=asked, headers={"If-None-Match": f'"x", W/{tag}'}).status_code == 304
            )
        for reading in readings[2:]:
            ledger.add(reading)
        after = client.get(path.partition("?")[0], params=asked)
        assert after.content != first.content
        assert (
            client.get(path.partition("?")[0], params=asked | {"as_of": "2031-06-12T09:00Z"}).content
            != after.content
        )


def test_an_answer_of_now_grows_old_and_a_login_is_told_nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(kept.time, "monotonic", lambda: clock[0])
    ledger = Ledger(":memory:")
    for reading in read_documents(demo_documents("allied-drill")):
        ledger.add(reading)
    asked = []
    brief = Desk.brief
    monkeypatch.setattr(Desk, "brief", lambda self, *a, **k: asked.append(1) or brief(self, *a, **k))
    with TestClient(
        make_app(ledger, write_token=TOKEN), base_url="http://localhost", raise_server_exceptions=False
    ) as client:
        client.get("/"), client.get("/")
        assert len(asked) == 1
        clock[0] += 2.5
        client.get("/")
        assert len(asked) == 2
        client.post(
            "/login",
            data={"token": TOKEN, "person": "Ada", "next": "/"},
            headers={"origin": "http://localhost"},
            follow_redirects=False,
        )
        assert "Logged in as Ada" in client.get("/").text
        assert len(asked) == 3
        client.cookies.clear()
        assert "Ada" not in client.get("/").text


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 5)
    ledger = Ledger(":memory:")
    app = make_app(ledger)
    with TestClient(app, base_url="http://localhost") as client:
        for n in range(1, 12):
            client.get("/", params={"as_of": f"2031-06-{n:02}"})
        answers = app.state.kept._answers
        assert len(answers) == 5
        assert app.state.kept._bytes == sum(len(a.body) for a in answers.values())


def test_who_speaks_is_remembered_until_a_report_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.ledger.judging import redact

    ledger = Ledger(":memory:")
    readings = list(read_documents(demo_documents("allied-drill")))
    for reading in readings[:2]:
        ledger.add(reading)
    desk, looked = Desk(ledger), []
    read = lists.Speakers.read
    monkeypatch.setattr(
        lists.Speakers,
        "read",
        lambda self, connection, ids: (looked.append(sorted(ids)), read(self, connection, ids))[1],
    )
    then = parse_moment(THEN)
    first = desk.sources(then)
    with ledger.connect() as connection:
        assert first == lists.late_sources(connection, stamp(then))
    assert first == desk.sources(then)
    ledger.add(readings[2])
    more = desk.sources(then)
    assert [len(ids) for ids in looked] == [2, 2, 0, 1]  # the second asks with nothing remembered
    gone = readings[2].document
    assert gone.publisher in {s.name for s in more}
    redact(ledger, gone.id, "Ada", "a court's order")
    assert gone.publisher not in {s.name for s in desk.sources(then)}
    assert desk.sources(then) == first
