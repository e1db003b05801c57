"""From scores to spans: cues by their labels, contents by one owner a word (Viterbi with a switching cost), sources by a threshold.

How much each constant matters: `python -m benchmarks.attribution.sensitivity`, with its tables in `benchmarks/attribution/README.md`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.model import Span
from sayso.reader.encoder.windows import Window

Floats = NDArray[np.float32]
BUCKETS = 20  # 9 distances each way, 2 for earlier and later paragraphs
SWITCHING_COST = 1.0  # log-odds that a change of owner between two words costs
SOURCE_THRESHOLD = 0.0  # log-odds from which on a word is a source's
CUE_BIAS = 0.5  # log-odds by which a word may miss being a cue and still be tried as one
LEAST, LEAST_WITHOUT_SOURCE = 0.55, 0.8  # mean chance of a content's words from which on an attribution holds
_FARTHEST = 600


def distance_buckets() -> NDArray[np.int64]:
    """The bucket of a distance in pieces from -600 to 600, by index `distance + 600`."""
    distances = np.arange(-_FARTHEST, _FARTHEST + 1)
    size = np.minimum(8, (np.log2(np.abs(distances) + 1) * 1.35).astype(np.int64))
    buckets: NDArray[np.int64] = np.where(distances < 0, 0, 9) + size
    return buckets


_TABLE = distance_buckets()


def find_cues(labels: Sequence[int], window: Window) -> list[list[int]]:
    """Cues as lists of first pieces, from one label a piece: 0 outside, 1 begins, 2 goes on."""
    cues: list[list[int]] = []
    open_ = False
    for i, label in enumerate(labels[: len(window.ids)]):
        if window.offsets[i] is None:
            open_ = False
        elif window.first[i]:
            if label == 0:
                open_ = False
            elif label == 1 or not open_:
                cues.append([i])
                open_ = True
            else:
                cues[-1].append(i)
    return cues


def find_likely_cues(scores: Floats, window: Window) -> list[list[int]]:
    """Cues by the scores (piece, 3) of their labels, and what misses being one by no more than `CUE_BIAS`; their contents decide.

    >>> from sayso.reader.encoder.windows import Window
    >>> window = Window([101, 7, 8], [None, (0, 4), (5, 9)], [-1, 0, 0], [False, True, True], [0, 1, 1])
    >>> find_likely_cues(np.array([[9, 0, 0], [0.4, 0, 0], [9, 0, 0]], np.float32), window)
    [[1]]
    """
    sure = find_cues(scores.argmax(-1).tolist(), window)
    taken = {i for cue in sure for i in cue}
    loose = find_cues((scores + np.array([0, CUE_BIAS, CUE_BIAS], np.float32)).argmax(-1).tolist(), window)
    return sorted([*sure, *(cue for cue in loose if not taken & set(cue))])


def place_cues(cues: Sequence[Sequence[int]], window: Window, width: int) -> tuple[Floats, NDArray[np.int64]]:
    """For each cue of a window: the weights that average its pieces, and every piece's distance bucket from it."""
    average = np.zeros((len(cues), width), np.float32)
    buckets = np.zeros((len(cues), width), np.int64)
    at = np.arange(width)
    paragraph = np.full(width, -1)
    paragraph[: len(window.paragraph)] = window.paragraph
    for c, cue in enumerate(cues):
        average[c, list(cue)] = 1 / len(cue)
        distance = np.where(at < cue[0], at - cue[0], np.where(at > cue[-1], at - cue[-1], 0))
        own = window.paragraph[cue[0]]
        near = _TABLE[np.clip(distance, -_FARTHEST, _FARTHEST) + _FARTHEST]
        buckets[c] = np.where(paragraph < own, 18, np.where(paragraph > own, 19, near))
    return average, buckets


