"""The same event: a table of named features with weights over two mentions, explained by each feature's share.

A function of the two mentions and their documents alone; it abstains (no link) where the evidence is weak.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache, cached_property
from math import asin, cos, radians, sin, sqrt
from unicodedata import combining, normalize

from sayso.lexicon import load_table
from sayso.link.undated import Surroundings, related, score_undated
from sayso.model import EventMention, Evidence, Link, Place, Reading

SAME_ACROSS, SAME_WITHIN, DIFFERENT = 2.6, 2.0, -0.5
UNDATED_SAME, UNDATED_DIFFERENT = 0.4, -1.5
_ORDINAL = re.compile(
    r"\b(second|third|fourth|fifth|another|previous|last|first round|second round|next round)\b",
    re.IGNORECASE,
)
_MOVED = ("postponed", "cancelled", "denied", "planned", "possible")


class Node:
    """An event mention with what is compared of it."""

    def __init__(self, reading: Reading, index: int) -> None:
        self.reading, self.index = reading, index
        self.mention: EventMention = reading.events[index]
        text = (reading.document.title or "") if self.mention.part == "title" else reading.document.text
        self._text = text
        self.end = f"{reading.document.id}#{index}"
        roles: dict[str, set[str]] = {}
        for a in self.mention.arguments:
            roles.setdefault(a.role, set()).add(a.value)
        self.participants = roles.get("participant", set())
        self.assets = {_stem(v) for v in roles.get("asset", set())}
        self.designations = {v for v in self.assets if re.search(r"\w-?\d|\b\w+-\w\b", v)}
        self.persons = {_stem(v.split()[-1]) for v in roles.get("person", set())} | {
            _stem(v) for v in roles.get("organisation", set())
        }
        left = (
            max(
                text.rfind(". ", 0, self.mention.extent.start), text.rfind("\n", 0, self.mention.extent.start)
            )
            + 1
        )
        stops = [
            i
            for i in (text.find(". ", self.mention.extent.end), text.find("\n", self.mention.extent.end))
            if i >= 0
        ]
        self._bounds = (left, min(stops, default=len(text)))
        self.sentence = text[left : self._bounds[1]]
        self.days = {
            t.interval.start.date()
            for t in reading.times
            if t.interval and t.interval.precision == "day" and left <= t.start <= left + len(self.sentence)
        }
        self.words = {w[:6] for w in re.findall(r"\w{4,}", self.sentence.casefold())}
        self.ordinal = {
            m.lower()
            for m in _ORDINAL.findall(text[max(0, self.mention.extent.start - 25) : self.mention.extent.end])
        }
        published = reading.document.published_at
        self.published = published.timestamp() if published else 0.0

    @cached_property
    def surroundings(self) -> Surroundings:
        """What is compared of it where neither mention has a time."""
        trigger = self.mention.trigger
        return Surroundings(self._text, trigger.start, trigger.end, self._bounds, self.mention.lemma)

    @property
    def undated(self) -> bool:
        """Whether neither a time nor a state tells it from similar events."""
        return not (self.mention.time and self.mention.time.interval) and not self.participants

    @property
    def place(self) -> Place | None:
        """Its place, if it is more than a state."""
        return self.mention.place


def _stem(words: str) -> str:
    plain = "".join(
        c for c in normalize("NFKD", words.casefold()) if not combining(c)
    )  # agencies leave accents out
    return re.sub(r"s$", "", plain)


def make_nodes(reading: Reading) -> tuple[Node, ...]:
    """The mentions of a reading, ready to compare."""
    return tuple(Node(reading, n) for n in range(len(reading.events)))


def link_mentions(a: Reading, b: Reading) -> tuple[Link, ...]:
    """Same-event links between the mentions of two documents, or within one if both are the same."""
    within = a.document.id == b.document.id
    return tuple(_link_nodes(make_nodes(a), make_nodes(a if within else b), within))


def _link_nodes(a: Sequence[Node], b: Sequence[Node], within: bool) -> Iterator[Link]:
    for one in a:
        for two in b:
            if within and one.index >= two.index:
                continue
            link = compare_mentions(one, two, within)
            if link is not None:
                yield link


def compare_mentions(a: Node, b: Node, within: bool = False) -> Link | None:
    """A link `same` or `different` with each feature's share, or None where nothing can be said."""
    if a.undated and b.undated:
        return _compare_undated(a, b, within)
    kind = _kind_score(a, b)
    if kind is None:
        return None
    shares = {
        "kind": kind,
        "participants": _participants(a, b, kind < 1.8 and a.mention.type == b.mention.type == "ASSAULT"),
        "place": compare_places(a.place, b.place),
        "time": _times(a, b),
        "words": _words(a, b),
    }
    handed = "aid" in (a.mention.lemma, b.mention.lemma)  # there the thing is the matter itself
    shares["assets"] = _overlap(
        a.assets, b.assets, 0.7, -6.0 if handed and a.designations and b.designations else -0.1
    )
    if within and {a.mention.lemma, b.mention.lemma} & {
        "killing",
        "clash",
        "attack",
        "explosion",
        "crash",
        "collapse",
        "fire",
        "quake",
    }:
        shares["aftermath"] = _aftermath(a, b)
    hosted = {a.mention.lemma, b.mention.lemma} <= {"visit", "talks", "arrival", "call"}
    shares["persons"] = _overlap(a.persons, b.persons, 0.9, -1.6 if hosted and within else -0.2)
    if a.ordinal != b.ordinal and (a.ordinal | b.ordinal) & {
        "second",
        "third",
        "another",
        "previous",
        "second round",
    }:
        shares["ordinal"] = -0.9
    score = sum(shares.values())
    threshold = SAME_WITHIN if within else SAME_ACROSS
    if DIFFERENT < score < threshold and shares["time"] > -1.5:
        return None
    judgement = "same" if score >= threshold else "different"
    return _link(a, b, judgement, score, shares)


