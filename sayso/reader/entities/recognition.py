"""What a document names: states, institutions, outlets, persons, groups and equipment, each with a canonical id."""

import re
from collections import defaultdict
from functools import cache

from sayso.lexicon import load_table
from sayso.model import Document, Entity, EntityKind, Span
from sayso.reader.entities.assets import find_assets
from sayso.reader.entities.epithets import find_epithets
from sayso.reader.entities.gazetteer import find_clear_town
from sayso.reader.entities.names import slug_of
from sayso.reader.entities.officials import bare_offices, state_of_person
from sayso.reader.entities.outlets import find_outlet_names
from sayso.reader.entities.persons import find_persons, is_body_name
from sayso.reader.entities.state_names import StateName, find_state_names, seat_state, state_label
from sayso.reader.parse import Parsed

_PLACING = frozenset(
    [
        "in",
        "at",
        "to",
        "from",
        "near",
        "outside",
        "around",
        "towards",
        "toward",
        "into",
        "through",
        "via",
        "across",
        "inside",
        "over",
        "off",
    ]
)
_SPEAKS = frozenset(["nsubj", "nsubjpass", "poss", "agent", "conj", "appos"])
_AFTER = re.compile(r"\s(?:in|of|at|for)\s(?:the\s)?")


def find_entities(document: Document, parsed: Parsed) -> tuple[Entity, ...]:
    """The entities of a document, sorted by first mention; capitals count as states only where grammar makes them act.

    Ids: `state:KOR`, `bloc:EU`, `group:hamas`, `org:KOR/defence-ministry`, `outlet:yonhap`, `person:<name>`, `asset:B-52`.
    """
    found: dict[str, list[Span]] = defaultdict(list)
    about: dict[str, tuple[EntityKind, str, str | None]] = {}

    def note(id: str, kind: EntityKind, name: str, country: str | None, span: Span) -> None:
        about.setdefault(id, (kind, name, country))
        if span not in found[id]:
            found[id].append(span)

    text = document.text
    taken: list[Span] = []
    body = (
        document.publisher
        if document.publisher and institution_slug(document.publisher.casefold()) not in (None, "state-media")
        else None
    )
    for o in find_outlet_names(text, document.publisher):
        if body and o.name in (body, f"the {body}", f"The {body}"):
            continue  # a ministry's statement speaks of the ministry, not of an outlet
        note(f"outlet:{o.slug}", "outlet", o.name, o.country, Span(o.start, o.end))
        taken.append(Span(o.start, o.end))
    assets = find_assets(text)
    states = [n for n in find_state_names(text) if not any(t.start <= n.start < t.end for t in taken)]
    home = _home(document, states)
    for start, end, slug, country in _institutions(text, states, home):
        id = f"org:{country or '?'}/{slug}"
        note(id, "organisation", text[start:end], country, Span(start, end))
    for n in states:
        if n.form == "seat" and not _acts(parsed, n):
            continue
        kind: EntityKind = "state"
        id = f"state:{n.code}"
        if ":" in n.code:
            id = n.code
            kind = {"bloc": "bloc", "group": "group"}.get(n.code.split(":")[0], "organisation")  # type: ignore[assignment]
        note(id, kind, state_label(n.code), None if ":" in n.code else n.code, Span(n.start, n.end))
    people: dict[str, list[Span]] = defaultdict(list)
    for name, span in find_persons(parsed, [*taken, *(span for _, span in assets)]):
        people[name].append(span)
    for name in [n for n in people if is_body_name(n)]:  # taken for a person's by its capitals
        for span in people.pop(name):
            note("org:" + slug_of(name), "organisation", name, None, span)
    for name, spans in people.items():
        country = state_of_person(text, spans, states)
        for span in spans:
            note("person:" + slug_of(name), "person", name, country, span)
    for span in bare_offices(text, states, home):
        note(f"state:{home}", "state", state_label(str(home)), home, span)
    for id, span in find_epithets(text, states):
        note(id, about[id][0], about[id][1], about[id][2], span)
    for name, span in assets:
        note(f"asset:{name}", "asset", name, None, span)
    for name, span in _organisations(parsed, [s for spans in found.values() for s in spans]):
        note("org:" + slug_of(name), "organisation", name, None, span)
    for name, span in _introduced(
        text, [s for id, spans in found.items() if about[id][0] != "state" for s in spans]
    ):
        note("org:" + slug_of(name), "organisation", name, None, span)
    _join_acronyms(text, found, about)
    _join_last_words(found, about)
    out = [
        Entity(
            id=id, kind=about[id][0], name=about[id][1], country=about[id][2], mentions=tuple(sorted(spans))
        )
        for id, spans in found.items()
    ]
    return tuple(sorted(out, key=lambda e: (e.mentions[0], e.id)))


