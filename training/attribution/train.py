"""Train the attribution model and export it: one command, about half an hour on two free cores.

    python -m training.attribution.train --data ../shared/eval/attribution --out sayso/models [--epochs 4]

Needs `pip install '.[training]'`. Writes a checkpoint after each epoch (`--work`), prints loss and time left, exports int8 ONNX.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from sayso.read.decoding import find_cues, place_cues
from training.attribution.data import IGNORED, OUTSIDE, Example, load_reports, make_batches
from training.attribution.export import export_model
from training.attribution.model import Network

PIECES = 1280
ENCODER_RATE, HEAD_RATE, WARM_UP = 2.5e-4, 1e-3, 0.06
CUE_WEIGHT, SOURCE_WEIGHT = 2.0, 1.5
_NEGATIVES = 4  # wrongly predicted cues of a window that learn to own nothing


def train(data: Path, work: Path, epochs: int, layers: int, share: float = 1.0) -> Network:
    """Train on the training part under one schedule: rates rise for a while, then fall to zero."""
    torch.manual_seed(0)
    reports = load_reports(data / "polnear-train.jsonl")
    reports = reports[: max(1, round(len(reports) * share))]
    network = Network(layers)
    network.base.embeddings.word_embeddings.weight.requires_grad = False
    slow = [p for n, p in network.named_parameters() if n.startswith("base.") and p.requires_grad]
    fast = [p for n, p in network.named_parameters() if not n.startswith("base.")]
    groups = [{"params": slow, "lr": ENCODER_RATE}, {"params": fast, "lr": HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    total = len(make_batches(reports, 0, PIECES)) * epochs
    step, begun = 0, time.monotonic()
    network.train()
    for epoch in range(epochs):
        for batch in make_batches(reports, epoch, PIECES):
            factor = min(1.0, (step + 1) / (WARM_UP * total + 1)) * max(0.02, 1 - step / total)
            for group, rate in zip(optimiser.param_groups, (ENCODER_RATE, HEAD_RATE)):
                group["lr"] = rate * factor
            loss = batch_loss(network, batch)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*slow, *fast], 1.0)
            optimiser.step()
            step += 1
            if step % 100 == 0:
                spent = time.monotonic() - begun
                print(f"step {step}/{total} loss {loss.item():.3f} {spent:.0f} s, {spent / step * (total - step):.0f} s left", flush=True)
        work.mkdir(parents=True, exist_ok=True)
        torch.save(network.state_dict(), work / f"attribution-{layers}.pt")
    return network


def batch_loss(network: Network, batch: list[Example]) -> Tensor:
    """Cue labels, owners of content and sources of a batch; the model's own wrong cues are added as owning nothing."""
    ids, features, mask, cue = tensors(batch)
    with torch.autocast("cpu", torch.bfloat16):
        states = network.encode(ids, features, mask)
    states = states.float()
    labels, unary = network.cue(states), network.unary(states)
    cue_loss = cross_entropy(labels.reshape(-1, 3), cue.reshape(-1))
    cues = [[*e.cues, *_wrong_cues(e, labels[b].argmax(-1).tolist())] for b, e in enumerate(batch)]
    most, width = max(1, max(map(len, cues))), ids.shape[1]
    average, buckets = torch.zeros(len(batch), most, width), torch.zeros(len(batch), most, width, dtype=torch.long)
    real = torch.zeros(len(batch), most, dtype=torch.bool)
    for b, (example, own) in enumerate(zip(batch, cues)):
        if own:
            one, two = place_cues(own, example.window, width)
            average[b, : len(own)], buckets[b, : len(own)] = torch.from_numpy(one), torch.from_numpy(two)
            real[b, : len(own)] = True
    scores = network.link(states, unary, average, buckets).masked_fill(~real[:, :, None, None], -1e4)
    owners = scores[..., 1:].permute(0, 2, 1, 3).reshape(len(batch), width, 2 * most)
    owner_loss = cross_entropy(torch.cat([unary[..., :1], owners], -1).reshape(-1, 1 + 2 * most), _owner_targets(batch, width).reshape(-1))
    wanted = torch.zeros(len(batch), most, width)
    for b, example in enumerate(batch):
        for c, source in enumerate(example.sources):
            wanted[b, c, source] = 1
    word = cue >= 0
    source_loss = binary_cross_entropy_with_logits(scores[..., 0], wanted, reduction="none") * real[:, :, None] * word[:, None, :]
    return CUE_WEIGHT * cue_loss + owner_loss + SOURCE_WEIGHT * source_loss.sum() / word.sum()  # type: ignore[no-any-return]


def tensors(batch: list[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, features, mask and cue labels, padded to the longest window."""
    width = max(len(e.window.ids) for e in batch)
    ids, features, mask = (np.zeros((len(batch), width), np.int64) for _ in range(3))
    cue = np.full((len(batch), width), -100, np.int64)
    for b, e in enumerate(batch):
        size = len(e.window.ids)
        ids[b, :size], features[b, :size], mask[b, :size], cue[b, :size] = e.window.ids, e.window.features, 1, e.cue
    return torch.from_numpy(ids), torch.from_numpy(features), torch.from_numpy(mask), torch.from_numpy(cue)


def _wrong_cues(example: Example, labels: list[int]) -> list[list[int]]:
    gold = {i for cue in example.cues for i in cue}
    gold |= {i for i, owner in enumerate(example.owner) if isinstance(owner, tuple) and owner[1] == 1}
    return [cue for cue in find_cues(labels, example.window) if not gold & set(cue)][:_NEGATIVES]


def _owner_targets(batch: list[Example], width: int) -> Tensor:
    targets = torch.full((len(batch), width), -100)
    for b, e in enumerate(batch):
        row = [-100 if o == IGNORED else 0 if o == OUTSIDE else 1 + 2 * o[0] + o[1] for o in e.owner]  # type: ignore[index]
        targets[b, : len(row)] = torch.tensor(row)
    return targets


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with polnear-train.jsonl")
    parser.add_argument("--out", type=Path, required=True, help="where the model files go")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="where checkpoints go")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--share", type=float, default=1.0, help="the share of the reports to train on, for a trial")
    args = parser.parse_args()
    network = train(args.data, args.work, args.epochs, args.layers, args.share)
    export_model(network, args.out)


if __name__ == "__main__":
    main()
