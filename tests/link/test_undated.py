"""The same event where no time tells it."""

import pytest

from sayso.ingest.documents import make_document
from sayso.link.clusters import cluster_mentions
from sayso.link.coreference import compare_mentions, make_nodes
from sayso.link.undated import FEATURES, load_weights
from sayso.model import EventMention, Reading, Span

ONE = "A warehouse in Tollmark burned down. The blaze gutted the timber stores of the Hale family, and firefighters from Ostby pumped water from the canal."
COPY = "Firefighters from Ostby needed the canal to stop the blaze in Tollmark. The Hale family lost its timber stores in the warehouse."
OTHER = "Marlow College shut its laboratories after a blaze hurt 2 students of Professor Quill there. A beaker of solvent had cracked, the rector of Fenwick said."


def reading(text: str, word: str, name: str) -> Reading:
    at = text.index(word)
    where = Span(at, at + len(word))
    event = EventMention(
        trigger=where, extent=where, type="OTHER", status="occurred", factuality="CT+", label=word, lemma=word
    )
    return Reading(
        document=make_document(text, {"title": name, "url": f"https://example.org/{name}"}, "test"),
        events=(event,),
        reader="test",
    )


def test_every_feature_has_a_weight() -> None:
    assert set(load_weights()) == set(FEATURES)


def test_two_reports_of_one_matter_are_joined_and_those_of_another_are_not() -> None:
    one, copy, other = (
        make_nodes(reading(t, "blaze", n))[0] for t, n in ((ONE, "one"), (COPY, "copy"), (OTHER, "other"))
    )
    link = compare_mentions(one, copy)
    assert link is not None
    assert link.judgement == "same"
    assert link.score == pytest.approx(sum(e.weight or 0 for e in link.evidence), abs=0.02)
    apart = compare_mentions(one, other)
    assert apart is not None
    assert apart.score < link.score - 1
    assert apart.judgement != "same"


def test_other_words_for_one_thing_are_compared_and_nearness_is_told() -> None:
    first = reading(
        "A crash shut the Hale bridge at Tollmark. Two lorries had met, and the Ostby ferry stood still.",
        "crash",
        "first",
    )
    second = reading(
        "The Ostby ferry sails again after the accident of two lorries on the Hale bridge at Tollmark.",
        "accident",
        "second",
    )
    link = compare_mentions(make_nodes(first)[0], make_nodes(second)[0])
    assert link is not None
    assert any(e.name == "near in meaning" for e in link.evidence)


def test_reports_of_another_matter_found_an_event_of_their_own_whatever_the_order_of_the_links() -> None:
    readings = [
        reading(t, "blaze", n) for t, n in ((ONE, "one"), (COPY, "copy"), (ONE, "again"), (OTHER, "other"))
    ]
    nodes = [make_nodes(r)[0] for r in readings]
    links = [link for i, a in enumerate(nodes) for b in nodes[:i] if (link := compare_mentions(a, b))]
    groups = cluster_mentions(nodes, links)
    assert sorted(sorted(n.end for n in g) for g in groups) == sorted(
        [sorted(n.end for n in nodes[:3]), [nodes[3].end]]
    )
    assert cluster_mentions(nodes[::-1], links[::-1]) == groups


def test_words_that_cannot_name_one_event_are_never_joined() -> None:
    one, other = make_nodes(reading(ONE, "blaze", "one"))[0], make_nodes(reading(COPY, "stop", "copy"))[0]
    assert compare_mentions(one, other) is None
