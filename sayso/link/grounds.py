"""On what a document's account of an event rests: the sources in it that vouch for the event, or its own voice (rules 7, 8)."""

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from sayso.link.bearing import find_bearing, is_nobodys, no_source, reacts, reports_on_the_spot
from sayso.model import Attribution, ChainLink, Entity, EventMention, Evidence, Reading, Span
from sayso.outlet_registry import outlet_name

_VOUCHING = frozenset(["asserts", "confirms", "predicts"])
_SPEECH_KINDS = frozenset(["accusation", "concession", "demand", "promise", "rejection", "threat", "warning"])


class Ground(Struct, frozen=True, kw_only=True):
    """One chain of sources on which a document's account rests; a chain of one is the publisher's own voice."""

    document: str
    chain: tuple[ChainLink, ...]
    evidence: tuple[Evidence, ...]
    speaker: str | None = None
    """State (alpha-3) or name of the one whose speech act the event is."""
    group_of: int | None = None
    """Attribution of a counted group, of which this source was named one right after (rule 6)."""
    attribution: int | None = None


class Account(Struct, frozen=True, kw_only=True):
    """What a document rests its account of one event on, and who in it only denies, declines or reacts."""

    vouching: tuple[Ground, ...] = ()
    reacting: tuple[Ground, ...] = ()


def find_account(
    reading: Reading, mentions: Sequence[int], left_out: Sequence[Span] = (), familiar: Collection[str] = ()
) -> Account:
    """The grounds of a document's mentions of one event; mentions and attributions within `left_out` (copied passages) are passed over.

    `familiar` are the keys of the outlets that have reports of the event.
    """
    document = reading.document
    speech: list[Ground] = []
    own: list[EventMention] = []
    candidates: list[tuple[int, EventMention, bool]] = []
    denied: set[int] = set()
    unknown: list[int] = []
    for n in mentions:
        mention = reading.events[n]
        held = mention.attribution
        if held is not None and is_nobodys(reading.attributions[held]):
            unknown.append(held)
            held = None
        denial = mention.status == "denied" or (
            mention.factuality in ("CT-", "PR-") and mention.status not in ("cancelled", "postponed")
        )
        if denial and held is not None:
            denied.add(held)
        if mention.part == "body" and any(s.covers(mention.trigger) for s in left_out):
            continue
        speaker = _speaker(reading, mention)
        if speaker:
            speech.append(_speech_ground(reading, mention, speaker, held))
            continue
        if held is None and mention.part == "body" and not denial:
            own.append(mention)
        if held is not None:
            candidates.append((held, mention, True))
        candidates += [
            (k, mention, False) for k in mention.bears_on if k != held and k < len(reading.attributions)
        ]
    told = [
        n
        for n in mentions
        if not any(s.covers(reading.events[n].trigger) for s in left_out) or reading.events[n].part == "title"
    ]
    candidates += (
        [(k, reading.events[told[0]], False) for k in find_bearing(reading, mentions, familiar)]
        if told
        else []
    )
    vouching, reacting = _sort_out(reading, candidates, denied, left_out)
    seen = reports_on_the_spot(reading, told) if vouching and not speech else None
    if seen:
        evidence = Evidence(kind="own", document=document.id, span=seen)
        vouching.append(Ground(document=document.id, chain=(publisher_link(reading),), evidence=(evidence,)))
    if speech:
        return Account(vouching=tuple(speech), reacting=tuple(reacting))
    if not vouching and own:
        spans = tuple(Evidence(kind="own", document=document.id, span=m.extent) for m in own[:2])
        hearsay = unknown[0] if len(unknown) == len(own) else None
        vouching = [
            Ground(
                document=document.id, chain=(publisher_link(reading),), evidence=spans, attribution=hearsay
            )
        ]
    if not vouching and not candidates and not own:
        titles = [m for n in mentions if (m := reading.events[n]).part == "title" and m.status != "denied"]
        if titles:
            vouching = [
                Ground(
                    document=document.id,
                    chain=(publisher_link(reading),),
                    evidence=(Evidence(kind="own", document=document.id, name="headline"),),
                )
            ]
    return Account(vouching=tuple(vouching), reacting=tuple(reacting))


def issuer_of(reading: Reading) -> ChainLink | None:
    """The body that publishes a document under its own name, such as a ministry's statement; None for outlets."""
    publisher = (reading.document.publisher or "").casefold().removeprefix("the ")
    for entity in reading.entities:
        name = entity.name.casefold().removeprefix("the ")
        if (
            entity.kind == "organisation"
            and "/" in entity.id
            and not entity.id.endswith(_NO_ISSUERS)
            and (publisher == name or publisher.startswith(f"{name} "))
        ):
            return ChainLink(
                name=str(reading.document.publisher),
                kind="named_organisation",
                entity=entity.id,
                institution=entity.id,
            )
    return None


_NO_ISSUERS = ("/state-media", "/hospital", "/government", "/court", "/police")


