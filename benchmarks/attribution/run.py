"""Measure the encoder's attributions on PolNeAR's development part.

    python -m benchmarks.attribution.run [--whole] [--floors] [--documents N] [--misses N]

`--whole` measures what `sayso read` gives (spans mended, completed by rules, nobody's words left out) in place of the bare encoder.
Needs `../shared` (or $SAYSO_SHARED); prints the figures of `tools/score_attribution.py`, words a second on one core, and the share of that
time which the bare network takes in the same run (processors differ, the share does not). Beside them stand, from the shared notes: one
trained human against another (relation 73.5, core 92), two CRFs 61.6, BBC Citron retrained 48.7.
"""

import argparse
import importlib.util
import json
import os
import pathlib
import sys
import time
from types import ModuleType
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))
F1 = ("relation", "cue_exact", "cue_overlap", "content_exact", "span_source", "span_cue", "span_content")


def load_scorer() -> ModuleType:
    """The shared scorer as a module."""
    spec = importlib.util.spec_from_file_location(
        "score_attribution", SHARED / "tools" / "score_attribution.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def print_misses(gold: list[dict[str, Any]], answers: dict[str, dict[str, Any]], most: int) -> None:
    """Print gold attributions of which no answer shares a cue word and a content word, up to `most`."""

    def meet(a: list[list[int]], b: list[list[int]]) -> bool:
        return any(x[0] < y[1] and y[0] < x[1] for x in a for y in b)

    for report in gold:
        for wanted in report["attributions"]:
            own = answers[report["id"]]["attributions"]
            if most > 0 and not any(
                meet(wanted["cue"], a["cue"]) and meet(wanted["content"], a["content"]) for a in own
            ):
                words = {
                    r: " … ".join(report["text"][s:e] for s, e in wanted[r])
                    for r in ("source", "cue", "content")
                }
                print(f"{report['id']}: [{words['source']}] [{words['cue']}] {words['content']}")
                most -= 1


def read_whole(gold: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The attributions of whole readings."""
    from sayso.ingest.documents import make_document
    from sayso.reader import read_documents

    documents = [make_document(g["text"], {}, g["id"]) for g in gold]
    return [reading.attributions for reading in read_documents(iter(documents))]


def time_network(texts: list[str]) -> float:
    """Seconds of one core that the bare network takes for some texts."""
    import numpy as np

    from sayso.reader.encoder.session import _sessions
    from sayso.reader.encoder.windows import make_windows

    network = _sessions()[0]
    inputs = [
        {
            "ids": np.array([w.ids], np.int64),
            "feat": np.array([w.features], np.int64),
            "mask": np.ones((1, len(w.ids)), np.int64),
        }
        for text in texts
        for w in make_windows(text, ())
    ]
    begun = time.process_time()
    for given in inputs:
        network.run(None, given)
    return time.process_time() - begun


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--floors", action="store_true")
    parser.add_argument(
        "--whole", action="store_true", help="measure whole readings in place of the bare encoder"
    )
    parser.add_argument(
        "--misses", type=int, default=0, help="print so many gold attributions that were not found"
    )
    parser.add_argument("--documents", type=int, default=10_000)
    args = parser.parse_args()
    gold_file = SHARED / "eval" / "attribution" / "polnear-dev.jsonl"
    if not gold_file.is_file():
        print("benchmarks/attribution: no shared folder here, nothing measured")
        return 0
    from sayso.reader.encoder.session import find_raw_attributions

    gold = [json.loads(line) for line in gold_file.read_text(encoding="utf-8").splitlines()][: args.documents]
    find_raw_attributions([gold[0]["text"]])  # the model is loaded here
    begun = time.process_time()
    found = read_whole(gold) if args.whole else find_raw_attributions([g["text"] for g in gold])
    seconds = time.process_time() - begun
    if found is None:
        print("benchmarks/attribution: no model is installed")
        return 1
    roles = ("source", "cue", "content")
    answers = {
        g["id"]: {
            "id": g["id"],
            "attributions": [{r: [[s.start, s.end] for s in getattr(a, r)] for r in roles} for a in own],
        }
        for g, own in zip(gold, found)
    }
    score = load_scorer().score({g["id"]: g for g in gold}, answers)
    figures: dict[str, float] = {key: score[key]["F1"] for key in F1}
    figures |= {f"recall_{kind}": row["relation_recall"] for kind, row in score["recall_by_type"].items()}
    figures["words_per_second"] = round(sum(len(g["text"].split()) for g in gold) / seconds)
    figures["network_share"] = round(time_network([g["text"] for g in gold]) / seconds, 3)
    if args.misses:
        print_misses(gold, answers, args.misses)
    print(json.dumps(figures, indent=1))
    if not args.floors:
        return 0
    floors = json.loads((HERE / "floors.json").read_text())["whole" if args.whole else "encoder"]
    below = [f"below the floor: {k} {figures[k]} < {v}" for k, v in floors.items() if figures[k] < v]
    print("\n".join(below), end="\n" if below else "")
    return int(bool(below))


if __name__ == "__main__":
    sys.exit(main())
