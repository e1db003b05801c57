"""Whose report a document says it is: agencies named in its byline, its dateline or a closing credit."""

import re
from functools import cache

from sayso.lexicon import load_table
from sayso.model import Document, Span
from sayso.outlet_registry import outlet_name

_GENERIC = frozenset(
    [
        "the",
        "a",
        "an",
        "news",
        "agency",
        "press",
        "service",
        "newspaper",
        "newspapers",
        "daily",
        "weekly",
        "magazine",
        "website",
        "site",
        "wire",
        "media",
        "broadcaster",
        "tv",
        "television",
        "radio",
        "group",
        "outlet",
        "portal",
        "channel",
        "network",
        "online",
    ]
)
_SPLIT = re.compile(r"\s*(?:,|;|/|\||\bwith\b|\band\b|&|\bvia\b|\bfrom\b|\bfor\b|\bby\b)\s*", re.IGNORECASE)
_BARE = frozenset(
    [
        "agencies",
        "agency",
        "staff",
        "newsroom",
        "reporter",
        "reporters",
        "correspondent",
        "correspondents",
        "admin",
        "editor",
        "editors",
        "editorial",
        "team",
        "desk",
        "wires",
        "writer",
    ]
)
_INITIALS = re.compile(r"[A-ZÀ-Þ]{2,6}(?:-[A-Z]{2,5})?")
_KIND = re.compile(
    r"\b(?:News Agency|Press Agency|News Service|Press Service|Newswire|Wire|Press)$|^(?:Agence|Agencia|Agenzia|Agenția)\b"
)
_PARENTHESES = re.compile(r"\(([^()\n]{2,40})\)|/([^/\n]{2,40})/|(?:,|\d|\.)\s+([A-ZÀ-Þ]{2,6})\s*[-–—:]")
_ARRANGED = re.compile(
    r"\b(?:published by arrangement with|by permission of|courtesy of|first (?:published|appeared) (?:in|on|by)|originally (?:published|appeared) (?:in|on|by)|"
    r"republished (?:from|with (?:the )?permission (?:of|from))|reprinted (?:from|with permission (?:of|from))|syndicated (?:from|by)|source:|"
    r"this (?:article|story|report) (?:was|is) (?:provided|produced|supplied) by|from our partners? at|under licen[cs]e from)\s+(?:the\s|The\s)?",
    re.IGNORECASE,
)
_NOTE = 220  # code points that a closing note has at most
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]*(?:[\s-](?:of\s|d['’])?[A-ZÀ-Þ][\w'’-]*){0,4}")


def outlet_key(name: str) -> str:
    """One key for the names of one outlet: its known slug, else its distinctive words.

    >>> outlet_key("the Hanbit News Agency") == outlet_key("Hanbit") == "hanbit"
    True
    >>> outlet_key("Russia's TASS news agency")
    'tass'
    """
    name = outlet_name(" ".join(name.split()).strip(" .,;:-–—()"))
    owner = re.match(r"(.{3,30}?)['’]s\s(?=\S)", name)
    if owner and owner[1] in _states():
        name = name[owner.end() :]
    known = _known()
    for form in (name, name.removeprefix("The ").removeprefix("the ")):
        if form in known:
            return known[form]
    words = re.findall(r"[\w'’-]+", name.casefold())
    kept = [w for w in words if w not in _GENERIC]
    return "-".join(kept) or "-".join(words) or name.casefold()


def same_outlet(a: str, b: str) -> bool:
    """Whether two names are of one outlet: the same distinctive words, or one the initials of the other.

    >>> same_outlet("HNS", "Hellas News Service"), same_outlet("the Post", "The Aegean Post"), same_outlet("Baltic Wire", "Baltic Courier")
    (True, True, False)
    """
    if outlet_key(a) == outlet_key(b):
        return True
    for short, long in ((a, b), (b, a)):
        short = short.removeprefix("The ").removeprefix("the ").strip()
        words = re.findall(r"[\w'’]+", long)
        full = [w for w in words if w.casefold() not in ("the", "a", "an")]
        initials = {
            "".join(w[0] for w in part if w[0].isupper())
            for part in (full, words, [w for w in full if w.casefold() not in ("of", "and", "for")])
        }
        if short.isupper() and 2 <= len(short) <= 6 and short in initials:
            return True
        if len(full) > 1 and len(short) > 2 and short.casefold() == full[-1].casefold() and short in _TAILS:
            return True
    return False


_TAILS = frozenset(
    [
        "Post",
        "Times",
        "Herald",
        "Courier",
        "Chronicle",
        "Tribune",
        "Telegraph",
        "Standard",
        "Observer",
        "Journal",
        "Bulletin",
        "Dispatch",
        "Ledger",
        "Monitor",
        "Mail",
        "Review",
        "Gazette",
        "Sentinel",
        "Globe",
        "Express",
        "Star",
        "Voice",
        "Echo",
    ]
)


def find_credits(document: Document) -> tuple[tuple[str, Span | None], ...]:
    """The outlets credited for a document beside its publisher, each with its span in the text where it stands there.

    A byline or dateline credit speaks for a copy; names of persons and "staff and agencies" are none.

    >>> from sayso.ingest.documents import make_document
    >>> find_credits(make_document("RIGA - A ship sank.", {"publisher": "Coast Times", "byline": "A. Berzins, LNA"}, "x"))
    (('LNA', None),)
    """
    found: list[tuple[str, Span | None]] = []
    for part in _SPLIT.split(document.byline or ""):
        part = re.sub(r"\s*\(.*?\)\s*$", "", part).strip(" .")
        if part and _names_outlet(part, document.publisher):
            found.append((part, None))
    head = next((s for s in document.sections if s.kind == "dateline"), None)
    stretch = document.text[head.start : head.end] if head else _first_words(document.text)
    base = head.start if head else len(document.text) - len(document.text.lstrip())
    for m in _PARENTHESES.finditer(stretch):
        group = next(n for n in (1, 2, 3) if m.group(n))
        name = m.group(group).strip()
        if head or _names_outlet(name, document.publisher):
            found.append((name, Span(base + m.start(group), base + m.end(group))))
    ends = [s for s in document.sections if s.kind == "body"][-1:]
    for s in document.sections:
        if s.kind in ("furniture", "credit") or (s in ends and s.end - s.start < _NOTE):
            for m in _ARRANGED.finditer(document.text, s.start, s.end):
                name = _NAME.match(document.text, m.end(), s.end)
                photo = re.search(r"photo|picture|image|video", document.text[s.start : s.end], re.IGNORECASE)
                if name and not photo:
                    found.append((name.group(), Span(name.start(), name.end())))
    kept: dict[str, tuple[str, Span | None]] = {}
    for name, span in found:
        if document.publisher and same_outlet(name, document.publisher):
            continue
        kept.setdefault(outlet_key(name), (name, span))
    return tuple(kept.values())


def credits_itself(document: Document) -> bool:
    """Whether byline or dateline name the document's own publisher, as an agency's original does."""
    if not document.publisher:
        return False
    names = [p for p in _SPLIT.split(document.byline or "") if p]
    names += [next(g for g in m.groups() if g) for m in _PARENTHESES.finditer(_first_words(document.text))]
    return any(same_outlet(n.strip(), document.publisher) for n in names)


def _first_words(text: str) -> str:
    start = text.lstrip()[:90]
    cut = re.search(r"(?:--|–|—|\n)", start)
    return start[: cut.end()] if cut else start


def _names_outlet(name: str, publisher: str | None) -> bool:
    words = name.split()
    if (
        not words
        or len(words) > 6
        or (words[-1].casefold() in _BARE and not _KIND.search(name))
        or not name[0].isalpha()
    ):
        return False
    if name in _known() or (publisher and same_outlet(name, publisher)):
        return True
    if _INITIALS.fullmatch(name) or _KIND.search(name):
        return True
    # a single capitalised word in a byline is an outlet, a person has two
    return len(words) == 1 and name[0].isupper() and name.casefold() not in _BARE


@cache
def _states() -> frozenset[str]:
    return frozenset(
        n
        for row in load_table("states")
        for column in ("names", "seats")
        for n in row[column].split("|")
        if n
    )


@cache
def _known() -> dict[str, str]:
    return {n: row["slug"] for row in load_table("outlets") for n in row["names"].split("|") if n}
