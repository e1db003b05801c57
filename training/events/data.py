"""The events corpus as windows of word pieces with their targets: triggers, kinds, statuses, roles, and which mentions are one event.

A report is a list of windows, each headed by the report's title; the title's own events are read in the first. Beside them,
names and parts of speech that a tagger gave (`--silver`, made by `python -m training.events.silver`).
"""

import gzip
import json
import pickle
import random
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sayso.reader.encoder.events import CONCEPTS, NAMES, ROLES, STATUSES, TAGS, Word, words_of
from sayso.reader.encoder.windows import WINDOW, Window, make_windows

IGNORED = -100
_LABELS = {
    "PERSON": 0,
    "ORG": 1,
    "GPE": 2,
    "LOC": 2,
    "FAC": 2,
    "NORP": 3,
    "EVENT": 3,
    "PRODUCT": 3,
    "WORK_OF_ART": 3,
    "LAW": 3,
}  # OntoNotes -> index into NAMES
Silver = dict[tuple[str, str], tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]]


class Trigger(NamedTuple):
    """A gold mention within a window: its words (indices) and labels."""

    words: list[int]
    concept: int
    status: int
    salience: int
    said: int
    roles: list[int]
    """For each word of the window an index into ROLES, 0 for none."""
    source: list[int]
    """For each word 1 where it names the innermost source of the mention."""
    event: str


@dataclass
class Labelled:
    """A window with its words and targets; empty triggers and no `bio` where nothing is known of events."""

    window: Window
    words: list[Word]
    bio: list[int] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)


@dataclass
class Report:
    """The windows of one report, and the story that it belongs to ("" for none)."""

    id: str
    story: str
    windows: list[Labelled]

    @property
    def pieces(self) -> int:
        """The size of its windows, padded."""
        return max(len(w.window.ids) for w in self.windows) * len(self.windows)


