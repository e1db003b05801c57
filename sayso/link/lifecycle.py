"""An event's status as of a moment, by the table of the shared semantics; the claims decide, in order of publication."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sayso.model import Status


class StatusClaim(NamedTuple):
    """What one mention says of an event's status."""

    at: float
    document: str
    status: Status
    firm: bool
    party: bool
    """A party to the event says it on record."""
    stance: str
    origin: str
    order: int


_WEIGHT: dict[str, int] = {
    "occurred": 7,
    "cancelled": 6,
    "postponed": 5,
    "ongoing": 4,
    "denied": 3,
    "planned": 2,
    "possible": 1,
}


def find_status(claims: Sequence[StatusClaim]) -> tuple[Status, bool]:
    """The status that the claims published so far give an event, and whether a denial contradicts it.

    Later reports decide between planned, postponed, cancelled, ongoing and occurred; a denial by a party holds against plans only.
    """
    firm = [c for c in claims if c.firm] or list(claims)
    denials = [c for c in firm if c.status == "denied"]
    asserted = [c for c in firm if c.status != "denied"]
    if not asserted:
        return ("denied", False) if denials else ("possible", False)
    occurred = [c for c in asserted if c.status == "occurred"]
    if occurred:
        begun = [c for c in asserted if c.status in ("ongoing",)]
        after = [c for c in asserted if c.at > max(o.at for o in occurred) and c.status == "ongoing"]
        if begun and after and len(after) >= len(occurred):
            return "ongoing", bool(denials)
        plans = [
            c
            for c in asserted
            if c.status in ("planned", "postponed", "cancelled") and c.at > max(o.at for o in occurred)
        ]
        if not plans or len({o.document for o in occurred}) > len({p.document for p in plans}):
            return "occurred", bool(denials)
        asserted = [c for c in asserted if c.status != "occurred"]
    turning = [c for c in asserted if c.status in ("postponed", "cancelled")]
    last = max(c.at for c in asserted)
    latest = [c for c in asserted if c.at == last]
    if turning:
        put_off = max(turning, key=lambda c: (c.at, _WEIGHT[c.status], -c.order))
        ahead = [c for c in asserted if c.at > put_off.at and c.status == "ongoing"]
        return ("ongoing" if ahead else put_off.status), bool(denials)
    if denials and (any(d.party for d in denials) or max(d.at for d in denials) >= last):
        return "denied", True
    if any(c.status == "ongoing" for c in latest):
        return "ongoing", bool(denials)
    ongoing = [c for c in asserted if c.status == "ongoing"]
    if ongoing and not any(
        c.status in ("planned", "possible") and c.at > max(o.at for o in ongoing) for c in asserted
    ):
        return "ongoing", bool(denials)
    if any(c.status == "planned" for c in asserted):
        return "planned", bool(denials)
    return "possible", bool(denials)


def find_lapse(status: Status, start: datetime | None, end: datetime | None) -> datetime | None:
    """The moment at which what is possible, planned or postponed lapses; None for the rest and for what has no time."""
    if status not in ("possible", "planned", "postponed"):
        return None
    return end if end is not None else start + timedelta(days=1) if start is not None else None


def lapse(
    status: Status, start: datetime | None, end: datetime | None, as_of: datetime
) -> tuple[Status, str | None]:
    """`lapsed` and since when, for what was possible, planned or postponed and whose time has passed; else the status itself.

    `start` and `end` are the first moment of the first and of the day after the last day.
    """
    over = find_lapse(status, start, end)
    if over is not None and over <= as_of:
        return "lapsed", over.date().isoformat()
    return status, None
