"""Train the reader's encoder and export it: one command, on two cores or on a graphics card.

    python -m training.attribution.train --data ../shared/eval --out sayso/models [--device cuda]

Order: the base is adapted to news without labels (`--adapt` rounds), teachers are trained on the labels (`--teachers`, one seed each), and
the shipped network learns from the labels and from its teachers' mean answer on unlabelled articles. With `--adapt 0 --teachers 0` it
learns from the labels alone. Needs `pip install '.[training]'`. Prints loss and time left, exports int8 ONNX.
"""

import argparse
import copy
import gzip
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch

from sayso.read.wordpieces import WINDOW, make_windows
from training.attribution.adapt import adapt
from training.attribution.data import Example, load_reports, make_batches, make_examples, plain_example, rated_examples
from training.attribution.evaluate import measure
from training.attribution.loss import gold_loss, soft_loss
from training.attribution.model import Network

WARM_UP = 0.06


@dataclass
class Plan:
    """How one network is trained: epochs over the labels, word pieces a batch, learning rates, seed."""

    epochs: int = 5
    pieces: int = 1280
    encoder_rate: float = 2.5e-4
    head_rate: float = 1e-3
    seed: int = 0
    device: str = "cpu"
    share: float = 1.0
    teachers: Sequence[Network] = field(default_factory=list)
    silver: Sequence[Example] = field(default_factory=list)


def train(network: Network, data: Path, plan: Plan) -> Network:
    """Train `network` in place under one schedule: rates rise for a while, then fall to zero."""
    torch.manual_seed(plan.seed)
    network.to(plan.device).train()
    slow = [p for n, p in network.named_parameters() if n.startswith("base.") and p.requires_grad]
    fast = [p for n, p in network.named_parameters() if not n.startswith("base.")]
    rates = (plan.encoder_rate, plan.head_rate)
    groups = [{"params": p, "lr": r} for p, r in zip((slow, fast), rates)]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    batches = list(epoch_batches(data, plan))
    step, total, begun = 0, sum(map(len, batches)), time.monotonic()
    for epoch in batches:
        for kind, batch in epoch:
            factor = min(1.0, (step + 1) / (WARM_UP * total + 1)) * max(0.02, 1 - step / total)
            for group, rate in zip(optimiser.param_groups, rates):
                group["lr"] = rate * factor
            loss = gold_loss(network, batch, plan.device) if kind == "gold" else soft_loss(network, plan.teachers, batch, plan.device)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*slow, *fast], 1.0)
            optimiser.step()
            step += 1
            if step % 200 == 0:
                spent = time.monotonic() - begun
                print(f"step {step}/{total} {kind} loss {loss.item():.3f} {spent:.0f} s, {spent / step * (total - step):.0f} s left", flush=True)
    return network


def epoch_batches(data: Path, plan: Plan) -> Iterator[list[tuple[str, list[Example]]]]:
    """Each epoch's batches in random order: labelled windows, rated sentences among them, and as many unlabelled windows."""
    reports = load_reports(data / "attribution" / "polnear-train.jsonl")
    reports = reports[: max(1, round(len(reports) * plan.share))]
    rated = [load_reports(p) for n in ("uw", "uds-ih2") if (p := data / "status" / f"{n}-train.jsonl").is_file()]
    at = 0
    for epoch in range(plan.epochs):
        chance = random.Random(1000 * plan.seed + epoch)
        examples = [e for report in reports for e in make_examples(report, chance)]
        count = len(examples)
        for sentences in rated:
            examples += list(rated_examples(sentences[: round(len(sentences) * plan.share)], chance))
        mixed = [("gold", b) for b in make_batches(examples, chance, plan.pieces)]
        if plan.teachers:
            part = [plan.silver[(at + i) % len(plan.silver)] for i in range(count)]
            at += count
            mixed += [("silver", b) for b in make_batches(part, chance, plan.pieces)]
        chance.shuffle(mixed)
        yield mixed


def load_articles(path: Path, most: int) -> list[Example]:
    """Windows of up to `most` articles of a gzipped JSONL file with `text`."""
    examples: list[Example] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number >= most:
                break
            examples += [plain_example(w) for w in make_windows(json.loads(line)["text"], longest=WINDOW)]
    random.Random(0).shuffle(examples)
    return examples


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with attribution/, status/ and bulk/")
    parser.add_argument("--out", type=Path, required=True, help="where the model files go")
    parser.add_argument("--scorer", type=Path, help="score_attribution.py, to print figures on the development data")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--pieces", type=int, default=1280, help="word pieces a batch")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--adapt", type=int, default=0, help="rounds of masked words over the articles")
    parser.add_argument("--teachers", type=int, default=0)
    parser.add_argument("--articles", type=int, default=8000)
    parser.add_argument("--share", type=float, default=1.0, help="the share of the labels to train on, for a trial or a curve")
    parser.add_argument("--weights", type=Path, help="write the weights here too")
    args = parser.parse_args()
    plan = Plan(args.epochs, args.pieces, seed=args.seed, device=args.device, share=args.share)
    start = Network(args.layers).to(args.device)
    silver = load_articles(args.data / "bulk" / "articles.jsonl.gz", args.articles) if args.adapt or args.teachers else []
    if args.adapt:
        adapt(start, silver, args.device, args.adapt)
    teachers = []
    for number in range(args.teachers):
        teacher = train(copy.deepcopy(start), args.data, Plan(**{**vars(plan), "seed": 100 + number}))
        if args.scorer:
            print(f"teacher {number}", json.dumps(measure(teacher, args.data, args.scorer, args.device)), flush=True)
        teachers.append(teacher.eval().requires_grad_(False))
    network = train(start, args.data, Plan(**{**vars(plan), "teachers": teachers, "silver": silver}))
    if args.scorer:
        print("network", json.dumps(measure(network, args.data, args.scorer, args.device)), flush=True)
    if args.weights:
        torch.save({k: v.half() for k, v in network.state_dict().items()}, args.weights)
    from training.attribution.export import export_model

    export_model(network.cpu(), args.out)


if __name__ == "__main__":
    main()
