"""What a question in words needs of a ledger: the reports that may bear on it, with their links and the
events that rest on them."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from sayso.ledger.caches import event_states
from sayso.ledger.moments import stamp
from sayso.ledger.reach import find_reach
from sayso.ledger.rows import batches, load_links, load_some
from sayso.ledger.search import Filters, find_page
from sayso.ledger.timeline import unpack_event
from sayso.model import Event, Link, Reading


class Held(NamedTuple):
    """Reports in order of publication, and the links among them."""

    readings: tuple[Reading, ...]
    links: tuple[Link, ...]


def find_reports(connection: Connection, words: Iterable[str], as_of: datetime, limit: int = 40) -> Held:
    """The reports published by the moment that hold some of the words, `limit` at most, the best first; none
    where no word is given."""
    terms = ['"' + word.replace('"', "") + '"' for word in dict.fromkeys(words) if word.strip()]
    if not terms:
        return Held((), ())
    only = Filters(kind="document")
    page = find_page(connection, " OR ".join(terms), as_of, only, limit)
    loaded = load_some(connection, [hit.document for hit in page.hits])
    versions = {known.reading.document.id: version for known, version in loaded}
    return Held(tuple(known.reading for known, _ in loaded), tuple(load_links(connection, versions)))


def find_events_of(connection: Connection, documents: Iterable[str], as_of: datetime) -> tuple[Event, ...]:
    """The events as of a moment with a mention in one of some documents, in order of id."""
    wanted, moment, t = set(documents), stamp(as_of), event_states.c
    found: dict[str, Event] = {}
    for batch in batches(sorted(find_reach(connection, wanted, ()).documents)):
        query = select(t.body).where(t.anchor.in_(batch), t.known_from <= moment, t.known_until > moment)
        for body in connection.execute(query).scalars():
            event = unpack_event(bytes(body))
            if any(m.document in wanted for m in event.mentions):
                found[event.id] = event
    return tuple(found[id] for id in sorted(found))
