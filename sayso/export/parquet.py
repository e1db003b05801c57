"""Tables for analysts as Parquet: events, claims, attributions, origins; one file each in a folder."""

from pathlib import Path
from typing import Any

from sayso.errors import InputError
from sayso.ledger.views import View

Rows = list[dict[str, Any]]
COLUMNS = {
    "events": "id: label: type: mode: status: start: end: place: participants:list assets:list figures:figures reports:int origins_low:int origins_high:int "
    "confirmed_by:list denied_by:list declined_by:list conflicts:list first_published:time last_published:time",
    "claims": "event: field: value: document: part: start:int end:int origin: stance: published_at:time",
    "attributions": "document: publisher: published_at:time source: cue: content: kind: stance: quoted: chain:list",
    "origins": "event: document: origin: chain:list evidence:list unknown_lineage:bool",
}
"""The columns of each table as `name:kind`, words where no kind is given."""


def export_parquet(view: View, folder: Path) -> list[Path]:
    """Write the four tables and say where; raises InputError where the folder cannot be made or pyarrow is missing."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise InputError(
            "parquet", "needs pyarrow, which is not installed", "pip install 'sayso[tables]'"
        ) from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for name, rows in tables(view).items():
            path = folder / f"{name}.parquet"
            pq.write_table(pa.Table.from_pylist(rows, schema(name)), path)
            written.append(path)
    except OSError as problem:
        raise InputError(
            str(folder), f"cannot be written ({problem.strerror})", "give another folder with --out"
        ) from None
    return written


def schema(table: str) -> Any:
    """The columns of a table with their types, the same whatever it holds; moments are in UTC."""
    import pyarrow as pa

    kinds = {
        "list": pa.list_(pa.string()),
        "int": pa.int64(),
        "bool": pa.bool_(),
        "time": pa.timestamp("us", "UTC"),
        "figures": pa.map_(pa.string(), pa.float64()),
    }
    return pa.schema(
        [
            (name, kinds.get(kind, pa.string()))
            for name, kind in (column.split(":") for column in COLUMNS[table].split())
        ]
    )


def tables(view: View) -> dict[str, Rows]:
    """The rows of each table."""
    events: Rows = [
        {"id": e.id, "label": e.label, "type": e.type, "mode": e.mode, "status": e.status, "start": e.start, "end": e.end, "place": e.place,
         "participants": list(e.participants), "assets": list(e.assets), "reports": e.reports, "origins_low": e.origins.low, "origins_high": e.origins.high,
         "confirmed_by": list(e.confirmed_by), "denied_by": list(e.denied_by), "declined_by": list(e.declined_by), "conflicts": [c.field for c in e.conflicts],
         "figures": list(e.figures.items()), "first_published": e.first_published, "last_published": e.last_published}
        for e in view.events
    ]  # fmt: skip
    claims: Rows = [
        {"event": e.id, "field": c.field, "value": f"{c.value:g}" if isinstance(c.value, float) and c.value.is_integer() else str(c.value), "document": c.document, "start": c.span.start, "end": c.span.end, "origin": c.origin,
         "stance": c.stance, "published_at": c.published_at}
        for e in view.events for c in e.claims
    ]  # fmt: skip
    attributions: Rows = [
        {"document": r.document.id, "publisher": r.document.publisher, "published_at": r.document.published_at, "source": " … ".join(s.of(r.document.text) for s in a.source),
         "cue": " … ".join(s.of(r.document.text) for s in a.cue), "content": " … ".join(s.of(r.document.text) for s in a.content), "kind": a.kind, "stance": a.stance,
         "quoted": a.quoted, "chain": [c.name for c in a.chain]}
        for r in view.readings for a in r.attributions
    ]  # fmt: skip
    origins: Rows = [
        {"event": e.id, "document": line.document, "origin": line.origin, "chain": [c.name for c in line.chain], "evidence": [x.kind for x in line.evidence],
         "unknown_lineage": line.unknown_lineage}
        for e in view.events for line in e.origins.receipt
    ]  # fmt: skip
    return {"events": events, "claims": claims, "attributions": attributions, "origins": origins}
