"""Where an event takes place as of a moment: the place that live claims share, the moves, and what is disputed.

Places that contain each other are one, told more or less finely; so are two that lie near each other. An event that one report places
at several is at all of them. A later place of the same origin, or of a party on record, replaces the earlier one.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sayso.link.identity import state_name
from sayso.link.sites import compare_places
from sayso.model import Change, Conflict, ConflictValue, Place, Status


class Site(NamedTuple):
    """A place as one origin gives it in one document."""

    place: Place
    origin: str
    document: str
    at: float
    published: datetime | None
    party: bool
    claimed: bool
    """Whether the mention says that the event takes place there; a denial only names the place."""


def settle_places(sites: Sequence[Site], status: Status) -> tuple[str | None, list[Change], Conflict | None]:
    """The place to show, the moves, and the conflict of `place`, if any."""
    claimed = sorted((s for s in sites if s.claimed), key=lambda s: (s.at, s.document))
    if any(
        a.document == b.document and are_apart(a.place, b.place)
        for n, a in enumerate(claimed)
        for b in claimed[:n]
    ):
        return _finest(sites, status), [], None
    live: dict[str, Site] = {}
    changes: list[Change] = []
    for n, site in enumerate(claimed):
        gone = [
            s
            for s in live.values()
            if s.at < site.at and are_apart(s.place, site.place) and (s.origin == site.origin or site.party)
        ]
        said = any(
            s.at < site.at and not are_apart(s.place, site.place) and (s.origin == site.origin or s.party)
            for s in claimed[:n]
        )
        if gone and not said:
            last = max(gone, key=lambda s: (s.origin == site.origin, s.at))
            changes.append(
                Change(
                    field="place",
                    before=last.place.name,
                    after=site.place.name,
                    at=site.published,
                    origin=site.origin,
                    document=site.document,
                )
            )
        for old in gone:
            del live[old.origin]
        known = live.get(site.origin)
        if known is None or known.place.precision == "country" or site.place.precision != "country":
            live[site.origin] = site
    held = list(live.values())
    conflict = _conflict(held)
    if conflict is None:
        dropped = {(c.before, c.after) for c in changes}
        kept = (
            [s for s in sites if not any(s.place.name == before for before, _ in dropped)]
            if dropped
            else sites
        )
        return _finest(kept or sites, status), changes, None
    countries = {s.place.country for s in held}
    code = countries.pop() if len(countries) == 1 else None
    return (state_name(code) if code else None), changes, conflict


def are_apart(a: Place, b: Place) -> bool:
    """Whether an event cannot be at both: two towns or points, far from each other and of other names."""
    fine = all(p.precision in ("city", "point") for p in (a, b))
    return fine and None not in (a.lat, a.lon, b.lat, b.lon) and compare_places(a, b) < -1.0


def _conflict(live: Sequence[Site]) -> Conflict | None:
    at_odds = [s for s in live if any(are_apart(s.place, o.place) for o in live)]
    sides: dict[str, list[Site]] = {}
    for s in at_odds:
        same = next(
            (name for name, held in sides.items() if not are_apart(held[0].place, s.place)), s.place.name
        )
        sides.setdefault(same, []).append(s)
    if len(sides) < 2:
        return None
    values = (
        ConflictValue(
            value=name,
            origins=tuple(dict.fromkeys(s.origin for s in held)),
            documents=tuple(dict.fromkeys(s.document for s in held)),
        )
        for name, held in sides.items()
    )
    return Conflict(field="place", values=tuple(values))


def _finest(sites: Sequence[Site], status: Status) -> str | None:
    """The name given most often, of those finer than a state where there are any; of what is put off, as last told."""
    if not sites:
        return None
    last = max(s.at for s in sites)
    if status == "postponed" and any(s.at == last and s.place.precision != "country" for s in sites):
        sites = [s for s in sites if s.at == last]
    names = Counter(s.place.name for s in sites)
    fine = {s.place.name for s in sites if s.place.precision != "country"}
    return max(names, key=lambda name: (name in fine, names[name], -list(names).index(name)))
