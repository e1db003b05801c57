"""Views as of a moment: what a person sees, each a pure function of what was published (and recorded) by then."""

from datetime import datetime

from msgspec import Struct

from sayso.ledger.judgements import Judgement, judge_events, judge_links, load_judgements, standing
from sayso.ledger.moments import stamp
from sayso.ledger.store import Ledger
from sayso.ledger.timeline import split_components
from sayso.ledger.turns import Turn, find_turns
from sayso.link.assembly import assemble_states
from sayso.link.stories import group_stories
from sayso.model import Event, Link, Reading


class Story(Struct, frozen=True, kw_only=True):
    """Reports that tell of the same matter, in order of publication."""

    id: str
    documents: tuple[str, ...]


class View(Struct, frozen=True, kw_only=True):
    """All that the ledger shows as of a moment."""

    as_of: datetime
    readings: tuple[Reading, ...]
    links: tuple[Link, ...]
    stories: tuple[Story, ...]
    events: tuple[Event, ...]
    judgements: tuple[Judgement, ...] = ()
    """Those of people that hold as of the moment."""
    turns: dict[str, Turn] = {}
    """By event; empty where a second clock is given."""


def assemble_view(ledger: Ledger, as_of: datetime, recorded_by: datetime | None = None) -> View:
    """The documents, stories and events that were published (and recorded) by the moment, as of then.

    Events are looked up; where a second clock is given they are computed from what was recorded by it.
    """
    readings, links = ledger.readings(as_of, recorded_by), ledger.links(as_of, recorded_by)
    events = ledger.events(as_of) if recorded_by is None else compute_events(ledger, as_of, recorded_by)
    ids = [r.document.id for r in readings]
    stories = [Story(id=name, documents=tuple(members)) for name, members in group_stories(ids, links)]
    with ledger.connect() as connection:
        judged = standing(
            load_judgements(connection, stamp(recorded_by) if recorded_by else None), stamp(as_of)
        )
        turns = find_turns(connection, as_of) if recorded_by is None else {}
    return View(
        as_of=as_of,
        readings=tuple(readings),
        links=tuple(links),
        stories=tuple(stories),
        events=events,
        judgements=tuple(judged),
        turns=turns,
    )


def compute_events(ledger: Ledger, as_of: datetime, recorded_by: datetime | None = None) -> tuple[Event, ...]:
    """The events as of a moment, computed from what is recorded rather than looked up; costs what the ledger holds."""
    readings, links = ledger.readings(as_of, recorded_by), ledger.links(as_of, recorded_by)
    with ledger.connect() as connection:
        judgements = standing(
            load_judgements(connection, stamp(recorded_by) if recorded_by else None), stamp(as_of)
        )
    events: list[Event] = []
    for part in split_components(readings, judge_links(judgements, readings, links)):
        events += [
            event
            for event, _ in judge_events(
                judgements, assemble_states(part.readings, part.links, as_of, part.mentions)
            )
        ]
    return tuple(sorted(events, key=lambda e: (e.start or "9999", e.id)))
