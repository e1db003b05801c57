"""Outlets under one name: sites, data sets and readers call them differently (sayso/data/outlet_sites.tsv)."""

import re
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table

_SITE = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_TAIL = re.compile(r"\s*(?:\((?:Web|Online)? ?News\)|\(Opinion\)|[-–|] (?:News|Opinion))\s*$", re.IGNORECASE)


class Outlet(NamedTuple):
    """An outlet: the name under which it is known, its country (ISO 3166 alpha-3), and its owner, where they are known."""

    name: str
    country: str | None
    owner: str | None


@cache
def _by_name() -> tuple[dict[str, Outlet], dict[str, Outlet]]:
    sites: dict[str, Outlet] = {}
    names: dict[str, Outlet] = {}
    for row in load_table("outlet_sites"):
        outlet = Outlet(row["name"], row["country"] or None, row["owner"] or None)
        sites[row["domain"]] = outlet
        for name in (row["name"], *(n for n in row["also"].split("|") if n)):
            names.setdefault(_plain(name), outlet)
    return sites, names


def _plain(name: str) -> str:
    return re.sub(r"^the ", "", " ".join(name.casefold().split()))


def find_outlet(name: str) -> Outlet:
    """The outlet that a publisher's name or site is; one that is not known keeps its name, a site without `www.`.

    >>> find_outlet("www.nytimes.com").name, find_outlet("New York Times (Online News)").name
    ('The New York Times', 'The New York Times')
    >>> find_outlet("Harbour Echo").name, find_outlet("www.harbour-echo.example").name
    ('Harbour Echo', 'harbour-echo.example')
    """
    sites, names = _by_name()
    plain = _TAIL.sub("", name.strip())
    known = names.get(_plain(plain))
    if known:
        return known
    if _SITE.fullmatch(plain):
        host = re.sub(r"^https?://", "", plain.casefold()).partition("/")[0]
        labels = host.split(".")
        for n in range(len(labels) - 1):
            if ".".join(labels[n:]) in sites:
                return sites[".".join(labels[n:])]
        return Outlet(host.removeprefix("www."), None, None)
    return Outlet(plain or name, None, None)


def outlet_name(name: str) -> str:
    """The name under which an outlet is known."""
    return find_outlet(name).name