def decode_window(
    window: Window,
    cues: Sequence[Sequence[int]],
    outside: Floats,
    links: Floats,
    cost: float = SWITCHING_COST,
    threshold: float = SOURCE_THRESHOLD,
) -> list[tuple[list[Span], list[Span], list[Span], float]]:
    """The attributions of a window as (source, cue, content, score); a cue that owns no content, or hardly any for sure, is none.

    `outside` is the score of belonging to no cue, a value a piece; `links` (cue, piece, 3) the scores of being a cue's source,
    its content, or a further part of the cue. What a cue that falls away held goes to the others, or to nobody.
    """
    words = np.array([i for i, offset in enumerate(window.offsets) if offset and window.first[i]])
    paragraphs = np.array(window.paragraph)[words]
    kept = list(range(len(cues)))
    while True:
        free = ~np.isin(words, [i for c in kept for i in cues[c]])
        owners = _owners(words, outside, links[kept], cost)
        found = []
        for n, c in enumerate(kept):
            mine = (owners[0] == 1 + 2 * n) & free
            if mine.any():
                further = words[
                    (owners[0] == 2 + 2 * n) & free & (paragraphs == window.paragraph[cues[c][0]])
                ].tolist()
                content = words[mine].tolist()
                taken = {*content, *further, *cues[c]}
                source = [i for i in words[links[c, words, 0] > threshold].tolist() if i not in taken]
                found.append((c, source, further, content, float(np.exp(owners[1][mine, 1 + 2 * n].mean()))))
        weakest = min(found, key=lambda f: f[4] - _least(f[1]), default=None)
        if weakest is not None and weakest[4] < _least(weakest[1]):
            found.remove(weakest)
        if len(found) == len(kept):
            return [
                (_spans(window, s), _spans(window, [*cues[c], *f]), _spans(window, own), score)
                for c, s, f, own, score in found
            ]
        kept = [f[0] for f in found]


def _least(source: Sequence[int]) -> float:
    """The score from which on an attribution with such a source holds."""
    return LEAST if source else LEAST_WITHOUT_SOURCE


def _owners(
    words: NDArray[np.int64], outside: Floats, links: Floats, cost: float
) -> tuple[NDArray[np.int64], Floats]:
    """Each word's owner (0 none, 1 + 2n content of the nth cue, 2 + 2n further part of it), and the log-chances of all of them."""
    scores = np.concatenate(
        [outside[words][:, None], links[:, words, 1:].transpose(1, 0, 2).reshape(len(words), 2 * len(links))],
        axis=1,
    )
    scores = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    return viterbi(scores, cost), scores


def viterbi(scores: Floats, cost: float) -> NDArray[np.int64]:
    """The best labels (..., steps) of sequences of log-scores (..., steps, labels) under a constant cost for each switch (Potts model).

    >>> import numpy as np
    >>> viterbi(np.array([[2.0, 0.0], [0.0, 1.0], [2.0, 0.0]]), 1.0).tolist()
    [0, 0, 0]
    """
    *many, steps, count = scores.shape
    own = scores.reshape(-1, steps, count)
    best = own[:, 0].copy()
    stay, rows = np.arange(count), np.arange(len(own))
    back = np.empty((steps, len(own), count), np.int64)
    for t in range(1, steps):
        top = best.argmax(1)
        switch = best[rows, top][:, None] - cost
        keep = best >= switch
        back[t] = np.where(keep, stay, top[:, None])
        best = np.where(keep, best, switch) + own[:, t]
    labels = np.empty((len(own), steps), np.int64)
    label = best.argmax(1)
    for t in range(steps - 1, 0, -1):
        labels[:, t] = label
        label = back[t][rows, label]
    labels[:, 0] = label
    return labels.reshape(*many, steps)


def _spans(window: Window, pieces: Sequence[int]) -> list[Span]:
    """Stretches of neighbouring words, each to the end of its last piece."""
    chosen, out = set(pieces), list[Span]()
    on = before = False
    for i, offset in enumerate(window.offsets):
        if offset is None:
            before = False
            continue
        if window.first[i]:
            on = i in chosen
        if on:
            out = [*out[:-1], Span(out[-1].start, offset[1])] if before else [*out, Span(*offset)]
        before = on
    return out
