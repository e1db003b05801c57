"""Happenings: what one report tells of an event, its mentions brought together, ready to be compared with another report's."""

import re
from collections.abc import Sequence
from functools import cached_property
from unicodedata import combining, normalize

from msgspec.structs import replace

from sayso.link.words import find_words, fold_stem
from sayso.model import EventMention, Place, Reading, Span


class Node:
    """A happening as one report tells of it: its mentions, brought together, with what is compared of it."""

    def __init__(self, reading: Reading, indices: Sequence[int]) -> None:
        self.reading, self.indices = reading, tuple(indices)
        self.index = self.indices[0]
        self.mention: EventMention = merge_mentions([reading.events[n] for n in self.indices])
        self._text = (reading.document.title or "") if self.mention.part == "title" else reading.document.text
        self.end = f"{reading.document.id}#{self.index}"
        published = reading.document.published_at
        self.published = published.timestamp() if published else 0.0

    def split(self) -> tuple["Node", ...]:
        """Its mentions, each a node of its own."""
        return tuple(Node(self.reading, (n,)) for n in self.indices) if len(self.indices) > 1 else (self,)

    @cached_property
    def _roles(self) -> dict[str, frozenset[str]]:
        out: dict[str, set[str]] = {}
        for a in self.mention.arguments:
            out.setdefault(a.role, set()).add(plain_name(a.value))
        return {role: frozenset(values) for role, values in out.items()}

    def filling(self, role: str) -> frozenset[str]:
        """Who or what fills a role, in plain letters."""
        return self._roles.get(role, frozenset())

    @cached_property
    def parties(self) -> frozenset[str]:
        """Who takes part: states as codes, others by name, persons by surname too."""
        return self.filling("participant") | {p.rpartition(" ")[2] for p in self.filling("person")}

    @cached_property
    def participants(self) -> set[str]:
        """The values of its participants, as they are shown."""
        return {a.value for a in self.mention.arguments if a.role == "participant"}

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the words that denote it in all its mentions."""
        words = [w for n in self.indices for w in self.reading.events[n].lemma.split()]
        return frozenset(fold_stem(w) for w in words if len(w) > 2)

    @cached_property
    def wording(self) -> str:
        """The words of its first mention in the body with those around it."""
        at = self.mention.trigger
        return " ".join(self._text[max(0, at.start - _AROUND) : at.end + _AROUND].split())

    @cached_property
    def titled(self) -> bool:
        """Whether the report's title speaks of it."""
        return any(self.reading.events[n].part == "title" for n in self.indices)

    @cached_property
    def context(self) -> frozenset[str]:
        """The stems of the words around its first mentions."""
        out: set[str] = set()
        for n in self.indices[:4]:
            mention = self.reading.events[n]
            document = self.reading.document
            text = (document.title or "") if mention.part == "title" else document.text
            at = Span(max(0, mention.trigger.start - _AROUND), min(len(text), mention.trigger.end + _AROUND))
            out |= {fold_stem(w) for _, _, w in find_words(text, at) if len(w) > 3}
        return frozenset(out)

    @property
    def place(self) -> Place | None:
        """Where it is."""
        return self.mention.place


_AROUND = 90  # code points each side of a trigger
_FIRM = ("occurred", "cancelled", "postponed", "ongoing", "denied", "planned", "possible")
_FINENESS = ("instant", "hour", "day", "window", "week", "month", "quarter", "season", "year", "decade")


def merge_mentions(mentions: Sequence[EventMention]) -> EventMention:
    """One mention that stands for all that a report tells of a happening: the first of the body, with what any of them has."""
    if len(mentions) == 1:
        return mentions[0]
    body = [m for m in mentions if m.part == "body"] or mentions
    arguments = {(a.role, a.value): a for m in reversed(mentions) for a in m.arguments}
    timed = [m.time for m in body if m.time and m.time.interval]
    placed = [m.place for m in body if m.place]
    sited = [p for p in placed if p.precision != "country"]
    return replace(
        body[0],
        arguments=tuple(arguments[k] for k in sorted(arguments)),
        figures=tuple(f for m in body for f in m.figures),
        time=min(timed, key=lambda t: _FINENESS.index(t.interval.precision), default=None),  # type: ignore[union-attr]
        place=next(iter(sited or placed), None),
        status=min((m.status for m in body), key=_FIRM.index),
        salience=min(m.salience for m in mentions),
        vector=_mean_vector([m.vector for m in mentions if m.vector]),
    )


def _mean_vector(vectors: Sequence[bytes]) -> bytes:
    """The mean of int8 vectors, as one."""
    if len(vectors) < 2:
        return vectors[0] if vectors else b""
    sums = [sum(column) for column in zip(*(memoryview(v).cast("b") for v in vectors))]
    longest = max(1.0, sum(x * x for x in sums) ** 0.5)
    return bytes((round(127 * x / longest)) % 256 for x in sums)


def plain_name(words: str) -> str:
    """A name in plain small letters, without article and plural: agencies leave accents out.

    >>> plain_name("The Côte d'Ivoire")
    "cote d'ivoire"
    """
    plain = "".join(c for c in normalize("NFKD", words.casefold()) if not combining(c))
    return re.sub(r"^the |s$", "", plain)


def make_nodes(reading: Reading) -> tuple[Node, ...]:
    """The happenings of a reading, ready to compare, in order of their first mention."""
    own: dict[int, list[int]] = {}
    for n, mention in enumerate(reading.events):
        own.setdefault(mention.event if mention.event >= 0 else -1 - n, []).append(n)
    return tuple(Node(reading, indices) for indices in own.values())
