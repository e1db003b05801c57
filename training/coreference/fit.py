"""Fit the weights of `sayso/data/undated.tsv`: what tells that two mentions without a time are of one event.

    python -m training.coreference.fit

Pairs of the training part of ECB+ (`../shared/eval/coreference`) within its topics, two similar incidents each, whose words can name one
event. A logistic regression with an L2 penalty by Newton's method; held-out accuracy by topics.
"""

import json
import pathlib
from collections import defaultdict

import numpy as np
import numpy.typing as npt

from benchmarks.coreference.run import SHARED, read_document
from sayso.link.coreference import compare_places, make_nodes
from sayso.link.undated import FEATURES, read_features, related

TABLE = pathlib.Path(__file__).parent.parent.parent / "sayso" / "data" / "undated.tsv"
HEADER = "# Log-odds of a feature that two mentions without a time tell one event, fitted by training/coreference/fit.py.\nfeature\tweight\n"
Array = npt.NDArray[np.float64]


def examples() -> tuple[Array, Array, Array]:
    """Features, labels and topics of the pairs."""
    gold: dict[str, str] = {}
    topics = defaultdict(list)
    for line in (SHARED / "eval" / "coreference" / "ecbplus-train.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        topics[row["topic"]].append(read_document(row, gold))
    x, y, of = [], [], []
    for topic, readings in sorted(topics.items()):
        nodes = [n for r in readings for n in make_nodes(r)]
        for i, a in enumerate(nodes):
            for b in nodes[:i]:
                if related(a.surroundings, b.surroundings):
                    within = a.reading.document.id == b.reading.document.id
                    values = read_features(
                        a.surroundings, b.surroundings, within, compare_places(a.place, b.place)
                    )
                    x.append([values[name] for name in FEATURES])
                    y.append(float(gold[a.end] == gold[b.end]))
                    of.append(int(topic))
    return np.array(x), np.array(y), np.array(of, dtype=float)


def fit(x: Array, y: Array, penalty: float = 1.0) -> Array:
    """Weights that minimise the log loss with an L2 penalty on all but the first, the prior."""
    weights, ridge = np.zeros(x.shape[1]), penalty * np.eye(x.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, x.T @ (p - y) + ridge @ weights)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def main() -> int:
    x, y, topics = examples()
    right = 0
    for k in range(5):
        held = topics.astype(int) % 5 == k
        weights = fit(x[~held], y[~held])
        right += int((((x[held] @ weights) > 0) == (y[held] > 0.5)).sum())
    print(f"{len(y)} pairs, {100 * y.mean():.1f} % the same; held out {100 * right / len(y):.1f} % right")
    weights = fit(x, y)
    TABLE.write_text(HEADER + "".join(f"{n}\t{w:.2f}\n" for n, w in zip(FEATURES, weights)), encoding="utf-8")
    print(TABLE.read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
