"""Words that set the status of what they govern."""

import pytest

from sayso.reader.events.factuality import judge
from sayso.reader.parse import parse_text


@pytest.mark.parametrize(
    ("text", "verb", "status"),
    [
        ("The treaty allows Peru to deploy troops.", "deploy", "possible"),
        ("Peru is unable to deploy troops.", "deploy", "denied"),
        ("Peru plans to deploy troops.", "deploy", "planned"),
    ],
)
def test_what_governs_an_event_sets_its_status(text: str, verb: str, status: str) -> None:
    parsed = parse_text(text)
    at = next(t.i for t in parsed.tokens if t.text == verb)
    assert judge(parsed, at, at, False)[0] == status
