"""Limits: of time for what is sent, of requests a minute, of size; and that text of a report stays text, whatever marks it holds."""

import asyncio
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from sayso.demo import demo_documents
from sayso.ledger import Ledger
from sayso.reader import read_documents
from sayso.web.app import make_app
from sayso.web.patience import HurriedProtocol, Patient
from tests.web.conftest import TOKEN

WRITER = {"Authorization": f"Bearer {TOKEN}"}
EVIL = {
    "text": 'OSLO (Agency) - <script>alert(1)</script> \u202eThe minister will visit Bergen on Friday\u202c, "an <b onmouseover=alert(2)>aide</b>" of <img src=x> said.\n\n'
    "\u2067\u202dThe ministry of \u200fdefence\u2069 confirmed & denied it, {{ 7*7 }} {% raw %}.",
    "title": "<svg onload=alert(3)> \u202eevil\u202c \" ' &amp;",
    "publisher": '"><script src=//evil.example></script>',
    "byline": "'; DROP TABLE documents; --",
    "url": "javascript:alert(4)",
    "published": "2031-06-17T10:00Z",
}


def test_who_asks_more_than_a_minute_allows_is_told_so() -> None:
    with TestClient(
        make_app(Ledger(":memory:"), a_minute=5), base_url="http://localhost", raise_server_exceptions=False
    ) as client:
        answers = [client.get("/api/v1/events") for _ in range(7)]
        assert [a.status_code for a in answers] == [200] * 5 + [429] * 2
        assert answers[-1].headers["content-type"] == "application/problem+json"
        assert answers[-1].json()["title"] == "Too many requests"
        page = client.get("/")
        assert page.status_code == 429
        assert "Too much at once" in page.text


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    reached: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        reached.append("first")
        await receive()
        reached.append("second")

    async def slow() -> None:
        parts = iter([{"type": "http.request", "body": b"{", "more_body": True}])

        async def receive() -> Any:
            if part := next(parts, None):
                return part
            await asyncio.sleep(30)

        scope: Any = {"type": "http", "method": "POST"}
        await Patient(app, 0.05)(scope, receive, None)  # type: ignore[arg-type]

    with pytest.raises(Exception, match="too slowly") as problem:
        asyncio.run(slow())
    assert getattr(problem.value, "status_code", 0) == 408
    assert reached == ["first"]


@pytest.fixture
def hurried() -> Iterator[int]:
    """A server that waits half a second for the head of a request, and for a body."""
    import uvicorn

    protocol = type("Protocol", (HurriedProtocol,), {"head_seconds": 0.5})
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    app = make_app(Ledger(":memory:"), write_token=TOKEN, patience=0.5)
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, http=protocol, log_level="critical")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield port
    server.should_exit = True
    thread.join(10)


def _said(port: int, *parts: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        for part in parts:
            line.sendall(part)
        found = b""
        while more := line.recv(65536):  # until the server ends it
            found += more
        return found


def test_half_a_head_and_half_a_body_are_let_go(hurried: int) -> None:
    host = f"Host: 127.0.0.1:{hurried}\r\n".encode()
    assert _said(hurried, b"GET / HTTP/1.1\r\n" + host) == b""  # the blank line never comes
    assert _said(hurried, b"") == b""
    head = (
        b"POST /api/v1/documents HTTP/1.1\r\n"
        + host
        + f"Authorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n".encode()
    )
    assert b" 408 " in _said(hurried, head, b'{"text":').split(b"\r\n")[0]
    assert (
        b" 200 "
        in _said(hurried, b"GET / HTTP/1.1\r\nConnection: close\r\n" + host + b"\r\n").split(b"\r\n")[0]
    )  # others are served on


def test_marks_and_overrides_in_a_report_stay_text_on_every_page() -> None:
    with TestClient(
        make_app(Ledger(":memory:"), write_token=TOKEN),
        base_url="http://localhost",
        raise_server_exceptions=False,
    ) as client:
        id = client.post("/api/v1/documents", json=EVIL, headers=WRITER).json()["id"]
        then = {"as_of": "2031-06-18"}
        events = client.get("/api/v1/events", params=then).json()["events"]
        assert events
        sources = [s["name"] for s in client.get("/api/v1/sources", params=then).json()["sources"]]
        assert EVIL["publisher"] in sources
        paths = [
            f"/document/{id}",
            "/",
            "/calendar",
            "/map",
            "/sources",
            "/search?q=minister",
            *(f"/event/{e['id']}" for e in events),
        ]
        for path in paths:
            q = {"q": "minister"} if "search" in path else {"month": "2031-06"} if path == "/calendar" else {}
            answer = client.get(path.partition("?")[0], params=then | q)
            assert answer.status_code == 200, path
            page = answer.text
            assert not re.search(
                r"<script(?! src=\"/static/page.js\")|<img|<b on|<svg onload|javascript:[^<]*\"|49 ",
                page.replace(f">{EVIL['url']}<", "><"),
            ), path
        document = client.get(f"/document/{id}", params=then).text
        assert '<p dir="auto">' in document
        assert "{{ 7*7 }}" in document
        assert "&lt;script&gt;alert(1)" in re.sub(r"</?span[^>]*>", "", document)
        assert 'href="javascript' not in document
        told = client.get(f"/api/v1/documents/{id}", params=then)
        assert json.loads(told.content)["document"]["text"] == EVIL["text"]


def test_a_page_of_an_outlet_of_any_name(client: Any) -> None:
    for name in ("%2e%2e%2fetc%2fpasswd", "%00", "a%2Fb", "%F0%9F%98%80", "%3Cscript%3E", "x" * 900):
        answer = client.get(f"/source/{name}")
        assert answer.status_code in (400, 404), name
        assert "<script>" not in answer.text.replace('<script src="/static/page.js" defer></script>', "")


def test_listed_demo_pages_take_hostile_parameters() -> None:
    ledger = Ledger(":memory:")
    for reading in read_documents(demo_documents("allied-drill")):
        ledger.add(reading)
    with TestClient(make_app(ledger), base_url="http://localhost", raise_server_exceptions=False) as client:
        for path in ("/", "/calendar", "/map", "/sources", "/search", "/login"):
            for bad in ("\x00", "\u202e", '"><script>', "9" * 400, "%", "é" * 300):
                for key in (
                    "as_of",
                    "month",
                    "zoom",
                    "lat",
                    "q",
                    "show",
                    "cursor",
                    "status",
                    "next",
                    "anything",
                ):
                    answer = client.get(path, params={key: bad})
                    assert answer.status_code < 500, (path, key, bad)
                    assert '"><script>' not in answer.text, (path, key)
