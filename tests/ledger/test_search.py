from datetime import timedelta
from pathlib import Path

import pytest

from sayso.ledger import Ledger
from sayso.ledger.search import find_words
from tests.ledger.stories import FIRST, make_reading


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    held = Ledger(tmp_path / "l.db")
    for n in range(3):
        held.add(make_reading(n))
    return held


def test_finds_reports_attributions_and_events(ledger: Ledger) -> None:
    with ledger.connect() as connection:
        hits = find_words(connection, "Bergen", FIRST + timedelta(days=1))
    assert {h.kind for h in hits} == {"document", "attribution", "event"}
    assert all("[Bergen]" in h.excerpt for h in hits)


def test_shows_only_what_was_published_by_then(ledger: Ledger) -> None:
    with ledger.connect() as connection:
        assert find_words(connection, "Narvik", FIRST + timedelta(hours=1)) == []


@pytest.mark.parametrize("query", ['"', "AND", "o'brien (", "a:b", "*", "", "NEAR("])
def test_words_that_are_no_query_are_searched_as_words(ledger: Ledger, query: str) -> None:
    with ledger.connect() as connection:
        assert isinstance(find_words(connection, query, FIRST + timedelta(days=1)), list)
