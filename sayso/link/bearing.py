"""Attributions that hold no mention of an event but go on telling of it: "one body had been brought in, a doctor said".

Judged by a small table: how near the words stand to a mention, which rare words they share with it, whether they are words in
which such events are told (sayso/data/event_words.tsv). Experts, politicians and those who only react never bear.
"""

import re
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table
from sayso.link.compatibility import sectors_of
from sayso.link.credits import outlet_key
from sayso.link.words import find_words, fold_stem, paragraph_at, word_rarity
from sayso.model import Attribution, Reading, Span

WEIGHTS = {
    "same paragraph": 0.7,
    "next paragraph": 0.45,
    "paragraph after next": 0.3,
    "further on": 0.2,  # up to five paragraphs below a mention in the first one
    "paragraph before": 0.2,
    "lead": 0.2,  # the mention stands in the report's first paragraph
    "shared words": 0.8,  # two rare words in common give all of it
    "event words": 0.3,
    "toll": 0.4,
    "number": 0.1,
    "told by an outlet that reports the event": 0.4,
    "source of a party": 0.3,
    "other names": -0.4,  # states or equipment beside the words, none of them beside the mention
    "witness": 1.3,  # somebody of no office tells what he saw, heard or lost
    "background": -0.6,
}
ENOUGH = 1.65

