"""Two places held against each other: the same, one within the other, near, or apart."""

import re
from math import asin, cos, radians, sin, sqrt

from sayso.link.coreference import plain_name
from sayso.model import Place


def compare_places(a: Place | None, b: Place | None) -> float:
    """What two places say: above 0 for the same, below 0 for others, 0 where one is not told."""
    if a is None or b is None:
        return 0.0
    one, two = (set(re.findall(r"\w{3,}", plain_name(p.name))) for p in (a, b))
    if (one & two) - _COMMON_IN_PLACES or one == two:
        return 1.0 if a.precision != "country" else 0.3
    if a.precision == "country" or b.precision == "country":
        return 0.1 if a.country == b.country else -0.5
    if a.lat is not None and b.lat is not None and a.lon is not None and b.lon is not None:
        return (
            0.4
            if _kilometres(a.lat, a.lon, b.lat, b.lon) < 120
            or "region" in (a.precision, b.precision)
            or "sea" in (a.precision, b.precision)
            else -1.3
        )
    return -0.4


_COMMON_IN_PLACES = frozenset(
    "the and near off north south east west northern southern eastern western central port harbour harbor border crossing airport city town village river sea ocean bay gulf strait island islands"
    " province district region county state coast centre center base square bridge mount lake valley new old upper lower great san saint united capital".split()
)


def _kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    a = (
        sin(radians(lat2 - lat1) / 2) ** 2
        + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    )
    return 12742 * asin(sqrt(min(1.0, a)))
