"""A stream of reports as long as one likes, made of readings of real ones: retold, copied, renamed and moved in time, spans kept.

Every reading is a family. A generation tells each family once, by four reports: the report, a copy of it by another outlet with a
paragraph of its own, a retelling in partly other words, and a copy of that. In the next generation the family is another matter: its
names and most of its telling words are others (of the same length, so that spans stand), its dates later. One family in `RUNNING` goes on
under its old names for ever and is told six times as often, so that its story and the events it keeps speaking of grow with the stream.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec.structs import replace

from sayso.link.words import fold_stem, word_rarity
from sayso.model import Reading, Section

FIRST = datetime(2030, 1, 7, tzinfo=UTC)
REPORTS = 4
RUNNING, OFTEN = 50, 24
_A_DAY = 480  # reports; three minutes apart
_LAG = 9  # so many families later the next report on one follows
_DATE, _WORD = re.compile(r"\b\d{4}-\d\d-\d\d\b"), re.compile(r"[A-Za-z]{3,}")
_RARE = 3.0  # from this rarity on a word tells one matter from another
_TOLD = frozenset(["text", "title", "name", "label", "value", "byline"])
_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprstvz"


def make_generation(
    readings: Sequence[Reading], generation: int, first: datetime = FIRST
) -> Iterator[Reading]:
    """The reports of one generation, in order of publication from a moment on."""
    count = len(readings)
    place = sorted(
        (family + part * _LAG if told == REPORTS else part * count / told, part % REPORTS, family)
        for family in range(count)
        for told in (OFTEN if is_running(family) else REPORTS,)
        for part in range(told)
    )
    for n, (_, part, family) in enumerate(place):
        words = msgspec.json.encode(readings[family]).decode()
        matter = 0 if is_running(family) else generation
        yield tell(
            readings[family],
            words,
            generation * len(place) + n,
            matter,
            part,
            first + timedelta(minutes=1440 * n / _A_DAY),
        )


def is_running(family: int) -> bool:
    """Whether a family goes on under its old names."""
    return family % RUNNING == RUNNING - 1


def tell(reading: Reading, words: str, number: int, matter: int, part: int, moment: datetime) -> Reading:
    """One report, the stream's `number`-th, on a family's matter, published at a moment; `words` is the reading as JSON."""
    published = reading.document.published_at or FIRST
    days = (moment.date() - published.date()).days
    moved = _DATE.sub(lambda m: _later(m[0], days), words)
    told = msgspec.json.decode(moved)
    found = msgspec.convert(_renamed(told, matter, part >= 2) if matter or part >= 2 else told, type=Reading)
    document = replace(
        found.document, id=blake2b(f"{number}".encode(), digest_size=8).hexdigest(), published_at=moment
    )
    document = replace(
        document,
        publisher=f"{document.publisher} {part}" if part else document.publisher,
        url=f"https://stream.example/{document.id}",
    )
    if part % 2:  # the copy has a paragraph of its own
        added = (
            "\n\n"
            + _WORD.sub(
                lambda m: rename(m[0], number, False),
                "Weather permitting, readers in town will have their say on the matter tomorrow.",
            )
            + "\n"
        )
        body = Section("body", len(document.text), len(document.text) + len(added))
        document = replace(
            document,
            text=document.text + added,
            title=f"Again: {document.title}",
            sections=(*document.sections, body),
        )
    return replace(
        found,
        document=document,
        claims=tuple(replace(c, document=document.id, published_at=moment) for c in found.claims),
    )


def _renamed(part: Any, matter: int, retold: bool, key: str = "") -> Any:
    """A reading with the words of other matters in its texts and names, and only there."""
    if isinstance(part, dict):
        fixed = part.get("field") == "status" or "interval" in part  # a claim of status, a time
        return {k: v if fixed and k == "value" else _renamed(v, matter, retold, k) for k, v in part.items()}
    if isinstance(part, list):
        return [_renamed(p, matter, retold, key) for p in part]
    if isinstance(part, str) and (key in _TOLD or (key == "entity" and part.startswith("person:"))):
        kind, mark, name = part.partition("person:") if key == "entity" else ("", "", part)
        return kind + mark + _WORD.sub(lambda m: rename(m[0], matter, retold), name)
    return part


def _later(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return day  # no day, or beyond the calendar


@lru_cache(maxsize=1 << 17)
def rename(word: str, matter: int, retold: bool) -> str:
    """A word as another matter has it: names and rare words are others of the same length, the rest stays; retold, a third of these too.

    >>> len(rename("Reykjavik", 3, False)), rename("with", 3, True)
    (9, 'with')
    """
    if word_rarity(fold_stem(word.casefold())) < _RARE or word.isupper():
        return word
    digest = blake2b(f"{word.casefold()} {matter}".encode(), digest_size=32).digest()
    if not matter and not (retold and word[0].islower() and digest[0] < 85):
        return word
    if retold and word[0].islower() and digest[0] < 85:
        digest = blake2b(digest, digest_size=32).digest()
    made = "".join(
        (_VOWELS if n % 2 else _CONSONANTS)[digest[n % 32] % (5 if n % 2 else 14)] for n in range(len(word))
    )
    return "".join(c.upper() if w.isupper() else c for c, w in zip(made, word, strict=True))