def publisher_link(reading: Reading) -> ChainLink:
    """The first station of every chain of a document."""
    return ChainLink(
        name=outlet_name(reading.document.publisher or reading.document.url or "unknown publisher"),
        kind="publisher",
    )


def _sort_out(
    reading: Reading,
    candidates: Iterable[tuple[int, EventMention, bool]],
    denied: set[int],
    left_out: Sequence[Span],
) -> tuple[list[Ground], list[Ground]]:
    vouching: dict[int, Ground] = {}
    reacting: dict[int, Ground] = {}
    for k, _, _ in candidates:
        a = reading.attributions[k]
        if no_source(a):
            continue
        if any(s.covers(c) for s in left_out for c in (a.cue or a.content)):
            continue
        ground = Ground(
            document=reading.document.id,
            chain=a.chain or (publisher_link(reading),),
            evidence=_evidence(reading, a),
            group_of=_group_before(reading, k),
            attribution=k,
        )
        side = vouching if a.stance in _VOUCHING and k not in denied and not reacts(reading, a) else reacting
        side.setdefault(k, ground)
    return _innermost(list(vouching.values())), _innermost(list(reacting.values()))


def _innermost(grounds: list[Ground]) -> list[Ground]:
    """Leave out a chain of which another one is the continuation: it only hands on."""
    names = [tuple((link.name, link.kind) for link in g.chain) for g in grounds]
    return [
        g
        for g, own in zip(grounds, names)
        if not (
            len(own) > 1
            and g.chain[-1].kind == "media"
            and any(len(n) > len(own) and n[: len(own)] == own for n in names)
        )
    ]


def _evidence(reading: Reading, a: Attribution) -> tuple[Evidence, ...]:
    document = reading.document.id
    found = [Evidence(kind="attribution", document=document, span=s) for s in (*a.source, *a.cue)[:2]]
    for link in a.chain[1:]:
        if link.kind == "media":
            cited = next(
                (c.span for c in reading.citations if c.entity == link.entity or c.outlet == link.name),
                link.span,
            )
            found.append(Evidence(kind="citation", document=document, span=cited, name=link.name))
    return tuple(found)


def _speaker(reading: Reading, mention: EventMention) -> Entity | None:
    """Who speaks in a mention of a speech act: the entity that is its actor, the last named of several; None where none is told."""
    if mention.part != "body" or mention.concept not in _SPEECH_KINDS:
        return None
    actors = [Span(a.start, a.end) for a in mention.arguments if a.role == "actor"]
    acting = [
        (span, entity)
        for entity in reading.entities
        if entity.kind in ("organisation", "state", "person", "group", "bloc")
        and not entity.id.endswith("/state-media")
        for span in entity.mentions
        if any(span.overlap(a) for a in actors)
    ]
    return max(acting, key=lambda found: found[0], default=(None, None))[1]


def _speech_ground(reading: Reading, mention: EventMention, speaker: Entity, held: int | None) -> Ground:
    span = next((s for s in speaker.mentions if s.start < mention.trigger.start), None)
    link = ChainLink(
        name=speaker.name,
        kind="named_person" if speaker.kind == "person" else "named_organisation",
        entity=speaker.id,
        institution=speaker.id if speaker.id.startswith("org:") else None,
        span=span,
    )
    state = speaker.country or (
        speaker.id.removeprefix("state:") if speaker.kind == "state" else speaker.name
    )
    chain: tuple[ChainLink, ...] = (publisher_link(reading), link)
    if held is not None:
        a = reading.attributions[held]
        last = a.chain[-1] if a.chain else None
        if (
            last
            and last.kind in ("named_person", "named_organisation", "unnamed", "document")
            and state in _states_of(last)
        ):
            chain = a.chain
    evidence = (Evidence(kind="attribution", document=reading.document.id, span=mention.extent),)
    return Ground(
        document=reading.document.id, chain=chain, evidence=evidence, speaker=state, attribution=held
    )


def _states_of(link: ChainLink) -> set[str]:
    found = {link.name, (link.entity or "").removeprefix("state:")}
    for id in (link.institution, link.entity):
        if id and id.startswith("org:"):
            found.add(id.removeprefix("org:").partition("/")[0])
    if link.description and link.description.country:
        found.add(link.description.country)
    return found


def _group_before(reading: Reading, k: int) -> int | None:
    """The counted group ("three drivers said") in whose next quotation a person is named as one of it."""
    a = reading.attributions[k]
    if not k or a.kind != "named_person" or a.quoted == "indirect" or not a.cue:
        return None
    before = reading.attributions[k - 1]
    number = before.chain[-1].description.number if before.chain and before.chain[-1].description else None
    if before.kind != "unnamed" or not number or number < 2 or not before.cue:
        return None
    near = 0 <= min(c.start for c in a.content) - max(c.end for c in before.cue) < 320 if a.content else False
    return k - 1 if near and a.chain and a.chain[-1].institution is None else None