_ACRONYM = re.compile(r"\s\(([A-Z][A-Za-z&-]{1,7})\)")


_INTRODUCED = re.compile(
    r"\b(?P<name>[A-ZÀ-Þ][\w'’-]+(?:\s(?:(?:of|for|and|on|the|in)\s){0,2}[A-ZÀ-Þ][\w'’-]+){1,6})\s\((?P<short>[A-Z]{2,7})\)"
)


def _introduced(text: str, taken: list[Span]) -> list[tuple[str, Span]]:
    """Names that brackets abbreviate by their initials ("West African Cocoa Union (WACU)") and that nothing else covers."""
    out = []
    for m in _INTRODUCED.finditer(text):
        words = list(re.finditer(r"\b[A-ZÀ-Þ][\w'’-]*", m["name"]))[-len(m["short"]) :]
        span = Span(m.start() + words[0].start(), m.end("name"))
        if "".join(w.group()[0] for w in words) == m["short"] and not any(t.overlap(span) for t in taken):
            out.append((span.of(text), span))
    return out


def _join_acronyms(
    text: str, found: dict[str, list[Span]], about: dict[str, tuple[EntityKind, str, str | None]]
) -> None:
    """Give an organisation the mentions of the acronym that brackets introduce behind its name ("Joint Chiefs of Staff (JCS)")."""
    for id in [i for i in sorted(found) if about[i][0] in ("organisation", "group", "bloc", "outlet")]:
        for span in list(found.get(id, ())):
            m = _ACRONYM.match(text, span.end)
            if not m:
                continue
            for again in re.finditer(rf"(?<![\w-]){re.escape(m[1])}(?![\w-])", text):
                at = Span(again.start(), again.end())
                for other in [
                    o
                    for o in found
                    if o != id and at in found[o] and about[o][0] in ("organisation", "group", "person")
                ]:
                    found[other].remove(at)
                    if not found[other]:
                        del found[other]
                if id in found and at not in found[id]:
                    found[id].append(at)


def _join_last_words(
    found: dict[str, list[Span]], about: dict[str, tuple[EntityKind, str, str | None]]
) -> None:
    """Give what only the last word of a body's name means ("the Front") to the one body so named before it."""
    for id in [i for i in found if i.startswith("org:") and re.fullmatch(r"[A-Z][a-z]{3,}", about[i][1])]:
        word, first = about[id][1], min(found[id])
        bodies = [
            i
            for i in found
            if i != id
            and about[i][0] in ("organisation", "group")
            and about[i][1].split()[-1] == word
            and " " in about[i][1]
            and min(found[i]) < first
        ]
        if len(bodies) == 1:
            found[bodies[0]] += [s for s in found.pop(id) if s not in found[bodies[0]]]


def _acts(parsed: Parsed, n: StateName) -> bool:
    """Whether a capital's name is the government that acts, not the place."""
    k = parsed.token_at(n.start)
    if k is None or parsed.tokens[k].start >= n.end:
        return False
    head = parsed.head_of(Span(n.start, n.end)) or parsed.tokens[k]
    if k and parsed.tokens[k - 1].text.lower() in _PLACING:
        return False
    if re.match(r"['’]s\b", parsed.text[n.end : n.end + 2]):
        return True
    return head.dep in _SPEAKS or head.dep in ("dobj", "pobj", "compound", "amod", "dative")


