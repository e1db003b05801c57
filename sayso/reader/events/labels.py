"""What a reader would call an event: the clause that tells it best, or its parts where the clause is long, completed with who and where.

All words stand in the report. Of the ways tried on the corpus' train reports with gold roles (words shared with the annotators' labels):
clause alone 48.7, parts alone 52.3, clause to its end where short and else parts, completed: 53.7.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sayso.model import Span

MOST_WORDS = 12
_STOP = re.compile(
    r"[,;:.!?\"”—–(]|\b(?:which|who|whom|after|before|while|when|as|because|that|and|but|if|said|says)\b",
    re.IGNORECASE,
)
_HANGING = frozenset(
    "a an the of in on at to for from by with over under into against about near between among as than and or but nor that which who "
    "is are was were be been being has have had will would may might could should must can do does did not no its his her their our "
    "my your this these those some any every each more most very".split()
)  # words with which no phrase ends: articles, prepositions, conjunctions, auxiliaries
_BEFORE = frozenset("of in on at to for from by with over into against about near between among as".split())
_OWNER = re.compile(r"['’]s?$")
PRONOUNS = frozenset(
    "he she they it we i you his her their its our my who him them that which this these those me us himself herself themselves".split()
)


class Telling(NamedTuple):
    """A mention as labels need it: the text of its part, its sentence, its trigger, and the words in its roles."""

    text: str
    sentence: Span
    trigger: Span
    actors: tuple[Span, ...]
    affected: tuple[Span, ...]
    places: tuple[Span, ...]
    figures: tuple[Span, ...]
    salience: float
    """How central the network takes it to be."""

    def told(self) -> int:
        """How many roles are told by more than a pronoun."""
        return sum(any(not is_pronoun(s.of(self.text)) for s in r) for r in self.roles())

    def roles(self) -> tuple[tuple[Span, ...], ...]:
        """Its roles: who acts, who is affected, where, how many."""
        return self.actors, self.affected, self.places, self.figures


def is_pronoun(words: str) -> bool:
    """Whether some words are but a pronoun."""
    return words.casefold() in PRONOUNS


def make_label(tellings: Sequence[Telling]) -> str:
    """The label of one event of a report, from all that the report tells of it.

    >>> text = "Boko Haram freed 21 girls in Banki on Thursday."
    >>> spans = [Span(0, 10), Span(17, 25), Span(29, 34)]
    >>> make_label([Telling(text, Span(0, 47), Span(11, 16), *[(s,) for s in spans], (), 1.0)])
    'Boko Haram freed 21 girls in Banki on Thursday'
    """
    best = max(tellings, key=lambda t: (t.told(), t.salience, -t.trigger.start))
    words = _clause(best)
    if words is None:
        words = _parts(best)
    return _complete(words, best, tellings)


def _own(telling: Telling) -> list[Span]:
    spans = [s for role in telling.roles() for s in role if telling.sentence.covers(s)]
    return sorted({*spans, telling.trigger})


def _clause(telling: Telling) -> str | None:
    """From the first of its words to the last, and on to the clause's end; None where that is long."""
    spans = _own(telling)
    start, end = spans[0].start, max(s.end for s in spans)
    text = telling.text
    size = len(text[start:end].split())
    if size > MOST_WORDS:
        return None
    last = end
    for word in re.finditer(r"\s*\S+", text[end : telling.sentence.end]):
        plain = word[0].strip()
        if size >= MOST_WORDS or _STOP.match(plain):
            break
        size += 1
        mark = re.search(r"[,;:.!?\"”)]+$", plain)
        last = end + word.end() - (len(mark[0]) if mark else 0)
        if mark:
            break
    return without_hanging(text[start:last])


def without_hanging(words: str) -> str:
    """Words without those at their end with which no phrase ends.

    >>> without_hanging("Trump will highlight a number of products from all of the")
    'Trump will highlight a number of products from all'
    """
    own = words.split()
    while len(own) > 1 and own[-1].casefold() in _HANGING:
        own.pop()
    return tidy(" ".join(own))


def _parts(telling: Telling) -> str:
    spans = [s for s in _own(telling) if s == telling.trigger or not is_pronoun(s.of(telling.text))]
    kept: list[Span] = []
    for span in spans:
        if kept and span.start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, span.end))
        else:
            kept.append(span)
    return tidy(" ".join(_led(telling, s) if n else s.of(telling.text) for n, s in enumerate(kept)))


def _led(telling: Telling, span: Span) -> str:
    """The words of a span with the preposition right before it, and the article between them."""
    words = telling.text[telling.sentence.start : span.start].split()
    article = words.pop() + " " if words and words[-1] in ("the", "a", "an") else ""
    preposition = words[-1] + " " if words and words[-1] in _BEFORE else ""
    return preposition + article + span.of(telling.text)


def _complete(words: str, best: Telling, tellings: Sequence[Telling]) -> str:
    """The words with who and where put to them, if the best telling lacks them and another has them."""
    for number, before in ((0, True), (1, False), (2, False)):
        if any(not is_pronoun(s.of(best.text)) for s in best.roles()[number]):
            continue
        found = Counter(
            s.of(t.text) for t in tellings for s in t.roles()[number] if not is_pronoun(s.of(t.text))
        )
        if found and len(words.split()) < MOST_WORDS:
            more, _ = max(found.items(), key=lambda f: (f[1], len(f[0]), f[0]))
            if more.casefold() not in words.casefold() and len(more.split()) < MOST_WORDS:
                words = f"{tidy(more)} {words}" if before else f"{words} {tidy(more)}"
    return words


def tidy(words: str) -> str:
    """Words without marks and white space around them, nor a possessive at their end."""
    plain = " ".join(words.split()).strip(" ,;:–—-\"“”'‘’([")
    return _OWNER.sub("", plain)
