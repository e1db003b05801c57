"""Slips as trails: a line of days, and for each event whose first day moved an arrow from the old day to the new."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from sayso.model import Event
from sayso.svg.shapes import link, picture, words

WIDTH, SIDE, ROW, TOP = 1080, 16, 46, 34
_MOST, _LETTER = 110, 6.9  # letters of a line, and what one takes


class Slip(Struct, frozen=True, kw_only=True):
    """A first day that moved, by whose word."""

    event: Event
    before: date
    after: date
    origin: str


def find_slips(events: Iterable[Event], first: date, last: date) -> list[Slip]:
    """The slips that begin or end within some days, in order of the old day."""
    found: list[Slip] = []
    for event in events:
        for change in event.history:
            try:
                before, after = (
                    date.fromisoformat(str(change.before)[:10]),
                    date.fromisoformat(str(change.after)[:10]),
                )
            except ValueError:
                continue  # a month, or no day at all
            if (
                change.field == "start"
                and before != after
                and min(before, after) <= last
                and max(before, after) >= first
            ):
                found.append(Slip(event=event, before=before, after=after, origin=change.origin))
    return sorted(found, key=lambda s: (s.before, s.after, s.event.id))


def draw_trails(
    slips: Sequence[Slip], first: date, last: date, today: date, address: Callable[[str], str | None]
) -> str:
    """The picture as SVG text, one lane a slip; empty where nothing slipped. What lies outside the days is cut at their edge.

    >>> from datetime import date
    >>> draw_trails([], date(2031, 6, 1), date(2031, 6, 30), date(2031, 6, 17), lambda id: None)
    ''
    """
    if not slips:
        return ""
    days = (last - first).days + 1
    step = (WIDTH - 2 * SIDE) / days
    height = TOP + ROW * len(slips) + 6

    def x(day: date) -> float:
        return round(SIDE + step * (min(max((day - first).days, -0.5), days - 0.5) + 0.5), 1)

    body = [
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0L8 4L0 8Z"/></marker></defs>'
    ]
    for n in range(days):
        day = first + timedelta(days=n)
        kind = "grid week" if day.weekday() == 0 else "grid"
        body.append(
            f'<line class="{kind}" x1="{x(day) - step / 2:.1f}" y1="26" x2="{x(day) - step / 2:.1f}" y2="{height}"/>'
        )
        beside = (
            first <= today <= last and 0 < abs((day - today).days) < 3
        )  # their words would run into each other
        if day == today or (day.weekday() == 0 and not beside):
            body.append(
                words(x(day), 18, f"{day.day} {day:%b}", "head" if day == today else "small", anchor="middle")
            )
    if first <= today <= last:
        body.append(f'<line class="now" x1="{x(today)}" y1="26" x2="{x(today)}" y2="{height}"/>')
    for n, slip in enumerate(slips):
        y = TOP + ROW * n + 14
        a, b = x(slip.before), x(slip.after)
        lift = min(12.0, abs(b - a) / 2)
        line = f'<path class="moved" d="M{a} {y}Q{(a + b) / 2:.1f} {y - lift:g} {b} {y}" marker-end="url(#tip)"/>'
        line += f'<circle class="was" cx="{a}" cy="{y}" r="5"/>' if first <= slip.before <= last else ""
        said = (
            f"{slip.event.label.partition(' (')[0]}: {slip.before:%d %b} → {slip.after:%d %b}, {slip.origin}"
        )
        from_left = min(a, b) + _LETTER * min(len(said), _MOST) < WIDTH - SIDE
        text = (
            words(min(a, b) - 5, y + 19, said, "slip", most=_MOST)
            if from_left
            else words(max(a, b) + 5, y + 19, said, "slip", most=_MOST, anchor="end")
        )
        body.append(link(address(slip.event.id), f"<g>{line}{text}</g>"))
    return picture(WIDTH, height, f"{len(slips)} dates that moved", body)
