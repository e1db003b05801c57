"""The places that a text names, with coordinates where the gazetteer has them and the relation in which they are named."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from sayso.lexicon import load_table
from sayso.model import Document, Entity, Place
from sayso.reader.coverage import Coverage
from sayso.reader.entities.gazetteer import (
    find_region,
    find_towns,
    find_us_state,
    locate,
    us_state_abbreviations,
)
from sayso.reader.entities.state_names import StateName, find_state_names, seat_state, state_label
from sayso.reader.parse import Parsed
from sayso.reader.places.resolution import Resolver, is_county

_NAME = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’-]{1,60}"  # bounded: a string without spaces costs no more for being long
_BEGIN = r"(?<!\w)(?<!\w[-'’])"
_KIND = (
    r"(?:Strait|Sea|Ocean|Gulf|Bay|Island|Islands|Peninsula|Province|province|District|district|Region|region|County|county|Parish|Oblast|oblast|prefecture|Prefecture|"
    r"governorate|crossing|border|checkpoint|checkpost|airport|Airport|air base|airbase|Air Base|naval base|base|port|harbour|harbor|bridge|valley|Valley|River|river|Lake|Mount|Square|"
    r"square|tehsil|camp|canal|Canal|shoal|Shoal|reef|Reef|economic zone|waters|coast|test site|nuclear plant|power plant|refinery|railway station)"
)
_SIDE = r"(?:south|north|east|west|south-?east|south-?west|north-?east|north-?west)"
_LEAD = rf"(?:waters |areas? |the (?:area|region|coast|outskirts|waters) )?(?:just )?(?:{_SIDE}(?:ern)? (?:of|coast of)|off(?: the (?:\w+ )?coast of)?|"
# a preposition of place, perhaps a relation, and capitalised words
_PLACED = re.compile(
    rf"\b(?P<lead>{_LEAD}near|outside|inside|in|at|around|over|to|from|across|towards?|between|of|along|into|via|on|through|reach|left|entered|visit(?:ed|s)?)) "
    rf"(?:the )?(?:(?:port|city|town|village|province|region|district|island|islands|state|capital|southern|northern|eastern|western|central|coastal|base|area) (?:of )?)*"
    rf"(?P<name>{_NAME}(?:[ -](?:(?:of|de|al|el|bin|the|and)[ -])?{_NAME}){{0,3}}(?: {_KIND})?)"
)
_LEADS = re.compile(
    r"\b(?:in|at|near|from|to|around|outside|inside|of|between|across|over|into|towards?|through|for|off|and|left|leaves?|leaving|reach(?:es|ed|ing)?|enter(?:s|ed|ing)?|visit(?:s|ed|ing)?|via|near|village|town|city|along|north|south|east|west|,)(?: the| a)? ?(?:(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)\w*[ -])?(?:(?:city|town|village|region|district|province|state|island|port) (?:of )?)?$"
)
_RELATION = re.compile(rf"{_LEAD}near|outside|around|over|between)$")
_ON_THE_WAY = re.compile(
    r"(?: the| a)?(?: (?:\w+ern|border|coastal|small|(?:port|capital|city|town|island|village|province|port city)(?: of)?)){0,2} ?$"
)
_ILLNESS = re.compile(
    r"[ -](?:virus|fever|disease|outbreak|h(?:a)?emorrhagic|syndrome|flu|vaccine)\b", re.IGNORECASE
)
_COUNTY = re.compile(
    r"\b((?:St\. )?[A-Z][\w'’-]{1,60}(?: [A-Z][\w'’-]{1,60})?) (?:County|Parish)\b(?! (?:Road|Line|Fair|High))"
)
_LABELS = ("GPE", "LOC", "FAC")
_NO_PLACE_LABELS = ("PERSON", "ORG", "NORP", "EVENT")
_STREET = re.compile(
    r" (?:[A-Z]\w+ )?(?:Street|St\.|Road|Rd\.|Drive|Dr\.|Avenue|Ave\.|Lane|Boulevard|Blvd|Highway|Route)(?!\w)"
)
# a town's name before what belongs to a town: its police, its people, its council
_BEFORE = re.compile(
    rf"{_BEGIN}(?P<name>(?!The\b){_NAME}(?: (?:(?:of|de|al|el|the)[ -])?{_NAME}){{0,2}}?)['’]?s? (?:Police|Fire|Sheriff|City|Town|Village|Municipal|Borough|District|Circuit|High School|Elementary|Middle School|Chamber|Council|councill?ors?|"
    r"residents?|natives?|man|woman|men|women|teenager|teen|mother|father|couple|family|families|mayor|police|officials|officers|firefighters|authorities|schools?|students?|businesses|neighbou?rhood|suburb|area|voters|"
    r"city|town|hospital|courthouse|home|office|airport|International Airport|Regional)\b"
)
_DISTRICT_OF = re.compile(rf"\b(?:[DRI]|Dem|Rep|Lab|Con)-(?P<name>{_NAME}(?: {_NAME}){{0,2}})")
_SHOUTED = re.compile(
    r"(?:^|(?<=[\n.?!] ))\W{0,3}(?P<name>(?:ST\. )?[A-Z][A-Z'’-]{2,}(?: [A-Z][A-Z'’-]+){0,2})(?=(?:, (?:[A-Z][\w.]+)(?: [A-Z]\w+)?)?(?: \([^)\n]{1,30}\))? ?[—–”-])",
    re.MULTILINE,
)
_NO_PLACE = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|^(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b|"
    r"^(?:President|Prime|Minister|Mr|Mrs|Ms|Dr|General|Christmas|Easter|Eid|Ramadan|English|Twitter|Facebook|Telegram|Parliament|Congress|Army|Navy|Covid|COVID|Titan)\b|"
    r"\b(?:Road|Street|St|Avenue|Ave|Drive|Lane|Boulevard|Blvd|Highway|Route|Interstate|Hall|(?<!Space )(?<!Launch )Center|(?<!Space )(?<!Launch )Centre|Hospital|School|High School|Church|University|College|Library|Stadium|Theatre|Theater|Hotel|"
    r"House|Court|Courthouse|Park|Museum|Cathedral|Building|Mall|Cemetery|Tower|Virus|Association|Festival|Day)\b(?! (?:province|region|district))"
)
_SEATS_NO_TOWN = frozenset(
    [
        "White House",
        "Kremlin",
        "Pentagon",
        "Blue House",
        "Capitol Hill",
        "State Department",
        "Downing Street",
        "Whitehall",
        "Westminster",
        "Elysee",
        "Élysée",
        "Quai d'Orsay",
        "Miraflores",
        "Malacanang",
        "Zhongnanhai",
    ]
)


def find_places(document: Document, parsed: Parsed, entities: Sequence[Entity]) -> tuple[Place, ...]:
    """The places of a document in order: those the pipeline's ner and the grammar of place find and no person or outlet bears.

    Each with coordinates (degrees), the GeoNames id where it has one, and the relation word before it; unknown ones without.
    """
    text = document.text
    states = find_state_names(text)
    owned = [0] * len(text)  # for each code point, how long the name of a person, outlet or asset there is
    for s in (
        s
        for e in entities
        if e.kind in ("person", "outlet", "asset")
        for s in e.mentions
        if not (e.kind == "person" and _is_town_after_all(text, s.start, s.end))
    ):
        for k in range(s.start, s.end):
            owned[k] = max(owned[k], s.end - s.start)
    spans: dict[int, int] = {}
    found = list(_candidates(text, parsed, states))
    ill = {text[a:b] for a, b in found if _ILLNESS.match(text, b)} - {text[s.start : s.end] for s in states}
    for start, end in found:
        end = _trim(text, start, end)
        if (
            end - start > 1
            and not _NO_PLACE.search(text[start:end])
            and text[start:end] not in ill
            and not _STREET.match(text, end)
            and _is_likely(text, start, end)
        ):
            spans[start] = max(spans.get(start, 0), end)
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(spans.items()):
        tail = re.match(rf" {_KIND}\b", text[end:])
        if (
            tail
            and not re.search(rf"{_KIND}$", text[start:end])
            and not _stands_alone(text[start:end], tail[0])
        ):
            end += tail.end()
        if (chosen and start < chosen[-1][1]) or max(owned[start:end], default=0) >= end - start:
            continue
        chosen.append((start, end))
    resolver = Resolver(text, states, chosen)
    named = {(n.start, n.end): n for n in states if n.form == "name"}
    return tuple(_place(text, start, end, resolver, named.get((start, end))) for start, end in chosen)


def _is_town_after_all(text: str, start: int, end: int) -> bool:
    """Whether what the ner takes for a person is a large town where one moves or is: "left Sasebo", "in Aleppo and Homs"."""
    towns = () if " " in text[start:end] else find_towns(text[start:end])
    if not towns or not towns[0].main or towns[0].population < 50_000:
        return False
    lead = re.search(
        r"\b(?:left|leaves?|reach(?:es|ed)?|enter(?:s|ed)?|in|near|outside|in (?P<first>[A-Z]\w+)(?:, [A-Z]\w+)* and) $",
        text[max(0, start - 60) : start],
    )
    return bool(lead) and (lead is None or lead["first"] is None or bool(find_towns(lead["first"])))


def _is_likely(text: str, start: int, end: int) -> bool:
    """Whether a name is known, says what it is, or stands where a place would."""
    name = text[start:end]
    if (
        find_towns(name)
        or find_region(name)
        or find_us_state(name)
        or find_state_names(name)
        or re.search(rf"(?:^The |^)(?:{_KIND}\b)|\b{_KIND}$", name)
    ):
        return True
    return bool(_LEADS.search(text, max(0, start - 40), start)) or bool(
        re.match(r", [A-Z][\w.]+", text[end:])
    )


def _trim(text: str, start: int, end: int) -> int:
    """The end of the place in a longer name that is none: "Colfax County" of "Colfax County Sheriff's Department"."""
    words = text[start:end]
    if (
        " " not in words
        or re.search(rf"{_KIND}$", words)
        or find_towns(words)
        or find_region(words)
        or find_us_state(words)
    ):
        return end
    cuts = [m.start() for m in re.finditer(r"(?:['’]s?)? ", words)]
    for cut in reversed(cuts):
        part = words[:cut]
        county = _COUNTY.fullmatch(part)
        if (county and is_county(county[1])) or find_us_state(part) or (" " in part and find_towns(part)):
            return start + cut
    return end


def _stands_alone(name: str, tail: str) -> bool:
    """Whether a common noun behind a name is no part of it: "the Polish coast", "Texas border", "Iraq province"."""
    return tail.strip() in (
        "border",
        "coast",
        "waters",
        "province",
        "district",
        "region",
        "base",
        "port",
        "camp",
        "square",
        "bridge",
        "river",
        "valley",
        "airport",
        "county",
    ) and (
        find_us_state(name) is not None
        or bool(find_state_names(name))
        or (
            tail.strip() in ("border", "coast", "waters", "region", "district", "province")
            and locate(name) is not None
        )
    )


def _candidates(text: str, parsed: Parsed, states: Sequence[StateName]) -> Iterator[tuple[int, int]]:
    named: set[str] = set()
    for n in parsed.names:
        if n.label in _LABELS:
            for start, end in _parts(text, n.start, n.end):
                yield start, end
                if n.label == "GPE" and end - start > 3:
                    named.add(text[start:end])
    prose = Coverage(((p.start, p.end) for p in parsed.paragraphs), len(text))
    others = Coverage(((n.start, n.end) for n in parsed.names if n.label in _NO_PLACE_LABELS), len(text))
    countries = frozenset(s.code for s in states if ":" not in s.code)
    for m in _PLACED.finditer(text):
        if prose.holds(m.start("name")):
            lead = m["lead"].split()[-1]
            known = locate(m["name"], countries) or re.search(rf" {_KIND}$", m["name"])
            joined = re.fullmatch(rf"({_NAME}(?: {_NAME})?) and (?:the )?({_NAME}(?: {_NAME})?)", m["name"])
            if joined and not known:
                for part in (1, 2):
                    if locate(joined[part], countries) or find_towns(joined[part]):
                        yield m.start("name") + joined.start(part), m.start("name") + joined.end(part)
            elif known or (
                lead in ("near", "off", "outside", "in", "at")
                and _is_single_name(parsed, m.start("name"), others)
            ):
                yield m.start("name"), m.end("name") - (2 if m["name"].endswith(("'s", "’s")) else 0)
    for state in states:
        words = text[state.start : state.end]
        if state.form != "adjective" and ":" not in state.code and words not in _SEATS_NO_TOWN:
            if state.form == "name" or find_towns(words):
                yield state.start, state.end - 2 if words.endswith(("'s", "’s")) else state.end
    persons = Coverage(((n.start, n.end) for n in parsed.names if n.label == "PERSON"), len(text))
    for m in _table_names().finditer(text):
        if not persons.holds(m.start()):
            yield m.span()
    for m in _COUNTY.finditer(text):
        if is_county(m[1]):
            yield m.span()
    for pattern in (_BEFORE, _DISTRICT_OF, _SHOUTED):
        for m in pattern.finditer(text):
            if find_towns(m["name"]) and not persons.holds(m.start("name")):
                yield m.span("name")
    # a name that was a place once is one again where the ner saw a part of an organisation's name in it
    if named:
        again = re.compile(
            r"(?<![\w-])(?:"
            + "|".join(re.escape(n) for n in sorted(named, key=lambda w: (-len(w), w)))
            + r")(?![\w-])"
        )
        for m in again.finditer(text):
            if not persons.holds(m.start()) and prose.holds(m.start()):
                yield m.span()


@cache
def _table_names() -> re.Pattern[str]:
    """The names of our own table and of the states of the USA, abbreviated ones only behind a comma."""
    names = {row["name"] for row in load_table("places")} | {row["name"] for row in load_table("us_states")}
    names -= {
        "Georgia",
        "Washington",
        "Victoria",
        "Queens",
        "Hawk",
        "Chaman",
        "Kent",
        "Jersey",
        "Canterbury",
        "Galicia",
        "Midway",
        "Matsu",
        "Khyber",
        "Arctic",
        "Antarctic",
        "Virginia",
        "Amazon",
        "Baltic",
    }
    short = "|".join(re.escape(n) for n in sorted(us_state_abbreviations(), key=lambda w: (-len(w), w)))
    long = "|".join(re.escape(n) for n in sorted(names, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?<![\w-])(?:{long})(?![\w-])|(?<=, )(?:{short})(?!\w)")


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A name of the ner without article and genitive; two joined by "and", apart."""
    for m in (
        re.finditer(r"(?:(?! and |, | or ).)+", text[start:end])
        if not locate(text[start:end])
        else [re.match(r"(?s).+", text[start:end])]
    ):
        if m is None:
            continue
        a, b = start + m.start(), start + m.end()
        words = re.match(
            r"(?:and |or |, )?(?:[Tt]he )?(?:(?:south|north|east|west|central|mid|down|up)\w*[ -])?(?:\w+ of (?=[A-Z]))?(.+?)(?:['’]s?)?\s*$",
            text[a:b],
        )
        if words and words[1][:1].isupper():
            yield a + words.start(1), a + words.end(1)


