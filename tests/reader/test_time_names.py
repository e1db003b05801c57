"""People whose first name is that of a month or a weekday are no time."""

from datetime import UTC, datetime

import pytest

from sayso.reader.times.recognition import find_times

PUBLISHED = datetime(2024, 5, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "June Carver met Jan Novak at the quay.",
        "Police in Juba arrested August Brandt at a farm.",
        "May Lindqvist was elected mayor of Turku.",
        "The ship was sold, April Okoro wrote.",
        "Harbour master Sunday Eze left the port.",
        "Lawmaker August Lund and Per Holm resigned.",
        "Reporters asked June Aasen why the ferry sailed.",
        "“We sail at dawn,” May Tveit warned.",
        "The court freed Friday Mensah, a fisherman.",
        "Tuesday Weller runs the yard; April Moss owns it.",
    ],
)
def test_a_first_name_is_no_time(text: str) -> None:
    assert find_times(text, PUBLISHED) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In June Carver met Jan Novak.", "June"),
        ("The April Fed meeting was short.", "April"),
        ("They met on Sunday Oslo time.", "Sunday"),
        ("The talks end in May.", "May"),
        ("Last August Brandt was freed.", "Last August"),
        ("The crew left on Friday.", "Friday"),
    ],
)
def test_a_month_beside_a_name_is_still_a_time(text: str, words: str) -> None:
    assert [t.text for t in find_times(text, PUBLISHED)] == [words]
