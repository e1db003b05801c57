"""The formats of `sayso export` by name; each writer turns a view into bytes."""

from collections.abc import Callable
from importlib import import_module

from sayso.errors import InputError
from sayso.ledger.views import View

WRITERS = {
    "json": "json_bytes", "jsonl": "jsonl_bytes", "csv": "csv_bytes", "ics": "calendar:export_calendar", "geojson": "geo:export_geojson",
    "rss": "rss_bytes", "atom": "atom_bytes", "prov": "provenance:export_provenance", "webannotation": "annotations:export_annotations",
    "plover": "plover:export_plover", "ninjs": "ninjs:export_ninjs", "superdesk": "superdesk:export_superdesk", "stix": "stix:export_stix",
}  # fmt: skip
"""Where each writer is: `module:function` in this package, or a function of this file."""
TO_FOLDER = ("parquet",)
PICTURES = ("svg", "png")
SHOWN = ("origins", "timeline")


def export_bytes(view: View, format: str) -> bytes:
    """A view in a format of `WRITERS`."""
    module, _, function = WRITERS[format].rpartition(":")
    write: Callable[[View], bytes] = (
        getattr(import_module(f"sayso.export.{module}"), function) if module else globals()[function]
    )
    return write(view)


def export_picture(view: View, id: str | None, shown: str = "origins", format: str = "svg") -> bytes:
    """The origin graph or the timeline of one event as SVG or PNG; raises InputError where no event is meant, or nothing is there to draw."""
    from sayso.svg.origin_graph import draw_origin_graph
    from sayso.svg.timeline import draw_timeline

    found = [e for e in view.events if id and e.id.startswith(id)]
    if len(found) != 1:
        raise InputError(
            id or "--event",
            "names no one event" if found else "is no event as of then" if id else "is missing",
            "give an id that `sayso events` lists",
        )
    if shown == "timeline":
        drawn = draw_timeline(found[0], alone=True)
        if not drawn:
            raise InputError(id or "--event", "has no dated claim of its status", "draw its origins")
    else:
        drawn = draw_origin_graph(found[0], {r.document.id: r.document for r in view.readings}, alone=True)
    return paint(drawn) if format == "png" else (drawn + "\n").encode()


def paint(drawn: str) -> bytes:
    """An SVG picture as PNG, twice its size, with the fonts of this machine; raises InputError where resvg_py or every font is missing."""
    try:
        import resvg_py
    except ImportError:
        raise InputError(
            "png",
            "needs resvg_py, which is not installed",
            "pip install 'sayso[pictures]', or take --format svg",
        ) from None
    blank = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="8" font-size="9" font-family="sans-serif">{}</text></svg>'
    if bytes(resvg_py.svg_to_bytes(svg_string=blank.format("x"))) == bytes(
        resvg_py.svg_to_bytes(svg_string=blank.format(""))
    ):
        raise InputError(
            "png",
            "this machine has no font for its words",
            "install one (fonts-dejavu), or take --format svg",
        )
    return bytes(resvg_py.svg_to_bytes(svg_string=drawn, background="#ffffff", zoom=2))


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


def rss_bytes(view: View) -> bytes:
    """Alerts as RSS."""
    from sayso.export.alerts import export_alerts, last_told

    return export_alerts(last_told(view), view.as_of)


def atom_bytes(view: View) -> bytes:
    """Alerts as Atom."""
    from sayso.export.alerts import export_alerts, last_told

    return export_alerts(last_told(view), view.as_of, atom=True)
