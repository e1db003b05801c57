"""The day that heads a report is the one its days are counted from."""

from datetime import UTC, datetime

import pytest

from sayso.reader.times.recognition import find_times

PUBLISHED = datetime(2023, 10, 19, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("The drill began today.", "2023-10-18"),
        ("The drill began Thursday.", "2023-10-19"),
        ("The drill began Tuesday.", "2023-10-17"),
        ("The drill will end on Wednesday.", "2023-10-18"),
    ],
)
def test_days_are_counted_from_the_dateline(sentence: str, value: str) -> None:
    assert find_times(f"SEOUL, Oct. 18 (Yonhap) \u2014 {sentence}", PUBLISHED)[-1].value == value


def test_a_dateline_far_from_publication_is_no_anchor() -> None:
    assert (
        find_times("SEOUL, Oct. 3 (Yonhap) \u2014 The drill began today.", PUBLISHED)[-1].value
        == "2023-10-19"
    )


@pytest.mark.parametrize(
    "head", ["Cable cut\n\nOctober 18, 2023\n\n", "TALLINN, Oct. 18, 2023 (BNS) \u2014 "]
)
def test_a_full_date_at_the_head_stands_in_for_publication(head: str) -> None:
    time = find_times(f"{head}The cable was cut today.", None)[-1]
    assert time.value == "2023-10-18"
    assert time.evidence == "anchored on the day that heads the report"


def test_a_date_told_in_the_text_stands_in_for_nothing() -> None:
    time = find_times("The cable was laid on October 18, 2023. It was cut today.", None)[-1]
    assert time.interval is None
