"""What a search's words mean, and what is said of words that mean nothing."""

import pytest

from sayso.errors import InputError
from sayso.ledger.asking import parse_query
from sayso.ledger.search import Filters


def test_operators_narrow_and_words_stay() -> None:
    words, filters = parse_query(
        'drill OR "joint sail" outlet:"Harbour News" after:2031-06-01 before:2031-07-01'
    )
    assert words == 'drill OR "joint sail"'
    assert (filters.kind, filters.source) == ("document", "Harbour News")
    assert filters.published == ("2031-06-02T00:00:00.000000Z", "2031-07-01T00:00:00.000000Z")


def test_what_was_set_by_hand_stays() -> None:
    _, filters = parse_query("drill status:Planned", Filters(country="NOR"))
    assert (filters.country, filters.status) == ("NOR", "planned")


def test_a_colon_within_a_phrase_or_an_address_is_no_operator() -> None:
    assert parse_query('"status: unknown" ship') == ('"status: unknown" ship', Filters())
    assert parse_query("https://a.example/b")[0] == "https://a.example/b"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("colour:red ship", "colour:"),
        ("ship status:sunk", "status:sunk"),
        ("ship after:june", "after:june"),
        ("ship country:", "country:"),
        ('ship "of state', "quotation mark"),
        ("AND ship", "before AND"),
        ("ship NOT", "after NOT"),
        ("status:planned", "no word"),
    ],
)
def test_what_is_wrong_is_said_in_words(words: str, said: str) -> None:
    with pytest.raises(InputError) as problem:
        parse_query(words)
    assert said in str(problem.value)
