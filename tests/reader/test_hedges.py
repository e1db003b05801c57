"""Adverbs that hedge: the event is told, not vouched for."""

import pytest

from sayso.reader.events.factuality import judge
from sayso.reader.events.sureness import temper_verdict
from sayso.reader.events.verdicts import Verdict
from sayso.reader.parse import parse_text


@pytest.mark.parametrize(
    ("text", "verb", "wanted"),
    [
        ("The governor reportedly resigned on Monday.", "resigned", ("occurred", "PR+")),
        ("The ferry allegedly carried arms.", "carried", ("occurred", "PS+")),
        ("The two will perhaps meet.", "meet", ("planned", "PS+")),
        ("The governor resigned on Monday.", "resigned", ("occurred", "CT+")),
        ("He apparently did not resign.", "resign", ("denied", "CT-")),
    ],
)
def test_a_hedge_weakens_its_verb(text: str, verb: str, wanted: tuple[str, str]) -> None:
    parsed = parse_text(text)
    at = next(t.i for t in parsed.tokens if t.text == verb)
    assert judge(parsed, at, at, False)[:2] == wanted


def test_the_head_never_makes_a_hedged_event_certain() -> None:
    assert temper_verdict(Verdict("occurred", "PR+"), 3.0).factuality == "PR+"
    assert temper_verdict(Verdict("occurred", "PS+"), 3.0).factuality == "PS+"
    assert temper_verdict(Verdict("occurred", "PR+"), -1.0).factuality == "PS+"
