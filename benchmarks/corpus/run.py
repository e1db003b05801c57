"""Measure events on real reports, annotated mention by mention, and hold the floors.

    python -m benchmarks.corpus.run [--floors] [--every N] [--examples N] [--json OUT] [--only WORD] [FILE ...]

Reads the development reports of the shared corpus (`../shared` beside the repository, or $SAYSO_SHARED), each story in a ledger of its own,
and scores what is exported by `tools/score_corpus.py`. `--every N` takes every Nth story, so that CI has time; `--examples N` shows what was
missed and what was surplus. With `--floors` it exits 1 where a figure is below its floor.
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

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))


def load_scorer() -> ModuleType:
    """The shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_corpus", SHARED / "tools" / "score_corpus.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_corpus"] = module
    spec.loader.exec_module(module)
    return module


def export_story(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What a ledger that holds some annotated reports exports, and how long its making took."""
    from sayso import open_documents, read_documents
    from sayso.export.json import export_view
    from sayso.ledger import Ledger
    from sayso.ledger.moments import parse_moment
    from sayso.ledger.views import assemble_view

    lines = [
        {
            "url": f"https://{(r.get('outlet') or 'x').lower().replace(' ', '-').replace('(', '').replace(')', '')}/{r['id']}",
            "title": r.get("title") or None,
            "text": r["text"],
            "published": r["date"] or None,
            "publisher": r.get("outlet"),
        }
        for r in rows
    ]
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "story.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        with Ledger(":memory:") as ledger:
            ledger.add_all(list(read_documents(open_documents([str(path)]))))
            view = assemble_view(ledger, parse_moment("2100-01-01T00:00:00Z", "as_of"))
            return json.loads(json.dumps(export_view(view), default=str))


def main() -> int:
    """Read, score, print; exit status 1 where a floor is not held."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus.run")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--examples", type=int, default=0)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    files = args.files or [SHARED / "corpus" / "dev.jsonl"]
    if not all(f.is_file() for f in files):
        print(f"no corpus at {', '.join(map(str, files))}: nothing is measured")
        return 0
    scorer = load_scorer()
    groups: dict[str, list[dict[str, Any]]] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            groups.setdefault(row.get("story") or row["id"], []).append(row)
    chosen = list(groups.values())[:: args.every]
    begun = time.perf_counter()
    exported = [(rows, export_story(rows)) for rows in chosen]
    took = time.perf_counter() - begun
    result = scorer.score(exported, args.examples)
    for key, value in result.items():
        print(
            f"{key}: {value}"
            if not isinstance(value, list)
            else f"{key}:" + "".join(f"\n  {x}" for x in value)
        )
    count = sum(len(rows) for rows in chosen)
    print(f"{count} reports in {took:.0f} s")
    if args.json:
        args.json.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    return hold_floors(result) if args.floors else 0


def hold_floors(result: dict[str, Any]) -> int:
    """1 where a figure is below its floor, with a line for each."""
    floors: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    below = []
    for key, floor in floors.items():
        name, _, part = key.partition("|")
        value = result[name][part or "F1"] if isinstance(result[name], dict) else result[name]
        if value < floor:
            below.append(f"{key}: {value} is below its floor {floor}")
    print("\n".join(below) or "all floors hold")
    return int(bool(below))


if __name__ == "__main__":
    sys.exit(main())
