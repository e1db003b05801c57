import numpy as np
import pytest

from sayso.reader.encoder.heads import TYPES
from sayso.reader.events.types import HEAD_SHARE, classify_type, load_model, sentence_features

needs_model = pytest.mark.skipif(load_model() is None, reason="the type model is not installed")


@needs_model
@pytest.mark.parametrize(
    ("text", "source", "target", "kind"),
    [
        ("Norland condemned the missile test of Sudovia.", "Norland", "Sudovia", "ACCUSE"),
        (
            "Norland's foreign minister met his Sudovian counterpart on Tuesday.",
            "Norland's foreign minister",
            "his Sudovian counterpart",
            "CONSULT",
        ),
        ("Rebels killed nine soldiers in an attack on a convoy.", "Rebels", "nine soldiers", "ASSAULT"),
        ("Norland agreed to hold talks with Sudovia.", "Norland", "Sudovia", "AGREE"),
        ("The union sent food and medicine to Sudovia after the flood.", "The union", "Sudovia", "AID"),
        ("Norland rejected the proposal of Sudovia.", "Norland", "Sudovia", "REJECT"),
    ],
)
def test_what_one_does_to_the_other(text: str, source: str, target: str, kind: str) -> None:
    assert classify_type(text, source, target) == kind


@needs_model
def test_a_sure_head_is_heard() -> None:
    words = "The two sides were in the valley."
    without = classify_type(words)
    other = next(t for t in TYPES if t != without)
    model = load_model()
    assert model
    gap = model.score([(words, "", "")])[0]
    heard = classify_type(words, head={t: 0.9 if t == other else 0.1 for t in TYPES})
    assert heard == (other if gap[TYPES.index(other)] + HEAD_SHARE > gap.max() else without)


@needs_model
def test_chances_add_up_for_any_text() -> None:
    model = load_model()
    assert model
    for text in ("", "\x00", "🚢 said", "a" * 10_000):
        assert np.isfinite(model.score([(text, "x", "y")])).all()
        assert np.exp(model.log_chances(model.vector(text, "x", "y")[None])).sum() == pytest.approx(
            1, abs=1e-3
        )


def test_without_both_parties_the_whole_sentence_counts() -> None:
    whole, middle = sentence_features("Norland met Sudovia", "Norland", "")
    assert whole == middle
