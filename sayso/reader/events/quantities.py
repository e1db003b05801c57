"""The figures of an event: a number in the words that the network gives them, its bound, and what it counts.

What is counted follows from the kind of event (the dead of a killing, the detained of an arrest), else from the noun behind the
number; a sum of money is an `amount`, a share a `percent` (contract.md).
"""

import re
from collections.abc import Iterator, Sequence

from sayso.model import Figure, Span
from sayso.reader.events.figures import BOUND, NUMBER, bound_of, find_figures, value_of

_FIGURE = re.compile(BOUND + NUMBER, re.IGNORECASE)
_MONEY = re.compile(r"[$€£¥₹]\s?$|\b(?:US|A|C|HK)\$\s?$")
_CURRENCY = re.compile(
    r"\s?(?:million |billion |trillion )?(?:dollars|euros|pounds|yen|yuan|rupees|rubles|roubles|won|francs|pesos)\b"
)
_PERCENT = re.compile(r"\s?(?:%|percent\b|per cent\b)")
_NOUN = re.compile(r"[\s-]+(?:[a-z-]+\s){0,2}?([a-z]{3,})\b")
_BY_CONCEPT = {
    "killing": "killed", "death": "killed", "injury": "wounded", "arrest": "detained", "release": "freed",
    "displacement": "displaced", "abduction": "abducted", "outbreak": "infected", "rescue": "rescued",
}  # fmt: skip
_PEOPLE = re.compile(
    r"[\s-]+(?:[\w-]+\s){0,2}?(?:people|persons|men|women|children|others|soldiers|civilians|officers|workers|passengers|victims|students|girls|boys|migrants|prisoners|fighters|militants|residents|patients)\b"
)


def find_quantities(text: str, concept: str, spans: Sequence[Span]) -> Iterator[Figure]:
    """The figures in some stretches of a text, of an event of a kind.

    >>> text = "Police arrested at least 12 people and seized $3 million."
    >>> [(f.field, f.value, f.bound) for f in find_quantities(text, "arrest", [Span(16, 34)])]
    [('detained', 12.0, 'at_least')]
    """
    seen: set[int] = set()
    for span in spans:
        start = max(0, span.start - 24)
        told = {f.start: f for f in find_figures(text, Span(start, min(len(text), span.end + 60)))}
        for match in _FIGURE.finditer(text, start, span.end):
            at = match.start("number")
            value = value_of(match["number"])
            if (
                at < span.start
                or at in seen
                or value is None
                or match["number"].lower() in ("a", "an", "another")
            ):
                continue
            seen.add(at)
            begins = match.start("bound") if match["bound"] else at
            known = next((f for f in told.values() if f.start <= at < f.end), None)
            field = known.field if known else _counted(text, at, match.end("number"), concept)
            if field:
                yield Figure(
                    field=field,
                    value=value,
                    bound=bound_of(match["bound"]),
                    start=begins,
                    end=match.end("number"),
                )


def _counted(text: str, start: int, end: int, concept: str) -> str | None:
    """What a number counts, by the words around it."""
    if _PERCENT.match(text, end):
        return "percent"
    if _MONEY.search(text, max(0, start - 4), start) or _CURRENCY.match(text, end):
        return "amount"
    if concept in _BY_CONCEPT and (_PEOPLE.match(text, end) or not _NOUN.match(text, end)):
        return _BY_CONCEPT[concept]
    noun = _NOUN.match(text, end)
    if noun is not None and noun[1].endswith("s"):
        return noun[1]
    return _BY_CONCEPT.get(concept)
