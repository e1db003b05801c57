"""Days that share the month named once at the end of their list; counts before a date are none."""

from datetime import UTC, datetime

import pytest

from sayso.reader.times.recognition import find_times

PUBLISHED = datetime(2024, 5, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("on Monday 13 and Tuesday 14 May", "05-13 05-14"),
        ("on Monday 13, Wednesday 15 and Friday 17 May", "05-13 05-15 05-17"),
        ("between Monday 13 and Friday 17 May", "05-13 05-17"),
        ("on 13, 15 and 17 May", "05-13 05-15 05-17"),
        ("on Saturday 25 and Sunday, May 26", "05-25 05-26"),
        ("on the 3rd, 4th and 9th of June", "06-03 06-04 06-09"),
        ("on Thursday 6, Friday 7, and Saturday 8 June", "06-06 06-07 06-08"),
        ("from Tuesday 18 to Thursday 20 June", "06-18 06-20"),
        ("on Wednesday the 5th and Friday the 7th of June", "06-05 06-07"),
        ("on 2, 9, 16 and 23 August", "08-02 08-09 08-16 08-23"),
        ("on Tuesday 4 or Wednesday 5 June", "06-04 06-05"),
    ],
)
def test_days_of_a_list_share_its_month(words: str, days: str) -> None:
    found = find_times(f"The yard will be shut {words}.", PUBLISHED)
    assert " ".join(t.value.removeprefix("2024-") for t in found) == days


@pytest.mark.parametrize(
    "text",
    [
        "The storm killed 13, and 17 May is a day of mourning.",
        "They lost 3-1 on Monday and 14 May was set for the return.",
        "The bill rose to $12 and 17 May is the last day.",
    ],
)
def test_counts_before_a_date_are_no_days(text: str) -> None:
    assert [t.value for t in find_times(text, PUBLISHED) if t.value.startswith("2024-05-1")] in (
        ["2024-05-17"],
        ["2024-05-14"],
    )
