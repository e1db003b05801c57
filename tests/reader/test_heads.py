import math

import pytest

from sayso.model import Span
from sayso.reader.encoder.heads import TYPES, rate_factuality, rate_types
from sayso.reader.encoder.session import encode_texts

RATED = "The convoy reached the border on Monday. Its drivers did not meet the governor. They may leave soon."


def place(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def test_what_is_told_is_surer_than_what_may_be_or_is_denied() -> None:
    encoded = encode_texts([RATED])
    assert encoded
    reached, meet, leave = rate_factuality(
        encoded[0], [place(RATED, w) for w in ("reached", "meet", "leave")]
    )
    assert 3 >= reached > 2 > 1.5 > max(leave, meet) >= min(leave, meet) >= -3


@pytest.mark.parametrize(
    ("text", "source", "target", "kind"),
    [
        (
            "Norland's air force bombed a village in Sudovia on Monday.",
            "Norland's air force",
            "a village in Sudovia",
            "ASSAULT",
        ),
        (
            "The president of Norland met the prime minister of Sudovia for talks.",
            "The president of Norland",
            "the prime minister of Sudovia",
            "CONSULT",
        ),
        ("The ministry accused the rebels of breaking the truce.", "The ministry", "the rebels", "ACCUSE"),
        (
            "The police dispersed the demonstrators with tear gas and arrested forty of them.",
            "The police",
            "the demonstrators",
            "COERCE",
        ),
    ],
)
def test_types_of_plain_sentences(text: str, source: str, target: str, kind: str) -> None:
    encoded = encode_texts([text])
    assert encoded
    chances = rate_types(encoded[0], Span(0, len(text)), [place(text, source)], [place(text, target)])
    assert set(chances) == set(TYPES)
    assert sum(chances.values()) == pytest.approx(1, abs=1e-5)
    assert max(chances, key=chances.__getitem__) == kind


def test_what_was_not_read_has_no_rating() -> None:
    encoded = encode_texts([RATED], [[Span(0, len(RATED))]])
    assert encoded
    assert math.isnan(rate_factuality(encoded[0], [place(RATED, "reached")])[0])
    assert rate_types(encoded[0], Span(0, 30)) == {}


def test_pieces_are_those_a_span_touches() -> None:
    encoded = encode_texts([RATED])
    assert encoded
    found = encoded[0].pieces(place(RATED, "border"))
    assert [(encoded[0].starts[i], encoded[0].ends[i]) for i in found] == [
        (RATED.index("border"), RATED.index("border") + 6)
    ]
    assert list(encoded[0].pieces(Span(len(RATED) + 5, len(RATED) + 9))) == []
