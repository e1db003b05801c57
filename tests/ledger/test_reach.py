"""How far an addition reaches: as far as its events and copies do, never along the story."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from msgspec.structs import replace

from sayso.ledger import Ledger
from sayso.ledger.judgements import Judgement
from sayso.ledger.reach import find_reach
from sayso.ledger.rows import insert_once, link_rows
from sayso.ledger.schema import links as links_table
from sayso.ledger.timeline import split_components
from sayso.model import Link, MentionRef
from tests.ledger.stories import make_reading
from tests.link.mentions import link_all, tell

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def put(ledger: Ledger, *links: Link) -> None:
    with ledger.writing() as connection:
        insert_once(connection, links_table, link_rows(links, {}, NOW))


def chain(ledger: Ledger, count: int, relation: str, **more: object) -> list[str]:
    """Reports of which each is linked to the one before."""
    readings = [
        replace(make_reading(5 * n), events=(), claims=()) for n in range(count)
    ]  # links of events are only those put here
    for reading in readings:
        ledger.add(reading, NOW)
    ids = [r.document.id for r in readings]
    mark = "#0" if relation == "same_event" else ""
    put(
        ledger,
        *(
            Link(relation=relation, left=b + mark, right=a + mark, **{"score": 0.9, **more})
            for a, b in pairwise(ids)
        ),
    )  # type: ignore[arg-type]
    return ids


@pytest.mark.parametrize("count", [3, 40])
def test_an_addition_to_a_long_story_reaches_nothing_but_itself(count: int) -> None:
    with Ledger(":memory:") as ledger:
        ids = chain(ledger, count, "same_story")
        with ledger.connect() as connection:
            reach = find_reach(connection, [ids[-1]], [])
        assert reach.documents == reach.whole == {ids[-1]}


def test_an_addition_reaches_all_that_may_speak_of_its_events_and_all_its_copies() -> None:
    with Ledger(":memory:") as ledger:
        ids = chain(ledger, 6, "same_event")
        put(
            ledger,
            Link(relation="copy_of", left=ids[5], right=ids[1], score=0.9),
            Link(
                relation="same_event",
                left=ids[4] + "#0",
                right=ids[0] + "#0",
                judgement="different",
                score=-3,
            ),
        )
        with ledger.connect() as connection:
            assert find_reach(connection, [ids[0]], []).documents == set(ids)
            copies = find_reach(connection, [ids[5]], [])
            assert copies.whole == {ids[1], ids[5]}
            assert find_reach(connection, (), [], [f"{ids[3]}#1"]).documents == {ids[3]}


@pytest.mark.parametrize(("score", "reached"), [(-0.4, 2), (-0.6, 1)])
def test_unsure_links_reach_as_far_as_they_can_make_a_group(score: float, reached: int) -> None:
    with Ledger(":memory:") as ledger:
        ids = chain(ledger, 2, "same_event", judgement="unsure", score=score)
        with ledger.connect() as connection:
            assert len(find_reach(connection, ids[:1], []).documents) == reached


def test_what_a_person_joins_is_reached() -> None:
    with Ledger(":memory:") as ledger:
        one, other, third = (make_reading(n) for n in (0, 1, 2))
        for reading in (one, other, third):
            ledger.add(reading, NOW)
        left, right = (
            (MentionRef(document=r.document.id, part="body", span=r.events[0].extent, text=""),)
            for r in (one, other)
        )
        judged = Judgement(
            kind="same", target="e1", person="A. Reader", recorded_at="2026", left=left, right=right
        )
        with ledger.connect() as connection:
            assert find_reach(connection, [one.document.id], [judged]).whole == {
                one.document.id,
                other.document.id,
            }
            assert find_reach(connection, (), [judged], [f"{other.document.id}#0"]).whole == {
                one.document.id,
                other.document.id,
            }


def test_components_hold_the_mentions_of_one_event_with_their_copies_and_no_other_events_of_these_reports() -> (
    None
):
    readings = [
        tell("Alpha", "The navy held a drill.", 1),
        tell("Beta", "The navy held a drill.", 2),
        tell("Gamma", "A ferry sank off the cape.", 3, lemma="sinking", type="OTHER"),
    ]
    ids = [r.document.id for r in readings]
    links = [
        *link_all(readings),
        Link(relation="copy_of", left=ids[2], right=ids[0], score=0.9),
        Link(relation="same_story", left=ids[2], right=ids[1], score=0.9),
    ]
    parts = list(split_components(readings, links))
    assert [sorted(p.mentions) for p in parts] == [[f"{ids[0]}#0", f"{ids[1]}#0"], [f"{ids[2]}#0"]]
    assert [[r.document.id for r in p.readings] for p in parts] == [ids, [ids[0], ids[2]]]
