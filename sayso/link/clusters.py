"""Happenings grouped into events: report by report in order of publication, the best fit first; a pure function of the links.

A report's own happenings are told apart by its reader, so an event holds at most one of each report. What no link joins counts as
surely different: a link that is missing between a happening and a member of a group weighs against the group.
"""

from collections.abc import Sequence
from itertools import groupby
from math import fsum

from sayso.link.coreference import Node
from sayso.model import Link

JOIN = -0.5
"""Log-odds from which a happening joins an event."""
CERTAIN = 50.0
"""Log-odds from which on a person judged two to be one."""
MISSING = -4.0
"""Log-odds of two happenings between which there is no link."""
NEAREST = 0.5
"""How much the likeliest member of an event counts beside the mean of all."""

Scores = dict[str, dict[str, float]]


class Group:
    """The happenings of one event so far."""

    def __init__(self, founder: Node) -> None:
        self.members: dict[str, Node] = {founder.end: founder}


def cluster_mentions(nodes: Sequence[Node], links: Sequence[Link]) -> list[list[Node]]:
    """Events as groups of happenings, each in order of publication; groups in order of their first."""
    scores: Scores = {}
    for link in links:
        if link.relation == "same_event":
            score = link.score if link.judgement != "different" else min(link.score, MISSING)
            scores.setdefault(link.left, {})[link.right] = score
            scores.setdefault(link.right, {})[link.left] = score
    ordered = sorted(nodes, key=_order)
    home: dict[str, Group] = {}
    groups: list[Group] = []
    for _, own in groupby(ordered, key=lambda n: n.reading.document.id):
        report = list(own)
        taken = _match(report, scores, home)
        for node in report:
            group = taken.get(node.end)
            if group is None:
                group = Group(node)
                groups.append(group)
            group.members[node.end] = node
            home[node.end] = group
    for link in sorted(links, key=lambda link: (link.left, link.right)):
        if link.relation == "same_event" and link.judgement == "same" and link.score >= CERTAIN:
            _merge(home, groups, link)
    return [sorted(group.members.values(), key=_order) for group in groups]


def _merge(home: dict[str, Group], groups: list[Group], link: Link) -> None:
    """Put two events together that a person judged to be one, whatever reports they are of."""
    one, two = home.get(link.left), home.get(link.right)
    if one is None or two is None or one is two:
        return
    first, second = sorted((one, two), key=groups.index)
    first.members |= second.members
    home.update(dict.fromkeys(second.members, first))
    groups.remove(second)


def _order(node: Node) -> tuple[float, str, int]:
    return (node.published, node.reading.document.id, node.index)


def _match(report: Sequence[Node], scores: Scores, home: dict[str, Group]) -> dict[str, Group]:
    """The event that each happening of a report joins, if any: the best fits first, each event once."""
    fits: list[tuple[float, int, int, Node, Group]] = []
    for n, node in enumerate(report):
        linked = scores.get(node.end, {})
        near = {id(g): g for end in sorted(linked) if (g := home.get(end)) is not None}
        for k, group in enumerate(near.values()):
            fit = _fit(group, linked)
            if fit >= JOIN:
                fits.append((-fit, n, k, node, group))
    taken: dict[str, Group] = {}
    used: set[int] = set()
    for _, _, _, node, group in sorted(fits, key=lambda f: f[:3]):
        if node.end not in taken and id(group) not in used:
            taken[node.end] = group
            used.add(id(group))
    return taken


def _fit(group: Group, linked: dict[str, float]) -> float:
    """The mean log-odds of belonging to an event, the likeliest member counting more."""
    found = [linked.get(end, MISSING) for end in group.members]
    return NEAREST * max(found) + (1 - NEAREST) * fsum(sorted(found)) / len(found)
