"""Mentions grouped into events: in order of publication, each to the group it fits best; a pure function of the links."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from math import fsum

from sayso.link.coreference import Node
from sayso.model import Link

JOIN = -0.5
"""Log-odds from which an undated mention joins a group of such; chosen on ECB+ train."""
_UNRELATED = -6.0  # log-odds of two undated mentions between which there is no link
_NEAREST = 0.3  # how much the nearest member counts beside the mean of all (of 0, .3, .5: best on ECB+ train)

Scores = dict[str, dict[str, tuple[float, str]]]


class Group:
    """Mentions of one event so far."""

    def __init__(self, number: int, founder: Node) -> None:
        self.number, self.founder = number, founder
        self.members: dict[str, Node] = {}
        self.dated = 0

    def put(self, node: Node) -> None:
        """Take a mention in."""
        self.members[node.end] = node
        self.dated += not node.undated

    def drop(self, node: Node) -> None:
        """Let a mention go."""
        del self.members[node.end]
        self.dated -= not node.undated


class Grouping:
    """Groups under construction; a mention is compared with the groups of the mentions that links join it to, never with all."""

    def __init__(self, links: Iterable[Link]) -> None:
        self.scores: Scores = {}
        self.groups: list[Group] = []
        self.home: dict[str, Group] = {}
        self.compared = 0
        """So many groups mentions were measured against."""
        for link in links:
            if link.relation == "same_event":
                self.scores.setdefault(link.left, {})[link.right] = self.scores.setdefault(link.right, {})[
                    link.left
                ] = (link.score, link.judgement)

    def place(self, node: Node, stay: Group | None = None, before: int | None = None) -> None:
        """Put a mention into the group that it fits best (of those numbered below `before`), else where it was, else into one of its own."""
        linked = self.scores.get(node.end, {})
        near = {group.number: group for end in linked if (group := self.home.get(end)) is not None}
        best: tuple[float, Group] | None = None
        for number in sorted(near):
            group = near[number]
            if before is None or number < before:
                self.compared += 1
                fit = (_fit_undated if node.undated and not group.dated else _fit)(node, group, linked)
                if fit is not None and (best is None or fit > best[0]):
                    best = (fit, group)
        if best is not None:
            group = best[1]
        elif stay is not None:
            group = stay
        else:
            group = Group(len(self.groups), node)
            self.groups.append(group)
        group.put(node)
        self.home[node.end] = group


def cluster_mentions(nodes: Sequence[Node], links: Iterable[Link]) -> list[list[Node]]:
    """Groups of mentions; a mention joins the group with the highest mean score if some link says `same` and few say `different`.

    Mentions without a time are placed once more when all are there: by then the groups show what they are of.
    """
    return group_mentions(nodes, links)[0]


def group_mentions(nodes: Sequence[Node], links: Iterable[Link]) -> tuple[list[list[Node]], int]:
    """The groups of `cluster_mentions`, and how many comparisons of a mention with a group they took."""
    found = Grouping(links)
    ordered = sorted(nodes, key=lambda n: (n.published, n.reading.document.id, n.index))
    rank = {node.end: n for n, node in enumerate(ordered)}
    for node in ordered:
        found.place(node)
    numbers = [
        rank[group.founder.end] for group in found.groups
    ]  # they grow: groups are founded in the order of mentions
    for node in ordered:
        home = found.home[node.end]
        if node.undated and home.founder is not node:  # a founder stays, so that its event keeps its id
            home.drop(node)
            del found.home[node.end]
            found.place(node, home, bisect_left(numbers, rank[node.end]))
    return [
        sorted(group.members.values(), key=lambda n: rank[n.end]) for group in found.groups
    ], found.compared


def _fit(node: Node, group: Group, linked: dict[str, tuple[float, str]]) -> float | None:
    found = [(member, *linked[end]) for end, member in _shared(group, linked)]
    same = [score for _, score, judgement in found if judgement == "same"]
    different = [member for member, _, judgement in found if judgement == "different"]
    if (
        not same
        or len(different) >= len(same)
        or any(m.reading.document.id == node.reading.document.id for m in different)
    ):
        return None
    return max(same) + 0.5 * fsum(same) / len(same) - 0.6 * len(different) + 0.1 * min(5, len(same))


def _fit_undated(node: Node, group: Group, linked: dict[str, tuple[float, str]]) -> float | None:
    found = [max(_UNRELATED, linked[end][0]) for end, _ in _shared(group, linked)]
    size = len(group.members)
    fit = _NEAREST * max(found) + (1 - _NEAREST) * (fsum(found) + _UNRELATED * (size - len(found))) / size
    return fit if fit >= JOIN else None


def _shared(group: Group, linked: dict[str, tuple[float, str]]) -> list[tuple[str, Node]]:
    if len(linked) < len(group.members):
        return [(end, group.members[end]) for end in linked if end in group.members]
    return [(end, member) for end, member in group.members.items() if end in linked]
