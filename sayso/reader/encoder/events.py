"""Events by the network's heads, in numpy: triggers, kind, status, salience, voice, the words in each role, and which mentions are one event.

Method: heads on the encoder's states, trained together with attributions (`training/events`): trigger words by BIO labels; kind, status,
salience and voice of a trigger's mean state; the role of every word of the window for each trigger by one softmax (additive and
bilinear scores with distance buckets, smoothed by Viterbi as the attributions' owners are); pairs of triggers over the whole report.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from sayso.model import Part, Span
from sayso.reader.encoder.heads import gelu

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sayso.reader.encoder.windows import Window

    Floats = NDArray[np.float32]

FILE = "events.npz"
CONCEPTS = (
    "visit", "talks", "agreement", "promise", "support", "cooperation", "exercise", "aid", "release", "concession", "withdrawal",
    "deployment", "weapon_test", "attack", "clash", "killing", "abduction", "capture", "hack", "crime", "threat", "accusation",
    "demand", "rejection", "protest", "sanction", "restriction", "arrest", "inquiry", "charge", "trial", "verdict", "execution",
    "legislation", "vote", "election", "appointment", "resignation", "publication", "warning", "finding", "spaceflight",
    "explosion", "fire", "crash", "accident", "disaster", "outbreak", "disruption", "rescue", "displacement", "death", "injury",
    "repair", "construction", "deal", "results", "product", "ceremony", "contest", "other",
)  # fmt: skip
"""Kinds of event, as sayso/data/concepts.tsv has them with their PLOVER type."""
STATUSES = ("occurred", "ongoing", "planned", "possible", "postponed", "cancelled", "denied")
ROLES = ("none", "t", "p", "by", "to", "f")
"""What a word is for a trigger: nothing, its time, its place, who acts, whom or what it is done to, its figure."""
NAMES = ("person", "organisation", "place", "other")
TAGS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip
"""Universal parts of speech."""

HYPHEN = 1011  # the vocabulary's id of a hyphen
CLAUSE = 8  # words each side of a trigger that stand for its clause
ROLE_COST = 0.5  # log-odds that a change of role between two words costs
ROLE_BIAS = (
    0.0,
    1.5,
    1.8,
    0.7,
    0.7,
    0.7,
)  # log-odds for each of ROLES by which its words may miss it and still be its
TRIGGER_BIAS = 0.0  # log-odds by which a word may miss being a trigger and still be one
SOURCE_LEAST = 0.0  # log-odds from which on a word names the source of a mention
_BILINEAR = 48
_FARTHEST = 700


class Words(Struct, frozen=True, order=True):
    """A stretch of words of the body or of the title."""

    part: Part
    span: Span
    official: float = 0.0
    """The chance that these words act for a state; only of who acts and who is affected."""


class RawEvent(Struct, frozen=True):
    """A mention of an event as the network finds it."""

    part: Part
    trigger: Span
    concepts: dict[str, float]
    """Log-chances of the likeliest kinds."""
    statuses: dict[str, float]
    """Log-chances of all statuses."""
    salience: tuple[float, float, float]
    """Chances of salience 1, 2 and 3."""
    said: float
    """Chance that somebody's words tell it, not the outlet's own voice."""
    times: tuple[Words, ...] = ()
    places: tuple[Words, ...] = ()
    actors: tuple[Words, ...] = ()
    affected: tuple[Words, ...] = ()
    figures: tuple[Words, ...] = ()
    sources: tuple[Words, ...] = ()
    event: int = -1
    vector: bytes = b""


class Name(Struct, frozen=True):
    """A name that the network found, with one of `NAMES` as its kind."""

    part: Part
    span: Span
    kind: str


class Word(NamedTuple):
    """A word of a window: its first piece, and where it stands."""

    piece: int
    part: Part
    start: int
    end: int


class Scored(NamedTuple):
    """The triggers of one window, with what pairs of them are compared by."""

    events: list[RawEvent]
    states: "Floats"
    shapes: list[tuple[int, tuple[int, ...], int, int, bool]]
    """Of each: last word's piece id, ids of its words, number of the window, first word, whether it is the title's."""


def words_of(window: "Window", with_title: bool) -> list[Word]:
    """The words of a window in order, those of the title first where they are read."""
    out: list[Word] = []
    places: list[tuple[Part, int, tuple[int, int]]] = []
    if with_title:
        places += [("title", i + 1, o) for i, o in enumerate(window.title)]
    places += [("body", i, o) for i, o in enumerate(window.offsets) if o]
    for part, piece, (start, end) in places:
        if window.first[piece]:
            out.append(Word(piece, part, start, end))
        elif out:
            out[-1] = out[-1]._replace(end=end)
    return out


@cache
def distance_buckets() -> "NDArray[np.int64]":
    """The bucket (0 to 32) of a distance in words from -700 to 700, by index `distance + 700`."""
    import numpy as np

    distance = np.arange(-_FARTHEST, _FARTHEST + 1)
    size = np.abs(distance)
    near = np.where(
        size < 6, size, np.minimum(15, 6 + (np.log2(np.maximum(size, 6) / 6) * 2.5).astype(np.int64))
    )
    return 16 + np.where(distance >= 0, near, -near)


@cache
def weights() -> dict[str, Any]:
    """The heads' weights by name, products as (in, out)."""
    import numpy as np

    with np.load(BytesIO((files("sayso") / "models" / FILE).read_bytes())) as stored:
        return {key: stored[key].astype(np.float32) for key in stored.files}


