"""From scores to spans: cues by their labels, contents by one owner a word (Viterbi with a switching cost), sources by a threshold.

How much each constant matters: `python -m benchmarks.attribution.sensitivity`, with its tables in `benchmarks/attribution/README.md`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.model import Span
from sayso.read.wordpieces import Window

Floats = NDArray[np.float32]
BUCKETS = 20  # 9 distances each way, 2 for earlier and later paragraphs
SWITCHING_COST = 1.0  # log-odds that a change of owner between two words costs
SOURCE_THRESHOLD = 0.0  # log-odds from which on a word is a source's
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
    window: Window, cues: Sequence[Sequence[int]], outside: Floats, links: Floats, cost: float = SWITCHING_COST, threshold: float = SOURCE_THRESHOLD
) -> list[tuple[list[Span], list[Span], list[Span], float]]:
    """The attributions of a window as (source, cue, content, score); a cue that owns no content is none.

    `outside` is the score of belonging to no cue, a value a piece; `links` (cue, piece, 3) the scores of being a cue's source,
    its content, or a further part of the cue.
    """
    words = np.array([i for i, offset in enumerate(window.offsets) if offset and window.first[i]])
    count = len(cues)
    scores = np.concatenate(
        [outside[words][:, None], links[:count, words, 1:].transpose(1, 0, 2).reshape(len(words), 2 * count)], axis=1
    )
    scores = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    labels = viterbi(scores, cost)
    anchors = {i for cue in cues for i in cue}
    free = np.array([i not in anchors for i in words.tolist()])
    out = []
    for c, cue in enumerate(cues):
        mine = (labels == 1 + 2 * c) & free
        if not mine.any():
            continue
        content = words[mine].tolist()
        own = window.paragraph[cue[0]]
        further = [i for i in words[(labels == 2 + 2 * c) & free].tolist() if window.paragraph[i] == own]
        taken = {*content, *further, *cue}
        source = [i for i in words[links[c, words, 0] > threshold].tolist() if i not in taken]
        score = float(np.exp(scores[mine, 1 + 2 * c].mean()))
        out.append((_spans(window, source), _spans(window, [*cue, *further]), _spans(window, content), score))
    return out


def viterbi(scores: Floats, cost: float) -> NDArray[np.int64]:
    """The best labels of a sequence (steps, labels) of log-scores under a constant cost for each switch (Potts model)."""
    steps, count = scores.shape
    best = scores[0].copy()
    stay = np.arange(count)
    back = np.empty((steps, count), np.int64)
    for t in range(1, steps):
        top = int(best.argmax())
        switch = best[top] - cost
        keep = best >= switch
        back[t] = np.where(keep, stay, top)
        best = np.where(keep, best, switch) + scores[t]
    labels = np.empty(steps, np.int64)
    label = int(best.argmax())
    for t in range(steps - 1, 0, -1):
        labels[t] = label
        label = int(back[t, label])
    labels[0] = label
    return labels


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