def _home(document: Document, states: list[StateName]) -> str | None:
    """The state in which a report was filed: that of its dateline's town, if it is a capital or its state is named in the report."""
    for s in document.sections:
        if s.kind == "dateline":
            place = re.match(r"[^\W\d_][\w'’ .-]*", document.text[s.start : s.end])
            if place:
                names = find_state_names(document.text[s.start : s.end])
                codes = [n.code for n in names if ":" not in n.code]
                if codes:
                    return codes[0]
                town = place.group().split("/")[0].strip(" .-").title()
                return seat_state(town) or _state_of_town(town, {n.code for n in states})
    return None


def _state_of_town(name: str, named: set[str]) -> str | None:
    """The state of a town that is far larger than others of its name, where the report names that state."""
    town = find_clear_town(name)
    return town.country if town and town.country in named else None


@cache
def _institution_matcher() -> tuple[re.Pattern[str], tuple[str, ...]]:
    rows = load_table("institutions")
    body = "|".join(f"(?P<g{n}>{row['patterns']})" for n, row in enumerate(rows))
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])"), tuple(row["slug"] for row in rows)


def institution_slug(words: str) -> str | None:
    """The kind of institution that a phrase names, or None.

    >>> institution_slug("Latvia's defence ministry"), institution_slug("the shop")
    ('defence-ministry', None)
    """
    pattern, slugs = _institution_matcher()
    m = pattern.search(words)
    return slugs[next(n for n in range(len(slugs)) if m.group(f"g{n}"))] if m else None


_NOT_HOME = frozenset(
    {"state-media", "hospital", "embassy", "red-cross", "supreme-court", "navy", "army", "marines"}
)


def _institutions(
    text: str, states: list[StateName], home: str | None
) -> list[tuple[int, int, str, str | None]]:
    """Institutions with the state they belong to: named before, after or, for a short form, earlier in the report."""
    pattern, slugs = _institution_matcher()
    begin = {n.end: n for n in states}
    at = {n.start: n for n in states}
    seen: dict[str, str] = {}
    out = []
    # the patterns are in lower case: faster than a search that folds case itself
    for m in pattern.finditer(
        "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        if len(text.lower()) != len(text)
        else text.lower()
    ):
        slug = slugs[next(n for n in range(len(slugs)) if m.group(f"g{n}"))]
        start, end = m.start(), m.end()
        country: str | None = None
        lead = re.search(
            r"(?:['’]s?\s|\s)(?:(?:own|[Ff]ederal|[Nn]ational|[Ss]tate|[Rr]oyal|[Cc]entral|[Mm]ilitary|[Jj]oint|[Pp]eople['’]s|[Ss]pace|[Cc]aretaker|[Tt]ransitional|[Aa]cting|[Rr]uling|[Ii]nterim|new|[Pp]ublic|top|main|internationally recogni[sz]ed)\s)*$",
            text[max(0, start - 40) : start],
        )
        if lead:
            before = begin.get(max(0, start - 40) + lead.start())
            if before:
                country, start = before.code, before.start
        after = _AFTER.match(text, end)
        if country is None and after and (n := at.get(after.end())) and n.form in ("seat", "name"):
            country = n.code
            end = n.end
        if country is None and (
            own := [n for n in states if start <= n.start and n.end <= end and ":" not in n.code]
        ):
            country = own[0].code
        if country is None:
            country = seen.get(slug) or (home if slug not in _NOT_HOME else None)
        else:
            seen[slug] = country
        out.append((start, end, slug, country))
    return out


def _organisations(parsed: Parsed, taken: list[Span]) -> list[tuple[str, Span]]:
    out = []
    for n in parsed.names:
        if n.label in ("ORG", "NORP") and not any(t.start < n.end and n.start < t.end for t in taken):
            words = re.sub(r"['’]s?$", "", parsed.text[n.start : n.end]).strip()
            words = re.sub(r"^(?:the|The|a|A)\s", "", words)
            start = parsed.text.index(words, n.start) if words else n.start
            if len(words) > 1 and words[0].isupper():
                out.append((words, Span(start, start + len(words))))
    return out
