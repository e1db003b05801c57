"""What a watch remembers: how each feed stands and which articles were seen, in a small SQLite file beside the ledger.

An article is written down before it is fetched, in the same transaction as the feed's validators, so that a stop at any moment
loses none; it is crossed off after the ledger holds it, and the ledger holds a document once.
"""

import sqlite3
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path

from msgspec import Struct

from sayso.errors import InputError
from sayso.watch.feeds import Entry

_KEEP = 200 * 86400.0  # seconds for which an article that is done with is remembered
VERSIONS = 5  # times that an article is fetched again because its feed says that it changed
_FRESH = 7 * 86400.0  # seconds for which changes of an article are followed
A_DAY = 5000  # articles that one feed may bring in a day: more is a flood
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feeds (url TEXT PRIMARY KEY, address TEXT NOT NULL, title TEXT, etag TEXT, modified TEXT,
    due REAL NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, problem TEXT, gone INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS articles (key TEXT PRIMARY KEY, url TEXT NOT NULL, feed TEXT NOT NULL, title TEXT, published TEXT,
    source TEXT, state TEXT NOT NULL DEFAULT 'waiting', reason TEXT, tries INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL, seen REAL NOT NULL);
CREATE INDEX IF NOT EXISTS articles_due ON articles (state, due);
CREATE INDEX IF NOT EXISTS articles_turn ON articles (state, feed);
CREATE INDEX IF NOT EXISTS articles_seen ON articles (feed, seen);
"""
_LATER = {"changed": "TEXT", "versions": "INTEGER NOT NULL DEFAULT 0"}  # columns that older files lack


class FeedState(Struct, frozen=True, kw_only=True):
    """How a feed stands: where it is fetched, its validators, failures in a row, when it is due (seconds of the epoch)."""

    url: str
    address: str
    title: str | None
    etag: str | None
    modified: str | None
    due: float
    failures: int
    problem: str | None
    gone: int  # 1: it said so; 2: given up until the watch begins anew


class Waiting(Struct, frozen=True, kw_only=True):
    """An article to fetch."""

    key: str
    url: str
    feed: str
    title: str | None
    published: str | None
    source: str | None
    tries: int


class WatchState:
    """The memory of a watch in one file; raises InputError where the file is none of its kind or cannot be written."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            self._db = sqlite3.connect(self.path, isolation_level=None, timeout=30)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.executescript(_SCHEMA)
            known = {row[1] for row in self._db.execute("PRAGMA table_info(articles)")}
            for name, kind in _LATER.items():
                if name not in known:
                    self._db.execute(f"ALTER TABLE articles ADD COLUMN {name} {kind}")
            self._db.execute(
                "DELETE FROM articles WHERE state != 'waiting' AND seen < ?", (time.time() - _KEEP,)
            )
        except sqlite3.Error as problem:
            raise InputError(
                str(path),
                f"the watch's memory cannot be used ({problem})",
                "give another file with --state, or move it away",
            ) from None

    def __enter__(self) -> "WatchState":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def follow(self, urls: Iterable[str]) -> None:
        """Watch these feeds from now on; what is known of them stays, and those given up get another chance."""
        self._db.execute("UPDATE feeds SET gone = 0, failures = 0, due = 0 WHERE gone = 2")
        self._db.executemany(
            "INSERT OR IGNORE INTO feeds (url, address) VALUES (?, ?)", [(u, u) for u in urls]
        )

    def feeds(self, urls: Iterable[str]) -> list[FeedState]:
        """How these feeds stand."""
        names = "url, address, title, etag, modified, due, failures, problem, gone"
        rows = (self._db.execute(f"SELECT {names} FROM feeds WHERE url = ?", (u,)).fetchone() for u in urls)
        return [FeedState(**dict(zip(names.split(", "), row))) for row in rows if row]

    def read_feed(
        self,
        feed: FeedState,
        address: str,
        title: str | None,
        etag: str | None,
        modified: str | None,
        due: float,
        entries: Iterable[Entry],
    ) -> tuple[int, int]:
        """Store what a feed answered; how many of its entries are new, and how many are left out: a feed brings `A_DAY` in a day at most."""
        now, new, left = time.time(), 0, 0
        self._db.execute("BEGIN IMMEDIATE")
        try:
            day = "SELECT count(*) FROM articles WHERE feed = ? AND seen > ?"
            room = A_DAY - self._db.execute(day, (feed.url, now - 86400.0)).fetchone()[0]
            for e in reversed(list(entries)):  # feeds name the latest first
                if new >= room:
                    held = self._db.execute("SELECT 1 FROM articles WHERE key = ?", (e.key,)).fetchone()
                    left += held is None
                    continue
                added = self._db.execute(
                    "INSERT OR IGNORE INTO articles (key, url, feed, title, published, source, due, seen, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (e.key, e.url, feed.url, e.title, e.published, e.source, now, now, e.changed),
                )
                new += added.rowcount if added.rowcount else self._revise(feed, e, now)
            self._db.execute(
                "UPDATE feeds SET address = ?, title = coalesce(?, title), etag = ?, modified = ?, due = ?, failures = 0, problem = NULL WHERE url = ?",
                (address, title, etag, modified, due, feed.url),
            )
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        return new, left

    def _revise(self, feed: FeedState, entry: Entry, now: float) -> int:
        """Let an article wait again whose feed says that it changed since it was read; 1 where it does."""
        if entry.changed is None:
            return 0
        query = "SELECT changed FROM articles WHERE key = ? AND feed = ? AND state IN ('added', 'held') AND versions < ? AND seen > ?"
        row = self._db.execute(query, (entry.key, feed.url, VERSIONS, now - _FRESH)).fetchone()
        if row is None or (row[0] and not _is_later(entry.changed, row[0])):
            return 0
        self._db.execute("UPDATE articles SET changed = ? WHERE key = ?", (entry.changed, entry.key))
        if row[0]:  # else it is the first time that the feed tells
            again = "UPDATE articles SET state = 'waiting', tries = 0, due = ?, versions = versions + 1 WHERE key = ?"
            self._db.execute(again, (now, entry.key))
        return int(bool(row[0]))

    def fail_feed(self, feed: FeedState, problem: str, due: float, gone: int = 0) -> None:
        """A feed could not be had; when it is due again, or that it is gone for good."""
        self._db.execute(
            "UPDATE feeds SET failures = failures + 1, problem = ?, due = ?, gone = ? WHERE url = ?",
            (problem, due, gone, feed.url),
        )

    def waiting(self, limit: int, without: Iterable[str] = ()) -> list[Waiting]:
        """The articles that are due, from each feed in turn in the order in which they were seen, but for some by key."""
        left_out, now = set(without), time.time()
        names = ("key", "url", "feed", "title", "published", "source", "tries")
        query = f"SELECT {', '.join(names)} FROM articles WHERE state = 'waiting' AND feed = ? AND due <= ? ORDER BY rowid LIMIT ?"
        lines: list[list[Waiting]] = []
        for (feed,) in self._db.execute("SELECT url FROM feeds ORDER BY rowid").fetchall():
            rows = self._db.execute(query, (feed, now, limit + len(left_out))).fetchall()
            line = [Waiting(**dict(zip(names, row))) for row in rows if row[0] not in left_out]
            lines += [line] if line else []
        return [w for turn in zip_longest(*lines) for w in turn if w is not None][:limit]

    def begin(self, keys: Iterable[str], by: int = 1) -> None:
        """These articles are about to be read and stored: counted as a try, in case that one of them ends the process."""
        self._db.executemany("UPDATE articles SET tries = tries + ? WHERE key = ?", [(by, k) for k in keys])

    def finish(self, key: str, state: str, reason: str | None = None) -> None:
        """An article is done with: `added`, `held` or `refused` with a reason."""
        self._db.execute("UPDATE articles SET state = ?, reason = ? WHERE key = ?", (state, reason, key))

    def delay(self, key: str, reason: str, due: float, tries: int) -> None:
        """An article is to be tried again; so often it was by now."""
        self._db.execute(
            "UPDATE articles SET tries = ?, reason = ?, due = ? WHERE key = ?", (tries, reason, due, key)
        )

    def counts(self) -> dict[str, int]:
        """How many articles stand how."""
        return dict(self._db.execute("SELECT state, count(*) FROM articles GROUP BY state").fetchall())

    def next_due(self, urls: Iterable[str]) -> float | None:
        """When something is due next, in seconds of the epoch; None where nothing ever is."""
        times = [f.due for f in self.feeds(urls) if not f.gone]
        article = self._db.execute("SELECT min(due) FROM articles WHERE state = 'waiting'").fetchone()[0]
        return min([*times, *([article] if article is not None else [])], default=None)


def _is_later(one: str, other: str) -> bool:
    """Whether one time in ISO 8601 is after another; without an offset it is UTC."""
    a, b = (datetime.fromisoformat(words) for words in (one, other))
    return (a if a.tzinfo else a.replace(tzinfo=UTC)) > (b if b.tzinfo else b.replace(tzinfo=UTC))
