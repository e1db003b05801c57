"""Lists of events: every filter, count and page against the events themselves, as of several moments."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.ingest import open_documents
from sayso.ledger import Ledger
from sayso.ledger.listing import MOST, SORTS, Wanted, count_days, count_events, count_facets, list_events
from sayso.ledger.moments import stamp
from sayso.model import Event
from sayso.reader import read_documents

ROOT = Path(__file__).parents[2] / "benchmarks" / "stories"
STORIES = ("mombasa-dock-strike", "midia-refinery-fire", "bahai-market-strike")
LATER = datetime(2026, 6, 1, tzinfo=UTC)
MOMENTS = [datetime(2025, 6, 8, tzinfo=UTC), datetime(2026, 2, 12, 12, tzinfo=UTC), LATER]


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    made = Ledger(":memory:")
    for reading in read_documents(d for s in STORIES for d in open_documents([ROOT / s / "docs"])):
        made.add(reading)
    return made


def pages(ledger: Ledger, moment: str, wanted: Wanted, sort: str, limit: int = 2) -> list[Event]:
    found: list[Event] = []
    cursor: str | None = None
    with ledger.connect() as connection:
        while True:
            page = list_events(connection, moment, wanted, sort, limit, cursor)  # type: ignore[arg-type]
            found += page.events
            assert len(page.events) <= limit
            if page.next is None:
                return found
            cursor = page.next


@pytest.mark.parametrize("sort", SORTS)
def test_pages_hold_every_event_once(ledger: Ledger, sort: str) -> None:
    for moment in MOMENTS:
        ids = [e.id for e in pages(ledger, stamp(moment), Wanted(background=True), sort)]
        assert sorted(ids) == sorted(e.id for e in ledger.events(moment))


def test_more_origins_come_first_never_more_reports(ledger: Ledger) -> None:
    lows = [e.origins.low for e in pages(ledger, stamp(LATER), Wanted(background=True), "origins")]
    assert lows == sorted(lows, reverse=True) and len(set(lows)) > 1


def test_what_a_facet_counts_is_what_choosing_it_shows(ledger: Ledger) -> None:
    moment = stamp(LATER)
    with ledger.connect() as connection:
        facets = count_facets(connection, moment, Wanted(background=True))
    events = ledger.events(LATER)
    assert dict(facets["status"]) == Counter(e.status for e in events)
    assert dict(facets["country"]) == Counter(p for e in events for p in e.participants)
    names = Counter(n for e in events for n in set(e.origins.names))
    assert [n for _, n in facets["source"]] == [n for _, n in names.most_common(MOST)]  # the rest is left out
    for facet in ("status", "kind", "country", "outlet", "source"):
        assert facets[facet]
        for value, n in facets[facet]:
            shown = pages(ledger, moment, Wanted(**{facet: (value,)}, background=True), "relevance")
            assert len(shown) == n
    for least, n in facets["origins"]:
        assert n == sum(e.origins.low >= least for e in events)


def test_filters_narrow_together_and_a_facet_does_not_narrow_itself(ledger: Ledger) -> None:
    moment, events = stamp(LATER), ledger.events(LATER)
    status = events[0].status
    country = next(p for e in events if e.status == status for p in e.participants)
    wanted = Wanted(status=(status,), country=(country,), background=True)
    right = {e.id for e in events if e.status == status and country in e.participants}
    assert {e.id for e in pages(ledger, moment, wanted, "day")} == right
    with ledger.connect() as connection:
        assert count_events(connection, moment, wanted) == len(right)
        facets = count_facets(connection, moment, wanted)
        months = count_days(connection, moment, Wanted(background=True))
    assert dict(facets["status"]) == Counter(e.status for e in events if country in e.participants)
    assert dict(months) == Counter(e.start[:7] for e in events if e.start)


def test_a_cursor_of_another_list_is_refused(ledger: Ledger) -> None:
    with ledger.connect() as connection:
        following = list_events(connection, stamp(LATER), Wanted(background=True), "day", 1).next
        assert following
        for cursor, sort in ((following, "origins"), ("origins~x~y~e1", "origins"), ("nonsense", "day")):
            with pytest.raises(InputError):
                list_events(connection, stamp(LATER), Wanted(), sort, 1, cursor)  # type: ignore[arg-type]
