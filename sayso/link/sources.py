"""Where the chains of an event end: each ground traced through copies and citations to the origin behind it."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sayso.link.bearing import is_nobodys
from sayso.link.compatibility import Profile, compare_profiles
from sayso.link.grounds import Account, Ground, find_account, issuer_of, publisher_link
from sayso.link.identity import Identifier, Origin
from sayso.link.lineage import Lineage, find_circles, is_media_at_large, outlets_in
from sayso.model import ChainLink, Evidence, Reading


class Tracer:
    """Traces the mentions of one event to their origins; `notes` say what was found on the way."""

    def __init__(self, lineage: Lineage, mentions: Sequence[tuple[Reading, int]]) -> None:
        self.lineage = lineage
        self.notes: list[str] = []
        grouped: dict[str, list[int]] = {}
        for reading, n in mentions:
            grouped.setdefault(reading.document.id, []).append(n)
        self.mentions = {d: sorted(grouped[d]) for d in lineage.order if d in grouped}
        self._identifier = Identifier(lineage, self.mentions)
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
                chain = (
                    publisher_link(self.lineage.readings[document]),
                    *self._handed_on(document, source, origin.grounds[0].chain),
                )
                found.append(
                    origin.through(
                        Ground(document=document, chain=chain, evidence=passages or copied[1].evidence)
                    )
                )
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
            spans = (
                [e.span for e in copied[1].evidence if e.span and e.document == document]
                if held and copied
                else []
            )
            reading = self.lineage.readings[document]
            notes = [p for w in self.lineage.withdrawals if w.document == document for p in w.paragraphs]
            told = [
                n
                for n in self.mentions[document]
                if not any(
                    p.covers(reading.events[n].trigger) for p in notes if reading.events[n].part == "body"
                )
            ]
            self._accounts[document] = (
                find_account(reading, told, spans, self.familiar) if told else Account()
            )
        return self._accounts[document]

    def _is_withdrawn(self, document: str) -> bool:
        at = self.withdrawn.get(self.lineage.outlet(self.lineage.voice(document)[0]))
        return at is not None and self.lineage.order[document] <= at

    def _handed_on(self, document: str, source: str, chain: Sequence[ChainLink]) -> tuple[ChainLink, ...]:
        first = ChainLink(name=self.lineage.publisher(source), kind="media")
        return (first, *chain[1:]) if self.lineage.publisher(document) != first.name else tuple(chain[1:])

    # ---- one chain

    def _follow(self, ground: Ground, document: str, visited: tuple[str, ...]) -> list[Origin]:
        """The origins at the end of one chain."""
        ground = self._identifier.complete(ground, document)
        chain = ground.chain
        rank = self.lineage.order[document] * 100
        outlets = [
            o
            for o in outlets_in(chain)
            if self.lineage.outlet(o) != self.lineage.outlet(self.lineage.publisher(document))
        ]
        voice, evidence = self.lineage.voice(document)
        if outlets:
            self._cited.setdefault(self.lineage.publisher(document), set()).update(
                self.lineage.published_name(o) for o in outlets
            )
        last = chain[-1]
        if (
            last.kind in ("named_person", "named_organisation")
            and not last.institution
            and self._is_outlet(last.name)
        ):
            last = ChainLink(
                name=last.name,
                kind="media",
                entity=f"outlet:{self.lineage.outlet(last.name)}",
                span=last.span,
            )
            chain = (*chain[:-1], last)
            ground = Ground(
                document=document, chain=chain, evidence=ground.evidence, attribution=ground.attribution
            )
        issuer = (
            issuer_of(self.lineage.readings[document])
            if last.kind == "publisher" or len(chain) == 1
            else None
        )
        if issuer is not None and self.lineage.outlet(voice) == self.lineage.outlet(
            self.lineage.publisher(document)
        ):
            own = replace(
                issuer, kind="publisher"
            )  # a statement by the body that it tells of: its own voice is the body's
            return [
                self._identifier.identify(
                    Ground(document=document, chain=(own,), evidence=ground.evidence),
                    issuer,
                    voice,
                    document,
                    rank,
                )
            ]
        if last.kind == "publisher" or len(chain) == 1:
            key = f"outlet:{self.lineage.outlet(voice)}"
            name = voice
            origin = Origin(key, name, [_with(ground, evidence)], Profile(named=True), fixed=True, rank=rank)
            origin.unknown_lineage = ground.attribution is not None and is_nobodys(
                self.lineage.readings[document].attributions[ground.attribution]
            )
            return [origin]
        if last.kind == "media":
            return self._follow_outlet(ground, document, visited, rank)
        behind = outlets[-1] if outlets else voice
        if outlets and self._source_withdrawn(outlets[-1]):
            return []
        found: list[Origin] = []
        for one in self._identifier.split(last, document):
            origin = self._identifier.identify(ground, one, behind, document, rank)
            if outlets and origin.behind is not None:
                found += self._match_behind(origin, ground, outlets[-1], document, visited)
            else:
                found.append(origin)
        return found

    def _follow_outlet(
        self, ground: Ground, document: str, visited: tuple[str, ...], rank: int
    ) -> list[Origin]:
        last = ground.chain[-1]
        if is_media_at_large(last):
            cited = [
                self.lineage.outlet(c.outlet)
                for c in self.lineage.readings[document].citations
                if not c.retracts
            ]
            reports = [
                d
                for o in cited
                for d in self.lineage.reports_of(o, list(self.mentions), document)
                if d not in visited
            ]
            if reached := [o for d in reports for o in self.origins_of(d, visited)]:
                return [o.through(_join(ground, o)) for o in reached]
            key = f"media:{document}"
            origin = Origin(key, last.name, [ground], Profile(), behind=f"{key} at large", rank=rank)
            origin.unknown_lineage = True
            return [origin]
        outlet = self.lineage.outlet(last.name)
        if outlet == self.lineage.outlet(self.lineage.voice(document)[0]):
            return [
                Origin(
                    f"outlet:{outlet}",
                    self.lineage.voice(document)[0],
                    [ground],
                    Profile(named=True),
                    fixed=True,
                    rank=rank,
                )
            ]
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

    def _match_behind(
        self, origin: Origin, ground: Ground, outlet: str, document: str, visited: tuple[str, ...]
    ) -> list[Origin]:
        """An unnamed source told of through another outlet: the sources of that outlet's own report, if it is held."""
        held = self.lineage.reports_of(self.lineage.outlet(outlet), list(self.mentions), document)
        reached = [o for d in held if d not in visited for o in self.origins_of(d, visited)]
        unnamed = [o for o in reached if o.behind is not None]
        fitting = [
            o for o in unnamed if any(compare_profiles(p, q) for p in o.profiles for q in origin.profiles)
        ]
        chosen = fitting[:1] or unnamed[:1]
        return [o.through(ground) for o in chosen] or [origin]

    def _source_withdrawn(self, name: str) -> bool:
        """Whether an outlet has withdrawn its account and not reported anew since."""
        at = self.withdrawn.get(self.lineage.outlet(name))
        if at is None:
            return False
        later = [
            d
            for d in self.mentions
            if self.lineage.order[d] > at
            and self.lineage.outlet(self.lineage.publisher(d)) == self.lineage.outlet(name)
        ]
        return not later

    def _is_outlet(self, name: str) -> bool:
        """Whether a name that was read as a person's or a body's is that of an outlet of which the story holds a report."""
        return self.lineage.published_name(name) != name or any(
            self.lineage.publisher(d) == name for d in self.lineage.order
        )


def _with(ground: Ground, evidence: Sequence[Evidence]) -> Ground:
    return Ground(
        document=ground.document,
        chain=ground.chain,
        evidence=(*ground.evidence, *evidence),
        attribution=ground.attribution,
    )


def _join(ground: Ground, origin: Origin) -> Ground:
    """The ground of a citation, its chain led on to the cited report's own source."""
    inner = origin.grounds[0].chain[1:]
    return Ground(
        document=ground.document,
        chain=(*ground.chain, *inner),
        evidence=ground.evidence,
        attribution=ground.attribution,
    )
