"""The weights of shipped files as a network's: int8 products taken back, so that training can go on where it ended."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from sayso.reader.encoder.events import FILE
from training.attribution.model import Network
from training.events.export import HEADS


def _arrays(path: Path) -> tuple[Any, dict[str, np.ndarray]]:  # type: ignore[type-arg]
    graph = onnx.load(str(path)).graph
    return graph, {i.name: numpy_helper.to_array(i) for i in graph.initializer}


def load_shipped(network: Network, folder: Path) -> None:
    """Give a network of six layers the weights of `folder`'s files: encoder, cues, links, events."""
    graph, arrays = _arrays(folder / "attribution.encoder.int8.onnx")
    state = {k.removeprefix("network."): v for k, v in arrays.items() if k.startswith("network.")}
    state = {k: v for k, v in state.items() if not k.endswith(("_scale", "_zero_point", "_quantized"))}
    for name in ("base.embeddings.word_embeddings.weight", "features.weight"):
        scale, zero = arrays[f"network.{name}_scale"], arrays[f"network.{name}_zero_point"]
        state[name] = (arrays[f"network.{name}_quantized"].astype(np.float32) - float(zero)) * float(scale)
    products = []
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            stem = node.input[1].removesuffix("_quantized")
            products.append(arrays[f"{stem}_quantized"].astype(np.float32) * arrays[f"{stem}_scale"])
    parts = (
        "attention.self.query", "attention.self.key", "attention.self.value",
        "attention.output.dense", "intermediate.dense", "output.dense",
    )  # fmt: skip
    names = [f"base.encoder.layer.{layer}.{part}.weight" for layer in range(6) for part in parts]
    names += ["cue.weight", "unary.weight"]
    for name, product in zip(names, products, strict=True):
        state[name] = product.T
    kind = next(k for k in arrays if k.startswith("onnx::Add"))
    state["base.embeddings.token_type_embeddings.weight"] = np.stack([arrays[kind], arrays[kind]])
    _, linked = _arrays(folder / "attribution.link.onnx")
    state |= {k.removeprefix("network."): v for k, v in linked.items() if k.startswith("network.")}
    rows = [v for k, v in sorted(linked.items()) if k.startswith("onnx::MatMul")]
    for name, product in zip(("word", "anchor", "out", "query", "key"), rows, strict=True):
        state[f"{name}.weight"] = product.T
    small = dict(np.load(folder / "heads.npz"))
    state |= {
        "factuality.0.weight": small["factuality_in"].T, "factuality.0.bias": small["factuality_in_bias"],
        "factuality.2.weight": small["factuality_out"].T, "factuality.2.bias": small["factuality_out_bias"],
        "plover.weight": small["type"].T, "plover.bias": small["type_bias"],
    }  # fmt: skip
    if (folder / FILE).is_file():
        for name, array in np.load(folder / FILE).items():
            known = array.ndim == 2 and not name.startswith("role_distance")
            state[name] = array.T if known else array
    loaded = {k: torch.from_numpy(np.array(v, np.float32)) for k, v in state.items()}
    own = network.state_dict()
    loaded = {k: v for k, v in loaded.items() if k in own or "." not in k or k.partition(".")[0] not in HEADS}
    wrong = [k for k, v in loaded.items() if k not in own or own[k].shape != v.shape]
    if wrong:
        raise ValueError(f"these weights of {folder} do not fit: {wrong}")
    network.load_state_dict(loaded, strict=False)
