"""What the words around a time say of its side of the report."""

import pytest

from sayso.reader.times.leaning import cues, lean
from sayso.reader.times.tense import Tense

AHEAD = ["The hearing will be held on {}.", "The vote is scheduled for {}.", "They are due to meet on {}."]
BEHIND = [
    "The bridge was closed on {}.",
    "He said {} that nothing was found.",
    "Since {} they have refused, he said.",
]


@pytest.mark.parametrize(("sentence", "ahead"), [*((s, True) for s in AHEAD), *((s, False) for s in BEHIND)])
def test_a_time_leans_with_its_verb(sentence: str, ahead: bool) -> None:
    start = sentence.index("{}")
    tense, chance = lean(sentence.format("Friday"), start, start + 6, "weekday")
    assert tense.ahead is ahead
    assert (chance >= 0.5) is ahead


def test_until_a_day_that_is_over_lies_behind() -> None:
    text = "Until Thursday, they had not called him a suspect."
    assert not lean(text, 6, 14, "weekday")[0].ahead


def test_cues_stay_within_the_sentence() -> None:
    text = "It will rain. He left Friday. She will stay."
    heard = cues(text, 22, 28, Tense(False))
    assert "<1 left" in heard
    assert not any("will" in c for c in heard)
