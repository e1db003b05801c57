"""Everything at a moment is what a ledger gives that never saw what came later: whole stories, in any order of addition, at any moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sayso.brief import brief_text, event_text
from sayso.briefing import find_brief
from sayso.demo import demo_stories
from sayso.ledger import Ledger
from sayso.model import Reading
from tests.stories.test_golden import readings_of

FILLED = datetime(2035, 1, 1, tzinfo=UTC)


@cache
def all_readings() -> tuple[Reading, ...]:
    return tuple(r for story in demo_stories() for r in readings_of(story))


def published(reading: Reading) -> datetime:
    assert reading.document.published_at
    return reading.document.published_at


def moments() -> st.SearchStrategy[datetime]:
    times = sorted(published(r) for r in all_readings())
    near = [t + gap for t in times for gap in (timedelta(0), timedelta(hours=9), timedelta(days=40))]
    return st.sampled_from(near)


def shuffled(data: st.DataObject) -> list[Reading]:
    return [all_readings()[n] for n in data.draw(st.permutations(range(len(all_readings()))))]


@contextmanager
def filled(readings: Sequence[Reading]) -> Iterator[Ledger]:
    with Ledger(":memory:") as ledger:
        for reading in readings:
            ledger.add(reading, FILLED)
        yield ledger


def assert_same(everything: Ledger, early: Ledger, at: datetime) -> None:
    now, then = everything.events(at), early.events(at)
    assert {e.id: e.origins for e in now} == {e.id: e.origins for e in then}
    assert now == then
    documents = early.documents(r.document.id for r in all_readings())
    assert [event_text(e, documents) for e in now] == [event_text(e, documents) for e in then]
    for since in (None, at - timedelta(days=20)):
        assert brief_text(find_brief(everything, at, since)) == brief_text(find_brief(early, at, since))


@given(st.data())
@settings(max_examples=5, deadline=None, phases=[Phase.generate])
def test_what_came_later_changes_nothing_in_any_order(data: st.DataObject) -> None:
    at = data.draw(moments())
    one, other = (shuffled(data) for _ in range(2))
    with filled(one) as everything, filled([r for r in other if published(r) <= at]) as early:
        assert_same(everything, early, at)


@given(st.data())
@settings(max_examples=5, deadline=None, phases=[Phase.generate])
def test_what_came_later_takes_no_candidate_from_what_was_there(data: st.DataObject) -> None:
    at = data.draw(moments())
    order = shuffled(data)
    with pytest.MonkeyPatch.context() as few:  # as in a ledger so large that most candidates are left out
        for name, most in (("_OLDER_MOST", 2), ("_NEWER_MOST", 1), ("_NEWER_NEAREST", 1)):
            few.setattr(f"sayso.ledger.candidates.{name}", most)
        with filled(order) as everything, filled([r for r in order if published(r) <= at]) as early:
            assert_same(everything, early, at)
            assert everything.links(at) == early.links(at)
