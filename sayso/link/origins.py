"""Origins: on how many independent sources an event rests, as a pair low-high with a receipt for every edge.

Rules: docs of semantics, "Origin, and corroboration". Low is the smallest number of people that the descriptions allow: the
fewest cliques that cover the graph of who may be the same as whom (exact for up to sixteen sources); high takes all apart.
"""

from collections.abc import Iterable, Sequence

from sayso.link.compatibility import UMBRELLA, compare_profiles, same_family, split_institution
from sayso.link.cover import cover_with_cliques
from sayso.link.grounds import Ground
from sayso.link.identity import Origin
from sayso.link.lineage import Lineage
from sayso.link.sources import Tracer
from sayso.model import ChainLink, Link, Origins, Reading, ReceiptLine


def count_origins(
    mentions: Sequence[tuple[Reading, int]],
    readings: Sequence[Reading],
    links: Iterable[Link],
    lineage: Lineage | None = None,
) -> Origins:
    """The origins of one event, of which `mentions` are the places that speak of it: (reading, index in its events).

    `readings` and `links` are those of its story, as of one moment; a `lineage` made of them once serves every event.
    """
    lineage = lineage or Lineage(readings, links)
    known = [(r, n) for r, n in mentions if r.document.id in lineage.readings]
    tracer = Tracer(lineage, known)
    origins = merge_origins(_leave_retellers(tracer.trace()))
    notes = list(tracer.notes)
    if not origins and not tracer.withdrawn:
        origins = merge_origins(tracer.reactions())
    low_groups = cover_with_cliques(
        len(origins),
        [(i, j) for i in range(len(origins)) for j in range(i) if _may_be_one(origins[i], origins[j])],
    )
    for group in low_groups:
        if len(group) > 1:
            notes.append("may be the same: " + "; ".join(origins[i].name for i in sorted(group)))
    lines: dict[tuple[str, str, tuple[str, ...]], ReceiptLine] = {}
    for origin in origins:
        for g in origin.grounds:
            line = ReceiptLine(
                document=g.document,
                origin=origin.name,
                chain=g.chain,
                evidence=g.evidence,
                unknown_lineage=origin.unknown_lineage,
            )
            lines.setdefault((g.document, origin.name, tuple(link.name for link in g.chain)), line)
    receipt = sorted(lines.values(), key=lambda line: lineage.order[line.document])
    return Origins(
        low=len(low_groups),
        high=len(origins),
        names=tuple(o.name for o in origins),
        receipt=tuple(receipt),
        notes=tuple(notes),
    )


_BARE_STATE = 3


def merge_origins(found: Iterable[Origin]) -> list[Origin]:
    """Distinct origins: one key, one institution under two names, compatible unnamed people behind one outlet."""
    merged: list[Origin] = []
    for origin in found:
        match = next((m for m in merged if m.key == origin.key), None)
        if match is None and origin.behind is not None:
            match = next(
                (
                    m
                    for m in merged
                    if m.behind == origin.behind
                    and not m.fixed
                    and all(compare_profiles(p, q) for p in m.profiles for q in origin.profiles)
                ),
                None,
            )
        if match is None:
            merged.append(origin)
        else:
            match.absorb(origin)
    return _join_names(merged)


def _leave_retellers(found: Iterable[Origin]) -> list[Origin]:
    """Of a speech act the speaker is the origin: outlets that only tell of it without saying who spoke add none (rule 7)."""
    origins = list(found)
    if any(o.speaker for o in origins):
        return [o for o in origins if not o.fixed]
    return origins


def _join_names(origins: list[Origin]) -> list[Origin]:
    """Join names of one speaker: a state of unknown name of an institution, the military and its staff, a surname and a full name."""
    kept: list[Origin] = []
    for origin in origins:
        same = [o for o in origins if o is not origin and _one_speaker(origin, o)]
        vague = _vagueness(origin)
        surer = [
            o
            for o in same
            if _vagueness(o) < vague or (_vagueness(o) == vague and origins.index(o) < origins.index(origin))
        ]
        if len(surer) > 1 and vague == _BARE_STATE:
            # a state that speaks beside several of its institutions is one of them, of the same report if it can be
            documents = {g.document for g in origin.grounds}
            surer = sorted(
                surer, key=lambda o: (not o.named, not documents & {g.document for g in o.grounds})
            )[:1]
        if len(surer) == 1:
            surer[0].absorb(origin)
            surer[0].rank = min(surer[0].rank, origin.rank)
        else:
            kept.append(origin)
    return sorted(kept, key=lambda o: o.rank)


def _one_speaker(a: Origin, b: Origin) -> bool:
    if a.speaker and a.speaker == b.speaker:
        return True
    if a.group is not None and a.group == b.group and a.named != b.named:
        return True
    for bare, other in ((a, b), (b, a)):
        if (
            bare.key.startswith("state:")
            and not other.named
            and other.profiles[0].country == bare.key.removeprefix("state:")
        ):
            return True
    if not (a.named and b.named):
        return False
    (state_a, slug_a), (state_b, slug_b) = split_institution(a.key), split_institution(b.key)
    for state, key in ((state_a, b.key), (state_b, a.key)):
        if key.startswith("state:") and state == key.removeprefix("state:"):
            return True  # "Seoul said" beside the one ministry of it that speaks
    if slug_a and slug_b and (state_a == state_b or state_a is None or state_b is None):
        return same_family(slug_a, slug_b)
    if a.key.startswith("person:") and b.key.startswith("person:"):
        x, y = a.key.removeprefix("person:").split("-"), b.key.removeprefix("person:").split("-")
        return x[-1] == y[-1] and (set(x) <= set(y) or set(y) <= set(x))
    return False


def _vagueness(origin: Origin) -> int:
    """How little a name tells: 0 a full name, 1 an institution's other name, 2 a bare state."""
    state, slug = split_institution(origin.key)
    if origin.key.startswith("state:"):
        return _BARE_STATE
    if slug in UMBRELLA:
        return 2
    if slug in ("armed-forces", "ministry") or (slug and state is None and "/" in origin.key):
        return 1
    if origin.key.startswith("person:") and "-" not in origin.key:
        return 1
    return 0


def _may_be_one(a: Origin, b: Origin) -> bool:
    """Whether two distinct origins may be the same after all: at least one is unnamed and nothing told of them excludes it."""
    if a.fixed or b.fixed:
        return False
    bare = a.key.startswith("state:") or b.key.startswith("state:")
    if a.named and b.named and not bare:
        return False
    if bare and a.named and b.named:
        state, key = (a.key, b.key) if a.key.startswith("state:") else (b.key, a.key)
        return split_institution(key)[0] == state.removeprefix("state:")
    return all(compare_profiles(p, q) for p in a.profiles for q in b.profiles)


__all__ = ["ChainLink", "Ground", "Origin", "count_origins", "merge_origins"]
