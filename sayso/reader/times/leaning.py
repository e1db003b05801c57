"""How likely the words around a time put it ahead of the report: a log-odds summed over cues (`sayso/data/tenses.tsv`).

A logistic regression with an L1 penalty (Tibshirani 1996). Nobody labelled its examples: a day of a month without a year lies, nearly always,
in the year that puts it nearest to publication, so dated reports tell by themselves which words go with what is ahead (`training/tenses/fit.py`).
"""

import math
import re
from functools import cache

from sayso.lexicon import load_table
from sayso.reader.times.tense import Tense, read_tense, sentence_start

_TOKEN = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|\d+|[.,;:!?\"()—–-]")
_OPENERS = frozenset(
    ["on", "by", "until", "since", "in", "after", "before", "the", "from", "starting", "beginning", "during"]
)
_STOPS = (". ", "\n", "? ", "! ")
_BEHIND, _BESIDE, _AFTER, _NEAR = (
    20,
    8,
    12,
    6,
)  # tokens read to the left, those near, those to the right, those near


def cues(text: str, start: int, end: int, rule: Tense) -> list[str]:
    """The cues around `[start, end)`: what the rule of the nearest cue says, words and pairs by side and nearness (`<1` is just before)."""
    left = sentence_start(text, start)
    stop = min(
        (i for mark in _STOPS if (i := text.find(mark, end, end + 160)) >= 0),
        default=min(len(text), end + 160),
    )
    before = [_plain(t) for t in _TOKEN.findall(text, left, start)][-_BEHIND:][::-1]
    after = [_plain(t) for t in _TOKEN.findall(text, end, stop)][:_AFTER]
    out = ["rule+" if rule.ahead else "rule-" if rule.cue else "rule0"]
    for n, word in enumerate(before):
        if n < 2:
            out.append(f"<{n + 1} {word}")
        out.append(f"{'<' if n < _BESIDE else '<<'} {word}")
        if n < 4 and word.endswith("ed"):
            out.append("< -ed")
        if n < _BESIDE and n + 1 < len(before):
            out.append(f"< {before[n + 1]} {word}")
    for n, word in enumerate(after):
        if n < 2:
            out.append(f">{n + 1} {word}")
        out.append(f"{'>' if n < _NEAR else '>>'} {word}")
    return out


def lean(text: str, start: int, end: int, kind: str) -> tuple[Tense, float]:
    """Whether the time at `[start, end)` lies ahead with the cue that weighs most, and the chance of that, 0 to 1.

    >>> text = "The ministry said Tuesday that the drill was over."
    >>> tense, chance = lean(text, 18, 25, "weekday")
    >>> tense.ahead, chance < 0.5
    (False, True)
    """
    rule = read_tense(text, start, end)
    weights = _weights()
    heard = [(weights[c], c) for c in set(cues(text, start, end, rule)) if c in weights]
    total = weights.get("bias", 0.0) + weights.get(f"kind {kind}", 0.0) + math.fsum(w for w, _ in heard)
    chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    ahead = chance >= 0.5
    if rule.ahead == ahead:
        return rule, chance
    words = [
        (abs(w), c.split(" ", 1)[1]) for w, c in heard if (w > 0) == ahead and " " in c and c[-1].isalpha()
    ]
    return Tense(ahead, max(words, default=(0.0, ""))[1]), chance


def _plain(token: str) -> str:
    """A token as a cue: a word in small letters, `#` for a number, `Xx` for a name."""
    if token[0].isdigit():
        return "#"
    if token[0].isupper() and len(token) > 1:
        return f"^{token.lower()}" if token.lower() in _OPENERS else "Xx"
    return token.lower()


@cache
def _weights() -> dict[str, float]:
    return {row["cue"]: float(row["weight"]) for row in load_table("tenses")}
