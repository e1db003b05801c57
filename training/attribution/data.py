"""PolNeAR as windows of word pieces with their targets: cue labels, one owner for each content word, sources per cue.

A content word belongs to one cue (PolNeAR is univocal); a source may serve several cues.
"""

import json
import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sayso.read.wordpieces import WINDOW, Window, make_windows

OUTSIDE, IGNORED = -1, -2


@dataclass
class Example:
    """A window with its targets, over first pieces of words."""

    window: Window
    cue: list[int]
    """A label a piece: 0 outside, 1 begins, 2 goes on, -100 no word begins here."""
    owner: list[tuple[int, int] | int]
    """For each piece (cue number, 0 content or 1 further part of the cue), or OUTSIDE, or IGNORED."""
    cues: list[list[int]] = field(default_factory=list)
    sources: list[list[int]] = field(default_factory=list)


def load_reports(path: Path) -> list[dict[str, Any]]:
    """The reports of a JSONL file with `id`, `text` and `attributions`."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def make_examples(report: dict[str, Any], chance: random.Random) -> Iterator[Example]:
    """The windows of a report with their targets; their length varies, so that positions do."""
    for window in make_windows(report["text"], longest=chance.randint(WINDOW // 2, WINDOW)):
        yield label_window(window, report["attributions"])


def label_window(window: Window, attributions: Sequence[dict[str, Any]]) -> Example:
    """The targets of a window under the attributions of its report."""
    pieces = [i for i, offset in enumerate(window.offsets) if offset and window.first[i]]
    ends = {i: window.offsets[_last_piece(window, i)][1] for i in pieces}  # type: ignore[index]
    starts = [window.offsets[i][0] for i in pieces]  # type: ignore[index]
    size = len(window.ids)
    word = set(pieces)
    example = Example(
        window, [0 if i in word else -100 for i in range(size)], [OUTSIDE if i in word else IGNORED for i in range(size)]
    )

    def hit(spans: Sequence[Sequence[int]]) -> list[list[int]]:
        found = []
        for start, end in spans:
            k = max(0, bisect_right(starts, start) - 1)
            inside = []
            while k < len(pieces) and starts[k] < end:
                if ends[pieces[k]] > start:
                    inside.append(pieces[k])
                k += 1
            if inside:
                found.append(inside)
        return found

    for attribution in attributions:
        cue = hit(attribution["cue"])
        content = [i for part in hit(attribution["content"]) for i in part]
        if not cue:
            for i in content:
                example.owner[i] = IGNORED
            continue
        number, anchor = len(example.cues), cue[0]
        example.cues.append(anchor)
        for k, i in enumerate(anchor):
            example.cue[i] = 1 if k == 0 else 2
        for i in content:
            example.owner[i] = (number, 0)
        for part in cue[1:]:
            for i in part:
                example.owner[i] = (number, 1)
        for i in anchor:
            example.owner[i] = OUTSIDE
        example.sources.append(sorted({i for part in hit(attribution["source"]) for i in part}))
    return example


def _last_piece(window: Window, i: int) -> int:
    while i + 1 < len(window.ids) and window.offsets[i + 1] and not window.first[i + 1]:
        i += 1
    return i


def make_batches(reports: Sequence[dict[str, Any]], epoch: int, pieces: int) -> list[list[Example]]:
    """The examples of an epoch in batches of at most `pieces` padded word pieces, of like length, in random order."""
    chance = random.Random(epoch)
    examples = [e for report in reports for e in make_examples(report, chance)]
    examples.sort(key=lambda e: (len(e.window.ids) // 8, chance.random()))
    batches: list[list[Example]] = []
    current: list[Example] = []
    longest = 0
    for example in examples:
        length = len(example.window.ids)
        if current and max(longest, length) * (len(current) + 1) > pieces:
            batches.append(current)
            current, longest = [], 0
        current.append(example)
        longest = max(longest, length)
    if current:
        batches.append(current)
    chance.shuffle(batches)
    return batches
