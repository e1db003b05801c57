"""The rarer phrases of time, by TIMEX3 type and value."""

from datetime import UTC, datetime

import pytest

from sayso.read.times import find_times

PHRASES = [
    ("It will take two to three weeks to mend.", "DURATION", "P2W"),
    ("The plan is on hold for the time being.", "DATE", "PRESENT_REF"),
    ("Over the years the wall crumbled.", "DURATION", "PXY"),
    ("The ministry was delayed earlier in the year.", "DATE", "2023"),
    ("He moved to open talks at some later date.", "DATE", "FUTURE_REF"),
]


@pytest.mark.parametrize(("sentence", "type_", "value"), PHRASES)
def test_phrase(sentence: str, type_: str, value: str) -> None:
    assert (type_, value) in [(t.type, t.value) for t in find_times(sentence, datetime(2023, 10, 18, tzinfo=UTC))]


COMPARED = "Net income in the third quarter rose to $40 million, compared with earnings of $33 million last year. The year-earlier profit was $30 million."


def test_what_a_quarter_is_compared_with_is_the_quarter_a_year_before() -> None:
    values = [t.value for t in find_times(COMPARED, datetime(1989, 10, 30, tzinfo=UTC))]
    assert values == ["1989-Q3", "1988-Q3", "1988-Q3"]


def test_last_year_without_figures_is_the_year() -> None:
    values = [t.value for t in find_times("The third quarter began well. The minister visited Seoul last year.", datetime(1989, 10, 30, tzinfo=UTC))]
    assert values == ["1989-Q3", "1988"]
