"""Events as rows: for a terminal, and as CSV."""

import csv
import io
from collections.abc import Iterable

from sayso.model import Event

COLUMNS = (
    "id",
    "status",
    "start",
    "end",
    "label",
    "type",
    "place",
    "participants",
    "reports",
    "origins_low",
    "origins_high",
)


def event_row(event: Event) -> dict[str, str]:
    """One event as words under `COLUMNS`; several participants are set apart by a space."""
    return {
        "id": event.id,
        "status": event.status,
        "start": event.start or "",
        "end": event.end or "",
        "label": event.label,
        "type": event.type,
        "place": event.place or "",
        "participants": " ".join(p.replace(" ", "_") for p in event.participants),
        "reports": str(event.reports),
        "origins_low": str(event.origins.low),
        "origins_high": str(event.origins.high),
    }


def events_csv(events: Iterable[Event]) -> str:
    """Events as CSV with a header line (RFC 4180); a cell that a spreadsheet would run as a formula is made harmless."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for event in events:
        writer.writerow(
            {k: f"'{v}" if v[:1] in tuple("=+-@\t\r") and v else v for k, v in event_row(event).items()}
        )
    return out.getvalue()


def events_text(events: Iterable[Event]) -> str:
    """Events as aligned plain columns."""
    shown = ("id", "status", "start", "end", "origins", "label", "place", "participants")
    rows = [dict(zip(shown, shown))]
    for event in events:
        row = event_row(event)
        low, high = row["origins_low"], row["origins_high"]
        rows.append({**row, "origins": low if low == high else f"{low}–{high}"})
    widths = {k: min(60, max(len(r[k]) for r in rows)) for k in shown}
    lines = ("  ".join(r[k][: widths[k]].ljust(widths[k]) for k in shown).rstrip() for r in rows)
    return "\n".join(lines) + "\n"