def _link(a: Node, b: Node, judgement: str, score: float, shares: dict[str, float]) -> Link:
    left, right = sorted((a.end, b.end))
    evidence = tuple(Evidence(kind="feature", name=k, weight=round(v, 3)) for k, v in shares.items() if v)
    return Link(
        relation="same_event",
        left=left,
        right=right,
        judgement=judgement,  # type: ignore[arg-type]
        score=round(score, 3),
        evidence=evidence,
    )


def _compare_undated(a: Node, b: Node, within: bool) -> Link | None:
    """The link of two mentions without a time and without states, by weights learnt for them; None where their words have nothing in common."""
    if not related(a.surroundings, b.surroundings):
        return None
    shares = score_undated(a.surroundings, b.surroundings, within, compare_places(a.place, b.place))
    score = sum(shares.values())
    return _link(
        a,
        b,
        "same" if score >= UNDATED_SAME else "different" if score <= UNDATED_DIFFERENT else "unsure",
        score,
        shares,
    )


def _aftermath(a: Node, b: Node) -> float:
    """What a toll without a time and a place of its own adds to the violence told just before it."""
    first, later = (a, b) if a.mention.trigger.start < b.mention.trigger.start else (b, a)
    if "denied" in (a.mention.status, b.mention.status) or (
        first.mention.background and not later.mention.background
    ):
        return 0.0  # what a report only recalls is not what it goes on to tell of
    bare = later.mention.time is None and later.mention.place is None
    return 1.3 if bare and later.mention.trigger.start - first.mention.trigger.start < 700 else 0.0


def _kind_score(a: Node, b: Node) -> float | None:
    one, two = a.mention.lemma, b.mention.lemma
    return 1.8 if one == two else _kin().get(frozenset((one, two)))


@cache
def _kin() -> dict[frozenset[str], float]:
    return {frozenset((row["concept"], row["other"])): float(row["share"]) for row in load_table("kin")}


_RECEIVED = frozenset(["talks", "visit", "call", "arrival"])


def only_hosts(node: Node) -> bool:
    """Whether the only participant that a mention names is the state of its place."""
    return node.mention.place is not None and node.participants == {node.mention.place.country}


def _participants(a: Node, b: Node, sides: bool = False) -> float:
    """What shared or other participants say; `sides`: one may name who struck, the other who was hit."""
    one, two = a.participants, b.participants
    if not one or not two:
        return 0.0
    shared = len(one & two)
    if not shared and (only_hosts(a) or only_hosts(b)):
        return (
            -0.8 if {a.mention.lemma, b.mention.lemma} <= _RECEIVED else 0.0
        )  # the state where it takes place may take no part
    if not shared:
        mixed = any(len(p) == 3 for p in one) != any(
            len(p) == 3 for p in two
        )  # a state here, a group there: two sides of one matter
        return -0.4 if mixed or sides else -1.6
    return 1.3 * shared / min(len(one), len(two)) - 0.3 * (1 - shared / max(len(one), len(two)))


