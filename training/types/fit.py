"""Fit the linear part of the type classifier: seconds, numpy alone.

python -m training.types.fit --data ../shared/eval/eventtype/plv-train.jsonl --out sayso/models
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sayso.reader.encoder.heads import TYPES
from sayso.reader.events.types import NAME, LinearTypes, sentence_features, sentence_vectors

Floats = NDArray[np.float32]
PENALTY, DENSE_PENALTY, ROUNDS, RAREST = 0.05, 0.5, 400, 2


def fold_of(row: dict[str, Any]) -> int:
    """Which of five parts a sentence is in: by its text, as some texts stand there with several sources and targets."""
    return crc32(row["text"].encode()) % 5


def fit(rows: Sequence[dict[str, Any]]) -> LinearTypes:
    """Multinomial logistic regression, types of equal weight, quadratic penalty, by Nesterov's accelerated gradient."""
    seen: Counter[str] = Counter()
    for row in rows:
        for part, stems in zip("sm", sentence_features(row["text"], row["source"], row["target"])):
            seen.update({f"{part}:{s}" for s in stems})
    names = sorted(name for name, count in seen.items() if count >= RAREST)
    idf = np.array([1 + np.log((1 + len(rows)) / (1 + seen[name])) for name in names], np.float32)
    model = LinearTypes(
        {n: i for i, n in enumerate(names)},
        idf,
        np.zeros((len(names), len(TYPES)), np.float32),
        np.zeros(len(TYPES), np.float32),
    )
    labels = np.array([TYPES.index(r["gold_root"]) for r in rows])
    sentences = [(r["text"], r["source"], r["target"]) for r in rows]
    model.weights, model.bias = descend(np.stack([model.vector(*s) for s in sentences]), labels, PENALTY)
    model.dense_weights, model.dense_bias = descend(sentence_vectors(sentences), labels, DENSE_PENALTY)
    return model


def descend(x: Floats, labels: NDArray[np.int64], penalty: float) -> tuple[Floats, Floats]:
    """Weights (features, types) and bias (types,) for features (rows, features) and labels (rows,)."""
    weights, bias = np.zeros((x.shape[1], len(TYPES)), np.float32), np.zeros(len(TYPES), np.float32)
    counts = np.bincount(labels, minlength=len(TYPES))
    each = (len(labels) / (max(1, (counts > 0).sum()) * np.maximum(counts, 1)))[labels].astype(np.float32)
    wanted = np.eye(len(TYPES), dtype=np.float32)[labels]
    step = 1 / (0.5 * float((np.linalg.norm(x, 2) ** 2) * each.max() / 4) + penalty)
    ahead_w, ahead_b = weights.copy(), bias.copy()
    for t in range(ROUNDS):
        scores = x @ ahead_w + ahead_b
        chances = np.exp(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True))
        error = (chances - wanted) * each[:, None]
        new_w, new_b = ahead_w - step * (x.T @ error + penalty * ahead_w), ahead_b - step * error.sum(0)
        push = t / (t + 3)
        ahead_w, ahead_b = new_w + push * (new_w - weights), new_b + push * (new_b - bias)
        weights, bias = new_w.astype(np.float32), new_b.astype(np.float32)
    return weights, bias


def save(model: LinearTypes, folder: Path) -> None:
    """Write the model as `sayso.reader.events.types` loads it."""
    names = "\n".join(sorted(model.vocabulary, key=model.vocabulary.__getitem__))
    arrays = {"idf": model.idf, "weights": model.weights, "bias": model.bias}
    if model.dense_weights is not None and model.dense_bias is not None:
        arrays |= {"dense_weights": model.dense_weights, "dense_bias": model.dense_bias}
    np.savez_compressed(
        folder / NAME,
        vocabulary=np.frombuffer(names.encode(), np.uint8),
        **{k: v.astype(np.float16) for k, v in arrays.items()},
    )  # type: ignore[arg-type]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    model = fit([json.loads(line) for line in args.data.read_text(encoding="utf-8").splitlines()])
    save(model, args.out)
    print(f"{len(model.vocabulary)} features")


if __name__ == "__main__":
    main()
