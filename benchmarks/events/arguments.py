"""Measure who takes part, what is used, where and of which type, on the shared scenarios, and print each miss.

    python -m benchmarks.events.arguments [--misses] [--floors]

Gold events are aligned with found ones as `tools/score_scenarios.py` aligns them, as of the last report. participants, assets: F1 of
names over the aligned events (names match as the scorer's do); place, type: share of the aligned events. Recipients and figures are
not measured: the gold has no such fields apart from those of conflicts and slips, which `benchmarks.scenarios.run` measures.
"""

import argparse
import json
import pathlib
import shutil
import sys
import tempfile
from collections import Counter
from types import ModuleType
from typing import Any

from benchmarks.scenarios.run import SHARED, call, load_scorer

HERE = pathlib.Path(__file__).parent
LISTS, SINGLE = ("participants", "assets"), ("type", "place")


def measure(misses: list[str]) -> dict[str, float]:
    """The figures in percent; each miss is put into words."""
    scorer = load_scorer()
    counts: Counter[str] = Counter()
    for folder in scorer.scenario_folders([str(SHARED / "scenarios")]):
        for gold, found in _aligned(scorer, folder):
            for key in LISTS:
                wanted, got = gold.get(key) or [], [scorer.named(v) for v in scorer.as_list(found.get(key))]
                right = len(scorer.pairs(wanted, got, scorer.same_name))
                counts[f"{key}/right"] += right
                counts[f"{key}/all"] += len(wanted) + len(got)
                if not len(wanted) == right == len(got):
                    misses.append(f"{key}: {folder.name}/{gold['id']}: wanted {wanted}, got {got}")
            place = next((s["place"] for s in reversed(gold["states"]) if s.get("place")), None)
            for key, wanted in (("type", gold.get("type")), ("place", place)):
                if not wanted:
                    continue
                got = scorer.named(found.get(key) or "")
                right = got == wanted if key == "type" else bool(got) and scorer.same_name(got, wanted)
                counts[f"{key}/right"] += right
                counts[f"{key}/all"] += 1
                if not right:
                    misses.append(f"{key}: {folder.name}/{gold['id']}: wanted {wanted!r}, got {got!r}")
    share = {key: 200 if key in LISTS else 100 for key in (*LISTS, *SINGLE)}
    return {
        key: round(factor * counts[f"{key}/right"] / max(1, counts[f"{key}/all"]), 1)
        for key, factor in share.items()
    }


def _aligned(scorer: ModuleType, folder: pathlib.Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Gold events of a scenario with the exported events that tell them."""
    tally = scorer.Tally()
    scenario = scorer.read_scenario(folder, tally)
    with tempfile.TemporaryDirectory() as place:
        docs = shutil.copytree(folder / "docs", pathlib.Path(place) / "docs")
        ledger = str(pathlib.Path(place) / "ledger.db")
        call([], "add", "--ledger", ledger, str(docs))
        _, out, problem = call(
            [],
            "export",
            "--ledger",
            ledger,
            "--as-of",
            scorer.FAR.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "--format",
            "json",
        )
    if not out:
        raise SystemExit(f"benchmarks/events: {folder.name}: no export: {problem[-300:]}")
    view = scorer.read_view(scenario, json.loads(out), scorer.FAR, tally)
    return [(e, view.aligned[e["id"]].data) for e in scenario.gold["events"] if e["id"] in view.aligned]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="print each miss")
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    if not (SHARED / "scenarios").is_dir():
        print("benchmarks/events: no shared folder here, nothing measured")
        return 0
    misses: list[str] = []
    figures = measure(misses)
    if args.misses:
        print("\n".join(misses))
    print("  ".join(f"{key} {value}" for key, value in figures.items()))
    floors = json.loads((HERE / "argument_floors.json").read_text(encoding="utf-8"))
    low = [key for key, floor in floors.items() if figures[key] < floor]
    for key in low if args.floors else ():
        print(f"below the floor: {key} {figures[key]} < {floors[key]}")
    return 1 if low and args.floors else 0


if __name__ == "__main__":
    sys.exit(main())
