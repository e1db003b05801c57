"""Show that `find_times` takes time in proportion to the text: microseconds a character at 10k, 100k and 1M characters.

python -m benchmarks.times.growth
"""

import sys
import time
from datetime import UTC, datetime

PROSE = "The talks, which were due on Friday, 4 May, will be held at 9:30 p.m. KST next week, two days after the second quarter ended. "
TEXTS = {"prose": PROSE, "digits": "1 ", "articles": "the ", "one line of cues": "last last "}


def main() -> int:
    from sayso.reader.times.recognition import find_times

    published = datetime(2024, 5, 1, tzinfo=UTC)
    for name, unit in TEXTS.items():
        costs = []
        for size in (10_000, 100_000, 1_000_000):
            text = (unit * (size // len(unit) + 1))[:size]
            begun = time.process_time()
            find_times(text, published)
            costs.append(1e6 * (time.process_time() - begun) / size)
        print(f"{name:18}", "  ".join(f"{c:.2f}" for c in costs), f"growth {costs[-1] / costs[0]:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
