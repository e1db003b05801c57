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
