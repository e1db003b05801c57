"""Whatever the text, `find_times` answers: spans inside it, intervals that run forward, values that are TIMEX3."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reader.times import grammar as time_grammar
from sayso.reader.times.recognition import find_times
from sayso.reader.times.windows import find_windows

WORDS = [
    "Friday",
    "last",
    "next",
    "the",
    "22nd",
    "31",
    "0",
    "99",
    "Feb. 30",
    "Feb. 29",
    "October",
    "May",
    "of",
    "in",
    "by",
    "to",
    "-",
    ",",
    ".",
    "\n",
    "1999",
    "2024",
    "2099",
    "9:30 p.m. KST",
    "24:00",
    "0600 GMT",
    "12 a.m.",
    "a",
    "1,000,000",
    "years",
    "decades",
    "ago",
    "later",
    "two",
    "weeks",
    "weekend",
    "quarter",
    "fiscal",
    "first",
    "half",
    "winter",
    "Easter",
    "Christmas",
    "that",
    "year",
    "century",
    "1990s",
    "early",
    "late",
    "mid-",
    "every",
    "daily",
    "12/24/1999",
    "4 in the morning",
    "seven o'clock",
    "noon",
    "1990s",
    "2nd",
    "the past",
    "then-current",
    "twenty-one",
    "soon",
    "shortly",
    "in the",
    "morning",
    "season",
    "overnight",
    "\u0000",
    "é",
    "'s",
    "’s",
    "said",
    "will",
]
TEXTS = st.one_of(
    st.text(),
    st.binary().map(lambda b: b.decode("utf-8", "replace")),
    st.binary().map(lambda b: b.decode("latin-1")),
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
)
WHEN = st.one_of(
    st.none(),
    st.datetimes(datetime(1600, 1, 1), datetime(2400, 1, 1)).map(lambda d: d.replace(tzinfo=UTC)),
    st.builds(
        lambda d, m: d.replace(tzinfo=timezone(timedelta(minutes=m))),
        st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)),
        st.integers(-720, 840),
    ),
)
DAY = r"(?:\d{4}|XXXX)-(?:\d\d|XX)-(?:\d\d|XX)"
VALUE = re.compile(
    rf"(?:PAST|PRESENT|FUTURE)_REF|XXXX|\d{{2,4}}|\d{{4}}-(?:\d\d|Q[1-4]|H[12]|SP|SU|FA|WI)|(?:{DAY}|\d{{4}}-W\d\d(?:-WE)?|\d{{4}}-\d\d)(?:T(?:[A-Z]{{2}}|\d\d:\d\d(?:Z)?))?"
    r"|PT?(?:\d+(?:\.\d+)?|X)[A-Z]{1,2}|XXXX-WXX-[1-7]|XXXX-\d\d|XXXX(?:-?T?[A-Z]{2}|-\d\d-\d\d)|(?:\d{2,4}|XXXX)T?(?:\d\d:\d\d|[A-Z]{2})Z?"
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, WHEN)
def test_any_text_is_answered(text: str, published: datetime | None) -> None:
    last = 0
    for time in find_times(text, published):
        assert last <= time.start < time.end <= len(text)
        last = time.end
        assert text[time.start : time.end] == time.text
        assert VALUE.fullmatch(time.value), time.value
        if time.interval and time.interval.end:
            assert time.interval.start < time.interval.end
        assert not time.alternatives or abs(sum(a.weight for a in time.alternatives) - 1) < 1e-9


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, "x" * 90, "İ"]), max_size=40).map(" ".join))
def test_no_rule_matches_away_from_its_words(text: str) -> None:
    found = time_grammar.find_meanings(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            time_grammar, "find_windows", lambda t: {kind: [(0, len(t))] for kind in find_windows("")}
        )
        assert time_grammar.find_meanings(text) == found
