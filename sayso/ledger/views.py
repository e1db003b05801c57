"""Views as of a moment: what a person sees, each a pure function of what was published by then."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from sayso.ledger.store import Ledger
from sayso.link.assembly import assemble_events
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


def assemble_view(ledger: Ledger, as_of: datetime) -> View:
    """The documents, stories and events that were published by the moment, as of then."""
    readings, links = ledger.readings(as_of), ledger.links(as_of)
    events: list[Event] = []
    for group, own_links in _components(readings, links):
        events += assemble_events(group, own_links, as_of)
    events.sort(key=lambda e: (e.start or "9999", e.id))
    ids = [r.document.id for r in readings]
    stories = [Story(id=name, documents=tuple(members)) for name, members in group_stories(ids, links)]
    return View(as_of=as_of, readings=tuple(readings), links=tuple(links), stories=tuple(stories), events=tuple(events))


def _components(readings: Sequence[Reading], links: Sequence[Link]) -> Iterator[tuple[list[Reading], list[Link]]]:
    """Readings that any link joins, together with those links: events never reach further."""
    root = {r.document.id: r.document.id for r in readings}

    def find(x: str) -> str:
        while root[x] != x:
            root[x] = root[root[x]]
            x = root[x]
        return x

    ends = [(link.left.partition("#")[0], link.right.partition("#")[0]) for link in links]
    for left, right in ends:
        a, b = find(left), find(right)
        if a != b:
            root[max(a, b)] = min(a, b)
    groups: dict[str, tuple[list[Reading], list[Link]]] = {}
    for reading in readings:
        groups.setdefault(find(reading.document.id), ([], []))[0].append(reading)
    for link, (left, _) in zip(links, ends):
        groups[find(left)][1].append(link)
    yield from groups.values()
