import socket
import time
import tracemalloc
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.fetch import Fetcher, FetchError, Limits
from sayso.fetch.addresses import parse_target
from sayso.fetch.fetcher import parse_retry_after
from sayso.fetch.politeness import Turns
from tests.fetch import server as misbehaving
from tests.fetch.server import Server, packed

LIMITS = Limits(seconds=1.0, connect_seconds=1.0, bytes=3_000_000)


def fetcher(server: Server, **more: Any) -> Fetcher:
    return Fetcher(**{"limits": LIMITS, "allow": [server.host], "interval": 0.0, "robots": False, **more})


def test_a_page_comes_unpacked_with_its_address(server: Server) -> None:
    server.pages["/new"] = packed(b"<p>words</p>")
    server.pages["/old"] = (301, {"Location": "/new#part"}, b"")
    response = fetcher(server).get(server.url("/old"))
    assert (response.body, response.url, response.moved_to, response.kind) == (
        b"<p>words</p>",
        server.url("/new"),
        server.url("/new"),
        "text/html",
    )
    assert not {"Cookie", "Authorization", "Referer"} & server.last.keys()
    server.pages["/old"] = (302, {"Location": "/new"}, b"")
    assert fetcher(server).get(server.url("/old")).moved_to is None


def test_an_unchanged_page_is_a_304(server: Server) -> None:
    server.pages["/a"] = (304, {}, b"")
    assert (
        fetcher(server).get(server.url("/a"), etag='"x"', modified="Mon, 01 Jan 2024 00:00:00 GMT").status
        == 304
    )
    assert (server.last["If-None-Match"], server.last["If-Modified-Since"]) == (
        '"x"',
        "Mon, 01 Jan 2024 00:00:00 GMT",
    )


@pytest.mark.parametrize(
    ("page", "why", "transient"),
    [
        (misbehaving.dripping_body, "longer than 1 s", True),
        (misbehaving.dripping_headers, "longer than 1 s", True),
        (misbehaving.silent, "longer than 1 s", True),
        (misbehaving.endless, "longer than 3,000,000 bytes", False),
        (misbehaving.bomb, "decompression bomb", False),
        (misbehaving.short, "announced", True),
        (misbehaving.garbage, "connection failed", True),
        (misbehaving.bad_chunks, "before its announced length|connection failed", True),
        ((200, {"Content-Encoding": "gzip"}, b"no gzip at all"), "broken", True),
        ((200, {"Content-Encoding": "gzip"}, packed(b"x" * 9000)[2][:30]), "broken off", True),
        ((200, {"Content-Encoding": "br"}, b"abc"), "packed as br", False),
        ((200, {"Content-Length": "99999999"}, b"abc"), "99,999,999 bytes", False),
        ((302, {"Location": "/page"}, b""), "loop", False),
        ((302, {}, b""), "without an address", False),
        ((302, {"Location": "file:///etc/passwd"}, b""), "no http", False),
        ((302, {"Location": "http://u:p@127.0.0.1/"}, b""), "password", False),
        ((302, {"Location": "http://127.0.0.2/"}, b""), "no public address", False),
        ((302, {"Location": "http://169.254.169.254/latest/meta-data"}, b""), "no public address", False),
        ((302, {"Location": "http://[::ffff:127.0.0.1]:1234/"}, b""), "no public address", False),
        ((404, {}, b""), "404", False),
        ((410, {}, b""), "410", False),
        ((429, {"Retry-After": "77"}, b""), "429", True),
        ((500, {}, b""), "500", True),
    ],
)
def test_whatever_a_server_does_ends_soon_with_the_reason(
    server: Server, page: misbehaving.Page, why: str, transient: bool
) -> None:
    server.pages["/page"] = page
    begun = time.monotonic()
    with pytest.raises(FetchError, match=why) as raised:
        fetcher(server).get(server.url("/page"))
    assert time.monotonic() - begun < 3
    assert raised.value.transient == transient
    assert (
        "password" in why
        or "127.0.0" in raised.value.name
        or "169.254" in raised.value.name
        or "file:" in raised.value.name
    )
    assert raised.value.retry_after == (77.0 if why == "429" else None)


