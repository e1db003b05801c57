"""Used to the news first: the base learns to fill masked words of unlabelled articles before any label is seen.

Method: masked-language-model pretraining on in-domain text (Devlin et al. 2019; Gururangan et al. 2020).
"""

import random
import time
from collections.abc import Sequence

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from training.attribution.data import Example, make_batches
from training.attribution.model import Network

MASK, RATE, SHARE, PIECES = 103, 5e-4, 0.15, 24_000


def adapt(network: Network, examples: Sequence[Example], device: str, rounds: int) -> None:
    """Train the base of `network` in place to fill words left out of `examples`, `rounds` times over."""
    table = network.base.embeddings.word_embeddings.weight
    size, width = table.shape
    head = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width)).to(device)
    bias = nn.Parameter(torch.zeros(size, device=device))
    trained = [p for n, p in network.named_parameters() if p.requires_grad and n.startswith(("base.", "features."))]
    optimiser = torch.optim.AdamW([*trained, *head.parameters(), bias], lr=RATE, weight_decay=0.01, fused=True)
    chance, noise = random.Random(0), np.random.default_rng(0)
    batches = [b for _ in range(rounds) for b in make_batches(examples, chance, PIECES)]
    begun = time.monotonic()
    network.train()
    for step, batch in enumerate(batches):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / (0.06 * len(batches))) * max(0.02, 1 - step / len(batches))
        longest = max(len(e.window.ids) for e in batch)
        packed = np.zeros((3, len(batch), longest), np.int64)
        for b, e in enumerate(batch):
            packed[0, b, : len(e.window.ids)], packed[1, b, : len(e.window.ids)], packed[2, b, : len(e.window.ids)] = e.window.ids, e.window.features, 1
        hidden = (noise.random(packed[0].shape) < SHARE) & (packed[1] > 0)
        dice = noise.random(packed[0].shape)
        shown = np.where(hidden & (dice < 0.8), MASK, np.where(hidden & (dice > 0.9), noise.integers(1000, size, packed[0].shape), packed[0]))
        ids, features, mask, wanted = (torch.from_numpy(x).to(device, non_blocking=True) for x in (shown, packed[1], packed[2], packed[0]))
        where = torch.from_numpy(hidden).to(device)
        with torch.autocast(device, torch.bfloat16):
            states = network.base(inputs_embeds=network.base.embeddings.word_embeddings(ids) + network.features(features), attention_mask=mask).last_hidden_state
            scores = head(states[where]) @ table.T + bias
        loss = cross_entropy(scores.float(), wanted[where])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        if step % 100 == 0:
            print(f"adapt {step}/{len(batches)} loss {loss.item():.3f} {time.monotonic() - begun:.0f} s", flush=True)
