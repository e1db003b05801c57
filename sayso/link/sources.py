"""Where the chains of an event end: each ground traced through copies and citations to the origin behind it."""

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sayso.lexicon import load_table
from sayso.link.compatibility import UMBRELLA, Profile, compare_profiles, profile_of, sectors_of, split_institution
from sayso.link.grounds import Account, Ground, find_account, publisher_link
from sayso.link.lineage import Lineage, find_circles, is_media_at_large, outlets_in
from sayso.model import ChainLink, Evidence, Reading, SourceDescription

_SPOKES = re.compile(r"\bspokes(?:man|woman|person|people|men)\b", re.IGNORECASE)
_SERVES = re.compile(r"\bspokes\w+\s(?:for|of)\s(?:the\s)?(.{3,60})$", re.IGNORECASE)
_LEAKED = re.compile(r"\b(?:draft|minutes|memo|internal|leaked|confidential|unpublished|classified|seen by|obtained|cable|transcript of a closed)\b", re.IGNORECASE)
_SIDES = re.compile(r"\b(?:(?:on|of|from|in|at)\s)?(?:both|the two|either)\s(?:sides?|countries|governments|capitals|parties|armies|militaries|neighbou?rs|states|nations)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|his|her|its|their)\s+", re.IGNORECASE)


class Origin:
    """One source at the end of one or more chains."""

    def __init__(
        self, key: str, name: str, grounds: Sequence[Ground], profile: Profile, *, fixed: bool = False, behind: str | None = None, rank: int = 0
    ) -> None:
        self.key, self.name, self.rank = key, name, rank
        self.grounds = list(grounds)
        self.profiles = [profile]
        self.fixed = fixed
        """An outlet's own voice: no person or body that an unnamed source could be."""
        self.behind = behind
        """For unnamed people: the outlet that knows them."""
        self.unknown_lineage = False
        self.speaker: str | None = None
        self.group: str | None = None

    @property
    def named(self) -> bool:
        """Whether it can be told by name from any other."""
        return self.behind is None

    def absorb(self, other: "Origin") -> None:
        """Take over the grounds of another name of the same origin."""
        self.grounds += [g for g in other.grounds if g not in self.grounds]
        self.profiles += [p for p in other.profiles if p not in self.profiles]
        self.unknown_lineage = self.unknown_lineage and other.unknown_lineage
        self.speaker = self.speaker or other.speaker
        self.group = self.group or other.group

    def through(self, ground: Ground) -> "Origin":
        """The same origin, reached by another document."""
        copy = Origin(self.key, self.name, [ground], self.profiles[0], fixed=self.fixed, behind=self.behind, rank=self.rank)
        copy.profiles = list(self.profiles)
        copy.unknown_lineage, copy.speaker, copy.group = self.unknown_lineage, self.speaker, self.group
        return copy


