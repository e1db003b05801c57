"""The watch itself: feeds and their articles asked in a few threads, a host at a time; reading and storing in this one, until it is stopped.

What fails costs itself alone. A feed that cannot be had is asked again after twice the rest, and given up after `FEED_TRIES` failures in a
row; an article after `TRIES`. What ends a turn of the watch (a full disk, a database that is away) is told and tried again after a rest,
`FAULTS` times in a row, without an article being lost.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import Any

from msgspec import Struct

from sayso.errors import InputError, LedgerError, guarded
from sayso.fetch import Fetcher, FetchError
from sayso.ledger import Ledger, is_lasting
from sayso.model import Document
from sayso.watch.asking import Found, ask_feed, fetch_article, host_of
from sayso.watch.feeds import Entry
from sayso.watch.state import FeedState, Waiting, WatchState
from sayso.workers import Readers

TRIES = 6  # times an article is tried before it is given up
FEED_TRIES = 30  # failures in a row after which a feed is given up until the watch begins anew
FAULTS = 20  # times in a row that a turn of the watch may fail before it ends
_LONGEST = 86_400.0  # seconds that a feed or an article is put off at most
_FIRST_WAIT = 300.0  # seconds until an article is tried again; doubled each time
_REST = 300.0  # seconds that the watch rests at most after a fault
_THREADS, _AHEAD, _LOT = 16, 32, 8


class Event(Struct, frozen=True, kw_only=True):
    """A line of the log: `what` is feed, unchanged, failed, gone, added, held, refused, later or fault; `about` an address; `words` why or what."""

    what: str
    about: str
    words: str


Job = FeedState | Waiting
Lot = list[tuple[Waiting, Document]]


class Watcher:
    """Watches some feeds into a ledger; `tell` hears everything that happens, `every` is the rest of a feed in seconds, `readers` read.

    One request at a time goes to a host, so that a host with many articles, or a slow one, holds up no other. No list here grows with what
    is watched: what waits lies in the state.
    """

    def __init__(
        self,
        ledger: Ledger,
        state: WatchState,
        fetcher: Fetcher,
        feeds: Sequence[str],
        every: float = 900.0,
        tell: Callable[[Event], None] = lambda event: None,
        readers: Readers | None = None,
    ) -> None:
        self._ledger, self._state, self._fetcher, self._feeds = ledger, state, fetcher, tuple(feeds)
        self._every, self._tell = every, tell
        self._readers = readers or Readers(1)
        self._stopped = threading.Event()
        state.follow(self._feeds)

    def stop(self) -> None:
        """End after what is being stored; safe from a signal handler."""
        self._stopped.set()

    def run(self, once: bool = False) -> None:
        """Watch until `stop`; with `once`, each feed is asked once and what waits is fetched once.

        Raises LedgerError where the ledger or the watch's memory cannot be written, again and again.
        """
        for feed in self._state.feeds(self._feeds):
            if feed.gone:
                self._tell(Event(what="gone", about=feed.url, words=feed.problem or "gone for good"))
        faults = 0
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="watch") as pool:
            while not self._stopped.is_set():
                try:
                    _Turn(self, pool, once).run()
                    faults = 0
                    due = None if once else self._state.next_due(self._feeds)
                except Exception as problem:
                    faults += 1
                    if once or faults > FAULTS:
                        raise _fault(problem, self._state) from problem
                    rest = min(2.0**faults, _REST)
                    words = f"{' '.join(str(problem).split())[:300]}; nothing is lost, again in {rest:.0f} s ({faults} of {FAULTS})"
                    self._tell(Event(what="fault", about=self._ledger.name, words=words))
                    self._stopped.wait(rest)
                    continue
                if due is None:
                    return
                self._stopped.wait(min(max(due - time.time(), 0.2), 60.0))

    # ---- what came back

    def _hear_feed(self, feed: FeedState, future: Future[Any]) -> None:
        try:
            found: Found = future.result()
        except InputError as problem:
            self._put_off_feed(feed, problem)
            return
        due = time.time() + max(self._every, found.rest)
        new, left = self._state.read_feed(
            feed, found.address, found.title, found.etag, found.modified, due, found.entries
        )
        words = "" if found.unchanged else f"{len(found.entries)} entries, {new} new"
        shared = _sharing(found.entries)
        words += (
            f", {shared} more under an address that another one has: only one of them is read"
            if shared
            else ""
        )
        words += f", {left} left out: more than the feed may bring in a day" if left else ""
        self._tell(Event(what="unchanged" if found.unchanged else "feed", about=feed.url, words=words))
        for part in found.problems:
            self._tell(Event(what="failed", about=part.name, words=_why(part)))

    def _put_off_feed(self, feed: FeedState, problem: InputError) -> None:
        words = _why(problem)
        away = isinstance(problem, FetchError) and problem.status == 410
        tired = not away and feed.failures + 1 >= FEED_TRIES
        if tired:
            words += f"; given up after {FEED_TRIES} failures in a row, until the watch begins anew"
        rest = min(self._every * 2.0 ** min(feed.failures + 1, 20), _LONGEST)
        asked = problem.retry_after or 0.0 if isinstance(problem, FetchError) else 0.0
        self._state.fail_feed(feed, words, time.time() + max(rest, asked), 1 if away else 2 if tired else 0)
        self._tell(Event(what="gone" if away or tired else "failed", about=feed.url, words=words))

    def _receive(self, article: Waiting, future: Future[Any]) -> Iterator[tuple[Waiting, Document]]:
        try:
            yield article, future.result()
        except FetchError as problem:
            if problem.transient:
                self._delay(article, _why(problem), problem.retry_after)
            else:
                self._refuse(article, _why(problem))
        except InputError as problem:
            self._refuse(article, _why(problem))

    def _delay(self, article: Waiting, why: str, asked: float | None = None) -> None:
        if article.tries + 1 >= TRIES:
            self._refuse(article, f"{why}; given up after {TRIES} tries")
            return
        rest = max(asked or 0.0, min(_FIRST_WAIT * 2.0**article.tries, _LONGEST))
        self._state.delay(article.key, why, time.time() + rest, article.tries + 1)
        self._tell(Event(what="later", about=article.url, words=f"{why}; again in {rest:.0f} s"))

    def _refuse(self, article: Waiting, why: str) -> None:
        self._state.finish(article.key, "refused", why)
        self._tell(Event(what="refused", about=article.url, words=why))

    # ---- reading and storing

    def _store(self, lot: Lot) -> None:
        fresh: Lot = []
        for article, document in lot:
            if self._ledger.holds(document.id) or any(document.id == d.id for _, d in fresh):
                self._finish(article, document, False)
            else:
                fresh.append((article, document))
        wary = [
            pair for pair in fresh if pair[0].tries > 1
        ]  # one that ends the process is met alone the next time
        for part in ([p for p in fresh if p not in wary], *([pair] for pair in wary)):
            self._store_lot(part)

    def _store_lot(self, lot: Lot) -> None:
        if not lot:
            return
        keys = [article.key for article, _ in lot]
        self._state.begin(keys)
        try:
            with guarded(lot[0][0].url, "reading"):
                added, problems = self._read_and_add([document for _, document in lot])
        except (InputError, LedgerError, OSError) as problem:
            if not is_lasting(problem):
                with suppress(sqlite3.Error):
                    self._state.begin(keys, -1)
                raise
            if len(lot) > 1:
                for pair in lot:
                    self._store_lot([pair])
            else:
                self._delay(lot[0][0], _why(problem))
            return
        for article, document in lot:
            if document.id in added:
                self._finish(article, document, added[document.id])
            else:
                about = (document.source, document.url, document.id, article.url)
                why = next(
                    (_why(p) for p in problems if p.name in about), "its text cannot be read; leave it out"
                )
                self._refuse(article, why)

    def _read_and_add(self, documents: list[Document]) -> tuple[dict[str, bool], list[InputError]]:
        """For each document that was read, whether it is new; and why the others were not."""
        problems: list[InputError] = []
        readings = list(self._readers.read(documents, problems.append))
        added = self._ledger.add_all(readings)
        return {reading.document.id: new for reading, new in zip(readings, added, strict=True)}, problems

    def _finish(self, article: Waiting, document: Document, new: bool) -> None:
        what = "added" if new else "held"
        self._state.finish(article.key, what)
        self._tell(Event(what=what, about=article.url, words=document.title or article.title or ""))


class _Turn:
    """Everything that is due: asked, read and stored until nothing more is."""

    def __init__(self, watcher: Watcher, pool: ThreadPoolExecutor, once: bool) -> None:
        self._watcher, self._pool, self._once = watcher, pool, once
        self._state, self._fetcher = watcher._state, watcher._fetcher
        self._under_way: dict[Future[Any], Job] = {}
        self._asked: set[str] = set()
        self._lot: Lot = []
        self._resting = False

    def run(self) -> None:
        try:
            while not self._watcher._stopped.is_set():
                self._start()
                if not self._under_way and not self._resting:
                    break
                self._hear()
        finally:
            for future in self._under_way:
                future.cancel()
        self._watcher._store(self._lot)

    def _hear(self) -> None:
        if not self._under_way:
            self._watcher._stopped.wait(0.05)
        done, _ = wait(self._under_way, timeout=0.2, return_when=FIRST_COMPLETED)
        for future in done:
            job = self._under_way.pop(future)
            if isinstance(job, FeedState):
                self._watcher._hear_feed(job, future)
            else:
                self._lot += self._watcher._receive(job, future)
        if len(self._lot) >= _LOT or (self._lot and not done):
            lot, self._lot = self._lot, []
            self._watcher._store(lot)

    def _start(self) -> None:
        """Ask what is due, of hosts that are free: feeds first, those that failed last; then articles, from each feed in turn."""
        self._resting = False
        free = _AHEAD - len(self._under_way)
        if free <= 0:
            return
        hosts = {host_of(_address(job)) for job in self._under_way.values()}
        shaky = sum(_shaky(job) for job in self._under_way.values())
        jobs: list[Job] = [*self._feeds_due(), *self._articles_due(free)]
        for job in jobs:
            host = host_of(_address(job))
            if host in hosts or self._fetcher.rest(host) > 0 or (_shaky(job) and shaky >= _THREADS // 2):
                self._resting = True
                continue
            if len(self._under_way) >= _AHEAD:
                return
            hosts.add(host)
            shaky += _shaky(job)
            if isinstance(job, FeedState):
                self._asked.add(job.url)
                self._under_way[self._pool.submit(ask_feed, self._fetcher, job)] = job
            else:
                self._under_way[self._pool.submit(fetch_article, self._fetcher, job)] = job

    def _feeds_due(self) -> list[FeedState]:
        now, busy = time.time(), {j.url for j in self._under_way.values() if isinstance(j, FeedState)}
        due = [
            f
            for f in self._state.feeds(self._watcher._feeds)
            if not f.gone and f.url not in busy and (f.url not in self._asked if self._once else f.due <= now)
        ]
        return sorted(due, key=lambda f: f.failures)

    def _articles_due(self, limit: int) -> list[Waiting]:
        taken = {j.key for j in self._under_way.values() if isinstance(j, Waiting)}
        found = []
        for article in self._state.waiting(limit * 2, taken | {a.key for a, _ in self._lot}):
            if article.tries >= TRIES:  # it was begun so often and never ended
                self._watcher._refuse(article, f"ended the watch, or was cut off, {TRIES} times; given up")
            else:
                found.append(article)
        return found


def _sharing(entries: Sequence[Entry]) -> int:
    """How many entries of a feed have another title than the first one under the same address."""
    titles: dict[str, set[str]] = {}
    for entry in entries:
        titles.setdefault(entry.key, set()).add(entry.title or "")
    return sum(len(found) - 1 for found in titles.values())


def _address(job: Job) -> str:
    return job.address if isinstance(job, FeedState) else job.url


def _shaky(job: Job) -> bool:
    return bool(job.failures if isinstance(job, FeedState) else job.tries)


def _fault(problem: Exception, state: WatchState) -> Exception:
    if isinstance(problem, LedgerError | InputError):
        return problem
    words = " ".join(str(problem).split())[:300]
    where = f"{state.path}: the watch's memory" if isinstance(problem, sqlite3.Error) else "the watch"
    return LedgerError(
        f"{where} failed ({type(problem).__name__}: {words}); make room or mend it and start again: nothing is lost"
    )


def _why(problem: Exception) -> str:
    """The reason without the name in front."""
    return f"{problem.problem}; {problem.remedy}" if isinstance(problem, InputError) else str(problem)
