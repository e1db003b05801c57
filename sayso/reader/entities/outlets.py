"""Outlets and agencies: known ones by name, unknown ones by their shape, the document's own publisher."""

import re
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table
from sayso.outlet_registry import find_outlet, outlet_name
from sayso.reader.document.sections import find_dateline
from sayso.reader.entities.names import NameFinder

_TAIL = (
    r"(?:News Agency|news agency|News Service|Press Agency|Press Service|Newswire|News|Wire|Times|Post|Herald|Gazette|Gazeta|Zeitung|Kurier|Courier|Chronicle|"
    r"Tribune|Telegraph|Standard|Observer|Journal|Bulletin|Dispatch|Ledger|Monitor|Mail|Review|Sentinel|Inquirer|Examiner|Globe|Mirror|"
    r"Express|Star|Voice|Weekly|Daily|Today|Record|Register|Echo|Argus|Shimbun|Shinmun|Sinmun|Ilbo|Nippo|Radio|TV|Television|Brief|Report|Insider|Spectator|"
    r"Nachrichten|Allgemeine|Presse|Blatt|Tidende|Dagblad|Bladet|Sanomat|Pravda|Novosti|Vesti|Vremya|Diario|Correo|Prensa)"
)
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’.-]{0,60}"  # bounded: a string without spaces costs no more for being long
_SHAPES = (
    # a name that ends in a newspaper's word: "the Northern Standard", "Baltic Courier"
    re.compile(
        rf"\b(?:The |the )?({_NAME}(?:\s(?:of\s|d['’])?{_NAME}){{0,3}}\s{_TAIL}(?:\s{_TAIL})?)\b(?!\s(?:Strip|River|Street|Sea))"
    ),
    # a kind and a name: "the newspaper Dong-il Shinmun", "news website Meduza", "state broadcaster NOS"
    re.compile(
        rf"\b(?:newspaper|newspapers|daily|weekly|magazine|tabloid|broadsheet|news agency|newswire|broadcaster|(?:news )?website|news site|news portal|"
        rf"(?:television|TV|radio) (?:channel|station|network)|channel|news outlet|outlet|blog|portal)\s({_NAME}(?:\s(?:d['’])?{_NAME}){{0,3}})"
    ),
    # a name and a kind: "Ararat Wire, a Yerevan-based news agency", "Hanbit news agency"
    re.compile(
        rf"\b({_NAME}(?:\s{_NAME}){{0,3}})(?:,\s(?:a|an|the)\s(?:[\w-]+\s){{0,3}}|\s)"
        r"(?:newspaper|daily|news agency|newswire|broadcaster|(?:news )?website|news site|news portal|magazine|tabloid|television channel|TV channel)\b(?!\s[A-ZÀ-Þ])"
    ),
)
_GENERIC = frozenset(
    [
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
        "the",
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
    ]
)
_KNOWN_SHORT = 3  # names as short as this count only in capitals and beside a citing word
_CITING = re.compile(
    r"\b(?:report(?:s|ed|ing)?|said|says|told|according to|cit(?:es|ed|ing)|quot(?:es|ed|ing)|via|by|per|wrote|writes|seen by|reveal(?:s|ed)|interview with|agency|news|correspondent)\b"
)


class OutletName(NamedTuple):
    """A stretch that names an outlet."""

    start: int
    end: int
    slug: str
    name: str
    country: str | None


def outlet_slug(name: str) -> str:
    """The distinctive words of an outlet's name, so that "Hanbit" and "Hanbit News Agency" are one.

    >>> outlet_slug("the Hanbit News Agency"), outlet_slug("Hanbit")
    ('hanbit', 'hanbit')
    """
    name = outlet_name(name)
    known = _known()[1].get(name) or _known()[1].get(name.removeprefix("The ").removeprefix("the "))
    if known:
        return known[0]
    words = [w for w in re.findall(r"[\w'’-]+", name.casefold()) if w not in _GENERIC]
    return "-".join(words) or name.casefold()


