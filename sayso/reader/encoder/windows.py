"""Texts as the encoder takes them: windows of whole paragraphs in word pieces, with case and quotes as extra features.

The tokenizer is uncased (MiniLM's), so each piece also carries how its word is written (lower, Initial, UPPER) and whether it
stands within double quotes: `1 + case + 3 * quoted`, 0 for special pieces.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from sayso.model import Span

CLS, SEP = 101, 102
WINDOW = 160  # word pieces
TITLE = 40  # word pieces of a title that are read
_UNIT = 150


@dataclass
class Window:
    """Some consecutive paragraphs, after the report's title where one is given.

    `offsets` is None and `paragraph` -1 at special pieces and in the title; `first` marks a word's first piece.
    """

    ids: list[int]
    offsets: list[tuple[int, int] | None]
    paragraph: list[int]
    first: list[bool]
    features: list[int]
    title: list[tuple[int, int]] = field(default_factory=list)
    """Offsets into the title of the pieces from 1 on; they are context, and read as text in the first window alone."""


@cache
def load_tokenizer() -> Any:
    """The tokenizer that is shipped beside the model."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str((files("sayso") / "models" / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def make_windows(
    text: str, skip: Sequence[Span] = (), longest: int = WINDOW, title: str | None = None
) -> list[Window]:
    """The windows of a text, at most `longest` pieces each beside the title; paragraphs that begin in `skip` are left out.

    With a `title`, each window begins with it (cut at `TITLE` pieces), and there is a window even for an empty text.

    >>> [window.title for window in make_windows("A ship sank.", title="Ship sinks")]
    [[(0, 4), (5, 10)]]
    """
    windows: list[Window] = []
    current: Window | None = None
    head = _title_units(title or "")
    room = longest + len(head.ids)
    for unit in _units(text, skip):
        if current is not None and len(current.ids) + len(unit.ids) + 1 > room:
            windows.append(current)
            current = None
        if current is None:
            current = _open_window(head)
        current.ids += [*unit.ids, SEP]
        current.offsets += [*unit.offsets, None]
        current.paragraph += [*unit.paragraph, -1]
        current.first += [*unit.first, False]
        current.features += [*unit.features, 0]
    if current is not None:
        windows.append(current)
    return windows or ([_open_window(head)] if head.ids else [])


def _title_units(title: str) -> Window:
    """The pieces of a title and the mark that ends it; nothing of an empty one."""
    if not title.strip():
        return Window([], [], [], [], [])
    encoded = load_tokenizer().encode(title, add_special_tokens=False)
    ids, offsets, owners = encoded.ids[:TITLE], encoded.offsets[:TITLE], encoded.word_ids[:TITLE]
    first = [i == 0 or owners[i] != owners[i - 1] for i in range(len(ids))]
    size = len(ids) + 1
    features = [*_features(title, offsets), 0]
    return Window([*ids, SEP], [None] * size, [-1] * size, [*first, False], features, list(offsets))


def _open_window(head: Window) -> Window:
    return Window(
        [CLS, *head.ids],
        [None, *head.offsets],
        [-1, *head.paragraph],
        [False, *head.first],
        [0, *head.features],
        head.title,
    )


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
