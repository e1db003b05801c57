"""Fit the weights of `sayso/data/tenses.tsv`: which words go with a time ahead of the report.

    python -m training.tenses.fit [--rows FILE] [--penalty P]

Examples label themselves: in dated reports (`../shared/eval/bulk`) a day of a month without a year stands for the year that puts it nearest to
publication. A logistic regression with an L1 penalty by FISTA (Beck and Teboulle 2009); held-out accuracy by documents. The one number that is
fitted on annotated data is the bias of weekdays, on the even documents of the development sets. `--rows` keeps the examples for the next run.
"""

import argparse
import gzip
import json
import pathlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.times.run import KINDS, SETS, SHARED
from sayso.reader.times.grammar import find_meanings
from sayso.reader.times.leaning import cues
from sayso.reader.times.meaning import safe_date
from sayso.reader.times.tense import read_tense

TABLE = pathlib.Path(__file__).parent.parent.parent / "sayso" / "data" / "tenses.tsv"
HEADER = "# Log-odds of a cue for a time ahead of the report, fitted by training/tenses/fit.py; < before it, > after it, << and >> farther off.\ncue\tweight\n"
_TOPICS = frozenset(
    ["primary", "government", "attack", "election", "u"]
)  # what those reports were about says nothing of the next ones
Array = npt.NDArray[np.float64]


def examples() -> Iterator[dict[str, Any]]:
    """Each day of a month without a year within 75 days of its report: the words around it and whether it lies ahead."""
    with gzip.open(SHARED / "eval" / "bulk" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            report = json.loads(line)
            try:
                today = date.fromisoformat(report["date"][:10])
            except (KeyError, TypeError, ValueError):
                continue
            text, told = report["text"], 0
            for start, end, meaning in find_meanings(text):
                if (
                    meaning.kind != "day"
                    or meaning.year is not None
                    or meaning.shift is not None
                    or meaning.clock
                    or not meaning.month
                    or not meaning.day
                ):
                    continue
                days = [d for n in (-1, 0, 1) if (d := safe_date(today.year + n, meaning.month, meaning.day))]
                gap = min(((d - today).days for d in days), key=abs, default=0)
                if not 0 < abs(gap) <= 75 or told >= 6:
                    continue
                told += 1
                yield {
                    "doc": number,
                    "ahead": gap > 0,
                    "left": text[max(0, start - 300) : start],
                    "word": text[start:end],
                    "right": text[end : end + 200],
                }


def heard(row: dict[str, Any]) -> set[str]:
    """The cues of an example."""
    text, start = row["left"] + row["word"] + row["right"], len(row["left"])
    end = start + len(row["word"])
    return set(cues(text, start, end, read_tense(text, start, end)))


def fit(x: Array, y: Array, penalty: float, steps: int = 400) -> tuple[Array, float]:
    """Weights and bias that minimise the mean log loss with an L1 penalty on the weights."""
    rows = np.hstack([x, np.ones((len(x), 1))])
    vector = np.ones(rows.shape[1])
    for _ in range(30):  # the largest eigenvalue bounds the curvature
        vector = rows.T @ (rows @ vector)
        vector /= np.linalg.norm(vector)
    rate = 4 * len(x) / float(vector @ (rows.T @ (rows @ vector)))
    at = ahead = np.zeros(rows.shape[1])
    pace = 1.0
    for _ in range(steps):
        slope = rows.T @ (1 / (1 + np.exp(-np.clip(rows @ ahead, -30, 30))) - y) / len(x)
        new = ahead - rate * slope
        new[:-1] = np.sign(new[:-1]) * np.maximum(np.abs(new[:-1]) - rate * penalty, 0)
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead, at, pace = new + (pace - 1) / faster * (new - at), new, faster
    return at[:-1], float(at[-1])


def weekdays(half: int) -> list[tuple[str, int, int, bool]]:
    """Text, span and side of the weekdays of every second gold document that may stand on either side."""
    out = []
    for name in SETS:
        for number, line in enumerate((SHARED / "eval" / "timex" / f"{name}.jsonl").open(encoding="utf-8")):
            report = json.loads(line)
            if number % 2 != half or not report["dct"]:
                continue
            today = datetime.fromisoformat(report["dct"][:10]).replace(tzinfo=UTC).date()
            for g in report["timex"]:
                if (
                    KINDS["weekday"].fullmatch(report["text"][g["start"] : g["end"]])
                    and len(g["value"]) == 10
                    and g["value"][:4].isdigit()
                ):
                    gap = (date.fromisoformat(g["value"]) - today).days
                    if 0 < abs(gap) < 7:
                        out.append((report["text"], g["start"], g["end"], gap > 0))
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=pathlib.Path)
    parser.add_argument("--penalty", type=float, default=0.003)
    args = parser.parse_args()
    if args.rows and args.rows.exists():
        rows = [json.loads(line) for line in args.rows.read_text(encoding="utf-8").splitlines()]
    else:
        rows = list(examples())
        if args.rows:
            args.rows.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    told = [heard(r) for r in rows]
    often = Counter(c for cs in told for c in cs)
    names = sorted(
        c for c, n in often.items() if not _TOPICS & set(c.split()) and n >= 30
    )  # rarer ones are topics of the news of those years
    place = {c: i for i, c in enumerate(names)}
    x, y = np.zeros((len(rows), len(names))), np.array([float(r["ahead"]) for r in rows])
    for n, cs in enumerate(told):
        x[n, [place[c] for c in cs if c in place]] = 1
    fold = np.array([r["doc"] % 4 for r in rows])
    right = 0
    for k in range(4):
        weights, bias = fit(x[fold != k], y[fold != k], args.penalty, 250)
        right += int((((x[fold == k] @ weights + bias) > 0) == (y[fold == k] > 0.5)).sum())
    rules = sum(("rule+" in cs) == bool(r["ahead"]) for cs, r in zip(told, rows))
    print(
        f"{len(rows)} examples, {100 * y.mean():.1f} % ahead; held out: rules {100 * rules / len(rows):.1f}, weights {100 * right / len(rows):.1f} % right"
    )
    weights, bias = fit(x, y, args.penalty)
    table = {c: round(float(w), 2) for c, w in zip(names, weights) if abs(w) >= 0.02}

    def score(text: str, start: int, end: int) -> float:
        return bias + sum(
            table.get(c, 0.0) for c in set(cues(text, start, end, read_tense(text, start, end)))
        )

    scored = [(score(t, a, b), ahead) for t, a, b, ahead in weekdays(0)]
    options = [n / 4 for n in range(-10, 5)]
    best = max(options, key=lambda o: (sum((s + o > 0) == ahead for s, ahead in scored), -abs(o)))
    other = [
        ((score(t, a, b) + best > 0) == ahead, read_tense(t, a, b).ahead == ahead)
        for t, a, b, ahead in weekdays(1)
    ]
    print(
        f"weekdays: bias {best}, even documents {sum((s + best > 0) == a for s, a in scored)} of {len(scored)},",
        f"odd ones {sum(a for a, _ in other)} of {len(other)} (rules {sum(b for _, b in other)})",
    )
    lines = [f"{c}\t{w}" for c, w in sorted(table.items()) if "\t" not in c]
    TABLE.write_text(
        HEADER + f"bias\t{round(bias, 2)}\nkind weekday\t{best}\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
    print(
        f"{len(lines)} cues in {TABLE.name}",
        sorted(table.items(), key=lambda p: p[1])[:30],
        sorted(table.items(), key=lambda p: -p[1])[:40],
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
