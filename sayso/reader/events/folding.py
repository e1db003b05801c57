"""One mention an event in a sentence: which of two triggers speak of the same thing."""

from functools import cache

from sayso.lexicon import load_table
from sayso.reader.events.candidates import Candidate
from sayso.reader.parse import Parsed


@cache
def _scenes() -> frozenset[frozenset[str]]:
    return frozenset(frozenset((row["concept"], row["other"])) for row in load_table("scenes"))


def share_scene(concept: str, other: str) -> bool:
    """Whether two concepts may name one event (`sayso/data/scenes.tsv`).

    >>> share_scene("exchange", "release"), share_scene("exchange", "visit")
    (True, False)
    """
    return concept == other or frozenset((concept, other)) in _scenes()


def fold_candidates(parsed: Parsed, found: list[Candidate]) -> list[Candidate]:
    """One mention an event in a sentence: of two of one kind with nothing that tells them apart, the firmer and earlier."""
    out: list[Candidate] = []
    for c in found:
        sentence = parsed.tokens[c.trigger.token].sentence
        twin = next(
            (
                o
                for o in out
                if parsed.tokens[o.trigger.token].sentence == sentence
                and (o.trigger.kind.concept == c.trigger.kind.concept or _same_scene(o, c, parsed))
                and not (o.time and c.time and o.time.interval != c.time.interval)
                and not _apart(o, c)
            ),
            None,
        )
        if twin is None:
            out.append(c)
        elif _outweighs(c, twin):
            out[out.index(twin)] = c
    return out


def _apart(a: Candidate, b: Candidate) -> bool:
    """Whether two triggers name different people: one man's trip is not another's."""
    one, two = ({x.value for x in c.arguments if x.role == "person"} for c in (a, b))
    return a.trigger.noun and b.trigger.noun and bool(one) and bool(two) and not one & two


def _same_scene(a: Candidate, b: Candidate, parsed: Parsed) -> bool:
    """Whether one of two triggers of a sentence only tells how or to what end the other went (shot and killed, met and held talks)."""
    if a.trigger.kind.type == b.trigger.kind.type == "ASSAULT":
        return True
    if a.trigger.kind.concept != b.trigger.kind.concept and share_scene(
        a.trigger.kind.concept, b.trigger.kind.concept
    ):
        return not (a.place and b.place and a.place.name != b.place.name)
    first, second = parsed.tokens[a.trigger.token], parsed.tokens[b.trigger.token]
    if (
        a.trigger.noun
        and not b.trigger.noun
        and first.dep in ("nsubj", "nsubjpass")
        and (
            first.head == second.i
            or first.head in list(parsed.ancestors(second.i))[:1]
            and second.dep == "xcomp"
        )
    ):
        return True
    return second.head == first.i and second.dep in ("xcomp", "dobj") and not b.time


def _outweighs(later: Candidate, earlier: Candidate) -> bool:
    """Whether the later of two triggers names the event: deaths are told of an accident, not the accident of them."""
    deaths = [c.trigger.kind.concept == "killing" for c in (later, earlier)]
    if deaths[0] != deaths[1] and "OTHER" in (later.trigger.kind.type, earlier.trigger.kind.type):
        return deaths[1]
    return _weight(later) > _weight(earlier)


def _weight(c: Candidate) -> tuple[int, int]:
    return (
        2 * bool(c.time) + bool(c.place) + len({a.role for a in c.arguments} - {"actor", "recipient"}),
        int(c.verdict.firm),
    )
