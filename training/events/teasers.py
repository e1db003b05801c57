"""Lines that lead to other articles, set between the paragraphs of annotated reports: they tell of events that are not the report's.

Pages carry teasers within the text, and no list of their forms is complete; what they have in common is the headline of another article.
So headlines of unlabelled articles stand between the paragraphs of some reports in training, bare or after words such as "Read more", and
nothing in them is an event or an attribution.
"""

import gzip
import json
import random
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SHARE = 0.4  # of the reports get teasers in an epoch
_MOST = 4  # teasers in one report
_BARE = 0.4  # of the teasers are the headline alone
_BEFORE = (
    "Read more: ", "Read More: ", "READ MORE: ", "More:", "MORE: ", "Related: ", "RELATED: ", "See also: ", "SEE ALSO: ",
    "Also read: ", "READ ALSO: ", "Related Coverage ", "Watch: ", "WATCH: ", "VIDEO: ", "Video: ", "PHOTOS: ", "JUST WATCHED ",
    "MUST WATCH ", "Don't miss: ", "In case you missed it: ", "From the archive: ", "> ", "» ", "• ", "- ", "( ", "Opinion: ",
    "More on this: ", "Most read: ", "Up next: ", "Recommended: ", "Live updates: ", "Listen: ", "Gallery: ", "Go deeper: ",
)  # fmt: skip
_BEHIND = (
    " Read more",
    " Read More",
    " Replay More Videos",
    " »",
    " (video)",
    " [PHOTOS]",
    " - live",
    " 02:14",
    " )",
    " ...",
)


def load_headlines(articles: Path) -> list[str]:
    """The titles of the bulk articles (gzipped JSONL) that are of four words or more."""
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        titles = (" ".join((json.loads(line)["title"] or "").split()) for line in lines)
        return [t for t in titles if 4 <= len(t.split()) <= 25]


def make_teaser(headline: str, chance: random.Random) -> str:
    """A headline as pages print it to lead to another article.

    >>> make_teaser("Ferry runs aground off Bergen", random.Random(1))
    'FERRY RUNS AGROUND OFF BERGEN (video)'
    """
    form = chance.random()
    if form < 0.12:
        words = headline.split()
        kicker = chance.randint(1, 2)
        headline = " ".join([" ".join(words[:kicker]).upper(), headline])
    elif form < 0.2:
        headline = headline.upper()
    if chance.random() < _BARE:
        return headline
    if chance.random() < 0.75:
        return chance.choice(_BEFORE) + headline
    return headline + chance.choice(_BEHIND)


def _starts(text: str) -> list[int]:
    """Where lines with words begin, the first left out."""
    out, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append(at)
        at += len(line) + 1
    return out[1:]


def _shifted(value: Any, places: Sequence[int], shifts: Sequence[int]) -> Any:
    """A span, or spans within lists and mappings, moved by what was inserted before them."""
    if isinstance(value, list) and len(value) == 2 and all(isinstance(v, int) for v in value):
        return [
            value[0] + shifts[bisect_right(places, value[0])],
            value[1] + shifts[bisect_right(places, value[1] - 1)],
        ]
    if isinstance(value, list):
        return [_shifted(v, places, shifts) for v in value]
    if isinstance(value, dict):
        moved = {k: _shifted(v, places, shifts) for k, v in value.items()}
        if value.get("part") == "body":
            moved["start"], moved["end"] = _shifted([value["start"], value["end"]], places, shifts)
        return moved
    return value


def insert_teasers(row: dict[str, Any], headlines: Sequence[str], chance: random.Random) -> dict[str, Any]:
    """An annotated report with teasers between some of its lines, its mentions and attributions where they then stand.

    The id is another one, as what a tagger gave for the report no longer stands where it did.

    >>> row = {"id": "a", "text": "One.\\nTwo fell.", "mentions": [{"part": "body", "start": 9, "end": 13, "args": []}]}
    >>> out = insert_teasers(row, ["Ferry runs aground off Bergen"], random.Random(1))
    >>> at = out["mentions"][0]; out["text"][at["start"]:at["end"]]
    'fell'
    """
    starts = _starts(row["text"])
    if not starts or not headlines:
        return row
    places = sorted(chance.sample(starts, min(len(starts), chance.randint(1, _MOST))))
    text, shifts, at = "", [0], 0
    for place in places:
        gap = "\n\n" if row["text"][:place].endswith("\n\n") else "\n"
        teaser = make_teaser(chance.choice(headlines), chance) + gap
        text += row["text"][at:place] + teaser
        shifts.append(shifts[-1] + len(teaser))
        at = place
    text += row["text"][at:]
    moved = {k: _shifted(row[k], places, shifts) for k in ("mentions", "attributions") if k in row}
    return {**row, **moved, "id": f"{row['id']}+", "text": text}
