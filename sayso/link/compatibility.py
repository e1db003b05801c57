"""Descriptions of sources: who of them may be the same people.

Two descriptions are compatible unless they name different states, sides or institutions, or kinds of people that exclude
each other (a shopkeeper is no security official). What is not said excludes nothing (semantics.md, rules 5 and 6).
"""

import re
from functools import cache

from msgspec import Struct

from sayso.lexicon import load_table
from sayso.model import ChainLink

UMBRELLA = frozenset(["government", "authorities", "state", "cabinet"])
"""Institutions that are no more than the state itself."""


_ARMS = frozenset(["armed-forces"])  # "a military official" may be of the ministry or of any staff


class Profile(Struct, frozen=True, kw_only=True):
    """What is known of a source, reduced to what can tell two sources apart."""

    country: str | None = None
    side: str | None = None
    institution: str | None = None
    """Slug of an institution that is less than a whole state."""
    sectors: frozenset[str] = frozenset()
    named: bool = False


class Verdict(Struct, frozen=True):
    """Whether two sources may be the same people, and why or why not."""

    compatible: bool
    reason: str

    def __bool__(self) -> bool:
        return self.compatible


def compare_profiles(a: Profile, b: Profile) -> Verdict:
    """Whether two sources may be the same people; two named ones never are (rule 6).

    >>> officer = Profile(country="SWE", sectors=frozenset(["military"]))
    >>> compare_profiles(officer, Profile(country="LVA", sectors=frozenset(["security"]))).reason
    'different states: SWE, LVA'
    >>> bool(compare_profiles(officer, Profile()))
    True
    >>> compare_profiles(officer, Profile(sectors=frozenset(["civilian"]))).reason
    'different kinds of people: military, civilian'
    """
    if a.named and b.named:
        return Verdict(False, "both are named")
    if a.country and b.country and a.country != b.country:
        return Verdict(False, f"different states: {a.country}, {b.country}")
    if a.side and b.side and a.side != b.side:
        return Verdict(False, f"different sides: {a.side}, {b.side}")
    if a.institution and b.institution and not _same_institution(a.institution, b.institution):
        return Verdict(False, f"different institutions: {a.institution}, {b.institution}")
    if not _sectors_meet(a.sectors, b.sectors):
        return Verdict(
            False, f"different kinds of people: {'/'.join(sorted(a.sectors))}, {'/'.join(sorted(b.sectors))}"
        )
    return Verdict(True, "nothing said of them excludes it")


def compatible(a: ChainLink, b: ChainLink) -> bool:
    """Whether two sources as two reports describe them may be the same people.

    >>> compatible(ChainLink(name="a shopkeeper", kind="unnamed"), ChainLink(name="a security official", kind="unnamed"))
    False
    >>> compatible(ChainLink(name="a government source", kind="unnamed"), ChainLink(name="a senior military official", kind="unnamed"))
    True
    """
    return bool(compare_profiles(profile_of(a), profile_of(b)))


def profile_of(link: ChainLink, country: str | None = None) -> Profile:
    """The profile of a source: its description, its institution, the words it is named with; `country` if the text names none."""
    about = link.description
    institution = (
        link.institution
        or (about.institution if about else None)
        or (link.entity if _is_institution(link.entity) else None)
    )
    state, slug = split_institution(institution)
    named = link.kind in ("named_person", "named_organisation", "document")
    sectors = sectors_of(link.name if link.kind != "named_person" else "", slug)
    if about and about.sector and not sectors:
        sectors = frozenset([about.sector]) if about.sector in _table() else frozenset()
    if (
        not sectors
        and link.kind == "named_organisation"
        and not (link.entity or "").startswith(("state:", "bloc:", "group:"))
    ):
        sectors = frozenset(["organisation"])
    entity = link.entity or ""
    if entity.startswith("state:"):
        state = state or entity.removeprefix("state:")
    known = state or (about.country if about else None)
    side = (about.side if about else None) or (entity if entity.startswith(("group:", "bloc:")) else None)
    if (
        known is None
        and side is None
        and sectors
        & {"government", "military", "police", "judicial", "agency", "security", "intelligence", "local"}
    ):
        known = country  # "a government source" without a state is of the state in which the outlet reports
    return Profile(
        country=known,
        side=side,
        institution=None if slug is None or slug in UMBRELLA or (not named and slug in _ARMS) else slug,
        sectors=sectors,
        named=named,
    )


