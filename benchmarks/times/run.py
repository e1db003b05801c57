"""Measure `find_times` on the shared development sets beside HeidelTime's answers.

    python -m benchmarks.times.run [--misses N] [--floors]

Needs `../shared` (or $SAYSO_SHARED); prints value and strict F1 by `tools/score_timex.py` and words a second on one core.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))
SETS = ("timebank-corrected", "aquaint-corrected", "meantime-dev")


def score(gold: pathlib.Path, system: pathlib.Path, *more: str) -> str:
    """What the shared scorer prints."""
    tool = str(SHARED / "tools" / "score_timex.py")
    return subprocess.run([sys.executable, tool, str(gold), str(system), *more], capture_output=True, text=True, check=True).stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    if not (SHARED / "eval" / "timex").is_dir():
        print("benchmarks/times: no shared folder here, nothing measured")
        return 0
    from sayso.read.times import find_times

    figures: dict[str, float] = {}
    words, seconds = 0, 0.0
    for name in SETS:
        gold = SHARED / "eval" / "timex" / f"{name}.jsonl"
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
            for line in gold.read_text(encoding="utf-8").splitlines():
                report = json.loads(line)
                published = datetime.fromisoformat(report["dct"][:10]).replace(tzinfo=UTC) if report["dct"] else None
                begun = time.process_time()
                found = find_times(report["text"], published)
                seconds += time.process_time() - begun
                words += len(report["text"].split())
                timex = [{"start": t.start, "end": t.end, "type": t.type, "value": t.value} for t in found]
                out.write(json.dumps({"id": report["id"], "timex": timex}) + "\n")
            out.flush()
            answer = json.loads(score(gold, pathlib.Path(out.name), "--json"))
            if args.misses:
                print(score(gold, pathlib.Path(out.name), "--errors", str(args.misses)))
        for key in ("relaxed", "strict", "value"):
            figure = answer[key] if key in answer else answer.get(f"{key}_f1")
            figures[f"{name} {key}"] = round(100 * (figure["F1"] if isinstance(figure, dict) else figure), 1)
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
