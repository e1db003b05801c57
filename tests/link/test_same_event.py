"""The same event over reports: what the pair features say, what is linked, and how happenings are grouped into events."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sayso.link.clusters import cluster_mentions
from sayso.link.coreference import make_nodes, merge_mentions
from sayso.link.same_event import compare_features, link_happenings
from sayso.model import Argument, Link, Reading
from tests.link.mentions import at_place, on_days, tell

NEAR = bytes([100, 50] + [0] * 94)
AWAY = bytes([256 - 50, 100] + [0] * 94)


def with_vector(reading: Reading, vector: bytes) -> Reading:
    return replace(reading, events=tuple(replace(m, vector=vector) for m in reading.events))


def test_features_tell_days_places_and_parties_apart() -> None:
    one = tell(
        "Alpha",
        "The drill began off Arica.",
        time=on_days(date(2031, 4, 1)),
        place=at_place("Arica", -18.5, -70.3),
    )
    same = tell(
        "Beta",
        "The drill started off Arica.",
        2,
        time=on_days(date(2031, 4, 1)),
        place=at_place("Arica", -18.5, -70.3),
    )
    other = tell(
        "Beta",
        "The drill started off Lima.",
        3,
        time=on_days(date(2031, 4, 9)),
        place=at_place("Lima", -12.0, -77.0, "PER"),
        parties=("PER",),
    )
    (a,), (b,), (c,) = (make_nodes(r) for r in (one, same, other))
    alike, apart = compare_features(a, b, 0.9), compare_features(a, c, 0.9)
    assert alike["same day"] == 1
    assert alike["place shared"] == 1
    assert alike["parties shared"] == 1
    assert "days apart" in apart
    assert apart["place other"] > 1
    assert apart["parties other"] == 1


def test_a_link_carries_each_feature_s_share_and_names_both_ends() -> None:
    one = with_vector(
        tell("Alpha", "The drill began off Arica on Monday.", time=on_days(date(2031, 4, 1))), NEAR
    )
    two = with_vector(
        tell("Beta", "The drill began off Arica on Monday.", 2, time=on_days(date(2031, 4, 1))), NEAR
    )
    (link,) = link_happenings(make_nodes(one), make_nodes(two), 0.9)
    assert {link.left, link.right} == {f"{r.document.id}#0" for r in (one, two)}
    assert abs(link.score - sum(e.weight or 0 for e in link.evidence)) < 0.05
    assert link.judgement == "same"


def test_what_is_surely_different_is_not_said() -> None:
    one = with_vector(tell("Alpha", "The drill began off Arica.", lemma="exercise"), NEAR)
    two = with_vector(
        tell("Beta", "A court jailed two brokers.", 2, lemma="verdict", type="COERCE", parties=("PER",)), AWAY
    )
    assert link_happenings(make_nodes(one), make_nodes(two), 0.0) == ()


def joined(a: Reading, b: Reading, score: float) -> Link:
    left, right = sorted((f"{a.document.id}#0", f"{b.document.id}#0"))
    return Link(
        relation="same_event",
        left=left,
        right=right,
        judgement="same" if score >= 0 else "unsure",
        score=score,
    )


def test_a_happening_joins_the_event_that_fits_best() -> None:
    a, b, c = (tell(name, "The drill began.", n) for n, name in enumerate(("Alpha", "Beta", "Gamma")))
    nodes = [n for r in (a, b, c) for n in make_nodes(r)]
    groups = cluster_mentions(nodes, [joined(a, c, 0.5), joined(b, c, 2.0)])
    assert sorted(sorted(n.reading.document.id for n in g) for g in groups) == [
        ["alpha-0"],
        ["beta-1", "gamma-2"],
    ]


@given(st.permutations(range(4)))
def test_groups_do_not_depend_on_the_order_of_nodes_and_links(order: list[int]) -> None:
    readings = [
        tell(name, "The drill began.", n) for n, name in enumerate(("Alpha", "Beta", "Gamma", "Delta"))
    ]
    links = [joined(readings[i], readings[j], 1.0 - (i + j) / 10) for i in range(4) for j in range(i)]
    nodes = [make_nodes(readings[i])[0] for i in order]
    found = [[n.end for n in g] for g in cluster_mentions(nodes, [links[i] for i in order])]
    plain = [make_nodes(r)[0] for r in readings]
    assert found == [[n.end for n in g] for g in cluster_mentions(plain, [links[i] for i in sorted(order)])]


def test_an_event_holds_one_happening_of_each_report() -> None:
    a = tell("Alpha", "The drill began. Another drill began.")
    twice = replace(a, events=(replace(a.events[0], event=0), replace(a.events[0], event=1)))
    b = tell("Beta", "The drill began.", 2)
    one, two = make_nodes(twice)
    other = make_nodes(b)[0]
    links = [
        Link(
            relation="same_event", left=min(x, other.end), right=max(x, other.end), judgement="same", score=s
        )
        for x, s in ((one.end, 1.0), (two.end, 2.0))
    ]
    groups = cluster_mentions([one, two, other], links)
    assert sorted(len(g) for g in groups) == [1, 2]
    assert next(g for g in groups if len(g) == 2)[0] is two


def test_a_happening_brings_its_mentions_together() -> None:
    (first,) = tell("Alpha", "The drill began.", status="planned").events
    second = replace(
        first,
        status="occurred",
        time=on_days(date(2031, 4, 1)),
        salience=1,
        arguments=(Argument(role="participant", start=0, end=1, value="PER"),),
    )
    merged = merge_mentions([first, second])
    assert merged.status == "occurred"
    assert merged.time == second.time
    assert merged.salience == 1
    assert {a.value for a in merged.arguments} == {"CHL", "PER"}
