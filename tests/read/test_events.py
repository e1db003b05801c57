"""Event mentions: verbs with particles, states, what was agreed on, what is no event."""

import pytest

from sayso.ingest.documents import make_document
from sayso.model import EventMention
from sayso.read import read


def events(sentence: str) -> dict[str, EventMention]:
    """The mentions of a sentence by lemma."""
    document = make_document(sentence, {"publisher": "The Echo", "published": "2024-05-07T10:00:00+02:00"}, "x")
    return {m.lemma: m for m in read(document).events}


@pytest.mark.parametrize(
    ("sentence", "lemma", "status"),
    [
        ("Norway has agreed to hand over its NASAMS battery to Ukraine.", "aid", "planned"),
        ("Nearly 300 detainees were flown home from Oslo in April 2023.", "release", "occurred"),
        ("North Korea launched two short-range missiles on Friday.", "launch", "occurred"),
        ("The Swedish opposition has called for a demonstration in Oslo on Saturday.", "protest", "planned"),
        ("Talks in Muscat ended on Sunday without a deal.", "talks", "occurred"),
    ],
)
def test_event_and_status(sentence: str, lemma: str, status: str) -> None:
    found = events(sentence)
    assert lemma in found
    assert found[lemma].status == status


def test_what_was_agreed_on_leaves_the_agreement_done() -> None:
    found = events("EU ambassadors agreed on Wednesday on the sanctions package against Belarus.")
    assert found["agreement"].status == "occurred"


def test_leaving_people_dead_is_no_departure() -> None:
    assert "departure" not in events("A deadly clash in Bergen left three soldiers dead.")


def test_noun_beside_a_relative_clause_ends() -> None:
    assert isinstance(events("The deal on which both sides agreed on Monday ended the war in Norway."), dict)


def test_who_promises_to_send_is_the_one_that_sends() -> None:
    event = events("Norway promised on Monday to hand over another IRIS-T system to Ukraine, officials said.")["aid"]
    assert {a.value for a in event.arguments if a.role == "participant"} == {"NOR", "UKR"}


@pytest.mark.parametrize(
    ("sentence", "lemma", "place"),
    [
        ("Ties have grown closer since the 2023 Camp David summit.", "talks", "Camp David"),
        ("Troops held a drill near Bergen in May. In June they held a second drill in the same area.", "exercise", "Bergen"),
        ("The minister will visit Lima on Monday. She will hold talks with her colleague there on Tuesday.", "talks", "Lima"),
        ("The navies of the United States and South Korea will start an exercise on Monday.", "exercise", None),
    ],
)
def test_where_it_takes_place(sentence: str, lemma: str, place: str | None) -> None:
    found = events(sentence)[lemma].place
    assert (found.name if found else None) == place
