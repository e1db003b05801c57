"""Measure how sure events are said to be: the network's factuality against the ratings of UW and UDS-IH2, as Pearson's r.

    python -m benchmarks.events.run [--floors]

Reads `../shared/eval/status` beside the repository (or under $SAYSO_SHARED); without it nothing is measured.
"""

import argparse
import json
import os
import pathlib
import sys
from typing import Any

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))


def pearson(path: pathlib.Path) -> float:
    """The correlation of the network's factuality with the ratings of a set, sentence by sentence."""
    import numpy as np

    from sayso.model import Span
    from sayso.reader.encoder.heads import rate_factuality
    from sayso.reader.encoder.session import encode_text

    wanted: list[float] = []
    got: list[float] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        starts, text = [], ""
        for token in row["tokens"]:
            starts.append(len(text))
            text += token + " "
        spans = [
            Span(starts[e["span"][0]], starts[e["span"][0]] + len(row["tokens"][e["span"][0]]))
            for e in row["events"]
        ]
        wanted += [e["score"] for e in row["events"]]
        got += rate_factuality(encode_text(text), spans).tolist()
    known = ~np.isnan(got)
    return round(float(np.corrcoef(np.array(wanted)[known], np.array(got)[known])[0, 1]), 3)


def main() -> int:
    """Print the figures; exit status 1 where one is below its floor."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.events.run")
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    if not (SHARED / "eval" / "status").is_dir():
        print("benchmarks/events: no shared folder here, nothing measured")
        return 0
    figures = {f"r_{n}": pearson(SHARED / "eval" / "status" / f"{n}-dev.jsonl") for n in ("uw", "uds-ih2")}
    print(json.dumps(figures))
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    below = [f"below the floor: {k} {figures[k]} < {v}" for k, v in floors.items() if figures[k] < v]
    print("\n".join(below), end="\n" if below else "")
    return int(args.floors and bool(below))


if __name__ == "__main__":
    sys.exit(main())
