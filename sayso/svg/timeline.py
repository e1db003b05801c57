"""What was claimed of an event's status, in order of publication: a dot a claim, the status in words, slips as a trail."""

from collections.abc import Callable
from datetime import datetime

from sayso.model import Event
from sayso.svg.shapes import ALONE, link, picture, words

Address = Callable[[str, int | None], str | None]
WIDTH, LEFT = 760, 20


def draw_timeline(event: Event, address: Address | None = None, alone: bool = False) -> str:
    """The picture as SVG text; empty where no claim of status has a time.

    >>> from sayso.model import Event
    >>> draw_timeline(Event(id="e", label="drill", type="MOBILIZE", status="planned"))
    ''
    """
    dated = [(c.published_at, c) for c in event.claims if c.field == "status" and c.published_at]
    if not dated:
        return ""
    dated = list({(c.document, c.origin, str(c.value)): (when, c) for when, c in sorted(dated, key=lambda pair: pair[0], reverse=True)}.values())
    dated.sort(key=lambda pair: pair[0])
    first, last = dated[0][0], dated[-1][0]
    body = [f'<line class="axis" x1="{LEFT}" y1="40" x2="{WIDTH - LEFT}" y2="40"/>']
    lanes: list[float] = []
    for when, claim in dated:
        x = _x(when, first, last)
        lane = next((n for n, free in enumerate(lanes) if free < x), len(lanes))
        lanes[lane : lane + 1] = [x + 190]
        y = 66 + 34 * lane
        dot = f'<circle class="dot {claim.value}" cx="{x:g}" cy="40" r="5"/><line class="axis" x1="{x:g}" y1="45" x2="{x:g}" y2="{y + 12:g}"/>'
        text = words(x + 6, y, f"{claim.value} – {claim.origin}", most=27) + words(x + 6, y + 13, f"{when:%d %b %Y %H:%M}", "small")
        body.append(link(address(claim.document, claim.span.start) if address else None, dot + text))
    slips = [h for h in event.history if h.field in ("start", "end")]
    bottom = 66 + 34 * len(lanes)
    for n, slip in enumerate(slips):
        body.append(words(LEFT, bottom + 18 * n + 8, f"{slip.field}: {str(slip.before)[:10]} → {str(slip.after)[:10]} ({slip.origin})", "slip", most=90))
    return picture(WIDTH, bottom + 18 * len(slips) + 12, f"Status over time: {event.label}", body, ALONE if alone else "")


def _x(when: datetime, first: datetime, last: datetime) -> float:
    span = (last - first).total_seconds()
    return LEFT + 10 + ((when - first).total_seconds() / span if span else 0) * (WIDTH - 2 * LEFT - 210)
