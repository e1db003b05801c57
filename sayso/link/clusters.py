"""Mentions grouped into events: in order of publication, each to the group it fits best; a pure function of the links."""

from collections.abc import Sequence

from sayso.link.coreference import Node
from sayso.model import Link

_UNRELATED = -6.0  # log-odds of two undated mentions between which there is no link
_JOIN = -0.5  # log-odds from which an undated mention joins a group of such; chosen on ECB+ train
_NEAREST = 0.3  # how much the nearest member counts beside the mean of all (of 0, .3, .5: best on ECB+ train)

Scores = dict[tuple[str, str], tuple[float, str]]


def cluster_mentions(nodes: Sequence[Node], links: Sequence[Link]) -> list[list[Node]]:
    """Groups of mentions; a mention joins the group with the highest mean score if some link says `same` and few say `different`.

    Mentions without a time are placed once more when all are there: by then the groups show what they are of.
    """
    scores: Scores = {}
    for link in links:
        if link.relation == "same_event":
            scores[link.left, link.right] = scores[link.right, link.left] = (link.score, link.judgement)
    ordered = sorted(nodes, key=lambda n: (n.published, n.reading.document.id, n.index))
    groups: list[list[Node]] = []
    for node in ordered:
        _place(node, groups, scores)
    rank = {node: n for n, node in enumerate(ordered)}
    founders = {group[0] for group in groups}
    for node in ordered:
        if node.undated and node not in founders:  # a founder stays, so that its event keeps its id
            home = next(group for group in groups if node in group)
            home.remove(node)
            _place(node, [group for group in groups if rank[group[0]] < rank[node]], scores, home)
    return [sorted(group, key=rank.__getitem__) for group in groups]


def _place(node: Node, groups: list[list[Node]], scores: Scores, home: list[Node] | None = None) -> None:
    best: tuple[float, list[Node]] | None = None
    for group in groups:
        fit = (_fit_undated if node.undated and all(m.undated for m in group) else _fit)(node, group, scores)
        if fit is not None and (best is None or fit > best[0]):
            best = (fit, group)
    if best is not None:
        best[1].append(node)
    elif home is not None:
        home.append(node)
    else:
        groups.append([node])


def _fit(node: Node, group: Sequence[Node], scores: Scores) -> float | None:
    found = [scores[key] for member in group if (key := (node.end, member.end)) in scores]
    same = [score for score, judgement in found if judgement == "same"]
    different = [score for score, judgement in found if judgement == "different"]
    if not same or len(different) >= len(same):
        return None
    own = [m for m in group if m.reading.document.id == node.reading.document.id]
    if any(scores.get((node.end, m.end), (0, ""))[1] == "different" for m in own):
        return None
    return max(same) + 0.5 * sum(same) / len(same) - 0.6 * len(different) + 0.1 * min(5, len(same))


def _fit_undated(node: Node, group: Sequence[Node], scores: Scores) -> float | None:
    found = [max(_UNRELATED, scores.get((node.end, member.end), (_UNRELATED, ""))[0]) for member in group]
    fit = _NEAREST * max(found) + (1 - _NEAREST) * sum(found) / len(found)
    return fit if fit >= _JOIN else None
