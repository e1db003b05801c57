"""Time expressions: found by a grammar of our own, resolved on the calendar (TIMEX3, ISO-TimeML)."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from sayso.model import Section, TimeExpression
from sayso.reader.times.anchor import Anchor, anchor
from sayso.reader.times.grammar import find_meanings
from sayso.reader.times.heading import headed_day

# a full stop belongs to "Oct." and "p.m.", not to "Saturday."
_FULL_WORD = re.compile(r"(?:day|ber|ary|may|ch|il|ne|ly|ust|\d|ing|oon|ght)\.$", re.IGNORECASE)
_ADJECTIVE = re.compile(r"[Tt]he\s(?:[\w.]+-)+\w+$")
_NOUN_BEHIND = re.compile(r"\s[a-zA-Z]")
_ENDED = re.compile(r"\b(?:quarter|months|year|period) (?:that )?ended $")
_SKIPPED = ("furniture", "credit")


def find_times(
    text: str, published: datetime | None, zone: tzinfo | None = None, sections: Sequence[Section] = ()
) -> tuple[TimeExpression, ...]:
    """The time expressions of a text in order, anchored on its publication, in `zone` or else the publication's own.

    >>> from datetime import datetime, timezone
    >>> (t,) = find_times("The talks were held on Friday.", datetime(2023, 10, 18, tzinfo=timezone.utc))
    >>> t.value, t.interval.start.isoformat()
    ('2023-10-13', '2023-10-13T00:00:00+00:00')
    """
    own = zone or (published.tzinfo if published and published.tzinfo else UTC)
    found = find_meanings(text)
    at = Anchor(
        published, own, headed_day(text, found, published.astimezone(own).date() if published else None)
    )
    skipped = [(s.start, s.end) for s in sections if s.kind in _SKIPPED]
    out = []
    for start, end, meaning in found:
        if any(a <= start < b for a, b in skipped):
            continue
        while end > start and (
            text[end - 1] in " ," or (text[end - 1] == "." and _FULL_WORD.search(text, start, end))
        ):
            end -= 1
        while start < end and text[start] == " ":
            start += 1
        if text[start:end].endswith(("'s", "’s")) and text[end - 3 : end - 2].isalpha():
            end -= 2  # the possessive mark is no part of a TIMEX3
        if _ADJECTIVE.match(text, start, end) and _NOUN_BEHIND.match(text, end):
            start += 4  # nor the article of what the time only describes: "the eight-year war"
        answer = anchor(meaning, text, start, end, at)
        if answer.days and answer.days.first == answer.days.last and meaning.kind != "clock":
            at.told = answer.days.first
        if answer.days and meaning.kind in ("day", "month", "year", "weekday"):
            at.spoken = answer.days.first
        if answer.days and meaning.kind == "day" and _ENDED.search(text, max(0, start - 16), start):
            at.ended = (answer.days.first, end)
        # what is compared with ("the 1988 quarter", "a year ago") is not what the report goes on about
        if (
            answer.days
            and meaning.kind == "quarter"
            and meaning.unit != "told"
            and meaning.year is None
            and answer.value[4:6] == "-Q"
        ):
            at.quarter = (int(answer.value[:4]), int(answer.value[6]), start)
        out.append(
            TimeExpression(
                start=start,
                end=end,
                text=text[start:end],
                type=answer.type,  # type: ignore[arg-type]
                value=answer.value,
                mod=answer.mod,
                interval=answer.interval,
                alternatives=answer.alternatives,
                evidence=answer.evidence,
            )
        )
    return tuple(out)