def linear(name: str, x: "Floats") -> "Floats":
    """What the linear head of a name makes of states."""
    w = weights()
    out: Floats = x @ w[f"{name}.weight"] + w[f"{name}.bias"]
    return out


def _two_layers(name: str, x: "Floats") -> "Floats":
    return linear(f"{name}.3", gelu(linear(f"{name}.0", x)))


def _log_softmax(x: "Floats") -> "Floats":
    import numpy as np

    out: Floats = x - np.logaddexp.reduce(x, axis=-1, keepdims=True)
    return out


def find_triggers(chances: "Floats", bias: float = TRIGGER_BIAS) -> list[list[int]]:
    """Triggers as word indices, from scores (word, 3) of outside, begin, go on.

    >>> import numpy as np
    >>> find_triggers(np.array([[0, 2, 0], [0, 0, 3], [3, 0, 0], [3, 0, 4]], np.float32))
    [[0, 1]]
    """
    found: list[list[int]] = []
    before = False
    for k, (none, begins, goes) in enumerate(chances.tolist()):
        if begins + bias > none and begins >= goes:
            found.append([k])
            before = True
        elif before and goes > none:
            found[-1].append(k)
        else:
            before = False
    return found


def read_window(
    window: "Window",
    states: "Floats",
    number: int,
    count: int,
    lead: "Floats",
    given: Sequence[Span] | None = None,
) -> tuple[Scored, list[Name]]:
    """The mentions and names of a window from the states (piece, 384) of its pieces; `lead` is the state of the report's first piece.

    With `given` the mentions are those stretches of the body, whatever the network takes for one.
    """
    import numpy as np

    words = words_of(window, number == 0)
    if not words:
        return Scored([], np.zeros((0, states.shape[1]), np.float32), []), []
    own = states[[w.piece for w in words]]
    names = _find_names(words, own, window.ids)
    triggers = find_triggers(linear("trigger", own)) if given is None else _at(words, given)
    triggers = [t for t in triggers if words[t[0]].part == words[t[-1]].part]
    if not triggers:
        return Scored([], np.zeros((0, states.shape[1]), np.float32), []), names
    mean = np.stack([own[t].mean(0) for t in triggers])
    size = len(words)
    clauses = np.stack([own[max(0, t[0] - CLAUSE) : min(size, t[-1] + CLAUSE + 1)].mean(0) for t in triggers])
    where = np.array(
        [
            [words[t[0]].part == "title", number == 0, (number + t[0] / size) / count, min(1.0, count / 8)]
            for t in triggers
        ],
        np.float32,
    )
    concept, status = (_log_softmax(_two_layers(name, mean)) for name in ("concept", "status"))
    repeated = np.broadcast_to(lead, mean.shape)
    salience = np.exp(_log_softmax(_two_layers("salience", np.concatenate([mean, repeated, where], 1))))
    said = np.exp(_log_softmax(linear("said", mean)))[:, 1]
    vectors = linear("vector", np.concatenate([mean, clauses], 1))
    vectors = vectors / np.maximum(1e-6, np.linalg.norm(vectors, axis=1, keepdims=True))
    roles, sources = _find_roles(words, own, mean, triggers)
    events = []
    for n, t in enumerate(triggers):
        best = np.argsort(-concept[n], kind="stable")[:3]
        found = roles[n]
        events.append(
            RawEvent(
                part=words[t[0]].part,
                trigger=Span(words[t[0]].start, words[t[-1]].end),
                concepts={CONCEPTS[c]: round(float(concept[n, c]), 4) for c in best},
                statuses={s: round(float(x), 4) for s, x in zip(STATUSES, status[n])},
                salience=(float(salience[n, 0]), float(salience[n, 1]), float(salience[n, 2])),
                said=round(float(said[n]), 4),
                times=found.get("t", ()),
                places=found.get("p", ()),
                actors=found.get("by", ()),
                affected=found.get("to", ()),
                figures=found.get("f", ()),
                sources=sources[n],
                vector=np.clip(np.round(vectors[n] * 127), -127, 127).astype(np.int8).tobytes(),
            )
        )
    ids = [[window.ids[words[k].piece] for k in t] for t in triggers]
    shapes = [
        (own_ids[-1], tuple(own_ids), number, t[0], words[t[-1]].part == "title")
        for own_ids, t in zip(ids, triggers)
    ]
    return Scored(events, mean, shapes), names


def _at(words: Sequence[Word], spans: Sequence[Span]) -> list[list[int]]:
    """The words of a window that stretches of the body cover, a list for each that stands there."""
    found = (
        [k for k, w in enumerate(words) if w.part == "body" and w.start < s.end and s.start < w.end]
        for s in spans
    )
    return [ks for ks in found if ks]


