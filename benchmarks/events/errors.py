"""Browse what the reader gets wrong about events: a table of what was wanted and got, then the sentences.

    python -m benchmarks.events.errors [status|types|scenarios] [--wanted X] [--got Y] [--grep PATTERN] [--limit N]

status: wanted and got statuses of meantime-dev. types: PLOVER types of PLV, five parts. scenarios: mentions missed, statuses, phrases wrongly reported.
"""

import argparse
import contextlib
import io
import re
import sys
from collections import Counter

from benchmarks.events.run import SHARED, measure_scenarios, measure_status, measure_types

SETS = {"status": measure_status, "types": measure_types, "scenarios": measure_scenarios}
_WANTED_GOT = re.compile(r"^(?P<wanted>\w+) got (?P<got>\w+)")
_STATUS = re.compile(r" wanted (?P<wanted>\w+) got \[(?P<got>[^]]*)\]$")


def read_errors(what: str) -> list[str]:
    """The errors of one set, a line each, as the benchmark prints them."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        SETS[what](1_000_000)
    return out.getvalue().splitlines()


def kind_of(line: str) -> tuple[str, str]:
    """What was wanted and what was got, of one line.

    >>> kind_of("future got possible [leave] He may leave")
    ('future', 'possible')
    >>> kind_of("missed drill 003: 'the drill'")
    ('mention', 'missed')
    """
    m = _WANTED_GOT.match(line) or _STATUS.search(line)
    if m:
        return m["wanted"], m["got"].replace("'", "")
    return ("nothing", "mention") if line.startswith("reported") else ("mention", "missed")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", nargs="?", choices=sorted(SETS), default="status")
    parser.add_argument("--wanted")
    parser.add_argument("--got")
    parser.add_argument("--grep", metavar="PATTERN")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="sentences shown (20)")
    args = parser.parse_args()
    if not SHARED.is_dir():
        print("benchmarks/events: no shared folder here, nothing to show")
        return 0
    try:
        pattern = re.compile(args.grep or "", re.IGNORECASE)
    except re.error as problem:
        print(f"--grep {args.grep}: no regular expression ({problem})", file=sys.stderr)
        return 2
    rows = [(kind_of(line), line) for line in read_errors(args.what)]
    rows = [
        (kind, line)
        for kind, line in rows
        if args.wanted in (None, kind[0]) and args.got in (None, kind[1]) and pattern.search(line)
    ]
    for (wanted, got), n in Counter(kind for kind, _ in rows).most_common():
        print(f"{n:5}  wanted {wanted}, got {got}")
    print(f"{len(rows):5}  in all")
    for _, line in rows[: args.limit]:
        print("-", line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
