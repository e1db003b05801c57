"""Quotations by their marks, without learning: unbalanced and mixed marks, quotes over several paragraphs, nested ones.

One pass over the characters of each paragraph; nothing is ever unbounded: a mark that is not closed ends with its paragraph,
unless the next one opens with the same mark and so goes on with it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from sayso.model import Span

_CLOSES = {"“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", '"': '"', "”": "”"}
_ENDS = ".,!?;:…"


class Quotation(NamedTuple):
    """The words between two marks `[start, end)`; `goes_on`: the next paragraph goes on with it."""

    start: int
    end: int
    closed: bool
    goes_on: bool = False
    stopped: bool = False
    """Whether a stop, a comma or the like stands right before its closing mark."""


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """The outermost quotations of each paragraph in order.

    >>> text = 'He said: “We “won” it.” “Not yet'
    >>> [text[q.start : q.end] for q in find_quotations(text, [Span(0, len(text))])]
    ['We “won” it.', 'Not yet']
    """
    out: list[Quotation] = []
    for n, paragraph in enumerate(paragraphs):
        found = list(_scan(text, paragraph))
        if found and not found[-1].closed and n + 1 < len(paragraphs):
            mark, after = text[found[-1].start - 1], paragraphs[n + 1].start
            found[-1] = found[-1]._replace(goes_on=text[after : after + 1] == mark)
        out += found
    return tuple(out)


_DOUBLED = re.compile(r"``|''|‘‘|’’")


def _plain(text: str, paragraph: Span) -> str:
    """A text whose paragraph has curly marks for doubled ones (``so'' or ''so''), and for straight single ones where it has no others; places stay."""
    words = text[paragraph.start : paragraph.end]
    if not any(m in words for m in ("''", "``", "‘‘", "’’", "'")):
        return text
    words = _DOUBLED.sub(
        lambda m: (
            "\0“"
            if m[0] in ("``", "‘‘")
            or _opens(words.replace("'", '"'), m.end() - 1)
            and not words[: m.start()][-1:].isalnum()
            else "”\0"
        ),
        words,
    )
    if "'" in words and not any(m in words for m in '"“”„«‘'):
        words = _single(words)
    return text[: paragraph.start] + words + text[paragraph.end :]


def _single(words: str) -> str:
    """Words with curly marks for pairs of straight single ones; apostrophes stay."""
    opened = None
    for i, character in enumerate(words):
        if character != "'":
            continue
        before, after = words[i - 1 : i] if i else "", words[i + 1 : i + 2]
        if opened is None and not before.strip(" \t(—–\0") and (after.isalpha() or after in '"“'):
            opened = i
        elif (
            opened is not None
            and before.strip()
            and not after.isalnum()
            and (before in _ENDS or before != "s")
        ):
            words = words[:opened] + "‘" + words[opened + 1 : i] + "’" + words[i + 1 :]
            opened = None
    return words


def _scan(text: str, paragraph: Span) -> list[Quotation]:
    text = _plain(text, paragraph)
    found: list[Quotation] = []
    depth, start, mark = 0, -1, ""
    single = next((c for c in text[paragraph.start : paragraph.end] if c in '"“„«‘'), "‘") == "‘"
    for i in range(paragraph.start, paragraph.end):
        character = text[i]
        if start < 0:
            if (
                character in '“„«"”'
                and (character != "”" or _opens(text, i))
                or (character in "‘»" and (character == "»" or single))
                and _opens(text, i)
            ):
                if character == "»" and not _opens(text, i):
                    continue
                start, mark, depth = i + 1, character, 1
        elif character == mark and mark == '"' and _opens(text, i) and not _shuts(text, i):
            # opened again without having been closed: the first ends with its last sentence
            found.append(Quotation(start, _last_end(text, start, i), False))
            start = i + 1
        elif character in _CLOSES[mark] and (mark != "‘" or _shuts(text, i)):
            depth -= 1
            if depth == 0:
                found.append(Quotation(start, i, True, stopped=text[i - 1] in _ENDS))
                start = -1
        elif character == mark and mark != '"':
            if (
                _opens(text, i)
                and text[start:i].rstrip()[-1:] in _ENDS
                and text.find(_CLOSES[mark][-1], i, paragraph.end) < 0
            ):
                found.append(Quotation(start, _last_end(text, start, i), False))
                start = i + 1
            else:
                depth += 1
    if start >= 0:
        found.append(
            Quotation(
                start,
                paragraph.end
                - (len(text[start : paragraph.end]) - len(text[start : paragraph.end].rstrip())),
                False,
            )
        )
    return found


def _opens(text: str, i: int) -> bool:
    return (i == 0 or not text[i - 1].isalnum() and text[i - 1] not in _ENDS) and text[
        i + 1 : i + 2
    ].strip() != ""


def _shuts(text: str, i: int) -> bool:
    return i > 0 and not text[i - 1].isspace() and not text[i + 1 : i + 2].isalnum()


def _last_end(text: str, start: int, stop: int) -> int:
    at = max(text.rfind(e, start, stop) for e in ".!?…,")
    return at + 1 if at > start else stop


def share_quoted(spans: Sequence[Span], quotations: Sequence[Quotation]) -> float:
    """Which share of the code points of some spans stands between quotation marks, the marks included, 0..1."""
    total = sum(s.end - s.start for s in spans)
    inside = sum(s.overlap(Span(q.start - 1, q.end + q.closed)) for s in spans for q in quotations)
    return inside / total if total else 0.0


def quotation_at(offset: int, quotations: Sequence[Quotation]) -> Quotation | None:
    """The quotation that holds a code point."""
    k = bisect_right([q.start for q in quotations], offset) - 1
    return quotations[k] if k >= 0 and offset < quotations[k].end else None
