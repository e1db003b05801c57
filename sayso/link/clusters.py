"""Mentions grouped into events: in order of publication, each to the group it fits best; a pure function of the links."""

from collections.abc import Sequence

from sayso.link.coreference import Node
from sayso.model import Link


def cluster_mentions(nodes: Sequence[Node], links: Sequence[Link]) -> list[list[Node]]:
    """Groups of mentions; a mention joins the group with the highest mean score if some link says `same` and few say `different`."""
    scores: dict[tuple[str, str], tuple[float, str]] = {}
    for link in links:
        if link.relation == "same_event":
            scores[link.left, link.right] = scores[link.right, link.left] = (link.score, link.judgement)
    ordered = sorted(nodes, key=lambda n: (n.published, n.reading.document.id, n.index))
    groups: list[list[Node]] = []
    for node in ordered:
        best: tuple[float, int] | None = None
        for g, group in enumerate(groups):
            fit = _fit(node, group, scores)
            if fit is not None and (best is None or fit > best[0]):
                best = (fit, g)
        if best is None:
            groups.append([node])
        else:
            groups[best[1]].append(node)
    return groups


def _fit(node: Node, group: Sequence[Node], scores: dict[tuple[str, str], tuple[float, str]]) -> float | None:
    found = [scores[key] for member in group if (key := (node.end, member.end)) in scores]
    same = [score for score, judgement in found if judgement == "same"]
    different = [score for score, judgement in found if judgement == "different"]
    if not same or len(different) >= len(same):
        return None
    own = [m for m in group if m.reading.document.id == node.reading.document.id]
    if any(scores.get((node.end, m.end), (0, ""))[1] == "different" for m in own):
        return None
    return max(same) + 0.5 * sum(same) / len(same) - 0.6 * len(different) + 0.1 * min(5, len(same))
