"""How the events of a component went through time: every state with the moments as of which it holds; a pure function.

A component is the mentions that links of one event join, with their documents and the copies and originals of these. Its events
change when a document becomes known, when a person judges, and when what was planned lapses; between these moments nothing changes,
so that any moment of the past is found, not computed.
"""

import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from sayso.ledger.caches import FOREVER
from sayso.ledger.judgements import Judgement, judge_events, judge_links, judged_documents, standing
from sayso.ledger.moments import stamp, unstamp
from sayso.link.assembly import assemble_states
from sayso.link.clusters import JOIN
from sayso.model import Event, Link, Reading

_CARDS = msgspec.json.Decoder(Event)


class Known(NamedTuple):
    """A reading with the moment from which on it was known, as a stamp."""

    reading: Reading
    known_at: str


class Component(NamedTuple):
    """Mentions (as the ends of links) that may speak of one event, the readings that tell of them, all links that bear on them."""

    mentions: frozenset[str]
    readings: list[Reading]
    links: list[Link]


class State(NamedTuple):
    """One event as it stands as of every moment in [known_from, known_until)."""

    anchor: str
    event: str
    known_from: str
    known_until: str
    body: bytes


def pack_event(event: Event) -> bytes:
    """An event as the ledger keeps it."""
    return zlib.compress(msgspec.json.encode(event), 1)


def unpack_event(body: bytes) -> Event:
    """The event that was kept."""
    return _CARDS.decode(zlib.decompress(body))


def pack_card(event: Event) -> bytes:
    """An event as lists show it: without the mentions, claims and receipt that its own page tells of."""
    return msgspec.json.encode(
        replace(event, mentions=(), claims=(), origins=replace(event.origins, receipt=()))
    )


def unpack_card(card: bytes) -> Event:
    """The event that a list shows."""
    return _CARDS.decode(card)


def component_states(
    known: Sequence[Known],
    links: Sequence[Link],
    judgements: Sequence[Judgement] = (),
    since: str = "",
    mentions: Collection[str] | None = None,
) -> list[State]:
    """The states of the events of some components from the moment `since` on (from the beginning, if none is given).

    `mentions` are those whose events are wanted, with all that links join to them; all, if none are given. States of one event follow
    each other without a gap unless it is gone in between; equal neighbours are one state.
    """
    known = sorted(known, key=lambda k: (k.known_at, k.reading.document.id))
    turns = {k.known_at for k in known} | {j.recorded_at for j in judgements}
    moments = sorted(m for m in turns if m >= since)
    if since and since not in moments:
        moments.insert(0, since)
    open_: dict[tuple[str, str], tuple[str, bytes, bytes | None, str, frozenset[str]]] = {}
    done: list[State] = []
    for n, moment in enumerate(moments):
        held = [k.reading for k in known if k.known_at <= moment]
        holding = standing(judgements, moment)
        new = {k.reading.document.id for k in known if k.known_at == moment}
        new |= {d for j in judgements if j.recorded_at == moment for d in judged_documents(j)}
        for part in split_components(held, judge_links(holding, held, links), mentions):
            if n and not any(r.document.id in new for r in part.readings):
                continue
            found = judge_events(
                holding, assemble_states(part.readings, part.links, unstamp(moment), part.mentions)
            )
            for key in [k for k, state in open_.items() if state[4] & part.mentions]:
                done += _close(key, open_.pop(key), moment)
            for event, later in found:
                over = (
                    stamp(later.lapses_at) if later is not None and later.lapses_at is not None else FOREVER
                )
                key = (event.mentions[0].document, event.id)
                open_[key] = (
                    moment,
                    pack_event(event),
                    pack_event(later) if later is not None else None,
                    over,
                    part.mentions,
                )
    for key, state in open_.items():
        done += _close(key, state, FOREVER)
    return merge_states(done)


def _close(
    key: tuple[str, str], state: tuple[str, bytes, bytes | None, str, frozenset[str]], until: str
) -> Iterator[State]:
    """The state of an event until a moment: two, if it lapsed before."""
    begun, body, lapsed, over, _ = state
    if lapsed is not None and over < until:
        yield State(*key, begun, over, body)
        yield State(*key, over, until, lapsed)
    elif begun < until:
        yield State(*key, begun, until, body)


def merge_states(states: Iterable[State]) -> list[State]:
    """States in order of event and time, equal neighbours made one."""
    merged: list[State] = []
    for state in sorted(states):
        if (
            merged
            and merged[-1][:2] == state[:2]
            and merged[-1].known_until == state.known_from
            and merged[-1].body == state.body
        ):
            merged[-1] = merged[-1]._replace(known_until=state.known_until)
        else:
            merged.append(state)
    return merged


def split_components(
    readings: Sequence[Reading], links: Sequence[Link], mentions: Collection[str] | None = None
) -> Iterator[Component]:
    """The components of some readings (of those with the given mentions, where any are): events never reach further.

    Mentions are joined by links judged `same`, and by unsure ones that could make a group; documents by being copies.
    """
    order = {r.document.id: n for n, r in enumerate(readings)}
    joined, copied = Sets(), Sets()
    for r in readings:
        copied.find(r.document.id)
        for n in range(len(r.events)):
            if mentions is None or f"{r.document.id}#{n}" in mentions:
                joined.find(f"{r.document.id}#{n}")
    events: list[Link] = []
    copies: list[Link] = []
    for link in links:
        if link.relation == "same_event" and link.left in joined and link.right in joined:
            events.append(link)
            if link.judgement == "same" or (link.judgement == "unsure" and link.score >= JOIN):
                joined.join(link.left, link.right)
        elif (
            link.relation == "copy_of"
            and link.judgement == "same"
            and link.left in copied
            and link.right in copied
        ):
            copies.append(link)
            copied.join(link.left, link.right)
    own: dict[str, list[Link]] = {}
    for link in events:
        if joined.find(link.left) == joined.find(link.right):
            own.setdefault(joined.find(link.left), []).append(link)
    families, of = copied.groups(), dict[str, list[Link]]()
    for link in copies:
        of.setdefault(copied.find(link.left), []).append(link)
    for root, ends in joined.groups().items():
        kin = dict.fromkeys(copied.find(end.partition("#")[0]) for end in ends)
        ids = sorted((d for family in kin for d in families[family]), key=order.__getitem__)
        yield Component(
            frozenset(ends),
            [readings[order[d]] for d in ids],
            [*own.get(root, ()), *(link for family in kin for link in of.get(family, ()))],
        )


class Sets:
    """Disjoint sets of names; the least name stands for its set, whatever the order in which they were joined."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._up

    def find(self, name: str) -> str:
        """The name that stands for a name's set; a new name is a set of its own."""
        up = self._up
        up.setdefault(name, name)
        while up[name] != name:
            up[name] = up[up[name]]
            name = up[name]
        return name

    def join(self, one: str, other: str) -> None:
        """Make two sets one."""
        a, b = self.find(one), self.find(other)
        self._up[max(a, b)] = min(a, b)

    def groups(self) -> dict[str, list[str]]:
        """The members of each set by the name that stands for it."""
        found: dict[str, list[str]] = {}
        for name in self._up:
            found.setdefault(self.find(name), []).append(name)
        return found
