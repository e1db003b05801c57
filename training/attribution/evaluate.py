"""The figures of a network on development data before it is exported: attribution by the shared scorer, factuality as Pearson's r."""

import importlib.util
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from sayso.reader.encoder.decoding import decode_window, find_cues
from sayso.reader.encoder.windows import WINDOW, make_windows
from training.attribution.data import fold_of, load_reports, plain_example, rated_examples, typed_examples
from training.attribution.loss import encode, place, type_scores
from training.attribution.model import Network


def measure(
    network: Network, data: Path, scorer: Path, device: str, fold: int = -1, longest: int = WINDOW
) -> dict[str, float]:
    """Figures in % on PolNeAR dev (`data`/attribution), r on UW and UDS dev (`data`/status), and how many types are right of a fold left out."""
    network.eval()
    figures: dict[str, float] = {}
    reports = load_reports(data / "attribution" / "polnear-dev.jsonl")
    score = load_scorer(scorer).score(
        {r["id"]: r for r in reports},
        {r["id"]: a for r, a in zip(reports, answer(network, reports, device, longest))},
    )
    for key in ("relation", "cue_exact", "content_exact", "span_source", "span_cue", "span_content"):
        figures[key] = score[key]["F1"]
    for kind, row in score["recall_by_type"].items():
        figures[f"recall_{kind}"] = row["relation_recall"]
    for name in ("uw", "uds-ih2"):
        path = data / "status" / f"{name}-dev.jsonl"
        if path.is_file():
            figures[f"r_{name}"] = rated_r(network, load_reports(path), device)
    if fold >= 0:
        rows = load_reports(data / "eventtype" / "plv-train.jsonl")
        pairs = typed_answers(network, [r for r in rows if fold_of(r) == fold], device)
        print("types", fold, pairs, flush=True)
        figures["types"] = round(100 * sum(a == b for a, b in pairs) / len(pairs), 2)
    network.train()
    return figures


@torch.no_grad()
def answer(
    network: Network, reports: Sequence[dict[str, Any]], device: str, longest: int
) -> list[dict[str, Any]]:
    """The attributions of reports in the scorer's form."""
    todo = [
        (r, plain_example(w))
        for r, report in enumerate(reports)
        for w in make_windows(report["text"], longest=longest)
    ]
    todo.sort(key=lambda x: len(x[1].window.ids))
    found: list[list[dict[str, Any]]] = [[] for _ in reports]
    for start in range(0, len(todo), 32):
        part = todo[start : start + 32]
        batch = [e for _, e in part]
        states, labels, unary = encode(network, batch, device)
        best = labels.argmax(-1).tolist()
        cues = [find_cues(best[b], e.window) for b, e in enumerate(batch)]
        average, buckets, _ = place(cues, batch, device)
        scores = network.link(states, unary, average, buckets).cpu().numpy()
        outside = unary[..., 0].cpu().numpy()
        for b, (r, example) in enumerate(part):
            if cues[b]:
                for source, cue, content, _ in decode_window(example.window, cues[b], outside[b], scores[b]):
                    spans = {"source": source, "cue": cue, "content": content}
                    found[r].append({k: [[s.start, s.end] for s in v] for k, v in spans.items()})
    return [{"id": report["id"], "attributions": own} for report, own in zip(reports, found)]


@torch.no_grad()
def rated_r(network: Network, sentences: Sequence[dict[str, Any]], device: str) -> float:
    """Pearson's r of the factuality head with the ratings."""
    examples = list(rated_examples(sentences, random.Random(0)))
    wanted: list[float] = []
    got: list[float] = []
    for start in range(0, len(examples), 64):
        batch = examples[start : start + 64]
        states, _, _ = encode(network, batch, device)
        answers = network.factuality(states).squeeze(-1).cpu().numpy()
        for b, e in enumerate(batch):
            wanted += [score for _, score in e.rated]
            got += [float(answers[b, i]) for i, _ in e.rated]
    return round(float(np.corrcoef(wanted, got)[0, 1]), 4)


@torch.no_grad()
def typed_answers(network: Network, rows: Sequence[dict[str, Any]], device: str) -> list[tuple[int, int]]:
    """The type and the type answered of each sentence."""
    pairs: list[tuple[int, int]] = []
    examples = list(typed_examples(rows, random.Random(0), bare=0))
    for start in range(0, len(examples), 64):
        batch = examples[start : start + 64]
        scores, labels = type_scores(network, encode(network, batch, device)[0], batch)
        pairs += list(zip(labels.tolist(), scores.argmax(-1).tolist()))
    return pairs


def load_scorer(path: Path) -> Any:
    """The shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_attribution", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
