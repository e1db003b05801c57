"""Measure sayso on real stories of several outlets, with gold events, states and origins, and hold the floors.

    python -m benchmarks.real_stories.run [--details] [--floors] [--json OUT] [--every N] [STORY ...]

As `benchmarks.scenarios.run`, over `real-stories` of the shared folder; `--every N` takes every Nth story.
"""

import argparse
import json
import pathlib
import sys
import tempfile

from benchmarks.scenarios.run import SHARED, call, check_floors, load_scorer

HERE = pathlib.Path(__file__).parent


def main() -> int:
    """Score the stories; exit status 1 where a floor is not held."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_stories.run")
    parser.add_argument("stories", nargs="*", metavar="STORY")
    parser.add_argument("--details", action="store_true")
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--json", metavar="OUT")
    parser.add_argument("--every", type=int, default=1)
    args = parser.parse_args()
    if not (SHARED / "real-stories").is_dir():
        print("benchmarks/real_stories: no shared folder here, nothing measured")
        return 0
    scorer = load_scorer()
    scorer.call = call  # type: ignore[attr-defined]
    every = sorted(p.parent.name for p in (SHARED / "real-stories").glob("*/gold.yaml"))
    folders = [str(SHARED / "real-stories" / n) for n in args.stories or every[:: args.every]]
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(args.json or f"{folder}/figures.json")
        status = scorer.main([*folders, "--json", str(out), *(["--details"] if args.details else [])])
        if not args.floors or args.stories:
            return int(status)
        return max(int(status), check_floors(json.loads(out.read_text())["metrics"], HERE / "floors.json"))


if __name__ == "__main__":
    sys.exit(main())