def tag_words(window: "Window", states: "Floats") -> list[tuple[int, int, str]]:
    """The words of a window's body as (start, end, part of speech), from the states (piece, 384) of its pieces."""
    words = words_of(window, False)
    if not words:
        return []
    best = linear("tags", states[[w.piece for w in words]]).argmax(1).tolist()
    return [(w.start, w.end, TAGS[n]) for w, n in zip(words, best)]


def _find_names(words: Sequence[Word], states: "Floats", ids: Sequence[int]) -> list[Name]:
    scores = _log_softmax(linear("names", states))
    out: list[Name] = []
    before = 0
    for group, label in _name_labels(_hyphenated(words, ids), scores):
        first, last = words[group[0]], words[group[-1]]
        same = before and (before - 1) // 2 == (label - 1) // 2 and out[-1].part == first.part
        if label and same and first.start - out[-1].span.end <= 1:
            out[-1] = Name(first.part, Span(out[-1].span.start, last.end), out[-1].kind)
        elif label:
            out.append(Name(first.part, Span(first.start, last.end), NAMES[(label - 1) // 2]))
        before = label
    return out


def _name_labels(groups: Sequence[list[int]], scores: "Floats") -> Iterator[tuple[list[int], int]]:
    """Words and what they name: a person's hyphenated words together, of others ("Oslo-based") each for itself."""
    for group in groups:
        joint = int(scores[group[::2]].sum(0).argmax())
        if joint and NAMES[(joint - 1) // 2] == "person":
            yield group, joint
        else:
            yield from (([k], int(scores[k].argmax())) for k in group)


def _hyphenated(words: Sequence[Word], ids: Sequence[int]) -> list[list[int]]:
    """Words by their indices, those that hyphens join together: "al-Sissi" is one to a reader and three to the encoder."""
    groups: list[list[int]] = []
    k = 0
    while k < len(words):
        group = [k]
        while _joined(words[group[-1] : group[-1] + 3], ids):
            group += [group[-1] + 1, group[-1] + 2]
        groups.append(group)
        k = group[-1] + 1
    return groups


def _joined(three: Sequence[Word], ids: Sequence[int]) -> bool:
    """Whether a hyphen without white space around it stands between two words."""
    if len(three) < 3 or ids[three[1].piece] != HYPHEN or ids[three[2].piece] == HYPHEN:
        return False
    if three[0].end - three[0].start < 2:  # "D-Springfield": a party's letter
        return False
    return len({w.part for w in three}) == 1 and all(a.end == b.start for a, b in pairwise(three))


def _find_roles(
    words: Sequence[Word], states: "Floats", mean: "Floats", triggers: Sequence[Sequence[int]]
) -> tuple[list[dict[str, tuple[Words, ...]]], list[tuple[Words, ...]]]:
    import numpy as np

    from sayso.reader.encoder.decoding import viterbi

    size = len(words)
    buckets = np.stack([distance_buckets()[np.arange(size) - t[0] + _FARTHEST] for t in triggers])
    hidden = gelu(
        linear("role_word", states)[None]
        + linear("role_trigger", mean)[:, None]
        + weights()["role_distance.weight"][buckets]
    )
    scores = linear("role_out", hidden)
    query = linear("role_query", mean).reshape(len(mean), -1, _BILINEAR)
    key = linear("role_key", states).reshape(size, -1, _BILINEAR)
    scores[..., 1:] += np.einsum("mrc,nrc->mnr", query, key) / _BILINEAR**0.5
    roles, sources = [], []
    best = viterbi(_log_softmax(scores[..., :-1] + np.array(ROLE_BIAS, np.float32)), ROLE_COST).tolist()
    for n, t in enumerate(triggers):
        labels = best[n]
        for k in t:
            labels[k] = 0
        found = {
            role: _stretches(words, [x == r for x in labels], states if role in ("by", "to") else None)
            for r, role in enumerate(ROLES)
            if r and r in labels
        }
        roles.append(found)
        sources.append(_stretches(words, (scores[n, :, -1] > SOURCE_LEAST).tolist()))
    return roles, sources


def _stretches(
    words: Sequence[Word], chosen: Sequence[bool], states: "Floats | None" = None
) -> tuple[Words, ...]:
    """The stretches of the chosen words; with the words' `states`, how likely each acts for a state."""
    groups: list[list[int]] = []
    for k, yes in enumerate(chosen):
        if yes and groups and groups[-1][-1] == k - 1 and words[groups[-1][-1]].part == words[k].part:
            groups[-1].append(k)
        elif yes:
            groups.append([k])
    out = []
    for group in groups:
        chance = 0.0
        if states is not None:
            chance = 1 / (1 + math.exp(-float(linear("official", states[group].mean(0))[0])))
        span = Span(words[group[0]].start, words[group[-1]].end)
        out.append(Words(words[group[0]].part, span, round(chance, 3)))
    return tuple(out)
