"""A tiny corpus in the form of the shared evaluation folder, for dry runs of the training; its sentences are made up here."""

import gzip
import json
from pathlib import Path
from typing import Any

STORIES = (
    ("The mayor", "said", "that the bridge would close on Monday", "{s} {c} {t}. Trains run as before."),
    (
        "two pilots",
        "according to",
        "The channel was too narrow for the ferry",
        "{t}, {c} {s}. Nobody was hurt.",
    ),
    ("the harbour master", "told reporters", "“Nobody sails today,”", "{t} {s} {c}. The wind rose at noon."),
    ("The union", "denied", "that a strike was planned", "{s} {c} {t}. Work went on."),
)


def make_report(number: int) -> dict[str, Any]:
    """A report of one attribution with its spans."""
    s, c, t, form = STORIES[number % len(STORIES)]
    text = form.format(s=s, c=c, t=t) + f"\nReport number {number}."
    spans = {
        role: [[text.index(w), text.index(w) + len(w)]]
        for role, w in (("source", s), ("cue", c), ("content", t))
    }
    return {"id": f"r{number}", "text": text, "attributions": [spans]}


def write_corpus(folder: Path, reports: int = 8) -> Path:
    """The corpus as files; the folder again."""
    rated = [
        {"tokens": ["The", "ship", "sank", f"in{n}", "."], "events": [{"span": [2, 3], "score": 3.0 - n}]}
        for n in range(4)
    ]
    typed = [
        {
            "text": f"Norland praised Sudovia {n} times.",
            "source": "Norland",
            "target": "Sudovia",
            "gold_root": kind,
        }
        for n, kind in enumerate(("ACCUSE", "AGREE", "AID", "ASSAULT", "CONSULT", "PROTEST"))
    ]
    parts = {
        "attribution/polnear-train": [make_report(n) for n in range(reports)],
        "attribution/polnear-dev": [make_report(n) for n in range(reports, reports + 2)],
        "status/uw-train": rated, "status/uw-dev": rated, "eventtype/plv-train": typed,
    }  # fmt: skip
    for name, rows in parts.items():
        path = folder / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "bulk").mkdir()
    with gzip.open(folder / "bulk" / "articles.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps({"text": make_report(n)["text"]}) + "\n" for n in range(3))
    return folder
