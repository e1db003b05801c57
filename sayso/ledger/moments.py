"""Moments as the ledger stores them: UTC, fixed width, so that they sort as text."""

from datetime import UTC, datetime, timedelta

from sayso.errors import InputError


def stamp(moment: datetime) -> str:
    """A moment as sortable text.

    >>> from datetime import datetime, timezone, timedelta
    >>> stamp(datetime(2024, 5, 7, 17, 20, tzinfo=timezone(timedelta(hours=3))))
    '2024-05-07T14:20:00.000000Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def unstamp(words: str) -> datetime:
    """The moment of a stamp, aware, in UTC."""
    return datetime.strptime(words, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def parse_moment(words: str, option: str = "--as-of") -> datetime:
    """The moment that a user wrote in ISO 8601; a bare date means the end of that day, no offset means UTC.

    Raises InputError for anything else.

    >>> parse_moment("2023-10-24").isoformat()
    '2023-10-24T23:59:59.999999+00:00'
    >>> parse_moment("2023-10-18T12:00+09:00").isoformat()
    '2023-10-18T12:00:00+09:00'
    """
    try:
        moment = datetime.fromisoformat(words.strip())
    except ValueError:
        raise InputError(
            option, f"{words!r} is no moment", "write it as 2023-10-18 or 2023-10-18T12:00+09:00"
        ) from None
    if len(words.strip()) <= 10:
        moment += timedelta(days=1) - timedelta(microseconds=1)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
