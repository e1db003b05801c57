"""What each paragraph of a report is for: headline, dateline, body, caption, credit or furniture.

Patterns for furniture and credits are data (`sayso/data/furniture.tsv`); the rest is told by shape.
"""

import re
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table
from sayso.model import Document, Section, SectionKind, Span

_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_DATE = rf"(?:{_MONTH}\s+\d{{1,2}}(?:,\s*\d{{4}})?|\d{{1,2}}\s+{_MONTH}(?:\s+\d{{4}})?)"
_PLACE = r"[^\W\d_][\w'’.\-]*(?:[ /][^\W\d_][\w'’.\-]*){0,4}(?:,\s*[A-Z][\w.\-]*(?: [A-Z][\w.\-]*)?)?"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})(?:,?\s+(?P<date>{_DATE})\.?)?,?\s*"
    r"(?:(?P<agency>\([^()\n]{2,40}\)|/[^/\n]{2,40}/)\s*(?:[-–—]{1,3}|:|\.)?|(?P<dash>\s[-–—]{1,3}|[–—:]|\.(?=\s+[A-Z“\"])))\s+(?=\S)"
)
_CREDIT_SHAPE = re.compile(
    r"[A-ZÀ-ÖØ-Þ0-9 .&'’\-]+(?:/[A-ZÀ-ÖØ-Þ0-9 .&'’\-]+)+$|\(?[A-Z][\w .]+/(?:[A-Z]{2,}|Getty|Reuters)[\w .]*\)?$"
)
_WORDS = re.compile(r"\w+")
_LONGEST_HEADLINE, _FEWEST_WORDS = 140, 3  # code points; words


class Dateline(NamedTuple):
    """Where and when a report was filed and by whom, as its first words say."""

    span: Span
    place: str
    date: str | None
    agency: str | None


def find_sections(document: Document) -> tuple[Section, ...]:
    """The sections of a document in order; every paragraph that is not blank lies in one.

    >>> from sayso.ingest.documents import make_document
    >>> report = make_document("OSLO (FW) -- A ship sank.\\n\\nComment (0)", {}, "x")
    >>> [(s.kind, s.start, s.end) for s in find_sections(report)]
    [('dateline', 0, 13), ('body', 13, 25), ('furniture', 27, 38)]
    """
    text = document.text
    found: list[Section] = []
    first = True
    for match in re.finditer(r"[^\n]+", text):
        start, end = _trim(text, match.start(), match.end())
        if start == end:
            continue
        words = text[start:end]
        if first and document.title and _same(words, document.title):
            found.append(Section("headline", start, end))
            continue
        kind = _kind(words)
        dateline = find_dateline(text, start, end) if first and kind == "body" else None
        if (
            dateline
            and is_headline_like(words)
            and not (dateline.date or dateline.agency or dateline.place.isupper())
        ):
            dateline = None  # "Navy: ship lost power before crash"
        if dateline:
            found.append(Section("dateline", dateline.span.start, dateline.span.end))
            start = dateline.span.end
        found.append(Section(kind, start, end))
        first = first and (kind != "body" or dateline is None and is_headline_like(words))
    return tuple(found)


def is_headline_like(words: str) -> bool:
    """Whether a line stands like a headline: a few words and no mark that ends a sentence.

    >>> is_headline_like("Ferry talks near an end – mayor"), is_headline_like("The ferry sank.")
    (True, False)
    """
    words = words.strip()
    return (
        len(words) <= _LONGEST_HEADLINE
        and len(words.split()) >= _FEWEST_WORDS
        and not words.rstrip("”\"’'»)").endswith((".", "!", "?", ":", ",", ";"))
    )


def find_dateline(text: str, start: int = 0, end: int | None = None) -> Dateline | None:
    """The dateline at the beginning of a paragraph, with the blank after it; None where there is none.

    >>> find_dateline("SEOUL, Oct. 18 (Hanbit) -- Two ships sailed.").agency
    'Hanbit'
    """
    match = _DATELINE.match(text, start, len(text) if end is None else end)
    if not match or match.end() - start > 90:
        return None
    place = match["place"].rstrip(".")
    if not all(word[0].isupper() for word in re.split(r"[ /]", place) if word):
        return None
    # words alone before a dash or a full stop are a dateline only in capitals; a date or an agency vouches for the rest
    if (
        not match["agency"]
        and not match["date"]
        and not (place.isupper() and len(place) > 3 and "." not in place)
    ):
        if len(_WORDS.findall(place)) > 2 or (match["dash"] or "").strip() in (".", "-", ""):
            return None
        if (match["dash"] or "").strip() == ":" and text[match.end() :].partition("\n")[0].rstrip()[
            -1:
        ] not in (".", "!", "?", "”", '"'):
            return None  # "Mayor: Bridge to close" is a headline
        if (match["dash"] or "").strip() in ("–", "—") and not re.match(
            r"\S+(?:/\S+)? [–—] ", text[start : match.end()]
        ):
            return None
    agency = match["agency"][1:-1] if match["agency"] else None
    return Dateline(Span(start, match.end()), place, match["date"], agency)


def _kind(words: str) -> SectionKind:
    for kind, pattern in _patterns():
        if pattern.match(words) and len(words) < 260:
            return kind
    if len(words) < 90 and _CREDIT_SHAPE.fullmatch(words):
        return "credit"
    if len(words) < 100 and len(re.findall(r"\s[|•·]\s", words)) >= 1 and not words.endswith("."):
        return "furniture"
    if not _WORDS.search(words):
        return "furniture"
    if re.match(r"(?:file photo|in this (?:file )?(?:photo|picture|image)|pictured)\b", words, re.I):
        return "caption"
    return "body"


@cache
def _patterns() -> tuple[tuple[SectionKind, re.Pattern[str]], ...]:
    rows = load_table("furniture")
    return tuple((row["kind"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows)  # type: ignore[misc]


def _same(a: str, b: str) -> bool:
    return _WORDS.findall(a.casefold()) == _WORDS.findall(b.casefold())


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
