"""The map: outlines of the land (Natural Earth, public domain, simplified) and events where the text places them, no finer than it does."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from msgspec import Struct

from sayso.model import Event
from sayso.svg.shapes import link, title_of

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

    def moves(self) -> list[tuple[str, str, dict[str, str], bool]]:
        """What leads on from here: name, what a script does of it, the query of its address, whether it leads nowhere now."""
        left, top, width, height = self.box
        x, y = left + width / 2, top + height / 2
        steps = [
            ("Zoom in", "in", min(self.zoom * 2, ZOOMS[-1]), x, y), ("Zoom out", "out", max(self.zoom // 2, 1), x, y), ("West", "west", self.zoom, x - width / 2, y),
            ("East", "east", self.zoom, x + width / 2, y), ("North", "north", self.zoom, x, y - height / 2), ("South", "south", self.zoom, x, y + height / 2),
            ("Whole world", "all", 1, WIDTH / 2, HEIGHT / 2),
        ]  # fmt: skip
        found = []
        for name, act, zoom, cx, cy in steps:
            to = Window(
                zoom=zoom,
                lat=min(90.0, max(-90.0, 90 - cy / HEIGHT * 180)),
                lon=min(180.0, max(-180.0, cx / WIDTH * 360 - 180)),
            )
            found.append(
                (
                    name,
                    act,
                    {"zoom": str(zoom), "lat": f"{to.lat:.2f}", "lon": f"{to.lon:.2f}"},
                    to.box == self.box,
                )
            )
        return found


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


class Spot(Struct, frozen=True, kw_only=True):
    """Events at one place of one precision."""

    name: str
    lat: float
    lon: float
    precision: str
    events: tuple[Event, ...]


def gather_spots(placed: Iterable[tuple[Event, float, float, str]]) -> list[Spot]:
    """Events (with latitude, longitude, precision) by place, in order of name."""
    found: dict[tuple[float, float, str], list[Event]] = {}
    for event, lat, lon, precision in placed:
        found.setdefault((round(lat, 2), round(lon, 2), precision), []).append(event)
    spots = [
        Spot(
            name=min((e.place or "?" for e in events), key=lambda n: (n.startswith("the "), len(n), n)),
            lat=lat,
            lon=lon,
            precision=precision,
            events=tuple(events),
        )
        for (lat, lon, precision), events in found.items()
    ]
    return sorted(spots, key=lambda s: (s.name.casefold(), s.lat, s.lon))


def draw_map(spots: Sequence[Spot], address: Callable[[str], str], part: Window | None = None) -> str:
    """Places of events on a plate carrée map; the wider a ring, the less precise the place.

    A ring keeps its extent on the ground however near one looks; only what the text places at a point or a town has a middle.
    Several events at one place are counted, and lead to their rows `#p1`, `#p2`, … below.
    """
    part = part or Window()
    body = [f'<rect class="water" width="{WIDTH}" height="{HEIGHT}"/>', *(_land())]
    for n, spot in sorted(enumerate(spots, 1), key=lambda pair: -_REACH.get(pair[1].precision, 24)):
        x, y, reach = _x(spot.lon), _y(spot.lat), _REACH.get(spot.precision, 24)
        status = spot.events[0].status if len({e.status for e in spot.events}) == 1 else "several"
        shape = f'<circle class="pin {status}" cx="{x:.1f}" cy="{y:.1f}" r="{reach}"/>'
        if spot.precision in _EXACT:
            shape += f'<circle class="core {status}" cx="{x:.1f}" cy="{y:.1f}" r="{3 / part.zoom:g}"/>'
        if len(spot.events) > 1:
            away = 0 if spot.precision not in _EXACT else 9
            shape += f'<text class="many" data-x="{x:.1f}" x="{x + away / part.zoom:.1f}" y="{y:.1f}" dy=".35em" text-anchor="{"start" if away else "middle"}" font-size="{12 / part.zoom:g}">{len(spot.events)}</text>'
        told = (
            f"{spot.name} ({spot.precision}): "
            + "; ".join(f"{e.label}, {e.status}" for e in spot.events[:6])
            + (" …" if len(spot.events) > 6 else "")
        )
        href = address(spot.events[0].id) if len(spot.events) == 1 else f"#p{n}"
        body.append(link(href, f"<g>{title_of(told)}{shape}</g>"))
    name = f"{sum(len(s.events) for s in spots)} events on the map"
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
                shapes.append(
                    f'<path class="land" d="M{"L".join(f"{_x(x + turn):.1f} {_y(y):.1f}" for x, y in points)}Z"/>'
                )
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
