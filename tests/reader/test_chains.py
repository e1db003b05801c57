"""Whom a source's words mean among those who spoke before."""

import pytest

from sayso.ingest.documents import make_document
from sayso.reader import read

LEAD = "OSLO, June 3 – The harbour bridge will open on June 9, the harbour council said in a statement on Monday. "


def innermost(sentence: str) -> str:
    """The last station of the chain of a sentence that follows a lead with a source."""
    reading = read(
        make_document(LEAD + sentence, {"publisher": "The Echo", "published": "2031-06-03T10:00:00Z"}, "x")
    )
    found = [a for a in reading.attributions if a.cue and a.cue[0].start >= len(LEAD)]
    assert len(found) == 1
    return found[0].chain[-1].name


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("According to reports, the contractor resigned.", "reports"),
    ],
)
def test_only_a_definite_document_is_that_of_a_source_before(sentence: str, name: str) -> None:
    assert innermost(sentence) == name
