from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reader.times.recognition import find_times

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
        (
            "It will sail in the last week of May.",
            "the last week of May",
            "2024-05",
            "2024-05-25",
            "2024-05-31",
        ),
        ("It was signed in June 2021.", "June 2021", "2021-06", "2021-06-01", "2021-06-30"),
        (
            "They were at sea from 14 to 16 October.",
            "14 to 16 October",
            "2023-10-14",
            "2023-10-14",
            "2023-10-16",
        ),
        ("It came three days ago.", "three days ago", "2023-10-15", "2023-10-15", "2023-10-15"),
        ("It came yesterday.", "yesterday", "2023-10-17", "2023-10-17", "2023-10-17"),
        (
            "It must end by the end of the month.",
            "the end of the month",
            "2023-10",
            "2023-10-21",
            "2023-10-31",
        ),
        ("Over the weekend they marched.", "the weekend", "2023-W41-WE", "2023-10-14", "2023-10-15"),
        ("Sales fell in the third quarter.", "the third quarter", "2023-Q3", "2023-07-01", "2023-09-30"),
        (
            "The clinic, which may close, was hit, police said Friday.",
            "Friday",
            "2023-10-13",
            "2023-10-13",
            "2023-10-13",
        ),
        ("It fell in nineteen ninety-six.", "nineteen ninety-six", "1996", "1996-01-01", "1996-12-31"),
        (
            "They met in January nineteen ninety-seven.",
            "January nineteen ninety-seven",
            "1997-01",
            "1997-01-01",
            "1997-01-31",
        ),
        ("Prices rose in the 20th century.", "the 20th century", "19", "1901-01-01", "2000-12-31"),
        (
            "It was signed in 2019 and broken later that year.",
            "later that year",
            "2019",
            "2019-01-01",
            "2019-12-31",
        ),
        ("It was found on Thanksgiving Day.", "Thanksgiving Day", "2023-11-23", "2023-11-23", "2023-11-23"),
        ("Shops closed on Good Friday.", "Good Friday", "2023-04-07", "2023-04-07", "2023-04-07"),
        ("Sales fell in the latest quarter.", "the latest quarter", "2023-Q3", "2023-07-01", "2023-09-30"),
        ("It was written on 7/8/07 in ink.", "7/8/07", "2007-07-08", "2007-07-08", "2007-07-08"),
        ("The envoy arrives Friday.", "Friday", "2023-10-20", "2023-10-20", "2023-10-20"),
        ("The vote was put off by two days to Monday.", "Monday", "2023-10-23", "2023-10-23", "2023-10-23"),
        ("It should be over by year-end.", "year-end", "2023", "2023-10-01", "2023-12-31"),
        ("The pact is to be signed in February.", "February", "2024-02", "2024-02-01", "2024-02-29"),
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


@pytest.mark.parametrize(
    "text",
    [
        "She may come.",
        "They march on.",
        "He sat down.",
        "Flight 1930 was late.",
        "It fell 2,000 metres.",
        "They wed in secret.",
        "About three-quarters of it was lost.",
        "The High Noon is a film.",
        "Eastern towns were dark.",
        "It soon became a flood.",
        "He was soon released.",
        "It is right for today's youth.",
        'She told "60 Minutes" that.',
        'He spoke on "This Week" there.',
        "Guards stood there 24 hours a day.",
    ],
)
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


_PIECES = st.sampled_from(
    [
        "Friday",
        " ",
        "next",
        "the",
        "31",
        "February",
        "30",
        "October",
        "2023",
        "-",
        "to",
        ",",
        "last week of",
        "9999",
        "two",
        "days",
        "ago",
        "a.m.",
        "12",
        ":",
        "early",
        "s",
        "in",
        "hundred",
        "years",
    ]
)


@settings(max_examples=300)
@given(st.lists(_PIECES, max_size=14))
def test_words_of_the_calendar_in_any_order_never_raise(pieces: list[str]) -> None:
    for published in (WEDNESDAY, None, datetime(1, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)):
        find_times(" ".join(pieces), published)


@pytest.mark.parametrize(
    ("text", "words", "kind", "value"),
    [
        ("It took two and a half years.", "two and a half years", "DURATION", "P2Y6M"),
        ("They waited 5 1/2 hours.", "5 1/2 hours", "DURATION", "PT5H30M"),
        ("They will stay at least two more weeks.", "at least two more weeks", "DURATION", "P2W"),
        ("The eight-year war ended.", "eight-year", "DURATION", "P8Y"),
        ("It runs 40 flights a week.", "a week", "SET", "P1W"),
        ("They march each July.", "each July", "SET", "XXXX-07"),
        ("He left several years ago.", "several years ago", "DATE", "PAST_REF"),
        ("It closed at noon Thursday.", "noon Thursday", "TIME", "2023-10-12T12:00"),
        ("The probe landed at 0600 GMT on Tuesday.", "0600 GMT on Tuesday", "TIME", "2023-10-17T06:00Z"),
    ],
)
def test_types_and_values(text: str, words: str, kind: str, value: str) -> None:
    found = {t.text: t for t in find_times(text, WEDNESDAY)}
    assert (found[words].type, found[words].value) == (kind, value)


def test_the_other_reading_is_kept_with_its_weight() -> None:
    (friday,) = find_times("The talks were held on Friday.", WEDNESDAY)
    assert [a.value for a in friday.alternatives] == ["2023-10-13", "2023-10-20"]
    assert (
        friday.alternatives[0].weight
        > 0.7
        > friday.alternatives[1].weight
        == pytest.approx(1 - friday.alternatives[0].weight)
    )
    (full,) = find_times("The talks were held on 4 May 2023.", WEDNESDAY)
    assert full.alternatives == ()


def test_the_evidence_names_the_cue() -> None:
    (friday,) = find_times("The talks are scheduled for Friday.", WEDNESDAY)
    assert friday.evidence == "anchored on publication, said to lie ahead (scheduled)"
