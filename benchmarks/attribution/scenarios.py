"""Measure whole attributions (spans, kind, stance, chain) and citations of single readings on the shared scenarios.

    python -m benchmarks.attribution.scenarios [--rules] [--floors] [--details] [SCENARIO ...]

Scores with the functions of `tools/score_scenarios.py` in the shared folder (`../shared` beside the repository, or $SAYSO_SHARED);
touches no ledger, so that it takes seconds. `--rules` reads without the encoder. `--floors` exits 1 where a figure is below its floor.
"""

import argparse
import json
import pathlib
import sys
from typing import Any

from benchmarks.scenarios.run import SHARED, load_scorer

HERE = pathlib.Path(__file__).parent
FIGURES = ("attribution_recall", "kind", "stance", "stance_balanced", "chain", "chain_found", "cites")


def export(reading: Any) -> dict[str, Any]:
    """What the scorer wants to know of a reading, in the contract's keys."""

    def pairs(spans: Any) -> list[list[int]]:
        return [[s.start, s.end] for s in spans]

    return {
        "id": reading.document.id,
        "attributions": [
            {
                "source": pairs(a.source),
                "cue": pairs(a.cue),
                "content": pairs(a.content),
                "kind": a.kind,
                "stance": a.stance,
                "chain": [{"name": link.name, "kind": link.kind} for link in a.chain],
            }
            for a in reading.attributions
        ],
        "cites": [{"outlet": c.outlet} for c in reading.citations],
    }


def measure(names: list[str], rules: bool) -> tuple[Any, Any, dict[str, int]]:
    """The scorer, its tally over the scenarios, and how many attributions and words were read."""
    from sayso.ingest import open_documents
    from sayso.reader import read_documents
    from sayso.settings import Settings

    scorer = load_scorer()
    total, size = scorer.Tally(), {"attributions": 0, "words": 0}
    for name in names:
        folder = SHARED / "scenarios" / name
        scenario = scorer.read_scenario(folder, total)
        files = [str(folder / "docs" / f"{key}.md") for key in scenario.docs]
        readings = list(read_documents(open_documents(files), Settings(encoder=not rules)))
        docs = {key: export(r) for key, r in zip(scenario.docs, readings)}
        size["attributions"] += sum(len(d["attributions"]) for d in docs.values())
        size["words"] += sum(len(r.document.text.split()) for r in readings)
        view = scorer.View(docs, [], {})
        before = len(total.misses)
        scorer.score_attributions(scenario, view, total)
        scorer.score_lineage(scenario, view, total)
        for miss in total.misses[before:]:
            miss["doc"] = f"{name}/{miss['doc']}"
    return scorer, total, size


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO")
    parser.add_argument("--rules", action="store_true", help="without the encoder")
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--details", action="store_true", help="print what was missed or wrong")
    args = parser.parse_args()
    if not (SHARED / "scenarios").is_dir():
        print("benchmarks/attribution: no shared folder here, nothing measured")
        return 0
    names = args.scenarios or sorted(p.parent.name for p in (SHARED / "scenarios").glob("*/gold.yaml"))
    scorer, tally, size = measure(names, args.rules)
    if args.details:
        for miss in tally.misses:
            if miss["metric"] != "copies":
                print(json.dumps(miss, ensure_ascii=False))
    results = scorer.results(tally.counts)
    figures = {key: round(results[key], 3) for key in FIGURES if results[key] is not None}
    print(json.dumps(figures | size, indent=1))
    if not args.floors or args.scenarios:
        return 0
    floors = json.loads((HERE / "scenario_floors.json").read_text())["rules" if args.rules else "encoder"]
    below = [
        f"below the floor: {k} {figures.get(k)} < {v}" for k, v in floors.items() if figures.get(k, 0) < v
    ]
    print("\n".join(below), end="\n" if below else "")
    return int(bool(below))


if __name__ == "__main__":
    sys.exit(main())
