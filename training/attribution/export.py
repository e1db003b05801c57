"""The trained network as files: the encoder with its cue head in int8 ONNX, the link head in fp32, small heads as arrays, the tokenizer."""

import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from sayso.reader.encoder import heads
from sayso.reader.encoder import session as encoder
from training.attribution.model import Network, base_folder


class _Encoder(nn.Module):
    """The encoder written out, so that the exporter sees plain matrix products."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, feat: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        base, size = self.network.base, ids.shape[1]
        embeddings, heads = base.embeddings, base.config.num_attention_heads
        x = embeddings.word_embeddings(ids) + self.network.features(feat)
        x = embeddings.LayerNorm(
            x + embeddings.position_embeddings.weight[:size] + embeddings.token_type_embeddings.weight[0]
        )
        hidden = (1 - mask.to(x.dtype))[:, None, None, :] * -10000.0
        for layer in base.encoder.layer:
            a, batch = layer.attention.self, x.shape[0]
            width = base.config.hidden_size // heads
            query = a.query(x).view(batch, size, heads, width).transpose(1, 2)
            key = a.key(x).view(batch, size, heads, width).permute(0, 2, 3, 1)
            value = a.value(x).view(batch, size, heads, width).transpose(1, 2)
            weights = torch.softmax(torch.matmul(query, key) / width**0.5 + hidden, -1)
            mixed = torch.matmul(weights, value).transpose(1, 2).reshape(batch, size, base.config.hidden_size)
            x = layer.attention.output.LayerNorm(layer.attention.output.dense(mixed) + x)
            x = layer.output.LayerNorm(
                layer.output.dense(nn.functional.gelu(layer.intermediate.dense(x))) + x
            )
        return self.network.cue(x), self.network.unary(x), x


class _Linker(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, h: Tensor, una: Tensor, average: Tensor, dist: Tensor) -> Tensor:
        return self.network.link(h, una, average, dist)


def export_model(network: Network, out: Path) -> None:
    """Write the files of `sayso.reader.encoder.session` and `sayso.reader.encoder.heads`, print their hashes."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers import optimizer
    from onnxruntime.transformers.fusion_options import FusionOptions

    network.eval()
    names = encoder.NAMES
    out.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(1000, 20000, (2, 40))
    feat, mask = torch.randint(0, 7, (2, 40)), torch.ones(2, 40, dtype=torch.long)
    axes: dict[str, dict[int, str]] = {
        k: {0: "b", 1: "t"} for k in ("ids", "feat", "mask", "cue", "una", "h")
    }
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        plain, fused = f"{folder}/encoder.onnx", f"{folder}/fused.onnx"
        torch.onnx.export(
            _Encoder(network), (ids, feat, mask), plain, input_names=["ids", "feat", "mask"], output_names=["cue", "una", "h"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        model = optimizer.optimize_model(
            plain,
            "bert",
            num_heads=12,
            hidden_size=384,
            optimization_options=FusionOptions("bert"),
            opt_level=0,
        )
        model.save_model_to_file(fused)
        options = {"DefaultTensorType": 1, "MatMulConstBOnly": True}
        quantize_dynamic(
            fused,
            out / names[0],
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=False,
            extra_options=options,
        )
        states = network.encode(ids, feat, mask)
        average, dist = torch.rand(2, 3, 40), torch.randint(0, 20, (2, 3, 40))
        torch.onnx.export(
            _Linker(network), (states, network.unary(states), average, dist), str(out / names[1]), input_names=["h", "una", "M", "dist"],
            output_names=["L"], opset_version=17, dynamo=False,
            dynamic_axes={"h": {0: "b", 1: "t"}, "una": {0: "b", 1: "t"}, "M": {0: "b", 1: "c", 2: "t"}, "dist": {0: "b", 1: "c", 2: "t"}, "L": {0: "b", 1: "c", 2: "t"}},
        )  # fmt: skip
    shutil.copy(base_folder() / "tokenizer.json", out / names[2])
    small = {
        "factuality_in": network.factuality[0].weight.T, "factuality_in_bias": network.factuality[0].bias,
        "factuality_out": network.factuality[2].weight.T, "factuality_out_bias": network.factuality[2].bias,
        "type": network.plover.weight.T, "type_bias": network.plover.bias,
    }  # fmt: skip
    stored = out / heads.NAME
    np.savez_compressed(
        stored, **{key: value.detach().numpy().astype(np.float16) for key, value in small.items()}
    )  # type: ignore[arg-type]
    for name in (*names, stored.name):
        print(f"{sha256((out / name).read_bytes()).hexdigest()}  {name}")
