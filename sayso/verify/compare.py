"""A claim beside the passages that tell of the same: what each field of it finds there."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec import Struct

from sayso.model import Interval, Reading, Span
from sayso.verify.matching import SAME, Match, best_word
from sayso.verify.numbers import Number, agree, find_numbers, same_count
from sayso.verify.passages import Passage
from sayso.verify.wording import Wording, read_wording
from sayso.verify.words import Word, words_of

_COUNTS = 0.6


class Asked(NamedTuple):
    """A claim as read: its words, the reading, its numbers, times and wording."""

    text: str
    reading: Reading
    words: tuple[Word, ...]
    numbers: tuple[Number, ...]
    windows: tuple[Interval, ...]
    places: frozenset[str]
    persons: frozenset[str]
    wording: Wording


class Finding(Struct, frozen=True, kw_only=True):
    """What a field of the claim finds: how far it is told, how far otherwise, and both values in words."""

    told: float = 0.0
    otherwise: float = 0.0
    given: str | None = None
    instead: str | None = None
    passage: int | None = None
    """Which of the matches tells otherwise."""


def ask(reading: Reading) -> Asked:
    """What is asked of a claim's reading."""
    text = reading.document.text
    times = [Span(t.start, t.end) for t in reading.times]
    words = tuple(w for w in words_of(text) if not any(t.start <= w.start < t.end for t in times))
    places = {w.form for w in words for p in reading.places if p.start <= w.start < p.end}
    persons = {
        w.form
        for w in words
        for e in reading.entities
        if e.kind not in ("place",)
        for m in e.mentions
        if m.start <= w.start < m.end and w.name
    }
    return Asked(
        text=text,
        reading=reading,
        words=words,
        numbers=tuple(find_numbers(text, Span(0, len(text)), words, times)),
        windows=tuple(t.interval for t in reading.times if t.interval and t.type in ("DATE", "TIME")),
        places=frozenset(places),
        persons=frozenset(persons),
        wording=read_wording(text),
    )


def compare_numbers(asked: Asked, matches: Sequence[Match]) -> Finding:
    """Numbers of the claim beside numbers that count the same in the passages."""
    told = other = 0.0
    given = instead = where = None
    for number in asked.numbers:
        same: list[tuple[float, bool, Number, int]] = []
        for k, match in enumerate(matches):
            for held in numbers_of(match.passage):
                counts = same_count(number, held)
                if counts >= _COUNTS:
                    same.append((counts * match.rank, agree(number, held), held, k))
        yes = max((v for v, ok, _, _ in same if ok), default=0.0)
        no = max(((v, n, k) for v, ok, n, k in same if not ok), key=lambda x: x[0], default=None)
        told = max(told, yes)
        if no and no[0] > other and no[0] > yes * 0.8:
            other, where = no[0], no[2]
            given, instead = _words(asked.text, number), _words(text_of(matches[no[2]].passage), no[1])
    return Finding(told=told, otherwise=other, given=given, instead=instead, passage=where)


def numbers_of(passage: Passage) -> list[Number]:
    """The numbers of a passage without those of its times."""
    times = (
        [Span(t.start, t.end) for t in passage.report.reading.times if t.type in ("DATE", "TIME")]
        if passage.part == "body"
        else []
    )
    return find_numbers(text_of(passage), passage.span, passage.words, times)


def text_of(passage: Passage) -> str:
    """The text that a passage's offsets are of."""
    document = passage.report.reading.document
    return (document.title or "") if passage.part == "title" else document.text


def _words(text: str, number: Number) -> str:
    return " ".join(text[number.start : number.end + 20].split()[:3])


def compare_times(asked: Asked, matches: Sequence[Match]) -> Finding:
    """Days of the claim beside those that the passages name: told where one overlaps, otherwise where all are
    apart."""
    told = other = 0.0
    given = instead = where = None
    for window in asked.windows:
        for k, match in enumerate(matches):
            windows = match.passage.windows
            exact = _hours(windows) if window.precision in ("instant", "hour") else ()
            if any(_overlap(window, w) for w in exact or windows):
                told = max(told, match.rank)
            elif windows and match.rank > other:
                other, where = match.rank, k
                given, instead = _day(window), ", ".join(_day(w) for w in windows[:3])
    return Finding(told=told, otherwise=other, given=given, instead=instead, passage=where)


def _hours(windows: Sequence[Interval]) -> tuple[Interval, ...]:
    return tuple(w for w in windows if w.precision in ("instant", "hour"))


def _overlap(a: Interval, b: Interval) -> bool:
    return (b.end is None or a.start < b.end) and (a.end is None or b.start < a.end)


def _day(window: Interval) -> str:
    return (window.start if window.precision in ("instant", "hour") else window.start.date()).isoformat()


def compare_names(asked: Asked, matches: Sequence[Match], which: Callable[[Word], bool]) -> Finding:
    """Names of the claim that the best passages do not give: the heaviest of them, and what stands there in
    its place."""
    told = other = 0.0
    given = instead = where = None
    for k, match in enumerate(matches[:3]):
        whole = sum(t.weight for t in match.told) or 1.0
        for t in match.told:
            if not which(t.word):
                continue
            if t.value >= 0.35:
                told = max(told, t.value)
            else:
                share = min(1.0, 4 * t.weight / whole)
                if share > other and not _elsewhere(t.word, matches):
                    other, given, where = share, asked.text[t.word.start : t.word.end], k
                    instead = _unclaimed(asked, match, lambda w: w.name)
    return Finding(told=told, otherwise=other, given=given, instead=instead, passage=where)


def compare_places(asked: Asked, matches: Sequence[Match], found: Finding) -> Finding:
    """The same for places, and where the best passages name another place while the claim's stands only
    elsewhere."""
    if found.otherwise:
        return found
    for k, match in enumerate(matches):
        held = {
            w.form
            for p in match.passage.report.reading.places
            for w in match.passage.words
            if match.passage.part == "body" and p.start <= w.start < p.end
        }
        others = [w for w in match.passage.words if w.form in held and best_word(w, asked.words)[0] < SAME]
        lacking = [t for t in match.told if t.word.form in asked.places and t.inside < SAME]
        if lacking and others and not any(_elsewhere(t.word, matches) for t in lacking):
            word, text = lacking[0].word, text_of(match.passage)
            return Finding(
                told=found.told,
                otherwise=0.5 * match.rank,
                given=asked.text[word.start : word.end],
                instead=" ".join(text[w.start : w.end] for w in others[:3]),
                passage=k,
            )
    return found


def _elsewhere(word: Word, matches: Sequence[Match]) -> bool:
    return any(best_word(word, m.passage.words)[0] >= SAME for m in matches)


def _unclaimed(asked: Asked, match: Match, which: Callable[[Word], bool]) -> str | None:
    words = [w for w in match.passage.words if which(w) and best_word(w, asked.words)[0] < SAME]
    text = text_of(match.passage)
    return " ".join(text[w.start : w.end] for w in words[:3]) or None
