"""Small heads on the encoder's states: how sure an event word is said to be, and which PLOVER type a sentence tells of.

Method: heads trained together with the encoder (`training/attribution`): factuality as UW and UDS rate it, from -3 (surely not) to 3
(surely), by one hidden layer on the state of the event's first word piece; type as PLV codes it, from the mean states of a sentence, of
the words for who acts, and of the words for whom it is done to. Plain numpy.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sayso.model import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sayso.reader.encoder.session import Encoded

NAME = "heads.npz"
TYPES = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST", "SANCTION", "SUPPORT",
    "THREATEN", "YIELD",
)  # fmt: skip
"""What the type head tells apart; YIELD is PLOVER's CONCEDE and RETREAT in one."""


@cache
def _weights() -> dict[str, Any]:
    import numpy as np

    with np.load(BytesIO((files("sayso") / "models" / NAME).read_bytes())) as stored:
        return {key: stored[key].astype(np.float32) for key in stored.files}


def rate_factuality(encoded: "Encoded", spans: Sequence[Span]) -> "NDArray[np.float32]":
    """How sure each event is said to be, -3 (surely not) to 3 (surely); nan where the encoder did not read the words.

    >>> from sayso.reader.encoder.session import encode_texts
    >>> encoded = encode_texts(["The envoy arrived on Monday. She did not meet the press, and may leave soon."])
    >>> arrived, meet, leave = rate_factuality(encoded[0], [Span(10, 17), Span(41, 45), Span(65, 70)])
    >>> bool(arrived > leave), bool(arrived > meet)
    (True, True)
    """
    import numpy as np

    own = [encoded.pieces(span)[:1] for span in spans]
    out = np.full(len(spans), np.nan, np.float32)
    read = [n for n, pieces in enumerate(own) if len(pieces)]
    if read:
        w = _weights()
        hidden = (
            encoded.states[np.concatenate([own[n] for n in read])] @ w["factuality_in"]
            + w["factuality_in_bias"]
        )
        out[read] = np.clip(3 * (gelu(hidden) @ w["factuality_out"] + w["factuality_out_bias"])[:, 0], -3, 3)
    return out


def rate_types(
    encoded: "Encoded",
    sentence: Span,
    source: Sequence[Span] = (),
    target: Sequence[Span] = (),
) -> dict[str, float]:
    """The chance of each of `TYPES` for what a sentence's `source` does to its `target`; empty where the words were not read.

    >>> from sayso.reader.encoder.session import encode_texts
    >>> text = "The minister condemned the neighbour's missile tests."
    >>> encoded = encode_texts([text])
    >>> not encoded or max((chance, kind) for kind, chance in rate_types(encoded[0], Span(0, len(text)), [Span(0, 12)]).items())[1]
    'ACCUSE'
    """
    import numpy as np

    if not len(encoded.pieces(sentence)):
        return {}
    parts = []
    for spans in ([sentence], source, target):
        pieces = np.concatenate([encoded.pieces(s) for s in spans]) if spans else np.zeros(0, np.int64)
        parts.append(
            encoded.states[pieces].mean(0) if len(pieces) else np.zeros(encoded.states.shape[1], np.float32)
        )
    w = _weights()
    scores = np.concatenate(parts) @ w["type"] + w["type_bias"]
    chances = np.exp(scores - scores.max())
    return dict(zip(TYPES, (chances / chances.sum()).tolist()))


_HALF_ROOT = 0.5**0.5
_SERIES = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


def gelu(x: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """x times the normal distribution's cumulative chance, by the error function's series of Abramowitz and Stegun 7.1.26."""
    import numpy as np

    z = np.abs(x)
    z *= _HALF_ROOT
    t = z * 0.3275911
    t += 1
    np.reciprocal(t, out=t)
    tail = t * _SERIES[0]
    for term in _SERIES[1:]:
        tail += term
        tail *= t
    z *= z
    np.negative(z, out=z)
    np.exp(z, out=z)
    tail *= z
    tail *= 0.5
    out: NDArray[np.float32] = x * np.where(x > 0, 1 - tail, tail)
    return out
