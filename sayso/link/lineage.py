"""Who has it from whom: copies and their originals, citations traced to held documents, withdrawals, circles."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cached_property

from msgspec import Struct

from sayso.link.compatibility import UMBRELLA, split_institution
from sayso.link.credits import credits_itself, find_credits, outlet_key, same_outlet
from sayso.link.words import paragraph_at
from sayso.model import ChainLink, Document, Evidence, Link, Reading, Span
from sayso.outlet_registry import outlet_name

_GENERIC = re.compile(
    r"\b(?:media|press|television|tv|radio|broadcasters?|newspapers?|outlets?|agencies|reports?|channels?|websites?|social media|papers)\b",
    re.IGNORECASE,
)
_LATER = timedelta(
    hours=24
)  # a cited report may bear a later time than the one that cites it: it was updated


class Withdrawal(Struct, frozen=True, kw_only=True):
    """An outlet's report of some matter, withdrawn in a paragraph of a document."""

    outlet: str
    document: str
    paragraphs: tuple[Span, ...]
    span: Span
    own: bool


class Lineage:
    """What the documents of a story tell of their descent: made once of readings and links, asked for every event."""

    def __init__(self, readings: Iterable[Reading], links: Iterable[Link]) -> None:
        self.readings = {r.document.id: r for r in sorted(readings, key=_moment)}
        self.order = {d: n for n, d in enumerate(self.readings)}
        self._copies: dict[str, Link] = {}
        for link in links:
            if (
                link.relation == "copy_of"
                and link.judgement == "same"
                and link.left in self.order
                and link.right in self.order
            ):
                known = self._copies.get(link.left)
                if known is None or self.order[link.right] < self.order[known.right]:
                    self._copies[link.left] = link
        self._credits: dict[str, tuple[tuple[str, Span | None], ...]] = {}
        self._short: dict[str, str] = {}
        self.withdrawals = tuple(w for r in self.readings.values() for w in _withdrawals(r))

    def original(self, document: str) -> tuple[str, Link] | None:
        """The report that a document copies, through copies of copies, with the first link on the way; None for an original."""
        first = self._copies.get(document)
        if first is None:
            return None
        seen, at = {document}, first.right
        while at in self._copies and at not in seen:
            seen.add(at)
            at = self._copies[at].right
        return at, first

    def publisher(self, document: str) -> str:
        """The name of the outlet that published a document, or what else is known of where it stood."""
        d = self.readings[document].document
        return outlet_name(d.publisher or d.url or "unknown publisher")

    def outlet(self, name: str) -> str:
        """One key for an outlet, short forms and initials joined to the publisher they mean."""
        if name not in self._short:
            key = outlet_key(name)
            names = sorted({r.document.publisher for r in self.readings.values() if r.document.publisher})
            match = [p for p in names if outlet_key(p) == key] or [p for p in names if same_outlet(name, p)]
            self._short[name] = outlet_key(match[0]) if match else key
        return self._short[name]

    def credit(self, document: str) -> tuple[str, Evidence] | None:
        """The outlet whose report a document is by its credits or its twins', where that is not its publisher."""
        found = self._own_credit(document)
        if found:
            return found
        origin = self.original(document)
        family = origin[0] if origin else document
        if credits_itself(self.readings[family].document):
            return None
        for other in self.order:
            twin = self.original(other)
            if other != document and ((twin and twin[0] == family) or other == family):
                found = self._own_credit(other)
                if found and self.outlet(found[0]) != self.outlet(self.publisher(family)):
                    return found
        return None

    def _own_credit(self, document: str) -> tuple[str, Evidence] | None:
        if document not in self._credits:
            self._credits[document] = find_credits(self.readings[document].document)
        for name, span in self._credits[document]:
            return name, Evidence(kind="byline", document=document, span=span, name=name)
        return None

    def voice(self, document: str) -> tuple[str, tuple[Evidence, ...]]:
        """The outlet whose own voice speaks in a document: its publisher, or for a copy the one that it was taken from."""
        copied = self.original(document)
        if copied:
            name = self.publisher(copied[0])
            credit = self.credit(copied[0])
            return (credit[0], (*copied[1].evidence, credit[1])) if credit else (name, copied[1].evidence)
        credit = self.credit(document)
        if credit and (credit[1].document != document or not self._has_own_byline(document)):
            return credit[0], (credit[1],)
        return self.publisher(document), ()

    def _has_own_byline(self, document: str) -> bool:
        """Whether a byline names a writer beside the agency: then the report is the publisher's, with agency material."""
        return bool(re.search(r",|\band\b|\bwith\b", self.readings[document].document.byline or ""))

    def published_name(self, name: str) -> str:
        """The name under which an outlet published, where the story holds a report of it."""
        key = self.outlet(name)
        return next((self.publisher(d) for d in self.order if self.outlet(self.publisher(d)) == key), name)

    @cached_property
    def persons(self) -> tuple[dict[str, str], dict[str, ChainLink | None]]:
        """For each person the institution that any report of the story gives him; for each surname its one bearer, None for several."""
        found: dict[str, str] = {}
        surnames: dict[str, ChainLink | None] = {}
        for reading in self.readings.values():
            for link in (link for a in reading.attributions for link in a.chain):
                if link.kind != "named_person":
                    continue
                if (
                    link.entity
                    and link.institution
                    and split_institution(link.institution)[1] not in UMBRELLA
                ):
                    found.setdefault(link.entity, link.institution)
                parts = link.name.split()
                if len(parts) > 1:
                    known = surnames.setdefault(parts[-1].casefold(), link)
                    if known is not None and known.name.split()[0] != parts[0]:
                        surnames[parts[-1].casefold()] = None
        return found, surnames

    def reports_of(self, outlet: str, among: Sequence[str], citing: str) -> tuple[str, ...]:
        """The held reports of an outlet, of those in `among`, that a citing document can have read."""
        limit = self.readings[citing].document.published_at
        found = []
        for d in among:
            moment = self.readings[d].document.published_at
            if d == citing or self.outlet(self.publisher(d)) != outlet:
                continue
            if limit is None or moment is None or moment <= limit + _LATER:
                found.append(d)
        earlier = [d for d in found if self.order[d] < self.order[citing]]
        return tuple(earlier or found)

    def withdrawn(self, mentions: Iterable[tuple[Reading, int]]) -> tuple[Withdrawal, ...]:
        """The withdrawals that are about an event: one of its mentions stands in the withdrawing paragraph."""
        found = []
        for reading, index in mentions:
            mention = reading.events[index]
            for w in self.withdrawals:
                if (
                    w.document == reading.document.id
                    and w not in found
                    and (
                        (mention.part == "title" and w.own)
                        or any(p.covers(mention.trigger) for p in w.paragraphs)
                    )
                ):
                    found.append(w)
        return tuple(found)


