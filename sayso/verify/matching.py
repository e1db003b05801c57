"""How much of a claim a passage tells, word by word: what finds the passages that are then compared field by
field."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sayso.model import Span
from sayso.verify.meaning import Sense
from sayso.verify.passages import Passage, Report
from sayso.verify.words import Word, alike, telling

NEAR, LEAD, ELSEWHERE = 0.75, 0.6, 0.4
"""What a word counts that stands only in a neighbouring sentence, in headline or lead, or (a name) elsewhere
in the report."""
READ = 60
"""So many passages are read for what their words mean."""
SAME = 0.85
"""How alike two words are at the least that count as one."""


class Told(NamedTuple):
    """A telling word of the claim: its weight, how far the passage or what surrounds it tells it, and the
    passage's own word for it."""

    word: Word
    weight: float
    value: float
    inside: float
    by: Word | None


class Match(NamedTuple):
    """A passage with the share of the claim's weight that it tells with what surrounds it, and alone, both
    0..1."""

    passage: Passage
    score: float
    own: float
    told: tuple[Told, ...]

    @property
    def rank(self) -> float:
        """What passages are ranked by, 0..1."""
        return (self.score + self.own) / 2


def weigh_words(claim: Sequence[Word], reports: Iterable[Report]) -> dict[str, float]:
    """The weight of each telling word of a claim among some reports: the rarer in their passages, the more;
    by folded form."""
    counts: Counter[str] = Counter()
    total = 0
    for report in reports:
        for passage in report.all_passages():
            total += 1
            counts.update({w.stem for w in passage.words})
    return {w.form: math.log((total + 1) / (counts[w.stem] + 0.5)) for w in claim if telling(w)}


def match_passage(
    claim: Sequence[Word], weights: Mapping[str, float], passage: Passage, sense: Sense | None = None
) -> Match:
    """The alignment of a claim's words with a passage and what surrounds it; with a `sense`, by what words
    mean there too."""
    told: list[Told] = []
    total = here = whole = 0.0
    for word in claim:
        if not telling(word):
            continue
        weight = weights[word.form]
        value, best = best_word(word, passage.words)
        if sense is not None and not word.name and value < SAME:
            other, near = sense.nearest(word, passage)
            if near > value:
                value, best = near, other
        inside = value
        if value < NEAR:
            value = max(value, NEAR * best_word(word, passage.around.values())[0])
        if value < LEAD:
            value = max(value, LEAD * best_word(word, passage.report.lead.values())[0])
        if word.name and value < ELSEWHERE:
            value = max(value, ELSEWHERE * best_word(word, passage.report.names.values())[0])
        told.append(Told(word, weight, value, inside, best if inside else None))
        total, here, whole = total + weight * value, here + weight * inside, whole + weight
    whole = whole or 1.0
    return Match(passage, total / whole, here / whole, tuple(told))


def best_word(word: Word, among: Iterable[Word]) -> tuple[float, Word | None]:
    """The word that stands best for another, and how well, 0..1; a name only for a name, unless they have one
    stem."""
    best, where = 0.0, None
    for other in among:
        if other.digits or (other.name != word.name and other.stem != word.stem):
            continue
        value = alike(word.form, other.form, word.name)
        if value > best:
            best, where = value, other
    return best, where


def rank_passages(asked: str, claim: Sequence[Word], reports: Sequence[Report]) -> list[Match]:
    """Every passage of some reports, best first; the same order whatever the order of the reports.

    All are ranked by their words; the first `READ` then by what the words mean where they stand too
    (`sayso.verify.meaning`).
    """
    weights = weigh_words(claim, reports)
    found = [match_passage(claim, weights, p) for report in reports for p in report.all_passages()]
    found = sorted((m for m in found if m.rank > 0), key=_order)
    sense = Sense(asked)
    read = [match_passage(claim, weights, m.passage, sense) for m in found[:READ]]
    return sorted([*read, *found[READ:]], key=_order)


def _order(match: Match) -> tuple[float, str, str, Span]:
    return -match.rank, match.passage.report.id, match.passage.part, match.passage.span
