"""A web page as a report: text by trafilatura; title, time, byline, publisher and address from what the page says of itself, with the evidence.

Sources of a time, the surest first: schema.org JSON-LD, meta elements, microdata, time elements, the address; where none speaks, htmldate's
guess through trafilatura, which is a day at the most.
"""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import urlparse

from msgspec import Struct

from sayso.article_links import clean_link
from sayso.errors import InputError
from sayso.ingest.page_kinds import refuse_error, refuse_kind, refuse_list, refuse_wall
from sayso.ingest.page_parts import as_text, drop_adverts, drop_comments, person_named, with_lead
from sayso.ingest.page_times import find_published, first_day, local_time, shown_times
from sayso.ingest.page_titles import find_title

_ARTICLES = re.compile(
    r"Article|BlogPosting|Report(?:age)?|Posting|CreativeWork|WebPage|Recipe", re.IGNORECASE
)


class Page(Struct, frozen=True, kw_only=True):
    """What a page holds; `evidence` says of each fact where in the page it stands."""

    text: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None
    credit: str | None = None
    evidence: dict[str, str] = {}


def read_page(data: bytes | str, name: str, url: str | None = None) -> Page:
    """The report in a page; raises InputError with the reason where there is none (a wall, a live blog, a gallery, no article)."""
    import trafilatura

    tree = trafilatura.load_html(as_text(data))
    if tree is None:
        raise InputError(name, "is no web page", "give the page's HTML, or the report's text as .txt")
    comments = drop_comments(tree)
    drop_adverts(tree)
    linked = list(_linked_data(tree))
    address = _address(tree, url)
    article = next((x for x in linked if re.search(r"NewsArticle|Reportage", _kind(x))), None) or next(
        (x for x in linked if "Article" in _kind(x) or "BlogPosting" in _kind(x)), None
    )
    article = article or next(
        (x for x in linked if _ARTICLES.search(_kind(x)) and x.get("datePublished")), {}
    )
    refuse_kind([_kind(x) for x in linked], address, name)
    is_article = _is_article(tree, article)
    refuse_error(tree, is_article, name)
    plain = deepcopy(tree)
    evidence: dict[str, str] = {}
    published = local_time(find_published(tree, article, address, evidence), address, evidence)
    if shown := shown_times(tree):  # a line about the report, not of it
        shown.element.drop_tree()
    title = _title(tree, article, address, evidence)
    publisher = _publisher(tree, article, address)
    byline = _names(article.get("author")) or _meta(
        tree, "author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator"
    )
    byline = byline if byline and not byline.startswith("http") else None
    if byline and publisher and byline.casefold() == publisher.casefold():
        byline = person_named(tree, byline) or byline
    found = trafilatura.bare_extraction(
        tree,
        url=address,
        fast=True,
        with_metadata=published is None or byline is None,
        include_comments=False,
    )
    text = (found.text or "") if found is not None else ""
    text = with_lead(tree, text) if text.strip() else text
    if not text.strip():
        raise InputError(name, "no article was found in the page", "save the report's text as .txt")
    refuse_wall(plain, text, str(article.get("isAccessibleForFree")).casefold() == "false", name)
    refuse_list(plain, text, is_article, url or address, name)
    if published is None and found is not None and found.date:
        published, evidence["published"] = found.date, "htmldate's guess"
        if (bound := first_day(comments)) and bound < found.date[:10]:
            published, evidence["published"] = bound, "the first comment: it cannot be later"
    byline = byline or (found.author if found is not None else None)
    language = (tree.get("lang") or "")[:2].lower() or None
    credit = article.get("creditText") if isinstance(article.get("creditText"), str) else None
    return Page(
        text=text,
        url=address,
        title=title,
        publisher=publisher,
        byline=byline,
        published=published,
        language=language,
        credit=credit,
        evidence=evidence,
    )


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD."""
    for script in tree.xpath('//script[contains(translate(@type, "LD", "ld"), "ld+json")]/text()'):
        try:
            waiting: list[Any] = [json.loads(str(script).strip().removesuffix(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        budget = 500
        while waiting and budget:
            budget -= 1
            item = waiting.pop()
            if isinstance(item, list):
                waiting += item[:100]
            elif isinstance(item, dict):
                yield item
                waiting += [
                    v
                    for k, v in item.items()
                    if k in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
                    and isinstance(v, dict | list)
                ]


def _kind(item: dict[str, Any]) -> str:
    kind = item.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _is_article(tree: Any, article: dict[str, Any]) -> bool:
    """Whether a page calls itself an article, in JSON-LD or to those who share it."""
    said = (_meta(tree, "og:type") or "").casefold() == "article" or _meta(tree, "article:published_time")
    return bool(said) or "Article" in _kind(article) or "BlogPosting" in _kind(article)


def _meta(tree: Any, *names: str) -> str | None:
    """The content of the first meta element of one of the names."""
    found: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        for key in ("property", "name", "itemprop", "http-equiv"):
            if element.get(key):
                found.setdefault(element.get(key).strip().lower(), element.get("content").strip())
    return next((found[n] for n in names if found.get(n)), None)


def _address(tree: Any, url: str | None) -> str | None:
    canonical = tree.xpath(
        '//link[contains(concat(" ", translate(@rel, "CANOIL", "canoil"), " "), " canonical ")]/@href'
    )
    best = next((str(c).strip() for c in canonical if str(c).strip().startswith("http")), None) or _meta(
        tree, "og:url"
    )
    return best if best and best.startswith("http") else clean_link(url) if url else None


def _title(tree: Any, article: dict[str, Any], address: str | None, evidence: dict[str, str]) -> str | None:
    headline = article.get("headline")
    shared = _meta(tree, "og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title")
    return find_title(
        tree,
        headline if isinstance(headline, str) else None,
        shared,
        _meta(tree, "og:site_name") or "",
        address,
        evidence,
    )


def _host(address: str | None) -> str:
    return str(urlparse(address).hostname or "").removeprefix("www.") if address else ""


def _publisher(tree: Any, article: dict[str, Any], address: str | None) -> str | None:
    name = _names(article.get("publisher")) or _meta(tree, "og:site_name", "application-name", "dc.publisher")
    return name or _host(address) or None


def _names(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        names = list(dict.fromkeys(n for v in value if (n := _names(v))))
        return ", ".join(names) or None
    return None
