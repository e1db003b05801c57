"""Who is meant: the entity at a span, the antecedent of "he", "the source", "both", the states behind "the three allies".

Precision before recall: unresolved is an answer.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from sayso.model import Entity, Span
from sayso.reader.parse import Parsed

_SIZES = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
_GROUP = re.compile(
    r"\b(?P<lead>the|both|their|its|all)\s?(?:(?P<n>two|three|four|five)\s)?(?:[\w-]+\s){0,2}?(?:countries|nations|states|allies|governments|navies|militaries|armies|air forces|capitals|sides|parties|neighbou?rs|"
    r"leaders|presidents|partners|ministers|envoys|negotiators|delegations|delegates|Koreas|rivals)\b",
    re.IGNORECASE,
)
_AND_ITS = re.compile(r"(?:\band|,)\s$")
_PRONOUNS = {
    "he": "person",
    "she": "person",
    "him": "person",
    "her": "person",
    "his": "person",
    "it": "thing",
    "its": "thing",
    "they": "many",
    "their": "many",
    "them": "many",
}
_OUTLET_WORDS = frozenset(
    [
        "newspaper",
        "agency",
        "news agency",
        "outlet",
        "broadcaster",
        "daily",
        "paper",
        "website",
        "magazine",
        "channel",
        "portal",
    ]
)
_PERSON_WORDS = frozenset(
    [
        "minister",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "president",
        "official",
        "general",
        "governor",
        "mayor",
        "diplomat",
        "envoy",
        "ambassador",
    ]
)
_DESCRIPTION = re.compile(
    r"the (?:same )?(news agency|newspaper|agency|outlet|broadcaster|daily|paper|website|magazine|channel|portal|ministry|army|navy|police|government|commission|embassy|parliament|presidency|"
    r"prosecutor|municipality|minister|spokes(?:man|woman|person)|president|official|general|governor|mayor|diplomat|envoy|ambassador)"
)


class References:
    """The entities of a document, to be asked by span."""

    def __init__(self, parsed: Parsed, entities: Sequence[Entity]) -> None:
        self._parsed = parsed
        self._mentions = sorted(
            ((span, e) for e in entities for span in e.mentions),
            key=lambda p: (p[0].start, p[0].end, p[1].id),
        )

    def entities_in(self, span: Span) -> list[Entity]:
        """The entities mentioned within a span, in order."""
        out: list[Entity] = []
        for at, entity in self._mentions:
            if span.start <= at.start and at.end <= span.end and entity not in out:
                out.append(entity)
        return out

    def entity_at(self, span: Span) -> Entity | None:
        """The entity that a noun phrase is: the mention that holds its head, the longest of several."""
        head = self._parsed.head_of(span)
        if head is None:
            return None
        holding = [(at, e) for at, e in self._mentions if at.start <= head.start and head.end <= at.end]
        return max(holding, key=lambda p: p[0].end - p[0].start)[1] if holding else None

    def states_in(self, span: Span) -> list[str]:
        """The states (ISO 3166 alpha-3) that a stretch names, through institutions and demonyms and "the two sides" too."""
        out: list[str] = []
        for entity in self.entities_in(span):
            if entity.country and entity.kind in ("state", "organisation") and entity.country not in out:
                out.append(entity.country)
        for m in _GROUP.finditer(self._parsed.text, span.start, span.end):
            size = _SIZES.get((m["n"] or "").lower()) or (
                2 if re.match(r"both|the two|the sides|the parties", m[0], re.I) else 0
            )
            for code in self.group_before(
                m.start(),
                size
                + (
                    m["lead"].lower() == "its"
                    and size > 1
                    and bool(_AND_ITS.search(self._parsed.text[: m.start()][-6:]))
                ),
            ):
                if code not in out:
                    out.append(code)
        return out

    def group_before(self, offset: int, size: int) -> list[str]:
        """The states that a definite plural means: the last ones named together before it, if their number fits."""
        named = [
            (at, e.country)
            for at, e in self._mentions
            if at.start < offset and e.country and e.kind in ("state", "organisation")
        ]
        if not size:
            return []
        # "South Korea, Japan and the United States": those named in one breath, the last such group
        for k in range(len(named) - size, -1, -1):
            group = named[k : k + size]
            between = [self._parsed.text[x[0].end : y[0].start] for x, y in pairwise(group)]
            if len({c for _, c in group}) == size and all(
                re.fullmatch(r"[-,/–]?\s?(?:and |or |with )?(?:the |its )?", gap) for gap in between
            ):
                return sorted(str(c) for _, c in group)
        countries = {c for _, c in named}
        return sorted(str(c) for c in countries) if len(countries) == size else []

    def antecedent(self, span: Span) -> Span | None:
        """Where the thing that a pronoun or a definite description means was last named; None where that is not clear."""
        words = span.of(self._parsed.text).strip().lower()
        kind = _PRONOUNS.get(words)
        if kind == "person":
            before = [(at, e) for at, e in self._mentions if at.end <= span.start and e.kind == "person"]
            return before[-1][0] if before else None
        if kind == "thing":
            before = [
                (at, e)
                for at, e in self._mentions
                if at.end <= span.start and e.kind in ("organisation", "outlet", "bloc")
            ]
            return before[-1][0] if before else None
        return self._described(words, span.start)

    def _described(self, words: str, offset: int) -> Span | None:
        """Where what a definite description means was last named: "the ministry", "the newspaper", "the agency"."""
        m = _DESCRIPTION.fullmatch(words)
        if not m:
            return None
        noun = m[1]
        before = [(at, e) for at, e in self._mentions if at.end <= offset]
        if noun in _OUTLET_WORDS:
            fitting = [
                at
                for at, e in before
                if e.kind == "outlet" or (noun == "agency" and e.kind == "organisation" and "agency" in e.id)
            ]
        elif noun in _PERSON_WORDS:
            people = [(at, e) for at, e in before if e.kind == "person"]
            fitting = [at for at, e in people] if len({e.id for _, e in people}) == 1 else []
        else:
            fitting = [
                at
                for at, e in before
                if e.kind == "organisation" and re.search(rf"(?:^|[/-]){re.escape(noun)}(?:$|-)", e.id)
            ]
        return fitting[-1] if fitting else None

    def institution_of(self, span: Span) -> str | None:
        """Canonical id of the one institution that a source phrase speaks for ("a Defence Ministry spokesperson"), or None."""
        found = [e.id for e in self.entities_in(span) if e.kind == "organisation"]
        if not found and (before := self.antecedent(span)):
            found = [e.id for e in self.entities_in(before) if e.kind == "organisation"]
        return found[0] if len(set(found)) == 1 else None


def resolve_references(parsed: Parsed, entities: Sequence[Entity]) -> References:
    """The references of a document over its parse and its entities."""
    return References(parsed, entities)
