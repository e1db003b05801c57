from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.read.times import find_times

WEDNESDAY = datetime(2023, 10, 18, 12, 0, tzinfo=timezone(timedelta(hours=9)))


@pytest.mark.parametrize(
    ("text", "words", "value", "first", "last"),
    [
        ("The drill will be held this weekend.", "this weekend", "2023-W42-WE", "2023-10-21", "2023-10-22"),
        ("It was held on Friday.", "Friday", "2023-10-13", "2023-10-13", "2023-10-13"),
        ("It will be held on Friday.", "Friday", "2023-10-20", "2023-10-20", "2023-10-20"),
        ("He came on October 17.", "October 17", "2023-10-17", "2023-10-17", "2023-10-17"),
        ("They will meet on 4 May 2024.", "4 May 2024", "2024-05-04", "2024-05-04", "2024-05-04"),
        ("A month ago he left.", "A month ago", "2023-09", "2023-09-01", "2023-09-30"),
        ("In August they met.", "August", "2023-08", "2023-08-01", "2023-08-31"),
        ("It may open early next year.", "early next year", "2024", "2024-01-01", "2024-03-31"),
        ("It will follow next week.", "next week", "2023-W43", "2023-10-23", "2023-10-29"),
        ("It will follow later this week.", "later this week", "2023-W42", "2023-10-19", "2023-10-22"),
        ("It will sail in the last week of May.", "the last week of May", "2024-05", "2024-05-25", "2024-05-31"),
        ("It was signed in June 2021.", "June 2021", "2021-06", "2021-06-01", "2021-06-30"),
        ("They were at sea from 14 to 16 October.", "14 to 16 October", "2023-10-14", "2023-10-14", "2023-10-16"),
        ("It came three days ago.", "three days ago", "2023-10-15", "2023-10-15", "2023-10-15"),
        ("It came yesterday.", "yesterday", "2023-10-17", "2023-10-17", "2023-10-17"),
        ("It must end by the end of the month.", "the end of the month", "2023-10", "2023-10-21", "2023-10-31"),
        ("Over the weekend they marched.", "the weekend", "2023-W41-WE", "2023-10-14", "2023-10-15"),
        ("Sales fell in the third quarter.", "the third quarter", "2023-Q3", "2023-07-01", "2023-09-30"),
        ("The clinic, which may close, was hit, police said Friday.", "Friday", "2023-10-13", "2023-10-13", "2023-10-13"),
        ("It will be voted on next Monday.", "next Monday", "2023-10-23", "2023-10-23", "2023-10-23"),
    ],
)
def test_times_on_the_calendar(text: str, words: str, value: str, first: str, last: str) -> None:
    found = {t.text: t for t in find_times(text, WEDNESDAY)}
    time = found[words]
    assert time.value == value
    assert time.interval is not None
    assert time.interval.end is not None
    assert time.interval.start.date().isoformat() == first
    assert (time.interval.end - timedelta(seconds=1)).date().isoformat() == last
    assert time.interval.start.utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize("text", ["She may come.", "They march on.", "He sat down.", "Flight 1930 was late.", "It fell 2,000 metres.", "They wed in secret."])
def test_words_that_are_no_times(text: str) -> None:
    assert find_times(text, WEDNESDAY) == ()


def test_a_clock_and_its_day_are_one_time() -> None:
    (time,) = find_times("The gates will open at 10 p.m. Friday.", WEDNESDAY)
    assert (time.text, time.value) == ("10 p.m. Friday", "2023-10-20T22:00")


def test_without_publication_only_full_dates_are_resolved_and_the_rest_says_why() -> None:
    full, weekday = find_times("It sank on 4 May 2024 and rose on Friday.", None)
    assert full.interval is not None
    assert weekday.interval is None
    assert "no publication" in (weekday.evidence or "")


def test_the_next_day_is_counted_from_the_day_last_told() -> None:
    times = find_times("He came on October 2. The next day he left.", WEDNESDAY)
    assert times[1].value == "2023-10-03"


@given(st.text(max_size=300))
def test_any_text_gives_times_within_it(text: str) -> None:
    for t in find_times(text, WEDNESDAY):
        assert 0 <= t.start < t.end <= len(text)
        assert t.text == text[t.start : t.end]
        assert t.interval is None or t.interval.end is None or t.interval.start < t.interval.end


_PIECES = st.sampled_from(["Friday", " ", "next", "the", "31", "February", "30", "October", "2023", "-", "to", ",", "last week of", "9999", "two", "days", "ago", "a.m.", "12", ":", "early", "s", "in", "hundred", "years"])


@settings(max_examples=300)
@given(st.lists(_PIECES, max_size=14))
def test_words_of_the_calendar_in_any_order_never_raise(pieces: list[str]) -> None:
    for published in (WEDNESDAY, None, datetime(1, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)):
        find_times(" ".join(pieces), published)
