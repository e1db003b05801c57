"""Events as PLOVER rows: who did what to whom, when and where, with what no coder before said of them: status and origins."""

import csv
import io
from collections import Counter

from sayso.export.geo import place_events
from sayso.ledger.views import View
from sayso.model import Span

COLUMNS = (
    "event_id", "event_date", "end_date", "event_type", "event_mode", "actors", "recipients", "location_name", "lat", "lon", "location_precision",
    "magnitude_killed", "magnitude_wounded", "status", "reports", "origins_low", "origins_high", "event_context",
)  # fmt: skip


def export_plover(view: View) -> bytes:
    """CSV with a header; several names are set apart by a semicolon; `magnitude_*` are figures that the reports give.

    Actors are all parties but those that the words have acted upon; `event_context` is the context that most mentions give.
    """
    placed = {
        event.id: (lat, lon, precision)
        for event, lat, lon, precision in place_events(view.events, view.readings)
    }
    roles: dict[tuple[str, str, Span | None], list[tuple[str, str]]] = {}
    contexts: dict[tuple[str, str, Span | None], list[str]] = {}
    for reading in view.readings:
        for m in reading.events:
            roles.setdefault((reading.document.id, m.part, m.trigger), []).extend(
                (a.role, a.value) for a in m.arguments
            )
            contexts.setdefault((reading.document.id, m.part, m.trigger), []).extend(
                [m.context] if m.context else []
            )
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for event in view.events:
        if event.type == "OTHER":
            continue  # PLOVER codes what parties do
        told = [
            pair
            for m in event.mentions
            if m.part == "body"
            for pair in roles.get((m.document, m.part, m.trigger), [])
        ]
        sides = Counter((v, r) for r, v in told)
        recipients = dict.fromkeys(
            v for r, v in told if r == "recipient" and sides[v, "recipient"] > sides[v, "actor"]
        )
        actors = dict.fromkeys(v for r, v in told if r in ("actor", "participant") and v not in recipients)
        about = Counter(
            c
            for m in event.mentions
            if m.part == "body"
            for c in contexts.get((m.document, m.part, m.trigger), [])
        )
        lat, lon, precision = placed.get(event.id, ("", "", ""))
        figures = event.figures
        row = [event.id, (event.start or "")[:10], (event.end or "")[:10], event.type, event.mode or "", ";".join(actors or ([] if recipients else event.participants)), ";".join(recipients), event.place or "",
               lat, lon, precision, _whole(figures.get("killed")), _whole(figures.get("wounded")), event.status, event.reports, event.origins.low, event.origins.high,
               about.most_common(1)[0][0] if about else ""]  # fmt: skip
        writer.writerow(
            [f"'{v}" if isinstance(v, str) and v[:1] in tuple("=+-@\t\r") and v else v for v in row]
        )
    return out.getvalue().encode()


def _whole(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
