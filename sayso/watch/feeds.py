"""What a feed holds: RSS and Atom by feedparser, JSON Feed 1.1, sitemaps with Google's news extension and sitemap indexes."""

import contextlib
import json
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from sayso.article_links import article_key
from sayso.errors import InputError, guarded
from sayso.ingest.characters import printable
from sayso.ingest.documents import in_news_years
from sayso.ingest.zones import parse_mail_date

MOST = 1000  # entries of one feed that are looked at, the first in it
_FOLLOWED = 10  # sitemaps of one index, the latest changed
_REMEDY = "give an RSS, Atom or JSON feed, or a news sitemap"


class Entry(Struct, frozen=True, kw_only=True):
    """One article that a feed names; `published` and `changed` are ISO 8601, `source` the outlet that the feed credits."""

    url: str
    key: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    changed: str | None = None


class Feed(Struct, frozen=True, kw_only=True):
    """A feed as read: its title, the seconds that it asks to rest, its entries, and the sitemaps that an index names."""

    title: str | None = None
    rest: float | None = None
    entries: tuple[Entry, ...] = ()
    more: tuple[str, ...] = ()


def read_feed(body: bytes, url: str) -> Feed:
    """The feed in what a server sent; raises InputError where it is none.

    >>> feed = read_feed(b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a?utm_source=x", "title": "Ferry sinks"}]}', "https://echo.example/feed")
    >>> [(e.url, e.key, e.title) for e in feed.entries]
    [('https://echo.example/a?utm_source=x', 'https://echo.example/a', 'Ferry sinks')]
    """
    with guarded(url, "feed"):
        return _read(body, url)


def _read(body: bytes, url: str) -> Feed:
    first = body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not first:
        raise InputError(url, "the feed is empty", _REMEDY)
    if first == b"{":
        return _read_json(body, url)
    if first == b"<" and re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", body[:4096]):
        return _read_sitemap(body, url)
    return _read_xml(body, url)


def _entry(
    url: Any, base: str, title: Any, published: str | None, source: Any, changed: str | None = None
) -> Iterator[Entry]:
    if not isinstance(url, str) or not url.strip() or len(url) > 2000:
        return
    try:
        whole = urljoin(base, url.strip())
        if not whole.startswith(("http://", "https://")) or not urlsplit(whole).hostname:
            return
        key = article_key(whole)
    except ValueError:
        return
    if printable(whole) != whole:
        return
    yield Entry(
        url=whole, key=key, title=_line(title), published=published, source=_line(source), changed=changed
    )


def _line(words: Any) -> str | None:
    """One line of at most 500 characters, none of them for machines; None where nothing is left."""
    return " ".join(printable(words[:5000]).split())[:500] or None if isinstance(words, str) else None


def _join(base: str, where: str) -> str | None:
    with contextlib.suppress(ValueError):
        return urljoin(base, where) if where and len(where) <= 2000 else None
    return None


def _read_xml(body: bytes, url: str) -> Feed:
    import feedparser

    found = feedparser.parse(
        body, response_headers={"content-location": url}, sanitize_html=False, resolve_relative_uris=False
    )
    if not found.version and not found.entries:
        why = type(found.bozo_exception).__name__ if found.get("bozo_exception") else "no feed element"
        raise InputError(url, f"is no feed ({why})", _REMEDY)
    entries: list[Entry] = []
    for item in found.entries[:MOST]:
        written = item.get("published") if item.get("published") else item.get("updated")
        moment = item.get("published_parsed") or item.get("updated_parsed")
        published = _mail_date(written) or _moment(moment)
        source = item.get("source") or {}
        link = item.get("link") or (item.get("id") if str(item.get("id", "")).startswith("http") else None)
        changed = _moment(dict.get(item, "updated_parsed") or dict.get(item, "published_parsed"))
        entries += _entry(link, url, item.get("title"), published, source.get("title"), changed)
    ttl = str(found.feed.get("ttl") or "")
    return Feed(
        title=_line(found.feed.get("title")),
        rest=60.0 * min(int(ttl), 1440) if re.fullmatch(r"[0-9]{1,8}", ttl) else None,
        entries=tuple(entries),
    )


def _mail_date(words: Any) -> str | None:
    """A date in the words of the feed, by its zone, of which feedparser takes the unknown for UTC."""
    found = parse_mail_date(words) if isinstance(words, str) and len(words) < 100 else None
    return found if found and in_news_years(datetime.fromisoformat(found)) else None


def _moment(parsed: Any) -> str | None:
    try:
        moment = datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
        return moment.isoformat() if moment and in_news_years(moment) else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _read_json(body: bytes, url: str) -> Feed:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise InputError(url, f"is no feed (broken JSON: {problem})", _REMEDY) from None
    if (
        not isinstance(found, dict)
        or "jsonfeed.org" not in str(found.get("version"))
        or not isinstance(found.get("items"), list)
    ):
        raise InputError(url, "is no feed (JSON, but not JSON Feed)", _REMEDY)
    entries: list[Entry] = []
    for item in found["items"][:MOST]:
        if isinstance(item, dict):
            entries += _entry(
                item.get("url") or item.get("external_url"),
                url,
                item.get("title"),
                _iso(item.get("date_published")),
                None,
                _iso(item.get("date_modified")),
            )
    return Feed(title=_line(found.get("title")), entries=tuple(entries))


def _iso(words: Any) -> str | None:
    try:
        moment = datetime.fromisoformat(words.strip()) if isinstance(words, str) else None
        return moment.isoformat() if moment and in_news_years(moment) else None
    except ValueError:
        return None


def _read_sitemap(body: bytes, url: str) -> Feed:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as problem:
        raise InputError(url, f"is no sitemap ({problem})", _REMEDY) from None
    if root is None:
        raise InputError(url, "is no sitemap (no element can be read)", _REMEDY)

    def words(element: Any, *path: str) -> str | None:
        found = element.xpath("/".join(f"*[local-name()='{name}']" for name in path))
        return (found[0].text or "").strip() or None if found else None

    if etree.QName(root).localname == "sitemapindex":
        maps = [(words(m, "lastmod") or "", words(m, "loc") or "") for m in root if isinstance(m.tag, str)]
        latest = sorted(maps, reverse=True)[:_FOLLOWED]
        return Feed(more=tuple(whole for _, where in latest if (whole := _join(url, where))))
    entries: list[Entry] = []
    for item in list(root)[:MOST]:
        if isinstance(item.tag, str):
            published = _iso(words(item, "news", "publication_date")) or _iso(words(item, "lastmod"))
            entries += _entry(
                words(item, "loc"),
                url,
                words(item, "news", "title"),
                published,
                words(item, "news", "publication", "name"),
                _iso(words(item, "lastmod")),
            )
    return Feed(entries=tuple(entries))