@cache
def _known() -> tuple[NameFinder, dict[str, tuple[str, str]]]:
    meaning = {
        n: (row["slug"], row["country"]) for row in load_table("outlets") for n in row["names"].split("|")
    }
    for name in [n for n in meaning if " " in n and not n.startswith(("The ", "the "))]:
        meaning.setdefault(f"The {name}", meaning[name])
    return NameFinder(meaning), meaning


def known_outlet(words: str) -> str | None:
    """The id of an outlet of the lexicon whose whole name these words are, an article before it aside; None where it is none.

    >>> known_outlet("the AP"), known_outlet("the ministry")
    ('outlet:associated-press', None)
    """
    meaning = _known()[1]
    known = meaning.get(words) or meaning.get(re.sub(r"^(?:the|The) ", "", words))
    return f"outlet:{known[0]}" if known else None


@cache
def _countries() -> dict[str, str]:
    return {row["slug"]: row["country"] for row in reversed(load_table("outlets"))}


def outlet_country(name: str) -> str | None:
    """The country of a known outlet (ISO 3166 alpha-3), by its name; None of others.

    >>> outlet_country("Reuters"), outlet_country("The Nowhere Gazette")
    ('GBR', None)
    """
    return find_outlet(name).country or _countries().get(outlet_slug(name)) or None


def find_outlet_names(text: str, publisher: str | None) -> list[OutletName]:
    """The outlets that a text names, its own publisher and short forms of the names among them, in order."""
    finder, meaning = _known()
    found = []
    for start, end in finder.find(text):
        name = text[start:end]
        around = text[max(0, start - 30) : start] + " " + text[end : end + 30]
        if (len(name) <= _KNOWN_SHORT or name in _COMMON) and not _CITING.search(around):
            continue
        if (
            len(name.split()) - name.startswith("The ") == 1
            and name not in _PLAIN
            and not _stands_as_outlet(text, start, end)
        ):
            continue
        found.append(OutletName(start, end, meaning[name][0], name, meaning[name][1] or None))
    for shape in _SHAPES:
        for m in shape.finditer(text):
            start, end = _without_lead(text, m.start(1), m.end(1))
            if (
                end > start
                and text[start:end] not in ("The", "A", "An", "On", "In")
                and not all(w in _adjectives() for w in text[start:end].split())
            ):
                name = text[start:end]
                found.append(OutletName(start, end, outlet_slug(name), name, None))
    if publisher:
        # "Daily Star" in the Daily Star of Lagos is that paper, whatever other paper has the name
        own = {publisher, *_short_forms(publisher)}
        found = [o._replace(slug=outlet_slug(publisher), country=None) if o.name in own else o for o in found]
    names = {o.name: o.slug for o in found}
    if publisher:
        names[publisher] = outlet_slug(publisher)
    agency = dateline.agency if (dateline := find_dateline(text)) else None
    if agency and not agency.isupper():
        names.setdefault(agency, outlet_slug(agency))
    for name, slug in list(names.items()):
        for short in _short_forms(name):
            names.setdefault(short, slug)
    for start, end in NameFinder(name for name in names if len(name) > 2).find(text):
        name = text[start:end]
        if name not in _COMMON or _CITING.search(text[end : end + 25] + text[max(0, start - 25) : start]):
            found.append(OutletName(start, end, names[name], name, None))
    found.sort(key=lambda o: (o.start, -o.end))
    kept: list[OutletName] = []
    for o in found:
        if not kept or o.start >= kept[-1].end:
            kept.append(o)
    return kept


