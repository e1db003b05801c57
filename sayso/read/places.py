"""The places that a text names, with coordinates where the gazetteer has them and the relation in which they are named."""

import re
from collections.abc import Sequence

from sayso.model import Document, Entity, Place
from sayso.read.gazetteer import locate
from sayso.read.parse import Parsed
from sayso.read.state_names import StateName, find_state_names, seat_state

_NAME = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’-]+"
_KIND = (
    r"(?:Strait|Sea|Ocean|Gulf|Bay|Island|Islands|Peninsula|Province|province|District|district|Region|region|County|county|Oblast|oblast|prefecture|"
    r"governorate|crossing|border|checkpoint|checkpost|airport|air base|airbase|naval base|base|port|harbour|harbor|bridge|valley|River|river|Lake|Mount|Square|"
    r"square|tehsil|camp|canal|shoal|reef|economic zone|waters|coast|test site|nuclear plant|power plant|refinery|railway station)"
)
# a preposition of place, perhaps a relation, and capitalised words
_PLACED = re.compile(
    rf"\b(?P<lead>(?:waters |areas? |the (?:area|region|coast|outskirts|waters) )?(?:just )?(?:(?:south|north|east|west|southeast|southwest|northeast|northwest)(?:ern)? (?:of|coast of)|"
    rf"off(?: the (?:\w+ )?coast of)?|near|outside|inside|in|at|around|over|to|from|across|towards?|between|of|along|into|via|on|through|reach|left|entered|visit(?:ed|s)?)) "
    rf"(?:the )?(?:(?:port|city|town|village|province|region|district|island|islands|state|capital|southern|northern|eastern|western|central|coastal|base|area) (?:of )?)*"
    rf"(?P<name>{_NAME}(?:[ -](?:(?:of|de|al|el|bin|the|and)[ -])?{_NAME}){{0,3}}(?: {_KIND})?)"
)
_RELATION = re.compile(r"(?:waters )?(?:just )?((?:south|north|east|west|southeast|southwest|northeast|northwest)(?:ern)? (?:of|coast of)|off(?: the (?:\w+ )?coast of)?|near|outside|around|over|between)$")
_LABELS = ("GPE", "LOC", "FAC")
_NOT = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|^(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b|"
    r"^(?:President|Prime|Minister|Mr|Mrs|Ms|Dr|General|Christmas|Easter|Eid|Ramadan|English|Twitter|Facebook|Telegram|Parliament|Congress|Army|Navy)\b"
)


def find_places(document: Document, parsed: Parsed, entities: Sequence[Entity]) -> tuple[Place, ...]:
    """The places of a document in order: those the pipeline's ner and the grammar of place find and no person or outlet bears."""
    text = document.text
    states = find_state_names(text)
    countries = frozenset(n.code for n in states if ":" not in n.code)
    spans: dict[int, int] = {}
    for n in parsed.names:
        if n.label in _LABELS:
            start = n.start + (4 if text[n.start : n.start + 4].lower() == "the " else 0)
            words = re.sub(r"['’]s?$", "", text[start : n.end])
            spans[start] = start + len(words)
    persons = [s for e in entities if e.kind in ("person", "outlet", "asset") for s in e.mentions]
    inside = [(p.start, p.end) for p in parsed.paragraphs]
    for m in _PLACED.finditer(text):
        if any(a <= m.start("name") < b for a, b in inside) and not _NOT.match(m["name"]):
            lead = m["lead"].split()[-1]
            known = locate(m["name"], countries) or re.search(rf" {_KIND}$", m["name"])
            if known or (lead in ("near", "off", "outside", "in", "at") and _single_name(parsed, m.start("name"), m.end("name"))):
                spans[m.start("name")] = max(spans.get(m.start("name"), 0), m.end("name"))
    for state in states:
        if state.form != "adjective" and ":" not in state.code:
            spans.setdefault(state.start, state.end)
    out: list[Place] = []
    for start, end in sorted(spans.items()):
        tail = re.match(rf" {_KIND}\b", text[end:])
        if tail and not re.search(rf"{_KIND}$", text[start:end]):
            end += tail.end()
        if (out and start < out[-1].end) or any(s.start < end and start < s.end and s.end - s.start >= end - start for s in persons):
            continue
        out.append(_place(text, start, end, countries, states))
    return tuple(out)


def _single_name(parsed: Parsed, start: int, end: int) -> bool:
    """Whether the words are proper nouns that nobody else's name is made of."""
    k = parsed.token_at(start)
    return k is not None and parsed.tokens[k].pos == "PROPN" and not any(n.start <= start < n.end and n.label == "PERSON" for n in parsed.names)


def _place(text: str, start: int, end: int, countries: frozenset[str], states: Sequence[StateName]) -> Place:
    name = text[start:end]
    relation = _RELATION.search(re.sub(r"(?: the)?(?: (?:port|city|town|island|village) of)? ?$", "", text[max(0, start - 50) : start]))
    state = next((n for n in states if n.start == start and n.end == end and n.form == "name"), None)
    if state:
        return Place(start=start, end=end, text=name, name=name, country=state.code, relation=relation[1] if relation else None, precision="country")
    bare = re.sub(rf" {_KIND}$", "", name)
    found = locate(name, countries) or locate(bare, countries)
    return Place(
        start=start,
        end=end,
        text=name,
        name=name,
        geonames_id=found.geonames_id if found else None,
        country=(found.country if found else None) or seat_state(name),
        lat=found.lat if found else None,
        lon=found.lon if found else None,
        relation=relation[1] if relation else None,
        precision=found.precision if found else None,  # type: ignore[arg-type]
    )
