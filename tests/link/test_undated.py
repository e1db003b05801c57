"""The same event where no time tells it."""

import pytest

from sayso.ingest.documents import make_document
from sayso.link.coreference import compare_mentions, make_nodes
from sayso.link.undated import FEATURES, load_weights
from sayso.model import EventMention, Reading, Span

ONE = "A warehouse in Tollmark burned down. The blaze gutted the timber stores of the Hale family, and firefighters from Ostby pumped water from the canal."
COPY = "Firefighters from Ostby needed the canal to stop the blaze in Tollmark. The Hale family lost its timber stores in the warehouse."
OTHER = "A blaze at a chemist's laboratory hurt two students of the college. Professors said that a beaker had cracked."


def reading(text: str, word: str, name: str) -> Reading:
    at = text.index(word)
    where = Span(at, at + len(word))
    event = EventMention(trigger=where, extent=where, type="OTHER", status="occurred", factuality="CT+", label=word, lemma=word)
    return Reading(document=make_document(text, {"title": name, "url": f"https://example.org/{name}"}, "test"), events=(event,), reader="test")


def test_every_feature_has_a_weight() -> None:
    assert set(load_weights()) == set(FEATURES)


def test_two_reports_of_one_matter_are_joined_and_those_of_another_are_not() -> None:
    one, copy, other = (make_nodes(reading(t, "blaze", n))[0] for t, n in ((ONE, "one"), (COPY, "copy"), (OTHER, "other")))
    link = compare_mentions(one, copy)
    assert link is not None
    assert link.judgement == "same"
    assert link.score == pytest.approx(sum(e.weight or 0 for e in link.evidence), abs=0.02)
    apart = compare_mentions(one, other)
    assert apart is None or apart.judgement == "different"


def test_words_that_cannot_name_one_event_are_never_joined() -> None:
    one, other = make_nodes(reading(ONE, "blaze", "one"))[0], make_nodes(reading(COPY, "stop", "copy"))[0]
    assert compare_mentions(one, other) is None
