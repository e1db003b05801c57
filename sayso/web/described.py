"""The API's description as it is served: the shapes of records are msgspec's own, which also writes the answers."""

from typing import Any

import msgspec
from litestar import Request
from litestar.openapi.plugins import JsonRenderPlugin

from sayso.brief import Brief
from sayso.ledger.judgements import Judgement
from sayso.model import Event, Reading
from sayso.web import answers as a
from sayso.web.exports import KINDS

RECORDS = (
    Event, Reading, Brief, Judgement, a.EventsPage, a.DocumentsPage, a.StoriesPage, a.SourcesList, a.SourceAnswer, a.HitsPage, a.Added, a.NewDocument, a.NewJudgement,
    a.Problem, a.Told,
)  # fmt: skip


class Described(JsonRenderPlugin):
    """OpenAPI 3.1 as JSON."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The description of the API."""
        return msgspec.json.encode(mended(openapi_schema))


def mended(described: dict[str, Any]) -> dict[str, Any]:
    """A description whose records are as they are written, and whose examples hold nothing but what OpenAPI names."""
    _, shapes = msgspec.json.schema_components(RECORDS, ref_template="#/components/schemas/{name}")
    found: dict[str, Any] = _plain(described)
    found["components"]["schemas"] |= shapes
    kinds = sorted({kind.partition(";")[0] for kind in KINDS.values()})
    found["paths"]["/api/v1/export"]["get"]["responses"]["200"]["content"] = {
        kind: {"schema": {}} for kind in kinds
    }
    return found


def _plain(node: Any) -> Any:
    if isinstance(node, list):
        return [_plain(n) for n in node]
    if not isinstance(node, dict):
        return node
    return {
        key: {
            name: {"value": e["value"]} if isinstance(e, dict) and "value" in e else e
            for name, e in value.items()
        }
        if key == "examples" and isinstance(value, dict)
        else _plain(value)
        for key, value in node.items()
    }
