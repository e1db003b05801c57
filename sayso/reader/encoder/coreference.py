"""Which mentions of a report speak of one happening: scores of pairs by the network, clusters by average linkage.

A long report is clustered in parts, each with the latest clusters of those before it, so that the cost stays linear in its length.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.reader.encoder.events import Scored, linear, weights
from sayso.reader.encoder.heads import gelu

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

THRESHOLD = 0.0  # mean log-odds from which on two clusters are one
_PART, _CARRIED = 240, 80  # mentions clustered at a time, clusters of earlier parts that they may join


def number_happenings(windows: Sequence[Scored], threshold: float = THRESHOLD) -> list[int]:
    """For each mention of a report, window by window, the number of its happening: 0, 1, … in order of first mention."""
    import numpy as np

    states = [w.states for w in windows if len(w.states)]
    if not states:
        return []
    every = np.concatenate(states)
    shapes = [s for w in windows for s in w.shapes]
    owner = np.full(len(every), -1)
    carried: list[int] = []  # one mention each of the latest clusters
    count = 0
    for start in range(0, len(every), _PART):
        own = [*carried, *range(start, min(len(every), start + _PART))]
        groups = _cluster(_pair_scores(every[own], [shapes[i] for i in own]), len(carried), threshold)
        for group in groups:
            known = [owner[own[i]] for i in group if owner[own[i]] >= 0]
            number = known[0] if known else count
            count += not known
            owner[[own[i] for i in group]] = number
        latest = dict.fromkeys(int(owner[i]) for i in reversed(own))
        carried = sorted(max(i for i in own if owner[i] == n) for n in list(latest)[:_CARRIED])
    order = {int(n): k for k, n in enumerate(dict.fromkeys(owner.tolist()))}
    return [order[int(n)] for n in owner]


def _pair_scores(states: "Floats", shapes: Sequence[tuple[int, tuple[int, ...], int, int, bool]]) -> "Floats":
    """Log-odds (mention, mention) of being one event, from the upper triangle."""
    import numpy as np

    w = weights()
    size = len(states)
    near = linear("pair_in", states)
    one, two = linear("pair_one", states), linear("pair_two", states)
    out = np.full((size, size), -20.0, np.float32)
    for i in range(size - 1):
        rest = slice(i + 1, size)
        hidden = one[i] + two[rest] + (near[i] * near[rest]) @ w["pair_both.weight"] + w["pair_both.bias"]
        more = np.array([_compare(shapes[i], other) for other in shapes[rest]], np.float32)
        hidden = hidden + more @ w["pair_more.weight"] + w["pair_more.bias"]
        out[i, rest] = linear("pair_out", gelu(hidden))[:, 0]
    return np.maximum(out, out.T)


def _compare(
    a: tuple[int, tuple[int, ...], int, int, bool], b: tuple[int, tuple[int, ...], int, int, bool]
) -> tuple[float, ...]:
    """What is compared of two triggers beside their states, as in training."""
    same_window = a[2] == b[2]
    return (
        float(a[0] == b[0]),
        float(a[1] == b[1]),
        min(1.0, (b[2] - a[2]) / 6),
        min(1.0, abs(b[3] - a[3]) / 60) if same_window else 1.0,
        float(a[4] or b[4]),
        float(same_window),
    )


def _cluster(scores: "Floats", fixed: int, threshold: float) -> list[list[int]]:
    """Groups under average linkage; the first `fixed` are never put together with each other."""
    import numpy as np

    size = len(scores)
    total = scores.copy()
    np.fill_diagonal(total, -np.inf)
    total[:fixed, :fixed] = -np.inf
    counts = np.ones(size)
    groups: list[list[int]] = [[i] for i in range(size)]
    alive = np.ones(size, bool)
    mean = total.copy()
    while size > 1:
        at = int(mean.argmax())
        i, j = divmod(at, size)
        if not mean[i, j] >= threshold:
            break
        i, j = min(i, j), max(i, j)
        groups[i] += groups[j]
        alive[j] = False
        total[i] += total[j]
        total[:, i] = total[i]
        counts[i] += counts[j]
        total[i, i] = -np.inf
        mean[i] = total[i] / (counts[i] * counts)
        mean[:, i] = mean[i]
        mean[j], mean[:, j] = -np.inf, -np.inf
        mean[i, ~alive], mean[~alive, i] = -np.inf, -np.inf
    return [sorted(g) for g, lives in zip(groups, alive) if lives]
