"""The columns of each kind of answer, and how they become Arrow."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from msgspec import Struct

from sayso.errors import InputError
from sayso.ledger.search import Hit
from sayso.ledger.views import Story
from sayso.model import Document, Event
from sayso.verify import Verification
from sayso.web.lists import Speaker

T = TypeVar("T")
Kind = Literal["text", "whole", "number", "time", "texts"]


class Columns(Struct, Generic[T], frozen=True):
    """What records of one kind show as a table: name of the kind, column to type, record to row."""

    name: str
    types: dict[str, Kind]
    row: Callable[[T], dict[str, Any]]


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "label": event.label,
        "type": event.type,
        "concept": event.concept,
        "status": event.status,
        "start": event.start,
        "end": event.end,
        "place": event.place,
        "participants": list(event.participants),
        "reports": event.reports,
        "origins_low": event.origins.low,
        "origins_high": event.origins.high,
        "salience": event.salience,
        "conflicts": [c.field for c in event.conflicts],
        "first_published": event.first_published,
        "last_published": event.last_published,
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "publisher": document.publisher,
        "title": document.title,
        "published": document.published_at,
        "url": document.url,
        "language": document.language,
        "length": len(document.text),
    }


def _story(story: Story) -> dict[str, Any]:
    return {"id": story.id, "reports": len(story.documents), "documents": list(story.documents)}


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind,
        "document": hit.document,
        "title": hit.title,
        "publisher": hit.publisher,
        "published": _moment(hit.published_at),
        "excerpt": hit.excerpt,
        "stance": hit.stance,
        "type": hit.type,
        "status": hit.status,
    }


def _speaker(speaker: Speaker) -> dict[str, Any]:
    return {
        "name": speaker.name,
        "kind": speaker.kind,
        "reports": speaker.reports,
        "last": _moment(speaker.last),
    }


def _verification(answer: Verification) -> dict[str, Any]:
    return {
        "claim": answer.claim,
        "verdict": answer.verdict,
        "field": answer.field,
        "given": answer.given,
        "told": answer.told,
        "event": answer.event,
        "origins_low": answer.origins.low if answer.origins else None,
        "origins_high": answer.origins.high if answer.origins else None,
        "documents": [g.document for g in answer.receipt],
        "reports": answer.coverage.reports,
    }


def _moment(words: str | None) -> datetime | None:
    return datetime.fromisoformat(words) if words else None


EVENTS: Columns[Event] = Columns(
    "events",
    {
        "id": "text",
        "label": "text",
        "type": "text",
        "concept": "text",
        "status": "text",
        "start": "text",
        "end": "text",
        "place": "text",
        "participants": "texts",
        "reports": "whole",
        "origins_low": "whole",
        "origins_high": "whole",
        "salience": "whole",
        "conflicts": "texts",
        "first_published": "time",
        "last_published": "time",
    },
    _event,
)
DOCUMENTS: Columns[Document] = Columns(
    "documents",
    {
        "id": "text",
        "publisher": "text",
        "title": "text",
        "published": "time",
        "url": "text",
        "language": "text",
        "length": "whole",
    },
    _document,
)
STORIES: Columns[Story] = Columns("stories", {"id": "text", "reports": "whole", "documents": "texts"}, _story)
HITS: Columns[Hit] = Columns(
    "hits",
    {
        "kind": "text",
        "document": "text",
        "title": "text",
        "publisher": "text",
        "published": "time",
        "excerpt": "text",
        "stance": "text",
        "type": "text",
        "status": "text",
    },
    _hit,
)
SOURCES: Columns[Speaker] = Columns(
    "sources", {"name": "text", "kind": "text", "reports": "whole", "last": "time"}, _speaker
)
VERDICTS: Columns[Verification] = Columns(
    "claims",
    {
        "claim": "text",
        "verdict": "text",
        "field": "text",
        "given": "text",
        "told": "text",
        "event": "text",
        "origins_low": "whole",
        "origins_high": "whole",
        "documents": "texts",
        "reports": "whole",
    },
    _verification,
)


def arrow_array(columns: Columns[Any], rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows as an Arrow struct array (nanoarrow): texts, 64-bit numbers, times in UTC; several values joined
    by "; ".

    Raises InputError where nanoarrow is not installed.
    """
    try:
        import nanoarrow as na
    except ImportError:
        raise InputError(
            "nanoarrow", "is not installed", "pip install 'sayso[frames]', or take .to_dicts()"
        ) from None
    types = {
        "text": na.string(),
        "texts": na.string(),
        "whole": na.int64(),
        "number": na.float64(),
        "time": na.timestamp("us", "UTC"),
    }
    made, schema = [], {}
    for name, kind in columns.types.items():
        schema[name] = types[kind]
        made.append(na.c_array([_plain(row[name], kind) for row in rows], types[kind]))
    return na.Array(na.c_array_from_buffers(na.struct(schema), len(rows), [None], children=made))


def _plain(value: Any, kind: Kind) -> Any:
    if value is None:
        return None
    if kind == "texts":
        return "; ".join(str(v) for v in value)
    return round(value.timestamp() * 1_000_000) if kind == "time" else value
