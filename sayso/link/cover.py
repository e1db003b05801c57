"""The fewest cliques that cover a graph: the smallest number of people that a set of descriptions allows."""

from collections.abc import Iterable

_EXACT = 16


def cover_with_cliques(size: int, edges: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """A partition of nodes 0..size-1 into the fewest cliques of a graph, each sorted; greedy above sixteen nodes.

    Branch and bound over the colourings of the complement graph (Brelaz 1979 without his order).

    >>> cover_with_cliques(4, [(0, 1), (1, 2)])
    ((0, 1), (2,), (3,))
    >>> cover_with_cliques(0, [])
    ()
    """
    near: list[set[int]] = [set() for _ in range(size)]
    for a, b in edges:
        near[a].add(b)
        near[b].add(a)
    best = _greedy(size, near)
    if size <= _EXACT:
        best = _search(0, size, near, [], best)
    return tuple(tuple(group) for group in best)


def _greedy(size: int, near: list[set[int]]) -> list[list[int]]:
    groups: list[list[int]] = []
    for node in range(size):
        home = next((g for g in groups if near[node].issuperset(g)), None)
        if home is None:
            groups.append([node])
        else:
            home.append(node)
    return groups


def _search(
    node: int, size: int, near: list[set[int]], groups: list[list[int]], best: list[list[int]]
) -> list[list[int]]:
    if len(groups) >= len(best):
        return best
    if node == size:
        return [list(g) for g in groups]
    for group in groups:
        if near[node].issuperset(group):
            group.append(node)
            best = _search(node + 1, size, near, groups, best)
            group.pop()
    groups.append([node])
    best = _search(node + 1, size, near, groups, best)
    groups.pop()
    return best
