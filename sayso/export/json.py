"""The ledger as JSON: the object that contract.md describes, built from the records themselves."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from sayso.ledger.views import Story, View
from sayso.model import Attribution, Event, Link, Reading, Span

Json = dict[str, Any]


class Cited(Struct, frozen=True, kw_only=True):
    """An outlet that a document cites, and where."""

    outlet: str
    span: Span


class DocumentView(Struct, frozen=True, kw_only=True):
    """A document without its text: what it copies and cites, whom it quotes, what its reader could not do."""

    id: str
    url: str | None
    publisher: str | None
    title: str | None
    published_at: datetime | None
    copy_of: str | None
    cites: tuple[Cited, ...]
    attributions: tuple[Attribution, ...]
    notes: tuple[str, ...]


class Export(Struct, frozen=True, kw_only=True):
    """All of a view."""

    as_of: datetime
    documents: tuple[DocumentView, ...]
    stories: tuple[Story, ...]
    events: tuple[Event, ...]


def export_schema() -> Json:
    """JSON Schema of `--format json`; a line of `--format jsonl` is its `Event`."""
    (root,), definitions = msgspec.json.schema_components([Export], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "sayso export",
        **root,
        "$defs": definitions,
    }


def export_view(view: View) -> Json:
    """The whole of a view: documents, stories and events."""
    return {
        "as_of": view.as_of.isoformat(),
        "documents": list(describe_documents(view.readings, view.links)),
        "stories": msgspec.to_builtins(view.stories),
        "events": [describe_event(event) for event in view.events],
    }


def describe_event(event: Event) -> Json:
    """One event as JSON; a whole number is written as one."""
    described: Json = msgspec.to_builtins(event)
    described["figures"] = {name: _number(value) for name, value in event.figures.items()}
    for claim in described["claims"]:
        claim["value"] = _number(claim["value"])
    for conflict in described["conflicts"]:
        for side in conflict["values"]:
            side["value"] = _number(side["value"])
    for change in described["history"]:
        change["from"], change["to"] = _number(change["from"]), _number(change["to"])
    return described


def describe_documents(readings: Sequence[Reading], links: Sequence[Link]) -> Iterator[Json]:
    """Each document with what it copies and cites, and its attributions; the text stays in the ledger."""
    originals = find_originals(links)
    for reading in readings:
        d = reading.document
        shown = DocumentView(
            id=d.id, url=d.url, publisher=d.publisher, title=d.title, published_at=d.published_at, copy_of=originals.get(d.id),
            cites=tuple(Cited(outlet=c.outlet, span=c.span) for c in reading.citations), attributions=reading.attributions, notes=reading.notes,
        )  # fmt: skip
        yield msgspec.to_builtins(shown)


def find_originals(links: Sequence[Link]) -> Mapping[str, str]:
    """For each copy the document that it copies: of several the one with the closest match, then the first by id."""
    best: dict[str, Link] = {}
    for link in links:
        if link.relation == "copy_of" and link.judgement == "same":
            held = best.get(link.left)
            if held is None or (-link.score, link.right) < (-held.score, held.right):
                best[link.left] = link
    return {left: link.right for left, link in best.items()}


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
