"""The moment that a request asks for."""

from datetime import datetime

from litestar.exceptions import ValidationException

from sayso.errors import InputError
from sayso.ledger.moments import parse_moment


def moment_of(words: str | None) -> datetime | None:
    """A moment from `as_of`; raises a 400 that says what is wrong."""
    if not words:
        return None
    try:
        return parse_moment(words.replace(" ", "+") if "T" in words else words, "as_of")
    except InputError as problem:
        raise ValidationException(f"as_of: {problem.problem}; {problem.remedy}") from None
