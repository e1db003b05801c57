"""Measure a long archive: a WARC of pages and articles, through ingest to documents, and some of them through reading to the ledger.

    python -m benchmarks.archives.run [--records 20000] [--read 200] [--floors]

The archive is made in a temporary folder of the pages of `eval/html` and the articles of `eval/bulk` of the shared folder (`../shared`, or
$SAYSO_SHARED), as a crawler would store them (gzip a record, requests and failures between). All of it is made into documents; reading is
sampled, for it takes hours: the first `--read` documents go to a ledger, are killed half way in a process of their own, and added again.
"""

import argparse
import gzip
import html
import io
import json
import os
import pathlib
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

os.environ.setdefault("OMP_NUM_THREADS", "1")
HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))


def pages(limit: int) -> Iterator[tuple[str, bytes]]:
    """Addresses and pages: those of `eval/html`, then articles of `eval/bulk` as plain pages, again with other words where they end."""
    for url, gold in json.loads(
        (SHARED / "eval" / "html" / "pages.json").read_text(encoding="utf-8")
    ).items():
        if limit > 0:
            limit -= 1
            yield url, (SHARED / "eval" / "html" / "pages" / gold["file"]).read_bytes()
    turn = 0
    while limit > 0:
        with gzip.open(SHARED / "eval" / "bulk" / "articles.jsonl.gz", "rt", encoding="utf-8") as stream:
            for number, line in enumerate(stream):
                if limit <= 0:
                    break
                limit -= 1
                row = json.loads(line)
                title = f"{row['title'] or 'Untitled'}{f' ({turn})' if turn else ''}"
                body = "".join(f"<p>{html.escape(p)}</p>" for p in row["text"].split("\n") if p.strip())
                yield (
                    f"https://bulk.example/{turn}/{number}",
                    f"<html lang='en'><head><title>{html.escape(title)}</title></head><body><article><h1>{html.escape(title)}</h1>{body}</article></body></html>".encode(),
                )
        turn += 1


def write_archive(path: pathlib.Path, records: int) -> None:
    """A WARC.gz with so many responses, a request before each and a failure now and then."""
    from fastwarc.warc import WarcRecord, WarcRecordType

    with path.open("wb") as out:
        for number, (url, page) in enumerate(pages(records)):
            parts = [
                (WarcRecordType.request, b"GET / HTTP/1.1\r\n\r\n"),
                (WarcRecordType.response, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page),
            ]
            if number % 50 == 0:
                parts.append(
                    (
                        WarcRecordType.response,
                        b"HTTP/1.1 503 Busy\r\nContent-Type: text/html\r\n\r\n<p>busy</p>",
                    )
                )
            for kind, content in parts:
                record = WarcRecord()
                record.init_headers(record_type=kind)
                record.headers["WARC-Target-URI"] = url
                record.headers["Content-Type"] = "application/http"
                record.set_bytes_content(content)
                plain = io.BytesIO()
                record.write(plain)
                out.write(gzip.compress(plain.getvalue(), 1))


def held(path: pathlib.Path) -> int:
    """How many documents a ledger's file holds now."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.Error:
        return 0


def resume(archive: pathlib.Path, ledger: pathlib.Path, half: int) -> tuple[int, int]:
    """Documents held after a kill half way, and after adding again."""
    command = [sys.executable, "-m", "sayso", "add", str(archive), "--ledger", str(ledger)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while running.poll() is None and held(ledger) < half:
        time.sleep(0.1)
    running.kill()
    running.wait()
    killed = held(ledger)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return killed, held(ledger)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--read", type=int, default=200)
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    if not (SHARED / "eval" / "html").is_dir():
        print("benchmarks/archives: no shared folder here, nothing measured")
        return 0
    from sayso.errors import InputError
    from sayso.ingest import open_documents

    refused: list[InputError] = []
    with tempfile.TemporaryDirectory() as folder:
        archive = pathlib.Path(folder) / "all.warc.gz"
        write_archive(archive, args.records)
        ids: set[str] = set()
        marks: list[float] = [time.process_time()]
        for document in open_documents([archive], refused=refused.append):
            ids.add(document.id)
            marks.append(time.process_time())
        quarter = max(1, (len(marks) - 1 - 150) // 4)
        late, early = (
            (marks[-1] - marks[-1 - quarter]),
            (marks[min(150, quarter) + quarter] - marks[min(150, quarter)]),
        )
        figures: dict[str, float] = {
            "records": args.records, "megabytes": round(archive.stat().st_size / 1e6, 1), "documents": len(ids), "refused": len(refused),
            "documents_per_second": round(len(ids) / (marks[-1] - marks[0]), 1), "growth_last_to_first_quarter": round(late / max(early, 1e-9), 2),
            "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }  # fmt: skip
        if args.read:
            some = pathlib.Path(folder) / "some.warc.gz"
            write_archive(some, args.read)
            wanted = len({d.id for d in open_documents([some], refused=lambda problem: None)})
            killed, whole = resume(some, pathlib.Path(folder) / "l.db", wanted // 2)
            figures |= {"held_when_killed": killed, "held_after": whole, "wanted": wanted}
    print(json.dumps(figures, indent=1))
    wrong = [] if not args.read or figures["held_after"] == figures["wanted"] else ["held_after"]
    wrong += [
        k
        for k, most in (("growth_last_to_first_quarter", 1.5), ("peak_memory_mb", 1500))
        if figures[k] > most
    ]
    print("\n".join(f"out of bounds: {k} {figures[k]}" for k in wrong), end="\n" if wrong else "")
    return int(bool(wrong) and args.floors)


if __name__ == "__main__":
    sys.exit(main())