def sectors_of(words: str, institution: str | None = None) -> frozenset[str]:
    """The kinds of people that a description names; the vaguest of them only where there is no other.

    >>> sorted(sectors_of("a senior security official")), sorted(sectors_of("a government source")), sorted(sectors_of("a source"))
    (['security'], ['government'], [])
    """
    found: set[str] = set()
    if institution and institution not in UMBRELLA:
        found |= _institution_sectors().get(institution, frozenset())
    if not found:
        found = {sector for sector, pattern in _patterns() if pattern.search(words)}
    if "civilian" in found and not institution:
        return frozenset(["civilian"])  # a tribal mediator, a local driver: what he does besides is no office
    for vague in ("insider", "government"):
        if len(found) > 1:
            found.discard(vague)
    return frozenset(found)


def split_institution(id: str | None) -> tuple[str | None, str | None]:
    """State and slug of an institution's id.

    >>> split_institution("org:KOR/defence-ministry"), split_institution("org:?/army"), split_institution("org:balttel")
    (('KOR', 'defence-ministry'), (None, 'army'), (None, 'balttel'))
    """
    if not id or not id.startswith("org:"):
        return None, None
    state, slash, slug = id.removeprefix("org:").partition("/")
    if not slash:
        return None, state
    return (None if state == "?" else state), slug


def _is_institution(id: str | None) -> bool:
    return bool(id) and str(id).startswith("org:")


_FAMILIES = (
    frozenset(["armed-forces", "joint-chiefs", "army"]),
    frozenset(["presidency", "president"]),
    frozenset(["prosecutor", "prosecution"]),
)


def same_family(a: str, b: str) -> bool:
    """Whether two slugs may be names of one institution ("the military" for its general staff, "the ministry" for the one named before).

    >>> same_family("ministry", "defence-ministry"), same_family("foreign-ministry", "defence-ministry")
    (True, False)
    """
    bare = "ministry" in (a, b) and a.endswith("ministry") and b.endswith("ministry")
    return a == b or bare or any(a in f and b in f for f in _FAMILIES)


def _same_institution(a: str, b: str) -> bool:
    return same_family(a, b)


def _sectors_meet(a: frozenset[str], b: frozenset[str]) -> bool:
    if not a or not b:
        return True
    table = _table()
    return any(x == y or y in table.get(x, ()) or x in table.get(y, ()) for x in a for y in b)


@cache
def _table() -> dict[str, frozenset[str]]:
    return {
        row["sector"]: frozenset(s for s in row["may_be"].split("|") if s) for row in load_table("sectors")
    }


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (row["sector"], re.compile(rf"(?<![\w-])(?:{row['pattern']})(?!\w)", re.IGNORECASE))
        for row in load_table("sectors")
        if row["pattern"]
    )


@cache
def _institution_sectors() -> dict[str, frozenset[str]]:
    own = {"financial": "agency", "emergency": "rescue", "government": "agency"}
    whole = {"prime-minister", "presidency"}  # speak for the state as a whole
    found: dict[str, frozenset[str]] = {}
    for row in load_table("institutions"):
        sector = "government" if row["slug"] in whole | UMBRELLA else own.get(row["sector"], row["sector"])
        found[row["slug"]] = frozenset(
            ["medical-authority"] if row["slug"] == "health-ministry" else [sector]
        )
    return found
