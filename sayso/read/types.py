"""The PLOVER type of what one party does to another in a sentence: the encoder's type head and a linear model over words together.

Method: multinomial logistic regression over TF-IDF of stems and pairs of stems of the sentence and of the words between the two parties
(`training/types`), to whose log-chances the head's answer adds a fixed amount.
"""

import re
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sayso.read.heads import TYPES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

NAME = "types.npz"
HEAD_SHARE = 2.0
_STEM = 6


def sentence_features(text: str, source: str, target: str) -> tuple[list[str], list[str]]:
    """Stems and pairs of stems of a sentence, and of the words between source and target (the whole where one is not there).

    >>> sentence_features("Norland condemned Sudovia", "Norland", "Sudovia")
    (['norlan', 'condem', 'sudovi', 'norlan condem', 'condem sudovi'], ['condem'])
    """
    first, second = text.find(source) if source else -1, text.find(target) if target else -1
    if first < 0 or second < 0:
        middle = text
    elif first < second:
        middle = text[first + len(source) : second]
    else:
        middle = text[second + len(target) : first]
    return _stems(text), _stems(middle)


def _stems(words: str) -> list[str]:
    stems = [w[:_STEM] for w in re.findall(r"[a-z0-9']+", words.lower())]
    return [*stems, *(f"{a} {b}" for a, b in pairwise(stems))]


class LinearTypes:
    """A linear model over TF-IDF features: `vocabulary` of feature to row, `idf` (features,), `weights` (features, types), `bias` (types,)."""

    def __init__(self, vocabulary: dict[str, int], idf: "Floats", weights: "Floats", bias: "Floats") -> None:
        self.vocabulary, self.idf, self.weights, self.bias = vocabulary, idf, weights, bias

    def vector(self, text: str, source: str, target: str) -> "Floats":
        """The features of a sentence, each of the two parts of length one."""
        import numpy as np

        out = np.zeros(len(self.idf), np.float32)
        for part, stems in zip("sm", sentence_features(text, source, target)):
            counts: dict[int, int] = {}
            for stem in stems:
                row = self.vocabulary.get(f"{part}:{stem}")
                if row is not None:
                    counts[row] = counts.get(row, 0) + 1
            if counts:
                rows = list(counts)
                values = (1 + np.log(np.array([counts[r] for r in rows], np.float32))) * self.idf[rows]
                out[rows] = values / np.linalg.norm(values)
        return out

    def log_chances(self, vectors: "Floats") -> "Floats":
        """Log-chances (sentences, types) of vectors (sentences, features)."""
        import numpy as np

        scores = vectors @ self.weights + self.bias
        out: Floats = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        return out


@cache
def load_model() -> LinearTypes | None:
    """The shipped linear model, None where it is not installed."""
    import numpy as np

    file = files("sayso") / "models" / NAME
    if not file.is_file():
        return None
    with np.load(BytesIO(file.read_bytes())) as stored:
        arrays: dict[str, Any] = {key: stored[key] for key in stored.files}
    words = bytes(arrays["vocabulary"]).decode().split("\n")
    return LinearTypes({w: i for i, w in enumerate(words)}, *(arrays[k].astype(np.float32) for k in ("idf", "weights", "bias")))


def classify_type(text: str, source: str = "", target: str = "", head: dict[str, float] | None = None) -> str | None:
    """The type of `TYPES` for what `source` does to `target` in a sentence; `head` are the chances of `rate_types`, where there are some.

    >>> classify_type("Norland condemned the missile test of Sudovia.", "Norland", "Sudovia")
    'ACCUSE'
    """
    model = load_model()
    if model is None:
        return max(head, key=head.__getitem__) if head else None
    scores = model.log_chances(model.vector(text, source, target)[None])[0]
    if head:
        scores[TYPES.index(max(head, key=head.__getitem__))] += HEAD_SHARE
    return TYPES[int(scores.argmax())]
