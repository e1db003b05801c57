"""The same event over reports: log-odds from a table of named features with learned weights, each feature's share kept as evidence.

Weights: sayso/data/same_event.tsv, a logistic regression fitted by `python -m training.coreference.stories` on annotated real stories.
A function of two happenings and their reports alone; it abstains where the evidence is weak, and what is surely different is not said.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache

from sayso.lexicon import load_table
from sayso.link.coreference import Node
from sayso.link.sites import compare_places
from sayso.link.words import word_rarity
from sayso.model import Evidence, Interval, Link

SAME = 0.0
"""Log-odds from which two happenings are taken for one event."""
UNSURE = -3.0
"""Log-odds from which they may be."""
_AHEAD = ("planned", "possible", "postponed")
_FAR = timedelta(days=36500)
_EXACT = ("instant", "hour", "day")


def compare_reports(
    a: Sequence[Node], b: Sequence[Node], likeness: float
) -> Iterator[tuple[Node, Node, dict[str, float]]]:
    """All pairs of happenings of two reports with their features; `likeness` says how alike the reports are, in 0..1.

    Beside what the two themselves show: whether each is the other's best match in its report, and by how much.
    """
    if not a or not b:
        return
    quick = [[_quick(one, two) for two in b] for one in a]
    best_b = [_two_best(row) for row in quick]
    best_a = [_two_best([row[k] for row in quick]) for k in range(len(b))]
    for i, one in enumerate(a):
        for k, two in enumerate(b):
            found = compare_features(one, two, likeness)
            value = quick[i][k]
            first, second = value >= best_b[i][0], value >= best_a[k][0]
            if first and second:
                found["best of both"] = 1.0
                found["best by"] = min(1.0, value - max(best_b[i][1], best_a[k][1]))
                found["best, reports alike"] = likeness
                found["best, both main"] = found.get("both main", 0.0)
            elif first or second:
                found["best of one"] = 1.0
            yield one, two, found


def _quick(a: Node, b: Node) -> float:
    """How near two happenings are at first sight."""
    near = _cosine(a.mention.vector, b.mention.vector)
    return (
        near
        + 0.3 * bool(a.stems & b.stems)
        + 0.2 * (a.mention.concept == b.mention.concept)
        + 0.5 * _shared_words(a, b)
    )


def _two_best(values: Sequence[float]) -> tuple[float, float]:
    """The largest of some values and the next."""
    ordered = sorted(values, reverse=True)
    return ordered[0], ordered[1] if len(ordered) > 1 else -1.0


def compare_features(a: Node, b: Node, likeness: float) -> dict[str, float]:
    """The features of two happenings of different reports, whose reports are alike to a degree in 0..1."""
    one, two = a.mention, b.mention
    near = _cosine(one.vector, two.vector)
    found = {
        "prior": 1.0,
        "near": near,
        "very near": max(0.0, near - 0.6),
        "far": max(0.0, 0.2 - near),
        "same kind": float(one.concept == two.concept),
        "same type": float(one.type == two.type and one.concept != two.concept),
        "same word": float(bool(a.stems & b.stems)),
        "words around": _shared_words(a, b),
        "both main": float(one.salience == two.salience == 1),
        "salience apart": abs(one.salience - two.salience) / 2,
        "both background": float(one.salience == two.salience == 3),
        "both in titles": float(a.titled and b.titled),
        "reports alike": likeness,
        "main, reports alike": likeness
        * float(one.salience == two.salience == 1 and one.concept == two.concept),
        "near, reports alike": likeness * max(0.0, near),
    }
    found |= _time_features(a, b)
    site = compare_places(a.place, b.place)
    found["place shared"], found["place other"] = max(0.0, site), max(0.0, -site)
    found |= _party_features(a, b)
    found |= _figure_features(a, b)
    return {name: value for name, value in found.items() if value}


def _cosine(a: bytes, b: bytes) -> float:
    if not a or len(a) != len(b):
        return 0.0
    return sum(x * y for x, y in zip(memoryview(a).cast("b"), memoryview(b).cast("b"))) / (127 * 127)


def _shared_words(a: Node, b: Node) -> float:
    """How much of the rarer sentences' words two happenings share, 0 to 1."""
    one, two = a.context, b.context
    if not one or not two:
        return 0.0
    shared = math.fsum(sorted(word_rarity(w) for w in one & two))
    least = min(math.fsum(sorted(word_rarity(w) for w in words)) for words in (one, two))
    return shared / max(1.0, least)


