"""A watch against a server that misbehaves: nothing hangs, each article once, every refusal with its reason."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from sayso.fetch import Fetcher, Limits
from sayso.ledger import Ledger, schema
from sayso.watch import Watcher, WatchState
from sayso.watch.screen import Screen, log_line
from sayso.watch.watcher import Event
from sayso.workers import Readers
from tests.fetch import server as misbehaving
from tests.fetch.server import Server, packed

LIMITS = Limits(seconds=1.0, connect_seconds=1.0, bytes=3_000_000)
BODY = "".join(
    f"<p>The council of Tollmark met on Tuesday for the {n}th time and spoke of the shut bridge at length, the mayor said.</p>"
    for n in range(5)
)


def article(title: str) -> bytes:
    return f'<html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>{BODY}<p>{title}.</p></article></body></html>'.encode()


def rss(server: Server, *paths: str) -> bytes:
    items = "".join(
        f"<item><title>About {p}</title><link>{server.url(p)}</link><pubDate>Tue, 06 May 2031 08:30:00 GMT</pubDate></item>"
        for p in paths
    )
    return f'<rss version="2.0"><channel><title>Echo</title>{items}</channel></rss>'.encode()


class Watch:
    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.ledger, self.state = Ledger(folder / "l.db"), WatchState(folder / "l.db.watch")
        self.events: list[Event] = []
        self.readers: Readers | None = None

    def run(self, *paths: str, robots: bool = False) -> list[Event]:
        self.events = []
        fetcher = Fetcher(LIMITS, allow=[self.server.host], robots=robots, interval=0.0)
        Watcher(
            self.ledger,
            self.state,
            fetcher,
            [self.server.url(p) for p in paths],
            tell=self.events.append,
            readers=self.readers,
        ).run(once=True)
        return self.events

    def published(self) -> dict[str, str]:
        with self.ledger.connect() as connection:
            rows = connection.execute(select(schema.documents.c.title, schema.documents.c.published_at)).all()
        return {title: str(at) for title, at in rows}

    def told(self, what: str) -> list[str]:
        return [e.words for e in self.events if e.what == what]


@pytest.fixture
def watch(server: Server, tmp_path: Path) -> Iterator[Watch]:
    made = Watch(server, tmp_path)
    with made.ledger, made.state:
        yield made


def test_what_is_new_is_added_once(server: Server, watch: Watch) -> None:
    server.pages |= {
        "/a": packed(article("Bridge shut")),
        "/b": packed(article("Ferry sinks")),
        "/c": packed(article("Mayor resigns")),
    }
    server.pages["/feed"] = (
        200,
        {"ETag": '"1"', "Last-Modified": "Tue, 06 May 2031 09:00:00 GMT"},
        rss(server, "/a", "/b"),
    )
    watch.run("/feed")
    assert sorted(watch.told("added")) == ["Bridge shut", "Ferry sinks"]
    assert watch.ledger.count_documents() == 2
    server.pages["/feed"] = (200, {}, rss(server, "/c", "/a?utm_source=feed", "/b#part"))
    watch.run("/feed")
    assert (server.last["User-Agent"][:5], watch.told("added"), watch.ledger.count_documents()) == (
        "sayso",
        ["Mayor resigns"],
        3,
    )
    assert server.asked["/a"] == server.asked["/b"] == 1
    assert set(watch.published().values()) == {"2031-05-06T08:30:00+00:00"}


def test_an_unchanged_feed_is_asked_with_its_validators(server: Server, watch: Watch) -> None:
    server.pages["/feed"] = (
        200,
        {"ETag": '"1"', "Last-Modified": "Tue, 06 May 2031 09:00:00 GMT"},
        rss(server),
    )
    watch.run("/feed")
    server.pages["/feed"] = (304, {}, b"")
    watch.run("/feed")
    assert (server.last["If-None-Match"], server.last["If-Modified-Since"]) == (
        '"1"',
        "Tue, 06 May 2031 09:00:00 GMT",
    )
    assert watch.told("unchanged") == [""]


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(server: Server, watch: Watch) -> None:
    server.pages |= {"/old": (301, {"Location": "/new"}, b""), "/new": (200, {}, rss(server))}
    watch.run("/old")
    watch.run("/old")
    assert (server.asked["/old"], server.asked["/new"]) == (1, 2)


def test_a_feed_that_is_gone_is_asked_no_more(server: Server, watch: Watch) -> None:
    server.pages["/feed"] = (410, {}, b"")
    watch.run("/feed")
    watch.run("/feed")
    assert server.asked["/feed"] == 1
    assert "410" in watch.told("gone")[0]


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (misbehaving.dripping_body, "longer than 1 s"),
        (misbehaving.silent, "longer than 1 s"),
        (misbehaving.endless, "3,000,000 bytes"),
        (misbehaving.bomb, "decompression bomb"),
        (misbehaving.short, "announced"),
        ((302, {"Location": "/feed"}, b""), "loop"),
        ((429, {"Retry-After": "3600"}, b""), "429"),
        ((500, {}, b""), "500"),
        ((200, {}, b"<html>no feed</html>"), "is no feed"),
    ],
)
def test_a_feed_that_misbehaves_is_put_off_with_the_reason_and_the_rest_goes_on(
    server: Server, watch: Watch, page: misbehaving.Page, why: str
) -> None:
    server.pages |= {
        "/feed": page,
        "/good": (200, {}, rss(server, "/a")),
        "/a": packed(article("Bridge shut")),
    }
    begun = time.time()
    watch.run("/feed", "/good")
    assert len(watch.told("failed")) == 1
    assert why in watch.told("failed")[0]
    assert watch.told("added") == ["Bridge shut"]
    (state,) = watch.state.feeds([server.url("/feed")])
    assert state.failures == 1
    assert state.due - begun > (3500 if "429" in why else 1700)


def test_articles_that_misbehave_are_refused_or_tried_later_with_the_reason(
    server: Server, watch: Watch
) -> None:
    bad: dict[str, tuple[misbehaving.Page, str, str]] = {
        "/slow": (misbehaving.dripping_body, "later", "longer than 1 s"), "/endless": (misbehaving.endless, "refused", "3,000,000 bytes"),
        "/bomb": (misbehaving.bomb, "refused", "decompression bomb"), "/loop": ((302, {"Location": "/loop"}, b""), "refused", "loop"),
        "/gone": ((404, {}, b""), "refused", "404"), "/busy": ((429, {"Retry-After": "90"}, b""), "later", "429"),
        "/inside": ((302, {"Location": "http://169.254.169.254/"}, b""), "refused", "no public address"),
        "/picture": ((200, {"Content-Type": "image/png"}, b"\x89PNG"), "refused", "no web page"), "/wall": ((200, {"Content-Type": "text/html"}, b"<p>We use cookies.</p>"), "refused", ""),
    }  # fmt: skip
    server.pages |= {path: page for path, (page, _, _) in bad.items()}
    server.pages |= {"/feed": (200, {}, rss(server, *bad, "/a")), "/a": packed(article("Bridge shut"))}
    begun = time.monotonic()
    watch.run("/feed")
    assert time.monotonic() - begun < 30
    for path, (_, what, why) in bad.items():
        (event,) = [e for e in watch.events if e.about.endswith(path)]
        assert (event.what, why in event.words, bool(event.words)) == (what, True, True)
    assert watch.told("added") == ["Bridge shut"]
    assert watch.state.counts() == {"added": 1, "refused": 7, "waiting": 2}


def test_robots_are_obeyed(server: Server, watch: Watch) -> None:
    server.pages |= {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private"),
        "/feed": (200, {}, rss(server, "/private/a")),
    }
    watch.run("/feed", robots=True)
    assert "robots.txt" in watch.told("refused")[0]
    assert server.asked["/private/a"] == 0


def test_an_article_is_given_up_after_some_tries(server: Server, watch: Watch) -> None:
    server.pages |= {"/feed": (200, {}, rss(server, "/a")), "/a": (503, {"Retry-After": "0"}, b"")}
    for tries in range(1, 8):
        watch.run("/feed")
        watch.run("/feed")  # what asks to be tried at once rests all the same
        assert server.asked["/a"] == min(tries, 6)
        with sqlite3.connect(watch.state.path) as memory:
            memory.execute("UPDATE articles SET due = 0")
    assert watch.state.counts() == {"refused": 1}


def test_a_watch_that_is_killed_resumes_without_loss_or_doubles(server: Server, tmp_path: Path) -> None:
    paths = [f"/n{n}" for n in range(12)]
    server.pages |= {p: packed(article(f"Report {p}")) for p in paths} | {
        "/feed": (200, {"ETag": '"1"'}, rss(server, *paths))
    }
    script = (
        "import sys; from sayso.fetch import Fetcher; from sayso.ledger import Ledger; from sayso.watch import Watcher, WatchState\n"
        "with Ledger(sys.argv[1]) as l, WatchState(sys.argv[1] + '.watch') as s:\n"
        "    Watcher(l, s, Fetcher(allow=[sys.argv[2]], robots=False, interval=0.0), [sys.argv[3]]).run(once=True)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "l.db"), server.host, server.url("/feed")]
    first = subprocess.Popen(command, env=os.environ)
    until = time.monotonic() + 120
    while sum(server.asked[p] for p in paths) < 5 and time.monotonic() < until:
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.wait()
    server.pages["/feed"] = (304, {}, b"")
    subprocess.run(command, check=True, timeout=300)
    with Ledger(tmp_path / "l.db", must_exist=True) as ledger, WatchState(tmp_path / "l.db.watch") as state:
        assert ledger.count_documents() == len(paths)
        assert sum(n for what, n in state.counts().items() if what in ("added", "held")) == len(paths)


def test_a_watch_runs_until_it_is_stopped(server: Server, watch: Watch) -> None:
    server.pages["/feed"] = (200, {}, rss(server))
    asked: list[Event] = []
    fetcher = Fetcher(LIMITS, allow=[server.host], robots=False, interval=0.0)
    watcher = Watcher(
        watch.ledger,
        watch.state,
        fetcher,
        [server.url("/feed")],
        every=0.3,
        tell=lambda e: (asked.append(e), len(asked) > 2 and watcher.stop()),
    )  # type: ignore[func-returns-value]
    watcher.run()
    assert server.asked["/feed"] == 3


def test_a_line_of_the_log_holds_no_control_characters(tmp_path: Path) -> None:
    assert "\x1b" not in log_line(Event(what="added", about="https://echo.example/a", words="\x1b[31mred"))
    with (tmp_path / "log").open("w") as stream:
        screen = Screen(stream)
        with screen as tell:
            tell(Event(what="refused", about="https://echo.example/a", words="is a gallery"))
    assert "is a gallery" in (tmp_path / "log").read_text()
    assert "1 refused" in screen.summary


def test_a_watch_whose_workers_are_killed_adds_every_article(
    server: Server, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.workers.WORTH", 1)
    names = [f"/a{n}" for n in range(6)]
    server.pages |= {n: (200, {}, article(f"Talks {n}")) for n in names}
    server.pages |= {
        "/first": (200, {}, rss(server, *names[:3])),
        "/second": (200, {}, rss(server, *names[3:])),
    }
    with Readers(2) as watch.readers:
        watch.run("/first")
        killed = watch.readers.pids()
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        watch.run("/first", "/second")
        assert killed
        assert watch.readers.pids()
        assert not set(killed) & set(watch.readers.pids())
    assert sorted(watch.published()) == [f"Talks {n}" for n in names]
