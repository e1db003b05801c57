"""Accidents and their dead: one event in a sentence, named after what happened."""

import pytest

from sayso.ingest.documents import make_document
from sayso.reader import read_documents


def concepts(text: str) -> list[str]:
    document = make_document(
        text, {"url": "https://example.org/a", "published": "2031-05-06T09:00:00Z"}, "test"
    )
    (reading,) = read_documents([document])
    return [event.lemma for event in reading.events]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "VALPARAISO – A warehouse collapsed in Valparaiso on Monday, killing at least four people, the mayor said.",
            ["collapse"],
        ),
        (
            "VALPARAISO – Six people were killed on Monday when a warehouse collapsed in Valparaiso, the mayor said.",
            ["collapse"],
        ),
        (
            "VALPARAISO – Two trains collided near Valparaiso on Monday, killing nine passengers, police said.",
            ["crash"],
        ),
        ("VALPARAISO – Gunmen shot and killed two guards in Valparaiso on Monday, police said.", ["killing"]),
    ],
)
def test_the_dead_of_an_accident_are_told_of_the_accident(text: str, wanted: list[str]) -> None:
    assert concepts(text) == wanted
