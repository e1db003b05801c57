"""Every record that crosses a border between rooms: frozen, JSON both ways, nothing but data.

Times are aware `datetime`s (ISO 8601 with an offset in JSON), intervals half-open, spans `[start, end)` in
code points of `Document.text`.

>>> import msgspec
>>> msgspec.json.encode(Span(3, 8))
b'[3,8]'
>>> Span(3, 8).of("on Monday")
'Monda'
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec import field as named
from msgspec.structs import force_setattr

SectionKind = Literal["headline", "dateline", "body", "caption", "credit", "furniture"]
EntityKind = Literal["person", "organisation", "state", "bloc", "outlet", "asset", "group", "place"]
SourceKind = Literal["named_person", "named_organisation", "unnamed", "media", "document", "publisher"]
Stance = Literal["asserts", "denies", "confirms", "declines", "predicts", "doubts", "demands"]
Status = Literal["possible", "planned", "ongoing", "occurred", "postponed", "cancelled", "denied", "lapsed"]
Factuality = Literal["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu"]
Quoted = Literal["direct", "indirect", "mixed"]
Part = Literal["body", "title"]
Precision = Literal[
    "instant", "hour", "day", "week", "month", "quarter", "season", "year", "decade", "window"
]
Relation = Literal["copy_of", "cites", "same_story", "same_event", "same_entity", "updates", "retracts"]
Judgement = Literal["same", "different", "unsure"]
EvidenceKind = Literal["copy", "citation", "byline", "attribution", "own", "feature", "retraction"]
Bound = Literal["exact", "at_least", "at_most", "about"]
Value = str | int | float


class Span(Struct, frozen=True, array_like=True, order=True):
    """A stretch `[start, end)` of a document's text, in code points; an array of two in JSON.

    None ends before it starts: what would, made or read back from a ledger of before, is the empty stretch at its start.

    >>> Span(8, 3)
    Span(start=8, end=8)
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            force_setattr(self, "end", self.start)

    def of(self, text: str) -> str:
        """The words at this span of `text`."""
        return text[self.start : self.end]

    def overlap(self, other: "Span") -> int:
        """How many code points two spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end


class Section(Struct, frozen=True):
    """A stretch of a document with one role; furniture is marked and never reported."""

    kind: SectionKind
    start: int
    end: int


class Document(Struct, frozen=True, kw_only=True):
    """One published report; `text` exactly as read, `id` from URL, title and text."""

    id: str
    text: str
    text_hash: str
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    byline: str | None = None
    published_at: datetime | None = None
    published_precision: Literal["instant", "day"] = "instant"
    language: str | None = None
    sections: tuple[Section, ...] = ()
    source: str | None = None
    """Where it was read from: a path as given, a URL, or `-`."""


class Interval(Struct, frozen=True):
    """A stretch of time `[start, end)`; an `end` of None holds from `start` on."""

    start: datetime
    end: datetime | None
    precision: Precision = "day"


class WeightedTime(Struct, frozen=True):
    """One reading of an ambiguous time, with its weight in 0..1."""

    value: str
    interval: Interval | None
    weight: float


class TimeExpression(Struct, frozen=True, kw_only=True):
    """Words that speak of a time, as TIMEX3 (ISO-TimeML), resolved where that can be done."""

    start: int
    end: int
    text: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    mod: str | None = None
    interval: Interval | None = None
    alternatives: tuple[WeightedTime, ...] = ()
    evidence: str | None = None
    """What it was anchored on and why, or why it is unresolved."""


class Entity(Struct, frozen=True, kw_only=True):
    """One thing that a document names, with a canonical id such as `state:KOR`, `org:KOR/defence-ministry`, `outlet:yonhap`."""

    id: str
    kind: EntityKind
    name: str
    mentions: tuple[Span, ...] = ()
    country: str | None = None
    """ISO 3166 alpha-3 of the state it belongs to."""


class Place(Struct, frozen=True, kw_only=True):
    """A place that the text names, with the gazetteer's answer; `relation` is the word before it ("near", "off")."""

    start: int
    end: int
    text: str
    name: str
    geonames_id: int | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    relation: str | None = None
    precision: Literal["point", "city", "region", "country", "sea"] | None = None


