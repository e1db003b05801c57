"""The formats of `sayso export` by name; each writer turns a view into bytes."""

from collections.abc import Callable
from importlib import import_module

from sayso.errors import InputError
from sayso.ledger.views import View

WRITERS = {
    "json": "json_bytes", "jsonl": "jsonl_bytes", "csv": "csv_bytes", "ics": "calendar:export_calendar", "geojson": "geo:export_geojson",
    "rss": "alerts:export_alerts", "atom": "atom_bytes", "prov": "provenance:export_provenance", "webannotation": "annotations:export_annotations",
    "plover": "plover:export_plover",
}  # fmt: skip
"""Where each writer is: `module:function` in this package, or a function of this file."""
TO_FOLDER = ("parquet",)
PICTURES = ("svg",)


def export_bytes(view: View, format: str) -> bytes:
    """A view in a format of `WRITERS`."""
    module, _, function = WRITERS[format].rpartition(":")
    write: Callable[[View], bytes] = getattr(import_module(f"sayso.export.{module}"), function) if module else globals()[function]
    return write(view)


def export_picture(view: View, id: str | None) -> bytes:
    """The origin graph of one event as SVG; raises InputError where no event is meant."""
    from sayso.svg.origin_graph import draw_origin_graph

    found = [e for e in view.events if id and e.id.startswith(id)]
    if len(found) != 1:
        raise InputError(id or "--event", "names no one event" if found else "is no event as of then" if id else "is missing", "give an id that `sayso events` lists")
    return (draw_origin_graph(found[0], {r.document.id: r.document for r in view.readings}, alone=True) + "\n").encode()


def json_bytes(view: View) -> bytes:
    """Everything as one object (contract.md)."""
    import msgspec

    from sayso.export.json import export_view

    return msgspec.json.encode(export_view(view)) + b"\n"


def jsonl_bytes(view: View) -> bytes:
    """One event a line."""
    import msgspec

    from sayso.export.json import describe_event

    return b"".join(msgspec.json.encode(describe_event(e)) + b"\n" for e in view.events)


def csv_bytes(view: View) -> bytes:
    """Events as CSV."""
    from sayso.export.tables import events_csv

    return events_csv(view.events).encode()


def atom_bytes(view: View) -> bytes:
    """Alerts as Atom."""
    from sayso.export.alerts import export_alerts

    return export_alerts(view, atom=True)
