"""What the API takes and answers with, as OpenAPI 3.1 describes it: records, parameters, examples, problems (RFC 9457)."""

from typing import Annotated, Any, get_args

import msgspec
from litestar.openapi import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import HeaderParameter, PathParameter, QueryParameter

from sayso.export.json import DocumentView
from sayso.ledger.judgements import Judgement, Kind
from sayso.ledger.search import Hit
from sayso.ledger.search import Kind as HitKind
from sayso.ledger.views import Story
from sayso.model import Event, Stance, Status
from sayso.web.lists import Speaker
from sayso.web.sources import Saying

STATUSES, STANCES, HIT_KINDS = get_args(Status), get_args(Stance), get_args(HitKind)


def _example(value: Any, id: str = "example") -> list[Example]:
    return [Example(id=id, value=value)]


AsOf = Annotated[
    str | None,
    QueryParameter(description="What was published by this moment (ISO 8601; a bare date is its end); now where it is not given.",
                   max_length=40, examples=_example("2031-06-17T18:00Z")),
]  # fmt: skip
Since = Annotated[
    str | None,
    QueryParameter(
        description="The earlier moment that is compared with; a day before where it is not given.",
        max_length=40,
        examples=_example("2031-06-16T18:00Z"),
    ),
]
Whole = Annotated[
    bool,
    QueryParameter(
        description="Events with their mentions, claims and receipts, as /api/v1/events/{id} tells them."
    ),
]
Cursor = Annotated[
    str | None,
    QueryParameter(
        description="`next` of the page before.", max_length=120, examples=_example("d~2031-06-18~e1c02b3d4")
    ),
]
Limit = Annotated[
    int, QueryParameter(ge=1, le=200, description="Items a page at most.", examples=_example(50))
]
OfStatus = Annotated[
    str | None,
    QueryParameter(description="Only of this status.", enum=STATUSES, examples=_example("planned")),
]
Country = Annotated[
    str | None,
    QueryParameter(
        description="Only with this participant: ISO 3166 alpha-3, or a name.",
        max_length=200,
        examples=_example("NOR"),
    ),
]
Words = Annotated[
    str,
    QueryParameter(
        min_length=1,
        max_length=200,
        description='Words, "a phrase", AND, OR, NOT, begin*.',
        examples=_example("drill AND carrier"),
    ),
]
From = Annotated[
    str | None,
    QueryParameter(
        description="Only published on this day or later (ISO 8601).",
        max_length=10,
        examples=_example("2031-06-01"),
    ),
]
To = Annotated[
    str | None,
    QueryParameter(
        description="Only published on this day or before.", max_length=10, examples=_example("2031-06-30")
    ),
]
OfKind = Annotated[
    str | None,
    QueryParameter(description="Only hits of this kind.", enum=HIT_KINDS, examples=_example("attribution")),
]
OfSource = Annotated[
    str | None,
    QueryParameter(
        description="Part of the publisher's or the source's name.",
        max_length=200,
        examples=_example("ministry"),
    ),
]
OfStance = Annotated[
    str | None,
    QueryParameter(
        description="Only attributions of this stance.", enum=STANCES, examples=_example("denies")
    ),
]
OfType = Annotated[
    str | None,
    QueryParameter(
        description="Only events of this PLOVER type.", max_length=40, examples=_example("MOBILIZE")
    ),
]
SpeakerKind = Annotated[
    str | None,
    QueryParameter(
        description="Only outlets, or only sources.", enum=("outlet", "source"), examples=_example("source")
    ),
]
EventId = Annotated[
    str, PathParameter(description="An event's id.", max_length=40, examples=_example("e1c02b3d4"))
]
DocumentId = Annotated[
    str, PathParameter(description="A document's id.", max_length=80, examples=_example("0f3a9c1b2d4e5f60"))
]
SourceName = Annotated[
    str,
    PathParameter(
        description="A source's or an outlet's name.",
        max_length=200,
        examples=_example("Norwegian defence ministry"),
    ),
]
Tag = Annotated[
    str | None,
    HeaderParameter(
        name="If-None-Match",
        description="The ETag of an earlier answer: 304 where it still holds.",
        max_length=200,
        examples=_example('"5f1c"'),
    ),
]


class Problem(msgspec.Struct, kw_only=True):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


class EventsPage(msgspec.Struct, kw_only=True):
    """Some events, and the cursor of the next page."""

    events: list[Event]
    next: str | None


class DocumentsPage(msgspec.Struct, kw_only=True):
    """Some documents, and the cursor of the next page."""

    documents: list[DocumentView]
    next: str | None


class StoriesPage(msgspec.Struct, kw_only=True):
    """Some stories, and the cursor of the next page."""

    stories: list[Story]
    next: str | None


class SourcesList(msgspec.Struct, kw_only=True):
    """Who speaks in the last reports."""

    sources: list[Speaker]


class SourceAnswer(msgspec.Struct, kw_only=True):
    """What a source or outlet said and how it came out."""

    name: str
    outcomes: dict[str, int]
    """How many of the events that it announced came true, slipped, lapsed, ..."""
    announced: int
    lead_days: list[int]
    """How many days before their first day it spoke of what it announced."""
    cites: dict[str, int]
    cited_by: dict[str, int]
    events: list[str]
    documents: list[str]
    said: list[Saying]
    """What reports give as its words, last published first."""


