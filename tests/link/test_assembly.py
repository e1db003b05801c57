"""Events as of a moment are a function of what was published by then, whatever the order of additions."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.link.assembly import assemble_events
from sayso.link.clusters import cluster_mentions
from sayso.link.coreference import make_nodes
from sayso.model import Event, Link, Reading
from tests.link.mentions import FIRST, NAMED, at_place, link_all, on_days, tell

PLACES = (
    None,
    at_place("Arica", -18.5, -70.3),
    at_place("Iquique", -20.2, -70.1),
    at_place("Chile", -33.0, -71.0, precision="country"),
)
STATUSES = ("possible", "planned", "ongoing", "occurred", "postponed", "cancelled", "denied")
report = st.builds(
    tell,
    st.sampled_from(["Norte", "Sur", "Este"]),
    st.sampled_from(
        [
            "Chile opens a drill off Arica.",
            "The drill was put off, officials said.",
            "Four died in the clash at Arica.",
        ]
    ),
    st.integers(0, 200),
    lemma=st.sampled_from(["exercise", "clash", "attack", "visit", "talks"]),
    status=st.sampled_from(STATUSES),
    parties=st.sampled_from([(), ("CHL",), ("CHL", "PER"), ("NOR",)]),
    place=st.sampled_from(PLACES),
    time=st.one_of(
        st.none(),
        st.builds(on_days, st.dates(date(2031, 3, 25), date(2031, 4, 15)), st.sampled_from([1, 7, 30])),
    ),
    killed=st.sampled_from([None, 4, 6]),
    source=st.sampled_from([None, *NAMED]),
    stance=st.sampled_from(["asserts", "denies", "confirms", "declines"]),
)
reports = st.lists(report, max_size=7, unique_by=lambda r: r.document.id)


def until(readings: Sequence[Reading], links: Sequence[Link], hours: int) -> tuple[list[Reading], list[Link]]:
    shown = [
        r
        for r in readings
        if r.document.published_at and r.document.published_at <= FIRST + timedelta(hours=hours)
    ]
    held = {r.document.id for r in shown}
    return shown, [
        link for link in links if {link.left.partition("#")[0], link.right.partition("#")[0]} <= held
    ]


def by_id(events: Sequence[Event]) -> dict[str, Event]:
    found = {e.id: e for e in events}
    assert len(found) == len(events)
    return found


@given(reports, st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_links_of_later_reports_change_nothing_before_them(readings: list[Reading], hours: int) -> None:
    at = FIRST + timedelta(hours=hours)
    shown, links = until(readings, link_all(readings), hours)
    assert by_id(assemble_events(shown, links, at)) == by_id(assemble_events(shown, link_all(shown), at))


@given(reports, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_additions_does_not_matter(readings: list[Reading], chance: object) -> None:
    at = FIRST + timedelta(hours=300)
    links = link_all(readings)
    mixed, other = list(readings), list(links)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    chance.shuffle(other)  # type: ignore[attr-defined]
    assert by_id(assemble_events(readings, links, at)) == by_id(assemble_events(mixed, other, at))


@given(reports)
@settings(max_examples=60, deadline=None)
def test_every_mention_stands_in_one_group(readings: list[Reading]) -> None:
    nodes = [n for r in readings for n in make_nodes(r)]
    groups = cluster_mentions(nodes, link_all(readings))
    assert sorted(n.end for g in groups for n in g) == sorted(n.end for n in nodes)


@given(reports)
@settings(max_examples=60, deadline=None)
def test_what_is_shown_holds_together(readings: list[Reading]) -> None:
    at = FIRST + timedelta(hours=300)
    for event in assemble_events(readings, link_all(readings), at):
        assert event.reports == len({m.document for m in event.mentions}) >= 1
        assert event.origins.low <= event.origins.high
        assert event.end is None or (event.start is not None and event.start <= event.end)
        assert event.status != "ongoing" or event.end is None
        assert (event.status == "lapsed") == (event.lapsed_since is not None)
        assert not set(event.declined_by) & {*event.confirmed_by, *event.denied_by}
        assert all(len(c.values) > 1 for c in event.conflicts)
        assert not {c.field for c in event.conflicts} & set(event.figures)


@given(reports, st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_an_event_keeps_its_id_while_more_is_reported(readings: list[Reading], hours: int) -> None:
    links = link_all(readings)
    shown, held = until(readings, links, hours)
    before = assemble_events(shown, held, FIRST + timedelta(hours=hours))
    after = by_id(assemble_events(readings, links, FIRST + timedelta(hours=hours)))
    assert {e.id for e in before} <= set(after)
