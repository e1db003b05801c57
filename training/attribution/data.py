"""PolNeAR as windows of word pieces with their targets: cue labels, one owner for each content word, sources per cue.

A content word belongs to one cue (PolNeAR is univocal); a source may serve several cues. Beside them, sentences whose event
words are rated for factuality (UW, UDS), a few in a row to a window; sentences with the PLOVER type of what their marked source does
to their marked target (PLV); and plain windows without any target.
"""

import json
import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from sayso.reader.encoder.heads import TYPES
from sayso.reader.encoder.windows import WINDOW, Window, make_windows

OUTSIDE, IGNORED = -1, -2


class Typed(NamedTuple):
    """A sentence's pieces, those of its source and of its target, and its type as an index into `TYPES` (-1: not known)."""

    pieces: list[int]
    source: list[int]
    target: list[int]
    label: int


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
    rated: list[tuple[int, float]] = field(default_factory=list)
    """First pieces of event words with their factuality, -1 (surely not) to 1 (surely)."""
    typed: list[Typed] = field(default_factory=list)


def fold_of(row: dict[str, Any]) -> int:
    """Which of five parts a sentence is in: by its text, as some texts stand there with several sources and targets."""
    return crc32(row["text"].encode()) % 5


def load_reports(path: Path) -> list[dict[str, Any]]:
    """The reports of a JSONL file with `id`, `text` and `attributions`."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def sample_share(rows: list[dict[str, Any]], share: float) -> list[dict[str, Any]]:
    """A share of some rows, drawn by their words: the same ones every time, and a smaller share lies within a larger one.

    >>> rows = [{"id": n} for n in range(8)]
    >>> len(sample_share(rows, 0.5)), all(r in sample_share(rows, 0.5) for r in sample_share(rows, 0.25))
    (4, True)
    """
    drawn = sorted(range(len(rows)), key=lambda n: (crc32(json.dumps(rows[n], sort_keys=True).encode()), n))
    return [rows[n] for n in sorted(drawn[: max(1, round(len(rows) * share))])]


def make_examples(report: dict[str, Any], chance: random.Random) -> Iterator[Example]:
    """The windows of a report with their targets; their length varies, so that positions do."""
    for window in make_windows(report["text"], longest=chance.randint(WINDOW // 2, WINDOW)):
        yield label_window(window, report["attributions"])


def rated_examples(sentences: Sequence[dict[str, Any]], chance: random.Random) -> Iterator[Example]:
    """Windows of one to four rated sentences in a row (`tokens`, `events` with token `span` and `score` in -3..3)."""
    at = 0
    while at < len(sentences):
        group = sentences[at : at + chance.randint(1, 4)]
        at += len(group)
        text, places = "", []
        for sentence in group:
            starts = []
            for token in sentence["tokens"]:
                starts.append(len(text))
                text += token + " "
            places += [(starts[e["span"][0]], e["score"] / 3) for e in sentence["events"]]
        for window in make_windows(text, longest=WINDOW):
            index = {o[0]: i for i, o in enumerate(window.offsets) if o and window.first[i]}
            rated = [(index[start], score) for start, score in places if start in index]
            yield plain_example(window, rated)


def typed_examples(
    rows: Sequence[dict[str, Any]], chance: random.Random, bare: float = 0.3
) -> Iterator[Example]:
    """Windows of one or two sentences (`text`, `source`, `target`, `gold_root`); a share `bare` of the marks is left out."""
    rows = chance.sample(rows, len(rows))
    at = 0
    while at < len(rows):
        group = rows[at : at + chance.randint(1, 2)]
        at += len(group)
        text, marks = "", []
        for row in group:
            words = row["text"].replace("\n", " ")
            spans = []
            for role in ("source", "target"):
                start = -1 if chance.random() < bare else words.find(row[role])
                spans.append(
                    (len(text) + start, len(text) + start + len(row[role])) if start >= 0 else (0, 0)
                )
            marks.append(
                (
                    (len(text), len(text) + len(words)),
                    *spans,
                    TYPES.index(row["gold_root"]) if "gold_root" in row else -1,
                )
            )
            text += words + "\n"
        for window in make_windows(text, longest=2 * WINDOW):
            example = plain_example(window)
            for *spans, label in marks:  # type: ignore[assignment]
                parts = [
                    [i for i, o in enumerate(window.offsets) if o and o[0] < e and o[1] > s] for s, e in spans
                ]  # type: ignore[misc]
                if parts[0]:
                    example.typed.append(Typed(*parts, label))  # type: ignore[arg-type]
            yield example


def plain_example(window: Window, rated: list[tuple[int, float]] | None = None) -> Example:
    """A window about whose attributions nothing is known."""
    size = len(window.ids)
    return Example(window, [-100] * size, [IGNORED] * size, rated=rated or [])


def label_window(window: Window, attributions: Sequence[dict[str, Any]]) -> Example:
    """The targets of a window under the attributions of its report."""
    pieces = [i for i, offset in enumerate(window.offsets) if offset and window.first[i]]
    ends = {i: window.offsets[_last_piece(window, i)][1] for i in pieces}  # type: ignore[index]
    starts = [window.offsets[i][0] for i in pieces]  # type: ignore[index]
    size = len(window.ids)
    word = set(pieces)
    example = Example(
        window,
        [0 if i in word else -100 for i in range(size)],
        [OUTSIDE if i in word else IGNORED for i in range(size)],
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


def make_batches(examples: Sequence[Example], chance: random.Random, pieces: int) -> list[list[Example]]:
    """Examples in batches of at most `pieces` padded word pieces, of like length, in random order."""
    ordered = sorted(examples, key=lambda e: (len(e.window.ids) // 8, chance.random()))
    batches: list[list[Example]] = []
    current: list[Example] = []
    longest = 0
    for example in ordered:
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
