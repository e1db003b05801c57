"""Texts as the encoder takes them: windows of whole paragraphs in word pieces, with case and quotes as extra features.

The tokenizer is uncased (MiniLM's), so each piece also carries how its word is written (lower, Initial, UPPER) and whether it
stands within double quotes: `1 + case + 3 * quoted`, 0 for special pieces.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sayso.model import Span

CLS, SEP = 101, 102
WINDOW = 160  # word pieces
_UNIT = 150


@dataclass
class Window:
    """Some consecutive paragraphs; `offsets` is None and `paragraph` -1 at special pieces; `first` marks a word's first piece."""

    ids: list[int]
    offsets: list[tuple[int, int] | None]
    paragraph: list[int]
    first: list[bool]
    features: list[int]


@cache
def load_tokenizer() -> Any:
    """The tokenizer that is shipped beside the model."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str((files("sayso") / "models" / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def make_windows(text: str, skip: Sequence[Span] = (), longest: int = WINDOW) -> list[Window]:
    """The windows of a text, at most `longest` pieces each; paragraphs that begin in `skip` are left out."""
    windows: list[Window] = []
    current: Window | None = None
    for unit in _units(text, skip):
        if current is not None and len(current.ids) + len(unit.ids) + 1 > longest:
            windows.append(current)
            current = None
        if current is None:
            current = Window([CLS], [None], [-1], [False], [0])
        current.ids += [*unit.ids, SEP]
        current.offsets += [*unit.offsets, None]
        current.paragraph += [*unit.paragraph, -1]
        current.first += [*unit.first, False]
        current.features += [*unit.features, 0]
    if current is not None:
        windows.append(current)
    return windows


def _units(text: str, skip: Sequence[Span]) -> Iterator[Window]:
    """Paragraphs, the long ones in parts that end with a sentence where they can."""
    tokenizer = load_tokenizer()
    number = 0
    for match in re.finditer(r"[^\n]+", text):
        words, base = match.group(), match.start()
        cut = next((s for s in skip if s.start <= base + len(words) - len(words.lstrip()) < s.end), None)
        if cut is not None:  # furniture, or a dateline before the paragraph's own words
            words, base = words[max(0, cut.end - base) :], max(base, cut.end)
        if not words.strip():
            continue
        encoded = tokenizer.encode(words, add_special_tokens=False)
        ids, offsets, owners = encoded.ids, encoded.offsets, encoded.word_ids
        first = [i == 0 or owners[i] != owners[i - 1] for i in range(len(ids))]
        features = _features(words, offsets)
        start = 0
        while start < len(ids):
            end = _break(words, offsets, first, start)
            yield Window(
                ids[start:end],
                [(a + base, b + base) for a, b in offsets[start:end]],
                [number] * (end - start),
                first[start:end],
                features[start:end],
            )
            start = end
        number += 1


def _features(words: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    quoted, inside = bytearray(len(words)), 0
    for i, character in enumerate(words):
        if character in "“”":
            inside = int(character == "“")
        elif character == '"':
            inside = 1 - inside
        quoted[i] = inside
    out = []
    for start, end in offsets:
        piece = words[start:end]
        case = 2 if len(piece) > 1 and piece.isupper() else int(piece[:1].isupper())
        out.append(1 + case + 3 * quoted[start])
    return out


def _break(words: str, offsets: Sequence[tuple[int, int]], first: Sequence[bool], start: int) -> int:
    end = min(len(offsets), start + _UNIT)
    if end == len(offsets):
        return end
    for j in range(end - 1, start + _UNIT // 3, -1):
        if (
            words[offsets[j][0] : offsets[j][1]] in ".!?”"
            and first[j + 1]
            and words[offsets[j + 1][0] - 1] == " "
        ):
            return j + 1
    while end > start + 1 and not first[end]:
        end -= 1
    return end
