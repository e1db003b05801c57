"""Where in a text the rules of the calendar's grammar can match at all: around the words of which each match holds one.

Most of a report speaks of no time, and a rule with optional beginnings is slow to find that out: plain words are found first, and each rule
is tried only around those of its kind.
"""

import re
from functools import cache

from sayso.reader.times.words import any_word

_AROUND = 80  # code points on either side of a word, more than any expression has beside it
_UNIT = r"(?:second|minute|hour|day|night|week|fortnight|month|quarter|season|year|decade|centur)"
_WORDS = {
    "apart": r"\b(?:ago|earlier|before|later|now|hence|previously)\b",
    "century": r"\bcentury",
    "clock": r"\b(?:[01]\d|2[0-3]):?[0-5]\d",
    "colon": r"\d:[0-5]\d",
    "decade": r"\d0['’]?s\b",
    "dotted": r"\d\.[01]?\d\.",
    "each": r"\b(?:every|each)\s",
    "fiscal": r"\b(?:fiscal|financial)\s",
    "future": r"\b(?:future|term\b|soon\b|one\sday|or\stwo)",
    "half of day": r"\d\s?[ap]\.?m\b",
    "hour of day": r"\sin\sthe\s[mae]|\so['’]clock",
    "iso": r"\d-[01]\d-[0-3]\d",
    "lately": r"\b(?:recent|lately|the\spast|ago\b)",
    "long": r"-long\b",
    "noon": r"\b(?:noon|midday|midnight)\b",
    "now": r"\b(?:now|current|present|moment|these\s)",
    "numbered quarter": r"\bq[1-4]\b",
    "often": r"(?:hour|dai|week|month|annual|year)ly\b",
    "ordinal": r"\d(?:st|nd|rd|th)\b",
    "part of day": r"\b(?:day|today|(?:mid-?)?(?:morning|afternoon)|evening|night)\b",
    "period": r"\b(?:week|month|year|decade|century|quarter|spring|summer|autumn|fall|winter)",
    "possible": r"\sas\spossible\b",
    "quarter": r"\b(?:quarter|half|period)\b|\byear-(?:ago|earlier)\b",
    "season": r"\b(?:spring|summer|autumn|fall|winter)\b",
    "shortly": r"\bshortly\b",
    "slash": r"\d/\d",
    "spelled": r"\b(?:nineteen|eighteen|seventeen|twenty|thousand)\b",
    "spelled decade": r"\b(?:twen|thir|for|fif|six|seven|eigh|nine)ties\b",
    "then": r"\bthen[\s-]",
    "time": r"\b(?:date|time)\b",
    "today": r"\b(?:today|tonight|tomorrow|yesterday|overnight)\b",
    "turn": r"\b(?:past|last|next|coming|previous|first|latest|recent|early)\s",
    "unit": rf"\b{_UNIT}",
    "year": r"\b(?:1[5-9]|20)\d\d\b",
}


@cache
def _searches() -> dict[str, re.Pattern[str]]:
    words = {
        **_WORDS,
        "holiday": rf"\b{any_word('holiday')}(?!\w)",
        "month": rf"\b{any_word('month')}(?![a-z])",
        "weekday": rf"\b{any_word('weekday')}s?\b",
    }
    return {kind: re.compile(pattern) for kind, pattern in words.items()}


def find_windows(text: str) -> dict[str, list[tuple[int, int]]]:
    """For each kind of word the stretches of a text, in order and apart, that lie within 80 code points of one.

    >>> find_windows("It sank on Friday.")["weekday"], find_windows("It sank on Friday.")["month"]
    ([(0, 18)], [])
    """
    small = text.lower()
    if len(small) != len(text):  # "İ" has two small letters: places would shift
        small = "".join(s if len(s := c.lower()) == 1 else c for c in text)
    return {kind: _around(search, small) for kind, search in _searches().items()}


def _around(search: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    begin, stop = 0, -1
    for m in search.finditer(text):
        at = m.start()
        if at - _AROUND > stop:
            if stop >= 0:
                out.append((begin, min(stop, len(text))))
            begin = max(0, at - _AROUND)
        stop = m.end() + _AROUND
    if stop >= 0:
        out.append((begin, min(stop, len(text))))
    return out
