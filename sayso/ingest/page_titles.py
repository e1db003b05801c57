"""The headline of a web page: the heading that a reader sees over the article, without the line over it, else what the head says.

Weighed are all headings that are shown and belong to no menu, list or site name: one that the head repeats, one marked as the
headline, the only one of the first rank. JSON-LD, meta elements and the title element answer where no heading does.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlparse

_KICKER = re.compile(
    r"(?:^|[\s_-])(?:\w*overline|kicker|\w*roofline|\w*topline|\w*toptitle|dachzeile|entry-section|eyebrow|topic-?label|supertitle|pre-?title|h1small|spitzmarke|rubrik|headline-?intro)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BELOW = re.compile(r"(?:^|[\s_-])(?:sub-?head(?:line)?|sub-?title)(?:$|[\s_-])", re.IGNORECASE)
_HIDDEN = re.compile(
    r"(?:^|[\s_-])(?:sr-only|aural|hidden|invisible|screen-?reader\w*|visually-?hidden|visuallyhidden|text-hide)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:sidebar\w*|side-?bar|widget\w*|related|teasers?|comments?|navigation|nav|menu|breadcrumbs?|footer|newsletter|dbx\w*|page-?area-?title)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:entry-title|post-?title|post_title|ptitle|article-?title|article__title|page-?title|headline|single-post-title)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[|–—»«·:-]\s+|\s*[|»«]\s*")


def find_title(
    tree: Any, named: str | None, shared: str | None, site: str, address: str | None, evidence: dict[str, str]
) -> str | None:
    """The headline; `named` is JSON-LD's, `shared` that of the meta elements, `site` the site's name; where it stands goes into `evidence`.

    >>> from lxml.html import fromstring
    >>> page = fromstring("<title>Ferry sinks | Fjord Post</title><h1><a href='/'>Fjord Post</a></h1><h2>Ferry sinks</h2>")
    >>> find_title(page, None, None, "", None, {})
    'Ferry sinks'
    """
    whole = " ".join("".join(tree.xpath("//head/title[1]//text()")).split())
    host = str(urlparse(address).hostname or "").removeprefix("www.") if address else ""
    names = [n for n in (site, host, host.split(".")[0]) if n]
    shown = [
        (h, words)
        for h, words in _headings(tree)
        if not any(same_words(words, n) for n in names) and not _leads_home(h, address)
    ]
    told = [
        t
        for t in (named, shared, *_PARTS.split(whole), whole)
        if t and len(t) > 3 and not any(same_words(t, n) for n in names)
    ]
    if any(same_words(words, t) for h, words in shown if h.tag == "h2" for t in told):
        shown = [
            (h, words) for h, words in shown if h.tag == "h2" or not _is_link(h)
        ]  # the site's name, led home
    shown = [
        (h, next((part for part in _parts(h, words) if any(same_words(part, t) for t in told)), words))
        for h, words in shown
    ]
    first = [words for h, words in shown if h.tag == "h1"]
    for where, fits in (
        ("h1 that the head repeats", [w for w in first if any(_alike(w, t) for t in told)]),
        ("the only h1", first if len(set(first)) == 1 else []),
        (
            "heading that the head repeats",
            [
                w
                for _, w in shown
                if any(same_words(w, t) or (len(_fold(w)) > 20 and _fold(t).endswith(_fold(w))) for t in told)
            ],
        ),
        (
            "the heading marked as the title",
            [w for h, w in shown if _MARKED.search(h.get("class") or "") or h.get("itemprop") == "headline"],
        ),
    ):
        if fits:
            evidence["title"] = where
            return max(dict.fromkeys(fits), key=lambda w: any(same_words(w, t) for t in told))
    for where, found in (
        ("JSON-LD headline", named),
        ("meta title", shared and bare_title(shared, site)),
        ("title element", whole and bare_title(whole, site)),
    ):
        if found:
            evidence["title"] = where
            return " ".join(found.split())
    return next(iter([*first, *(w for _, w in shown)]), None)


def _headings(tree: Any) -> Iterator[tuple[Any, str]]:
    """The headings of the two first ranks that a reader sees over an article, with their words."""
    for heading in tree.xpath("//h1 | //h2"):
        above = [heading, *heading.iterancestors()]
        if any(a.tag in ("nav", "aside", "footer") for a in above[1:]) or any(
            _ASIDE.search(a.get("class") or "") for a in above[:3]
        ):
            continue
        if any(_HIDDEN.search(a.get("class") or "") for a in above[:2]) or any(
            p.search(heading.get("class") or "") for p in (_KICKER, _BELOW)
        ):
            continue
        words = " ".join(" ".join(_words(heading)).replace("\xad", "").split()).strip(" :,|–-")
        if 3 < len(words) < 300:
            yield heading, words


def _words(element: Any) -> Iterator[str]:
    """The words of a heading without the line over it and what is hidden."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            about = f"{child.get('class') or ''}"
            if (
                child.tag not in ("small", "script", "style")
                and not _KICKER.search(about)
                and not _HIDDEN.search(about)
            ):
                yield from _words(child)
            elif (
                child.tag not in ("script", "style")
                and not (element.text or "").strip()
                and len(element) == 1
                and not (child.tail or "").strip()
            ):
                yield from _words(child)  # nothing else stands there
        yield child.tail or ""


def _parts(heading: Any, words: str) -> list[str]:
    """A heading as a whole, and what stands in each element or between bars in it."""
    inner = [
        " ".join(child.text_content().split())
        for child in heading.iterdescendants()
        if isinstance(child.tag, str) and not _KICKER.search(child.get("class") or "")
    ]
    return [words, *inner, *re.split(r"\s+[|/»]\s+", words)]


def _is_link(heading: Any) -> bool:
    links = heading.xpath(".//a[@href]")
    return len(links) == 1 and links[0].text_content().split() == heading.text_content().split()


def _leads_home(heading: Any, address: str | None) -> bool:
    """Whether a heading is nothing but a link to the site's first page."""
    if not _is_link(heading):
        return False
    target = urlparse(str(heading.xpath(".//a/@href")[0]))
    own = urlparse(address or "")
    return (
        target.path in ("", "/", "/index.html", "/index.php")
        and not target.query
        and own.path not in ("", "/")
        and target.hostname in (None, own.hostname)
    )


def bare_title(title: str, site: str) -> str:
    """A title without the site's name before or behind it.

    >>> bare_title("Ferry sinks off the coast | Fjord Post", "Fjord Post")
    'Ferry sinks off the coast'
    """
    front = re.match(r"([^|–—»:·]{2,40}?)\s+[|–—»«·]\s+(?=.{8})", title)
    if front and site and _alike(front[1], site):
        return title[front.end() :]
    m = re.search(r"\s+[|–—»:·-]\s+([^|–—»·]{2,60})$", title)
    if m and (not site or _alike(m[1], site) or len(m[1].split()) <= 4) and len(title) - len(m[0]) > 12:
        return title[: m.start()]
    return title


def _fold(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()


def _alike(a: str, b: str) -> bool:
    one, two = sorted((_fold(a), _fold(b)), key=len)
    return bool(one) and one in two and (len(one) >= 0.5 * len(two) or len(one) > 20)


def same_words(a: str, b: str) -> bool:
    """Whether two titles are the same but for marks and case."""
    return _fold(a) == _fold(b)
