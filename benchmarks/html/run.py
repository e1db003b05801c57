"""Measure what is read from web pages on `../shared/eval/html` (or $SAYSO_SHARED), beside trafilatura's own answers.

    python -m benchmarks.html.run [--floors] [--errors]

date, title: share of the pages with a gold one whose answer is right (title: all its words and no other; title_held: with a kicker or a
subtitle more or less); text: F1 of the
gold's passages kept and of those left out; pages a second with all metadata.
"""

import argparse
import json
import os
import pathlib
import re
import sys
import time

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))


def same_title(gold: str, answer: str | None) -> bool:
    """Whether two titles have the same words."""
    one, two = (re.sub(r"\W+", " ", x or "").casefold().split() for x in (gold, answer))
    return one == two


def holds_title(gold: str, answer: str | None) -> bool:
    """Whether one title's words hold the other's: a kicker more or less."""
    one, two = (re.sub(r"\W+", "", x or "").casefold() for x in (gold, answer))
    return bool(one and two) and (one in two or two in one)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    folder = SHARED / "eval" / "html"
    if not folder.is_dir():
        print("benchmarks/html: no shared folder here, nothing measured")
        return 0
    import trafilatura

    from sayso.errors import InputError
    from sayso.ingest.pages import read_page

    pages = json.loads((folder / "pages.json").read_text(encoding="utf-8"))
    counts = dict.fromkeys(("date", "dates", "title", "title held", "titles", "their date", "their title"), 0)
    kept = {"ours": [0, 0, 0], "theirs": [0, 0, 0]}
    seconds = 0.0
    for url, gold in pages.items():
        data = (folder / "pages" / gold["file"]).read_bytes()
        begun = time.process_time()
        try:
            page = read_page(data, gold["file"], url)
        except InputError as problem:
            page = None
            if args.errors:
                print("refused", problem)
        seconds += time.process_time() - begun
        other = trafilatura.bare_extraction(
            trafilatura.load_html(data), url=url, fast=True, with_metadata=True, include_comments=False
        )
        answers = {"ours": page.text if page else "", "theirs": (other.text or "") if other else ""}
        for who, text in answers.items():
            hit = sum(w in text for w in gold["with"])
            kept[who][0] += hit
            kept[who][1] += len(gold["with"]) - hit
            kept[who][2] += sum(w in text for w in gold["without"])
        if gold.get("date"):
            counts["dates"] += 1
            right = bool(page and page.published and page.published[:10] == gold["date"])
            counts["date"] += right
            counts["their date"] += bool(other and other.date == gold["date"])
            if args.errors and not right:
                print(
                    "date",
                    gold["file"],
                    gold["date"],
                    page and page.published,
                    page and page.evidence.get("published"),
                    "| theirs",
                    other and other.date,
                )
        counts["titles"] += 1
        counts["title held"] += holds_title(gold["title"], page.title if page else None)
        right = same_title(gold["title"], page.title if page else None)
        counts["title"] += right
        counts["their title"] += same_title(gold["title"], other.title if other else None)
        if args.errors and not right:
            print(
                "title",
                gold["file"],
                repr(gold["title"]),
                repr(page and page.title),
                page and page.evidence.get("title"),
            )
    figures = {
        "date": 100 * counts["date"] / counts["dates"], "title": 100 * counts["title"] / counts["titles"],
        "title_held": 100 * counts["title held"] / counts["titles"],
        "text": 100 * _f1(kept["ours"]), "pages_per_second": len(pages) / seconds,
        "trafilatura date": 100 * counts["their date"] / counts["dates"], "trafilatura title": 100 * counts["their title"] / counts["titles"],
        "trafilatura text": 100 * _f1(kept["theirs"]),
    }  # fmt: skip
    figures = {k: round(v, 1) for k, v in figures.items()}
    print(json.dumps(figures, indent=1))
    floors = json.loads((HERE / "floors.json").read_text()) if args.floors else {}
    below = [f"below the floor: {k} {figures[k]} < {v}" for k, v in floors.items() if figures[k] < v]
    print("\n".join(below), end="\n" if below else "")
    return int(bool(below))


def _f1(counts: list[int]) -> float:
    kept, missed, surplus = counts
    return 2 * kept / (2 * kept + missed + surplus)


if __name__ == "__main__":
    sys.exit(main())
