"""The materialised states of events: brought up to date with each addition, looked up as of any moment; a cache, never the truth."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select

from sayso.ledger.alerts import write_messages
from sayso.ledger.caches import FOREVER, event_states, tallies
from sayso.ledger.facts import delete_facts, insert_facts
from sayso.ledger.judgements import Judgement, judged_documents, load_judgements
from sayso.ledger.reach import Reach, find_reach
from sayso.ledger.rows import batches, insert_once, load_links, load_some
from sayso.ledger.timeline import State, component_states, merge_states, pack_card, unpack_event
from sayso.link.assembly import event_id

LEVELS = 16  # the last holds whatever is longer than 2 ** 14 days, or open


def refresh_states(connection: Connection, documents: Iterable[str], since: str, recorded: str) -> None:
    """Compute anew, from a moment on, the events that the given documents bear on; `recorded` is now."""
    refresh_all(connection, dict.fromkeys(documents, since), recorded)


def refresh_all(connection: Connection, changed: dict[str, str], recorded: str) -> None:
    """Compute anew the events that documents bear on, each from the moment on that it became known."""
    judgements = load_judgements(connection) if changed else []
    left = dict(changed)
    while left:
        reach = find_reach(connection, [next(iter(left))], judgements)
        since = min(left.pop(document) for document in sorted(reach.whole & left.keys()))
        _refresh(connection, reach, judgements, since, recorded)


def _refresh(
    connection: Connection, reach: Reach, judgements: Sequence[Judgement], since: str, recorded: str
) -> None:
    ends, states = reached_states(connection, reach, judgements, since)
    _splice(connection, reach, ends, states, since, recorded)


def reached_states(
    connection: Connection, reach: Reach, judgements: Sequence[Judgement], since: str = ""
) -> tuple[dict[str, tuple[str, str]], list[State]]:
    """The mentions that are reached, each with the anchor and id that its event has if it is the first; and the states of their events."""
    loaded = load_some(connection, reach.documents)
    versions = {known.reading.document.id: version for known, version in loaded}
    ends = {
        f"{document.id}#{n}": (document.id, event_id(document.id, mention))
        for (reading, _), _ in loaded
        for document in (reading.document,)
        for n, mention in enumerate(reading.events)
        if document.id in reach.whole or f"{document.id}#{n}" in reach.mentions
    }
    links = load_links(connection, versions, ends)
    return ends, component_states(
        [known for known, _ in loaded], links, bearing_judgements(judgements, reach.documents), since, ends
    )


def bearing_judgements(judgements: Sequence[Judgement], documents: Collection[str]) -> list[Judgement]:
    """The judgements that bear on the events of some documents."""
    held = frozenset(documents)
    return [
        j
        for j in judgements
        if judged_documents(j) & held and j.kind in ("same", "different", "outcome", "undo")
    ]


def _splice(
    connection: Connection,
    reach: Reach,
    ends: dict[str, tuple[str, str]],
    states: Sequence[State],
    since: str,
    recorded: str,
) -> None:
    """Put the states from a moment on in the place of those that were held, leaving what is the same."""
    t = event_states.c
    wanted_keys = set(ends.values())
    query = select(t.anchor, t.event, t.known_from, t.known_until, t.body).where(
        t.known_until >= since  # one that ended then may go on, where nothing changes any more
    )
    rows = [
        row
        for batch in batches(sorted(reach.whole))
        for row in connection.execute(query.where(t.anchor.in_(batch)))
    ]
    others = sorted({event for anchor, event in wanted_keys if anchor not in reach.whole})
    rows += [
        row
        for batch in batches(others)
        for row in connection.execute(query.where(t.event.in_(batch)))
        if row.anchor not in reach.whole and (row.anchor, row.event) in wanted_keys
    ]
    held = [State(row.anchor, row.event, row.known_from, row.known_until, bytes(row.body)) for row in rows]
    before = [s._replace(known_until=since) for s in held if s.known_from < since]
    wanted = set(merge_states([*before, *states]))
    old = set(held)
    for state in old - wanted:
        connection.execute(
            delete(event_states).where(
                t.anchor == state.anchor, t.event == state.event, t.known_from == state.known_from
            )
        )
    delete_facts(connection, sorted(old - wanted))
    insert_states(connection, sorted(wanted - old))
    change = Counter[str]()
    for sign, some in ((-1, old - wanted), (1, wanted - old)):
        for state in some:
            count_state(change, state, sign)
    add_tallies(connection, {day: (0, n) for day, n in change.items() if n})
    write_messages(connection, held, wanted, recorded)


def count_state(change: Counter[str], state: State, sign: int = 1) -> None:
    """Count a state on the day on which it begins and off the day on which it ends."""
    change[state.known_from[:10]] += sign
    if state.known_until != FOREVER:
        change[state.known_until[:10]] -= sign


def insert_states(connection: Connection, states: Iterable[State]) -> None:
    """Write states with what they are looked up by."""
    states = list(states)
    rows = [state_row(state) for state in states]
    if rows:
        connection.execute(event_states.insert(), rows)
        insert_facts(connection, states)


def state_row(state: State) -> dict[str, Any]:
    """The row of a state."""
    event = unpack_event(state.body)
    first, last = (event.start or "")[:10] or None, (event.end or event.start or "")[:10] or None
    return {
        **state._asdict(),
        "status": event.status,
        "start_day": first,
        "end_day": last,
        "level": level_of(first, last),
        "contested": int(bool(event.conflicts)),
        "card": pack_card(event),
    }


def level_of(first: str | None, last: str | None) -> int | None:
    """The least level with `days < 2 ** level` for the days between two; the last level for the rest.

    >>> level_of("2024-05-20", "2024-05-20"), level_of("2024-05-20", "2024-05-22"), level_of(None, None)
    (0, 2, None)
    """
    if first is None or last is None:
        return None
    return min(LEVELS - 1, max(0, (date.fromisoformat(last) - date.fromisoformat(first)).days).bit_length())


def earliest_start(level: int, day: str) -> str:
    """The first day on which something of a level can have begun that lasts until a day."""
    if level == LEVELS - 1:
        return ""
    reach = timedelta(days=2**level)
    first = date.fromisoformat(day)
    return (first - reach).isoformat() if first - date.min > reach else ""


def add_tallies(connection: Connection, days: dict[str, tuple[int, int]]) -> None:
    """Add to what is counted for days: documents that became known, states that began less those that ended."""
    t = tallies.c
    for day, (documents, events) in sorted(days.items()):
        insert_once(connection, tallies, {"day": day, "documents": 0, "events": 0})
        connection.execute(
            tallies.update()
            .where(t.day == day)
            .values(documents=t.documents + documents, events=t.events + events)
        )
    if days:
        connection.execute(delete(tallies).where(t.day.in_(list(days)), t.documents == 0, t.events == 0))
