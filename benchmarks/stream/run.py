"""Measure a long addition: words read a second, memory, and whether cost grows with what the ledger holds.

    python -m benchmarks.stream.run [--documents 2000] [--floors]

Adds articles of `eval/bulk` of the shared folder (`../shared`, or $SAYSO_SHARED) in one process on one core and compares the last
quarter with the first, seconds a word. Reading (start-up excluded) and storing are timed apart, in process time; `engines_share` is what
the encoder, run bare over some of the articles, take of the time that reading them takes (processors differ, the share less).
"""

import argparse
import gzip
import json
import os
import pathlib
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

os.environ.setdefault("OMP_NUM_THREADS", "1")

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))


def articles(limit: int) -> Iterator[dict[str, str]]:
    """The first `limit` articles."""
    with gzip.open(SHARED / "eval" / "bulk" / "articles.jsonl.gz", "rt", encoding="utf-8") as stream:
        for _, line in zip(range(limit), stream):
            yield json.loads(line)


def published(words: str) -> datetime | None:
    """The day of an article, which the collection writes as month/day/year or in ISO 8601."""
    for form in ("%m/%d/%y", "%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(words[:10], form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def time_engines(texts: list[str]) -> float:
    """Seconds of one core that the bare encoder takes for some texts."""
    from benchmarks.attribution.run import time_network

    return time_network(texts)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    if not (SHARED / "eval" / "bulk").is_dir():
        print("benchmarks/stream: no shared folder here, nothing measured")
        return 0
    from sayso.ledger import Ledger
    from sayso.model import Document
    from sayso.reader import read_documents

    def documents() -> Iterator[Document]:
        for a in articles(args.documents):
            whole = "\0".join((a["url"] or "", a["title"] or "", a["text"])).encode()
            yield Document(
                id=sha256(whole).hexdigest()[:16],
                text=a["text"],
                text_hash=sha256(a["text"].encode()).hexdigest(),
                url=a["url"],
                publisher=a["outlet"],
                title=a["title"],
                published_at=published(a["date"]),
                published_precision="day",
                language="en",
            )

    held = list(documents())
    list(read_documents(held[:2]))  # models are loaded here
    reading = storing = 0.0
    marks: list[tuple[int, float]] = []  # words and seconds of each document
    with tempfile.TemporaryDirectory() as folder, Ledger(pathlib.Path(folder) / "l.db") as ledger:
        at = time.process_time()
        for answer in read_documents(held):
            done = time.process_time()
            ledger.add(answer)
            stored = time.process_time()
            reading, storing = reading + done - at, storing + stored - done
            marks.append((len(answer.document.text.split()), stored - at))
            at = stored
            if len(marks) % 200 == 0:
                print(f"{len(marks)} documents", file=sys.stderr)
        size = (pathlib.Path(folder) / "l.db").stat().st_size
    quarter = max(1, len(marks) // 4)

    def cost(part: list[tuple[int, float]]) -> float:
        return sum(s for _, s in part) / max(1, sum(w for w, _ in part))

    words = sum(w for w, _ in marks)
    some = held[:40]
    engines = time_engines([d.text for d in some]) / sum(len(d.text.split()) for d in some)
    figures = {
        "documents": len(marks),
        "words": words,
        "read_words_per_second": round(words / max(reading, 1e-9)),
        "engines_share": round(engines * words / max(reading, 1e-9), 3),
        "store_milliseconds_a_document": round(1000 * storing / len(marks), 1),
        "growth_last_to_first_quarter": round(cost(marks[-quarter:]) / cost(marks[:quarter]), 3),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "ledger_bytes_a_document": size // len(marks),
    }
    print(json.dumps(figures, indent=1))
    if not args.floors:
        return 0
    floors = json.loads((HERE / "floors.json").read_text())
    low = [k for k, v in floors["at_least"].items() if figures[k] < v]
    high = [k for k, v in floors["at_most"].items() if figures[k] > v]
    print("\n".join(f"out of bounds: {k} {figures[k]}" for k in low + high), end="\n" if low + high else "")
    return int(bool(low or high))


if __name__ == "__main__":
    sys.exit(main())
