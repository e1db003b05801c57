"""Events as of a moment, assembled from readings and links: a pure function of what was published by then."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from sayso.link.clusters import cluster_mentions
from sayso.link.coreference import Node, make_nodes
from sayso.link.dates import last_moment, settle_dates
from sayso.link.lifecycle import StatusClaim, find_lapse, find_status, lapse
from sayso.link.lineage import Lineage
from sayso.link.origins import count_origins
from sayso.link.places import Site, settle_places
from sayso.link.values import Held, Window, find_conflict, live_values
from sayso.link.versions import count_reports
from sayso.link.voices import country_of, find_voices, speaker_name
from sayso.model import (
    Attribution,
    ChainLink,
    Change,
    Claim,
    ClaimView,
    Conflict,
    ConflictValue,
    Event,
    EventMention,
    Link,
    MentionRef,
    Origins,
    Reading,
    Status,
)

_NO_FIGURES = ("status", "start", "end", "place", "participants", "assets", "target", "outcome", "precedent")


def assemble_events(readings: Sequence[Reading], links: Sequence[Link], as_of: datetime) -> tuple[Event, ...]:
    """The events of some readings (all published by `as_of`) under their links, in order of their first mention."""
    nodes = [n for r in readings for n in make_nodes(r)]
    groups = cluster_mentions(nodes, links)
    lineage = Lineage(readings, links)
    return tuple(_assemble(group, readings, links, lineage, as_of) for group in groups)


def assemble_states(
    readings: Sequence[Reading],
    links: Sequence[Link],
    as_of: datetime,
    mentions: Collection[str] | None = None,
) -> tuple[tuple[Event, Event | None], ...]:
    """Each event as of a moment, with what it becomes once it has lapsed, where it will if nothing more is published.

    `mentions` are those whose events are wanted, as ends of links ("document#3"); all of them, if none are given.
    """
    nodes = [n for r in readings for n in make_nodes(r) if mentions is None or n.end in mentions]
    lineage = Lineage(readings, links)
    found = []
    for group in cluster_mentions(nodes, links):
        event = _assemble(group, readings, links, lineage, as_of)
        later = None
        if event.lapses_at is not None and event.lapses_at > as_of:
            later = _assemble(group, readings, links, lineage, event.lapses_at, event.origins)
        found.append((event, later))
    return tuple(found)


def _assemble(
    group: Sequence[Node],
    readings: Sequence[Reading],
    links: Sequence[Link],
    lineage: Lineage,
    as_of: datetime,
    origins: Origins | None = None,
) -> Event:
    group = [mention for node in group for mention in node.split()]
    first = group[0]
    claims = [(n, c) for n in group for c in n.reading.claims if c.mention == n.index]
    copies = {link.left for link in links if link.relation == "copy_of" and link.judgement == "same"}
    withdrawn = _withdrawn(group, readings)
    participants = _participants(group)
    origins = origins or count_origins([(n.reading, n.index) for n in group], readings, links, lineage)
    named = {(line.document, _names(line.chain)): line.origin for line in reversed(origins.receipt)}
    status_claims = [_status_claim(n, order, group, participants, withdrawn) for order, n in enumerate(group)]
    status, denied = find_status(status_claims)
    windows = [
        w
        for n in group
        if (w := _window(n, participants, named)) is not None and n.reading.document.id not in copies
    ]
    days, zone, changes, date_conflict = settle_dates(windows, status)
    if (
        group
        and withdrawn
        and all(
            n.reading.document.id in withdrawn or n.mention.factuality == "Uu"
            for n in group
            if n.mention.time
        )
    ):
        days = None
    lapsed: str | None = None
    lapses_at: datetime | None = None
    start = end = None
    if days is not None and zone is not None:
        start, end = days[0].isoformat(), days[1].isoformat() if days[1] else None
        one, two = last_moment(days, zone)
        lapses_at = find_lapse(status, one, two)  # type: ignore[arg-type]
        status, lapsed = lapse(status, one, two, as_of)  # type: ignore[arg-type]
    if status == "ongoing":
        end = None
    figures, figure_conflicts, figure_changes = _figures(claims, named)
    place, moves, place_conflict = settle_places(
        [s for n in group if (s := _site(n, participants, named)) is not None], status
    )
    conflicts = [
        c
        for c in (date_conflict, place_conflict, *figure_conflicts, _status_conflict(status_claims, denied))
        if c is not None
    ]
    published = [n.reading.document.published_at for n in group if n.reading.document.published_at]
    confirmed, denies, declined = find_voices(
        [(n.reading, n.mention) for n in group], participants, origins.receipt, status
    )
    return Event(
        id=event_id(first.reading.document.id, first.mention),
        label=_label(group),
        type=_common(n.mention.type for n in group),
        concept=_common(n.mention.concept for n in group),
        salience=min(n.mention.salience for n in group),
        mode=next((n.mention.mode for n in group if n.mention.mode), None),
        status=status,
        start=start,
        end=end,
        place=place,
        participants=participants or _held_by(group),
        assets=tuple(dict.fromkeys(a.value for n in group for a in n.mention.arguments if a.role == "asset")),
        figures=figures,
        mentions=tuple(_mention(n) for n in group),
        reports=count_reports(n.reading.document for n in group),
        origins=origins,
        confirmed_by=confirmed,
        denied_by=denies,
        declined_by=declined,
        claims=tuple(_claim(c, named) for _, c in claims),
        conflicts=tuple(conflicts),
        history=tuple([*changes, *moves, *figure_changes]),
        precedents=tuple(dict.fromkeys(n.mention.precedent for n in group if n.mention.precedent)),
        headlines=tuple(dict.fromkeys(_headline(n) for n in group if n.mention.headline)),
        first_published=min(published, default=None),
        last_published=max(published, default=None),
        lapsed_since=lapsed,
        lapses_at=lapses_at,
    )


def event_id(document: str, first: EventMention) -> str:
    """The id of an event that a mention of a document is the first to speak of."""
    return "e" + blake2b(f"{document}:{first.trigger.start}".encode(), digest_size=4).hexdigest()


def _attribution(node: Node) -> Attribution | None:
    index = node.mention.attribution
    return node.reading.attributions[index] if index is not None else None


Named = dict[tuple[str, tuple[str, ...]], str]
"""Origins by document and names of a chain, as the receipt has them."""


def _names(chain: Sequence[ChainLink]) -> tuple[str, ...]:
    return tuple(link.name for link in chain)


def origin_of(claim: Claim, named: Named | None = None) -> str:
    """The origin of a claim: the one that the receipt has for its chain, else its innermost source, by its institution where it speaks for one."""
    last = claim.chain[-1]
    if named and (known := named.get((claim.document, _names(claim.chain)))):
        return known
    if last.kind != "unnamed" and last.institution and "/" in last.institution:
        return (
            speaker_name(last)
            if "?" not in last.institution
            else last.institution.rpartition("/")[2].replace("-", " ")
        )
    if last.kind == "unnamed" and len(claim.chain) > 1:
        return f"{last.name} behind {claim.chain[-2].name}"
    return last.name


def _status_claim(
    node: Node, order: int, group: Sequence[Node], participants: Sequence[str], withdrawn: frozenset[str]
) -> StatusClaim:
    attribution = _attribution(node)
    stance = attribution.stance if attribution else "asserts"
    mention = node.mention
    status: Status = mention.status
    link = attribution.chain[-1] if attribution else None
    party = (
        link is not None
        and link.kind in ("named_person", "named_organisation")
        and (country_of(link) in participants or not participants or link.institution is not None)
    )
    firm = mention.factuality != "Uu" and node.reading.document.id not in withdrawn
    if (
        status == "denied"
        and mention.figures
        and any(o.mention.status != "denied" and o.mention.concept != mention.concept for o in group)
    ):
        firm = False  # who denies a toll ("he denied that seven had been killed") does not deny the clash that it is told of
    if status == "planned":
        status = _not_firmer(node, group)
    return StatusClaim(
        node.published,
        node.reading.document.id,
        status,
        firm,
        party,
        stance,
        link.name if link else "own",
        order,
    )


def _not_firmer(node: Node, group: Sequence[Node]) -> Status:
    """Who retells cannot be firmer than its source: a plan that the cited outlet only held possible is possible.

    An outlet that itself retold it so counts as well: two that cite each other make nothing firmer.
    """
    attribution = _attribution(node)
    outlets = (
        {link.entity for link in attribution.chain[1:] if link.kind == "media" and link.entity}
        if attribution
        else set()
    )
    earlier = [
        o
        for o in group
        if outlets
        and o.published < node.published
        and _publisher(o) in outlets
        and o.mention.factuality != "Uu"
    ]
    held = [o.mention.status if o.mention.status != "planned" else _not_firmer(o, group) for o in earlier]
    return "possible" if held and all(s == "possible" for s in held) else "planned"


def _publisher(node: Node) -> str | None:
    return next((a.chain[0].entity for a in node.reading.attributions if a.chain), None)


def _window(node: Node, participants: Sequence[str], named: Named) -> Window | None:
    time = node.mention.time
    if time is None or time.interval is None or node.mention.status == "denied":
        return None
    attribution = _attribution(node)
    if attribution is not None and attribution.stance in ("denies", "declines"):
        return None
    interval = time.interval
    last = (interval.end - timedelta(microseconds=1)).date() if interval.end else None
    return Window(
        first=interval.start.date(),
        last=last,
        origin=_origin(node, named),
        document=node.reading.document.id,
        at=node.published,
        published=node.reading.document.published_at,
        status=node.mention.status,
        zone=interval.start,
        exact=interval.precision in ("day", "instant", "hour"),
        party=_is_party(node, participants),
        ends=(time.evidence or "").endswith("; the end"),
        stretch=interval.precision == "window" and "; " in (time.evidence or ""),
    )


def _site(node: Node, participants: Sequence[str], named: Named) -> Site | None:
    if node.mention.place is None:
        return None
    attribution = _attribution(node)
    claimed = (
        node.mention.status != "denied"
        and node.mention.factuality != "Uu"
        and (attribution is None or attribution.stance not in ("denies", "declines"))
    )
    document = node.reading.document
    return Site(
        node.mention.place,
        _origin(node, named),
        document.id,
        node.published,
        document.published_at,
        _is_party(node, participants),
        claimed,
    )


def _origin(node: Node, named: Named) -> str:
    claim = next((c for c in node.reading.claims if c.mention == node.index), None)
    return origin_of(claim, named) if claim else node.end


def _is_party(node: Node, participants: Sequence[str]) -> bool:
    """Whether a party to the event tells it on record."""
    attribution = _attribution(node)
    link = attribution.chain[-1] if attribution else None
    return bool(
        link
        and link.kind in ("named_person", "named_organisation")
        and (country_of(link) in participants or link.institution)
    )


def _withdrawn(group: Sequence[Node], readings: Sequence[Reading]) -> frozenset[str]:
    """The documents of a group whose outlet withdrew its report in a document of the same group."""
    outlets = {
        c.entity: r
        for r in readings
        for c in r.citations
        if c.retracts and any(n.reading.document.id == r.document.id for n in group)
    }
    out = set()
    for node in group:
        for a in node.reading.attributions[:1]:
            retracting = outlets.get(a.chain[0].entity)
            if retracting is not None and retracting.document.publisher == node.reading.document.publisher:
                out.add(node.reading.document.id)
        chain = _attribution(node)
        if chain is not None and any(
            link.entity in outlets for link in chain.chain[1:] if link.kind == "media"
        ):
            out.add(node.reading.document.id)
    return frozenset(out)


def _headline(node: Node) -> str:
    """Who has the event as what in a headline that is firmer than its body."""
    words = {"occurred": "a fact", "ongoing": "a fact"}
    has, tells = (words.get(s or "", s) for s in (node.mention.headline, node.mention.status))
    return f"the headline of {node.reading.document.publisher or 'a report'} has it as {has}, its body as {tells}"


def _participants(group: Sequence[Node]) -> tuple[str, ...]:
    counts = Counter(p for n in group for p in n.participants)
    most = max(counts.values(), default=0)
    order = dict.fromkeys(a.value for n in group for a in n.mention.arguments if a.role == "participant")
    kept = [p for p in order if counts[p] * 3 >= most]
    words = {p: frozenset(p.casefold().replace(".", "").split()) for p in kept}
    return tuple(
        p for p in kept if not any(words[p] < words[q] or (words[p] == words[q] and q > p) for q in kept)
    )  # of a name and a part of it the longer


def _held_by(group: Sequence[Node]) -> tuple[str, ...]:
    """The state in whose territory an event of nobody named takes place, where all its places lie in one."""
    countries = {n.mention.place.country for n in group if n.mention.place and n.mention.place.country}
    return (countries.pop(),) if len(countries) == 1 else ()


def _figures(
    claims: Sequence[tuple[Node, Claim]], named: Named
) -> tuple[dict[str, float], list[Conflict], list[Change]]:
    fields: dict[str, list[Held]] = {}
    for node, c in claims:
        if (
            c.field not in _NO_FIGURES
            and not isinstance(c.value, str)
            and c.stance not in ("denies", "declines")
        ):
            held = Held(
                c.field, c.value, c.bound, origin_of(c, named), c.document, node.published, c.published_at
            )
            if held not in fields.setdefault(c.field, []):
                fields[c.field].append(held)
    figures: dict[str, float] = {}
    conflicts: list[Conflict] = []
    changes: list[Change] = []
    for field, values in fields.items():
        live, replaced = live_values(values)
        changes += replaced
        conflict = find_conflict(field, live)
        if conflict:
            conflicts.append(conflict)
        else:
            figures[field] = float(max(live, key=lambda v: (v.bound == "exact", v.at)).value)
    return figures, conflicts, changes


def _status_conflict(claims: Sequence[StatusClaim], denied: bool) -> Conflict | None:
    if not denied:
        return None
    firm = [c for c in claims if c.firm]
    deny = [c for c in firm if c.status == "denied"]
    others = [c for c in firm if c.status in ("planned", "possible", "occurred", "ongoing")]
    if not deny or not others:
        return None
    other = others[-1]
    sides = ((other.status, [c for c in others if c.status == other.status]), ("denied", deny))
    return Conflict(
        field="status",
        values=tuple(
            ConflictValue(
                value=value,
                origins=tuple(dict.fromkeys(c.origin for c in held)),
                documents=tuple(dict.fromkeys(c.document for c in held)),
            )
            for value, held in sides
        ),
    )


def _label(group: Sequence[Node]) -> str:
    """The label of the report for which the event is most central, of those the one that tells most, then the first."""
    return min(
        (n.mention for n in group), key=lambda m: (m.salience, -min(4, len(m.arguments)), m.part != "body")
    ).label


def _common(values: Iterable[str]) -> str:
    return Counter(values).most_common(1)[0][0]


def _mention(node: Node) -> MentionRef:
    document, mention = node.reading.document, node.mention
    text = (document.title or "") if mention.part == "title" else document.text
    return MentionRef(
        document=document.id,
        part=mention.part,
        span=mention.extent,
        text=mention.extent.of(text),
        trigger=mention.trigger,
        concept=mention.concept,
        salience=mention.salience,
    )


def _claim(claim: Claim, named: Named) -> ClaimView:
    return ClaimView(
        field=claim.field,
        value=claim.value,
        document=claim.document,
        span=claim.span,
        part=claim.part,
        origin=origin_of(claim, named),
        stance=claim.stance,
        published_at=claim.published_at,
    )
