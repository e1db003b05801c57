"""One event of a ledger as text: what the reports say, and what people judged of it."""

from datetime import UTC, datetime

from sayso.brief import event_text
from sayso.errors import InputError
from sayso.ledger import Ledger
from sayso.ledger.judgements import (
    CREDIBILITY,
    RELIABILITY,
    Judgement,
    concerning,
    credibility,
    load_judgements,
    standing,
)
from sayso.ledger.moments import stamp
from sayso.model import Document, Event


def event_page(
    ledger: Ledger,
    id: str,
    as_of: datetime | None = None,
    recorded_by: datetime | None = None,
    colour: bool = False,
) -> str:
    """The event of an id, or whose id begins so; raises InputError where there is none or several."""
    event = find_one(ledger, id, as_of, recorded_by)
    documents = ledger.documents(event_documents(event))
    moment = stamp(as_of or datetime.now(UTC))
    with ledger.connect() as connection:
        judged = standing(load_judgements(connection, stamp(recorded_by) if recorded_by else None), moment)
    return event_text(event, documents, colour=colour) + judged_text(event, judged, documents)


def find_one(
    ledger: Ledger, id: str, as_of: datetime | None = None, recorded_by: datetime | None = None
) -> Event:
    """The one event whose id begins so."""
    if recorded_by is None:
        found = ledger.find_event(id, as_of)
    else:
        held = [e for e in ledger.events(as_of, recorded_by=recorded_by) if e.id.startswith(id)]
        found = tuple([e for e in held if e.id == id] or held)
    if len(found) != 1:
        what = (
            "no event of that id"
            if not found
            else f"{len(found)} events begin so: {', '.join(e.id for e in found)}"
        )
        raise InputError(id, what, "`sayso events` lists them")
    return found[0]


def event_documents(event: Event) -> set[str]:
    """The documents that an event's page speaks of."""
    ids = (
        {m.document for m in event.mentions}
        | {c.document for c in event.claims}
        | {line.document for line in event.origins.receipt}
    )
    return ids | {e.document for line in event.origins.receipt for e in line.evidence if e.document}


def judged_text(event: Event, judged: list[Judgement], documents: dict[str, Document]) -> str:
    """Credibility and reliability in the Admiralty code, and every judgement of people that stands, each with its number."""
    own = concerning(judged, event)
    given = next((j for j in reversed(own) if j.kind == "credibility"), None)
    figure = given.value if given and given.value else credibility(event)
    lines = [f"{'rated':10} {figure} {CREDIBILITY[figure]} ({'computed' if given is None else given.person})"]
    for outlet in sorted({d.publisher for d in documents.values() if d.publisher}):
        rated = next((j for j in reversed(judged) if j.kind == "reliability" and j.target == outlet), None)
        if rated and rated.value:
            lines.append(
                f"{'':10} {rated.value} {RELIABILITY[rated.value]}: {outlet} ({rated.person}, judgement {rated.id})"
            )
    for j in own:
        words = {"same": f"same event as {j.other}", "different": f"not the same event as {j.other}"}.get(
            j.kind, f"{j.kind}: {j.value}"
        )
        lines.append(f"{'judged':10} {words}  ({j.person}, {j.recorded_at[:16]}Z, judgement {j.id})")
    return "\n".join(lines) + "\n"