class Tracer:
    """Traces the mentions of one event to their origins; `notes` say what was found on the way."""

    def __init__(self, lineage: Lineage, mentions: Sequence[tuple[Reading, int]]) -> None:
        self.lineage = lineage
        self.notes: list[str] = []
        grouped: dict[str, list[int]] = {}
        for reading, n in mentions:
            grouped.setdefault(reading.document.id, []).append(n)
        self.mentions = {d: sorted(grouped[d]) for d in lineage.order if d in grouped}
        self.persons, self.surnames = self._known_persons()
        self.familiar = frozenset(lineage.outlet(lineage.publisher(d)) for d in self.mentions)
        self.withdrawn: dict[str, int] = {}
        """Outlet key -> place in time of the document that withdraws its account of the event."""
        self.withdrawing: set[str] = set()
        for w in lineage.withdrawn(mentions):
            at = lineage.order[w.document]
            key = lineage.outlet(w.outlet)
            self.withdrawn[key] = max(self.withdrawn.get(key, -1), at)
            if w.own:
                self.withdrawing.add(w.document)
            self.notes.append(f"withdrawn: the report of {w.outlet}")
        self._accounts: dict[str, Account] = {}
        self._traced: dict[str, list[Origin]] = {}
        self._cited: dict[str, set[str]] = {}

    def trace(self) -> Iterator[Origin]:
        """Every origin of every document, in order of publication."""
        for document in self.mentions:
            yield from self.origins_of(document, ())
        for circle in find_circles(self._cited):
            self.notes.append("circular: " + " cites ".join([*circle, circle[0]]))

    def reactions(self) -> Iterator[Origin]:
        """Who only denies, declines or reacts, for an event for which the reports have nothing else."""
        for document in self.mentions:
            for ground in self._account(document).reacting:
                yield from self._follow(ground, document, ())

    def origins_of(self, document: str, visited: tuple[str, ...]) -> list[Origin]:
        """The origins of one document's account; empty where it was withdrawn or only goes in a circle."""
        if document in self._traced:
            return self._traced[document]
        if document in visited or self._is_withdrawn(document):
            return []
        inner = (*visited, document)
        found: list[Origin] = []
        copied = self.lineage.original(document)
        source = copied[0] if copied and copied[0] in self.mentions else None
        if source and copied:
            passages = tuple(e for e in copied[1].evidence if e.document == document)
            for origin in self.origins_of(source, inner):
                chain = (publisher_link(self.lineage.readings[document]), *self._handed_on(document, source, origin.grounds[0].chain))
                found.append(origin.through(Ground(document=document, chain=chain, evidence=passages or copied[1].evidence)))
        for ground in self._account(document).vouching:
            if source and len(ground.chain) == 1:
                continue  # the added paragraph's own voice: the report attributes its account (rules 8, 9)
            found += self._follow(ground, document, inner)
        specific = [o for o in found if not o.key.startswith("media:")]
        found = specific or found
        if not visited:
            self._traced[document] = found
        return found

    # ---- one document

    def _account(self, document: str) -> Account:
        if document not in self._accounts:
            if document in self.withdrawing:
                return Account()
            copied = self.lineage.original(document)
            held = copied and copied[0] in self.mentions
            spans = [e.span for e in copied[1].evidence if e.span and e.document == document] if held and copied else []
            reading = self.lineage.readings[document]
            notes = [p for w in self.lineage.withdrawals if w.document == document for p in w.paragraphs]
            told = [n for n in self.mentions[document] if not any(p.covers(reading.events[n].trigger) for p in notes if reading.events[n].part == "body")]
            self._accounts[document] = find_account(reading, told, spans, self.familiar) if told else Account()
        return self._accounts[document]

    def _is_withdrawn(self, document: str) -> bool:
        at = self.withdrawn.get(self.lineage.outlet(self._voice(document)[0]))
        return at is not None and self.lineage.order[document] <= at

    def _voice(self, document: str) -> tuple[str, tuple[Evidence, ...]]:
        """The outlet whose own voice speaks in a document: its publisher, or for a copy the one that it was taken from."""
        copied = self.lineage.original(document)
        if copied:
            name = self.lineage.publisher(copied[0])
            credit = self.lineage.credit(copied[0])
            return (credit[0], (*copied[1].evidence, credit[1])) if credit else (name, copied[1].evidence)
        credit = self.lineage.credit(document)
        if credit and (credit[1].document != document or not self._has_own_byline(document)):
            return credit[0], (credit[1],)
        return self.lineage.publisher(document), ()

    def _has_own_byline(self, document: str) -> bool:
        """Whether a byline names a writer beside the agency: then the report is the publisher's, with agency material."""
        return bool(re.search(r",|\band\b|\bwith\b", self.lineage.readings[document].document.byline or ""))

    def _handed_on(self, document: str, source: str, chain: Sequence[ChainLink]) -> tuple[ChainLink, ...]:
        first = ChainLink(name=self.lineage.publisher(source), kind="media")
        return (first, *chain[1:]) if self.lineage.publisher(document) != first.name else tuple(chain[1:])

    # ---- one chain

    def _follow(self, ground: Ground, document: str, visited: tuple[str, ...]) -> list[Origin]:
        """The origins at the end of one chain."""
        chain = ground.chain
        rank = self.lineage.order[document] * 100
        outlets = [o for o in outlets_in(chain) if self.lineage.outlet(o) != self.lineage.outlet(self.lineage.publisher(document))]
        voice, evidence = self._voice(document)
        if outlets:
            self._cited.setdefault(self.lineage.publisher(document), set()).update(self._published_name(o) for o in outlets)
        last = chain[-1]
        if last.kind in ("named_person", "named_organisation") and not last.institution and self._is_outlet(last.name):
            last = ChainLink(name=last.name, kind="media", entity=f"outlet:{self.lineage.outlet(last.name)}", span=last.span)
            chain = (*chain[:-1], last)
            ground = Ground(document=document, chain=chain, evidence=ground.evidence, attribution=ground.attribution)
        if last.kind == "publisher" or len(chain) == 1:
            key = f"outlet:{self.lineage.outlet(voice)}"
            name = voice
            return [Origin(key, name, [_with(ground, evidence)], Profile(named=True), fixed=True, rank=rank)]
        if last.kind == "media":
            return self._follow_outlet(ground, document, visited, rank)
        behind = outlets[-1] if outlets else voice
        if outlets and self._source_withdrawn(outlets[-1]):
            return []
        found: list[Origin] = []
        for one in self._split(last, document):
            origin = self._identify(ground, one, behind, document, rank)
            if outlets and origin.behind is not None:
                found += self._match_behind(origin, ground, outlets[-1], document, visited)
            else:
                found.append(origin)
        return found

    def _split(self, last: ChainLink, document: str) -> list[ChainLink]:
        """The several sources that one phrase names: officials of both sides, "an official and two diplomats"."""
        if last.kind != "unnamed":
            return [last]
        sides = _SIDES.search(last.name)
        if sides:
            values = [a.value for n in self.mentions[document] for a in self.lineage.readings[document].events[n].arguments if a.role in ("actor", "participant")]
            states = [v for v in dict.fromkeys(values) if len(v) == 3 and v.isupper()][:2]
            head = last.name[: sides.start()].strip()
            about = [SourceDescription(country=s) for s in states] if len(states) == 2 else [SourceDescription(side="one"), SourceDescription(side="other")]
            names = [f"{head} of {state_name(d.country) if d.country else f'the {d.side} side'}" for d in about]
            return [ChainLink(name=n, kind="unnamed", span=last.span, description=d) for n, d in zip(names, about)]
        parts = re.split(r"\s+and\s+(?=(?:an?|two|three|four|five|several|some)\s)", last.name)
        links = [ChainLink(name=p, kind="unnamed", span=last.span, description=None if k else last.description) for k, p in enumerate(parts)]
        if len(parts) == 2 and not compare_profiles(profile_of(links[0]), profile_of(links[1])):
            return links
        return [last]

    def _follow_outlet(self, ground: Ground, document: str, visited: tuple[str, ...], rank: int) -> list[Origin]:
        last = ground.chain[-1]
        if is_media_at_large(last):
            cited = [self.lineage.outlet(c.outlet) for c in self.lineage.readings[document].citations if not c.retracts]
            reports = [d for o in cited for d in self.lineage.reports_of(o, list(self.mentions), document) if d not in visited]
            if reached := [o for d in reports for o in self.origins_of(d, visited)]:
                return [o.through(_join(ground, o)) for o in reached]
            key = f"media:{document}"
            origin = Origin(key, last.name, [ground], Profile(), behind=f"{key} at large", rank=rank)
            origin.unknown_lineage = True
            return [origin]
        outlet = self.lineage.outlet(last.name)
        if outlet == self.lineage.outlet(self._voice(document)[0]):
            return [Origin(f"outlet:{outlet}", self._voice(document)[0], [ground], Profile(named=True), fixed=True, rank=rank)]
        if self._source_withdrawn(last.name):
            return []
        held = self.lineage.reports_of(outlet, list(self.mentions), document)
        reached = [o for d in held for o in self.origins_of(d, visited)]
        if reached:
            return [o.through(_join(ground, o)) for o in reached]
        if any(d in visited for d in held):
            return []  # the circle's origins are found where it was entered
        origin = Origin(f"outlet:{outlet}", last.name, [ground], Profile(named=True), fixed=True, rank=rank)
        origin.unknown_lineage = True
        return [origin]

    def _match_behind(self, origin: Origin, ground: Ground, outlet: str, document: str, visited: tuple[str, ...]) -> list[Origin]:
        """An unnamed source told of through another outlet: the sources of that outlet's own report, if it is held."""
        held = self.lineage.reports_of(self.lineage.outlet(outlet), list(self.mentions), document)
        reached = [o for d in held if d not in visited for o in self.origins_of(d, visited)]
        unnamed = [o for o in reached if o.behind is not None]
        fitting = [o for o in unnamed if any(compare_profiles(p, q) for p in o.profiles for q in origin.profiles)]
        chosen = fitting[:1] or unnamed[:1]
        return [o.through(ground) for o in chosen] or [origin]

    def _source_withdrawn(self, name: str) -> bool:
        """Whether an outlet has withdrawn its account and not reported anew since."""
        at = self.withdrawn.get(self.lineage.outlet(name))
        if at is None:
            return False
        later = [d for d in self.mentions if self.lineage.order[d] > at and self.lineage.outlet(self.lineage.publisher(d)) == self.lineage.outlet(name)]
        return not later

    def _is_outlet(self, name: str) -> bool:
        """Whether a name that was read as a person's or a body's is that of an outlet of which the story holds a report."""
        return self._published_name(name) != name or any(self.lineage.publisher(d) == name for d in self.lineage.order)

    def _published_name(self, name: str) -> str:
        key = self.lineage.outlet(name)
        return next((self.lineage.publisher(d) for d in self.mentions if self.lineage.outlet(self.lineage.publisher(d)) == key), name)

    # ---- one source

    def _identify(self, ground: Ground, last: ChainLink, behind: str, document: str, rank: int) -> Origin:
        """The origin that the innermost station of a chain is."""
        home = self._home(document, behind)
        last = self._resolve(ground, last, document)
        profile = profile_of(last, home)
        if last.kind == "named_person" and not profile.sectors:
            profile = replace(profile, sectors=sectors_of(self._apposition(ground, document)))
        if profile.country is None and last.kind == "unnamed" and profile.sectors:
            profile = replace(profile, country=self._place_of(ground, document))
        institution = last.institution or (last.entity if (last.entity or "").startswith("org:") else None) or self.persons.get(last.entity or "")
        spoken = last.kind == "unnamed" and institution and _SPOKES.search(last.name)
        outlet = self.lineage.outlet(behind)
        leaked = last.kind == "document" and _LEAKED.search(last.name)
        if (last.kind == "unnamed" and not spoken) or leaked:
            name = f"{_ARTICLE.sub('', last.name)} behind {self._published_name(behind)}"
            key = f"unnamed:{outlet}/{_ARTICLE.sub('', last.name).casefold()}/{profile.country}"
            origin = Origin(key, name, [ground], Profile(
                country=profile.country, side=profile.side, institution=profile.institution, sectors=profile.sectors
            ), behind=outlet, rank=rank)
            origin.speaker = ground.speaker
            if ground.attribution is not None:
                origin.group = f"{document}/{ground.attribution}"
            return origin
        key, name = self._name(last, institution, home)
        origin = Origin(key, name, [ground], Profile(
            country=profile.country, side=profile.side, institution=profile.institution, sectors=profile.sectors, named=True
        ), rank=rank)
        origin.speaker = ground.speaker
        if ground.group_of is not None:
            origin.group = f"{document}/{ground.group_of}"
        return origin

    def _name(self, last: ChainLink, institution: str | None, home: str | None) -> tuple[str, str]:
        """Key and readable name of a named source: the institution that somebody speaks for, else himself."""
        if institution:
            state, part = split_institution(institution)
            if part and state is None and "/" in institution and home:
                institution = f"org:{home}/{part}"
                state = home
            if "/" in institution and part:
                return institution, institution_name(state, part, last)
            return institution, last.name if last.kind != "named_person" else f"{last.name} ({institution.partition(':')[2].replace('-', ' ')})"
        if last.entity:
            return last.entity, _ARTICLE.sub("", last.name)
        bare = _ARTICLE.sub("", last.name)
        kind = "person" if last.kind == "named_person" else "org"
        slug = re.sub(r"[^\w]+", "-", bare.casefold()).strip("-")
        return f"{kind}:{slug}", bare

    def _home(self, document: str, behind: str) -> str | None:
        """The state in which a report that speaks of "the government" was written: its outlet's, or its dateline's."""
        if self.lineage.outlet(behind) != self.lineage.outlet(self._voice(document)[0]):
            return None
        reading = self.lineage.readings[document]
        for row in load_table("outlets"):
            if row["slug"] == self.lineage.outlet(behind):
                return row["country"] or None
        head = next((s for s in reading.document.sections if s.kind == "dateline"), None)
        words = reading.document.text[head.start : head.end] if head else ""
        for row in load_table("states"):
            if any(seat and re.search(rf"(?<!\w){re.escape(seat)}(?!\w)", words, re.IGNORECASE) for seat in row.get("seats", "").split("|")):
                return row["code"]
        return None

    def _known_persons(self) -> tuple[dict[str, str], dict[str, ChainLink | None]]:
        """For each person the institution that any report of the story gives him; for each surname its one bearer, None for several."""
        found: dict[str, str] = {}
        surnames: dict[str, ChainLink | None] = {}
        for reading in self.lineage.readings.values():
            for link in (link for a in reading.attributions for link in a.chain):
                if link.kind != "named_person":
                    continue
                if link.entity and link.institution and split_institution(link.institution)[1] not in UMBRELLA:
                    found.setdefault(link.entity, link.institution)
                parts = link.name.split()
                if len(parts) > 1:
                    known = surnames.setdefault(parts[-1].casefold(), link)
                    if known is not None and known.name.split()[0] != parts[0]:
                        surnames[parts[-1].casefold()] = None
        return found, surnames

    def _resolve(self, ground: Ground, last: ChainLink, document: str) -> ChainLink:
        """A source under its own name: a bare surname as the person, a nameless spokesperson as what he speaks for."""
        bearer = self.surnames.get(last.name.split()[-1].casefold()) if last.name and len(last.name.split()) <= 2 else None
        if bearer is not None and last.kind != "unnamed" and "/" not in (last.entity or "") and last.name != bearer.name:
            if len(last.name.split()) == 1 or last.kind == "named_organisation":
                return ChainLink(name=bearer.name, kind=bearer.kind, entity=bearer.entity, institution=bearer.institution, span=last.span)
        spokes = _SPOKES.search(last.name) if last.kind == "unnamed" and "/" not in (last.institution or "") else None
        if spokes and ground.attribution is not None:
            served = _SERVES.search(last.name)
            if served:
                slug = re.sub(r"[^\w]+", "-", served[1].casefold()).strip("-")
                return ChainLink(
                    name=served[1], kind="named_organisation", entity=f"org:{slug}", span=last.span,
                    description=SourceDescription(country=self._place_of(ground, document)),
                )
            words = set(re.findall(r"\w{4,}", last.name.casefold()))
            before = [a.chain[-1] for a in self.lineage.readings[document].attributions[: ground.attribution] if a.chain]
            houses = [link for link in reversed(before) if link.institution and "/" in link.institution]
            fitting = [link for link in houses if words & set(re.findall(r"\w{4,}", (link.institution or "").casefold()))] or [
                link for link in houses if link.kind == "named_organisation"
            ]
            if fitting:
                house = fitting[0]
                return ChainLink(name=house.name, kind="named_organisation", entity=house.institution, institution=house.institution, span=last.span)
        return last

    def _place_of(self, ground: Ground, document: str) -> str | None:
        """The state of the place that a source's words name ("the governor of Kandahar")."""
        reading = self.lineage.readings[document]
        if ground.attribution is None:
            return None
        spans = reading.attributions[ground.attribution].source
        countries = {p.country for p in reading.places if p.country and any(s.start <= p.start and p.end <= s.end + 40 for s in spans)}
        return countries.pop() if len(countries) == 1 else None

    def _apposition(self, ground: Ground, document: str) -> str:
        """The words beside a person's name: his title before it, what he is after it."""
        reading = self.lineage.readings[document]
        if ground.attribution is None or not reading.attributions[ground.attribution].source:
            return ""
        text = reading.document.text
        span = reading.attributions[ground.attribution].source[0]
        before = re.search(r"(?:[\w-]+\s){0,4}$", text[max(0, span.start - 50) : span.start])
        after = re.match(r"[^.;:“”\"\n]{0,80}", text[span.end :])
        return f"{before[0] if before else ''} {span.of(text)} {after[0] if after and after[0].startswith((',', ' of ')) else ''}"


def state_name(code: str) -> str:
    """The English name of a state by its ISO 3166 alpha-3 code."""
    return next((row["names"].split("|")[0] for row in load_table("states") if row["code"] == code), code)


def institution_name(state: str | None, slug: str, link: ChainLink) -> str:
    """A readable name of an institution, such as "Armenian foreign ministry"."""
    words = slug.replace("-", " ")
    for row in load_table("states"):
        if row["code"] == state:
            adjective = row.get("adjectives", "").split("|")[0]
            return f"{adjective} {words}" if adjective else f"{words} of {row['names'].split('|')[0]}"
    return words if state is None else f"{words} ({link.name})"


def _with(ground: Ground, evidence: Sequence[Evidence]) -> Ground:
    return Ground(document=ground.document, chain=ground.chain, evidence=(*ground.evidence, *evidence), attribution=ground.attribution)


def _join(ground: Ground, origin: Origin) -> Ground:
    """The ground of a citation, its chain led on to the cited report's own source."""
    inner = origin.grounds[0].chain[1:]
    return Ground(document=ground.document, chain=(*ground.chain, *inner), evidence=ground.evidence, attribution=ground.attribution)
