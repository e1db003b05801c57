"""For whom a named person speaks: the institution of the office that the words around the name give.

In this order: an office of state ("Foreign Minister Ann Lee", "the Swiss envoy"), a body that the office is of ("agency president Ann Lee",
"the Front's spokesman", "who heads the shipping ministry's safety department"), the body named right before ("its head of press", "the
secretary-general"). Precision before recall: nobody's is an answer.
"""

import re

from sayso.model import Entity, Span
from sayso.reader.entities.recognition import institution_slug
from sayso.reader.entities.references import References
from sayso.reader.parse import Parsed

_HEAD = (
    r"(?:(?:deputy|vice|acting|senior|chief|first|executive|managing|operating|financial|technical|commercial|medical|legal|information|communications|administrative|general|press|media|outgoing|interim|regional|local|branch|project|founding|national)[\s-])*"
    r"(?:president|chair(?:man|woman|person)?|head|chief|boss|leader|director(?:[\s-]general)?|secretary(?:[\s-]general)?|spokes(?:man|woman|person)|manager|commissioner|commander|"
    r"executive|officer|governor|inspector|coordinator|founder|proprietor|owner|treasurer|superintendent|ceo|captain|organi[sz]er|negotiator|representative)"
)
_BODY = (
    r"agency|union|company|corporation|party|ministry|committee|commission|council|police|army|navy|institute|authority|association|federation|league|group|movement|front|board|court|bank|airline|operator|"
    r"government|office|department|service|guard|airport|port|hospital|fund|foundation|club|brigade|force|forces|parliament|cooperative|chamber|network|utility|bureau"
)
_BODY_HEAD = re.compile(rf"\b(?P<body>{_BODY})(?:['’]s)?\s(?:[\w-]+\s){{0,2}}?{_HEAD}\s?$", re.IGNORECASE)
_BODY_HEAD_BEHIND = re.compile(
    rf",\s(?:the\s)?(?P<body>{_BODY})(?:['’]s)?\s(?:[\w-]+\s){{0,2}}?{_HEAD}\b", re.IGNORECASE
)
_HEAD_ALONE = re.compile(
    rf"(?:^|[.,“”\"]\s|\b(?:the|said|and)\s)(?:(?:its|his|her|their)\s)?{_HEAD}(?:\sof\s[a-z ]{{3,30}})?,?\s?$",
    re.IGNORECASE,
)
_OWN_HEAD = re.compile(
    rf"\b(?:its|their)\s(?:[\w-]+\s){{0,2}}?{_HEAD}(?:\sof\s[a-z ]{{3,30}})?,?\s?$|\b(?:its|their)\s(?:[\w-]+\s){{0,2}}?{_HEAD}\b",
    re.IGNORECASE,
)
_OWN_BEHIND = re.compile(rf",\s(?:its|their)\s(?:[\w-]+\s){{0,2}}?{_HEAD}\b", re.IGNORECASE)
_HEADS = re.compile(
    rf",\s(?:who\s(?:also\s)?(?:heads?|leads?|runs?|chairs?|directs?|speaks for|represents|manages|commands)|(?:an?\s|the\s)?(?:[\w-]+\s){{0,3}}?{_HEAD}\s(?:of|at|for|with))\s(?P<body>[^.;\n]{{3,90}})",
    re.IGNORECASE,
)
_MINISTER = re.compile(
    r"\b(?P<what>(?:foreign|defen[cs]e|interior|finance|energy|health|justice|transport|economy|trade|education|agriculture|environment|culture|labou?r|oil|information|planning|water|tourism|sports?|science|migration)"
    r"(?: affairs)?) (?P<role>minister|secretary)\s?$|\b(?P<prime>prime minister|premier|chancellor)\s?$",
    re.IGNORECASE,
)
_MINISTER_BEHIND = re.compile(
    r",\s(?:the\s)?(?:[A-Z][\w'’-]+(?:['’]s)?\s){0,2}(?P<what>foreign|defen[cs]e|interior|finance|energy|health|justice|transport|economy|trade|education|agriculture|environment|culture|labou?r|oil|information)"
    r"(?: affairs)? (?P<role>minister|secretary)\b"
)
_ENVOY = re.compile(r"\b(?:special\s)?(?:envoy|ambassador|diplomat|chief negotiator)\s?$", re.IGNORECASE)
_LEAST = 45  # code points before a name in which its office stands


