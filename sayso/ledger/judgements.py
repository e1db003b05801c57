"""What people judged: recorded with name and time, overriding the system's judgement from then on, undoable, never a deletion."""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, select

from sayso.errors import InputError
from sayso.ledger import schema
from sayso.ledger.moments import unstamp
from sayso.model import Event, Evidence, Link, MentionRef, Reading, Status

Kind = Literal["same", "different", "reliability", "credibility", "note", "outcome", "undo"]
RELIABILITY = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable", "E": "unreliable",
    "F": "reliability cannot be judged",
}  # fmt: skip
"""The Admiralty code's letters for a source; F where nobody judged."""
CREDIBILITY = {
    "1": "confirmed by other sources", "2": "probably true", "3": "possibly true", "4": "doubtful", "5": "improbable", "6": "truth cannot be judged",
}  # fmt: skip
"""The Admiralty code's figures for what is told."""
_SURE = 100.0  # a person's word outweighs every score


class Judgement(Struct, frozen=True, kw_only=True):
    """One judgement of a person; mentions rather than events are what it holds on to, so that it outlives their ids."""

    id: int = 0
    kind: Kind
    target: str
    """The event's id as it was shown, a publisher's name, or the number of the judgement that is undone."""
    other: str | None = None
    value: str | None = None
    note: str | None = None
    person: str
    recorded_at: str = ""
    left: tuple[MentionRef, ...] = ()
    right: tuple[MentionRef, ...] = ()


def check_value(kind: str, value: str | None) -> None:
    """Raise InputError for a value that the kind does not have."""
    allowed: dict[str, Iterable[str]] = {
        "reliability": RELIABILITY,
        "credibility": CREDIBILITY,
        "outcome": get_args(Status),
    }
    if kind in allowed and value not in set(allowed[kind]):
        raise InputError(str(value), f"is no {kind}", f"give one of {', '.join(allowed[kind])}")
    if kind == "note" and not (value or "").strip():
        raise InputError("note", "is empty", "write what you saw")


def load_judgements(connection: Connection, recorded_by: str | None = None) -> list[Judgement]:
    """All judgements in the order in which they were made, those that were undone among them."""
    table = schema.judgements.c
    query = select(table.id, table.body, table.recorded_at).order_by(table.id)
    if recorded_by is not None:
        query = query.where(table.recorded_at <= recorded_by)
    return [
        replace(msgspec.json.decode(bytes(row.body), type=Judgement), id=row.id, recorded_at=row.recorded_at)
        for row in connection.execute(query)
    ]


def standing(judgements: Sequence[Judgement], moment: str) -> list[Judgement]:
    """The judgements that hold at a moment: made by then and not undone by then."""
    made = [j for j in judgements if j.recorded_at <= moment]
    undone = {j.target for j in made if j.kind == "undo"}
    return [j for j in made if j.kind != "undo" and str(j.id) not in undone]


def judge_links(
    judgements: Sequence[Judgement], readings: Sequence[Reading], links: Sequence[Link]
) -> list[Link]:
    """The links of some readings, each pair of mentions that a person judged with that judgement instead of the system's."""
    judged: dict[tuple[str, str], Link] = {}
    ends = _ends(readings)
    for j in judgements:
        if j.kind in ("same", "different"):
            for a in j.left:
                for b in j.right:
                    one, two = ends.get(_place(a)), ends.get(_place(b))
                    if one is None or two is None or one == two:
                        continue
                    left, right = sorted((one, two))
                    judged[left, right] = Link(
                        relation="same_event",
                        left=left,
                        right=right,
                        judgement="same" if j.kind == "same" else "different",
                        score=_SURE if j.kind == "same" else -_SURE,
                        evidence=(Evidence(kind="feature", name=f"judged by {j.person}", weight=_SURE),),
                        recorded_at=unstamp(j.recorded_at),
                    )
    if not judged:
        return list(links)
    kept = [
        link
        for link in links
        if link.relation != "same_event"
        or (min(link.left, link.right), max(link.left, link.right)) not in judged
    ]
    return sorted([*kept, *judged.values()], key=lambda link: (link.relation, link.left, link.right))


def judge_events(
    judgements: Sequence[Judgement], events: Iterable[tuple[Event, Event | None]]
) -> list[tuple[Event, Event | None]]:
    """Events with the outcome that a person saw in place of the status that the reports give."""
    seen = {_place(j.left[0]): j for j in judgements if j.kind == "outcome" and j.left}
    out = []
    for event, later in events:
        judged = next((seen[_place(m)] for m in event.mentions if _place(m) in seen), None)
        if judged is not None:
            event, later = replace(event, status=judged.value, lapsed_since=None, lapses_at=None), None
        out.append((event, later))
    return out


def concerning(judgements: Sequence[Judgement], event: Event) -> list[Judgement]:
    """The judgements that speak of an event, by its mentions, and of the outlets that report it are left to the caller."""
    places = {_place(m) for m in event.mentions}
    return [
        j
        for j in judgements
        if j.left and (_place(j.left[0]) in places or (j.right and _place(j.right[0]) in places))
    ]


def credibility(event: Event) -> str:
    """The Admiralty code's figure that follows from origins, parties and conflicts where no person gave one.

    >>> credibility(Event(id="e1", label="", type="", status="planned"))
    '6'
    """
    low, high = event.origins.low, event.origins.high
    if high == 0:
        return "6"
    if event.status == "denied" or "status" in {c.field for c in event.conflicts}:
        return "4"
    if low >= 2 and not event.conflicts:
        return "1"
    if event.confirmed_by or low >= 2:
        return "2"
    return "3"


def judged_documents(judgement: Judgement) -> frozenset[str]:
    """The documents whose events a judgement bears on."""
    return frozenset(m.document for m in (*judgement.left, *judgement.right))


def _place(mention: MentionRef) -> tuple[str, str, int, int]:
    at = mention.trigger or mention.span
    return (mention.document, mention.part, at.start, at.end)


def _ends(readings: Sequence[Reading]) -> dict[tuple[str, str, int, int], str]:
    """For each mention the end under which its happening is linked."""
    out: dict[tuple[str, str, int, int], str] = {}
    for reading in readings:
        first: dict[int, int] = {}
        for n, m in enumerate(reading.events):
            number = first.setdefault(m.event, n) if m.event >= 0 else n
            place = (reading.document.id, m.part, m.trigger.start, m.trigger.end)
            out[place] = f"{reading.document.id}#{number}"
    return out
