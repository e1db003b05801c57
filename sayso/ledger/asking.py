"""The language of a search: words, phrases, AND, OR, NOT, and what narrows it down (`outlet:`, `after:` and others)."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

from msgspec.structs import replace

from sayso.errors import InputError
from sayso.ledger.moments import stamp
from sayso.ledger.search import Filters
from sayso.model import Stance, Status

_OPERATOR = re.compile(r'(?<!\S)([A-Za-z_]+):(?!//)(?:"([^"]*)"|(\S*))')
_JOINS = ("AND", "OR", "NOT")
OPERATORS = ("outlet", "source", "country", "kind", "status", "stance", "after", "before")


def parse_query(words: str, filters: Filters | None = None) -> tuple[str, Filters]:
    """The words to look for and what narrows them down; what is given in the words adds to `filters`.

    Raises InputError, in words, for an operator that is none, a value that does not fit, a quotation mark without its pair,
    AND, OR or NOT without a word on its side, and for a search without any word.

    >>> words, filters = parse_query('"set free" country:NGA status:occurred')
    >>> words, filters.country, filters.status
    ('"set free"', 'NGA', 'occurred')
    """
    found = filters or Filters()
    for name, quoted, plain in _OPERATOR.findall(_outside_quotes(words)):
        key, value = name.lower(), (quoted or plain).strip()
        if key not in _SET:
            raise InputError(
                name,
                "is no operator",
                f"use one of {', '.join(f'{o}:' for o in OPERATORS)}, or put the words in quotation marks",
            )
        if not value:
            raise InputError(
                name,
                "has no value",
                f"write it close to the colon, such as {name}:{_SUCH.get(key, 'name')}",
            )
        found = _SET[key](found, value)
    rest = " ".join(_without_operators(words).split())
    _check(rest, words)
    return rest, found


def _outside_quotes(words: str) -> str:
    """The words with phrases blanked, but for those that are an operator's value."""
    return re.sub(r'(?<![:\w])"[^"]*"', lambda m: " " * len(m[0]), words)


def _without_operators(words: str) -> str:
    out, last = [], 0
    for m in _OPERATOR.finditer(_outside_quotes(words)):
        out.append(words[last : m.start()])
        last = m.end()
    return "".join([*out, words[last:]])


def _check(rest: str, words: str) -> None:
    if rest.count('"') % 2:
        raise InputError(
            words, "has a quotation mark without its pair", "close the phrase, or leave the mark out"
        )
    terms = re.findall(r'"[^"]*"|[^\s()]+', rest)
    if not any(re.search(r"\w", t) and t not in _JOINS for t in terms):
        raise InputError(
            words,
            "holds no word to look for",
            "give a word beside AND, OR, NOT and the operators; the list of events filters without one",
        )
    if terms[0] in _JOINS or terms[-1] in _JOINS:
        at = terms[0] if terms[0] in _JOINS else terms[-1]
        raise InputError(
            words,
            f"has no word {'before' if at == terms[0] else 'after'} {at}",
            "give one, or write it small to look for the word itself",
        )


def _text(field: str) -> Callable[[Filters, str], Filters]:
    return lambda filters, value: replace(filters, **{field: value})


def _outlet(filters: Filters, value: str) -> Filters:
    return replace(filters, source=value, kind="document")


def _one_of(field: str, values: tuple[str, ...]) -> Callable[[Filters, str], Filters]:
    def take(filters: Filters, value: str) -> Filters:
        if value.lower() not in values:
            raise InputError(f"{field}:{value}", f"is no {field}", f"use one of {', '.join(values)}")
        return replace(filters, **{field: value.lower()})

    return take


def _day(after: bool) -> Callable[[Filters, str], Filters]:
    def take(filters: Filters, value: str) -> Filters:
        name = "after" if after else "before"
        try:
            day = date.fromisoformat(value) + timedelta(days=int(after))
            at: Any = stamp(datetime(day.year, day.month, day.day, tzinfo=UTC))
        except (ValueError, OverflowError):
            raise InputError(f"{name}:{value}", "is no day", "write it as 2031-06-01") from None
        first, last = filters.published
        return replace(filters, published=(at, last) if after else (first, at))

    return take


_SUCH = {
    "after": "2031-06-01",
    "before": "2031-06-01",
    "status": "planned",
    "country": "NOR",
    "stance": "denies",
    "kind": "mobilize",
}
_SET: dict[str, Callable[[Filters, str], Filters]] = {
    "outlet": _outlet, "source": _text("source"), "country": _text("country"), "kind": _text("type"),
    "status": _one_of("status", get_args(Status)), "stance": _one_of("stance", get_args(Stance)), "after": _day(True), "before": _day(False),
}  # fmt: skip

__all__ = ["OPERATORS", "parse_query"]
