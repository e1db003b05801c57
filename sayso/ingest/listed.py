"""Lists of reports that lie elsewhere (Media Cloud, GDELT, CSL-JSON and Zotero, Hypothesis): each is fetched once, and told of as the list tells."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from msgspec.structs import replace

from sayso.article_links import article_key
from sayso.errors import InputError, guarded
from sayso.ingest.characters import printable
from sayso.ingest.documents import Published, parse_published
from sayso.model import Document

Refuse = Callable[[InputError], None]
Fetch = Callable[[str, Published, str], Document | None]
"""Fetches an address with the time of reports that tell none, under the name of its list; None where the ledger holds it already."""
Facts = Mapping[str, str | None]
_GDELT = {61: {"url": 60, "published": 59}, 58: {"url": 57, "published": 56}, 27: {"url": 4, "published": 1, "publisher": 3}}  # fmt: skip
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{6}Z?)?")
_SLASHED = re.compile(r"\d{4}/\d\d?/\d\d?")


class Listing:
    """A list as it is fetched, row by row; an address that was had is not asked for again."""

    def __init__(self, name: str, default: Published, refuse: Refuse, fetch: Fetch) -> None:
        self._name, self._default, self._refuse, self._fetch = name, default, refuse, fetch
        self._seen: set[str] = set()

    def read(self, facts: Facts, where: str) -> Iterator[Document]:
        """The report that a row names; what cannot be had is refused by the row. Facts of the page come before those of the list."""
        try:
            with guarded(where, "row"):
                url = (facts.get("url") or "").strip()
                if not url.startswith(("http://", "https://")):
                    raise InputError(where, "has neither text nor address", "give one of them")
                key = article_key(url)
                if key in self._seen:
                    return
                self._seen.add(key)
                published = self._published(facts.get("published"))
                document = self._fetch(url, published, f"{self._name}, link {printable(url)}")
            if document is not None:
                yield replace(
                    document,
                    byline=document.byline or printable(facts.get("byline") or "")[:500] or None,
                    publisher=_outlet(document, facts),
                )
        except InputError as problem:
            about = where if problem.name == where else f"{where} ({problem.name})"
            self._refuse(InputError(about, problem.problem, problem.remedy))

    def _published(self, words: str | None) -> Published:
        """The day that a list gives; an hour in it is of its collection, not of the report."""
        if words:
            with suppress(InputError):
                at = parse_published(_day(words), self._name).at
                return Published(at, "day")
        return self._default


def _day(words: str) -> str:
    stamp = _STAMP.fullmatch(words.strip())
    if stamp:
        return "-".join(stamp.groups())
    if slashed := _SLASHED.match(words.strip()):
        return "-".join(part.zfill(2) for part in slashed[0].split("/"))
    return words.strip()[:10]


def _outlet(document: Document, facts: Facts) -> str | None:
    """The publisher: of a page that says no more than its host, the list's name for it, where it has one."""
    stated = printable(facts.get("publisher") or "")[:500]
    own = document.publisher
    return stated if stated and (own is None or ("." in own and " " not in own)) else own


def gdelt_columns(first: Sequence[str]) -> dict[str, int] | None:
    """Where a file of GDELT has what, which names no columns: events 1.0 and 2.0 and the Global Knowledge Graph; None for other tables."""
    found = _GDELT.get(len(first))
    if found and first[found["url"]].startswith(("http://", "https://")) and first[0][:1].isdigit():
        return found
    return None


def describe_reference(item: Any) -> Facts | None:
    """What an entry of a reference manager or a list says of a report that lies elsewhere; None for what is no such entry.

    >>> describe_reference({"type": "article-newspaper", "title": "Ferry sinks", "URL": "https://echo.example/a", "issued": {"date-parts": [[2024, 5, 7]]}})["published"]
    '2024-05-07'
    """
    if not isinstance(item, dict) or isinstance(item.get("text"), str) and "target" not in item:
        return None
    inner = item.get("data")
    if isinstance(inner, dict) and "itemType" in inner:  # of Zotero's web API
        item = inner
    if "itemType" in item:
        return _zotero(item)
    if "target" in item and isinstance(item.get("uri"), str):
        return {"url": item["uri"]}
    if "seendate" in item:
        return {"url": _text(item.get("url")), "published": _text(item.get("seendate"))}
    csl = ("issued", "container-title", "citation-key", "accessed")
    if isinstance(item.get("type"), str) and ("URL" in item or any(key in item for key in csl)):
        return _csl(item)
    return None


def _csl(item: dict[str, Any]) -> Facts:
    issued = item.get("issued")
    dated = issued if isinstance(issued, dict) else {}
    parts = dated.get("date-parts")
    whole = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    written = "-".join(str(p).zfill(2) for p in whole) if len(whole) == 3 else _text(dated.get("raw"))
    names = [n for n in item.get("author") or [] if isinstance(n, dict)]
    return {
        "url": _text(item.get("URL")),
        "published": written,
        "publisher": _text(item.get("container-title")) or _text(item.get("publisher")),
        "byline": ", ".join(w for n in names if (w := _name(n, "given", "family", "literal"))) or None,
    }


def _zotero(item: dict[str, Any]) -> Facts:
    names = [n for n in item.get("creators") or [] if isinstance(n, dict)]
    places = ("publicationTitle", "websiteTitle", "blogTitle", "publisher")
    return {
        "url": _text(item.get("url")),
        "published": _text(item.get("date")),
        "publisher": next((w for key in places if (w := _text(item.get(key)))), None),
        "byline": ", ".join(w for n in names if (w := _name(n, "firstName", "lastName", "name"))) or None,
    }


def _name(person: dict[str, Any], given: str, family: str, whole: str) -> str:
    parts = (_text(person.get(given)), _text(person.get(family)))
    return " ".join(p for p in parts if p) or _text(person.get(whole)) or ""


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
