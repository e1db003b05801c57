"""The reader's engine: one small encoder over a document (MiniLM-L6, int8 ONNX), and the attribution heads on its states.

Method: shared design notes on the encoder; heads: cue labels, and for each cue a link score to every word. Without a model file
there is no answer, and rules stand in.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from msgspec import Struct

from sayso.model import Span

NAMES = ("attribution.encoder.int8.onnx", "attribution.link.onnx", "tokenizer.json")


class RawAttribution(Struct, frozen=True):
    """Who says what as the encoder finds it: lists of spans and a score in 0..1."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float


def model_is_installed() -> bool:
    """Whether the model files are there."""
    return all((files("sayso") / "models" / name).is_file() for name in NAMES)


@cache
def _sessions() -> tuple[Any, Any]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    made = []
    for name in NAMES[:2]:
        with as_file(files("sayso") / "models" / name) as path:
            made.append(onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]))
    return made[0], made[1]


def find_raw_attributions(
    texts: Sequence[str], skip: Sequence[Sequence[Span]] = ()
) -> list[tuple[RawAttribution, ...]] | None:
    """The attributions of each text, a function of that text alone; None where no model is installed.

    `skip` gives each text's stretches not to read.

    >>> found = find_raw_attributions(["The ship sank, the navy said."])
    >>> found is None or found[0][0].cue[0].of("The ship sank, the navy said.")
    'said'
    """
    if not model_is_installed():
        return None
    import numpy as np

    from sayso.read.decoding import decode_window, find_cues, place_cues
    from sayso.read.wordpieces import make_windows

    encoder, linker = _sessions()
    found: list[list[RawAttribution]] = [[] for _ in texts]
    for number, text in enumerate(texts):
        # one window a run: int8 scales are taken over a whole batch, so an answer would depend on its neighbours there
        for window in make_windows(text, skip[number] if skip else ()):
            ids, features = (np.array([x], np.int64) for x in (window.ids, window.features))
            labels, unary, states = encoder.run(None, {"ids": ids, "feat": features, "mask": np.ones_like(ids)})
            cues = find_cues(labels[0].argmax(-1).tolist(), window)
            if not cues:
                continue
            average, buckets = place_cues(cues, window, len(window.ids))
            (links,) = linker.run(None, {"h": states, "una": unary, "M": average[None], "dist": buckets[None]})
            for source, cue, content, score in decode_window(window, cues, unary[0, :, 0], links[0]):
                found[number].append(RawAttribution(tuple(source), tuple(cue), tuple(content), score))
    return [tuple(sorted(f, key=lambda a: (a.cue[0], a.content))) for f in found]
