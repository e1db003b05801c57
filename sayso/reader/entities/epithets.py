"""Words that stand for a state or bloc named before: "the bloc", "the alliance", "the sultanate", "the island nation"."""

import re
from functools import cache

from sayso.lexicon import load_table
from sayso.model import Span
from sayso.reader.entities.state_names import StateName


@cache
def _epithets() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    rows = {row["word"]: frozenset(row["codes"].split("|")) for row in load_table("epithets")}
    words = "|".join(re.escape(w) for w in sorted(rows, key=lambda w: (-len(w), w)))
    return re.compile(rf"\b[Tt]he ({words})\b(?!['’]s\s[A-Z]|[\s-][A-Z]|\sof\b)"), rows


def find_epithets(text: str, states: list[StateName]) -> list[tuple[str, Span]]:
    """Ids and stretches of the epithets that fit the last state or bloc of their kind named before them; others are left out.

    >>> from sayso.reader.entities.state_names import find_state_names
    >>> text = "Omani officials met Iran's envoy. The sultanate has hosted such talks before."
    >>> find_epithets(text, find_state_names(text))
    [('state:OMN', Span(start=38, end=47))]
    """
    pattern, fitting = _epithets()
    out = []
    for m in pattern.finditer(text):
        codes = fitting[m[1]]
        last = next((s.code for s in reversed(states) if s.end <= m.start() and s.code in codes), None)
        if last is not None:
            out.append((last if ":" in last else f"state:{last}", Span(m.start(1), m.end(1))))
    return out
