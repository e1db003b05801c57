"""What was claimed of an event's status, in order of publication: a line a claim, its dot on a line of days, slips below."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sayso.model import Event
from sayso.svg.shapes import ALONE, link, picture, words

Address = Callable[[str, int | None], str | None]
WIDTH, LEFT, RIGHT, TOP, ROW = 1080, 24, 410, 50, 24
_MOST = 40  # claims drawn; the table below has them all
_TICKS = (1, 2, 5, 7, 14, 30, 61, 91, 182, 365, 1826, 3652)  # days between two ticks
_MARKS = {"possible": "ring", "lapsed": "ring"}


def draw_timeline(event: Event, address: Address | None = None, alone: bool = False) -> str:
    """The picture as SVG text; empty where no claim of status has a time.

    >>> from sayso.model import Event
    >>> draw_timeline(Event(id="e", label="drill", type="MOBILIZE", status="planned"))
    ''
    """
    dated = [
        (c.published_at.astimezone(UTC), c) for c in event.claims if c.field == "status" and c.published_at
    ]
    if not dated:
        return ""
    dated = list(
        {
            (c.document, c.origin, str(c.value)): (when, c)
            for when, c in sorted(dated, key=lambda pair: pair[0], reverse=True)
        }.values()
    )
    dated.sort(key=lambda pair: pair[0])
    more, dated = len(dated) - _MOST, dated[:_MOST]
    first, last = dated[0][0], dated[-1][0]
    bottom = TOP + ROW * len(dated)
    body = [
        words(LEFT, 18, "published", "head"),
        words(RIGHT + 40, 18, "status, by whose word", "head"),
        words(WIDTH - 8, 18, "UTC", "small", anchor="end"),
    ]
    for tick in _ticks(first, last):
        x = _x(tick, first, last)
        body.append(f'<line class="grid" x1="{x:g}" y1="{TOP - 6}" x2="{x:g}" y2="{bottom}"/>')
        body.append(
            words(
                x,
                TOP - 11,
                f"{tick:%d %b}" if (last - first).days < 300 else f"{tick:%b %Y}",
                "small",
                anchor="middle",
            )
        )
    body.append(f'<line class="axis" x1="{LEFT}" y1="{TOP - 6}" x2="{RIGHT}" y2="{TOP - 6}"/>')
    for n, (when, claim) in enumerate(dated):
        x, y = _x(when, first, last), TOP + ROW * n + 14
        dot = f'<line class="grid" x1="{x + 6:g}" y1="{y}" x2="{RIGHT + 34}" y2="{y}"/><circle class="dot {claim.value} {_MARKS.get(str(claim.value), "")}" cx="{x:g}" cy="{y}" r="5.5"/>'
        stance = "" if claim.stance == "asserts" else f" ({claim.stance})"
        text = words(RIGHT + 40, y + 4.5, f"{claim.value} – {claim.origin}{stance}", most=75) + words(
            WIDTH - 8, y + 4.5, f"{when:%d %b %Y %H:%M}", "small", anchor="end"
        )
        body.append(
            link(address(claim.document, claim.span.start) if address else None, f"<g>{dot}{text}</g>")
        )
    notes = [f"and {more} more, in the table"] if more > 0 else []
    notes += [
        f"{h.field} moved: {str(h.before)[:10]} → {str(h.after)[:10]} ({h.origin})"
        for h in event.history
        if h.field in ("start", "end")
    ]
    for n, note in enumerate(notes):
        body.append(words(LEFT, bottom + 22 + 18 * n, note, "slip", most=130))
    return picture(
        WIDTH, bottom + 18 * len(notes) + 16, f"Status over time: {event.label}", body, ALONE if alone else ""
    )


def _ticks(first: datetime, last: datetime) -> list[datetime]:
    """Midnights at even distances, few enough to be read; the first day where all lies in one."""
    start = first.replace(hour=0, minute=0, second=0, microsecond=0)
    step = next((t for t in _TICKS if (last - start).days / t <= 6), _TICKS[-1])
    ticks = [start + timedelta(days=step * n) for n in range(1 + (last - start).days // step)]
    return [t for t in ticks if t >= first][:8] or [first]


def _x(when: datetime, first: datetime, last: datetime) -> float:
    span = (last - first).total_seconds()
    share = (when - first).total_seconds() / span if span else 0.5
    return round(LEFT + 20 + share * (RIGHT - LEFT - 40), 1)
