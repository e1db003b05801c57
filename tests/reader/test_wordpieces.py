import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.model import Span
from sayso.reader.encoder.session import NAMES, files
from sayso.reader.encoder.windows import CLS, SEP, WINDOW, make_windows

pytestmark = pytest.mark.skipif(
    not (files("sayso") / "models" / NAMES[2]).is_file(), reason="the tokenizer is not installed"
)

LONG = "The council met on the bridge and spoke of the toll at length. " * 60


def test_windows_keep_to_their_length_and_hold_every_word_once() -> None:
    windows = make_windows(f"A first paragraph.\n\n{LONG}\nA last one.")
    assert all(len(w.ids) <= WINDOW for w in windows)
    assert all(w.ids[0] == CLS and w.ids[-1] == SEP for w in windows)
    starts = [o[0] for w in windows for o in w.offsets if o]
    assert starts == sorted(set(starts))
    assert len({p for w in windows for p in w.paragraph if p >= 0}) == 3


def test_long_paragraphs_break_after_sentences() -> None:
    for window in make_windows(LONG)[:-1]:
        last = window.offsets[-2]
        assert last is not None
        assert LONG[last[0] : last[1]] == "."


def test_skipped_stretches_are_not_read() -> None:
    text = "PORTO (Agency) - Rain fell.\nShare this page\nIt stopped later."
    share = text.index("Share")
    windows = make_windows(text, [Span(0, text.index("Rain")), Span(share, share + len("Share this page"))])
    read = " ".join(text[o[0] : o[1]] for w in windows for o in w.offsets if o)
    assert read == "Rain fell . It stopped later ."


@pytest.mark.parametrize("quoted", ["“Stay in”", '"Stay in"'])
def test_curly_and_straight_quotes_give_the_same_features(quoted: str) -> None:
    text = f"{quoted} she told NATO"
    (window,) = make_windows(text)
    features = {text[o[0] : o[1]]: f for o, f in zip(window.offsets, window.features) if o}
    assert (features["Stay"], features["in"]) == (5, 4)
    assert (features["she"], features["NATO"]) == (1, 3)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_windows_whose_offsets_lie_in_it(text: str) -> None:
    for window in make_windows(text):
        sizes = {
            len(window.ids),
            len(window.offsets),
            len(window.paragraph),
            len(window.first),
            len(window.features),
        }
        assert sizes == {len(window.ids)}
        assert all(0 <= o[0] <= o[1] <= len(text) for o in window.offsets if o)
