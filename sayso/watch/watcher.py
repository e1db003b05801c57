"""The watch itself: feeds when they are due, their articles in a few threads, reading and storing in this one, until it is stopped."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from msgspec import Struct
from msgspec.structs import replace

from sayso.errors import InputError
from sayso.fetch import Fetcher, FetchError
from sayso.ingest.documents import UNDATED, parse_published
from sayso.ingest.sources import fetch_document
from sayso.ledger import Ledger
from sayso.model import Document
from sayso.watch.feeds import Entry, read_feed
from sayso.watch.state import FeedState, Waiting, WatchState

_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
_LONGEST = 86_400.0  # seconds that a feed or an article is put off at most
_TRIES = 6  # times an article is tried before it is given up
_FIRST_WAIT = 300.0  # seconds until an article is tried again; doubled each time
_THREADS, _AHEAD, _LOT = 8, 24, 8


class Event(Struct, frozen=True, kw_only=True):
    """A line of the log: `what` is feed, unchanged, failed, gone, added, held, refused or later; `about` an address; `words` why or what."""

    what: str
    about: str
    words: str


class Watcher:
    """Watches some feeds into a ledger; `tell` hears everything that happens, `every` is the rest of a feed in seconds.

    Feeds of their own threads would ask one host at once: the fetcher gives each host its turns. No list here grows with what is watched:
    what waits lies in the state.
    """

    def __init__(
        self,
        ledger: Ledger,
        state: WatchState,
        fetcher: Fetcher,
        feeds: Sequence[str],
        every: float = 900.0,
        tell: Callable[[Event], None] = lambda event: None,
    ) -> None:
        self._ledger, self._state, self._fetcher, self._feeds = ledger, state, fetcher, tuple(feeds)
        self._every, self._tell = every, tell
        self._stopped = threading.Event()
        state.follow(self._feeds)

    def stop(self) -> None:
        """End after what is being stored; safe from a signal handler."""
        self._stopped.set()

    def run(self, once: bool = False) -> None:
        """Watch until `stop`; with `once`, each feed is asked once and what waits is fetched once."""
        for feed in self._state.feeds(self._feeds):
            if feed.gone:
                self._tell(Event(what="gone", about=feed.url, words=feed.problem or "gone for good"))
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="watch") as pool:
            while not self._stopped.is_set():
                self._ask_feeds(pool, always=once)
                self._fetch_articles(pool)
                if once:
                    return
                due = self._state.next_due(self._feeds)
                if due is None:
                    return
                self._stopped.wait(min(max(due - time.time(), 0.2), 60.0))

    def _ask_feeds(self, pool: ThreadPoolExecutor, always: bool) -> None:
        due = [f for f in self._state.feeds(self._feeds) if not f.gone and (always or f.due <= time.time())]
        for feed, future in [(f, pool.submit(self._ask_feed, f)) for f in due]:
            try:
                found = future.result()
            except FetchError as problem:
                self._put_off_feed(feed, problem)
                continue
            except InputError as problem:
                self._state.fail_feed(feed, str(problem), self._later(feed.failures))
                self._tell(Event(what="failed", about=feed.url, words=_why(problem)))
                continue
            new = self._state.read_feed(
                feed,
                found.address,
                found.title,
                found.etag,
                found.modified,
                time.time() + max(self._every, found.rest),
                found.entries,
            )
            words = "" if found.unchanged else f"{len(found.entries)} entries, {new} new"
            self._tell(Event(what="unchanged" if found.unchanged else "feed", about=feed.url, words=words))
            for part in found.problems:
                self._tell(Event(what="failed", about=part.name, words=_why(part)))

    def _ask_feed(self, feed: FeedState) -> "_Found":
        answer = self._fetcher.get(feed.address, etag=feed.etag, modified=feed.modified, accept=_ACCEPT)
        address = answer.moved_to or feed.address
        if answer.status == 304:
            return _Found(address=address, etag=feed.etag, modified=feed.modified, unchanged=True)
        read = read_feed(answer.body, answer.url)
        entries, problems = list(read.entries), []
        for more in read.more:
            try:
                entries += read_feed(self._fetcher.get(more, accept=_ACCEPT).body, more).entries
            except InputError as problem:
                problems.append(problem)
        rest = max(read.rest or 0.0, 0.0)
        validators = (
            (None, None) if read.more else (answer.headers.get("etag"), answer.headers.get("last-modified"))
        )
        return _Found(
            address=address,
            title=read.title,
            etag=validators[0],
            modified=validators[1],
            rest=rest,
            entries=tuple(entries),
            problems=tuple(problems),
        )

    def _put_off_feed(self, feed: FeedState, problem: FetchError) -> None:
        gone = problem.status == 410
        due = max(self._later(feed.failures), time.time() + (problem.retry_after or 0.0))
        self._state.fail_feed(feed, str(problem), due, gone)
        self._tell(Event(what="gone" if gone else "failed", about=feed.url, words=_why(problem)))

    def _later(self, failures: int) -> float:
        return time.time() + min(self._every * 2.0 ** min(failures + 1, 20), _LONGEST)

    def _fetch_articles(self, pool: ThreadPoolExecutor) -> None:
        """Fetch what waits, a bounded number ahead; store in lots as it comes."""
        under_way: dict[Future[Document], Waiting] = {}
        lot: list[tuple[Waiting, Document]] = []
        while not self._stopped.is_set():
            taken = {w.key for w in under_way.values()} | {w.key for w, _ in lot}
            for article in (
                self._state.waiting(_AHEAD - len(under_way), taken) if len(under_way) < _AHEAD else []
            ):
                under_way[pool.submit(self._fetch_article, article)] = article
            if not under_way:
                break
            done, _ = wait(under_way, timeout=0.5, return_when=FIRST_COMPLETED)
            for future in done:
                lot += self._receive(under_way.pop(future), future)
            if len(lot) >= _LOT or (lot and not done):
                self._store(lot)
                lot = []
        for future in under_way:
            future.cancel()
        self._store(lot)

    def _fetch_article(self, article: Waiting) -> Document:
        default = UNDATED
        if article.published:
            default = parse_published(article.published, article.url)
        document = fetch_document(article.url, self._fetcher, default)
        return document if document.byline or not article.source else replace(document, byline=article.source)

    def _receive(self, article: Waiting, future: Future[Document]) -> Iterator[tuple[Waiting, Document]]:
        try:
            yield article, future.result()
        except FetchError as problem:
            if problem.transient and article.tries + 1 < _TRIES:
                rest = max(problem.retry_after or 0.0, min(_FIRST_WAIT * 2.0**article.tries, _LONGEST))
                self._state.delay(article.key, _why(problem), time.time() + rest)
                self._tell(
                    Event(what="later", about=article.url, words=f"{_why(problem)}; again in {rest:.0f} s")
                )
            else:
                self._refuse(article, problem)
        except InputError as problem:
            self._refuse(article, problem)

    def _refuse(self, article: Waiting, problem: InputError) -> None:
        self._state.finish(article.key, "refused", _why(problem))
        self._tell(Event(what="refused", about=article.url, words=_why(problem)))

    def _store(self, lot: Sequence[tuple[Waiting, Document]]) -> None:
        from sayso.reader import read_documents

        fresh: list[tuple[Waiting, Document]] = []
        for article, document in lot:
            if self._ledger.holds(document.id) or any(document.id == d.id for _, d in fresh):
                self._finish(article, document, False)
            else:
                fresh.append((article, document))
        if fresh:
            readings = list(read_documents([d for _, d in fresh]))
            for (article, document), new in zip(fresh, self._ledger.add_all(readings), strict=True):
                self._finish(article, document, new)

    def _finish(self, article: Waiting, document: Document, new: bool) -> None:
        self._state.finish(article.key, "added" if new else "held")
        self._tell(
            Event(
                what="added" if new else "held",
                about=article.url,
                words=document.title or article.title or "",
            )
        )


class _Found(Struct, frozen=True, kw_only=True):
    address: str
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    rest: float = 0.0
    entries: tuple[Entry, ...] = ()
    problems: tuple[InputError, ...] = ()
    unchanged: bool = False


def _why(problem: InputError) -> str:
    """The reason without the name in front."""
    return str(problem).removeprefix(f"{problem.name}: ")
