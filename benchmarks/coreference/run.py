"""Measure the same event across documents on ECB+ with its own event mentions: CoNLL F1 and its parts.

    python -m benchmarks.coreference.run [--floors] [--train]

Reads `../shared/eval/coreference` and `../shared/tools/bcubed.py` beside the repository (or under $SAYSO_SHARED); without them nothing
is measured. ECB+ texts are undated, so that only kind, names, places and words decide here. Documents are compared within the corpus's
subtopics and, harder, within its topics (two similar incidents each); beside it stands what joins all mentions with the same lemma.
Mentions are given, everything else is the reader's.
"""

import argparse
import importlib.util
import json
import os
import pathlib
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sayso.ingest.documents import make_document
from sayso.link.clusters import cluster_mentions
from sayso.link.pairs import link_pair, prepare
from sayso.link.words import fold_stem
from sayso.model import Reading, Span
from sayso.reader.pipeline import read_document as read_document_

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))
FLOORS = {
    "subtopic_conll": 70.0,
    "topic_conll": 66.5,
    "subtopic_b3_precision": 77.0,
    "topic_b3_precision": 66.0,
}

Row = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--train", action="store_true", help="measure the training part instead of dev")
    args = parser.parse_args()
    path = SHARED / "eval" / "coreference" / f"ecbplus-{'train' if args.train else 'dev'}.jsonl"
    if not path.is_file():
        print("benchmarks/coreference: no shared folder here, nothing measured")
        return 0
    figures = measure([json.loads(line) for line in path.open(encoding="utf-8")])
    for name, value in figures.items():
        print(f"{name:32} {value:8.2f}")
    low = [n for n, floor in FLOORS.items() if args.floors and figures[n] < floor]
    for name in low:
        print(f"below the floor: {name} {figures[name]:.2f} < {FLOORS[name]}")
    return 1 if low else 0


def measure(rows: Sequence[Row]) -> dict[str, float]:
    """CoNLL F1, B-cubed and LEA of our groups and of same-lemma groups, within subtopics and within topics."""
    scorer = _scorer()
    gold: dict[str, str] = {}
    readings = {row["id"]: read_document(row, gold) for row in rows}
    figures: dict[str, float] = {"mentions": float(len(gold))}
    for level in ("subtopic", "topic"):
        parts: dict[str, list[Reading]] = defaultdict(list)
        for row in rows:
            parts[row[level]].append(readings[row["id"]])
        ours = _group(parts.values(), _same_event)
        lemma = _group(parts.values(), _same_lemma)
        for name, found in (("", ours), ("_lemma", lemma)):
            figures[f"{level}{name}_conll"] = 100 * scorer.conll(gold, found)
            figures[f"{level}{name}_lea"] = 100 * scorer.lea(gold, found)[2]
            precision, recall, _ = scorer.bcubed(gold, found)
            figures[f"{level}{name}_b3_precision"], figures[f"{level}{name}_b3_recall"] = (
                100 * precision,
                100 * recall,
            )
    return figures


def _group(parts: Any, group: Callable[[Sequence[Reading]], list[list[str]]]) -> dict[str, str]:
    return {
        end: f"{n}/{k}" for n, part in enumerate(parts) for k, ends in enumerate(group(part)) for end in ends
    }


def _same_event(readings: Sequence[Reading]) -> list[list[str]]:
    made = [prepare(r) for r in readings]
    links = [link for n, a in enumerate(made) for b in made[:n] for link in link_pair(a, b)]
    groups = cluster_mentions([node for p in made for node in p.nodes], links)
    return [[f"{n.reading.document.id}#{k}" for n in group for k in n.indices] for group in groups]


def _same_lemma(readings: Sequence[Reading]) -> list[list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for r in readings:
        for n, mention in enumerate(r.events):
            groups[fold_stem(mention.lemma.split()[-1])].append(f"{r.document.id}#{n}")
    return list(groups.values())


def read_document(row: Row, gold: dict[str, str]) -> Reading:
    """The reading of one document with the corpus's event mentions in place of the reader's own."""
    sentences = [[w.replace("\n", " ") for w in row["sents"][k]] for k in sorted(row["sents"], key=int)]
    order = {int(k): n for n, k in enumerate(sorted(row["sents"], key=int))}
    text = "\n".join(" ".join(words) for words in sentences)
    base = [0]
    for words in sentences:
        base.append(base[-1] + len(" ".join(words)) + 1)
    document = make_document(text, {"url": f"https://ecb.example/{row['id']}"}, "benchmark")

    def span(mention: Row) -> Span:
        words, at = sentences[order[mention["sent"]]], base[order[mention["sent"]]]
        toks = [min(k, len(words) - 1) for k in mention["toks"]]  # one title is cut short in the data
        starts = [at + len(" ".join(words[:k])) + (1 if k else 0) for k in toks]
        return Span(starts[0], starts[-1] + len(words[toks[-1]]))

    given = {span(m): m["chain"] for m in row["mentions"] if m["kind"] == "event"}
    reading = read_document_(document, "benchmark", list(given))
    for n, mention in enumerate(reading.events):
        chain = next((c for s, c in given.items() if s.overlap(mention.trigger)), None)
        if chain is not None:
            gold[f"{document.id}#{n}"] = chain
    return reading


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("bcubed", SHARED / "tools" / "bcubed.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