def _time_features(a: Node, b: Node) -> dict[str, float]:
    one = a.mention.time.interval if a.mention.time else None
    two = b.mention.time.interval if b.mention.time else None
    if one is None or two is None:
        return {
            "one undated": float((one is None) != (two is None)),
            "both undated": float(one is None and two is None),
        }
    gap = _gap(one, two)
    exact = one.precision in _EXACT and two.precision in _EXACT
    if gap <= 0:
        return {"same day": float(exact), "times overlap": float(not exact)}
    moving = a.mention.status in _AHEAD or b.mention.status in _AHEAD
    return {
        "days apart": min(1.0, gap / 3) * float(not moving),
        "long apart": float(gap > 20 and not moving),
        "moved": float(moving),
        "moved far": float(moving and gap > 60),
    }


def _gap(one: Interval, two: Interval) -> float:
    """Days between two stretches; not above 0 where they overlap."""
    end_one, end_two = one.end or one.start + _FAR, two.end or two.start + _FAR
    return max((two.start - end_one).total_seconds(), (one.start - end_two).total_seconds()) / 86400 + (
        0.0 if one.start < end_two and two.start < end_one else 0.01
    )


def _party_features(a: Node, b: Node) -> dict[str, float]:
    out: dict[str, float] = {}
    one, two = a.parties, b.parties
    if one and two:
        shared = len(one & two) / min(len(one), len(two))
        out |= {"parties shared": shared, "parties other": float(not one & two)}
    for role in ("actor", "recipient"):
        x, y = a.filling(role), b.filling(role)
        if x and y:
            out |= {f"{role} shared": float(bool(x & y)), f"{role} other": float(not x & y)}
    crossed = (a.filling("actor") & b.filling("recipient")) | (a.filling("recipient") & b.filling("actor"))
    both = (a.filling("actor") & b.filling("actor")) | (a.filling("recipient") & b.filling("recipient"))
    out["roles crossed"] = float(bool(crossed - both))
    return out


def _figure_features(a: Node, b: Node) -> dict[str, float]:
    one = {f.field: f.value for f in a.mention.figures}
    two = {f.field: f.value for f in b.mention.figures}
    common = one.keys() & two.keys()
    same = any(one[k] == two[k] for k in common)
    return {"figure shared": float(same), "figure other": float(bool(common) and not same)}


@cache
def weights() -> dict[str, float]:
    """What each feature adds to the log-odds, for each unit of its value."""
    return {row["feature"]: float(row["weight"]) for row in load_table("same_event")}


def link_happenings(a: Sequence[Node], b: Sequence[Node], likeness: float) -> tuple[Link, ...]:
    """Same-event links between the happenings of two reports, with each feature's share; what is surely different is not said."""
    made = (_link(one, two, features) for one, two, features in compare_reports(a, b, likeness))
    return tuple(link for link in made if link is not None)


COPIED = 6.0
"""Log-odds of two happenings that a report and its copy tell in the same words."""


def link_copied(a: Sequence[Node], b: Sequence[Node]) -> tuple[Link, ...]:
    """Same-event links of a report and its copy: what both tell in the same words; the rest is compared as in any two reports."""
    own = {node.wording: node for node in reversed(b)}
    met = [(node, own[node.wording]) for node in a if node.wording in own]
    taken = {n.end for pair in met for n in pair}
    one, two = ([n for n in nodes if n.end not in taken] for nodes in (a, b))
    return (*(_copied(*pair) for pair in met), *link_happenings(one, two, 1.0))


def _copied(a: Node, b: Node) -> Link:
    left, right = sorted((a.end, b.end))
    evidence = (Evidence(kind="copy", name="same words in a copy", weight=COPIED),)
    return Link(relation="same_event", left=left, right=right, score=COPIED, evidence=evidence)


def _link(a: Node, b: Node, features: dict[str, float]) -> Link | None:
    table = weights()
    shares = {name: table.get(name, 0.0) * value for name, value in features.items()}
    score = math.fsum(sorted(shares.values()))
    if score < UNSURE:
        return None
    left, right = sorted((a.end, b.end))
    evidence = tuple(
        Evidence(kind="feature", name=k, weight=round(v, 3)) for k, v in sorted(shares.items()) if v
    )
    return Link(
        relation="same_event",
        left=left,
        right=right,
        judgement="same" if score >= SAME else "unsure",
        score=round(score, 3),
        evidence=evidence,
    )
