"""Watch feeds for a day in bad weather, squeezed into a minute: what is lost, doubled or late, and whether memory grows.

    python -m benchmarks.soak.run [--feeds 200] [--hours 24] [--articles 3] [--floors]

A server on this machine plays the feeds (weather.py): good and slow ones, and those that fail every other time, drop, lie, tear their
bodies, answer 429 or 503, close the connection, redirect in a circle or flood. Each hour is one turn of a watch begun anew from what the last
one left, after which the watch's memory is made an hour older; three hours of fair weather end the day. `lost` and `doubled` count articles that
could be had in the end and the documents of each; `late` those of good feeds that were not added in the hour in which they appeared;
`slowest_hour_seconds` is what the longest turn took; `memory_growth` compares the process after the last hour with a quarter of the day.
"""

import argparse
import json
import pathlib
import sys
import tempfile
import threading
import time
from collections import Counter
from urllib.parse import urlsplit

from benchmarks.soak.weather import FAULTLESS, PROMISED, Weather

HERE = pathlib.Path(__file__).parent
FAIR = 3  # hours at the end
_HOUR = 3600.0


def resident_mb() -> float:
    """The memory that this process holds now, in MB."""
    pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def pass_an_hour(path: pathlib.Path) -> None:
    """Make what a watch remembers an hour older."""
    import sqlite3

    with sqlite3.connect(path) as memory:
        memory.execute("UPDATE feeds SET due = due - ?", (_HOUR,))
        memory.execute("UPDATE articles SET due = due - ?, seen = seen - ?", (_HOUR, _HOUR))
    memory.close()


def soak(weather: Weather, folder: pathlib.Path) -> dict[str, float]:
    """The figures of a day."""
    from sayso.fetch import Fetcher, Limits
    from sayso.ledger import Ledger
    from sayso.watch import Watcher, WatchState

    feeds = [weather.url(f) for f in range(weather.feeds)]
    added: dict[str, int] = {}
    doubled: Counter[str] = Counter()
    told: Counter[str] = Counter()
    turns, memory = [], []
    fetcher = Fetcher(
        Limits(seconds=2.0, connect_seconds=1.0), allow=["127.0.0.0/8"], robots=False, interval=0.0
    )
    for hour in range(weather.hours + FAIR):
        weather.hour, weather.fair = hour, hour >= weather.hours
        begun = time.monotonic()
        with Ledger(folder / "l.db") as ledger, WatchState(folder / "l.db.watch") as state:

            def tell(event: object, hour: int = hour) -> None:
                what, about = event.what, event.about  # type: ignore[attr-defined]
                told[what] += 1
                if what == "added":
                    doubled[urlsplit(about).path] += 1
                    added.setdefault(urlsplit(about).path, hour)

            Watcher(ledger, state, fetcher, feeds, tell=tell).run(once=True)
            held = {urlsplit(str(r.document.url)).path for r in ledger.readings()} if hour == weather.hours + FAIR - 1 else set()  # fmt: skip
        pass_an_hour(folder / "l.db.watch")
        turns.append(time.monotonic() - begun)
        memory.append(resident_mb())
    promised = {p for p, a in weather.articles.items() if weather.kind(a.feed) in PROMISED}
    prompt = {p: a for p, a in weather.articles.items() if weather.kind(a.feed) in FAULTLESS}
    return {
        "feeds": weather.feeds,
        "hours": weather.hours,
        "articles": len(weather.articles),
        "added": len(added),
        "lost": len(promised - held),
        "doubled": sum(n - 1 for n in doubled.values()),
        "late": sum(added.get(p, 999) > a.hour for p, a in prompt.items()),
        "faults": told["fault"],
        "failures_told": told["failed"] + told["later"] + told["refused"],
        "requests": sum(weather.asked.values()),
        "slowest_hour_seconds": round(max(turns), 1),
        "seconds": round(sum(turns), 1),
        "memory_mb": round(memory[-1]),
        "memory_growth": round(memory[-1] / memory[len(memory) // 4], 3),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--articles", type=int, default=3, help="of each feed in the whole day")
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    weather = Weather(args.feeds, args.hours, args.articles)
    threading.Thread(target=weather.serve_forever, daemon=True).start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            figures = soak(weather, pathlib.Path(folder))
    finally:
        weather.shutdown()
        weather.server_close()
    print(json.dumps(figures, indent=1))
    if not args.floors:
        return 0
    bounds = json.loads((HERE / "floors.json").read_text())
    wrong = [k for k, v in bounds["at_most"].items() if figures[k] > v]
    print("\n".join(f"out of bounds: {k} {figures[k]}" for k in wrong), end="\n" if wrong else "")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
