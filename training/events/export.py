"""The trained network as files: the encoder with cue head (int8 ONNX), the link head, and every small head as arrays."""

from hashlib import sha256
from pathlib import Path

import numpy as np

from sayso.reader.encoder.events import FILE
from training.attribution.export import export_model
from training.events.model import Reader

HEADS = (
    "trigger", "names", "tags", "concept", "status", "salience", "said", "role_word", "role_trigger", "role_distance",
    "role_out", "role_query", "role_key", "pair_in", "pair_one", "pair_two", "pair_both", "pair_more", "pair_out", "vector", "official",
)  # fmt: skip


def export_reader(network: Reader, out: Path) -> None:
    """Write all files that `sayso.reader.encoder` loads, and print their hashes."""
    export_model(network, out)
    arrays = {}
    for name, value in network.state_dict().items():
        head = name.partition(".")[0]
        if head in HEADS:
            array = value.detach().cpu().numpy()
            arrays[name] = (array.T if array.ndim == 2 and head != "role_distance" else array).astype(
                np.float16
            )
    np.savez_compressed(out / FILE, **arrays)  # type: ignore[arg-type]
    print(f"{sha256((out / FILE).read_bytes()).hexdigest()}  {FILE}")
