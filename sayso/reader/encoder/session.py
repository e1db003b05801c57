"""The reader's engine: one small encoder over a document (MiniLM, int8 ONNX), and the heads on its states.

Method: shared design notes on the encoder; heads: cue labels, and for each cue a link score to every word. The states are kept for
further heads (`sayso.reader.encoder.heads`).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from sayso.model import Span
from sayso.reader.encoder.events import Name, RawEvent, Scored, read_window, tag_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sayso.reader.encoder.windows import Window

NAMES = ("attribution.encoder.int8.onnx", "attribution.link.onnx", "tokenizer.json")


class RawAttribution(Struct, frozen=True):
    """Who says what as the encoder finds it: lists of spans and a score in 0..1."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float


class Encoded(Struct, frozen=True):
    """What the encoder makes of one text: attributions, events, names, and a state (384 numbers) for every word piece it read.

    `starts` and `ends` are the pieces' places in the text, in code points; what was skipped has no pieces.
    """

    attributions: tuple[RawAttribution, ...]
    starts: "NDArray[np.int64]"
    ends: "NDArray[np.int64]"
    states: "NDArray[np.float32]"
    events: tuple[RawEvent, ...] = ()
    names: tuple[Name, ...] = ()
    words: tuple[tuple[int, int, str], ...] = ()
    """The words of the text as (start, end, universal part of speech)."""

    def pieces(self, span: Span) -> "NDArray[np.int64]":
        """The numbers of the pieces that a span touches."""
        import numpy as np

        first = int(np.searchsorted(self.ends, span.start, side="right"))
        return np.arange(first, max(first, int(np.searchsorted(self.starts, span.end, side="left"))))


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
def _sessions() -> tuple[Any, Any]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if not sums_exactly():
        options.add_session_config_entry("session.x64quantprecision", "1")
    made = []
    for name in NAMES[:2]:
        with as_file(files("sayso") / "models" / name) as path:
            made.append(onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]))
    return made[0], made[1]


def encode_texts(
    texts: Sequence[str], skip: Sequence[Sequence[Span]] = (), titles: Sequence[str | None] = ()
) -> list[Encoded]:
    """What the network makes of each text, a function of that text alone (`encode_text`).

    >>> encode_texts(["The ship sank, the navy said."])[0].states.shape
    (8, 384)
    """
    return [
        encode_text(text, skip[number] if skip else (), titles[number] if titles else None)
        for number, text in enumerate(texts)
    ]


def encode_text(
    text: str, skip: Sequence[Span] = (), title: str | None = None, given: Sequence[Span] | None = None
) -> Encoded:
    """Attributions, events, names, words and states of a text; `skip` gives stretches not to read, the `title` is read too.

    `given` are mentions of events to take in place of those that the network finds.
    """
    import numpy as np

    from sayso.reader.encoder.coreference import number_happenings
    from sayso.reader.encoder.windows import make_windows

    encoder, _ = _sessions()
    found: list[RawAttribution] = []
    places: list[tuple[int, int]] = []
    kept: list[NDArray[np.float32]] = [np.zeros((0, 384), np.float32)]
    scored: list[Scored] = []
    names: list[Name] = []
    words: list[tuple[int, int, str]] = []
    lead: NDArray[np.float32] | None = None
    windows = make_windows(text, skip, title=title)
    # one window a run: int8 scales are taken over a whole batch, so an answer would depend on its neighbours there
    for number, window in enumerate(windows):
        ids, features = (np.array([x], np.int64) for x in (window.ids, window.features))
        labels, unary, states = encoder.run(None, {"ids": ids, "feat": features, "mask": np.ones_like(ids)})
        places += [o for o in window.offsets if o]
        kept.append(states[0, [o is not None for o in window.offsets]])
        found += _attributions(window, labels, unary, states)
        lead = states[0, 0] if lead is None else lead
        mentions, own = read_window(window, states[0], number, len(windows), lead, given)
        scored.append(mentions)
        names += own
        words += tag_words(window, states[0])
    at = np.array(places, np.int64).reshape(-1, 2)
    attributions = tuple(sorted([*found, *_turns(text, skip, found)], key=lambda a: (a.cue[0], a.content)))
    happenings = number_happenings(scored)
    events = [e for s in scored for e in s.events]
    numbered = tuple(replace(e, event=n) for e, n in zip(events, happenings, strict=True))
    return Encoded(
        attributions, at[:, 0], at[:, 1], np.concatenate(kept), numbered, tuple(names), tuple(words)
    )


def _attributions(window: "Window", labels: Any, unary: Any, states: Any) -> Iterator[RawAttribution]:
    """The attributions of a window from its cue labels, unary scores and states."""

    from sayso.reader.encoder.decoding import decode_window, find_likely_cues, place_cues

    cues = find_likely_cues(labels[0], window)
    if not cues:
        return
    average, buckets = place_cues(cues, window, len(window.ids))
    (links,) = _sessions()[1].run(
        None, {"h": states, "una": unary, "M": average[None], "dist": buckets[None]}
    )
    for source, cue, content, score in decode_window(window, cues, unary[0, :, 0], links[0]):
        yield RawAttribution(tuple(source), tuple(cue), tuple(content), score)


def _turns(text: str, skip: Sequence[Span], found: Sequence[RawAttribution]) -> Iterator[RawAttribution]:
    """The turns of a transcript that the network did not find."""
    from sayso.reader.document.transcripts import find_turns

    for speaker, colon, words in find_turns(text):
        known = any(a.cue[0].overlap(colon) or (a.source and a.source[0].overlap(speaker)) for a in found)
        if not known and not any(s.overlap(words) for s in skip):
            yield RawAttribution((speaker,), (colon,), (words,), 1.0)


def find_raw_attributions(
    texts: Sequence[str], skip: Sequence[Sequence[Span]] = ()
) -> list[tuple[RawAttribution, ...]]:
    """The attributions of each text alone, as `encode_texts` finds them.

    >>> found = find_raw_attributions(["The ship sank, the navy said."])
    >>> found[0][0].cue[0].of("The ship sank, the navy said.")
    'said'
    """
    return [e.attributions for e in encode_texts(texts, skip)]
