"""Train the reader's encoder and export it: one command, on a graphics card or on the processor.

    python -m training.attribution --data ../shared/eval --out sayso/models [--device cuda] [--scorer ../shared/tools/score_attribution.py]

As it stands this is the run behind the shipped files: five teachers on the labels, side by side, 140 seconds each; then one network of six and one of
three layers, from the base anew and side by side, on the labels and on the teachers' mean answer to 6,500 articles without labels, 267 seconds each.
`--seconds 0 0` ends every schedule with its epochs in place of the clock, `--teachers 0` trains from the labels alone (half an hour on two cores).
Each teacher leaves out one fifth of the typed sentences, which gives an honest figure for the types. Needs `pip install '.[training]'`.
"""

import argparse
import json
import multiprocessing
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import torch

from training.attribution.evaluate import measure
from training.attribution.export import export_model
from training.attribution.model import Network
from training.attribution.train import Plan, load_articles, train


def train_teacher(number: int, plan: Plan, data: Path, scorer: Path | None, folder: Path) -> Path:
    """Train one teacher (seed 100 + `number`, without fold `number` of the typed sentences); its weights go to `folder`."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as workers:
        network = train(Network(), data, replace(plan, seed=100 + number, fold=number), workers)
    if scorer:
        print(
            f"teacher {number}",
            json.dumps(measure(network, data, scorer, plan.device, fold=number)),
            flush=True,
        )
    path = folder / f"teacher-{number}.pt"
    torch.save(network.cpu().state_dict(), path)
    return path


def train_student(
    layers: int,
    plan: Plan,
    data: Path,
    scorer: Path | None,
    teachers: Sequence[Path],
    articles: int,
    out: Path,
) -> None:
    """Train a network of some layers on the labels and on the mean answer of its teachers, and export it to `out`."""
    taught = [load_network(path, plan.device) for path in teachers]
    silver = load_articles(data / "bulk" / "articles.jsonl.gz", articles) if taught else []
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as workers:
        network = train(Network(layers), data, replace(plan, teachers=taught, silver=silver), workers)
    if scorer:
        print(
            f"network of {layers} layers", json.dumps(measure(network, data, scorer, plan.device)), flush=True
        )
    export_model(network.cpu(), out)


def load_network(path: Path, device: str) -> Network:
    """A teacher from its file, ready to answer."""
    network = Network()
    network.load_state_dict(torch.load(path, weights_only=True))
    return network.to(device).eval().requires_grad_(False)


def run_side_by_side(tasks: Sequence[Callable[[], Any]], together: int) -> list[Any]:
    """The results of tasks, so many at once, each in a process of its own; one at a time they run in this one."""
    if together <= 1 or len(tasks) <= 1:
        return [task() for task in tasks]
    with ProcessPoolExecutor(min(together, len(tasks)), multiprocessing.get_context("spawn")) as pool:
        return [future.result() for future in [pool.submit(task) for task in tasks]]


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m training.attribution", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with attribution/, status/, eventtype/ and bulk/"
    )
    parser.add_argument("--out", type=Path, required=True, help="where the model files go")
    parser.add_argument(
        "--scorer", type=Path, help="score_attribution.py, to print figures on the development data"
    )
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--teachers", type=int, default=5, choices=range(6), help="0 to 5")
    parser.add_argument("--layers", type=int, nargs="+", default=[6, 3], help="of the networks to export")
    parser.add_argument(
        "--seconds",
        type=float,
        nargs=2,
        default=[140, 267],
        metavar=("TEACHER", "NETWORK"),
        help="length of a schedule; 0 for all its epochs",
    )
    parser.add_argument("--epochs", type=int, default=6, help="at most so many over the labels")
    parser.add_argument("--pieces", type=int, default=2560, help="word pieces a batch")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--articles", type=int, default=6500)
    parser.add_argument(
        "--share", type=float, default=1.0, help="the share of the labels to train on, for a trial"
    )
    parser.add_argument(
        "--together",
        type=int,
        default=0,
        help="how many networks to train at once; 0: all on a graphics card, one elsewhere",
    )
    args = parser.parse_args(words)
    together = args.together or (5 if args.device.startswith("cuda") else 1)
    plan = Plan(args.epochs, pieces=args.pieces, seed=args.seed, device=args.device, share=args.share)
    first, second = (replace(plan, seconds=s or float("inf")) for s in args.seconds)
    with tempfile.TemporaryDirectory() as folder:
        tasks: list[Callable[[], Any]] = [
            partial(train_teacher, n, first, args.data, args.scorer, Path(folder))
            for n in range(args.teachers)
        ]
        teachers = run_side_by_side(tasks, together)
        plan = second if teachers else plan
        tasks = [
            partial(train_student, n, plan, args.data, args.scorer, teachers, args.articles, args.out)
            for n in args.layers
        ]
        run_side_by_side(tasks, together)
    return 0
