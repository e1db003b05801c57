"""The map: outlines of the land (Natural Earth, public domain, simplified) and events where the text places them, no finer than it does."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from msgspec import Struct

from sayso.model import Event
from sayso.svg.shapes import link
from sayso.svg.wording import clean_words

WIDTH, HEIGHT = 1080, 540
ZOOMS = (1, 2, 4, 8, 16)
_REACH = {"point": 5, "city": 6, "region": 14, "sea": 18, "country": 24}
_EXACT = ("point", "city")  # what else the text gives is drawn as a ring without a middle


class Window(Struct, frozen=True, kw_only=True):
    """The part of the map that is shown: so many times as large, around a point (degrees)."""

    zoom: int = 1
    lat: float = 0.0
    lon: float = 0.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, width and height in the map's own units, kept on the map."""
        width, height = WIDTH / self.zoom, HEIGHT / self.zoom
        left = min(max(_x(self.lon) - width / 2, 0), WIDTH - width)
        return left, min(max(_y(self.lat) - height / 2, 0), HEIGHT - height), width, height

    def moves(self) -> list[tuple[str, str, dict[str, str]]]:
        """What leads on from here: name, what a script does of it, and the query of its address."""
        left, top, width, height = self.box
        x, y = left + width / 2, top + height / 2
        nearer, farther = (self.zoom * 2, self.zoom // 2)
        steps = [
            ("Zoom in", "in", nearer, x, y), ("Zoom out", "out", farther, x, y), ("West", "west", self.zoom, x - width / 2, y), ("East", "east", self.zoom, x + width / 2, y),
            ("North", "north", self.zoom, x, y - height / 2), ("South", "south", self.zoom, x, y + height / 2), ("Whole world", "all", 1, WIDTH / 2, HEIGHT / 2),
        ]  # fmt: skip
        return [
            (name, act, {"zoom": str(zoom), "lat": f"{90 - cy / HEIGHT * 180:.2f}", "lon": f"{cx / WIDTH * 360 - 180:.2f}"})
            for name, act, zoom, cx, cy in steps
            if zoom in ZOOMS
        ]


def window(asked: Mapping[str, str]) -> Window:
    """The part of the map that an address asks for; what makes no sense is the whole.

    >>> window({"zoom": "4", "lat": "60", "lon": "10"}).box
    (435.0, 22.5, 270.0, 135.0)
    >>> window({"zoom": "x"}).zoom, window({"zoom": "4", "lat": "nan"}).lat
    (1, 0.0)
    """
    try:
        zoom, lat, lon = int(asked.get("zoom", 1)), float(asked.get("lat", 0)), float(asked.get("lon", 0))
    except ValueError:
        return Window()
    if zoom not in ZOOMS or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return Window()
    return Window(zoom=zoom, lat=lat, lon=lon)


def draw_map(events: Sequence[tuple[Event, float, float, str]], address: Callable[[str], str], part: Window | None = None) -> str:
    """Events (event, latitude, longitude, precision) on a plate carrée map; the wider a ring, the less precise the place.

    A ring keeps its extent on the ground however near one looks; only what the text places at a point or a town has a middle.
    """
    part = part or Window()
    body = [f'<rect class="water" width="{WIDTH}" height="{HEIGHT}"/>', *(_land())]
    for event, lat, lon, precision in events:
        x, y, reach = _x(lon), _y(lat), _REACH.get(precision, 24)
        shape = f'<circle class="pin {event.status}" cx="{x:.1f}" cy="{y:.1f}" r="{reach}"/>'
        if precision in _EXACT:
            shape += f'<circle class="core {event.status}" cx="{x:.1f}" cy="{y:.1f}" r="{3 / part.zoom:g}"/>'
        tip = escape(clean_words(f"{event.label} · {event.status} · {event.place or ''} ({precision})"))
        body.append(link(address(event.id), f"<g><title>{tip}</title>{shape}</g>"))
    name = f"{len(events)} events on the map"
    view = " ".join(f"{v:g}" for v in part.box)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="map" class="picture map" role="group" aria-label="{name}" viewBox="{view}" '
        f'width="{WIDTH}" height="{HEIGHT}"><title>{name}</title>{"".join(body)}</svg>'
    )


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
