from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from sayso.ledger import Ledger
from sayso.ledger.search import find_page, find_words
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


@pytest.fixture
def parted(place: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A ledger of twelve months, its full-text index in many parts."""
    monkeypatch.setattr("sayso.ledger.shelves._SHELF", 4 * 100_000)
    monkeypatch.setattr("sayso.ledger.search.RANKED", 4)
    held = Ledger(place())
    for n in range(12):
        held.add(make_reading(n, 24 * 31 * n))
    return held


def parts_read(connection: Connection, query: str, cursor: str | None = None) -> tuple[int, int]:
    """How many parts of the index a page of hits reads, and how many matches are fetched from it."""
    asked: list[tuple[str, Any]] = []

    def note(_a: Any, _b: Any, statement: str, values: Any, *_: Any) -> None:
        if "bm25" in statement or "ts_rank_cd" in statement:
            asked.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    find_page(connection, query, FIRST + timedelta(days=4000), limit=2, cursor=cursor)
    event.remove(connection, "before_cursor_execute", note)
    fetched = sum(len(connection.exec_driver_sql(statement, values).all()) for statement, values in asked)
    if connection.dialect.name == "sqlite":
        return len(asked), fetched
    read = 0
    for statement, values in asked:
        plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values).scalar_one()
        todo = [plan[0]["Plan"]]
        while todo:
            node = todo.pop()
            read += node["Actual Loops"] > 0 and "passages" in node.get("Relation Name", "")
            todo += node.get("Plans", [])
    return read, fetched


def test_a_common_word_is_looked_for_in_the_newest_parts_alone(parted: Ledger) -> None:
    with parted.connect() as connection:
        parts, fetched = parts_read(connection, "visit")
        assert parts <= 2
        assert fetched == 5  # those that are ranked, and whether there are more
        before = connection.execute(text("SELECT max(known_at) FROM passages")).scalar()
    for n in range(12, 24):
        parted.add(make_reading(n, 24 * 31 * n))
    with parted.connect() as connection:
        assert connection.execute(text("SELECT max(known_at) FROM passages")).scalar() != before
        assert parts_read(connection, "visit") == (parts, fetched)
        assert parts_read(connection, '"number 3"')[0] > parts  # a rare word is looked for in all


def test_pages_go_on_past_what_is_ranked_at_once(parted: Ledger) -> None:
    with parted.connect() as connection:
        wanted = connection.execute(
            text("SELECT count(*) FROM passages WHERE words LIKE '%visit%'")
        ).scalar_one()
    seen, cursor, late = [], None, 12
    while True:
        with parted.connect() as connection:
            page = find_page(connection, "visit", FIRST + timedelta(days=4000), limit=3, cursor=cursor)
        seen += [(h.kind, h.document, h.ref) for h in page.hits]
        assert page.hits
        cursor = page.cursor
        if cursor is None:
            break
        if late < 15:
            parted.add(make_reading(late, 24 * 31 * late))  # what is added in between moves nothing
            late += 1
    assert len(seen) == len(set(seen)) == wanted > 30