def test_a_bomb_does_not_grow_in_memory(server: Server) -> None:
    server.pages["/page"] = misbehaving.bomb
    tracemalloc.start()
    with pytest.raises(FetchError):
        Fetcher(Limits(seconds=5), allow=[server.host], robots=False).get(server.url("/page"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000_000


def test_many_redirects_end(server: Server) -> None:
    for n in range(20):
        server.pages[f"/{n}"] = (302, {"Location": f"/{n + 1}"}, b"")
    with pytest.raises(FetchError, match="more than 5 times"):
        fetcher(server).get(server.url("/0"))
    assert sum(server.asked.values()) == 6


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.1.2.3/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://192.168.0.1:8080/",
        "http://[fe80::1]/",
        "http://[64:ff9b::a00:1]/",
        "http://100.64.0.1/",
        "http://[2002:7f00:1::]/",
    ],
)
def test_no_private_address_is_reached(url: str) -> None:
    with pytest.raises(FetchError, match=r"no public address|no such host"):
        Fetcher(LIMITS, robots=False).get(url)


def test_a_name_is_checked_after_dns_and_its_address_pinned(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [[(2, 1, 6, "", ("10.0.0.1", 0))]]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: answers[0])
    with pytest.raises(FetchError, match=r"leads to 10\.0\.0\.1"):
        Fetcher(LIMITS, robots=False).get("http://news.example/")
    port = server.server_address[1]
    server.pages["/"] = (200, {}, b"here")
    answers[0] = [(2, 1, 6, "", ("127.0.0.1", port))]
    assert (
        Fetcher(LIMITS, allow=["127.0.0.0/8"], robots=False).get(f"http://news.example:{port}/").body
        == b"here"
    )
    assert server.last["Host"] == f"news.example:{port}"  # asked by name at the address that was checked


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "javascript:alert(1)",
        "http://",
        "http://a b.example/",
        "http://a.example/\r\nX: y",
        "http://a.example:99999/",
        "https://x:y@a.example/",
        "http://a.example:25/",
        "/only/a/path",
        "",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(FetchError) as raised:
        Fetcher(LIMITS, robots=False).get(url)
    assert "x:y" not in str(raised.value)


@given(st.text(max_size=60))
def test_any_words_are_an_address_or_refused(words: str) -> None:
    try:
        target = parse_target(words, "https://a.example/b/")
    except FetchError:
        return
    assert target.scheme in ("http", "https")
    assert target.path.isascii() and not set(" \r\n\t") & set(target.path)


def test_robots_are_obeyed_and_asked_once(server: Server) -> None:
    server.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private\n")
    server.pages["/a"] = server.pages["/private/b"] = (200, {}, b"page")
    polite = fetcher(server, robots=True)
    assert polite.get(server.url("/a")).body == polite.get(server.url("/a")).body == b"page"
    with pytest.raises(FetchError, match=r"robots\.txt"):
        polite.get(server.url("/private/b"))
    assert (server.asked["/robots.txt"], server.asked["/private/b"]) == (1, 0)


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_robots_that_cannot_be_had(server: Server, status: int, allowed: bool) -> None:
    server.pages |= {"/robots.txt": (status, {}, b""), "/a": (200, {}, b"page")}
    if allowed:
        assert fetcher(server, robots=True).get(server.url("/a")).body
    else:
        with pytest.raises(FetchError, match=r"robots\.txt"):
            fetcher(server, robots=True).get(server.url("/a"))


def test_a_host_is_given_rest(server: Server) -> None:
    server.pages |= {
        "/robots.txt": (200, {}, b"User-agent: sayso\nCrawl-delay: 0.3\n"),
        "/a": (200, {}, b"page"),
    }
    polite = fetcher(server, robots=True, interval=0.1)
    for _ in range(3):
        polite.get(server.url("/a"))
    first, *gaps = [b - a for a, b in zip(server.times, server.times[1:])]
    assert first >= 0.1
    assert all(g >= 0.29 for g in gaps)


def test_turns_wait_no_longer_than_a_minute() -> None:
    now, slept = [0.0], list[float]()
    turns = Turns(1.0, lambda: now[0], slept.append)
    turns.slow("a", 9999)
    for _ in range(2):
        with turns.turn("a"):
            pass
    assert slept == [60.0]


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("120", 120.0),
        ("9" * 40, 86400.0),
        ("Mon, 01 Jan 2024 00:02:00 GMT", 120.0),
        ("soon", None),
        ("", None),
        (None, None),
        ("-5", None),
    ],
)
def test_retry_after(words: str | None, seconds: float | None) -> None:
    assert parse_retry_after(words, datetime(2024, 1, 1, tzinfo=UTC)) == seconds


def test_a_post_goes_where_it_may(server: Server) -> None:
    server.pages["/hook"] = (204, {}, b"")
    assert fetcher(server).post(server.url("/hook"), b"{}", {"Content-Type": "application/json"}) == 204
    assert server.bodies[0][1] == b"{}"
    with pytest.raises(FetchError, match="no public address"):
        Fetcher(LIMITS).post(server.url("/hook"), b"{}", {})