def office_held(name: Span, parsed: Parsed, references: References) -> str | None:
    """The id of the institution for which the person named at `name` speaks by the words around it; None where they tell none.

    >>> from sayso.ingest.documents import make_document
    >>> from sayso.reader.entities.recognition import find_entities
    >>> from sayso.reader.parse import parse_text
    >>> from sayso.reader.entities.references import resolve_references
    >>> text = "The Norland Space Agency postponed the launch, agency president Ann Lee said."
    >>> parsed = parse_text(text)
    >>> entities = find_entities(make_document(text, {}, "x"), parsed)
    >>> office_held(Span(64, 71), parsed, resolve_references(parsed, entities))
    'org:?/space-agency'
    """
    text = parsed.text
    line = text.rfind("\n", 0, name.start) + 1
    before = text[max(line, name.start - _LEAST) : name.start]
    behind = text[name.end : name.end + 110].partition("\n")[0]
    return (
        _of_state(name, before, behind, parsed, references)
        or _of_body(name, before, behind, references)
        or _in_charge_of(name, behind, references)
        or _of_the_last(name, before, behind, parsed, references)
    )


def _of_state(name: Span, before: str, behind: str, parsed: Parsed, references: References) -> str | None:
    """The ministry or government of an office of state, of the state told beside it, else the one that the report is about."""
    minister = _MINISTER.search(before) or _MINISTER_BEHIND.match(behind)
    envoy = None if minister else _ENVOY.search(before)
    if minister is None and envoy is None:
        return None
    beside = references.states_in(Span(max(0, name.start - _LEAST), name.start)) or references.states_in(
        Span(name.end, min(len(parsed.text), name.end + 60))
    )
    own = next((e.country for e in references.entities_in(name) if e.kind == "person" and e.country), None)
    state = own or (beside[0] if beside else None)
    if minister is not None and state is None:
        state = _told_about(name, parsed, references)
    if envoy is not None:
        return f"org:{state}/foreign-ministry" if state else None
    assert minister
    fields = minister.groupdict()
    slug = "prime-minister" if fields.get("prime") else institution_slug(f"{fields['what'].lower()} ministry")
    return f"org:{state or '?'}/{slug}" if slug else None


def _told_about(name: Span, parsed: Parsed, references: References) -> str | None:
    """The one state that the sentence of a name, else the text before it, speaks of first."""
    sentence = parsed.sentence_at(name.start)
    if sentence is None:
        return None
    named = references.states_in(Span(sentence.start, name.start))
    return named[0] if len(named) == 1 or (named and sentence.start == 0) else None


def _of_body(name: Span, before: str, behind: str, references: References) -> str | None:
    """The body of "agency president" and "the Front's spokesman": the last one named whose name has that word."""
    m = _BODY_HEAD.search(before) or _BODY_HEAD_BEHIND.match(behind)
    if m is None:
        return None
    word = m["body"].casefold()
    own = references.entities_in(Span(max(0, name.start - _LEAST), name.start)) if m.string is before else []
    if any(e.kind == "organisation" and word in e.name.casefold() and len(e.name) > len(word) for e in own):
        return None  # told in full: read with the name
    known = [
        e
        for e in references.entities_in(Span(0, name.start))
        if e.kind in ("organisation", "group") and _has_word(e, word)
    ]
    return known[-1].id if known else None


def _has_word(entity: Entity, word: str) -> bool:
    words = re.findall(r"\w+", entity.name.casefold())
    return len(words) > 1 and word in words


def _in_charge_of(name: Span, behind: str, references: References) -> str | None:
    """The body of "who heads the ministry's safety department"."""
    m = _HEADS.match(behind)
    if m is None:
        return None
    told = references.entities_in(Span(name.end + m.start("body"), name.end + m.end("body")))
    return next((e.id for e in told if e.kind == "organisation"), None)


def _of_the_last(name: Span, before: str, behind: str, parsed: Parsed, references: References) -> str | None:
    """The body of "its head of press" or a bare "secretary-general": the one that the sentence or the two before name, if just one."""
    own = _OWN_HEAD.search(before) or _OWN_BEHIND.match(behind)
    if own is None and _HEAD_ALONE.search(before) is None:
        return None
    sentence = parsed.sentence_at(name.start)
    if sentence is None:
        return None
    number = parsed.tokens[sentence.first].sentence
    start = parsed.sentences[max(0, number - (1 if own else 2))].start
    bodies = [
        e
        for e in references.entities_in(Span(start, name.start))
        if e.kind in ("organisation", "group")
        and not e.id.startswith("org:?/")
        and (own or _bears_officers(e))
    ]
    if own:
        return bodies[-1].id if bodies else None
    return bodies[0].id if len({e.id for e in bodies}) == 1 else None


def _bears_officers(entity: Entity) -> bool:
    return bool(re.search(rf"\b(?:{_BODY})\b", entity.name, re.IGNORECASE)) or "/" in entity.id
