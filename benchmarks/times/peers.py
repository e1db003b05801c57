"""Set `find_times` side by side with HeidelTime's answers on the shared development sets, for each kind of expression.

    python -m benchmarks.times.peers [--half even|odd]

Value F1 (a wrong value is both a miss and a false answer) of both, their difference, and its 95 % interval by a paired bootstrap over documents.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import numpy as np

from benchmarks.times.run import KINDS, MONTH, SETS, SHARED

PEER = {"timebank-corrected": "timebank", "aquaint-corrected": "aquaint", "meantime-dev": "meantime-dev"}
FORMS = {
    **KINDS,
    "weekday": re.compile(r".*\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*", re.DOTALL),
    "date with a year": re.compile(
        rf".*(?:{MONTH}|[/-]).*\b(?:1[5-9]|20)\d\d\b.*|\d{{4}}-\d\d-\d\d|\d+/\d+/\d+", re.DOTALL
    ),
    "year": re.compile(r"\D*(?:1[5-9]|20)\d\d\D*"),
    "quarter or half": re.compile(r".*\b(?:quarter|half|period)\b.*", re.IGNORECASE | re.DOTALL),
    "today, yesterday": re.compile(
        r".*\b(?:today|tonight|tomorrow|yesterday|overnight)\b.*", re.IGNORECASE | re.DOTALL
    ),
    "ago, earlier, later": re.compile(
        r".*\b(?:ago|earlier|later|before|after)\b.*", re.IGNORECASE | re.DOTALL
    ),
    "last, this, next": re.compile(
        r".*\b(?:last|past|previous|this|current|next|coming|following)\b.*", re.IGNORECASE | re.DOTALL
    ),
}
Counts = dict[str, list[int]]


def kind_of(words: str, type_: str, value: str) -> str:
    """The kind of an expression, gold or answered alike, by its words and TIMEX3."""
    if type_ in ("DURATION", "SET"):
        return type_.lower()
    if value.endswith("_REF"):
        return "vague"
    if type_ == "TIME":
        return "time"
    return next((kind for kind, form in FORMS.items() if form.fullmatch(words)), "other")


def count(text: str, gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> Counts:
    """For each kind: right values, gold expressions, answers; answers on what the gold ignores are left out."""
    ignored = [g for g in gold if g.get("ignore")]
    gold = [g for g in gold if not g.get("ignore")]
    found = [t for t in found if not any(t["start"] < g["end"] and g["start"] < t["end"] for g in ignored)]
    counts: Counts = defaultdict(lambda: [0, 0, 0])
    pairs = sorted(
        ((g["start"], g["end"]) != (t["start"], t["end"]), g["start"], i, j)
        for i, g in enumerate(gold)
        for j, t in enumerate(found)
        if t["start"] < g["end"] and g["start"] < t["end"]
    )
    mine: dict[int, int] = {}
    for _, _, i, j in pairs:
        if i not in mine.values() and j not in mine:
            mine[j] = i
    kinds = [kind_of(text[g["start"] : g["end"]], g["type"], g["value"]) for g in gold]
    for kind in kinds:
        counts[kind][1] += 1
    for j, t in enumerate(found):
        kind = kinds[mine[j]] if j in mine else kind_of(text[t["start"] : t["end"]], t["type"], t["value"])
        counts[kind][2] += 1
        counts[kind][0] += j in mine and gold[mine[j]]["value"] == t["value"]
    return counts


def f1(table: Any) -> Any:
    """F1 in percent of right, gold and answered in the last dimension."""
    return 200 * table[..., 0] / np.maximum(1, table[..., 1] + table[..., 2])


def compare(ours: list[Counts], theirs: list[Counts], kind: str | None) -> str:
    """One line: number of gold expressions, both figures, their difference and its interval."""

    def table(counts: list[Counts]) -> Any:
        return np.array(
            [np.sum([c for k, c in d.items() if kind in (None, k)] or [[0, 0, 0]], axis=0) for d in counts]
        )

    a, b = table(ours), table(theirs)
    draws = np.random.default_rng(3).multinomial(len(a), np.full(len(a), 1 / len(a)), size=2000)
    low, high = np.percentile(f1(draws @ a) - f1(draws @ b), [2.5, 97.5])
    here, there = f1(a.sum(0)), f1(b.sum(0))
    return f"{a.sum(0)[1]:5}  {here:5.1f}  {there:10.1f}  {here - there:+6.1f}  [{low:+.1f}, {high:+.1f}]"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--half", choices=("even", "odd"))
    args = parser.parse_args()
    if not (SHARED / "eval" / "timex" / "heideltime").is_dir():
        print("benchmarks/times: no shared folder here, nothing compared")
        return 0
    from sayso.reader.times.recognition import find_times

    print(f"{'':20} {'gold':>5}  {'sayso':>5}  HeidelTime    more  95 % interval")
    ours, theirs = [], []
    for name in SETS:
        peer = (SHARED / "eval" / "timex" / "heideltime" / f"ht-treetagger.{PEER[name]}.jsonl").read_text(
            encoding="utf-8"
        )
        answers = {d["id"]: d["timex"] for d in map(json.loads, peer.splitlines())}
        begin = len(ours)
        for number, line in enumerate((SHARED / "eval" / "timex" / f"{name}.jsonl").open(encoding="utf-8")):
            if args.half and number % 2 != (args.half == "odd"):
                continue
            report = json.loads(line)
            published = (
                datetime.fromisoformat(report["dct"][:10]).replace(tzinfo=UTC) if report["dct"] else None
            )
            found = [
                {"start": t.start, "end": t.end, "type": t.type, "value": t.value}
                for t in find_times(report["text"], published)
            ]
            ours.append(count(report["text"], report["timex"], found))
            theirs.append(count(report["text"], report["timex"], answers.get(report["id"], [])))
        print(f"{name:20} {compare(ours[begin:], theirs[begin:], None)}")
    for kind in sorted({k for d in (*ours, *theirs) for k in d}):
        print(f"{kind:20} {compare(ours, theirs, kind)}")
    print(f"{'all':20} {compare(ours, theirs, None)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
