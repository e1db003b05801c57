"""The rarer phrases of time, by TIMEX3 type and value."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from sayso.reader.times.recognition import find_times

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
    ("It was signed on 18.10.2023 in Bonn.", "DATE", "2023-10-18"),
    ("It is dated 2023/10/17 there.", "DATE", "2023-10-17"),
    ("It was sealed 18-Oct-2022 here.", "DATE", "2022-10-18"),
    ("It opens on 25/12/2024 at last.", "DATE", "2024-12-25"),
    ("Logged at 2024-03-05T14:00Z by hand.", "TIME", "2024-03-05T14:00Z"),
    ("Sales rose in Q3 of this year.", "DATE", "2023-Q3"),
    ("Profits fell in the third quarter of fiscal 2024.", "DATE", "2024-Q3"),
    ("The mood of the '90s is back.", "DATE", "199"),
    ("The law of 1998-2003 was bad.", "DATE", "2003"),
    ("Shops open early on Black Friday.", "DATE", "2023-11-24"),
    ("They were freed during Ramadan.", "DATE", "2023-03-23"),
    ("They may be freed before Eid al-Adha 2024.", "DATE", "2024-06-16"),
    ("Roads were empty on Yom Kippur.", "DATE", "2023-09-25"),
    ("It will follow in the second week of November.", "DATE", "2023-11"),
    ("They met on 14 and 27 April.", "DATE", "2023-04-27"),
]


@pytest.mark.parametrize(("sentence", "type_", "value"), PHRASES)
def test_phrase(sentence: str, type_: str, value: str) -> None:
    assert (type_, value) in [
        (t.type, t.value) for t in find_times(sentence, datetime(2023, 10, 18, tzinfo=UTC))
    ]


COMPARED = "Net income in the third quarter rose to $40 million, compared with earnings of $33 million last year. The year-earlier profit was $30 million."


def test_what_a_quarter_is_compared_with_is_the_quarter_a_year_before() -> None:
    values = [t.value for t in find_times(COMPARED, datetime(1989, 10, 30, tzinfo=UTC))]
    assert values == ["1989-Q3", "1988-Q3", "1988-Q3"]


def test_last_year_without_figures_is_the_year() -> None:
    values = [
        t.value
        for t in find_times(
            "The third quarter began well. The minister visited Seoul last year.",
            datetime(1989, 10, 30, tzinfo=UTC),
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
    assert (words, value) in [
        (t.text, t.value) for t in find_times(sentence, datetime(2023, 10, 18, tzinfo=UTC))
    ]


@pytest.mark.parametrize(
    ("words", "hour", "value"),
    [
        ("6:40 p.m. (GMT +8) Monday", 10, "2023-10-16T18:40"),
        ("1300 UTC on Monday", 13, "2023-10-16T13:00Z"),
        ("9 a.m. CST on Monday", 15, "2023-10-16T09:00"),
        ("0900 GMT+3 on Monday", 6, "2023-10-16T09:00"),
        ("10 a.m. ET on Monday", 14, "2023-10-16T10:00"),
        ("10 a.m. ET Jan. 9, 2023", 15, "2023-01-09T10:00"),
    ],
)
def test_a_clock_stands_in_the_zone_it_names(words: str, hour: int, value: str) -> None:
    (found,) = find_times(f"The jet landed at {words}.", datetime(2023, 10, 18, tzinfo=UTC))
    assert found.value == value
    assert found.interval is not None
    assert found.interval.start.astimezone(UTC).hour == hour


def test_letters_of_several_zones_mean_the_one_near_the_report() -> None:
    (found,) = find_times(
        "It opened at 9 a.m. CST on Monday.", datetime(2023, 10, 18, tzinfo=timezone(timedelta(hours=8)))
    )
    assert found.interval is not None
    assert found.interval.start.astimezone(UTC).hour == 1


@pytest.mark.parametrize(
    ("zone", "values"),
    [
        ("America/New_York", ["2007-07-08", "2007-08-07"]),
        ("Europe/London", ["2007-08-07", "2007-07-08"]),
        ("UTC", ["2007-07-08", "2007-08-07"]),
    ],
)
def test_a_date_in_figures_keeps_both_orders(zone: str, values: list[str]) -> None:
    (found,) = find_times(
        "It was written on 7/8/07 in ink.", datetime(2023, 10, 18, tzinfo=UTC), ZoneInfo(zone)
    )
    assert found.value == values[0]
    assert [a.value for a in found.alternatives] == values
    assert found.alternatives[0].weight > found.alternatives[1].weight
    assert "first" in (found.evidence or "")


def test_next_friday_may_be_this_one() -> None:
    (found,) = find_times("The strike begins next Friday.", datetime(2023, 10, 18, tzinfo=UTC))
    assert [a.value for a in found.alternatives] == ["2023-10-27", "2023-10-20"]


@pytest.mark.parametrize(
    "sentence",
    ["He starred in the 2023-24 season.", "It was on Super Tuesday.", "They sang of Bloody Sunday."],
)
def test_names_with_words_of_the_calendar_are_no_times(sentence: str) -> None:
    assert not [
        t
        for t in find_times(sentence, datetime(2023, 10, 18, tzinfo=UTC))
        if t.type == "DURATION" or t.value.startswith("2023-1")
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("on Oct. 9 and 19", ["Oct. 9"]),
        ("on Oct. 9 and Nov. 19", ["Oct. 9", "Nov. 19"]),
        ("between Oct. 9 and 19", ["Oct. 9 and 19"]),
        ("on Oct. 9 and 10", ["Oct. 9 and 10"]),
        ("between Oct. 9 and Nov. 19", ["Oct. 9 and Nov. 19"]),
        ("at 7 p.m. PT) there", ["7 p.m. PT"]),
    ],
)
def test_two_days_are_no_stretch(words: str, found: list[str]) -> None:
    assert [
        t.text for t in find_times(f"The debates were held {words}.", datetime(2023, 12, 18, tzinfo=UTC))
    ] == found


def test_midnight_ends_its_day() -> None:
    (found,) = find_times("The deal lapsed at midnight on Monday.", datetime(2023, 10, 18, tzinfo=UTC))
    assert found.value == "2023-10-16T24:00"
    assert found.interval is not None
    assert found.interval.end == datetime(2023, 10, 17, tzinfo=UTC)
