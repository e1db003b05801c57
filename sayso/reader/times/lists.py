"""Lists of days that share the month named once, at their end: "Monday 13, Wednesday 15 and Friday 17 May"."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.reader.times.grammar import Found

_ITEM = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:the )?\d{1,2}(?:st|nd|rd|th)?"
_LIST = re.compile(
    rf"(?<![\w.,:;$€£/–-])(?P<list>{_ITEM}(?:, {_ITEM})*),? (?:and|or|to|through|until) (?:the )?$"
)
_BARE = re.compile(r"\d{1,2}(?:, \d{1,2})*")
_LEAD = re.compile(r"\b(?:on|from|between|of|for|the) (?:the )?$")
_LONGEST = 100


def share_month(text: str, found: "list[Found]") -> "list[Found]":
    """The expressions, with the days before one of a month that share it; only days that rise towards it are taken.

    >>> from sayso.reader.times.grammar import find_meanings
    >>> text = "on Monday 13, Wednesday 15 and Friday 17 May"
    >>> [(text[f.start:f.end], f.meaning.month, f.meaning.day) for f in find_meanings(text)]
    [('Monday 13', 5, 13), ('Wednesday 15', 5, 15), ('Friday 17 May', 5, 17)]
    """
    out: list[Found] = []
    for f in found:
        if f.meaning.kind == "day" and f.meaning.month and f.meaning.day and f.meaning.last_month is None:
            earlier = _days_before(text, f)
            if earlier:
                while out and out[-1].end > earlier[0].start:
                    out.pop()
                out += earlier
        out.append(f)
    return out


def _days_before(text: str, last: "Found") -> "list[Found]":
    base = max(0, last.start - _LONGEST)
    m = _LIST.search(text[base : last.start])
    if m is None or (_BARE.fullmatch(m["list"]) and not _LEAD.search(text[base : base + m.start("list")])):
        return []
    items = [
        last._replace(
            start=base + m.start("list") + i.start(),
            end=base + m.start("list") + i.end(),
            meaning=replace(last.meaning, day=int(re.findall(r"\d+", i[0])[0]), last_day=None, part=""),
        )
        for i in re.finditer(_ITEM, m["list"])
    ]
    days = [0, *(f.meaning.day or 0 for f in items), last.meaning.day or 0]
    return items if all(a < b <= 31 for a, b in pairwise(days)) else []
