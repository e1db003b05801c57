"""Grouping mentions by their links: measured only against the groups that links lead to, with the result of measuring against all."""

from collections.abc import Sequence
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.link.clusters import JOIN, cluster_mentions, group_mentions
from sayso.link.coreference import Node, make_nodes
from sayso.model import Link
from tests.link.mentions import FIRST, on_days, tell


@cache
def node(n: int, undated: bool) -> Node:
    time = None if undated else on_days(FIRST.date())
    return make_nodes(
        tell(f"Outlet{n}", "The ferry sank.", n, lemma="sinking", type="OTHER", parties=(), time=time)
    )[0]


def against_all(nodes: Sequence[Node], links: Sequence[Link]) -> list[list[Node]]:
    """The same groups the long way: each mention measured against every group, member by member."""
    scores = {
        ends: (link.score, link.judgement)
        for link in links
        for ends in ((link.left, link.right), (link.right, link.left))
    }

    def fit(one: Node, group: Sequence[Node]) -> float | None:
        if one.undated and all(m.undated for m in group):
            near = [max(-6.0, scores.get((one.end, m.end), (-6.0, ""))[0]) for m in group]
            value = 0.3 * max(near) + 0.7 * sum(near) / len(near)
            return value if value >= JOIN else None
        found = [scores[one.end, m.end] for m in group if (one.end, m.end) in scores]
        same = [s for s, j in found if j == "same"]
        different = sum(j == "different" for _, j in found)
        if not same or different >= len(same):
            return None
        return max(same) + 0.5 * sum(same) / len(same) - 0.6 * different + 0.1 * min(5, len(same))

    def put(one: Node, among: list[list[Node]], home: list[Node] | None = None) -> None:
        fits = [(value, -n) for n, group in enumerate(among) if (value := fit(one, group)) is not None]
        if fits:
            among[-max(fits)[1]].append(one)
        elif home is not None:
            home.append(one)
        else:
            groups.append([one])

    groups: list[list[Node]] = []
    for one in nodes:
        put(one, groups)
    founders = [group[0] for group in groups]
    for one in nodes:
        if one.undated and one not in founders:
            home = next(group for group in groups if one in group)
            home.remove(one)
            put(one, [group for group in groups if nodes.index(group[0]) < nodes.index(one)], home)
    return [sorted(group, key=nodes.index) for group in groups]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=9), st.data())
def test_groups_are_those_of_measuring_against_all(undated: list[bool], data: st.DataObject) -> None:
    nodes = [node(n, bare) for n, bare in enumerate(undated)]
    pairs = [(a, b) for n, a in enumerate(nodes) for b in nodes[:n]]
    drawn = data.draw(
        st.lists(
            st.sampled_from([None, "same", "unsure", "different"]), min_size=len(pairs), max_size=len(pairs)
        )
    )
    score = {"same": 2.5, "unsure": -0.3, "different": -2.0}
    links = [
        Link(relation="same_event", left=min(a.end, b.end), right=max(a.end, b.end), judgement=judgement, score=score[judgement] + n / 64)  # type: ignore[arg-type]
        for n, ((a, b), judgement) in enumerate(zip(pairs, drawn, strict=True)) if judgement
    ]  # fmt: skip
    assert cluster_mentions(nodes, links) == against_all(nodes, links)


def test_a_mention_is_compared_with_the_groups_that_links_lead_to_however_many_there_are() -> None:
    taken = []
    for count in (6, 60):
        nodes = [node(n, n % 2 == 0) for n in range(count)]
        links = [
            Link(relation="same_event", left=a.end, right=b.end, judgement="same", score=3.0)
            for a, b in zip(nodes[::2], nodes[1::2])
        ]
        groups, compared = group_mentions(nodes, links)
        assert len(groups) == count // 2
        taken.append(compared / count)
    assert taken[0] == taken[1] <= 1
