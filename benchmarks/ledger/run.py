"""Measure a large ledger: file size, add rate, and what a brief, a week, one event, a search and an as-of brief cost.

    python -m benchmarks.ledger.run [--readings FILE] [--documents N] [--claims 100000 1000000] [--ledger L] [--adds N] [--floors]

Real articles of `eval/bulk` of the shared folder are read once (into FILE, taken from there next time) and added one by one to a
ledger; then its rows are multiplied by the store's own tables: each copy with ids of its own and its dates moved by 8 years (as many as
the articles span) for every four copies, so that an n times larger ledger spans n times the years at four times the articles' density. With `--adds` real articles that were held
back go on where the last copies end (`Ledger.add`: linking, states and index among so many) at each size, and each question is asked 40 times of moments, days, events and
words drawn by a fixed chance. Times are wall-clock and process time in one process on SQLite; the links' hashes in the chain of copies stand in.
"""

import argparse
import json
import os
import pathlib
import random
import re
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import blake2b, sha256
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
HERE = pathlib.Path(__file__).parent
_HELD_BACK, _ASKED = 40, 40
_DENSITY, _YEARS = 4, 8  # so many copies in the same years, the next as many years later as the articles span
_PATIENCE = 30.0  # seconds for additions at one size
_ID, _DATE, _EVENT = (
    re.compile(rb"\b[0-9a-f]{16}(?=[\".#])"),
    re.compile(rb"\b(20[0-4]\d)-(?=\d\d-\d\d)"),
    re.compile(rb'"id":"(e[0-9a-f]{8})"'),
)
_OWNER = {"documents": "id", "links": "left_document", "event_states": "anchor"}
_WORDS = (
    "election",
    "president AND sanctions",
    '"White House"',
    "missile OR drill",
    "immigra*",
    "court ruling",
    "Senate NOT House",
    "troops Syria",
    "economy",
    "Korea",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--readings", type=pathlib.Path, help="keep the readings here, and take them from there next time"
    )
    parser.add_argument("--documents", type=int, default=1400)
    parser.add_argument("--claims", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument(
        "--ledger",
        type=pathlib.Path,
        help="keep the ledger here, and go on from it where it is there already",
    )
    parser.add_argument(
        "--adds",
        type=int,
        default=0,
        help="so many real additions at each size, dated behind the last copies",
    )
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        readings = args.readings or pathlib.Path(folder) / "readings.jsonl"
        if not readings.exists() and not read_articles(readings, args.documents):
            print("benchmarks/ledger: no shared folder here, nothing measured")
            return 0
        figures = measure(
            readings, args.ledger or pathlib.Path(folder) / "l.db", sorted(args.claims), args.adds
        )
    print(json.dumps(figures, indent=1))
    if not args.floors:
        return 0
    floors = json.loads((HERE / "floors.json").read_text())
    largest = figures["sizes"][-1]
    wrong = [
        f"{name} p95 {v['cpu_p95_ms']} ms"
        for name, v in largest["questions"].items()
        if v["cpu_p95_ms"] > floors["p95_ms_at_most"]
    ]
    few = (
        figures["sizes"][0]["claims"] < 100_000
    )  # then most searches find fewer than the 500 that they rank at most: more are found
    wrong += [
        f"{name} grew {v} times"
        for name, v in figures["growth_cpu_p50_ms"].items()
        if v > floors["growth_at_most"] and not (few and name == "search")
    ]
    print("\n".join(f"out of bounds: {w}" for w in wrong), end="\n" if wrong else "")
    return int(bool(wrong))


def read_articles(path: pathlib.Path, count: int) -> bool:
    """Read articles once and keep their readings; False where there is no shared folder."""
    from msgspec.json import encode

    from benchmarks.stream.run import SHARED, articles, published
    from sayso.model import Document
    from sayso.reader import read_documents

    if not (SHARED / "eval" / "bulk").is_dir():
        return False

    def documents() -> Iterator[Document]:
        for a in articles(count):
            whole = "\0".join((a["url"] or "", a["title"] or "", a["text"])).encode()
            yield Document(
                id=sha256(whole).hexdigest()[:16], text=a["text"], text_hash=sha256(a["text"].encode()).hexdigest(), url=a["url"], publisher=a["outlet"],
                title=a["title"], published_at=published(a["date"]), published_precision="day", language="en",
            )  # fmt: skip

    with path.open("wb") as out:
        for reading in read_documents(documents()):
            out.write(encode(reading) + b"\n")
    return True


def measure(readings: pathlib.Path, path: pathlib.Path, sizes: list[int], additions: int) -> dict[str, Any]:
    """Build the ledger to each size and ask it."""
    import msgspec

    from sayso.ledger import Ledger
    from sayso.model import Reading

    held = {
        r.document.id: r
        for line in readings.open("rb")
        if (r := msgspec.json.decode(line, type=Reading)).document.published_at
    }
    real = sorted(
        held.values(), key=lambda r: (r.document.published_at, r.document.id)
    )  # as they were published
    held_back = _HELD_BACK * len(sizes) if additions else 0
    back, base = real[len(real) - held_back :], real[: len(real) - held_back]
    figures: dict[str, Any] = {"sizes": []}
    with Ledger(path) as ledger:
        begun = time.perf_counter()
        for reading in base:
            if not ledger.holds(reading.document.id):
                ledger.add(reading)
        per_copy = sum(len(r.claims) for r in base)
        print(
            f"{len(base)} documents, {per_copy} claims added in {time.perf_counter() - begun:.0f} s",
            file=sys.stderr,
        )
        copier, copies = Copier(ledger, {r.document.id for r in base}), ledger.count_documents() // len(base)
        for n, size in enumerate(sizes):
            begun = time.perf_counter()
            while copies * per_copy < size or copies % _DENSITY:
                copier.copy(copies)
                copies += 1
                print(f"{copies * per_copy} claims, {time.perf_counter() - begun:.0f} s", file=sys.stderr)
            with ledger.connect() as connection:
                connection.rollback()
                connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
            adds: list[float] = []
            for reading in back[n * _HELD_BACK : n * _HELD_BACK + additions]:
                if sum(adds) < _PATIENCE:
                    later = moved(reading, _YEARS * ((copies - 1) // _DENSITY))
                    begun = time.perf_counter()
                    ledger.add(later)
                    adds.append(time.perf_counter() - begun)
            found = {
                "claims": copies * per_copy,
                "documents": ledger.count_documents(),
                "file_mb": round(path.stat().st_size / 1e6),
                "add": {
                    **summary(adds),
                    "mean_ms": round(1000 * statistics.mean(adds), 1),
                    "count": len(adds),
                }
                if len(adds) > 1
                else None,
                "questions": ask(ledger),
            }
            print(json.dumps(found), file=sys.stderr)
            figures["sizes"].append(found)
    first, last = figures["sizes"][0], figures["sizes"][-1]
    pairs = [(name, first["questions"][name], last["questions"][name]) for name in last["questions"]]
    if additions:
        figures["growth_add"] = round(last["add"]["mean_ms"] / first["add"]["mean_ms"], 2)
    for which in ("p50_ms", "cpu_p50_ms", "cpu_p95_ms"):
        figures[f"growth_{which}"] = {name: round(b[which] / a[which], 2) for name, a, b in pairs}
    a, b = (size["questions"]["week"] for size in (first, last))
    figures["growth_week_cpu_p50_an_event"] = (
        round(b["cpu_p50_ms"] / b["found"] / (a["cpu_p50_ms"] / a["found"]), 2)
        if a["found"] and b["found"]
        else None
    )
    return figures


def moved(reading: Any, years: int) -> Any:
    """A reading of a report as if it were published so many years later, its dates with it."""
    import msgspec

    from sayso.model import Reading

    return msgspec.json.decode(move_years(msgspec.json.encode(reading), years), type=Reading)


def move_years(words: bytes, years: int) -> bytes:
    """JSON with every date so many years later."""
    return _DATE.sub(lambda m: b"%d-" % (int(m[1]) + years), words) if years else words


class Copier:
    """The rows of a ledger, ready to be written again under other ids and dates."""

    def __init__(self, ledger: Any, base: set[str], density: int = _DENSITY, years: int = _YEARS) -> None:
        from sqlalchemy import select

        from sayso.ledger import caches, schema

        self.ledger, self.schema, self.caches, self.density, self.years = (
            ledger,
            schema,
            caches,
            density,
            years,
        )
        self.tables = (
            schema.documents,
            schema.readings,
            schema.claims,
            schema.links,
            caches.candidate_keys,
            caches.event_states,
            caches.passages,
        )
        with ledger.connect() as connection:
            self.rows = {
                t.name: [
                    dict(r._mapping)
                    for r in connection.execute(select(t))
                    if r._mapping.get(_OWNER.get(t.name, "document")) in base
                ]
                for t in self.tables
            }
            self.rows["links"] = [row for row in self.rows["links"] if row["right_document"] in base]
        for name in ("readings", "event_states"):
            for row in self.rows[name]:
                row["body"] = zlib.decompress(row["body"])
        self.order = {row["id"]: n for n, row in enumerate(self.rows["documents"])}

    def copy(self, k: int) -> None:
        """Write copy number k."""
        from sqlalchemy import func, select

        from sayso.ledger.chain import link_hash
        from sayso.ledger.shelves import store_passages
        from sayso.ledger.states import add_tallies

        years = self.years * (k // self.density)
        ids = {id: blake2b(f"{id} {k}".encode(), digest_size=8).hexdigest() for id in self.order}
        known = {id.encode(): new.encode() for id, new in ids.items()}

        def move(words: str) -> str:
            return words if words.startswith("9999") else f"{int(words[:4]) + years}{words[4:]}"

        def event(id: str) -> str:
            return "e" + blake2b(f"{id} {k}".encode(), digest_size=4).hexdigest()

        def body(words: bytes) -> bytes:
            words = _ID.sub(lambda m: known.get(m[0], m[0]), words)
            words = _EVENT.sub(lambda m: f'"id":"{event(m[1].decode())}"'.encode(), words)
            return move_years(words, years)

        def end(words: str) -> str:
            document, mark, n = words.partition("#")
            return ids[document] + mark + n

        with self.ledger.writing() as connection:
            a = self.schema.additions.c
            seq, before = connection.execute(select(a.seq, a.hash).order_by(a.seq.desc()).limit(1)).one()
            first_link = (connection.execute(select(func.max(self.schema.links.c.id))).scalar() or 0) + 1
            days: dict[str, list[int]] = {}
            out: dict[str, list[dict[str, Any]]] = {t.name: [] for t in self.tables}
            chain = []
            for row in self.rows["documents"]:
                out["documents"].append(
                    {
                        **row,
                        "id": ids[row["id"]],
                        "known_at": move(row["known_at"]),
                        "published_at": move(row["published_at"]),
                    }
                )
                days.setdefault(move(row["known_at"])[:10], [0, 0])[0] += 1
                seq_of = seq + 1 + self.order[row["id"]]
                digest = sha256(f"{row['id']} {k}".encode()).hexdigest()
                before = link_hash(before, "reading", f"{ids[row['id']]}.0", digest, row["recorded_at"])
                chain.append(
                    {
                        "seq": seq_of,
                        "kind": "reading",
                        "ref": f"{ids[row['id']]}.0",
                        "digest": digest,
                        "hash": before,
                        "recorded_at": row["recorded_at"],
                    }
                )
            for row in self.rows["readings"]:
                out["readings"].append(
                    {**row, "document": ids[row["document"]], "body": zlib.compress(body(row["body"]), 1)}
                )
            for row in self.rows["claims"]:
                out["claims"].append({**row, "document": ids[row["document"]]})
            for n, row in enumerate(self.rows["links"]):
                ends = {
                    "left_end": end(row["left_end"]),
                    "right_end": end(row["right_end"]),
                    "left_document": ids[row["left_document"]],
                }
                out["links"].append(
                    {
                        **row,
                        **ends,
                        "id": first_link + n,
                        "right_document": ids[row["right_document"]],
                        "body": body(row["body"]),
                    }
                )
            for row in self.rows["candidate_keys"]:
                out["candidate_keys"].append(
                    {"key": row["key"], "known_at": move(row["known_at"]), "document": ids[row["document"]]}
                )
            for row in self.rows["event_states"]:
                moved = {
                    f: move(row[f]) if row[f] else None
                    for f in ("known_from", "known_until", "start_day", "end_day")
                }
                bodies = {"body": zlib.compress(body(row["body"]), 1), "card": body(row["card"])}
                out["event_states"].append(
                    {**row, **moved, **bodies, "anchor": ids[row["anchor"]], "event": event(row["event"])}
                )
                days.setdefault(str(moved["known_from"])[:10], [0, 0])[1] += 1
                if row["known_until"] != self.caches.FOREVER:
                    days.setdefault(str(moved["known_until"])[:10], [0, 0])[1] -= 1
            for row in self.rows["passages"]:
                id = (seq + 1 + self.order[row["document"]]) * 100_000 + row["id"] % 100_000
                out["passages"].append(
                    {**row, "id": id, "document": ids[row["document"]], "known_at": move(row["known_at"])}
                )
            for table in self.tables:
                if table is not self.caches.passages:
                    connection.execute(table.insert(), out[table.name])
            connection.execute(self.schema.additions.insert(), chain)
            store_passages(connection, out["passages"])
            add_tallies(connection, {day: (d, e) for day, (d, e) in days.items()})


def ask(ledger: Any) -> dict[str, dict[str, float]]:
    """Each question, so many times, in milliseconds."""
    from sqlalchemy import func, select

    from sayso.briefing import brief_ledger
    from sayso.event_page import event_page
    from sayso.ledger import schema
    from sayso.ledger.caches import event_states
    from sayso.ledger.moments import unstamp
    from sayso.ledger.search import find_page

    chance = random.Random(11)
    d, t = schema.documents.c, event_states.c
    with ledger.connect() as connection:
        first, last = (
            unstamp(words)
            for words in connection.execute(select(func.min(d.known_at), func.max(d.known_at))).one()
        )
        states = connection.execute(select(t.event, t.known_from).where(t.known_from < "9")).all()
    picked = chance.sample(states, _ASKED)
    blocks = max(1, round((last - first).days / 365.25 / _YEARS))

    def brief(_: int) -> None:
        brief_ledger(ledger, last - timedelta(hours=chance.randrange(240)), None, False)

    def back(_: int) -> None:
        brief_ledger(ledger, last - timedelta(days=365, hours=chance.randrange(240)), None, False)

    weeks, found = random.Random(5), list[int]()

    def week(_: int) -> None:
        # the same weeks at every size, of the years of any copies; the more years beside them the more tell of them, so `found` is kept
        day = (
            first + timedelta(days=365.25 * _YEARS * (weeks.random() + int(weeks.random() * blocks)))
        ).date()
        found.append(
            len(
                ledger.events(
                    last, between=(day.isoformat(), (day + timedelta(days=6)).isoformat()), whole=False
                )
            )
        )

    def one(n: int) -> None:
        event_page(
            ledger,
            picked[n].event,
            unstamp(picked[n].known_from) if picked[n].known_from > first.isoformat() else last,
        )

    def search(n: int) -> None:
        with ledger.connect() as connection:
            find_page(connection, _WORDS[n % len(_WORDS)], last)

    for question in (brief, week, one, search, back):
        question(0)  # what is compiled once is not asked for
    figures = {f.__name__: both(list(_timed(f))) for f in (brief, week, one, search, back)}
    figures["week"]["found"] = statistics.median(found)
    return figures


def _timed(question: Callable[[int], None]) -> Iterator[tuple[float, float]]:
    for n in range(_ASKED):
        wall, own = time.perf_counter(), time.process_time()
        question(n)
        yield time.perf_counter() - wall, time.process_time() - own


def both(times: list[tuple[float, float]]) -> dict[str, float]:
    """Wall-clock, and what the process itself took: on a busy machine the second tells more."""
    return summary([wall for wall, _ in times]) | {
        f"cpu_{name}": value for name, value in summary([own for _, own in times]).items()
    }


def summary(seconds: list[float]) -> dict[str, float]:
    """The median and the 95th percentile, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=20)
    return {"p50_ms": round(1000 * statistics.median(seconds), 1), "p95_ms": round(1000 * cuts[18], 1)}


if __name__ == "__main__":
    sys.exit(main())
