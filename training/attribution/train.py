"""How one network is trained, under one schedule, on labels and on the answers of teachers; the command is `python -m training.attribution`."""

import gzip
import json
import random
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import torch

from sayso.reader.encoder.windows import make_windows
from training.attribution.data import (
    Example,
    fold_of,
    load_reports,
    make_batches,
    make_examples,
    plain_example,
    rated_examples,
    sample_share,
    typed_examples,
)
from training.attribution.loss import gold_loss, soft_loss
from training.attribution.model import Network

WARM_UP = 0.06


@dataclass
class Plan:
    """How one network is trained: epochs over the labels or seconds, word pieces a batch, learning rates, seed."""

    epochs: int = 6
    seconds: float = float("inf")
    """Time after which the schedule ends, whatever is left of the epochs."""
    pieces: int = 2560
    encoder_rate: float = 4e-4
    head_rate: float = 1.5e-3
    seed: int = 0
    device: str = "cpu"
    share: float = 1.0
    fold: int = -1
    """The part of the typed sentences to leave out, of five; -1 for none."""
    teachers: Sequence[Network] = field(default_factory=list)
    silver: Sequence[Example] = field(default_factory=list)


Labels = dict[str, list[dict[str, Any]]]
Batch = tuple[str, list[Example]]


def load_labels(data: Path, plan: Plan) -> Labels:
    """The labelled reports and sentences of `data` (attribution/, status/, eventtype/), those that are there."""
    places = {
        "reports": "attribution/polnear",
        "uw": "status/uw",
        "uds": "status/uds-ih2",
        "typed": "eventtype/plv",
    }
    labels = {
        key: load_reports(p) for key, name in places.items() if (p := data / f"{name}-train.jsonl").is_file()
    }
    labels = {key: sample_share(rows, plan.share) for key, rows in labels.items()}
    labels["typed"] = [r for r in labels.get("typed", []) if fold_of(r) != plan.fold]
    return labels


def label_batches(labels: Labels, seed: int, pieces: int) -> tuple[list[Batch], int]:
    """An epoch's labelled batches in random order, and how many windows of reports they hold."""
    chance = random.Random(seed)
    examples = [e for report in labels["reports"] for e in make_examples(report, chance)]
    count = len(examples)
    for key in ("uw", "uds"):
        examples += list(rated_examples(labels.get(key, []), chance))
    typed = [e for _ in range(2) for e in typed_examples(labels["typed"], chance)]
    batches = [("gold", b) for part in (examples, typed) for b in make_batches(part, chance, pieces)]
    chance.shuffle(batches)
    return batches, count


def train(network: Network, data: Path, plan: Plan, workers: Executor) -> Network:
    """Train `network` in place under one schedule: rates rise for a while, then fall to zero; `workers` prepare the batches."""
    torch.manual_seed(plan.seed)
    network.to(plan.device).train()
    slow = [p for n, p in network.named_parameters() if n.startswith("base.") and p.requires_grad]
    fast = [p for n, p in network.named_parameters() if not n.startswith("base.")]
    rates = (plan.encoder_rate, plan.head_rate)
    groups = [{"params": p, "lr": r} for p, r in zip((slow, fast), rates)]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    labels = load_labels(data, plan)
    coming = deque(
        workers.submit(label_batches, labels, 1000 * plan.seed + e, plan.pieces)
        for e in range(min(2, plan.epochs))
    )
    chance, at, step, begun = random.Random(plan.seed), 0, 0, 0.0
    for epoch in range(plan.epochs):
        batches, count = coming.popleft().result()
        begun = begun or time.monotonic()
        if epoch + 2 < plan.epochs:
            coming.append(workers.submit(label_batches, labels, 1000 * plan.seed + epoch + 2, plan.pieces))
        if plan.teachers:
            part = [plan.silver[(at + i) % len(plan.silver)] for i in range(count)]
            at += count
            batches += [("silver", b) for b in make_batches(part, chance, 2 * plan.pieces)]
            chance.shuffle(batches)
        for number, (kind, batch) in enumerate(batches):
            done = max(
                (epoch + number / len(batches)) / plan.epochs, (time.monotonic() - begun) / plan.seconds
            )
            if done >= 1:
                return network
            for group, rate in zip(optimiser.param_groups, rates):
                group["lr"] = rate * min(1.0, (done + 1e-3) / WARM_UP) * max(0.01, 1 - done)
            loss = (
                gold_loss(network, batch, plan.device)
                if kind == "gold"
                else soft_loss(network, plan.teachers, batch, plan.device)
            )
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*slow, *fast], 1.0)
            optimiser.step()
            step += 1
            if step % 200 == 0:
                spent = time.monotonic() - begun
                print(
                    f"step {step} epoch {epoch} {kind} loss {loss.item():.3f} {spent:.0f} s, {spent / done - spent:.0f} s left",
                    flush=True,
                )
    return network


def load_articles(path: Path, most: int) -> list[Example]:
    """Windows of up to `most` articles of a gzipped JSONL file with `text`."""
    examples: list[Example] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, most):
            examples += [plain_example(w) for w in make_windows(json.loads(line)["text"])]
    random.Random(0).shuffle(examples)
    return examples
