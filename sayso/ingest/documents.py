"""A report's words and what is said about it, made into a `Document` with its identity."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal, NamedTuple

from sayso.errors import InputError
from sayso.ingest.characters import printable, unkept
from sayso.model import Document

LONGEST = 1_000_000  # characters of a text: more is a book
_LONGEST = {"title": 2_000, "byline": 2_000, "publisher": 500, "url": 4_000, "language": 35, "published": 60}
KEYS = ("url", "title", "publisher", "byline", "published", "language")
_FIRST_YEAR, _LAST_YEAR = (
    1600,
    9000,
)  # the first newspapers; and arithmetic on dates stays within what Python can hold
_LONG_ENOUGH = 200  # code points from which the language of a text can be told


class Published(NamedTuple):
    """A publication time and how exact it is."""

    at: datetime | None
    precision: Literal["instant", "day"]


UNDATED = Published(None, "instant")


def parse_published(words: str, name: str) -> Published:
    """The publication time written in ISO 8601; a bare date is that day without a time; without an offset it is UTC.

    Raises InputError for anything else.

    >>> parse_published("2024-05-07", "a.md").precision
    'day'
    """
    try:
        moment = datetime.fromisoformat(words.strip())
    except ValueError:
        problem = f"publication time {words!r} is not ISO 8601"
        raise InputError(name, problem, "write it as 2023-10-18T12:00:00+09:00 or 2023-10-18") from None
    if not in_news_years(moment):
        raise InputError(
            name, f"publication time {words!r} is in no year of news", "mend the year or leave the time out"
        )
    precision: Literal["instant", "day"] = "day" if len(words.strip()) <= 10 else "instant"
    return Published(moment if moment.tzinfo else moment.replace(tzinfo=UTC), precision)


def in_news_years(moment: datetime) -> bool:
    """Whether a moment lies in a year that a report can be of.

    >>> in_news_years(datetime(1, 1, 1)), in_news_years(datetime(2024, 5, 7))
    (False, True)
    """
    return _FIRST_YEAR <= moment.year <= _LAST_YEAR


def make_document(
    text: str, about: Mapping[str, str | None], name: str, default: Published = UNDATED
) -> Document:
    """The document of a text and its metadata (`KEYS`); `name` is where it was read from; raises InputError where it is empty, longer than `LONGEST`, or holds what no database keeps."""
    if len(text) > LONGEST:
        raise InputError(
            name,
            f"has {len(text):,} characters; {LONGEST:,} are read at the most",
            "give its parts one by one",
        )
    if not text.strip():
        raise InputError(name, "has no text", "leave it out")
    for key, value in (("text", text), *about.items()):
        most = _LONGEST.get(key, LONGEST)
        if value and len(value) > most:
            problem = f"its {key} has {len(value):,} characters; {most:,} are read at the most"
            raise InputError(name, problem, "mend it or leave it out")
        if value and (strange := unkept(value)):
            raise InputError(name, f"its {key} holds {strange}", "take it out")
    url, title = about.get("url") or None, about.get("title") or None
    words = about.get("published")
    name = printable(name)
    published = parse_published(words, name) if words else default
    whole = "\0".join((url or "", title or "", text))
    return Document(
        id=_hash(whole)[:16],
        text=text,
        text_hash=_hash(text),
        url=url,
        publisher=about.get("publisher") or None,
        title=title,
        byline=about.get("byline") or None,
        published_at=published.at,
        published_precision=published.precision,
        language=about.get("language") or guess_language(text),
        source=name,
    )


def guess_language(text: str) -> str | None:
    """ISO 639-1 code of a text long enough to tell (py3langid), else None."""
    if len(text) < _LONG_ENOUGH:
        return None
    import py3langid

    language, _ = py3langid.classify(text[:4000])
    return str(language)


def _hash(words: str) -> str:
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
