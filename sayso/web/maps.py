"""The map: outlines of the land (Natural Earth, public domain, simplified) and events where the text places them, no finer than it does."""

from functools import cache
from html import escape
from importlib.resources import files

from sayso.model import Event
from sayso.svg.shapes import link, picture

WIDTH, HEIGHT = 1080, 540
_REACH = {"point": 5, "city": 6, "region": 14, "sea": 18, "country": 24}


def draw_map(events: list[tuple[Event, float, float, str]], address: str) -> str:
    """Events (event, latitude, longitude, precision) on a plate carrée map; the wider a ring, the less precise the place."""
    body = [f'<rect class="water" width="{WIDTH}" height="{HEIGHT}"/>', *(_land())]
    for event, lat, lon, precision in events:
        x, y, reach = _x(lon), _y(lat), _REACH.get(precision, 24)
        shape = f'<circle class="pin {event.status}" cx="{x:.1f}" cy="{y:.1f}" r="{reach}"/><circle class="core {event.status}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
        tip = escape(f"{event.label} · {event.status} · {event.place or ''} ({precision})")
        body.append(link(f"{address}{event.id}", f"<g><title>{tip}</title>{shape}</g>"))
    return picture(WIDTH, HEIGHT, f"{len(events)} events on the map", body)


@cache
def _land() -> tuple[str, ...]:
    shapes = []
    for line in (files("sayso") / "web" / "land.txt").read_text(encoding="utf-8").splitlines():
        points = _unwrap([tuple(map(float, p.split(","))) for p in line.split()])
        reach = [x for x, _ in points]
        # what crosses the antimeridian is drawn on both sides of it; the frame cuts it there
        for turn in (-360, 0, 360):
            if min(reach) + turn < 180 and max(reach) + turn > -180:
                shapes.append(f'<path class="land" d="M{"L".join(f"{_x(x + turn):.1f} {_y(y):.1f}" for x, y in points)}Z"/>')
    return tuple(shapes)


def _unwrap(points: list[tuple[float, ...]]) -> list[tuple[float, float]]:
    """A ring whose longitudes go on beyond 180 where it crosses the antimeridian."""
    out: list[tuple[float, float]] = []
    for x, y in points:
        while out and x - out[-1][0] > 180:
            x -= 360
        while out and x - out[-1][0] < -180:
            x += 360
        out.append((x, y))
    if abs(out[-1][0] - out[0][0]) > 180:  # a ring around the pole is closed along it
        out += [(out[-1][0], -90.0), (out[0][0], -90.0)]
    return out


def _x(lon: float) -> float:
    return (lon + 180) / 360 * WIDTH


def _y(lat: float) -> float:
    return (90 - lat) / 180 * HEIGHT