def _is_single_name(parsed: Parsed, start: int, others: Coverage) -> bool:
    """Whether the words are proper nouns that nobody else's name is made of."""
    k = parsed.token_at(start)
    return k is not None and parsed.tokens[k].pos == "PROPN" and not others.holds(start)


def _place(text: str, start: int, end: int, resolver: Resolver, state: StateName | None) -> Place:
    name = text[start:end]
    before = _ON_THE_WAY.sub("", text[max(0, start - 60) : start])
    relation = _RELATION.search(before)
    found = resolver.locate(start, end)
    if found is None:
        bare = re.match(rf"(.+?) {_KIND}$", name)
        found = resolver.locate(start, start + bare.end(1)) if bare else None
        if bare and found is None and find_region(bare[1]):
            found = find_region(bare[1])
    short = state is not None and ("." in name or name.isupper())
    return Place(
        start=start,
        end=end,
        text=name,
        name=state_label(state.code) if state and short else name,
        geonames_id=found.geonames_id if found else None,
        country=(found.country if found else None)
        or (state.code if state and ":" not in state.code else None)
        or seat_state(name),
        lat=found.lat if found else None,
        lon=found.lon if found else None,
        relation=_relation(relation[0]) if relation else None,
        precision=found.precision if found else "country" if state else None,  # type: ignore[arg-type]
    )


def _relation(words: str) -> str:
    return re.sub(r"^(?:waters|areas?|the \w+) |^just ", "", words)
