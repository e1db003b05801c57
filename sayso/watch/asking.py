"""What a watch asks of others, in threads: a feed with the sitemaps that it names, an article; whatever comes back, an answer or an InputError."""

import time
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from sayso.errors import InputError, guarded
from sayso.fetch import Fetcher
from sayso.ingest.documents import UNDATED, parse_published
from sayso.ingest.sources import fetch_document
from sayso.model import Document
from sayso.watch.feeds import Entry, read_feed
from sayso.watch.state import FeedState, Waiting

_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
_INDEX = 120.0  # seconds that the sitemaps of one index may take together


class Found(Struct, frozen=True, kw_only=True):
    """What a feed answered: where it is now, its validators, the rest that it asks for, its entries, and what of it could not be had."""

    address: str
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    rest: float = 0.0
    entries: tuple[Entry, ...] = ()
    problems: tuple[InputError, ...] = ()
    unchanged: bool = False


def host_of(url: str) -> str:
    """The host of an address, "" where there is none to be seen.

    >>> host_of("http://echo.example/a"), host_of("http://[")
    ('echo.example', '')
    """
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def ask_feed(fetcher: Fetcher, feed: FeedState) -> Found:
    """What a feed answers now; raises FetchError or InputError with the reason."""
    with guarded(feed.url, "feed"):
        answer = fetcher.get(feed.address, etag=feed.etag, modified=feed.modified, accept=_ACCEPT)
        address = answer.moved_to or feed.address
        if answer.status == 304:
            return Found(address=address, etag=feed.etag, modified=feed.modified, unchanged=True)
        read = read_feed(answer.body, answer.url)
        entries, problems = list(read.entries), []
        until = time.monotonic() + _INDEX
        for more in read.more:
            try:
                if time.monotonic() > until:
                    raise InputError(
                        more, f"its index took longer than {_INDEX:g} s", "watch the sitemap itself"
                    )
                with guarded(more, "sitemap"):
                    entries += read_feed(fetcher.get(more, accept=_ACCEPT).body, more).entries
            except InputError as problem:
                problems.append(problem)
        etag, modified = (None, None) if read.more else _validators(answer.headers)
        return Found(
            address=address,
            title=read.title,
            etag=etag,
            modified=modified,
            rest=max(read.rest or 0.0, 0.0),
            entries=tuple(entries),
            problems=tuple(problems),
        )


def _validators(headers: dict[str, Any]) -> tuple[str | None, str | None]:
    etag, modified = headers.get("etag"), headers.get("last-modified")
    return (etag if etag and len(etag) <= 1000 else None), (
        modified if modified and len(modified) <= 100 else None
    )


def fetch_article(fetcher: Fetcher, article: Waiting) -> Document:
    """The report that a feed named; its feed says when it was published where the page does not, and whose it is."""
    with guarded(article.url, "article"):
        default = UNDATED
        if article.published:
            try:
                default = parse_published(article.published, article.url)
            except InputError:  # a feed that tells no time of news costs no report
                default = UNDATED
        document = fetch_document(article.url, fetcher, default)
        return document if document.byline or not article.source else replace(document, byline=article.source)