_NO_WITNESSES = frozenset(["academic", "activist", "media", "political", "science"])
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|several)\b",
    re.IGNORECASE,
)
_REACTS = re.compile(
    r"(?:has |have |had )?(?:call(?:s|ed|ing)?$|brand|dubb|welcom|prais|condemn|criticis|criticiz|thank|congratulat|condolence|mourn|lament|complain|joke|urg|appeal|call(?:s|ed|ing)? (?:on|for)|warn(?:s|ed|ing)? against|"
    r"regret|applaud|hail|deplor|denounc|vow|threaten)\w*",
    re.IGNORECASE,
)
_ON_THE_SPOT = re.compile(
    r"\b(?i:this|our|an?|the|\w+['’]s)\s(?:[A-Z][\w'’-]*\s){0,4}(?:correspondent|reporter|photographer|journalist|crew|team)s?\b[^.\n]{0,60}?\b"
    r"(?:saw|counted|heard|witness(?:ed)?|watched|visited|observed|found|was (?:at|on|present)|at the (?:scene|port|site|spot))\b"
)
_TOLL = re.compile(
    r"\b(?:kill|die|dead|death|bod(?:y|ies)|wound|injur|casualt|hurt|maim|missing|trapped|rescued)",
    re.IGNORECASE,
)
_WAS_THERE = re.compile(
    r"\b(?:I|we)\s(?:\w+\s)?(?:heard|saw|felt|ran|fled|woke|smelled|noticed|jumped|hid|counted|carried|pulled|found|swam|crawled|escaped|watched|were (?:sleeping|sitting|asleep)|was (?:sleeping|sitting|asleep))\b|"
    r"\bthere was (?:a|an)\s(?:[\w-]+\s){0,3}(?:noise|bang|blast|explosion|flash|sound|roar|smell|crash|jolt|boom)\b|"
    r"\b(?:my|our)\s(?:\w+\s)?(?:house|home|windows?|shop|stall|car|son|daughter|wife|husband|brother|sister|mother|father|neck|ears|children|neighbou?rs?)\b"
)
_TOLLED = frozenset(["ASSAULT", "OTHER", "PROTEST"])
_DENIAL = re.compile(
    r"\b(?:never|no such|not true|untrue|false|baseless|fabricat\w+|groundless|nonsense|no truth|no (?:information|knowledge|comment)|not (?:yet )?(?:been )?(?:notified|informed|aware|asked)|nothing of the kind|ruled out)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"\b(?:comment|confirm|discuss|respon[ds]|speak|drawn|reply|answer)", re.IGNORECASE)
_NO_SOURCE = re.compile(
    r"\b(?:earlier version|this article|correction|headline)\b|^(?:nobody|no one|no-one|none|neither|few|hardly any(?:one|body))\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\n\s*(?=\S)")
_VOUCHING = frozenset(["asserts", "confirms", "predicts"])


class _Telling(NamedTuple):
    """One attribution that holds no mention but may go on telling of one: its outlets' keys, its score for each mention of the body."""

    attribution: int
    outlets: frozenset[str]
    scores: tuple[tuple[int, float], ...]


_HELD = 1024
_tellings: OrderedDict[int, tuple[Reading, tuple[_Telling, ...]]] = OrderedDict()


def find_bearing(
    reading: Reading, mentions: Sequence[int], familiar: Collection[str] = ()
) -> tuple[int, ...]:
    """Attributions of a document, by index, that go on telling of the event of these mentions and of no other.

    `familiar` are the keys of outlets that have reports of the event (sayso.link.credits.outlet_key).
    """
    own = set(mentions)
    if not any(reading.events[n].part == "body" for n in own):
        return ()
    found = []
    for telling in _tellings_of(reading):
        bonus = (
            WEIGHTS["told by an outlet that reports the event"]
            if not telling.outlets.isdisjoint(familiar)
            else 0.0
        )
        best = max(((score + bonus, n in own, n) for n, score in telling.scores), default=(0.0, False, 0))
        if best[0] >= ENOUGH and best[1]:
            found.append(telling.attribution)
    return tuple(found)


def _tellings_of(reading: Reading) -> tuple[_Telling, ...]:
    """What a document's attributions may tell of: a function of the document alone, kept for the readings last asked for."""
    held = _tellings.get(id(reading))
    if held is not None and held[0] is reading:
        return held[1]
    made = tuple(_find_tellings(reading))
    _tellings[id(reading)] = (reading, made)  # holds on to the reading, so that its id stays its own
    while len(_tellings) > _HELD:
        with suppress(KeyError):  # another thread was quicker
            _tellings.popitem(last=False)
    return made


def _find_tellings(reading: Reading) -> Iterator[_Telling]:
    body = [(n, m) for n, m in enumerate(reading.events) if m.part == "body"]
    mum = {
        _source_key(a)
        for a in reading.attributions
        if a.stance == "denies" or (a.stance == "declines" and _says_nothing(reading, a))
    }
    table = _Table(reading)
    for k, a in enumerate(reading.attributions):
        if (
            _source_key(a) in mum
            or no_source(a)
            or is_nobodys(a)
            or _source_key(a).startswith(("state:", "group:"))
        ):
            continue  # who declines or denies and then speaks of such matters in general
        if a.stance not in _VOUCHING or a.kind == "publisher" or reacts(reading, a):
            continue
        if any(c.overlap(m.trigger) for _, m in body for c in a.content):
            continue
        words = " ".join(s.of(reading.document.text) for s in a.source)
        sectors = sectors_of(words)
        if sectors and sectors <= _NO_WITNESSES:
            continue
        if any(_DENIAL.search(c.of(reading.document.text)) for c in a.content):
            continue
        outlets = frozenset(outlet_key(link.name) for link in a.chain if link.kind == "media")
        yield _Telling(k, outlets, tuple((n, table.score(k, n)) for n, _ in body))


class _Table:
    """The scores of one document's attributions for its mentions, by the table `WEIGHTS`; each feature is found once."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.document = reading, reading.document
        breaks = [m.span() for m in _BREAK.finditer(reading.document.text)]
        self.begun, self.ended = [start for start, _ in breaks], [end for _, end in breaks]
        self._said: dict[int, tuple[Span, frozenset[str], bool, bool]] = {}
        self._told: dict[int, tuple[Span, frozenset[str]]] = {}
        self._names: dict[Span, frozenset[str]] = {}
        self._seen: dict[int, bool] = {}

    def score(self, attribution: int, number: int) -> float:
        """How much speaks for an attribution's telling of a mention's event."""
        a, mention = self.reading.attributions[attribution], self.reading.events[number]
        here, content, counts, tolls = self._saying(attribution)
        there, sentence = self._telling(number)
        steps = self._steps(there.start, here.start)
        lead = self._steps(0, there.start) <= 0
        near = {
            0: "same paragraph",
            1: "next paragraph",
            2: "paragraph after next",
            -1: "paragraph before",
        }.get(steps)
        if near is None and lead and 2 < steps <= 5:
            near = "further on"
        if near is None:
            return 0.0
        total = WEIGHTS[near] + (WEIGHTS["lead"] if lead else 0.0)
        if counts:
            total += WEIGHTS["number"]
        shared = sum(max(0.0, word_rarity(w) - 2.5) for w in sorted(content & sentence) if len(w) > 2)
        total += WEIGHTS["shared words"] * min(1.0, shared / 6.0)
        if content & event_words(mention.type):
            total += WEIGHTS["event words"]
        if mention.type in _TOLLED and tolls:
            total += WEIGHTS["toll"]
        if _states(a) & {
            g.value for g in mention.arguments if g.role in ("actor", "recipient", "participant")
        }:
            total += WEIGHTS["source of a party"]
        beside = self._names_in(here)
        if beside and not beside & (self._names_in(there) | {g.value for g in mention.arguments}):
            total += WEIGHTS["other names"]
        if mention.type in _TOLLED and self._witnesses(attribution):
            total += WEIGHTS["witness"]
        if mention.background:
            total += WEIGHTS["background"]
        return total

    def _saying(self, attribution: int) -> tuple[Span, frozenset[str], bool, bool]:
        """The paragraph of an attribution, the stems of what is said, whether it holds a number, words of a toll."""
        if attribution not in self._said:
            a, text = self.reading.attributions[attribution], self.document.text
            at = min((*a.content, *a.source, *a.cue))
            stems = frozenset(fold_stem(w) for c in a.content for _, _, w in find_words(text, c))
            counts, tolls = (any(words.search(c.of(text)) for c in a.content) for words in (_NUMBER, _TOLL))
            self._said[attribution] = (paragraph_at(self.document, at.start), stems, counts, tolls)
        return self._said[attribution]

    def _witnesses(self, attribution: int) -> bool:
        """Whether an attribution is a quotation of somebody of no office who was there."""
        if attribution not in self._seen:
            a = self.reading.attributions[attribution]
            last = a.chain[-1] if a.chain else None
            private = last is not None and last.kind in ("named_person", "unnamed") and not last.institution
            self._seen[attribution] = (
                private
                and a.quoted in ("direct", "mixed")
                and any(_WAS_THERE.search(c.of(self.document.text)) for c in a.content)
            )
        return self._seen[attribution]

    def _telling(self, number: int) -> tuple[Span, frozenset[str]]:
        """The paragraph of a mention, and the stems of its sentence."""
        if number not in self._told:
            mention, text = self.reading.events[number], self.document.text
            stems = frozenset(fold_stem(w) for _, _, w in find_words(text, _sentence(text, mention.extent)))
            self._told[number] = (paragraph_at(self.document, mention.trigger.start), stems)
        return self._told[number]

    def _names_in(self, stretch: Span) -> frozenset[str]:
        if stretch not in self._names:
            self._names[stretch] = frozenset(_names_in(self.reading, stretch))
        return self._names[stretch]

    def _steps(self, a: int, b: int) -> int:
        """How many paragraphs lie from one that begins at `a` to one that begins at `b`; negative where `b` comes first."""
        low, high = min(a, b), max(a, b)
        steps = max(0, bisect_left(self.ended, high) - bisect_left(self.begun, low))
        return steps if b >= a else -steps


def no_source(a: Attribution) -> bool:
    """Whether what was read as a source is a note on the report itself: an earlier version, a correction."""
    return bool(a.chain) and bool(_NO_SOURCE.search(a.chain[-1].name))


def is_nobodys(a: Attribution) -> bool:
    """Whether nobody is given for what is said ("is said to have sailed"): its lineage is unknown, the report answers for it (rule 12)."""
    return not a.source and len(a.chain) <= 1


def reacts(reading: Reading, a: Attribution) -> bool:
    """Whether a source only reacts: welcomes, condemns, urges (rule 7)."""
    return any(_REACTS.match(c.of(reading.document.text).strip()) for c in a.cue)


def reports_on_the_spot(reading: Reading, mentions: Sequence[int]) -> Span | None:
    """Where a report says that its own reporter saw something of the event: in a paragraph beside one of the mentions."""
    text = reading.document.text
    for m in _ON_THE_SPOT.finditer(text):
        here = paragraph_at(reading.document, m.start())
        for n in mentions:
            mention = reading.events[n]
            if (
                mention.part == "body"
                and abs(
                    _paragraphs_between(
                        text, paragraph_at(reading.document, mention.trigger.start).start, here.start
                    )
                )
                <= 1
            ):
                return Span(m.start(), m.end())
    return None


@cache
def event_words(type: str) -> frozenset[str]:
    """Stems of the words in which events of a type are told."""
    return frozenset(
        fold_stem(w)
        for row in load_table("event_words")
        if row["type"] == type
        for w in row["words"].split("|")
    )


def _says_nothing(reading: Reading, a: Attribution) -> bool:
    """Whether a refusal is of any comment, not of one detail ("would not name the ship")."""
    text = reading.document.text
    spans = [*a.cue, *a.content]
    return bool(spans) and bool(
        _COMMENT.search(text, max(0, min(spans).start - 30), max(s.end for s in spans) + 20)
    )


def _states(a: Attribution) -> set[str]:
    """The state that a source's institution belongs to."""
    last = a.chain[-1] if a.chain else None
    ids = (last.institution, last.entity) if last else ()
    found = {
        str(i).removeprefix("org:").partition("/")[0] for i in ids if i and i.startswith("org:") and "/" in i
    }
    return found | {str(i).removeprefix("state:") for i in ids if i and i.startswith("state:")}


def _names_in(reading: Reading, stretch: Span) -> set[str]:
    """States (alpha-3) and equipment that a stretch names."""
    found: set[str] = set()
    for entity in reading.entities:
        if entity.kind in ("state", "asset") and any(stretch.covers(m) for m in entity.mentions):
            found.add(entity.country or entity.name)
    return found | {p.country for p in reading.places if p.country and stretch.start <= p.start < stretch.end}


def _source_key(a: Attribution) -> str:
    last = a.chain[-1] if a.chain else None
    return (
        (last.entity or last.institution or last.name.casefold().removeprefix("the ").removeprefix("a "))
        if last
        else ""
    )


def _paragraphs_between(text: str, a: int, b: int) -> int:
    """How many paragraphs lie from one that begins at `a` to one that begins at `b`; negative where `b` comes first."""
    low, high = min(a, b), max(a, b)
    steps = len(_BREAK.findall(text[low:high]))
    return steps if b >= a else -steps


def _sentence(text: str, span: Span) -> Span:
    left = max(text.rfind(". ", 0, span.start), text.rfind("\n", 0, span.start)) + 1
    stops = [i for i in (text.find(". ", span.end), text.find("\n", span.end)) if i >= 0]
    return Span(left, min(stops, default=len(text)))
