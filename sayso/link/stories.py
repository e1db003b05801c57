"""Stories: reports of the same matter. A pair is judged by a table of named features; groups follow from the pairs alone.

Words weigh by a static table of rarities (never by what a ledger holds, so that a judgement stays what it was); time
counts softly and never excludes (Gaussian decay lost 6 to 14 points of B-cubed F1 on dated news against a soft penalty).
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from sayso.link.words import find_words, fold_stem, prose_spans, title_of, word_rarity
from sayso.model import Evidence, Link, Reading, Span

WEIGHTS = {
    "words": 26.5,  # times the cosine of the rarity-weighted words, names among them
    "title": 7.9,  # times the cosine of the two headlines
    "time": -0.25,  # times log2(1 + days apart / 3)
    "prior": -5.4,
}
"""What each feature of a pair adds to the log-odds that both tell the same story (logistic regression on dated news, rounded)."""

SAME = 0.45
"""Probability from which two reports tell the same story."""
UNSURE = 0.01
"""Probability from which they may; their events are compared, the reports are not grouped."""

_LEAD, _LEAD_WORDS = 2.0, 60  # the first words weigh more
_TITLE = 3.0
_TOP = 6  # terms whose pairs are keys
_SINGLE = 10  # terms that are keys alone, and as many names
_EVENTS = 6  # event keys
_COMMON = 2.2  # rarity under which a word says nothing of the matter
_DENSITY = 0.37  # share of the possible links between two groups that must be there to join them
_REACH = 12  # documents of a large group that a joining one must be measured against

Vector = dict[str, float]


class StoryDigest:
    """What comparing stories needs of a reading: weighted words, headline, time; `keys` find candidates."""

    def __init__(self, reading: Reading) -> None:
        document = reading.document
        self.id = document.id
        self.published_at = document.published_at
        text, title = document.text, title_of(reading)
        counts: dict[str, float] = {}
        names: set[str] = set()
        seen = 0
        for span in prose_spans(document):
            for start, _, word in find_words(text, span):
                stem = fold_stem(word)
                counts[stem] = counts.get(stem, 0.0) + (_LEAD if seen < _LEAD_WORDS else 1.0)
                seen += 1
                if (
                    text[start].isupper()
                    and start > span.start
                    and text[start - 2 : start - 1] not in (".", "!", "?", "", "“")
                ):
                    names.add(stem)
        head: dict[str, float] = {}
        for _, _, word in find_words(title, Span(0, len(title))):
            stem = fold_stem(word)
            head[stem] = head.get(stem, 0.0) + 1.0
            counts[stem] = counts.get(stem, 0.0) + _TITLE
        self.words = _weigh(counts)
        self.title = _weigh(head)
        self._names = names
        self._events = [_event_key(reading, n) for n in range(len(reading.events))]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys under which reports of the same story are found: the weightiest terms and names, pairs of terms, events; 41 at most."""
        ranked = [t for _, t in sorted(((w, t) for t, w in self.words.items()), reverse=True)]
        pairs = [
            f"story {a} {b}"
            for i, a in enumerate(sorted(ranked[:_TOP]))
            for b in sorted(ranked[:_TOP])[i + 1 :]
        ]
        single = dict.fromkeys([*ranked[:_SINGLE], *[t for t in ranked if t in self._names][:_SINGLE]])
        events = list(dict.fromkeys(k for k in self._events if k))[:_EVENTS]
        return (*pairs, *(f"story {t}" for t in single), *events)

    @cached_property
    def event_keys(self) -> frozenset[str]:
        """One key for each dated event mention: concept, day and participants."""
        return frozenset(k for k in self._events if k)


def digest(reading: Reading) -> StoryDigest:
    """The story digest of a reading."""
    return StoryDigest(reading)


def compare_stories(a: StoryDigest, b: StoryDigest) -> Link | None:
    """A `same_story` link with each feature's share as evidence, judged `same` or `unsure`; None where nothing speaks for it.

    A function of the two alone, the same whatever the order of the arguments; the earlier report stands on the right.
    """
    if a.id == b.id:
        return None
    shares = score_stories(a, b)
    total = 1 / (1 + math.exp(-sum(shares.values())))
    if total < UNSURE:
        return None
    left, right = sorted(
        (a, b), key=lambda d: (-(d.published_at.timestamp() if d.published_at else 0.0), d.id)
    )
    return Link(
        relation="same_story",
        left=left.id,
        right=right.id,
        judgement="same" if total >= SAME else "unsure",
        score=round(total, 4),
        evidence=tuple(Evidence(kind="feature", name=n, weight=round(v, 4)) for n, v in shares.items() if v),
    )


