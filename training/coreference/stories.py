"""Fit the weights of `sayso/data/same_event.tsv`: what tells that two reports speak of one event.

    python -m training.coreference.stories --corpus ../shared/corpus/dev.jsonl [--write]

Reads the annotated reports of each story by the reader as it stands; a happening is of the gold event that most of its mentions meet.
All pairs of happenings over the reports of a story, of which at least one meets gold, are examples; every story weighs the same. A logistic
regression with an L2 penalty by Newton's method. Printed are figures of each story by weights that the other stories gave.
"""

import argparse
import json
import pathlib
import sys
from collections import Counter, defaultdict
from typing import Any

import numpy as np
import numpy.typing as npt

TABLE = pathlib.Path(__file__).parent.parent.parent / "sayso" / "data" / "same_event.tsv"
HEADER = (
    "# Log-odds that two happenings of different reports are one event, by feature (python -m training.coreference.stories)\n"
    "feature\tweight\n"
)
Array = npt.NDArray[np.float64]
Example = tuple[str, dict[str, float], bool]


def examples(rows: list[dict[str, Any]]) -> list[Example]:
    """(story, features, whether they are one event) of the pairs of happenings."""
    from sayso.link.pairs import Prepared, prepare
    from sayso.link.same_event import compare_reports
    from sayso.link.stories import compare_stories
    from sayso.reader import read

    stories: dict[str, list[tuple[Prepared, list[str | None]]]] = defaultdict(list)
    for row in rows:
        if row.get("story"):
            prepared = prepare(read(document_of(row)))
            stories[row["story"]].append(
                (prepared, [gold_of(row, prepared, n.indices) for n in prepared.nodes])
            )
    found: list[Example] = []
    for story, reports in sorted(stories.items()):
        for i, (a, gold_a) in enumerate(reports):
            for b, gold_b in reports[:i]:
                told = compare_stories(a.digest, b.digest)
                likeness = told.score if told else 0.0
                gold = dict(zip(a.nodes, gold_a)) | dict(zip(b.nodes, gold_b))
                for one, two, features in compare_reports(a.nodes, b.nodes, likeness):
                    if gold[one] is not None or gold[two] is not None:
                        found.append((story, features, gold[one] == gold[two]))
    return found


def document_of(row: dict[str, Any]) -> Any:
    """An annotated report as a document."""
    import tempfile

    from sayso import open_documents

    line = {
        "url": f"https://{(row.get('outlet') or 'x').lower().replace(' ', '-')}/{row['id']}",
        "title": row.get("title") or None,
        "text": row["text"],
        "published": row["date"] or None,
        "publisher": row.get("outlet"),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "one.jsonl"
        path.write_text(json.dumps({k: v for k, v in line.items() if v}) + "\n", encoding="utf-8")
        (document,) = open_documents([str(path)])
    return document


def gold_of(row: dict[str, Any], prepared: Any, indices: tuple[int, ...]) -> str | None:
    """The gold event that most mentions of a happening meet; None where none does."""
    met: Counter[str] = Counter()
    for n in indices:
        m = prepared.reading.events[n]
        for gold in row["mentions"]:
            if gold["part"] == m.part and gold["start"] < m.trigger.end and m.trigger.start < gold["end"]:
                met[gold["event"]] += 1
                break
    return max(met, key=lambda e: (met[e], e)) if met else None


def fit(x: Array, y: Array, weight: Array, penalty: float = 1.0) -> Array:
    """Weights that minimise the log loss with an L2 penalty on all but the first, the prior."""
    weights, ridge = np.zeros(x.shape[1]), penalty * np.eye(x.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        grade = weight * p * (1 - p)
        step = np.linalg.solve((x * grade[:, None]).T @ x + ridge, x.T @ (weight * (p - y)) + ridge @ weights)
        weights = weights - step
        if np.abs(step).max() < 1e-7:
            break
    return weights


def main() -> int:
    """Fit, print figures by stories left out, write the table."""
    parser = argparse.ArgumentParser(prog="python -m training.coreference.stories")
    parser.add_argument("--corpus", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    rows = [
        json.loads(line) for path in args.corpus for line in path.read_text(encoding="utf-8").splitlines()
    ]
    found = examples(rows)
    names = ["prior", *sorted({k for _, f, _ in found for k in f} - {"prior"})]
    x = np.array([[f.get(n, 0.0) for n in names] for _, f, _ in found])
    y = np.array([float(same) for _, _, same in found])
    story = np.array([s for s, _, _ in found])
    size = Counter(story.tolist())
    weight = np.array([len(found) / len(size) / size[s] for s in story])
    weight = np.sqrt(weight)
    scores = np.zeros(len(found))
    for left_out in sorted(size):
        train = story != left_out
        scores[~train] = x[~train] @ fit(x[train], y[train], weight[train])
    for threshold in (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        yes = scores >= threshold
        good = float((yes & (y > 0)).sum())
        p, r = good / max(1, yes.sum()), good / y.sum()
        print(
            f"{threshold:5.1f}  P {100 * p:.1f}  R {100 * r:.1f}  F1 {200 * p * r / max(1e-9, p + r):.1f}  of {int(y.sum())} pairs"
        )
    final = fit(x, y, weight)
    for name, value in zip(names, final):
        print(f"{name}\t{value:.3f}")
    if args.write:
        lines = [f"{name}\t{value:.3f}\n" for name, value in zip(names, final)]
        TABLE.write_text(HEADER + "".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
