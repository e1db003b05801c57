"""One schedule over all labels: events, attributions, factuality and types in turn; rates rise for a while, then fall to zero."""

import copy
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from sayso.reader.encoder.windows import WINDOW, make_windows
from training.attribution.data import (
    Example,
    label_window,
    load_reports,
    make_batches,
    rated_examples,
    typed_examples,
)
from training.attribution.loss import encode, gold_loss
from training.events.data import (
    Labelled,
    Report,
    Silver,
    add_silver,
    batch_reports,
    load_corpus,
    load_further,
    load_written,
    make_reports,
    words_of,
)
from training.events.loss import event_loss, tagging_loss
from training.events.model import Reader
from training.events.teasers import SHARE, insert_teasers, load_headlines

WARM_UP, KEPT = 0.05, 0.995
BARE = 0.15  # share of the reports that are read without their title
WRITTEN_TIMES = 2  # how often the sentences of our own are read in an epoch


@dataclass
class Plan:
    """How the network is trained: epochs over the events corpus, how often over the rest, pieces a batch, rates, seed."""

    epochs: int = 8
    attribution_epochs: float = 1.2
    rated_epochs: float = 0.5
    pieces: int = 2560
    kinds: tuple[str, ...] = ("attribution", "rated")
    """What is trained beside events."""
    encoder_rate: float = 2.5e-4
    head_rate: float = 1e-3
    seed: int = 0
    device: str = "cpu"


@dataclass
class Labels:
    """What there is to train on."""

    events: list[dict[str, Any]]
    attributions: list[dict[str, Any]]
    rated: list[list[dict[str, Any]]]
    typed: list[dict[str, Any]]
    silver: Silver
    headlines: list[str] = field(default_factory=list)
    """Titles of other articles, to stand as teasers within reports."""


def load_labels(data: Path, corpus: Sequence[Path], silver: Silver) -> Labels:
    """The labelled texts below `data` (attribution/, status/, eventtype/) and the events corpus."""
    rated = [load_reports(data / "status" / f"{n}-train.jsonl") for n in ("uw", "uds-ih2")]
    bulk = data / "bulk" / "articles.jsonl.gz"
    return Labels(
        [*load_corpus(corpus), *(load_further(bulk) if bulk.is_file() else [])],
        load_reports(data / "attribution" / "polnear-train.jsonl"),
        rated,
        load_reports(data / "eventtype" / "plv-train.jsonl"),
        silver,
        load_headlines(bulk) if bulk.is_file() else [],
    )


Batch = tuple[str, Any]


