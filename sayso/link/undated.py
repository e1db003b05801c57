"""The same event where neither mention has a time or names states: weights that annotated news teach, over a few named features.

Dates tell most events apart; where there are none, the word that names the event, what stands around it and whom it names decide.
The weights are those of a logistic regression (sayso/data/undated.tsv, fitted by training/coreference/fit.py on ECB+).
"""

import re
from functools import cache, lru_cache

from sayso.lexicon import load_table
from sayso.link.likeness import word_likeness
from sayso.link.words import fold_stem, word_rarity

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_LIKE = 0.45  # likeness from which two words can name one event
_COMMON = 3.0  # rarity under which a word says nothing of the matter
FEATURES = (
    "prior",
    "same word",
    "same stem",
    "same beginning",
    "same concept",
    "rare word",
    "sentence",
    "around",
    "report",
    "names shared",
    "names other",
    "place",
    "place other",
    "within",
    "numbers other",
    "likeness",
    "like, reports alike",
    "stem, reports alike",
    "like, other stem",
    "stem within",
    "like within",
    "rare, reports alike",
    "near in meaning",
)
"""The features by name, in the order of the table; "a, b" is the product of two."""

Weights = dict[str, float]


class Surroundings:
    """What is compared of a mention: the stem of its word, the rare words of its sentence, of the text around it and of its report."""

    def __init__(self, text: str, start: int, end: int, sentence: tuple[int, int], concept: str) -> None:
        self.word = " ".join(_WORD.findall(text[start:end].casefold()))
        self.stems = frozenset(
            fold_stem(w) for w in self.word.split() if word_rarity(fold_stem(w)) > 1.5
        ) or frozenset([fold_stem(self.word)])
        self.concept = concept
        self.rarity = max((word_rarity(s) for s in self.stems), default=0.0)
        said = text[sentence[0] : sentence[1]]
        self.sentence = _rare(said) - self.stems
        self.around = _rare(text[max(0, sentence[0] - 250) : sentence[1] + 250]) - self.stems
        self.report = report_words(text)
        near = text[max(sentence[0], start - 60) : min(sentence[1], end + 60)]
        self.numbers = frozenset(re.findall(r"\b\d[\d.,]*\b", near))
        self.names = frozenset(w[:6].casefold() for w in re.findall(r"(?<=\s)[A-Z]\w{2,}", said))


@lru_cache(maxsize=512)
def report_words(text: str) -> frozenset[str]:
    """The rare stems of a text."""
    return _rare(text)


def _rare(text: str) -> frozenset[str]:
    return frozenset(
        s for w in _WORD.findall(text.casefold()) if len(w) > 2 and word_rarity(s := fold_stem(w)) >= _COMMON
    )


def related(a: Surroundings, b: Surroundings) -> bool:
    """Whether the words of two mentions can name one event: a shared stem, beginning or concept of the lexicon, or near meanings.

    >>> text = "The drill began. Drills anger the north."
    >>> a, b = (Surroundings(text, s, e, (s, e), c) for s, e, c in ((4, 9, "exercise"), (17, 23, "exercise")))
    >>> related(a, b)
    True
    """
    return (
        bool(a.stems & b.stems)
        or a.concept == b.concept
        or _beginning(a, b)
        or word_likeness(a.word, b.word) > _LIKE
    )


def _beginning(a: Surroundings, b: Surroundings) -> bool:
    return any(
        len(x) > 4 < len(y) and (x[:5] == y[:5] or x.endswith(y) or y.endswith(x))
        for x in a.stems
        for y in b.stems
    )


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    """Share of the rarity of the smaller set that the other has too."""
    smaller = min(sum(map(word_rarity, a)), sum(map(word_rarity, b)))
    return sum(sorted(map(word_rarity, a & b))) / smaller if smaller else 0.0


def read_features(a: Surroundings, b: Surroundings, within: bool, place: float) -> dict[str, float]:
    """The features of a pair by name; `place` is above 0 for the same place, below 0 for another one."""
    stem, like = float(bool(a.stems & b.stems)), word_likeness(a.word, b.word)
    rare = min(a.rarity, b.rarity) / 10 if stem else 0.0
    reports = 0.5 if within else _alike(a.report, b.report)
    return {
        "prior": 1.0,
        "same word": float(a.word == b.word),
        "same stem": stem,
        "same beginning": float(_beginning(a, b)),
        "same concept": float(a.concept == b.concept),
        "rare word": rare,
        "sentence": _alike(a.sentence, b.sentence),
        "around": _alike(a.around, b.around),
        "report": reports,
        "names shared": float(bool(a.names & b.names)),
        "names other": float(bool(a.names and b.names and not a.names & b.names)),
        "place": float(place > 0),
        "place other": float(place < 0),
        "within": float(within),
        "numbers other": float(bool(a.numbers and b.numbers and not a.numbers & b.numbers)),
        "likeness": like,
        "like, reports alike": like * reports,
        "stem, reports alike": stem * reports,
        "like, other stem": like * (1 - stem),
        "stem within": stem * within,
        "like within": like * within,
        "rare, reports alike": rare * reports,
        "near in meaning": max(like - 0.5, 0.0),
    }


def score_undated(a: Surroundings, b: Surroundings, within: bool, place: float) -> dict[str, float]:
    """What each feature adds to the log-odds that two mentions without a time tell one event."""
    weights = load_weights()
    return {
        name: weights[name] * value
        for name, value in read_features(a, b, within, place).items()
        if value and name in weights
    }


@cache
def load_weights() -> Weights:
    """The fitted weights by name of feature."""
    return {row["feature"]: float(row["weight"]) for row in load_table("undated")}
