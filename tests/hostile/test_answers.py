"""No answer of a feed, a page or a robots.txt ends a watch, and none costs a good feed beside it a report."""

import time
from pathlib import Path

import pytest

from sayso.errors import InputError, LedgerError
from sayso.fetch import Fetcher, Limits
from sayso.ledger import Ledger
from sayso.watch import Watcher, WatchState
from sayso.watch.watcher import FEED_TRIES, Event
from tests.fetch.server import Server
from tests.hostile.answers import FEEDS, PAGES, ROBOTS, page
from tests.watch.test_watcher import rss

LIMITS = Limits(seconds=1.0, connect_seconds=1.0, bytes=4_000_000)
GOOD = {"/good/1": page(title="Bridge shut"), "/good/2": page(title="Mayor resigns")}


def watch(server: Server, folder: Path, *feeds: str, robots: bool = False) -> tuple[list[Event], int]:
    told: list[Event] = []
    server.pages |= {**GOOD, "/good": (200, {}, rss(server, *GOOD))}
    fetcher = Fetcher(LIMITS, allow=[server.host], robots=robots, interval=0.0)
    with Ledger(folder / "l.db") as ledger, WatchState(folder / "l.db.watch") as state:
        addresses = [server.url(f) for f in (*feeds, "/good")]
        Watcher(ledger, state, fetcher, addresses, tell=told.append).run(once=True)
        return told, sum(server.url(p) in [e.about for e in told if e.what == "added"] for p in GOOD)


def test_no_feed_ends_the_watch_or_costs_another_a_report(server: Server, tmp_path: Path) -> None:
    server.pages |= {f"/{name}": answer for name, answer in FEEDS.items()} | {"/x": page()}
    told, good = watch(server, tmp_path, *(f"/{name}" for name in FEEDS))
    assert good == len(GOOD)
    for name in FEEDS:  # each is told of, once, by its address
        heard = [e.what for e in told if e.about == server.url(f"/{name}")]
        assert len([what for what in heard if what in ("feed", "failed")]) >= 1, name
    assert not [e for e in told if e.what == "fault"]


def test_no_page_ends_the_watch_or_costs_another_a_report(server: Server, tmp_path: Path) -> None:
    server.pages |= {f"/{name}": answer for name, answer in PAGES.items()}
    server.pages["/bad"] = (200, {}, rss(server, *(f"/{name}" for name in PAGES)))
    begun = time.monotonic()
    told, good = watch(server, tmp_path, "/bad")
    assert good == len(GOOD)
    for name in PAGES:
        heard = [e.what for e in told if e.about == server.url(f"/{name}")]
        assert heard in (["added"], ["held"], ["refused"], ["later"]), (name, heard)
    assert time.monotonic() - begun < 10 * len(PAGES)


@pytest.mark.parametrize("name", ROBOTS)
def test_no_robots_file_ends_the_watch(server: Server, tmp_path: Path, name: str) -> None:
    server.pages["/robots.txt"] = ROBOTS[name]
    told, _ = watch(server, tmp_path, robots=True)
    assert {e.what for e in told} <= {"feed", "failed", "added", "refused", "later"}


def test_a_page_that_ends_the_reader_is_given_up_and_the_others_of_its_lot_are_added(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sayso.reader

    real = sayso.reader.read_documents

    def broken(documents: list[object], refused: object = None) -> object:
        if any("Poison" in d.title for d in documents):  # type: ignore[attr-defined]
            raise RuntimeError("no reader was made for this")
        return real(documents, refused)  # type: ignore[arg-type]

    monkeypatch.setattr(sayso.reader, "read_documents", broken)
    server.pages |= {"/poison": page(title="Poison"), "/bad": (200, {}, rss(server, "/poison"))}
    told, good = watch(server, tmp_path, "/bad")
    assert good == len(GOOD)
    (event,) = [e for e in told if e.about == server.url("/poison")]
    assert (event.what, "no reader was made for this" in event.words) == ("later", True)


def test_a_full_disk_costs_no_report(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, full = Ledger.add_all, [3]

    def filled(self: Ledger, readings: object, recorded_at: object = None) -> object:
        if full[0]:
            full[0] -= 1
            raise LedgerError("l.db: the disk is full; make room")
        return real(self, readings, recorded_at)  # type: ignore[arg-type]

    monkeypatch.setattr(Ledger, "add_all", filled)
    monkeypatch.setattr("sayso.watch.watcher._REST", 0.05)
    server.pages |= {**GOOD, "/good": (200, {}, rss(server, *GOOD))}
    told: list[Event] = []
    with Ledger(tmp_path / "l.db") as ledger, WatchState(tmp_path / "l.db.watch") as state:

        def tell(event: Event) -> None:
            told.append(event)
            if [e.what for e in told].count("added") == len(GOOD):
                watcher.stop()

        fetcher = Fetcher(LIMITS, allow=[server.host], robots=False, interval=0.0)
        watcher = Watcher(ledger, state, fetcher, [server.url("/good")], tell=tell)
        watcher.run()
        assert [e.what for e in told].count("fault") == 3
        assert ledger.count_documents() == len(GOOD)


def test_a_feed_is_given_up_after_a_stated_number_and_a_new_watch_asks_it_again(
    server: Server, tmp_path: Path
) -> None:
    server.pages["/feed"] = (500, {}, b"")
    told: list[Event] = []
    fetcher = Fetcher(LIMITS, allow=[server.host], robots=False, interval=0.0)
    with Ledger(tmp_path / "l.db") as ledger, WatchState(tmp_path / "l.db.watch") as state:
        watcher = Watcher(ledger, state, fetcher, [server.url("/feed")], tell=told.append)
        for _ in range(FEED_TRIES + 2):
            watcher.run(once=True)
        assert server.asked["/feed"] == FEED_TRIES
        assert f"given up after {FEED_TRIES}" in next(e for e in told if e.what == "gone").words
        Watcher(ledger, state, fetcher, [server.url("/feed")], tell=told.append).run(once=True)
    assert server.asked["/feed"] == FEED_TRIES + 1


def test_a_feed_cannot_fill_the_memory_of_the_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.watch.feeds import Entry

    monkeypatch.setattr("sayso.watch.state.A_DAY", 5)
    with WatchState(tmp_path / "w") as state:
        state.follow(["http://a.example/"])
        (feed,) = state.feeds(["http://a.example/"])
        entries = [Entry(url=f"http://a.example/{n}", key=f"http://a.example/{n}") for n in range(8)]
        assert state.read_feed(feed, feed.url, None, None, None, 0.0, entries) == (5, 3)
        assert state.read_feed(feed, feed.url, None, None, None, 0.0, entries) == (0, 3)
        assert len(state.waiting(100)) == 5


def test_a_memory_of_another_kind_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(b"no database" * 100)
    with pytest.raises(InputError, match="memory cannot be used"):
        WatchState(tmp_path / "w")
