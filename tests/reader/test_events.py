"""Event mentions: verbs with particles, states, what was agreed on, what is no event."""

import pytest

from sayso.ingest.documents import make_document
from sayso.model import EventMention, Span
from sayso.reader import read
from sayso.reader.events.figures import find_figures


def events(sentence: str) -> dict[str, EventMention]:
    """The mentions of a sentence by lemma."""
    document = make_document(
        sentence, {"publisher": "The Echo", "published": "2024-05-07T10:00:00+02:00"}, "x"
    )
    return {m.lemma: m for m in read(document).events}


@pytest.mark.parametrize(
    ("sentence", "lemma", "status"),
    [
        ("Norway has agreed to hand over its NASAMS battery to Ukraine.", "aid", "planned"),
        ("Nearly 300 detainees were flown home from Oslo in April 2023.", "release", "occurred"),
        ("North Korea launched two short-range missiles on Friday.", "launch", "occurred"),
        ("The Swedish opposition has called for a demonstration in Oslo on Saturday.", "protest", "planned"),
        ("Norway will inform the press when the envoy visits Lima on Friday.", "visit", "planned"),
        (
            "Norway said the ports would stay shut until troops landed in Bergen on Friday.",
            "landing",
            "planned",
        ),
        ("Norway informed the press when the envoy visited Lima on Friday.", "visit", "occurred"),
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
    event = events(
        "Norway promised on Monday to hand over another IRIS-T system to Ukraine, officials said."
    )["aid"]
    assert {a.value for a in event.arguments if a.role == "participant"} == {"NOR", "UKR"}


@pytest.mark.parametrize(
    ("sentence", "lemma", "place"),
    [
        ("Ties have grown closer since the 2023 Camp David summit.", "talks", "Camp David"),
        ("A data cable between Bergen and Aberdeen was damaged on Monday.", "break", "Bergen"),
        (
            "Troops held a drill near Bergen in May. In June they held a second drill in the same area.",
            "exercise",
            "Bergen",
        ),
        (
            "The minister will visit Lima on Monday. She will hold talks with her colleague there on Tuesday.",
            "talks",
            "Lima",
        ),
        (
            "The navies of the United States and South Korea will start an exercise on Monday.",
            "exercise",
            None,
        ),
        (
            "The minister travelled to Lima to sign a defence agreement with Peru on Monday.",
            "agreement",
            "Lima",
        ),
        ("The president is in Lima and is holding talks with King Harald on Tuesday.", "talks", "Lima"),
        ("North Korea fired two missiles into the Sea of Japan from Wonsan on Friday.", "launch", "Wonsan"),
        ("Norway will hand over a radar to Ukraine on Monday.", "aid", None),
        ("Norway handed over a radar to Ukraine on Monday.", "aid", "Ukraine"),
        (
            "Soldiers met at the Rafah crossing on Saturday and agreed to reopen it on Monday.",
            "opening",
            "Rafah",
        ),
    ],
)
def test_where_it_takes_place(sentence: str, lemma: str, place: str | None) -> None:
    found = events(sentence)[lemma].place
    assert (found.name.removesuffix(" crossing") if found else None) == place


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("At least four sailors were killed on Friday.", [("killed", 4.0, "at_least")]),
        ("As many as 20 miners were killed near Lima.", [("killed", 20.0, "at_most")]),
        ("No less than 12,500 people were evacuated.", [("evacuated", 12500.0, "at_least")]),
        (
            "The largest swap since April 2021, when nearly 900 detainees were flown home.",
            [("freed", 900.0, "about")],
        ),
        ("A clash there left soldiers dead.", []),
        ("A B-52 strategic bombers wing moved.", []),
        ("They held a missile defence exercise.", []),
        ("An aircraft carrier sailed.", []),
    ],
)
def test_figures_and_their_bounds(sentence: str, figures: list[tuple[str, float, str]]) -> None:
    assert [(f.field, f.value, f.bound) for f in find_figures(sentence, Span(0, len(sentence)))] == figures


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            "Norway and Sweden held their largest naval exercise in more than a decade off Bergen on Friday.",
            "largest naval exercise in more than a decade",
        ),
        (
            "Norway and Sweden held the deadliest drill on record off Bergen on Friday.",
            "deadliest drill on record",
        ),
        (
            "For only the second time, Norway and Sweden held a drill off Bergen on Friday.",
            "For only the second time",
        ),
        ("Norway and Sweden held a drill off Bergen on Friday.", None),
    ],
)
def test_claims_of_precedence_are_kept(sentence: str, words: str | None) -> None:
    assert events(sentence)["exercise"].precedent == words


def test_how_far_a_missile_went_is_no_visit() -> None:
    assert "visit" not in events(
        "The missiles, launched on May 3 from the Wonsan area, flew some 350 kilometers."
    )


def test_the_name_of_a_crossing_is_no_departure() -> None:
    assert "departure" not in events(
        "Last September, an exchange of fire closed the Torkham crossing for nine days."
    )


@pytest.mark.parametrize(
    ("title", "body", "noted"),
    [
        (
            "Norway to hand over radar to Ukraine",
            "Norway may hand over a radar to Ukraine in May, officials said.",
            "as planned, the body as possible",
        ),
        (
            "Norway handed over radar to Ukraine",
            "Norway will hand over a radar to Ukraine in June.",
            "as a fact, the body as planned",
        ),
        (
            "Norway hands over radar to Ukraine in June",
            "Norway will hand over a radar to Ukraine in June.",
            None,
        ),
        ("Norway may hand over radar to Ukraine", "Norway may hand over a radar to Ukraine in June.", None),
        ("Will Norway hand over its radar?", "Norway may hand over a radar to Ukraine in June.", None),
        ("Norway to hand over radar to Ukraine", "Norway handed over a radar to Ukraine on Monday.", None),
    ],
)
def test_a_headline_firmer_than_its_body_is_said(title: str, body: str, noted: str | None) -> None:
    document = make_document(
        body, {"publisher": "The Echo", "published": "2024-05-07T10:00:00+02:00", "title": title}, "x"
    )
    notes = [n for n in read(document).notes if n.startswith("headline firmer")]
    assert len(notes) == bool(noted)
    assert all(n.endswith(noted or "") for n in notes)
