"""Any report is read: spans that hold words whatever marks a text is full of, time in proportion to its length, a stated limit."""

import hashlib
from itertools import pairwise
from time import process_time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sayso.errors import InputError
from sayso.model import Document, Reading, Span
from sayso.reader import read_documents
from sayso.reader.attribution.tidying import with_marks
from sayso.reader.document.quotation import find_quotations
from sayso.reader.entities.outlets import find_outlet_names
from sayso.reader.entities.persons import find_persons
from sayso.reader.parse import Name, Parsed
from sayso.reader.places.recognition import find_places


def a_document(text: str, **given: object) -> Document:
    id = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
    return replace(Document(id=id, text=text, text_hash=id, language="en"), **given)


def spans_in(value: object) -> list[Span]:
    """Every span anywhere in a record."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [s for v in value for s in spans_in(v)]
    if isinstance(value, msgspec.Struct):
        return [s for f in value.__struct_fields__ for s in spans_in(getattr(value, f))]
    return []


def test_a_text_beyond_the_stated_length_is_refused_at_once() -> None:
    began = process_time()
    refused: list[InputError] = []
    assert list(read_documents([a_document("Aa " * 333_334)], refused=refused.append)) == []
    assert "1,000,002 characters" in str(refused[0]) and "1,000,000" in str(refused[0])
    assert process_time() - began < 0.5


# ---- spans

PIECES = ["“", "”", '"', "'", "‘", "’", "«", "»", "—", "–", "--", "-", ",", ".", " ", "that ", "he said", "We are late", "\n\n"]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), min_size=1, max_size=4),
)
def test_contents_hold_words_and_follow_on_each_other(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span(min(a, len(text) - 1), min(a + n, len(text))) for a, n in places]
    found = with_marks(spans, text, find_quotations(text, [Span(0, len(text))]))
    assert found and all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.integers(0, 99), st.integers(0, 99))
def test_no_span_ends_before_it_starts(a: int, b: int) -> None:
    assert Span(a, b).end >= a
    assert msgspec.json.decode(f"[{a},{b}]", type=Span).end >= a


def check_spans(reading: Reading) -> None:
    for attribution in reading.attributions:
        assert all(s.start < s.end <= len(reading.document.text) for s in attribution.content)
    assert all(s.start <= s.end for s in spans_in(reading))


def test_reports_full_of_marks_give_contents_that_hold_words() -> None:
    texts = [
        "“We are late” — “and lost,” she said — “we are,” he said. “No —” “Yes,” the minister said, “—” he added.",
        "Lee said: “It is — ” — “over,” — and “” “that,” “” said the “army” —.",
        "“”“We left,” said Ann Lee. ”“ ‘“No,” he said’. — “—we—” — said the mayor — “that” —",
    ]
    for reading in read_documents([a_document(t) for t in texts]):
        check_spans(reading)


# ---- time in proportion to length

UNITS = ["Aa", "Aa-", "Aa.", "Aa'", "Aa’s ", "Aa Bb ", "in Aa-", "said ", "Ann Lee said, ", "to Mr. Aa ", "Aa, ", "AA ", "Aa of ", "Aa\n", "St. Aa ", "the Aa News ", "Aa, a b c daily "]  # fmt: skip


def unparsed(text: str) -> Parsed:
    """A text as one paragraph of no tokens in which a tagger took some words for names."""
    names = [Name(n, n + 2, "PERSON" if n % 28 else "GPE") for n in range(0, len(text) - 2, 14)]
    return Parsed(text, [], [], names, [Span(0, len(text))])


def seconds(text: str) -> float:
    began = process_time()
    parsed = unparsed(text)
    find_persons(parsed, [])
    find_outlet_names(text, "Aa Post")
    find_places(a_document(text), parsed, ())
    return process_time() - began


@pytest.mark.parametrize("unit", UNITS)
def test_names_take_time_in_proportion_to_length(unit: str) -> None:
    """Ten times as long takes about ten times as long, not a hundred."""
    seconds(unit * (2_000 // len(unit)))
    short = min(seconds(unit * (20_000 // len(unit))) for _ in range(2))
    assert seconds(unit * (200_000 // len(unit))) < 30 * max(short, 0.02)


def test_a_word_of_a_million_letters_is_read() -> None:
    assert seconds("Aa" * 500_000) < 60
