"""What words mean where they stand: the reader's network has a state for every word piece, alike where words
do one job in one matter.

"rammed" is near "hit" beside a bridge, "arrested" near "detained". It finds passages in other words than the
claim's; it decides nothing.
"""

from typing import TYPE_CHECKING

from sayso.model import Span
from sayso.reader.encoder.session import encode_texts
from sayso.verify.passages import Passage
from sayso.verify.words import COMMON, Word, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

ALIKE = 0.62
"""Cosine of two words' states from which one may stand for the other."""


class Sense:
    """A claim's words as the network has them, to be compared with those of passages."""

    def __init__(self, claim: str) -> None:
        self._own = states_of(claim, words_of(claim))
        self._held: dict[Passage, tuple[list[Word], Floats]] = {}

    def nearest(self, word: Word, passage: Passage) -> tuple[Word | None, float]:
        """The passage's word that is nearest in meaning to a word of the claim, and their cosine; 0 below
        `ALIKE`."""
        own = self._own.get(word.start)
        if passage not in self._held:
            self._held[passage] = _table(passage)
        words, states = self._held[passage]
        if own is None or not words:
            return None, 0.0
        cosines = states @ own
        best = int(cosines.argmax())
        value = round(float(cosines[best]), 3)
        return (words[best], value) if value >= ALIKE else (None, 0.0)


def _table(passage: Passage) -> "tuple[list[Word], Floats]":
    import numpy as np

    at = passage.span.start
    told = [w for w in passage.words if w.weight >= COMMON / 2 and not w.name and not w.digits]
    states = states_of(passage.text, [w._replace(start=w.start - at, end=w.end - at) for w in told])
    kept = [w for w in told if w.start - at in states]
    return kept, np.array([states[w.start - at] for w in kept], np.float32).reshape(-1, 384)


def states_of(text: str, words: "list[Word] | tuple[Word, ...]") -> "dict[int, Floats]":
    """The state of each word of a text, 384 numbers of length 1, by where it begins."""
    import numpy as np

    made = encode_texts([text])
    if not made:
        return {}
    encoded = made[0]
    out: dict[int, Floats] = {}
    for word in words:
        pieces = encoded.pieces(Span(word.start, word.end))
        if len(pieces):
            state = encoded.states[pieces].mean(axis=0)
            norm = float(np.linalg.norm(state))
            if norm:
                out[word.start] = (state / norm).astype(np.float32)
    return out
