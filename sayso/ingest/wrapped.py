"""Lines of a fixed width made paragraphs again: what mail programs and printed pages break, a report does not."""

import re
from collections.abc import Sequence
from statistics import quantiles

PAGE = "\f"
"""Where a page begins: a form feed, as pdftotext and pdfminer write it."""
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_HYPHEN = re.compile(r"(?<=[a-zß-öø-ÿ])[-\u2010]$")
_STARTS_LOWER = re.compile(r"[a-zß-öø-ÿ]")
_ITEM = re.compile(r"(?:[•▪◦*–—-]|\(?\d{1,2}[.)])\s")
_NARROW = 0.75  # of the usual width: a line that ends so early ends its paragraph
_FEWEST = 40  # characters: narrower texts are lists, not running text


def unwrap(lines: Sequence[str]) -> list[str]:
    """The paragraphs of some lines: a blank line, an early end after a full stop, a list's mark or a form feed in front begins the next.

    A word that a hyphen divides at a line's end is one again where it goes on in lower case.

    >>> unwrap(["The ferry that sank on Monday off the coast of the island had three hun-", "dred people on board, the port's master said.", "", "Nobody was hurt."])
    ["The ferry that sank on Monday off the coast of the island had three hundred people on board, the port's master said.", 'Nobody was hurt.']
    """
    width = _usual_width(lines)
    found: list[str] = []
    last = ""  # the line before, "" after a blank one
    for raw in lines:
        line = " ".join(raw.replace(PAGE, f"{PAGE} ").split(" ")).strip(" \t\r\n\v\xa0")
        words = " ".join(line.replace(PAGE, "").split())
        mark = PAGE if PAGE in line else ""
        if not words:
            last = last if mark else ""
            if mark:
                found.append(mark)
            continue
        if found and found[-1] == PAGE:
            found.pop()
            mark = PAGE
        if found and last and _goes_on(last, words, width):
            found[-1] = _join(found[-1], words, mark)
        else:
            found.append(mark + words)
        last = words
    return [p for p in found if p.strip()]


def _usual_width(lines: Sequence[str]) -> float:
    lengths = [len(s) for line in lines if len(s := line.strip()) > _FEWEST]
    return quantiles(lengths, n=10)[-1] if len(lengths) > 1 else float(lengths[0]) if lengths else 0.0


def _goes_on(last: str, words: str, width: float) -> bool:
    """Whether a line belongs to the paragraph of the one before."""
    if not width:
        return False
    if _ITEM.match(words) or len(last) < width * 0.5:
        return bool(_STARTS_LOWER.match(words)) and not _ENDS.search(last)
    return not (_ENDS.search(last) and len(last) < width * _NARROW)


def _join(before: str, words: str, mark: str) -> str:
    if _HYPHEN.search(before) and _STARTS_LOWER.match(words):
        return before[:-1] + mark + words
    return f"{before} {mark}{words}"


def page_at(text: str, offset: int) -> int | None:
    """The number of the page on which a place of a text stands, from 1; None where the text has no pages.

    >>> page_at("\\fOne.\\n\\n\\fTwo.", 8)
    2
    """
    return text.count(PAGE, 0, offset + 1) or None if PAGE in text else None