def score_stories(a: StoryDigest, b: StoryDigest) -> dict[str, float]:
    """What each feature of `WEIGHTS` adds for a pair."""
    gap = 0.0
    if a.published_at and b.published_at:
        gap = abs((a.published_at - b.published_at).total_seconds()) / 86_400
    raw = {
        "words": _cosine(a.words, b.words),
        "title": _cosine(a.title, b.title),
        "time": math.log2(1 + gap / 3),
        "prior": 1.0,
    }
    return {name: WEIGHTS[name] * value for name, value in raw.items()}


def group_stories(documents: Sequence[str], links: Iterable[Link]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Stories as (id, documents): groups joined link by link, the surest first, where enough of their pairs are linked.

    `documents` are ids in order of publication; a story is named after its first document, so that its id survives what is
    added later. Copies and updates always stay with their original.

    >>> list(group_stories(["a", "b", "c"], [Link(relation="same_story", left="b", right="a", score=0.6)]))
    [('story:a', ('a', 'b')), ('story:c', ('c',))]
    """
    order = {d: n for n, d in enumerate(documents)}
    weights: dict[tuple[str, str], float] = {}
    for link in links:
        if (
            link.left not in order
            or link.right not in order
            or link.left == link.right
            or link.judgement != "same"
        ):
            continue
        pair = (min(link.left, link.right), max(link.left, link.right))
        if link.relation in ("copy_of", "updates"):
            weights[pair] = 2.0
        elif link.relation == "same_story":
            weights[pair] = max(weights.get(pair, 0.0), link.score)
    group = {d: d for d in documents}
    members = {d: [d] for d in documents}
    near: dict[str, Counter[str]] = {d: Counter() for d in documents}
    for x, y in weights:
        near[x][y] += 1
        near[y][x] += 1
    for (x, y), weight in sorted(weights.items(), key=lambda p: (-p[1], order[p[0][0]], order[p[0][1]])):
        a, b = sorted((group[x], group[y]), key=lambda d: (-len(members[d]), order[d]))
        if a == b:
            continue
        reach = min(len(members[a]), _REACH) * min(len(members[b]), _REACH)
        if weight < 2.0 and near[a][b] < _DENSITY * reach:
            continue
        for d in members[b]:
            group[d] = a
        members[a] += members.pop(b)
        for other, n in near.pop(b).items():
            if other == a:
                continue
            near[a][other] += n
            near[other][a] += n
            del near[other][b]
        near[a].pop(b, None)
    stories = [tuple(sorted(ids, key=order.__getitem__)) for ids in members.values()]
    for ids in sorted(stories, key=lambda s: order[s[0]]):
        yield f"story:{ids[0]}", ids


def _weigh(counts: dict[str, float]) -> Vector:
    """Unit vector of 1 + log(count) times a power of rarity; a word that is everywhere is left out."""
    raw = {term: (1 + math.log(max(n, 1.0))) * share for term, n in counts.items() if (share := _share(term))}
    norm = math.sqrt(sum(v * v for v in raw.values()))
    return {t: v / norm for t, v in raw.items()} if norm else {}


@lru_cache(maxsize=1 << 16)
def _share(term: str) -> float:
    """What a word weighs by its rarity alone; 0 for one that is everywhere."""
    rarity = word_rarity(term)
    return rarity**1.5 if rarity >= _COMMON and len(term) > 1 else 0.0


def _cosine(a: Vector, b: Vector) -> float:
    if len(b) < len(a):
        a, b = b, a
    return math.fsum(sorted(v * b[t] for t, v in a.items() if t in b))


def _event_key(reading: Reading, n: int) -> str | None:
    mention = reading.events[n]
    interval = mention.time.interval if mention.time else None
    if interval is None or interval.precision not in ("instant", "hour", "day"):
        return None
    who = sorted({a.value for a in mention.arguments if a.role in ("actor", "recipient", "participant")})
    return (
        f"event {mention.concept or mention.type} {interval.start:%Y-%m-%d} {'|'.join(who)}" if who else None
    )
