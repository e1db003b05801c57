"""Measure stories (B-cubed on dated articles of real stories) and copies (pairs with high or low overlap of 5-grams).

    python -m benchmarks.clustering.run [--floors]

Reads `../shared/eval/clustering` and `bulk` beside the repository (or under $SAYSO_SHARED); without them nothing is measured.
The copies have no human labels: a pair is taken for a copy where its stored containment of 5-grams is .8 or more.
"""

import argparse
import gzip
import json
import os
import pathlib
import sys
import time

from msgspec.structs import replace

from sayso.ingest.documents import make_document
from sayso.link.copies import Fingerprint, compare_copies
from sayso.link.pairs import Prepared, candidate_keys
from sayso.link.stories import StoryDigest, compare_stories, group_stories
from sayso.model import Document, Link, Reading
from sayso.reader.document.sections import find_sections

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))
FLOORS = {"story_bcubed_f1": 96.5, "story_candidates": 90.0, "copies_recall": 90.0}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    if not (SHARED / "eval" / "clustering").is_dir():
        print("benchmarks/clustering: no shared folder here, nothing measured")
        return 0
    figures = measure_stories() | measure_copies()
    for name, value in figures.items():
        print(f"{name:32} {value:8.2f}")
    low = [n for n, floor in FLOORS.items() if args.floors and figures[n] < floor]
    for name in low:
        print(f"below the floor: {name} {figures[name]:.2f} < {FLOORS[name]}")
    return 1 if low else 0


def measure_stories() -> dict[str, float]:
    """B-cubed of the groups made of all pairs, and of those that candidate keys alone propose."""
    gold: dict[str, str] = {}
    readings = []
    for line in (SHARED / "eval/clustering/giveme5w1h-dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        document = _document(row["text"], row["title"], row["url"], row["outlet"], row["date"])
        gold[document.id] = str(row["story_id"])
        readings.append(Reading(document=document))
    readings.sort(key=lambda r: (r.document.published_at, r.document.id))
    ids = [r.document.id for r in readings]
    start = time.perf_counter()
    digests = [StoryDigest(r) for r in readings]
    spent = time.perf_counter() - start
    links: list[Link] = []
    proposed: list[Link] = []
    pairs = shared = 0
    for n, a in enumerate(digests):
        for b in digests[:n]:
            link = compare_stories(a, b)
            together = bool(set(a.keys) & set(b.keys))
            if gold[a.id] == gold[b.id]:
                pairs += 1
                shared += together
            if link:
                links.append(link)
                if together:
                    proposed.append(link)
    all_pairs = bcubed(gold, {d: name for name, group in group_stories(ids, links) for d in group})
    by_keys = bcubed(gold, {d: name for name, group in group_stories(ids, proposed) for d in group})
    return {
        "story_bcubed_precision": 100 * by_keys[0],
        "story_bcubed_recall": 100 * by_keys[1],
        "story_bcubed_f1": 100 * by_keys[2],
        "story_bcubed_f1_of_all_pairs": 100 * all_pairs[2],
        "story_candidates": 100 * shared / pairs,
        "story_digest_ms": 1000 * spent / len(digests),
    }


def measure_copies() -> dict[str, float]:
    """How many of the pairs with much the same text are linked, how many with little, and whether a band finds them."""
    rows = [
        json.loads(line) for line in (SHARED / "eval/clustering/copies-silver.jsonl").open(encoding="utf-8")
    ]
    wanted = {row[end] for row in rows for end in ("a", "b")}
    prints: dict[str, Fingerprint] = {}
    with gzip.open(SHARED / "eval/bulk/articles.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            if row["id"] in wanted:
                prints[row["id"]] = Fingerprint(
                    _document(row["text"], row["title"], row["url"] + row["id"], row["outlet"], row["date"])
                )
    linked = found = sure = rest = loose = 0
    start = time.perf_counter()
    for row in rows:
        if row["a"] not in prints or row["b"] not in prints:
            continue
        a, b = prints[row["a"]], prints[row["b"]]
        link = compare_copies(a, b)
        if row["containment5"] >= 0.8:
            sure += 1
            linked += link is not None
            found += link is not None and bool(set(a.bands) & set(b.bands))
        elif row["containment5"] < 0.3:
            rest += 1
            loose += link is not None
    spent = time.perf_counter() - start
    return {
        "copies_pairs": float(sure),
        "copies_recall": 100 * linked / max(1, sure),
        "copies_found_by_bands": 100 * found / max(1, linked),
        "no_copies_pairs": float(rest),
        "no_copies_linked": 100 * loose / max(1, rest),
        "copies_ms_a_pair": 1000 * spent / max(1, len(rows)),
    }


def bcubed(gold: dict[str, str], found: dict[str, str]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 (Bagga and Baldwin 1998) of one grouping of items against another."""
    precision = recall = 0.0
    for item in gold:
        mine = {x for x in gold if found[x] == found[item]}
        yours = {x for x in gold if gold[x] == gold[item]}
        precision += len(mine & yours) / len(mine) / len(gold)
        recall += len(mine & yours) / len(yours) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def count_keys(reading: Reading) -> int:
    """How many candidate keys a document has."""
    return len(candidate_keys(Prepared(reading)))


def _document(text: str, title: str, url: str, publisher: str, published: str) -> Document:
    dated = len(published) >= 10 and published[4] == "-"
    about = {"title": title, "url": url, "publisher": publisher, "published": published if dated else None}
    document = make_document(text, about, "benchmark")
    return replace(document, sections=find_sections(document))


if __name__ == "__main__":
    sys.exit(main())
