"""What lists of events are filtered, counted and ranked by, kept narrow beside each state; a cache, never the truth."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, tuple_

from sayso.ledger.caches import event_facts, event_terms
from sayso.ledger.rows import batches
from sayso.ledger.schema import documents
from sayso.ledger.timeline import State, unpack_event
from sayso.model import Event

_UNTOLD = 2  # the salience of an event whose reader tells none: neither what a report is about nor background
_MANY = 1000  # origins that a rank can tell apart


def kind_of(event: Event) -> str:
    """The kind of an event as lists name it: its concept, else PLOVER's mode, else its type.

    >>> kind_of(Event(id="e", label="drill", type="MOBILIZE", status="planned", mode="exercise"))
    'exercise'
    """
    return event.concept or event.mode or event.type.lower()


def salience_of(event: Event) -> int:
    """1 what a report is about, 2 another event of a story, 3 background; 2 where the reader does not tell.

    >>> salience_of(Event(id="e", label="drill", type="MOBILIZE", status="planned"))
    2
    """
    return event.salience if event.concept else _UNTOLD


def insert_facts(connection: Connection, states: Sequence[State]) -> None:
    """Write what states are found by."""
    events = [unpack_event(state.body) for state in states]
    outlets = _outlets(connection, {m.document for e in events for m in e.mentions})
    facts: list[dict[str, Any]] = []
    terms: list[dict[str, Any]] = []
    for state, event in zip(states, events, strict=True):
        key = {"anchor": state.anchor, "event": state.event, "known_from": state.known_from}
        salience, origins = salience_of(event), event.origins.low
        facts.append({
            **key, "known_until": state.known_until, "status": event.status, "kind": kind_of(event), "salience": salience, "origins": origins,
            "start_day": (event.start or "")[:10] or None, "end_day": (event.end or event.start or "")[:10] or None, "reports": event.reports,
            "contested": int(bool(event.conflicts)), "inverse": (salience + 1) * _MANY - min(origins, _MANY - 1),
        })  # fmt: skip
        told = {outlets[m.document] for m in event.mentions if m.document in outlets}
        for facet, values in (
            ("country", set(event.participants)),
            ("outlet", told),
            ("source", set(event.origins.names)),
        ):
            terms += [{**key, "facet": facet, "value": value} for value in sorted(values) if value]
    if facts:
        connection.execute(event_facts.insert(), facts)
    if terms:
        connection.execute(event_terms.insert(), terms)


def delete_facts(connection: Connection, states: Iterable[State]) -> None:
    """Take away what states were found by."""
    keys = [state[:3] for state in states]
    for table in (event_facts, event_terms):
        t = table.c
        for n in range(0, len(keys), 100):
            connection.execute(
                delete(table).where(tuple_(t.anchor, t.event, t.known_from).in_(keys[n : n + 100]))
            )


def _outlets(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    d = documents.c
    found: dict[str, str] = {}
    for batch in batches(sorted(ids)):
        query = select(d.id, d.publisher).where(d.id.in_(batch))
        found |= {id: outlet for id, outlet in connection.execute(query) if outlet}
    return found
