"""The rarer phrases of time, by TIMEX3 type and value."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from sayso.read.times import find_times

PHRASES = [
    ("It will take two to three weeks to mend.", "DURATION", "P2W"),
    ("The plan is on hold for the time being.", "DATE", "PRESENT_REF"),
    ("Over the years the wall crumbled.", "DURATION", "PXY"),
    ("The ministry was delayed earlier in the year.", "DATE", "2023"),
    ("He moved to open talks at some later date.", "DATE", "FUTURE_REF"),
    ("It went on for half an hour.", "DURATION", "PT30M"),
    ("A minute and a half later it was gone.", "DURATION", "PT1M30S"),
    ("It has stood for more than two thousand years.", "DURATION", "P2000Y"),
    ("The hearing is set for the week of November 6.", "DATE", "2023-W45"),
    ("He was found on October 2. The next morning he left.", "TIME", "2023-10-03TMO"),
    ("He spoke on Monday. In the morning, crowds had gathered.", "TIME", "2023-10-16TMO"),
    ("She will leave at 4 in the morning, he said.", "TIME", "2023-10-18T04:00"),
    ("Doors open at seven o'clock in the evening.", "TIME", "2023-10-18T19:00"),
    ("He was rescued last Thanksgiving by fishermen.", "DATE", "2022-11-24"),
    ("Talks resume this coming Sunday.", "DATE", "2023-10-22"),
    ("Sales fell in the latest fiscal year.", "DATE", "2022"),
    ("The index closed lower on October 6. For the week, it lost a tenth.", "DATE", "2023-W40"),
    ("It met in the winter of nineteen ninety-four.", "DATE", "1994-WI"),
]


@pytest.mark.parametrize(("sentence", "type_", "value"), PHRASES)
def test_phrase(sentence: str, type_: str, value: str) -> None:
    assert (type_, value) in [(t.type, t.value) for t in find_times(sentence, datetime(2023, 10, 18, tzinfo=UTC))]


COMPARED = "Net income in the third quarter rose to $40 million, compared with earnings of $33 million last year. The year-earlier profit was $30 million."


def test_what_a_quarter_is_compared_with_is_the_quarter_a_year_before() -> None:
    values = [t.value for t in find_times(COMPARED, datetime(1989, 10, 30, tzinfo=UTC))]
    assert values == ["1989-Q3", "1988-Q3", "1988-Q3"]


def test_last_year_without_figures_is_the_year() -> None:
    values = [
        t.value
        for t in find_times(
            "The third quarter began well. The minister visited Seoul last year.", datetime(1989, 10, 30, tzinfo=UTC)
        )
    ]
    assert values == ["1989-Q3", "1988"]


SPANS = [
    ("He was shot on the night of Oct. 6 at home.", "Oct. 6", "2023-10-06TNI"),
    ("It took about two weeks.", "two weeks", "P2W"),
    ("He left right now.", "now", "PRESENT_REF"),
    ("It was seized in the early hours of Friday morning.", "Friday morning", "2023-10-13TMO"),
    ("It was signed earlier yesterday.", "earlier yesterday", "2023-10-17"),
]


@pytest.mark.parametrize(("sentence", "words", "value"), SPANS)
def test_what_only_leads_to_a_time_is_no_part_of_it(sentence: str, words: str, value: str) -> None:
    assert (words, value) in [(t.text, t.value) for t in find_times(sentence, datetime(2023, 10, 18, tzinfo=UTC))]


@pytest.mark.parametrize(
    ("words", "hour", "value"),
    [
        ("6:40 p.m. (GMT +8) Monday", 10, "2023-10-16T18:40"),
        ("1300 UTC on Monday", 13, "2023-10-16T13:00Z"),
        ("9 a.m. CST on Monday", 15, "2023-10-16T09:00"),
        ("0900 GMT+3 on Monday", 6, "2023-10-16T09:00"),
    ],
)
def test_a_clock_stands_in_the_zone_it_names(words: str, hour: int, value: str) -> None:
    (found,) = find_times(f"The jet landed at {words}.", datetime(2023, 10, 18, tzinfo=UTC))
    assert found.value == value
    assert found.interval is not None
    assert found.interval.start.astimezone(UTC).hour == hour


def test_letters_of_several_zones_mean_the_one_near_the_report() -> None:
    (found,) = find_times("It opened at 9 a.m. CST on Monday.", datetime(2023, 10, 18, tzinfo=timezone(timedelta(hours=8))))
    assert found.interval is not None
    assert found.interval.start.astimezone(UTC).hour == 1
