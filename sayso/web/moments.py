"""The moment that a request asks for."""

from datetime import UTC, date, datetime, timedelta

from litestar.exceptions import ValidationException

from sayso.errors import InputError
from sayso.ledger.moments import parse_moment, stamp


def moment_of(words: str | None, name: str = "as_of") -> datetime | None:
    """A moment from `as_of`, or another parameter; raises a 400 that says what is wrong."""
    if not words:
        return None
    try:
        return parse_moment(words.replace(" ", "+") if "T" in words else words, name)
    except OverflowError:
        raise ValidationException(f"{name}: lies too far off; give a year from 1 to 9998") from None
    except InputError as problem:
        raise ValidationException(f"{name}: {problem.problem}; {problem.remedy}") from None


def days_of(first: str | None, last: str | None) -> tuple[str | None, str | None]:
    """The stamps between which something was published, from two days (ISO 8601); raises a 400 that says what is wrong."""
    found: list[str | None] = []
    for words, more in ((first, 0), (last, 1)):
        try:
            day = date.fromisoformat(words) + timedelta(days=more) if words else None
        except (ValueError, OverflowError):
            raise ValidationException(f"published: {words!r} is no day; write it as 2031-06-01") from None
        found.append(stamp(datetime(day.year, day.month, day.day, tzinfo=UTC)) if day else None)
    return found[0], found[1]
