"""How the events of a component went through time: every state with the moments as of which it holds; a pure function.

A component is what links judged `same` join. Its events change when a document becomes known, when a person judges, and when
what was planned lapses; between these moments nothing changes, so that any moment of the past is found, not computed.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from sayso.ledger.caches import FOREVER
from sayso.ledger.judgements import Judgement, judge_events, judge_links, judged_documents, standing
from sayso.ledger.moments import stamp, unstamp
from sayso.link.assembly import assemble_states
from sayso.model import Event, Link, Reading

_CARDS = msgspec.json.Decoder(Event)


class Known(NamedTuple):
    """A reading with the moment from which on it was known, as a stamp."""

    reading: Reading
    known_at: str


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
    return msgspec.json.encode(replace(event, mentions=(), claims=(), origins=replace(event.origins, receipt=())))


def unpack_card(card: bytes) -> Event:
    """The event that a list shows."""
    return _CARDS.decode(card)


def component_states(known: Sequence[Known], links: Sequence[Link], judgements: Sequence[Judgement] = (), since: str = "") -> list[State]:
    """The states of a component's events from the moment `since` on (from the beginning, if none is given).

    States of one event follow each other without a gap unless it is gone in between; equal neighbours are one state.
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
        for group, own in split_components(held, judge_links(holding, held, links)):
            documents = frozenset(r.document.id for r in group)
            if n and not documents & new:
                continue
            found = judge_events(holding, assemble_states(group, own, unstamp(moment)))
            for key in [k for k, state in open_.items() if state[4] & documents]:
                done += _close(key, open_.pop(key), moment)
            for event, later in found:
                over = stamp(later.lapses_at) if later is not None and later.lapses_at is not None else FOREVER
                key = (event.mentions[0].document, event.id)
                open_[key] = (moment, pack_event(event), pack_event(later) if later is not None else None, over, documents)
    for key, state in open_.items():
        done += _close(key, state, FOREVER)
    return merge_states(done)


def _close(key: tuple[str, str], state: tuple[str, bytes, bytes | None, str, frozenset[str]], until: str) -> Iterator[State]:
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
        if merged and merged[-1][:2] == state[:2] and merged[-1].known_until == state.known_from and merged[-1].body == state.body:
            merged[-1] = merged[-1]._replace(known_until=state.known_until)
        else:
            merged.append(state)
    return merged


def split_components(readings: Sequence[Reading], links: Sequence[Link]) -> Iterator[tuple[list[Reading], list[Link]]]:
    """Readings that links judged `same` join, together with all their links: events never reach further."""
    root = {r.document.id: r.document.id for r in readings}

    def find(x: str) -> str:
        while root[x] != x:
            root[x] = root[root[x]]
            x = root[x]
        return x

    ends = [(link, link.left.partition("#")[0], link.right.partition("#")[0]) for link in links]
    ends = [(link, left, right) for link, left, right in ends if left in root and right in root]
    for link, left, right in ends:
        a, b = find(left), find(right)
        if a != b and link.judgement == "same":
            root[max(a, b)] = min(a, b)
    groups: dict[str, tuple[list[Reading], list[Link]]] = {}
    for reading in readings:
        groups.setdefault(find(reading.document.id), ([], []))[0].append(reading)
    for link, left, right in ends:
        if find(left) == find(right):
            groups[find(left)][1].append(link)
    yield from groups.values()
