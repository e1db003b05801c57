"""Time zones as feeds and pages write them: offsets, names of zones, abbreviations, places."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache

_OFFSET = re.compile(r"(?:GMT|UTC|UT)?\s*([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_MEANT = {
    "IST": timezone(timedelta(hours=5, minutes=30))
}  # of those that several zones share, where most who write it mean another than dateparser
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MAIL = re.compile(
    r"(?:[^\W\d]{2,9}\.?,?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?[\s-]+(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:\s*(.*?))?\s*",
)


def zone_named(words: str) -> tzinfo | None:
    """The zone of an offset (+0530, GMT+7), an abbreviation (CET, BRT), a place (Asia/Kolkata); None for what names none.

    Of abbreviations that several zones share, the one that dateparser lists is taken.

    >>> [zone_named(w).utcoffset(None) for w in ("GMT+7", "-03:30")]
    [datetime.timedelta(seconds=25200), datetime.timedelta(days=-1, seconds=73800)]
    """
    plain = re.sub(r"\s*\(.*?\)\s*", "", words).strip()
    if plain.upper() in ("Z", "GMT", "UTC", "UT"):
        return UTC
    if m := _OFFSET.fullmatch(plain):
        shift = timedelta(hours=int(m[2]), minutes=int(m[3] or 0))
        return timezone(shift if m[1] == "+" else -shift) if shift < timedelta(hours=24) else None
    if "/" in plain:
        from zoneinfo import ZoneInfo

        try:
            return ZoneInfo(plain)
        except (ValueError, OSError, LookupError):  # ZoneInfoNotFoundError is a LookupError
            return None
    return _abbreviated(plain.upper())


@cache
def _abbreviated(name: str) -> tzinfo | None:
    if not re.fullmatch(r"[A-Z]{2,5}", name):
        return None
    if name in _MEANT:
        return _MEANT[name]
    from dateparser.timezone_parser import pop_tz_offset_from_string

    left, zone = pop_tz_offset_from_string(f"12:00 {name}")
    shift = zone.utcoffset(datetime(2024, 1, 1)) if zone is not None and left.strip() == "12:00" else None
    return timezone(shift) if shift is not None else None


def parse_mail_date(words: str) -> str | None:
    """The moment of a date as mail and RSS write it, ISO 8601; only the day where its zone is none that is known, in UTC where it names none.

    >>> parse_mail_date("Tue, 03 Dec 2024 22:30:47 GMT+7"), parse_mail_date("3 Dec 2024 22:30 XQZ")
    ('2024-12-03T22:30:47+07:00', '2024-12-03')
    """
    m = _MAIL.fullmatch(words.strip())
    if m is None or m[2].lower() not in _MONTHS:
        return None
    try:
        moment = datetime(
            int(m[3]), _MONTHS.index(m[2].lower()) + 1, int(m[1]), int(m[4]), int(m[5]), int(m[6] or 0)
        )
    except ValueError:
        return None
    zone = zone_named(m[7]) if m[7] else UTC
    return moment.replace(tzinfo=zone).isoformat() if zone is not None else moment.date().isoformat()
