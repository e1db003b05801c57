"""Fit the head that tells whether the words in a role act for a state: `python -m training.events.affiliation --network FILE --corpus FOLDER`.

Labels follow from the corpus: who acts in an event of which a state takes part, and whom no other participant names, acts for a state
(an office-holder, a ministry, the police); who is named as a participant, or acts where no state takes part, does not. A logistic
regression on the mean state of the words, on the frozen network; it is written into the network's file.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.events.data import Report, load_corpus, make_report, overlapping
from training.events.loss import encode_reports
from training.events.model import Reader


def stems(words: str) -> set[str]:
    """The beginnings of the words of a name."""
    return {w[:5] for w in re.findall(r"\w+", words.casefold()) if w not in ("the", "of", "a", "and")}


def labelled_spans(row: dict[str, Any]) -> Iterator[tuple[str, int, int, int]]:
    """(part, start, end, label) of the role words of a report's mentions."""
    for mention in row["mentions"]:
        parties = row["events"][mention["event"]]["participants"]
        states = [p for p in parties if len(p) == 3 and p.isupper()]
        names = [stems(p) for p in parties if p not in states]
        acts = any(a["role"] == "by" for a in mention["args"])
        for arg in mention["args"]:
            if arg["role"] not in ("by", "to"):
                continue
            text = (row["text"] if arg["part"] == "body" else row.get("title") or "")[
                arg["start"] : arg["end"]
            ]
            own = stems(text)
            if not states or any(n & own for n in names):
                yield arg["part"], arg["start"], arg["end"], 0
            elif arg["role"] == "by" or not acts:
                yield arg["part"], arg["start"], arg["end"], 1


@torch.no_grad()
def collect(network: Reader, rows: Sequence[dict[str, Any]]) -> tuple[Tensor, Tensor]:
    """States (span, width) and labels of all role words."""
    network.eval()
    states, labels = [], []
    for row in rows:
        report: Report | None = make_report(row, {})
        if report is None:
            continue
        (own,) = encode_reports(network, [report], "cpu")
        spans = list(labelled_spans(row))
        for e in own:
            for part, start, end, label in spans:
                words = overlapping(e.labelled.words, part, start, end)
                if words:
                    states.append(e.words[words].mean(0))
                    labels.append(label)
    return torch.stack(states), torch.tensor(labels, dtype=torch.float32)


def fit(states: Tensor, labels: Tensor, steps: int = 400) -> tuple[Tensor, Tensor]:
    """Weight and bias of a logistic regression with weight decay."""
    weight, bias = torch.zeros(states.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.Adam([weight, bias], lr=0.02)
    for _ in range(steps):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(states @ weight + bias, labels)
        loss = loss + 1e-3 * weight.square().sum()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return weight.detach(), bias.detach()


def main() -> int:
    """Fit on the training reports, print how many are right on the development reports, write the network's file."""
    parser = argparse.ArgumentParser(prog="python -m training.events.affiliation")
    parser.add_argument("--network", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    args = parser.parse_args()
    network = Reader()
    network.load_state_dict(torch.load(args.network, weights_only=True), strict=False)
    fit_affiliation(network, args.corpus)
    torch.save(network.state_dict(), args.network)
    return 0


def fit_affiliation(network: Reader, corpus: Path) -> None:
    """Fit the head of a network on the training reports, and print how many spans are right on the development reports."""
    weight, bias = fit(*collect(network, load_corpus([corpus / "train.jsonl"])))
    states, labels = collect(network, load_corpus([corpus / "dev.jsonl"]))
    right = ((states @ weight + bias > 0) == (labels > 0.5)).float().mean()
    print(
        f"{100 * float(right):.1f} % of {len(labels)} spans right on dev; for a state {100 * float(labels.mean()):.1f} %"
    )
    network.official.weight.data[0], network.official.bias.data[:] = weight, bias


if __name__ == "__main__":
    sys.exit(main())
