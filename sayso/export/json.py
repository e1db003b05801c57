"""The ledger as JSON: the object that contract.md describes, built from the records themselves."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from sayso.ledger.views import View
from sayso.model import Event, Link, Reading

Json = dict[str, Any]


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
        document = reading.document
        yield {
            "id": document.id,
            "url": document.url,
            "publisher": document.publisher,
            "title": document.title,
            "published_at": document.published_at.isoformat() if document.published_at else None,
            "copy_of": originals.get(document.id),
            "cites": [{"outlet": c.outlet, "span": [c.span.start, c.span.end]} for c in reading.citations],
            "attributions": msgspec.to_builtins(reading.attributions),
            "notes": list(reading.notes),
        }


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
