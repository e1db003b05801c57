"""The verdict from what the comparison found: named numbers, each with a learned weight, so that every share
of it can be told.

Weights: sayso/data/claim_verdicts.tsv and claim_fields.tsv, multinomial logistic regressions fitted by
`python -m training.claims.fit`.
"""

import math
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table

TOLD_LESS = 0.75
"""What the chance that a claim is told as it stands is multiplied by: a distorted claim taken for told costs
more than the reverse."""
AGAINST = 0.4
"""From which a number or a day tells against a claim: the count stands in a passage with another value, and
nowhere with this one."""
_PLACE, _WAY, _WHOLE = 0.2, 0.3, 0.95


class Model(NamedTuple):
    """Kinds, and per feature its mean, its spread and its weight for each kind; `""` is the constant."""

    kinds: tuple[str, ...]
    features: dict[str, tuple[float, float, tuple[float, ...]]]


@cache
def load_model(name: str) -> Model:
    """The model of that table."""
    rows = load_table(name)
    kinds = tuple(k for k in rows[0] if k not in ("feature", "mean", "spread"))
    return Model(
        kinds,
        {
            row["feature"]: (float(row["mean"]), float(row["spread"]), tuple(float(row[k]) for k in kinds))
            for row in rows
        },
    )


def chances(name: str, found: Mapping[str, float]) -> dict[str, float]:
    """The chance of each kind, 0..1, by the model of that table.

    >>> total = sum(chances("claim_verdicts", {"score": 0.9, "own": 0.8}).values())
    >>> round(total, 6)
    1.0
    """
    model = load_model(name)
    sums = [0.0] * len(model.kinds)
    for feature, (mean, spread, weights) in model.features.items():
        value = 1.0 if feature == "constant" else (found.get(feature, 0.0) - mean) / spread
        sums = [s + value * w for s, w in zip(sums, weights, strict=True)]
    most = max(sums)
    powers = [math.exp(s - most) for s in sums]
    whole = sum(powers)
    return {kind: power / whole for kind, power in zip(model.kinds, powers, strict=True)}


def decide(found: Mapping[str, float]) -> tuple[str, dict[str, float]]:
    """`told`, `different`, `disputed` or `not_found`, with the chance of each; a field plainly told otherwise
    makes it `different`."""
    if not found:
        return "not_found", {"not_found": 1.0}
    likely = chances("claim_verdicts", found)
    return choose(likely, found), likely


def choose(likely: Mapping[str, float], found: Mapping[str, float]) -> str:
    """The verdict by the chances of each and what is plainly against the claim."""
    weighed = {kind: p * (TOLD_LESS if kind == "told" else 1.0) for kind, p in likely.items()}
    best = max(weighed, key=lambda kind: (weighed[kind], kind))
    if best == "different" and plainly_told(found):
        return "told"
    return "different" if best in ("told", "disputed") and plainly_against(found) else best


def plainly_told(found: Mapping[str, float]) -> bool:
    """Whether one passage has every telling word of a claim, and nothing is told otherwise, ahead of it or
    denied."""
    against = ("how_many otherwise", "when otherwise", "where otherwise", "who otherwise", "denial near")
    ways = (
        "no, told yes",
        "yes, told no",
        "not no, told no",
        "over, told under way",
        "done, told ahead",
        "occurred, told ahead",
    )
    return found.get("own", 0.0) >= _WHOLE and not any(found.get(name) for name in (*against, *ways))


def plainly_against(found: Mapping[str, float]) -> str | None:
    """The field that is plainly not as told; None where there is none.

    >>> plainly_against({"how_many otherwise": 0.6, "how_many told": 0.0})
    'how_many'
    """

    def value(name: str) -> float:
        return found.get(name, 0.0)

    if value("how_many otherwise") >= AGAINST and value("how_many told") < value("how_many otherwise"):
        return "how_many"
    if value("when otherwise") >= AGAINST and not value("when told"):
        return "when"
    if value("where otherwise") >= _PLACE:
        return "where"
    if value("yes, told no") > _WAY or value("no, told yes") > _WAY:
        return "polarity"
    ways = ("over, told under way", "occurred, told ahead")
    return "status" if any(value(way) > _WAY for way in ways) else None


def decide_field(found: Mapping[str, float]) -> str:
    """Which field of a claim is not as told."""
    plain = plainly_against(found)
    if plain:
        return plain
    likely = chances("claim_fields", found)
    return max(likely, key=lambda kind: (likely[kind], kind))