# one-word names that hardly ever mean anything else
_PLAIN = frozenset(
    n for row in load_table("outlets") if row["plain"] == "yes" for n in row["names"].split("|")
)
_CITES_BEFORE = re.compile(
    r"(?:\b(?:told|to|by|with|via|per|cit(?:es|ed|ing)|quot(?:es|ed|ing)|newspaper|daily|weekly|agency|broadcaster|website|outlet|portal|channel|magazine|in)(?: the)?|"
    r"(?:[Aa]ccording|speaking|statement|interview|comments|remarks|spoke) (?:to|with|for)(?: the)?) $"
)
_CITES_BEHIND = re.compile(
    r"['’]s (?:correspondent|report|reporter|website|sources?)|,? (?:(?:news )?agency|newspaper|daily|television|TV|radio|broadcaster|website)?\s?(?:has |had |also |first |earlier )?"
    r"(?:report(?:s|ed)|wrote|writes|said|says|quot(?:es|ed)|cit(?:es|ed|ing)|publish(?:es|ed)|carried|broadcast|aired|reporter|correspondent|journalist|news agency|newspaper)\b"
)


def _stands_as_outlet(text: str, start: int, end: int) -> bool:
    """Whether a word that may mean something else is cited here and is no part of a longer name."""
    if re.search(r"[^\W\d_]\s$", text[max(0, start - 2) : start]) and re.search(
        r"(?<![.!?]\s)\b[A-ZÀ-Þ][\w'’-]*\s$", text[max(0, start - 25) : start]
    ):
        lead = re.search(r"\b([A-ZÀ-Þ][\w'’-]*)\s$", text[max(0, start - 25) : start])
        if lead and lead[1] not in ("The", "According", "But", "And", "As", "Citing", "In", "On"):
            return False
    before, behind = text[max(0, start - 30) : start], text[end : end + 40]
    if re.match(r"\s[A-ZÀ-Þ]", behind):
        return False
    return bool(_CITES_BEHIND.match(behind)) or bool(
        _CITES_BEFORE.search(before) and not before.endswith((" in ", " to the "))
    )


_COMMON = frozenset(
    [
        "Guardian",
        "Times",
        "Post",
        "Independent",
        "Economist",
        "Welt",
        "Time",
        "Star",
        "Globe",
        "Standard",
        "Observer",
        "Dawn",
        "Sabah",
        "Map",
        "Petra",
        "Saba",
        "Inquirer",
        "Punch",
        "Folha",
        "Anadolu",
        "Liberation",
        "Spiegel",
        "Herald",
        "Foreign",
        "Mail",
        "Telegraph",
        "Chronicle",
        "Mirror",
        "Sun",
        "Express",
    ]
) | {
    "MAP",
    "APP",
    "AA",
    "DR",
    "SPA",
    "ERR",
    "RT",
    "SBS",
    "APA",
    "TIME",
    "Foreign Policy",
    "The National",
    "The Hill",
    "The Times",
}


@cache
def _adjectives() -> frozenset[str]:
    return frozenset(
        w for row in load_table("states") for w in (*row["adjectives"].split("|"), *row["names"].split("|"))
    ) | {"State", "Local", "National", "Foreign", "Arab", "Western"}


def _without_lead(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out words before the name that open the sentence or belong to it ("On Monday Hanbit News Agency")."""
    lead = re.match(
        r"(?:(?:The|According|On|In|A|An|But|And|As|Citing|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Meanwhile|Separately|Earlier|Later|To|By|From)\s)+",
        text[start:end],
    )
    return (start + lead.end(), end) if lead and start + lead.end() < end else (start, end)


def _short_forms(name: str) -> list[str]:
    words = name.removeprefix("The ").removeprefix("the ").split()
    forms = [" ".join(words)]
    while len(words) > 1 and words[-1].casefold() in _GENERIC:
        words = words[:-1]
        forms.append(" ".join(words))
    if " of " in name:
        forms.append(name.removeprefix("The ").removeprefix("the ").split(" of ")[0])
    tail = " ".join(name.split()[-1:])
    if len(name.split()) > 1 and re.fullmatch(_TAIL, tail):
        forms.append(f"the {tail}")
    return [f for f in forms if f != name and len(f) > 3]
