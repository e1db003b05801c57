"""What an event keeps beside its fields: claims of precedence, and headlines that are firmer than their body."""

import pytest

from sayso.model import EventMention, Span
from sayso.reader.events.composition import settle_titles
from sayso.reader.events.precedents import find_precedent


@pytest.mark.parametrize(
    ("sentence", "trigger", "words"),
    [
        ("The first Norwegian visit to Lima began on Friday.", "visit", "The first Norwegian visit"),
        ("A rare exchange of prisoners took place.", "exchange", "rare exchange"),
        ("The first lady was in town for the visit.", "visit", None),
        ("In the first half of May the two held a drill.", "drill", None),
        ("It was the largest drill since 2012.", "drill", "largest drill since 2012"),
    ],
)
def test_precedence_is_that_of_the_event(sentence: str, trigger: str, words: str | None) -> None:
    at = sentence.index(trigger)
    assert find_precedent(sentence, Span(0, len(sentence)), Span(at, at + len(trigger))) == words


def test_a_title_that_is_firmer_than_its_body_is_noted_and_the_body_counts() -> None:
    at = Span(0, 5)
    mentions = [
        EventMention(
            trigger=at, extent=at, type="AID", status="planned", factuality="PR+", part="title", event=0
        ),
        EventMention(
            trigger=at, extent=at, type="AID", status="possible", factuality="PS+", event=0, attribution=2
        ),
        EventMention(
            trigger=at, extent=at, type="AID", status="occurred", factuality="CT+", part="title", event=1
        ),
    ]
    first, second, alone = settle_titles(mentions)
    assert (first.status, first.headline, first.attribution) == ("possible", "planned", 2)
    assert second == mentions[1]
    assert alone == mentions[2]
