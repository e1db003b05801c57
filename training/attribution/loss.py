"""What the attribution heads are trained to: the gold labels of a batch."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, smooth_l1_loss

from sayso.reader.encoder.decoding import find_cues, place_cues
from training.attribution.data import IGNORED, OUTSIDE, Example
from training.attribution.model import Network

CUE_WEIGHT, SOURCE_WEIGHT, RATED_WEIGHT, TYPE_WEIGHT = 2.0, 1.5, 1.0, 1.0
_NEGATIVES = 4  # wrongly predicted cues of a window that learn to own nothing


def has_bfloat16(device: str) -> bool:
    """Whether a device multiplies in bfloat16: a graphics card, or a processor with such tiles."""
    return device.startswith("cuda") or bool(torch.cpu._is_amx_tile_supported())


def encode(network: Network, batch: Sequence[Example], device: str) -> tuple[Tensor, Tensor, Tensor]:
    """States, cue labels' scores and unary scores of a batch, the encoder in bfloat16 on a graphics card (a processor without such products takes nine times as long)."""
    width = max(len(e.window.ids) for e in batch)
    packed = np.zeros((3, len(batch), width), np.int64)
    for b, e in enumerate(batch):
        size = len(e.window.ids)
        packed[0, b, :size], packed[1, b, :size], packed[2, b, :size] = e.window.ids, e.window.features, 1
    ids, features, mask = torch.from_numpy(packed).to(device, non_blocking=True)
    with torch.autocast(torch.device(device).type, torch.bfloat16, enabled=has_bfloat16(device)):
        states = network.encode(ids, features, mask)
    states = states.float()
    return states, network.cue(states), network.unary(states)


def place(
    cues: Sequence[Sequence[list[int]]], batch: Sequence[Example], device: str
) -> tuple[Tensor, Tensor, Tensor]:
    """The cues of a batch as `Network.link` takes them: averages, distance buckets, and which are real."""
    most, width = max(1, max(map(len, cues))), max(len(e.window.ids) for e in batch)
    average, buckets = (
        np.zeros((len(batch), most, width), np.float32),
        np.zeros((len(batch), most, width), np.int64),
    )
    real = np.zeros((len(batch), most), bool)
    for b, (example, own) in enumerate(zip(batch, cues)):
        if own:
            average[b, : len(own)], buckets[b, : len(own)] = place_cues(own, example.window, width)
            real[b, : len(own)] = True
    return tuple(torch.from_numpy(x).to(device, non_blocking=True) for x in (average, buckets, real))  # type: ignore[return-value]


def owner_scores(scores: Tensor, unary: Tensor) -> Tensor:
    """Scores (batch, piece, 1 + 2 cues) of who owns a piece: none, or a cue as content or as further part."""
    batch, most, width, _ = scores.shape
    owners = scores[..., 1:].permute(0, 2, 1, 3).reshape(batch, width, 2 * most)
    return torch.cat([unary[..., :1], owners], -1)


def gold_loss(
    network: Network,
    batch: Sequence[Example],
    device: str,
    encoded: tuple[Tensor, Tensor, Tensor] | None = None,
) -> Tensor:
    """Cue labels, owners of content and sources of a batch, and its factuality; the model's own wrong cues own nothing."""
    states, labels, unary = encoded or encode(network, batch, device)
    width = states.shape[1]
    targets = np.full((2, len(batch), width), -100, np.int64)
    for b, e in enumerate(batch):
        row = [-100 if o == IGNORED else 0 if o == OUTSIDE else 1 + 2 * o[0] + o[1] for o in e.owner]  # type: ignore[index]
        targets[0, b, : len(e.cue)], targets[1, b, : len(row)] = e.cue, row
    cue, owner = torch.from_numpy(targets).to(device, non_blocking=True)
    loss = torch.zeros((), device=device)
    known = [bool(e.cue) and max(e.cue) >= 0 for e in batch]
    if any(known):
        best = labels.argmax(-1).tolist()
        cues = [[*e.cues, *_wrong_cues(e, best[b])] if known[b] else [] for b, e in enumerate(batch)]
        average, buckets, real = place(cues, batch, device)
        scores = network.link(states, unary, average, buckets).masked_fill(~real[:, :, None, None], -1e4)
        every = owner_scores(scores, unary)
        owner_loss = cross_entropy(every.reshape(-1, every.shape[-1]), owner.reshape(-1))
        wanted = np.zeros((len(batch), average.shape[1], width), np.float32)
        for b, e in enumerate(batch):
            for c, source in enumerate(e.sources):
                wanted[b, c, source] = 1
        word = cue >= 0
        each = binary_cross_entropy_with_logits(
            scores[..., 0], torch.from_numpy(wanted).to(device), reduction="none"
        )
        source_loss = (each * real[:, :, None] * word[:, None, :]).sum() / word.sum()
        loss = (
            loss
            + CUE_WEIGHT * cross_entropy(labels.reshape(-1, 3), cue.reshape(-1))
            + owner_loss
            + SOURCE_WEIGHT * source_loss
        )
    rated = [(b, i, score) for b, e in enumerate(batch) for i, score in e.rated]
    if rated:
        rows, places = (
            torch.tensor([r[0] for r in rated], device=device),
            torch.tensor([r[1] for r in rated], device=device),
        )
        answer = network.factuality(states[rows, places]).squeeze(-1)
        loss = loss + RATED_WEIGHT * smooth_l1_loss(
            answer, torch.tensor([r[2] for r in rated], device=device), beta=0.3
        )
    if any(e.typed for e in batch):
        answer, labels = type_scores(network, states, batch)
        loss = loss + TYPE_WEIGHT * cross_entropy(answer, labels)
    return loss


def type_scores(network: Network, states: Tensor, batch: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """Scores (sentence, type) of the typed sentences of a batch, and their labels."""
    rows = [(b, typed) for b, e in enumerate(batch) for typed in e.typed]
    weights = np.zeros((3, len(rows), states.shape[1]), np.float32)
    for r, (_, typed) in enumerate(rows):
        for part, pieces in enumerate(typed[:3]):
            if pieces:
                weights[part, r, pieces] = 1 / len(pieces)
    own = states[torch.tensor([b for b, _ in rows], device=states.device)]
    pooled = torch.einsum("prt,rtw->rpw", torch.from_numpy(weights).to(states.device), own).flatten(1)
    return network.plover(pooled), torch.tensor([typed.label for _, typed in rows], device=states.device)


def _wrong_cues(example: Example, labels: list[int]) -> list[list[int]]:
    gold = {i for cue in example.cues for i in cue}
    gold |= {i for i, owner in enumerate(example.owner) if isinstance(owner, tuple) and owner[1] == 1}
    return [cue for cue in find_cues(labels, example.window) if not gold & set(cue)][:_NEGATIVES]