class SourceDescription(Struct, frozen=True, kw_only=True):
    """What is said of an unnamed source: enough to tell whether two may be the same people."""

    number: int | None = None
    country: str | None = None
    side: str | None = None
    institution: str | None = None
    sector: str | None = None
    """government, military, diplomatic, security, police, medical, local, business, ..."""
    rank: str | None = None


class ChainLink(Struct, frozen=True, kw_only=True):
    """One station of a chain of sources, the publisher first."""

    name: str
    kind: SourceKind
    entity: str | None = None
    institution: str | None = None
    """Canonical id of the institution that it speaks for, if any."""
    span: Span | None = None
    description: SourceDescription | None = None


class Attribution(Struct, frozen=True, kw_only=True):
    """Who says what (PARC3): lists of spans, the chain from the publisher inwards, kind and stance."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: SourceKind
    stance: Stance
    quoted: Quoted
    chain: tuple[ChainLink, ...]
    score: float = 1.0


class Argument(Struct, frozen=True, kw_only=True):
    """A participant, thing, place or time of an event mention; `value` is canonical where it can be."""

    role: str
    """actor, recipient, participant, asset, place, time, target, outcome"""
    start: int
    end: int
    value: str


class Figure(Struct, frozen=True, kw_only=True):
    """A number that an event mention gives: what it counts (contract.md), value, bound, where it stands."""

    field: str
    value: float
    bound: Bound = "exact"
    start: int
    end: int
    attribution: int | None = None


class EventMention(Struct, frozen=True, kw_only=True):
    """One place in one document that speaks of one event (ACE/ERE), typed (PLOVER) and dated."""

    trigger: Span
    extent: Span
    type: str
    status: Status
    factuality: Factuality
    part: Part = "body"
    mode: str | None = None
    context: str | None = None
    label: str = ""
    """Words for a person: who, what, where."""
    lemma: str = ""
    """The words of the trigger in small letters."""
    arguments: tuple[Argument, ...] = ()
    figures: tuple[Figure, ...] = ()
    time: TimeExpression | None = None
    place: Place | None = None
    attribution: int | None = None
    """Innermost attribution whose content holds the mention, by index in `Reading.attributions`; None: own voice."""
    bears_on: tuple[int, ...] = ()
    """Further attributions of the document that speak of this event (declines, denials, details elsewhere)."""
    precedent: str | None = None
    """A claim of precedence in its words: first, largest since, rare."""
    headline: Status | None = None
    """What the report's headline has the event as, where that is firmer than anything below it says; the body counts."""
    background: bool = False
    concept: str = ""
    """Kind of event (sayso/data/concepts.tsv)."""
    salience: int = 3
    """1 what the report is about, 2 another event of its story, 3 background."""
    event: int = -1
    """Number of the happening within the report: mentions of one happening share it; -1: one of its own."""
    said: bool = False
    """Somebody's words rather than the outlet's own voice."""
    vector: bytes = b""
    """96 int8 numbers that are alike where mentions of any reports speak of one event; empty where the network gave none."""


class Claim(Struct, frozen=True, kw_only=True):
    """One value of one field of one event, as one document gives it on one chain of sources."""

    id: str
    document: str
    mention: int
    """Index in `Reading.events`."""
    field: str
    value: Value
    span: Span
    part: Part = "body"
    chain: tuple[ChainLink, ...] = ()
    stance: Stance = "asserts"
    factuality: Factuality = "CT+"
    bound: Bound = "exact"
    window: Interval | None = None
    """For start and end: the window that the text gives."""
    attribution: int | None = None
    published_at: datetime | None = None
    recorded_at: datetime | None = None


