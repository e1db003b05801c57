"""The PLOVER type of what one party does to another in a sentence: the encoder's type head and a linear model over words together.

Method: multinomial logistic regression over TF-IDF of stems and pairs of stems of the sentence and of the words between the two parties
(`training/types`), and another over static vectors of wordllama (the sentence without the parties, and the words between), half and half; to the
log-chances of both the head's answer adds a fixed amount.
"""

import re
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sayso.lexicon import load_word_vectors
from sayso.reader.encoder.heads import TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

NAME = "types.npz"
HEAD_SHARE, DENSE_SHARE, DENSE_SCALE = 1.0, 0.5, 3.0
_STEM = 6


def sentence_features(text: str, source: str, target: str) -> tuple[list[str], list[str]]:
    """Stems and pairs of stems of a sentence, and of the words between source and target (the whole where one is not there).

    >>> sentence_features("Norland condemned Sudovia", "Norland", "Sudovia")
    (['norlan', 'condem', 'sudovi', 'norlan condem', 'condem sudovi'], ['condem'])
    """
    return _stems(text), _stems(words_between(text, source, target))


def words_between(text: str, source: str, target: str) -> str:
    """The words between two parties of a sentence; all of it where one is not there."""
    first, second = text.find(source) if source else -1, text.find(target) if target else -1
    if first < 0 or second < 0:
        return text
    if first < second:
        return text[first + len(source) : second]
    return text[second + len(target) : first]


def _stems(words: str) -> list[str]:
    stems = [w[:_STEM] for w in re.findall(r"[a-z0-9']+", words.lower())]
    return [*stems, *(f"{a} {b}" for a, b in pairwise(stems))]


def sentence_vectors(rows: "Sequence[tuple[str, str, str]]") -> "Floats":
    """Static vectors (rows, 512) of sentences (text, source, target): of all but the parties, and of the words between these; each half of one length."""
    import numpy as np

    parts: list[list[str]] = [[], []]
    for text, source, target in rows:
        rest = text
        for party in (source, target):
            rest = rest.replace(party, " ") if party else rest
        parts[0].append(rest.strip() or "-")
        parts[1].append(words_between(text, source, target)[:400].strip() or "-")
    embedded = [np.nan_to_num(np.asarray(load_word_vectors().embed(p, norm=True), np.float32)) for p in parts]
    out: Floats = DENSE_SCALE * np.concatenate(embedded, axis=1)
    return out


class LinearTypes:
    """Linear models over TF-IDF features (`vocabulary` of feature to row, `idf` (features,), `weights` (features, types), `bias` (types,)) and over static vectors."""

    def __init__(
        self,
        vocabulary: dict[str, int],
        idf: "Floats",
        weights: "Floats",
        bias: "Floats",
        dense_weights: "Floats | None" = None,
        dense_bias: "Floats | None" = None,
    ) -> None:
        self.vocabulary, self.idf, self.weights, self.bias = vocabulary, idf, weights, bias
        self.dense_weights, self.dense_bias = dense_weights, dense_bias

    def score(self, rows: "Sequence[tuple[str, str, str]]") -> "Floats":
        """Log-chances (rows, types) of sentences (text, source, target), of both models in their shares."""
        import numpy as np

        own = self.log_chances(np.stack([self.vector(*row) for row in rows]))
        if self.dense_weights is None or self.dense_bias is None:
            return own
        dense = sentence_vectors(rows) @ self.dense_weights + self.dense_bias
        out: Floats = (1 - DENSE_SHARE) * own + DENSE_SHARE * (
            dense - np.logaddexp.reduce(dense, axis=1, keepdims=True)
        )
        return out

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
    return LinearTypes(
        {w: i for i, w in enumerate(words)},
        *(
            arrays[k].astype(np.float32)
            for k in ("idf", "weights", "bias", "dense_weights", "dense_bias")
            if k in arrays
        ),
    )


def classify_type(
    text: str, source: str = "", target: str = "", head: dict[str, float] | None = None
) -> str | None:
    """The type of `TYPES` for what `source` does to `target` in a sentence; `head` are the chances of `rate_types`, where there are some.

    >>> classify_type("Norland condemned the missile test of Sudovia.", "Norland", "Sudovia")
    'ACCUSE'
    """
    model = load_model()
    if model is None:
        return max(head, key=head.__getitem__) if head else None
    scores = model.score([(text, source, target)])[0]
    if head:
        scores[TYPES.index(max(head, key=head.__getitem__))] += HEAD_SHARE
    return TYPES[int(scores.argmax())]
