"""An event's status as IPTC event occurrence status (`eventoccurstatus`), with two values of our own for what it has no word for."""

from typing import NamedTuple

from sayso.model import Event

_VOCABULARY = "http://cv.iptc.org/newscodes/eventoccurstatus/"
_OWN = "urn:sayso:eventstatus:"
NAMES = {
    "eos0": "Unplanned event", "eos1": "Planned, occurrence planned only", "eos2": "Planned, occurrence highly uncertain", "eos3": "Planned, may occur",
    "eos4": "Planned, occurrence highly likely", "eos5": "Planned, occurs certainly", "eos6": "Planned, then cancelled",
    "lapsed": "Its time has passed, and no report says what became of it", "denied": "A party to it denies it, and nobody says that it took place",
}  # fmt: skip
"""The codes with their names; the last two are sayso's extension."""


class Occurrence(NamedTuple):
    """A code with what the formats need of it."""

    code: str
    uri: str
    qcode: str
    name: str


def occurrence_of(event: Event) -> Occurrence:
    """The occurrence status: a plan is `planned only` until two origins (likely) or a party to it (certain) vouch for it.

    >>> occurrence_of(Event(id="e1", label="", type="", status="possible")).qcode
    'eocstat:eos3'
    >>> occurrence_of(Event(id="e1", label="", type="", status="lapsed")).uri
    'urn:sayso:eventstatus:lapsed'
    """
    code = _code(event)
    own = not code.startswith("eos")
    return Occurrence(
        code, (_OWN if own else _VOCABULARY) + code, ("saysostat:" if own else "eocstat:") + code, NAMES[code]
    )


def _code(event: Event) -> str:
    disputed = bool(event.denied_by) or "status" in {c.field for c in event.conflicts}
    match event.status:
        case "lapsed" | "denied":
            return event.status
        case "cancelled":
            return "eos6"
        case "possible":
            return "eos2" if disputed else "eos3"
        case "ongoing" | "occurred":
            announced = any(
                c.field == "status" and c.value in ("possible", "planned", "postponed") for c in event.claims
            )
            return "eos5" if announced else "eos0"
    if disputed or (event.status == "postponed" and not event.start):
        return "eos2"
    return "eos5" if event.confirmed_by else "eos4" if event.origins.low >= 2 else "eos1"
