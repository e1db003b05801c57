"""Measure sayso on eight stories of our own, written by people who did not see how sayso reads, and hold the floors.

    python -m benchmarks.stories.run [--details] [--floors] [--json OUT] [STORY ...]

Each story is a folder beside this file: reports in `docs`, and in `gold.yaml` what a careful analyst concludes. They are scored as the
shared scenarios are, by `tools/score_scenarios.py` of the shared folder; where that is missing nothing is measured.
"""

import argparse
import json
import pathlib
import sys

from benchmarks.scenarios.run import SHARED, call, load_scorer

HERE = pathlib.Path(__file__).parent


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("stories", nargs="*", metavar="STORY")
    parser.add_argument("--details", action="store_true")
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--json", metavar="OUT")
    args = parser.parse_args()
    if not (SHARED / "tools" / "score_scenarios.py").is_file():
        print("benchmarks/stories: no scorer here, nothing measured")
        return 0
    scorer = load_scorer()
    scorer.call = call  # type: ignore[attr-defined]
    folders = [str(HERE / s) for s in args.stories] or sorted(str(p.parent) for p in HERE.glob("*/gold.yaml"))
    out = pathlib.Path(args.json) if args.json else HERE / "last.json"
    status = int(scorer.main([*folders, "--json", str(out), *(["--details"] if args.details else [])]))
    if not args.floors or args.stories:
        return status
    metrics = json.loads(out.read_text())["metrics"]
    for key, floor in json.loads((HERE / "floors.json").read_text()).items():
        if (value := metrics.get(key)) is None or value < floor:
            print(f"below the floor: {key} {value} < {floor}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
