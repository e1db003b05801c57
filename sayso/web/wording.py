"""What pages say of an event in plain words: names of states in full, one line of what, by whom, in trouble with what."""

import re
from functools import cache

from msgspec import Struct

from sayso.lexicon import load_table
from sayso.model import Event

_WORDS = re.compile(r"\s*\(([^()]*)\)$")
_FIELDS = {
    "start": "begins",
    "end": "ends",
    "participants": "who takes part",
    "assets": "with what",
    "target": "against what",
    "place": "where",
}
_SQUARES = 8


class Squares(Struct, frozen=True):
    """On how many origins an event rests, drawn: certain ones, possible ones, and how many more are not drawn."""

    certain: int
    possible: int
    more: int


@cache
def _states() -> dict[str, str]:
    rows = (*load_table("countries"), *load_table("states"))
    return {
        row["code"]: row["names"].partition("|")[0] for row in rows if row.get("code") and row.get("names")
    }


def name_of(code: str) -> str:
    """A state's name in full; what is no code stays as it is.

    >>> name_of("PRK"), name_of("Hanbit")
    ('North Korea', 'Hanbit')
    """
    return _states().get(code, code)


def heading(label: str) -> str:
    """A label as a heading, without the words of the report that close it.

    >>> heading("drill: Norway, North Sea (to drill)")
    'Drill: Norway, North Sea'
    """
    plain = _WORDS.sub("", label) or label
    return plain[:1].upper() + plain[1:]


def own_words(label: str) -> str:
    """The report's own words that close a label, empty where it has none.

    >>> own_words("drill: Norway (to drill)"), own_words("drill")
    ('to drill', '')
    """
    found = _WORDS.search(label)
    return found[1] if found else ""


def field_name(field: str) -> str:
    """A field as a person would name it.

    >>> field_name("start"), field_name("killed_PAK"), field_name("killed_civilians")
    ('begins', 'killed of Pakistan', 'killed of civilians')
    """
    if field in _FIELDS:
        return _FIELDS[field]
    first, _, rest = field.partition("_")
    return f"{first} of {name_of(rest)}" if rest else first


def squares(event: Event) -> Squares:
    """The origins of an event, drawn as squares: eight at most.

    >>> from sayso.model import Origins
    >>> squares(Event(id="e", label="drill", type="X", status="planned", origins=Origins(low=4, high=11)))
    Squares(certain=4, possible=4, more=3)
    """
    low, high = event.origins.low, max(event.origins.low, event.origins.high)
    certain = min(low, _SQUARES)
    possible = min(high - low, _SQUARES - certain)
    return Squares(certain, possible, high - certain - possible)


def count_origins(event: Event) -> str:
    """How many origins, as a pair where they may be fewer.

    >>> from sayso.model import Origins
    >>> count_origins(Event(id="e", label="drill", type="X", status="planned", origins=Origins(low=1, high=3)))
    '1–3'
    """
    low, high = event.origins.low, event.origins.high
    return f"{low}" if low == high else f"{low}–{high}"


def passage_of(text: str, start: int, end: int, most: int = 200) -> tuple[str, str, str]:
    """Some words with what stands before and after them in their sentence, `most` code points of each at most.

    >>> passage_of("No. The drill began on Monday. It ends.", 14, 19)
    ('The drill ', 'began', ' on Monday.')
    """
    first = max(text.rfind("\n", 0, start) + 1, text.rfind(". ", 0, start) + 1, start - most, 0)
    stops = [n for n in (text.find("\n", end), text.find(". ", end) + 1) if n > 0]
    last = min([*stops, end + most, len(text)])
    return text[first:start].lstrip(), text[start:end], text[end:last].rstrip()
