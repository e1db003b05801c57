"""Quotations by their marks: mixed, unbalanced, nested, over paragraphs."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.model import Span
from sayso.reader.document.quotation import find_quotations, quotation_at, share_quoted


def paragraphs(text: str) -> list[Span]:
    out, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append(Span(at, at + len(line)))
        at += len(line) + 1
    return out


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotations(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“We are late,” she said. “The tide is out.”", ["We are late,", "The tide is out."]),
        ('"We are late," she said. "The tide is out."', ["We are late,", "The tide is out."]),
        ("He called it « une honte ».", [" une honte "]),
        ("Er nannte es „eine Schande“.", ["eine Schande"]),
        ("“He told me ‘never’ and “not now”,” she said.", ["He told me ‘never’ and “not now”,"]),
        ("‘We won’t go,’ he said.", ["We won’t go,"]),
        ("A so-called “expert” spoke.", ["expert"]),
        ("The sailors' mess isn't open.", []),
        ("''We are late,'' she said. ''The tide is out.''", ["We are late,", "The tide is out."]),
        ("``We are late,'' she said.", ["We are late,"]),
        ("'We aren't late,' she said. 'It's only noon.'", ["We aren't late,", "It's only noon."]),
        ("The boat is 6'' wide.", []),
        ("He said \"it's the sailors' own mess\" and left.", ["it's the sailors' own mess"]),
        ("„We are late”, she said.", ["We are late"]),
        ("»We are late,« she said.", ["We are late,"]),
        ("“We are late”, she said. ”Very late”, he said.", ["We are late", "Very late"]),
        ("‘He said “never”,’ she said.", ["He said “never”,"]),
    ],
)
def test_marks(text: str, wanted: list[str]) -> None:
    assert quoted(text) == wanted


def test_a_mark_left_open_ends_with_its_paragraph() -> None:
    text = "“The harbour is closed.\nNobody sails."
    (only,) = find_quotations(text, paragraphs(text))
    assert text[only.start : only.end] == "The harbour is closed."
    assert not only.closed
    assert not only.goes_on


def test_a_quote_goes_on_where_the_next_paragraph_opens_again() -> None:
    text = "“The harbour is closed.\n“Nobody sails,” she said."
    first, second = find_quotations(text, paragraphs(text))
    assert first.goes_on
    assert second.closed


def test_share_of_words_within_marks() -> None:
    text = "“Yes” no"
    found = find_quotations(text, paragraphs(text))
    assert share_quoted([Span(1, 4)], found) == 1
    assert share_quoted([Span(6, 8)], found) == 0
    assert quotation_at(2, found) is not None
    assert quotation_at(7, found) is None


@given(st.text(alphabet="ab “”\"'`‘’«»„.,s\n", max_size=80))
def test_any_marks_give_ordered_stretches_that_do_not_overlap(text: str) -> None:
    found = find_quotations(text, paragraphs(text))
    assert all(0 <= q.start <= q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
