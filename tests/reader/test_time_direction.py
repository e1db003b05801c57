"""The direction of a time from what it dates, over days, weekdays and months."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reader.times.direction import lean
from sayso.reader.times.recognition import find_times

TUESDAY = datetime(2024, 3, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "past", "future"),
    [
        ("in October", "2023-10", "2024-10"),
        ("in January", "2024-01", "2025-01"),
        ("on Thursday", "2024-03-07", "2024-03-14"),
        ("on Sunday", "2024-03-10", "2024-03-17"),
        ("on 9 March 2024", "2024-03-09", "2024-03-09"),  # written in full: nothing to lean
        ("in 2031", "2031", "2031"),
        ("yesterday", "2024-03-11", "2024-03-11"),
    ],
)
def test_the_direction_decides_between_readings(words: str, past: str, future: str) -> None:
    for text in (f"The yard was sold {words}.", f"The yard will be sold {words}.", f"The sale {words}."):
        (time,) = find_times(text, TUESDAY)
        assert (lean(time, TUESDAY, "past").value, lean(time, TUESDAY, "future").value) == (past, future)


def test_what_was_turned_says_why_and_keeps_the_other_reading() -> None:
    (time,) = find_times("The yard will be sold in October.", TUESDAY)
    turned = lean(time, TUESDAY, "past")
    assert turned.evidence and turned.evidence.endswith("what it dates took place")
    assert [r.value for r in turned.alternatives] == ["2023-10", "2024-10"]
    assert turned.alternatives[0].weight >= turned.alternatives[1].weight
    assert lean(turned, TUESDAY, "future").value == "2024-10"
    assert lean(time, None, "past") == time


@given(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)), st.sampled_from(["in May", "on Friday", "in October", "on 3 June"]))  # fmt: skip
def test_past_has_begun_and_future_is_not_over(naive: datetime, words: str) -> None:
    published = naive.replace(tzinfo=UTC)
    (time,) = find_times(f"The bridge was to open {words}.", published)
    past, future = lean(time, published, "past"), lean(time, published, "future")
    readings = [r.interval for r in time.alternatives] + [time.interval]
    if any(i and i.start <= published for i in readings):
        assert past.interval and past.interval.start <= published
    if any(i and (i.end is None or i.end > published) for i in readings):
        assert future.interval and (future.interval.end is None or future.interval.end > published)