def compare_places(a: Place | None, b: Place | None) -> float:
    """What two places say: above 0 for the same, below 0 for others, 0 where one is not told."""
    if a is None or b is None:
        return 0.0
    one, two = (set(re.findall(r"\w{3,}", _stem(p.name))) for p in (a, b))
    if (one & two) - _COMMON_IN_PLACES or one == two:
        return 1.0 if a.precision != "country" else 0.3
    if a.precision == "country" or b.precision == "country":
        return 0.1 if a.country == b.country else -0.5
    if a.lat is not None and b.lat is not None and a.lon is not None and b.lon is not None:
        return (
            0.4
            if _kilometres(a.lat, a.lon, b.lat, b.lon) < 120
            or "region" in (a.precision, b.precision)
            or "sea" in (a.precision, b.precision)
            else -1.3
        )
    return -0.4


_COMMON_IN_PLACES = frozenset(
    "the and near off north south east west northern southern eastern western central port harbour harbor border crossing airport city town village river sea ocean bay gulf strait island islands"
    " province district region county state coast centre center base square bridge mount lake valley new old upper lower great san saint united capital".split()
)


def _kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    a = (
        sin(radians(lat2 - lat1) / 2) ** 2
        + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    )
    return 12742 * asin(sqrt(min(1.0, a)))


def _times(a: Node, b: Node) -> float:
    one = a.mention.time.interval if a.mention.time else None
    two = b.mention.time.interval if b.mention.time else None
    if one is None or two is None:
        # a dated past event and an undated one ahead are not the same
        other = (b if one else a).mention
        if (one or two) is None:
            return 0.0
        dated = (a if one else b).mention
        over = ((one or two).end or (one or two).start).timestamp()  # type: ignore[union-attr]
        if (
            dated.status == "occurred"
            and other.status in ("planned", "possible")
            and other.factuality != "Uu"
            and over <= (b if one else a).published
        ):
            return -2.4  # what was over before a report was printed is not what that report says lies ahead
        if (
            {dated.status, other.status} in ({"occurred", "planned"}, {"occurred", "possible"})
            and a.published == b.published
            and other.factuality != "Uu"
        ):
            return -2.4 if a.reading.document.id == b.reading.document.id else -1.2
        return 0.0
    far = timedelta(days=36500)
    end_one, end_two = one.end or one.start + far, two.end or two.start + far
    if one.start < end_two and two.start < end_one:
        exact = one.precision == "day" == two.precision
        return (
            1.4
            if exact
            else 0.8
            if max(end_one - one.start, end_two - two.start) < timedelta(days=100)
            else 0.4
        )
    gap = max(two.start - end_one, one.start - end_two).total_seconds() / 86400
    if (
        (a.days & _own_days(b) or b.days & _own_days(a))
        and a.mention.status in _MOVED
        and b.mention.status in _MOVED
    ):
        return 0.6  # one tells the other's day as the old one
    old, new = (a, b) if one.start < two.start else (b, a)
    if (
        new.mention.status == "postponed"
        and old.mention.status in ("planned", "possible", "postponed")
        and gap < 200
        and old.published <= new.published
    ):
        return 0.4  # what is put off had an earlier day
    if a.mention.status in _MOVED and b.mention.status in _MOVED and gap < 200:
        return -0.4 - min(0.8, gap / 60)
    early, late = (a, b) if a.published <= b.published else (b, a)
    if (
        early.published < late.published
        and early.mention.status in ("planned", "possible", "postponed")
        and late.mention.status == "occurred"
        and gap < 14
    ):
        return -0.8
    return -2.6


def _own_days(node: Node) -> set[date]:
    interval = node.mention.time.interval if node.mention.time else None
    return {interval.start.date()} if interval else set()


def _words(a: Node, b: Node) -> float:
    if a.sentence == b.sentence and a.reading.document.id == b.reading.document.id:
        return 0.0  # one sentence has the same words for all that it tells
    smaller = min(len(a.words), len(b.words))
    return 1.2 * len(a.words & b.words) / smaller if smaller >= 3 else 0.0


def _overlap(one: set[str], two: set[str], plus: float, minus: float) -> float:
    if not one or not two:
        return 0.0
    return plus if one & two else minus