def load_corpus(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The annotated reports of some JSONL files."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


_MARK = re.compile(r"\{([^|}]+)\|([a-z_]+)\|([a-z]+)\}")
WRITTEN = Path(__file__).parent / "written.txt"


def load_written(path: Path = WRITTEN) -> list[dict[str, Any]]:
    """Sentences of our own with marked mentions, each a report without a title whose roles, salience and voice are not known.

    >>> load_written()[0]["mentions"][0]["status"]
    'postponed'
    """
    rows = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        line = " ".join(x for x in block.splitlines() if not x.startswith("#")).strip()
        text, mentions, events, at = "", [], {}, 0
        for n, m in enumerate(_MARK.finditer(line)):
            text += line[at : m.start()]
            span = {"part": "body", "start": len(text), "end": len(text) + len(m[1])}
            text += m[1]
            at = m.end()
            mentions.append({**span, "event": f"w{n}", "status": m[3], "args": [], "src": None})
            events[f"w{n}"] = {"concept": m[2], "salience": None}
        text += line[at:]
        if mentions:
            rows.append(
                {
                    "id": f"written-{len(rows)}",
                    "title": "",
                    "text": text,
                    "mentions": mentions,
                    "events": events,
                }
            )
    return rows


FURTHER = Path(__file__).parent / "further.jsonl"


def load_further(articles: Path) -> list[dict[str, Any]]:
    """Reports of the bulk articles (gzipped JSONL) that were read for rare statuses: here stand offsets and labels, there the texts."""
    rows = {row["origin"]: row for row in map(json.loads, FURTHER.read_text(encoding="utf-8").splitlines())}
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        texts = {a["id"]: a for a in map(json.loads, lines) if a["id"] in rows}
    return [
        {**row, "text": texts[k]["text"], "title": texts[k]["title"]} for k, row in rows.items() if k in texts
    ]


def load_silver(paths: Iterable[Path]) -> Silver:
    """What a tagger gave: by (report, part) its words with parts of speech and its names."""
    out: Silver = {}
    for path in paths:
        out |= pickle.loads(path.read_bytes())
    return out


def overlapping(words: Sequence[Word], part: str, start: int, end: int) -> list[int]:
    """Which words of a window a span shares a character with."""
    return [k for k, w in enumerate(words) if w.part == part and w.start < end and start < w.end]


def make_report(row: dict[str, Any], silver: Silver, longest: int = WINDOW) -> Report | None:
    """A report of the corpus as windows with targets; None of an empty one."""
    windows = make_windows(row["text"], longest=longest, title=row.get("title") or "")
    made = []
    for n, window in enumerate(windows):
        words = words_of(window, n == 0)
        if words:
            made.append(_label(row, window, words, silver))
    return Report(row["id"], row.get("story") or "", made) if made else None


def _label(row: dict[str, Any], window: Window, words: list[Word], silver: Silver) -> Labelled:
    out = Labelled(window, words, [0] * len(words))
    for mention in sorted(row["mentions"], key=lambda m: m["end"] - m["start"]):
        own = [
            k for k in overlapping(words, mention["part"], mention["start"], mention["end"]) if not out.bio[k]
        ]
        if not own:
            continue
        for k in own:
            out.bio[k] = 2
        out.bio[own[0]] = 1
        event = row["events"][mention["event"]]
        roles, source = [0] * len(words), [0] * len(words)
        for arg in mention["args"]:
            for k in overlapping(words, arg["part"], arg["start"], arg["end"]):
                if arg["role"] in ROLES:
                    roles[k] = ROLES.index(arg["role"])
                elif arg["role"] == "src":
                    source[k] = 1
        known = event["salience"] is not None
        labels = (
            CONCEPTS.index(event["concept"]),
            STATUSES.index(mention["status"]),
            event["salience"] - 1 if known else IGNORED,
            int(mention.get("src") != "own") if known else IGNORED,
        )
        out.triggers.append(
            Trigger(own, *labels, roles if known else [IGNORED] * len(words), source, mention["event"])
        )
    out.triggers.sort(key=lambda t: t.words[0])
    add_silver(out, row["id"], silver)
    return out


def add_silver(labelled: Labelled, report: str, silver: Silver) -> None:
    """Give the words of a window the names and parts of speech that a tagger gave them."""
    words = labelled.words
    labelled.names, labelled.tags = [IGNORED] * len(words), [IGNORED] * len(words)
    for part in ("title", "body"):
        tokens, names = silver.get((report, part), ([], []))
        own = [k for k, w in enumerate(words) if w.part == part]
        if not tokens or not own:
            continue
        starts = [t[0] for t in tokens]
        for k in own:
            n = min(len(tokens) - 1, bisect_left(starts, words[k].start + 1) - 1)
            if n >= 0 and tokens[n][2] in TAGS:
                labelled.tags[k] = TAGS.index(tokens[n][2])
            labelled.names[k] = 0
        for start, end, label in names:
            if label in _LABELS and end > words[own[0]].start and start < words[own[-1]].end:
                inside = [k for k in own if words[k].start < end and start < words[k].end]
                for i, k in enumerate(inside):
                    labelled.names[k] = 1 + 2 * _LABELS[label] + bool(i)


assert len(NAMES) == 4


def batch_reports(reports: Sequence[Report], chance: random.Random, pieces: int) -> list[list[Report]]:
    """Reports in batches of at most about so many padded word pieces; those of one story often stand together."""
    stories: dict[str, list[Report]] = {}
    for report in reports:
        stories.setdefault(report.story or report.id, []).append(report)
    groups: list[list[Report]] = []
    for own in stories.values():
        chance.shuffle(own)
        groups += [own[i : i + 3] for i in range(0, len(own), 3)]
    chance.shuffle(groups)
    batches: list[list[Report]] = [[]]
    size = 0
    for group in groups:
        for report in group:
            if size + report.pieces > pieces and batches[-1]:
                batches.append([])
                size = 0
            batches[-1].append(report)
            size += report.pieces
    chance.shuffle(batches)
    return batches


def make_reports(
    rows: Sequence[dict[str, Any]], silver: Silver, chance: random.Random | None
) -> Iterator[Report]:
    """All reports of the corpus; with `chance` the windows' length varies, so that positions do."""
    for row in rows:
        longest = chance.randint(2 * WINDOW // 3, WINDOW) if chance else WINDOW
        report = make_report(row, silver, longest)
        if report is not None:
            yield report