class Told(msgspec.Struct, kw_only=True):
    """One of the Server-Sent Events; `data` is JSON: the number of the addition, and what was added."""

    event: str
    id: str
    data: str


class HitsPage(msgspec.Struct, kw_only=True):
    """Some hits, and the cursor of the next page."""

    hits: list[Hit]
    next: str | None


class NewDocument(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A report to add: the keys of a JSONL line of `sayso add`."""

    text: Annotated[
        str,
        msgspec.Meta(
            min_length=1,
            max_length=1_000_000,
            examples=["OSLO (Agency) - The two will meet on Friday, a source said."],
        ),
    ]
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None


class NewJudgement(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A person's judgement: `target` is an event's id, a publisher's name (reliability) or a judgement's number (undo)."""

    kind: Kind
    target: str
    person: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    other: str | None = None
    value: str | None = None


class Added(msgspec.Struct, kw_only=True):
    """The id of a document, and whether it is new."""

    id: str
    added: bool


EVENT: dict[str, Any] = {
    "id": "e1c02b3d4", "label": "drill: NOR and GBR in the North Sea", "type": "MOBILIZE", "status": "planned", "start": "2031-06-18", "end": "2031-06-20",
    "place": "North Sea", "participants": ["NOR", "GBR"], "reports": 2, "origins": {"low": 1, "high": 2, "names": ["Norwegian defence ministry"]},
}  # fmt: skip
_HIT = {"kind": "attribution", "document": "0f3a9c1b2d4e5f60", "title": "Drill in the North Sea", "publisher": "Harbour News Agency",
        "published_at": "2031-06-12T09:00:00+00:00", "excerpt": "Norwegian defence ministry: the [drill] begins on Wednesday", "stance": "asserts"}  # fmt: skip
_DOCUMENT: dict[str, Any] = {"id": "0f3a9c1b2d4e5f60", "url": "https://harbour.example/drill", "publisher": "Harbour News Agency", "title": "Drill in the North Sea",
             "published_at": "2031-06-12T09:00:00+00:00", "copy_of": "77aa9c1b2d4e5f60", "cites": [], "attributions": [], "notes": []}  # fmt: skip
EXAMPLES: dict[Any, Any] = {
    Event: EVENT,
    EventsPage: {"events": [EVENT], "next": "d~2031-06-18~e1c02b3d4"},
    DocumentsPage: {"documents": [_DOCUMENT], "next": "2031-06-12T09:00:00.000000Z~0f3a9c1b2d4e5f60"},
    StoriesPage: {"stories": [{"id": "story:0f3a9c1b2d4e5f60", "documents": ["0f3a9c1b2d4e5f60"]}], "next": "2031-06-12T09:00:00.000000Z~0f3a9c1b2d4e5f60"},
    SourcesList: {"sources": [{"name": "Norwegian defence ministry", "kind": "source", "reports": 2, "last": "2031-06-12T09:00:00.000000Z"}]},
    SourceAnswer: {"name": "Norwegian defence ministry", "outcomes": {"postponed": 1}, "announced": 1, "lead_days": [6], "cites": {},
                   "cited_by": {"Harbour News Agency": 1}, "events": ["e1c02b3d4"], "documents": [],
                   "said": [{"document": "0f3a9c1b2d4e5f60", "publisher": "Harbour News Agency", "published_at": "2031-06-12T09:00:00Z", "stance": "asserts",
                             "words": "the drill begins on Wednesday", "start": 120}]},
    HitsPage: {"hits": [_HIT], "next": "2031-06-12T09:00:00.000000Z~0f3a9c1b2d4e5f60"},
    Added: {"id": "0f3a9c1b2d4e5f60", "added": True},
    Judgement: {"kind": "credibility", "target": "e1c02b3d4", "value": "2", "person": "Ada", "id": 1},
}  # fmt: skip
_WORDS = {
    400: "The request makes no sense", 401: "A token is needed", 403: "Not from here", 404: "Nothing of that name as of then",
    408: "It came too slowly", 413: "Too large", 429: "Too many requests",
}  # fmt: skip


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """What may go wrong, for OpenAPI."""
    found = {}
    for s in statuses:
        value = {
            "type": "about:blank",
            "title": _WORDS[s],
            "status": s,
            "detail": "what is wrong; what to do",
            "instance": "/api/v1/events",
        }
        found[s] = ResponseSpec(
            data_container=Problem,
            description=_WORDS[s],
            generate_examples=False,
            media_type="application/problem+json",
            examples=_example(value),
        )
    return found


def answers(
    record: Any,
    words: str,
    status: int = 200,
    wrong: tuple[int, ...] = (400, 401, 403, 404, 429),
    media: str = "application/json",
    example: Any = None,
) -> dict[int, ResponseSpec]:
    """What a route answers with: the record with its example, nothing where it did not change, problems."""
    shown = EXAMPLES.get(record) if example is None else example
    found = {
        status: ResponseSpec(
            data_container=record,
            description=words,
            generate_examples=False,
            media_type=media,
            examples=_example(shown) if shown is not None else None,
        )
    }
    if status == 200 and media == "application/json":
        found[304] = ResponseSpec(
            data_container=None, description="What If-None-Match names still holds", generate_examples=False
        )
    return found | problems(*wrong)


WRITE_WRONG = (400, 401, 403, 404, 408, 413, 429)
