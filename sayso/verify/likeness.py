"""How near two words are in meaning, by the static vectors of wordllama (256 numbers a word piece), loaded when first asked.

It proposes pairs of mentions whose words differ ("quake", "tremor") and is one named feature among others; it never decides alone.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from sayso.lexicon import load_word_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def word_likeness(a: str, b: str) -> float:
    """Cosine of the mean vectors of two words or phrases, -1 to 1, to three digits; the same for (a, b) and (b, a).

    >>> word_likeness("quake", "tremor") > word_likeness("quake", "election")
    True
    """
    return 1.0 if a == b else _likeness(*sorted((a, b)))


@lru_cache(maxsize=65_536)
def _likeness(a: str, b: str) -> float:
    return round(float(_vector(a) @ _vector(b)), 3)


@lru_cache(maxsize=16_384)
def _vector(word: str) -> "NDArray[np.float32]":
    import numpy as np

    vector: NDArray[np.float32] = np.asarray(load_word_vectors().embed([word])[0], np.float32)
    norm = float(np.linalg.norm(vector))
    return vector / norm if norm else vector
