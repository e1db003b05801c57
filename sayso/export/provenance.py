"""On whose say-so, as W3C PROV-O in JSON-LD: documents, the sources they quote, the events that rest on them."""

from urllib.parse import quote

import msgspec

from sayso.export.json import Json, find_originals
from sayso.ledger.views import View

_CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#", "xsd": "http://www.w3.org/2001/XMLSchema#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "sayso": "urn:sayso:",
    "label": "rdfs:label", "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"}, "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"}, "hadPrimarySource": {"@id": "prov:hadPrimarySource", "@type": "@id"},
    "status": "sayso:status", "reports": "sayso:reports", "originsLow": "sayso:originsLow", "originsHigh": "sayso:originsHigh",
    "generatedAtTime": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
}  # fmt: skip


def export_provenance(view: View) -> bytes:
    """A graph: a copy was derived from its original, a report was attributed to its publisher, an event has its origins as primary sources."""
    originals = find_originals(view.links)
    agents: dict[str, str] = {}
    graph: list[Json] = []

    def agent(name: str) -> str:
        return agents.setdefault(name, f"urn:sayso:source:{quote(name, safe='')}")

    for reading in view.readings:
        document = reading.document
        node: Json = {
            "@id": f"urn:sayso:document:{document.id}",
            "@type": "prov:Entity",
            "label": document.title or document.id,
        }
        if document.publisher:
            node["wasAttributedTo"] = agent(document.publisher)
        if document.published_at:
            node["generatedAtTime"] = document.published_at.isoformat()
        if document.id in originals:
            node["wasDerivedFrom"] = f"urn:sayso:document:{originals[document.id]}"
        cited = sorted({agent(c.outlet) for c in reading.citations if not c.retracts})
        if cited:
            node["wasQuotedFrom"] = cited
        graph.append(node)
    for event in view.events:
        told = sorted({m.document for m in event.mentions})
        node = {
            "@id": f"urn:sayso:event:{event.id}",
            "@type": "prov:Entity",
            "label": f"{event.status}: {event.label}",
            "wasDerivedFrom": [f"urn:sayso:document:{d}" for d in told],
            "status": event.status,
            "originsLow": event.origins.low,
            "originsHigh": event.origins.high,
            "reports": event.reports,
        }
        origins = sorted({agent(line.origin) for line in event.origins.receipt})
        if origins:
            node["hadPrimarySource"] = origins
        graph.append(node)
    graph += [
        {"@id": id, "@type": ["prov:Agent", "prov:Entity"], "label": name} for name, id in agents.items()
    ]
    return msgspec.json.encode({"@context": _CONTEXT, "@graph": graph}) + b"\n"
