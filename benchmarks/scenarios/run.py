"""Measure sayso on the shared scenarios and hold the floors.

    python -m benchmarks.scenarios.run [--details] [--floors] [--json OUT] [SCENARIO ...]

Runs `tools/score_scenarios.py` of the shared folder (`../shared` beside the repository, or $SAYSO_SHARED) with the commands called
in this process, so that models are loaded once; prints its table; with `--floors` exits 1 where a figure is below its floor.
"""

import argparse
import contextlib
import importlib.util
import io
import json
import os
import pathlib
import sys
from types import ModuleType

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))


def load_scorer() -> ModuleType:
    """The shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_scenarios", SHARED / "tools" / "score_scenarios.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_scenarios"] = module
    spec.loader.exec_module(module)
    return module


def call(_cmd: list[str], *args: str) -> tuple[int, str, str]:
    """Run a sayso command in this process: exit status, standard output, standard error."""
    from sayso.cli import app

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = app(list(args), standalone_mode=False)
        except SystemExit as stop:
            code = stop.code
        except Exception as problem:  # a crash is a finding, not the end of the measurement
            import traceback

            return 70, out.getvalue(), "".join(traceback.format_exception(problem))
    return int(code or 0), out.getvalue(), err.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO")
    parser.add_argument("--details", action="store_true")
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--json", metavar="OUT")
    args = parser.parse_args()
    if not (SHARED / "scenarios").is_dir():
        print("benchmarks/scenarios: no shared folder here, nothing measured")
        return 0
    scorer = load_scorer()
    scorer.call = call
    names = args.scenarios or sorted(p.parent.name for p in (SHARED / "scenarios").glob("*/gold.yaml"))
    out = pathlib.Path(args.json) if args.json else HERE / "last.json"
    folders = [str(SHARED / "scenarios" / n) for n in names]
    status = scorer.main([*folders, "--json", str(out), *(["--details"] if args.details else [])])
    if not args.floors or args.scenarios:
        return int(status)
    return max(int(status), check_floors(json.loads(out.read_text())["metrics"]))


def check_floors(metrics: dict[str, float | None]) -> int:
    """1 where a figure lies below its floor (for the metrics in `at_most`: above it), else 0."""
    floors = json.loads((HERE / "floors.json").read_text())
    failed = 0
    for key, floor in floors["at_least"].items():
        if (value := metrics.get(key)) is None or value < floor:
            print(f"below the floor: {key} {value} < {floor}")
            failed = 1
    for key, ceiling in floors["at_most"].items():
        if (value := metrics.get(key)) is None or value > ceiling:
            print(f"above the ceiling: {key} {value} > {ceiling}")
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
