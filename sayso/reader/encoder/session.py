"""The reader's engine: one small encoder over a document (MiniLM, int8 ONNX), and the attribution heads on its states.

Method: shared design notes on the encoder; heads: cue labels, and for each cue a link score to every word. The states are kept for
further heads (`sayso.reader.encoder.heads`). Without a model file there is no answer, and rules stand in.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from sayso.model import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAMES = ("attribution.encoder.int8.onnx", "attribution.link.onnx", "tokenizer.json")
FAST_NAMES = ("fast.encoder.int8.onnx", "fast.link.onnx", "tokenizer.json")


class RawAttribution(Struct, frozen=True):
    """Who says what as the encoder finds it: lists of spans and a score in 0..1."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float


class Encoded(Struct, frozen=True):
    """What the encoder makes of one text: its attributions, and a state (384 numbers) for every word piece it read.

    `starts` and `ends` are the pieces' places in the text, in code points; what was skipped has no pieces.
    """

    attributions: tuple[RawAttribution, ...]
    starts: "NDArray[np.int64]"
    ends: "NDArray[np.int64]"
    states: "NDArray[np.float32]"

    def pieces(self, span: Span) -> "NDArray[np.int64]":
        """The numbers of the pieces that a span touches."""
        import numpy as np

        first = int(np.searchsorted(self.ends, span.start, side="right"))
        return np.arange(first, max(first, int(np.searchsorted(self.starts, span.end, side="left"))))


def model_is_installed(fast: bool = False) -> bool:
    """Whether the model files are there: those of six layers, or of the `fast` three."""
    return all((files("sayso") / "models" / name).is_file() for name in (FAST_NAMES if fast else NAMES))


def sums_exactly(told: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor sums int8 products without saturating (VNNI), as Linux tells in the file `told`; False where nothing tells.

    Without it ONNX Runtime answers otherwise unless asked to be precise, which takes 1.6 times as long; with it both give the same bits.

    >>> sums_exactly(Path("no such file"))
    False
    """
    try:
        return bool(re.search(r"\bavx(?:512)?_vnni\b", told.read_text(encoding="utf-8", errors="replace")))
    except OSError:
        return False


@cache
def _sessions(fast: bool) -> tuple[Any, Any]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if not sums_exactly():
        options.add_session_config_entry("session.x64quantprecision", "1")
    made = []
    for name in (FAST_NAMES if fast else NAMES)[:2]:
        with as_file(files("sayso") / "models" / name) as path:
            made.append(onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]))
    return made[0], made[1]


def encode_texts(
    texts: Sequence[str], skip: Sequence[Sequence[Span]] = (), fast: bool = False
) -> list[Encoded] | None:
    """Attributions and states of each text, a function of that text alone; None where no model is installed.

    `skip` gives each text's stretches not to read; `fast` takes three layers for six.

    >>> encoded = encode_texts(["The ship sank, the navy said."])
    >>> encoded is None or encoded[0].states.shape
    (8, 384)
    """
    if not model_is_installed(fast):
        return None
    return [_encode(text, skip[number] if skip else (), fast) for number, text in enumerate(texts)]


def _encode(text: str, skip: Sequence[Span], fast: bool) -> Encoded:
    import numpy as np

    from sayso.reader.document.transcripts import find_turns
    from sayso.reader.encoder.decoding import decode_window, find_likely_cues, place_cues
    from sayso.reader.encoder.windows import make_windows

    encoder, linker = _sessions(fast)
    found: list[RawAttribution] = []
    places: list[tuple[int, int]] = []
    kept: list[NDArray[np.float32]] = [np.zeros((0, 384), np.float32)]
    # one window a run: int8 scales are taken over a whole batch, so an answer would depend on its neighbours there
    for window in make_windows(text, skip):
        ids, features = (np.array([x], np.int64) for x in (window.ids, window.features))
        labels, unary, states = encoder.run(None, {"ids": ids, "feat": features, "mask": np.ones_like(ids)})
        places += [o for o in window.offsets if o]
        kept.append(states[0, [o is not None for o in window.offsets]])
        cues = find_likely_cues(labels[0], window)
        if not cues:
            continue
        average, buckets = place_cues(cues, window, len(window.ids))
        (links,) = linker.run(None, {"h": states, "una": unary, "M": average[None], "dist": buckets[None]})
        for source, cue, content, score in decode_window(window, cues, unary[0, :, 0], links[0]):
            found.append(RawAttribution(tuple(source), tuple(cue), tuple(content), score))
    for speaker, colon, words in find_turns(text):
        if not any(
            a.cue[0].overlap(colon) or (a.source and a.source[0].overlap(speaker)) for a in found
        ) and not any(s.overlap(words) for s in skip):
            found.append(RawAttribution((speaker,), (colon,), (words,), 1.0))
    at = np.array(places, np.int64).reshape(-1, 2)
    attributions = tuple(sorted(found, key=lambda a: (a.cue[0], a.content)))
    return Encoded(attributions, at[:, 0], at[:, 1], np.concatenate(kept))


def find_raw_attributions(
    texts: Sequence[str], skip: Sequence[Sequence[Span]] = (), fast: bool = False
) -> list[tuple[RawAttribution, ...]] | None:
    """The attributions of each text alone, as `encode_texts` finds them.

    >>> found = find_raw_attributions(["The ship sank, the navy said."])
    >>> found is None or found[0][0].cue[0].of("The ship sank, the navy said.")
    'said'
    """
    encoded = encode_texts(texts, skip, fast)
    return None if encoded is None else [e.attributions for e in encoded]