def outlets_in(chain: Sequence[ChainLink]) -> tuple[str, ...]:
    """The names of the outlets that a chain passes through behind its publisher, outermost first; media at large left out."""
    return tuple(link.name for link in chain[1:] if link.kind == "media" and not is_media_at_large(link))


def is_media_at_large(link: ChainLink) -> bool:
    """Whether a station of a chain is no one outlet: "Armenian media", "the press", "newspapers".

    >>> is_media_at_large(ChainLink(name="state media", kind="media")), is_media_at_large(ChainLink(name="TASS", kind="media"))
    (True, False)
    """
    return (
        link.kind == "media"
        and link.entity is None
        and bool(_GENERIC.search(link.name))
        and not re.search(r"[A-Z]\w+ (?:News|TV|Radio|Press)\b", link.name)
    )


def find_circles(cited: dict[str, set[str]]) -> tuple[tuple[str, ...], ...]:
    """The circles in who cites whom (outlet key to outlet keys), each once, beginning with its first name.

    >>> find_circles({"a": {"b"}, "b": {"a"}, "c": {"a"}})
    (('a', 'b'),)
    """
    circles: set[tuple[str, ...]] = set()

    def walk(path: list[str]) -> None:
        for nxt in sorted(cited.get(path[-1], ())):
            if nxt == path[0] and len(path) > 1:
                circles.add(tuple(path))
            elif nxt > path[0] and nxt not in path and len(path) < 6:
                walk([*path, nxt])

    for start in sorted(cited):
        walk([start])
    return tuple(sorted(circles))


def _withdrawals(reading: Reading) -> list[Withdrawal]:
    document = reading.document
    found = []
    for c in reading.citations:
        if c.retracts:
            own = not c.outlet or (
                document.publisher is not None and same_outlet(c.outlet, document.publisher)
            )
            here = paragraph_at(document, c.span.start)
            around = [here]
            if (
                own
            ):  # the note of an outlet on itself tells in the paragraph before or after what it withdraws
                steps = (_step(document, here.start, -1), _step(document, here.end, 1))
                around += [paragraph_at(document, offset) for offset in steps if offset is not None]
            found.append(
                Withdrawal(
                    outlet=c.outlet or document.publisher or "",
                    document=document.id,
                    paragraphs=tuple(around),
                    span=c.span,
                    own=own,
                )
            )
    return found


def _step(document: Document, offset: int, direction: int) -> int | None:
    """A code point of the next paragraph before or after an offset that has words."""
    text = document.text
    while 0 <= (offset := offset + direction) < len(text):
        if not text[offset].isspace():
            return offset
    return None


def _moment(reading: Reading) -> tuple[float, str]:
    moment = reading.document.published_at
    return (moment.timestamp() if moment else float("inf"), reading.document.id)