def attribution_examples(
    rows: Sequence[dict[str, Any]], silver: Silver, chance: random.Random
) -> Iterator[tuple[Example, Labelled]]:
    """Windows of PolNeAR; the first line stands as a title before about half of the reports."""
    for row in rows:
        line = row["text"].lstrip().partition("\n")[0][:140]
        title = line if chance.random() < 0.5 else ""
        for window in make_windows(row["text"], longest=chance.randint(WINDOW // 2, WINDOW), title=title):
            labelled = Labelled(window, words_of(window, False))
            add_silver(labelled, row["id"], silver)
            yield label_window(window, row["attributions"]), labelled


def epoch_batches(labels: Labels, plan: Plan, epoch: int) -> list[Batch]:
    """The batches of one epoch over the events, with its share of everything else, in random order."""
    chance = random.Random(1000 * plan.seed + epoch)
    titled = [r if chance.random() > BARE else {**r, "title": ""} for r in labels.events]
    titled = _with_teasers(titled, labels, chance)
    reports = list(make_reports([*titled, *WRITTEN_TIMES * load_written()], labels.silver, chance))
    batches: list[Batch] = [("events", b) for b in batch_reports(reports, chance, plan.pieces)]
    for kind, rows, times in (
        ("attribution", labels.attributions, plan.attribution_epochs),
        ("rated", [], plan.rated_epochs),
    ):
        if kind not in plan.kinds:
            continue
        share = times / plan.epochs
        if kind == "attribution":
            own = _with_teasers(_slice(rows, share, epoch), labels, chance)
            pairs = {id(e): (e, w) for e, w in attribution_examples(own, labels.silver, chance)}
            made = make_batches([e for e, _ in pairs.values()], chance, plan.pieces)
            batches += [(kind, [pairs[id(e)] for e in b]) for b in made]
        else:
            examples = [
                e for part in labels.rated for e in rated_examples(_slice(part, share, epoch), chance)
            ]
            batches += [(kind, b) for b in make_batches(examples, chance, plan.pieces)]
            typed = list(typed_examples(_slice(labels.typed, 2 * share, epoch), chance))
            batches += [(kind, b) for b in make_batches(typed, chance, plan.pieces)]
    chance.shuffle(batches)
    return batches


def _with_teasers(
    rows: Sequence[dict[str, Any]], labels: Labels, chance: random.Random
) -> list[dict[str, Any]]:
    """Reports, some of them with teasers."""
    return [insert_teasers(r, labels.headlines, chance) if chance.random() < SHARE else r for r in rows]


def _slice(rows: Sequence[Any], share: float, epoch: int) -> list[Any]:
    """The part of some rows that belongs to an epoch: each in turn, `share` of them a time."""
    size = max(1, round(len(rows) * share)) if rows else 0
    return [rows[(epoch * size + i) % len(rows)] for i in range(size)]


def batch_loss(network: Reader, kind: str, batch: Any, device: str) -> Tensor:
    """The loss of one batch."""
    if kind == "events":
        reports: list[Report] = batch
        return event_loss(network, reports, device)
    if kind == "rated":
        return gold_loss(network, batch, device)
    examples = [e for e, _ in batch]
    encoded = encode(network, examples, device)
    labelled = [w for _, w in batch]
    states = [encoded[0][b][torch.tensor([x.piece for x in w.words])] for b, w in enumerate(labelled)]
    return gold_loss(network, examples, device, encoded) + tagging_loss(
        network, torch.cat(states), labelled, device
    )


def train(network: Reader, labels: Labels, plan: Plan, out: Path | None = None) -> Reader:
    """Train in place and give the network of averaged weights; each epoch's is saved to `out`."""
    torch.manual_seed(plan.seed)
    random.seed(plan.seed)
    network.to(plan.device).train()
    mean = copy.deepcopy(network).eval().requires_grad_(False)
    slow = [p for n, p in network.named_parameters() if n.startswith("base.") and p.requires_grad]
    fast = [p for n, p in network.named_parameters() if not n.startswith("base.")]
    rates = (plan.encoder_rate, plan.head_rate)
    optimiser = torch.optim.AdamW([{"params": p} for p in (slow, fast)], lr=1e-4, weight_decay=0.01)
    begun, step = time.monotonic(), 0
    for epoch in range(plan.epochs):
        batches = epoch_batches(labels, plan, epoch)
        total: dict[str, list[float]] = {}
        for number, (kind, batch) in enumerate(batches):
            done = (epoch + number / len(batches)) / plan.epochs
            for group, rate in zip(optimiser.param_groups, rates):
                group["lr"] = rate * min(1.0, (done + 1e-3) / WARM_UP) * max(0.01, 1 - done)
            loss = batch_loss(network, kind, batch, plan.device)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*slow, *fast], 1.0)
            optimiser.step()
            step += 1
            kept = min(KEPT, (1 + step) / (10 + step))
            with torch.no_grad():
                for a, b in zip(mean.parameters(), network.parameters()):
                    if b.requires_grad:
                        a.lerp_(b, 1 - kept)
            total.setdefault(kind, []).append(loss.item())
        spent = time.monotonic() - begun
        losses = {k: round(sum(v) / len(v), 3) for k, v in total.items()}
        print(
            f"epoch {epoch} of {plan.epochs}, {len(batches)} batches, {spent:.0f} s, losses {losses}",
            flush=True,
        )
        if out is not None:
            torch.save(mean.state_dict(), out)
    return mean
