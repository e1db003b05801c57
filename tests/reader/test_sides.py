"""Whose dead a report counts, and to which event of a sentence they belong."""

import pytest

from sayso.ingest.documents import make_document
from sayso.reader import read_documents


def figures(text: str) -> list[tuple[str, dict[str, float]]]:
    document = make_document(
        text,
        {"url": "https://example.org/a", "publisher": "The Echo", "published": "2031-05-07T09:00:00Z"},
        "test",
    )
    (reading,) = read_documents([document])
    return [(e.lemma, {f.field: f.value for f in e.figures}) for e in reading.events if e.figures]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "LIMA – Two soldiers were killed and four wounded on Tuesday when Ecuadorean troops attacked a post, Peru's army said.",
            {"killed_PER": 2.0, "wounded_PER": 4.0},
        ),
        (
            "LIMA – Ecuadorean soldiers fired on a Peruvian patrol on Tuesday, killing one and wounding three, the Peruvian defence ministry said.",
            {"killed_PER": 1.0, "wounded_PER": 3.0},
        ),
        (
            "LIMA – Seven attackers were killed on Tuesday when Ecuadorean forces attacked a post, Peru's army said.",
            {"killed_ECU": 7.0},
        ),
        (
            "LIMA – Two people were killed on Tuesday when Ecuadorean forces shelled a village, Peru's army said.",
            {"killed": 2.0},
        ),
        (
            "LIMA – Two soldiers were killed on Tuesday when Ecuadorean forces attacked a post, a villager said.",
            {"killed": 2.0},
        ),
    ],
)
def test_an_army_counts_its_own(text: str, wanted: dict[str, float]) -> None:
    assert [f for _, f in figures(text)] == [wanted]


def test_figures_stay_with_the_event_beside_them() -> None:
    text = "LIMA – Eleven people were wounded on Thursday when Ecuadorean and Peruvian forces exchanged fire at Tumbes, two days after a clash in Loreto, officials said."
    assert [f for _, f in figures(text)] == [{"wounded": 11.0}]


def test_who_dies_as_the_third_brings_the_toll_to_three() -> None:
    text = "LIMA – Ecuadorean and Peruvian forces clashed in Loreto on Tuesday.\n\nA third soldier wounded in the clash died of his injuries on Wednesday, Peru's army said."
    assert {"killed_PER": 3.0} in [f for _, f in figures(text)]
