"""Where a content begins and ends: as PolNeAR bounds it, with its marks and its "that"."""

import pytest

from sayso.ingest.documents import make_document
from sayso.model import Span
from sayso.reader import read
from sayso.reader.attribution.tidying import tidy, with_marks
from sayso.reader.document.quotation import find_quotations
from sayso.reader.encoder.session import RawAttribution


def contents(text: str, encoder: bool) -> list[str]:
    found = read(
        make_document(text, {"publisher": "The Echo", "published": "2031-06-03T10:00:00Z"}, "x")
    ).attributions
    return [" | ".join(c.of(text) for c in a.content) for a in found]


@pytest.mark.parametrize("encoder", [False, True])
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“We are late,” she said.", "“We are late,”"),
        ('"We are late," she said.', '"We are late,"'),
        ("“We are late,” she said. “The tide is out.”", "“We are late,” | “The tide is out.”"),
        ("The mayor said that the bridge was shut.", "that the bridge was shut"),
        ("The bridge was shut, the mayor said.", "The bridge was shut"),
        ("The mayor said the bridge was “a danger to us all.”", "the bridge was “a danger to us all.”"),
        ("The mayor asked: “Who will pay?”", "“Who will pay?”"),
    ],
)
def test_edges(text: str, wanted: str, encoder: bool) -> None:
    assert contents(text, encoder) == [wanted]


def test_bounds_once_set_stay() -> None:
    text = "He said that “nobody will go,” and that was all."
    quotations = find_quotations(text, [Span(0, len(text))])
    once = with_marks([Span(text.index("nobody"), text.index(",”"))], text, quotations)
    assert [s.of(text) for s in once] == ["that “nobody will go,”"]
    assert with_marks(once, text, quotations) == once


def test_what_is_nothing_but_marks_is_no_content() -> None:
    assert tidy(RawAttribution((), (Span(0, 4),), (Span(5, 7),), 1.0), "said “”") is None
