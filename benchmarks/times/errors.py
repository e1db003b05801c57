"""Print where `find_times` and the gold differ, each in its sentence, by kind: missed, spurious, wrong value, wrong span.

    python -m benchmarks.times.errors [--half even|odd] [--kind KIND] [SET ...]

`--half` keeps every second document, so that what is learnt on one half is checked on the other. Needs `../shared`.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from benchmarks.times.run import SETS, SHARED

KINDS = ("missed", "spurious", "value", "span")


def differences(report: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any] | None, Any]]:
    """Kind, gold and answer of each difference of one report; `right` where they agree."""
    from sayso.reader.times.recognition import find_times

    published = datetime.fromisoformat(report["dct"][:10]).replace(tzinfo=UTC) if report["dct"] else None
    ignored = [g for g in report["timex"] if g.get("ignore")]
    gold = [g for g in report["timex"] if not g.get("ignore")]
    found = [
        t
        for t in find_times(report["text"], published)
        if not any(t.start < g["end"] and g["start"] < t.end for g in ignored)
    ]
    taken: set[int] = set()
    for g in gold:
        near = [
            (min(t.end, g["end"]) - max(t.start, g["start"]), -n)
            for n, t in enumerate(found)
            if n not in taken
        ]
        best = max(near, default=(0, 0))
        if best[0] <= 0:
            yield "missed", g, None
            continue
        taken.add(-best[1])
        t = found[-best[1]]
        if t.value != g["value"]:
            yield "value", g, t
        elif (t.start, t.end) != (g["start"], g["end"]):
            yield "span", g, t
        else:
            yield "right", g, t
    yield from (("spurious", None, t) for n, t in enumerate(found) if n not in taken)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET", default=SETS)
    parser.add_argument("--half", choices=("even", "odd"))
    parser.add_argument("--kind", choices=KINDS)
    args = parser.parse_args()
    if not (SHARED / "eval" / "timex").is_dir():
        print("benchmarks/times: no shared folder here, nothing to show")
        return 0
    for name in args.sets:
        counts: Counter[str] = Counter()
        for number, line in enumerate((SHARED / "eval" / "timex" / f"{name}.jsonl").open(encoding="utf-8")):
            if args.half and number % 2 != (args.half == "odd"):
                continue
            report = json.loads(line)
            text = report["text"]
            for kind, gold, answer in differences(report):
                counts[kind] += 1
                if kind == "right" or args.kind not in (None, kind):
                    continue
                start, end = (gold["start"], gold["end"]) if gold else (answer.start, answer.end)
                wanted = f"{gold['type']} {gold['value']}" if gold else "-"
                got = f"{answer.type} {answer.value} [{answer.text}]" if answer else "-"
                around = (
                    f"{text[max(0, start - 60) : start]}[{text[start:end]}]{text[end : end + 40]}".replace(
                        "\n", " "
                    )
                )
                print(f"{kind}: {wanted} <> {got} | {report['dct']} | {around}")
        print(name, dict(counts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
