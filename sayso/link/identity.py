"""Who the innermost station of a chain is: an institution, a person, people whom only one outlet knows."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from sayso.lexicon import load_table
from sayso.link.compatibility import Profile, compare_profiles, profile_of, sectors_of, split_institution
from sayso.link.grounds import Ground
from sayso.link.lineage import Lineage
from sayso.link.words import paragraph_at
from sayso.model import ChainLink, SourceDescription

_SPOKES = re.compile(r"\bspokes(?:man|woman|person|people|men)\b", re.IGNORECASE)
_SERVES = re.compile(r"\bspokes\w+\s(?:for|of)\s(?:the\s)?(.{3,60})$", re.IGNORECASE)
_LEAKED = re.compile(
    r"\b(?:draft|minutes|memo|internal|leaked|confidential|unpublished|classified|seen by|obtained|cable|transcript of a closed)\b",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"\b(?:(?:on|of|from|in|at)\s)?(?:both|the two|either)\s"
    r"(?:sides?|countries|governments|capitals|parties|armies|militaries|neighbou?rs|states|nations)\b",
    re.IGNORECASE,
)
_OFFICE_AT = re.compile(
    r"\b(?:officials?|officers?|doctors?|authorit(?:y|ies)|ministers?|commanders?|governors?|mayors?|police|commissioners?|government sources?)"
    r"\s(?:in|of|from|for|at)\s(?:the\s)?$",
    re.IGNORECASE,
)
_MINISTER = re.compile(
    r"\b(defen[cs]e|foreign|interior|finance|energy|health|justice|transport|economy|agriculture|education|environment|culture|migration|unification)\s"
    r"(?:affairs\s)?minist(?:er|ry)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|a|an|his|her|its|their)\s+", re.IGNORECASE)
_OWNER = re.compile(
    r"(?:its|his|her|their|the(?:\s[\w-]+['’]s)?)\s(?:[\w-]+\s)?(?:operator|owner|manager|company|maker|builder|airline|carrier|firm|manufacturer|organi[sz]er|publisher)$",
    re.IGNORECASE,
)
_IN_SEAT = re.compile(r"\b(?:officials?|sources?|authorities|minist(?:er|ry))\s(?:in|of)\s([A-Z][\w' -]+)$")
_PRONOUN = re.compile(
    r"(?:he|she|him|her|they|them|it|both|the (?:two|pair)|one of (?:them|the two))$", re.IGNORECASE
)


class Origin:
    """One source at the end of one or more chains."""

    def __init__(
        self,
        key: str,
        name: str,
        grounds: Sequence[Ground],
        profile: Profile,
        *,
        fixed: bool = False,
        behind: str | None = None,
        rank: int = 0,
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
        if (
            self.named == other.named
        ):  # another name of an unnamed source tells nothing that could set it apart
            self.profiles += [p for p in other.profiles if p not in self.profiles]
        self.unknown_lineage = self.unknown_lineage and other.unknown_lineage
        self.speaker = self.speaker or other.speaker
        self.group = self.group or other.group

    def through(self, ground: Ground) -> "Origin":
        """The same origin, reached by another document."""
        copy = Origin(
            self.key,
            self.name,
            [ground],
            self.profiles[0],
            fixed=self.fixed,
            behind=self.behind,
            rank=self.rank,
        )
        copy.profiles = list(self.profiles)
        copy.unknown_lineage, copy.speaker, copy.group = self.unknown_lineage, self.speaker, self.group
        return copy


class Identifier:
    """Tells who a source is, with what the whole story knows of persons and outlets."""

    def __init__(self, lineage: Lineage, mentions: Mapping[str, Sequence[int]]) -> None:
        self.lineage = lineage
        self.mentions = mentions

    def complete(self, ground: Ground, document: str) -> Ground:
        """A chain with what its words leave to the reader: whom "he" means, through which outlet "the source" spoke."""
        if ground.attribution is None or len(ground.chain) < 2:
            return ground
        last = ground.chain[-1]
        before = [
            a for a in self.lineage.readings[document].attributions[: ground.attribution] if len(a.chain) > 1
        ]
        if (
            _PRONOUN.match(last.name)
            and last.kind in ("unnamed", "named_person", "named_organisation")
            and not last.entity
        ):
            for a in reversed(before):
                if not _PRONOUN.match(a.chain[-1].name) and a.chain[-1].kind != "media":
                    return Ground(
                        document=document,
                        chain=a.chain,
                        evidence=ground.evidence,
                        speaker=ground.speaker,
                        attribution=ground.attribution,
                    )
        if last.kind == "unnamed" and _OWNER.match(last.name):
            after = self.lineage.readings[document].attributions[
                ground.attribution + 1 : ground.attribution + 3
            ]
            body = next(
                (
                    a
                    for a in after
                    if a.kind == "named_organisation"
                    and len(a.chain) > 1
                    and "/" not in (a.chain[-1].entity or "/")
                ),
                None,
            )
            if body:
                return Ground(
                    document=document,
                    chain=(*ground.chain[:-1], body.chain[-1]),
                    evidence=ground.evidence,
                    attribution=ground.attribution,
                )
        if last.kind == "unnamed" and len(ground.chain) == 2:
            name = _ARTICLE.sub("", last.name).casefold()
            for a in reversed(before):
                if (
                    len(a.chain) > 2
                    and a.chain[-1].kind == "unnamed"
                    and _ARTICLE.sub("", a.chain[-1].name).casefold() == name
                ):
                    return Ground(
                        document=document,
                        chain=a.chain,
                        evidence=ground.evidence,
                        speaker=ground.speaker,
                        attribution=ground.attribution,
                    )
        return ground

    def split(self, last: ChainLink, document: str) -> list[ChainLink]:
        """The several sources that one phrase names: officials of both sides, "an official and two diplomats"."""
        if last.kind != "unnamed":
            return [last]
        sides = _SIDES.search(last.name)
        if sides:
            values = [
                a.value
                for n in self.mentions[document]
                for a in self.lineage.readings[document].events[n].arguments
                if a.role in ("actor", "participant")
            ]
            states = [v for v in dict.fromkeys(values) if len(v) == 3 and v.isupper()][:2]
            head = last.name[: sides.start()].strip()
            about = (
                [SourceDescription(country=s) for s in states]
                if len(states) == 2
                else [SourceDescription(side="one"), SourceDescription(side="other")]
            )
            names = [
                f"{head} of {state_name(d.country) if d.country else f'the {d.side} side'}" for d in about
            ]
            return [
                ChainLink(name=n, kind="unnamed", span=last.span, description=d) for n, d in zip(names, about)
            ]
        parts = re.split(r"\s+and\s+(?=(?:an?|two|three|four|five|several|some)\s)", last.name)
        links = [
            ChainLink(name=p, kind="unnamed", span=last.span, description=None if k else last.description)
            for k, p in enumerate(parts)
        ]
        if len(parts) == 2 and not compare_profiles(profile_of(links[0]), profile_of(links[1])):
            return links
        return [last]

    def identify(self, ground: Ground, last: ChainLink, behind: str, document: str, rank: int) -> Origin:
        """The origin that the innermost station of a chain is."""
        home = self._home(document, behind)
        last = self._resolve(ground, last, document)
        profile = profile_of(last, home)
        if last.kind == "named_person" and not profile.sectors:
            profile = replace(profile, sectors=sectors_of(self._apposition(ground, document)))
        seat = (
            _IN_SEAT.search(last.name)
            if last.kind == "unnamed" and profile.sectors and "diplomatic" not in profile.sectors
            else None
        )
        state = next((code for code, name in _seats() if seat and name == seat[1]), None)
        if state:
            profile = replace(profile, country=state)
        elif profile.country is None and last.kind == "unnamed" and profile.sectors:
            profile = replace(profile, country=self._place_of(ground, document))
        if (
            last.kind == "unnamed"
            and last.institution
            and re.match(r"the\s\w+$", last.name, re.IGNORECASE)
            and self._named_in(document, last.institution)
        ):
            last = ChainLink(
                name=last.name,
                kind="named_organisation",
                entity=last.institution,
                institution=last.institution,
                span=last.span,
            )
        institution = (
            last.institution
            or (last.entity if (last.entity or "").startswith("org:") else None)
            or self.lineage.persons[0].get(last.entity or "")
        )
        spoken = last.kind == "unnamed" and institution and _SPOKES.search(last.name)
        outlet = self.lineage.outlet(behind)
        leaked = last.kind == "document" and _LEAKED.search(last.name)
        if (last.kind == "unnamed" and not spoken) or leaked:
            name = f"{_ARTICLE.sub('', last.name)} behind {self.lineage.published_name(behind)}"
            key = f"unnamed:{outlet}/{_ARTICLE.sub('', last.name).casefold()}/{profile.country}"
            origin = Origin(
                key,
                name,
                [ground],
                Profile(
                    country=profile.country,
                    side=profile.side,
                    institution=profile.institution,
                    sectors=profile.sectors,
                ),
                behind=outlet,
                rank=rank,
            )
            origin.speaker = ground.speaker
            if ground.attribution is not None:
                origin.group = f"{document}/{ground.attribution}"
            return origin
        key, name = self._name(last, institution, home)
        origin = Origin(
            key,
            name,
            [ground],
            Profile(
                country=profile.country,
                side=profile.side,
                institution=profile.institution,
                sectors=profile.sectors,
                named=True,
            ),
            rank=rank,
        )
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
            return (
                institution,
                last.name
                if last.kind != "named_person"
                else f"{last.name} ({institution.partition(':')[2].replace('-', ' ')})",
            )
        if last.entity:
            return last.entity, _ARTICLE.sub("", last.name)
        bare = _ARTICLE.sub("", last.name)
        kind = "person" if last.kind == "named_person" else "org"
        slug = re.sub(r"[^\w]+", "-", bare.casefold()).strip("-")
        return f"{kind}:{slug}", bare

    def _home(self, document: str, behind: str) -> str | None:
        """The state in which a report that speaks of "the government" was written: its outlet's, or its dateline's."""
        if self.lineage.outlet(behind) != self.lineage.outlet(self.lineage.voice(document)[0]):
            return None
        reading = self.lineage.readings[document]
        country = _outlet_countries().get(self.lineage.outlet(behind))
        if country is not None:
            return country or None
        head = next((s for s in reading.document.sections if s.kind == "dateline"), None)
        words = reading.document.text[head.start : head.end] if head else ""
        return next(
            (
                code
                for code, seat in _seats()
                if re.search(rf"(?<!\w){re.escape(seat)}(?!\w)", words, re.IGNORECASE)
            ),
            None,
        )

    def _resolve(self, ground: Ground, last: ChainLink, document: str) -> ChainLink:
        """A source under its own name: a bare surname as the person, a nameless spokesperson as what he speaks for."""
        bearer = (
            self.lineage.persons[1].get(last.name.split()[-1].casefold())
            if last.name and len(last.name.split()) <= 2
            else None
        )
        if (
            bearer is not None
            and last.kind != "unnamed"
            and "/" not in (last.entity or "")
            and last.name != bearer.name
        ):
            if len(last.name.split()) == 1 or last.kind == "named_organisation":
                return ChainLink(
                    name=bearer.name,
                    kind=bearer.kind,
                    entity=bearer.entity,
                    institution=bearer.institution,
                    span=last.span,
                )
        if last.kind == "unnamed" and re.match(
            r"(?:the|his|her|its|their)\s(?:\w+\s)?ministry\b", last.name, re.IGNORECASE
        ):
            return self._ministry(ground, last, document)
        spokes = (
            _SPOKES.search(last.name)
            if last.kind == "unnamed" and "/" not in (last.institution or "")
            else None
        )
        if spokes and ground.attribution is not None:
            served = _SERVES.search(last.name)
            if served:
                slug = re.sub(r"[^\w]+", "-", served[1].casefold()).strip("-")
                return ChainLink(
                    name=served[1],
                    kind="named_organisation",
                    entity=f"org:{slug}",
                    span=last.span,
                    description=SourceDescription(country=self._place_of(ground, document)),
                )
            words = set(re.findall(r"\w{4,}", last.name.casefold()))
            before = [
                a.chain[-1]
                for a in self.lineage.readings[document].attributions[: ground.attribution]
                if a.chain
            ]
            houses = [link for link in reversed(before) if link.institution and "/" in link.institution]
            fitting = [
                link
                for link in houses
                if words & set(re.findall(r"\w{4,}", (link.institution or "").casefold()))
            ] or [link for link in houses if link.kind == "named_organisation"]
            if fitting:
                house = fitting[0]
                return ChainLink(
                    name=house.name,
                    kind="named_organisation",
                    entity=house.institution,
                    institution=house.institution,
                    span=last.span,
                )
        return last

    def _named_in(self, document: str, institution: str) -> bool:
        """Whether somebody speaks by name for an institution in a report: then "the prosecutor" is he."""
        links = (link for a in self.lineage.readings[document].attributions for link in a.chain)
        return any(
            link.kind in ("named_person", "named_organisation") and link.institution == institution
            for link in links
        )

    def _place_of(self, ground: Ground, document: str) -> str | None:
        """The state of the place where an official is one: "officials in Gardez", "the governor of Kandahar"; not of what he tells."""
        reading = self.lineage.readings[document]
        if ground.attribution is None:
            return None
        text = reading.document.text
        spans = reading.attributions[ground.attribution].source
        placed = [
            p
            for p in reading.places
            if p.country and any(s.start <= p.start and p.end <= s.end + 40 for s in spans)
        ]
        countries = {p.country for p in placed if _OFFICE_AT.search(text[max(0, p.start - 40) : p.start])}
        return countries.pop() if len(countries) == 1 else None

    def _ministry(self, ground: Ground, last: ChainLink, document: str) -> ChainLink:
        """ "His ministry", "the ministry in Riga": the one whose minister the paragraph names."""
        if ground.attribution is None or not ground.evidence or last.institution:
            return last
        reading = self.lineage.readings[document]
        a = reading.attributions[ground.attribution]
        at = min((*a.source, *a.cue, *a.content)).start
        stretch = paragraph_at(reading.document, at)
        text = stretch.of(reading.document.text)
        kinds = list(_MINISTER.finditer(text))
        if not kinds:
            return last
        near = min(kinds, key=lambda m: abs(stretch.start + m.start() - at))
        slug = f"{near[1].casefold().replace('defense', 'defence')}-ministry"
        state = next(
            (code for code, seat in _seats() if re.search(rf"\b(?:in|of) {re.escape(seat)}\b", last.name)),
            None,
        )
        if state is None:
            states = [
                (m.start, e.country)
                for e in reading.entities
                if e.kind == "state"
                for m in e.mentions
                if stretch.covers(m)
            ]
            before = [c for start, c in states if start <= stretch.start + near.start()]
            state = before[-1] if before else None
        id = f"org:{state or '?'}/{slug}"
        return ChainLink(name=last.name, kind="named_organisation", entity=id, institution=id, span=last.span)

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


@cache
def _outlet_countries() -> dict[str, str]:
    """The country of each outlet by its slug, of the first where several share it; empty where none is known."""
    return {row["slug"]: row["country"] for row in reversed(list(load_table("outlets")))}


@cache
def _seats() -> tuple[tuple[str, str], ...]:
    return tuple(
        (row["code"], seat) for row in load_table("states") for seat in row["seats"].split("|") if seat
    )


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
