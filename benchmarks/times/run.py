"""Measure `find_times` on the shared development sets beside HeidelTime's answers.

    python -m benchmarks.times.run [--misses N] [--floors]

Needs `../shared` (or $SAYSO_SHARED); prints value and strict F1 by `tools/score_timex.py`, how many weekdays, days of a
month and months without a year stand where the gold has them, and words a second on one core.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from typing import Any

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))
MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:\.|uary|ruary|ch|il|ust|tember|ober|ember)?"
)
SETS = ("timebank-corrected", "aquaint-corrected", "meantime-dev")


def score(gold: pathlib.Path, system: pathlib.Path, *more: str) -> str:
    """What the shared scorer prints."""
    tool = str(SHARED / "tools" / "score_timex.py")
    return subprocess.run(
        [sys.executable, tool, str(gold), str(system), *more], capture_output=True, text=True, check=True
    ).stdout


KINDS = {
    "weekday": re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:['’]s)?$"),
    "month-day": re.compile(rf"{MONTH}\s\d{{1,2}}$"),
    "month": re.compile(rf"{MONTH}$"),
}


def anchoring(
    gold: list[dict[str, Any]], found: dict[str, list[dict[str, Any]]], counts: dict[str, list[int]]
) -> None:
    """Count, of gold expressions without a year that were found, those anchored on the right day or month."""
    for report in gold:
        for g in report["timex"]:
            kind = next(
                (k for k, p in KINDS.items() if p.fullmatch(report["text"][g["start"] : g["end"]])), None
            )
            answer = next(
                (t for t in found[report["id"]] if t["start"] < g["end"] and g["start"] < t["end"]), None
            )
            if kind and answer and not g.get("ignore"):
                counts[kind][0] += answer["value"][:10] == g["value"][:10]
                counts[kind][1] += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    if not (SHARED / "eval" / "timex").is_dir():
        print("benchmarks/times: no shared folder here, nothing measured")
        return 0
    from sayso.reader.times.recognition import find_times

    figures: dict[str, float] = {}
    words, seconds = 0, 0.0
    counts = {kind: [0, 0] for kind in KINDS}
    for name in SETS:
        gold = SHARED / "eval" / "timex" / f"{name}.jsonl"
        answers: dict[str, list[dict[str, Any]]] = {}
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
            for line in gold.read_text(encoding="utf-8").splitlines():
                report = json.loads(line)
                published = (
                    datetime.fromisoformat(report["dct"][:10]).replace(tzinfo=UTC) if report["dct"] else None
                )
                begun = time.process_time()
                found = find_times(report["text"], published)
                seconds += time.process_time() - begun
                words += len(report["text"].split())
                timex = [{"start": t.start, "end": t.end, "type": t.type, "value": t.value} for t in found]
                answers[report["id"]] = timex
                out.write(json.dumps({"id": report["id"], "timex": timex}) + "\n")
            out.flush()
            answer = json.loads(score(gold, pathlib.Path(out.name), "--json"))
            if args.misses:
                print(score(gold, pathlib.Path(out.name), "--errors", str(args.misses)))
        anchoring(
            [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()], answers, counts
        )
        for key in ("relaxed", "strict", "value"):
            figure = answer[key] if key in answer else answer.get(f"{key}_f1")
            figures[f"{name} {key}"] = round(100 * (figure["F1"] if isinstance(figure, dict) else figure), 1)
    figures |= {
        f"{kind} anchored": round(100 * right / max(1, of), 1) for kind, (right, of) in counts.items()
    }
    figures["words_per_second"] = round(words / seconds)
    print(json.dumps(figures, indent=1))
    if not args.floors:
        return 0
    floors = json.loads((HERE / "floors.json").read_text())
    below = [f"below the floor: {k} {figures[k]} < {v}" for k, v in floors.items() if figures[k] < v]
    print("\n".join(below), end="\n" if below else "")
    return int(bool(below))


if __name__ == "__main__":
    sys.exit(main())
