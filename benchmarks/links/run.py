"""Measure whether adding a report costs the same however many are held: time, memory and file, at several sizes.

    python -m benchmarks.links.run [--families 200] [--sizes 1000 10000 100000] [--window 120] [--readings FILE] [--floors]

Some articles of `eval/bulk` of the shared folder (`../shared`, or $SAYSO_SHARED) are read once; `stream.py` makes reports of their readings:
each matter told by four, one in fifty a story that never ends. A first generation is added one by one; its rows are multiplied as
`benchmarks.ledger` does, each copy a year later. At each size the same reports, of a generation of their own, go on where the copies end: as
many to warm up as are measured, in process time. What goes on from copy to copy are names and words: the events of a copy are joined to none of
another, so that an event that is reported without end, whose cost grows with its reports, is not measured here. `reached` is how many documents an addition computes anew, `links` how many links it makes.
The figures on what is linked stand elsewhere: `benchmarks.scenarios` (origins beside reports and outlets, conflicts, slips, copies, citations,
wrong merges and splits), `benchmarks.clustering` (stories, copies), `benchmarks.coreference` (events on ECB+, beside what shares a lemma).
"""

import argparse
import json
import os
import pathlib
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
HERE = pathlib.Path(__file__).parent
_LONGEST = 1000  # words of an article


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--families", type=int, default=200, help="so many articles")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--window", type=int, default=120, help="so many reports are measured")
    parser.add_argument(
        "--readings", type=pathlib.Path, help="keep the readings here, and take them from there next time"
    )
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    from benchmarks.ledger.run import read_articles

    with tempfile.TemporaryDirectory() as folder:
        path = args.readings or pathlib.Path(folder) / "readings.jsonl"
        if not path.exists() and not read_articles(path, args.families):
            print("benchmarks/links: no shared folder here, nothing measured")
            return 0
        figures = measure(
            load_readings(path, args.families), pathlib.Path(folder) / "l.db", sorted(args.sizes), args.window
        )
    print(json.dumps(figures, indent=1))
    floors = json.loads((HERE / "floors.json").read_text())["at_most"]
    wrong = [name for name, most in floors.items() if args.floors and figures[name] > most]
    print(
        "\n".join(f"out of bounds: {name} {figures[name]} > {floors[name]}" for name in wrong),
        end="\n" if wrong else "",
    )
    return int(bool(wrong))


def load_readings(path: pathlib.Path, families: int) -> list[Any]:
    """The readings of so many articles that are not too long."""
    import msgspec

    from sayso.model import Reading

    readings = (msgspec.json.decode(line, type=Reading) for line in path.open("rb"))
    return [r for r in readings if len(r.document.text.split()) <= _LONGEST][:families]


def measure(readings: Sequence[Any], path: pathlib.Path, sizes: Sequence[int], window: int) -> dict[str, Any]:
    """Grow a ledger to each size and add the same reports there."""
    from benchmarks.ledger.run import Copier
    from benchmarks.links.stream import FIRST, make_generation
    from sayso.ledger import Ledger

    with Ledger(path) as ledger:
        base = list(make_generation(readings, 0))
        for reading in base:
            ledger.add(reading)
        copier = Copier(ledger, {r.document.id for r in base}, density=1, years=1)
    copies, found = 1, []
    for size in sizes:
        with Ledger(path) as ledger:
            copier.ledger = ledger
            while copies * len(base) < size:
                copier.copy(copies)
                copies += 1
            settle(ledger)
        with Ledger(path) as ledger:  # nothing kept in memory
            before = ledger.count_documents()
            reports = list(make_generation(readings, 1 + len(found), FIRST.replace(year=FIRST.year + copies)))
            found.append({"held": before, **add_window(ledger, reports, window)})
            copies += 1
            settle(ledger)
        found[-1]["file_bytes_a_document"] = round(path.stat().st_size / (before + len(reports)))
        print(json.dumps(found[-1]), file=sys.stderr)
    first, last = found[0], found[-1]
    return {
        "reports_a_generation": len(base),
        "sizes": found,
        "growth": round(last["add_ms"] / first["add_ms"], 2),
        "growth_memory": round(last["peak_memory_mb"] / first["peak_memory_mb"], 2),
        "growth_file": round(last["file_bytes_a_document"] / first["file_bytes_a_document"], 2),
        "growth_reached": round(last["reached"] / first["reached"], 2),
        "growth_links": round(last["links"] / max(1, first["links"]), 2),
    }


def add_window(ledger: Any, reports: Sequence[Any], window: int) -> dict[str, float]:
    """Add reports of which the second `window` are measured; the rest are added too, so that every size has whole generations."""
    from sqlalchemy import func, select

    from sayso.ledger import schema
    from sayso.ledger.reach import find_reach

    def count_links() -> int:
        with ledger.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(schema.links)).scalar_one())

    warm, measured = reports[:window], reports[window : 2 * window]
    for reading in warm:
        ledger.add(reading)
    links, spent, reached = count_links(), 0.0, 0
    for reading in measured:
        begun = time.process_time()
        ledger.add(reading)
        spent += time.process_time() - begun
        with ledger.connect() as connection:
            reached += len(find_reach(connection, [reading.document.id], []).documents)
    return {
        "add_ms": round(1000 * spent / len(measured), 2),
        "reached": round(reached / len(measured), 2),
        "links": round((count_links() - links) / len(measured), 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def settle(ledger: Any) -> None:
    """Put all that was written into the file itself."""
    with ledger.connect() as connection:
        connection.rollback()
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    sys.exit(main())