class Citation(Struct, frozen=True, kw_only=True):
    """An outlet that a document's body names with a citing cue, or a retraction of a report."""

    outlet: str
    entity: str | None
    span: Span
    attribution: int | None = None
    retracts: bool = False


class Reading(Struct, frozen=True, kw_only=True):
    """What one document says: the answer of `read`, a pure function of the document."""

    document: Document
    entities: tuple[Entity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    places: tuple[Place, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[EventMention, ...] = ()
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()
    """What the reader could not do and why: no publication time, unread language."""
    reader: str = ""


class Evidence(Struct, frozen=True, kw_only=True):
    """One observable ground of a link or an origin: where it stands, or a named feature and its share of the score."""

    kind: EvidenceKind
    document: str | None = None
    span: Span | None = None
    name: str | None = None
    weight: float | None = None


class Link(Struct, frozen=True, kw_only=True):
    """What was decided about two things, with its grounds; ends are document ids or `document#mention`."""

    relation: Relation
    left: str
    right: str
    judgement: Judgement = "same"
    score: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    recorded_at: datetime | None = None


class ReceiptLine(Struct, frozen=True, kw_only=True):
    """How one document comes to one origin of an event."""

    document: str
    origin: str
    chain: tuple[ChainLink, ...]
    evidence: tuple[Evidence, ...]
    unknown_lineage: bool = False


class Origins(Struct, frozen=True, kw_only=True):
    """How many independent origins an event rests on: as few as `low`, as many as `high`."""

    low: int = 0
    high: int = 0
    names: tuple[str, ...] = ()
    receipt: tuple[ReceiptLine, ...] = ()
    notes: tuple[str, ...] = ()
    """Circular citation, withdrawn reports, what may be the same."""


class MentionRef(Struct, frozen=True, kw_only=True):
    """An event mention as a view shows it."""

    document: str
    part: Part
    span: Span
    text: str
    trigger: Span | None = None
    """The word or set phrase that denotes the event."""
    concept: str = ""
    salience: int = 3


class ClaimView(Struct, frozen=True, kw_only=True):
    """A claim as a view shows it."""

    field: str
    value: Value
    document: str
    span: Span
    part: Part = "body"
    origin: str
    stance: Stance
    published_at: datetime | None


class ConflictValue(Struct, frozen=True, kw_only=True):
    """One side of a conflict."""

    value: Value
    origins: tuple[str, ...]
    documents: tuple[str, ...]


class Conflict(Struct, frozen=True, kw_only=True):
    """Live values of one field, from different origins, that cannot all be true."""

    field: str
    values: tuple[ConflictValue, ...]


class Change(Struct, frozen=True, kw_only=True):
    """A value that a later one of the same origin replaced (`from` and `to` in JSON)."""

    field: str
    before: Value = named(name="from")
    after: Value = named(name="to")
    at: datetime | None
    origin: str
    document: str


class Event(Struct, frozen=True, kw_only=True):
    """What mentions from any number of documents speak of together, as of a moment."""

    id: str
    label: str
    type: str
    status: Status
    concept: str = ""
    salience: int = 3
    """The highest of its mentions: 1 what a report is about, 2 another event of a story, 3 background."""
    mode: str | None = None
    start: str | None = None
    """First day named, ISO 8601."""
    end: str | None = None
    """Last day named, inclusive."""
    place: str | None = None
    participants: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    figures: dict[str, float] = {}
    mentions: tuple[MentionRef, ...] = ()
    reports: int = 0
    origins: Origins = Origins()
    confirmed_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    declined_by: tuple[str, ...] = ()
    claims: tuple[ClaimView, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    history: tuple[Change, ...] = ()
    precedents: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    """Where a report's headline is firmer than its body, which counts: who has it as what."""
    first_published: datetime | None = None
    last_published: datetime | None = None
    lapsed_since: str | None = None
    lapses_at: datetime | None = None
    """When what is possible, planned or postponed lapses, or has lapsed, if no report says what became of it."""
