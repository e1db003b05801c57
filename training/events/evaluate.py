"""Figures of a network on annotated reports, mention by mention, before it is exported."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import torch

from sayso.reader.encoder.events import CONCEPTS, ROLES, STATUSES, find_triggers
from training.events.data import Labelled, Report, Trigger
from training.events.loss import (
    buckets_from,
    encode_reports,
    pair_features,
    place_features,
    trigger_states,
)
from training.events.model import Reader


def score(tp: float, p: float, g: float) -> list[float]:
    """Precision, recall and F1 in %."""
    return [round(100 * x, 1) for x in (tp / max(1, p), tp / max(1, g), 2 * tp / max(1, p + g))]


@torch.no_grad()
def measure_events(
    network: Reader, reports: Sequence[Report], plover: dict[str, str], device: str, bias: float = 0.0
) -> dict[str, Any]:
    """Mentions, their labels, roles (a word in common), and pairs of one event, of those met."""
    network.eval()
    n: Counter[Any] = Counter()
    right: dict[str, list[bool]] = defaultdict(list)
    for report in reports:
        (own,) = encode_reports(network, [report], device)
        pairs: list[tuple[Labelled, int, list[int], Trigger]] = []
        states = []
        for number, e in enumerate(own):
            found = find_triggers(network.trigger(e.words).log_softmax(-1).cpu().numpy(), bias)
            left = list(e.labelled.triggers)
            n["gold"] += len(left)
            n["ours"] += len(found)
            for t in left:
                n["gold", t.salience] += 1
            met = []
            for words in found:
                hit = next((t for t in left if set(t.words) & set(words)), None)
                if hit is not None:
                    left.remove(hit)
                    met.append((words, hit))
                    n["met"] += 1
                    n["met", hit.salience] += 1
            if met:
                mean, _ = trigger_states(e.words, [w for w, _ in met])
                more = place_features(e.labelled, [w for w, _ in met], number, len(own)).to(device)
                _labels(network, mean, own[0].head, more, met, plover, right)
                _roles(network, e.words, mean, met, n, device)
                pairs += [(e.labelled, number, w, t) for w, t in met]
                states.append(mean)
        if len(pairs) > 1:
            _pairs(network, torch.cat(states), pairs, n, device)
    out: dict[str, Any] = {"mentions": score(n["met"], n["ours"], n["gold"])}
    out["recall by salience"] = [round(100 * n["met", s] / max(1, n["gold", s]), 1) for s in range(3)]
    out |= {k: round(100 * float(np.mean(v)), 1) for k, v in right.items() if not k.startswith("status ")}
    out["status macro"] = round(
        100 * float(np.mean([np.mean(v) for k, v in right.items() if k.startswith("status ")])), 1
    )
    out |= {k: round(100 * float(np.mean(v)), 1) for k, v in right.items() if k.startswith("status ")}
    out |= {r: score(n[r, "tp"], n[r, "p"], n[r, "g"]) for r in (*ROLES[1:], "src")}
    out["pairs"] = score(n["pair tp"], n["pair p"], n["pair g"])
    return out


def _labels(
    network: Any,
    mean: Any,
    lead: Any,
    more: Any,
    met: Any,
    plover: dict[str, str],
    right: dict[str, list[bool]],
) -> None:
    concept = network.concept(mean).argmax(-1).tolist()
    status = network.status(mean).argmax(-1).tolist()
    salience = network.salience(torch.cat([mean, lead.expand(len(mean), -1), more], -1)).argmax(-1).tolist()
    said = network.said(mean).argmax(-1).tolist()
    for i, (_, t) in enumerate(met):
        right["concept"].append(concept[i] == t.concept)
        right["plover"].append(plover[CONCEPTS[concept[i]]] == plover[CONCEPTS[t.concept]])
        right["status"].append(status[i] == t.status)
        right[f"status {STATUSES[t.status]}"].append(status[i] == t.status)
        right["salience"].append(salience[i] == t.salience)
        right["said"].append(said[i] == t.said)


def _roles(network: Any, words: Any, mean: Any, met: Any, n: Counter[Any], device: str) -> None:
    distance = torch.from_numpy(np.stack([buckets_from(w, len(words)) for w, _ in met])).to(device)
    scores = network.role_scores(words, mean, distance)
    best = scores[..., :-1].argmax(-1).tolist()
    source = (scores[..., -1] > 0).tolist()
    for i, (_, t) in enumerate(met):
        for r, role in enumerate(ROLES[1:], 1):
            _count(
                n,
                role,
                {k for k, x in enumerate(t.roles) if x == r},
                {k for k, x in enumerate(best[i]) if x == r},
            )
        _count(n, "src", {k for k, x in enumerate(t.source) if x}, {k for k, x in enumerate(source[i]) if x})


def _count(n: Counter[Any], role: str, gold: set[int], ours: set[int]) -> None:
    n[role, "g"] += bool(gold)
    n[role, "p"] += bool(ours)
    n[role, "tp"] += bool(gold & ours)


def _pairs(network: Any, states: Any, pairs: Any, n: Counter[Any], device: str) -> None:
    both = list(combinations(range(len(pairs)), 2))
    first, second = [b[0] for b in both], [b[1] for b in both]
    more = pair_features([p[:3] for p in pairs], first, second).to(device)
    scores = network.pair_scores(states, torch.tensor(first), torch.tensor(second), more) > 0
    for (i, j), yes in zip(both, scores.tolist()):
        same = pairs[i][3].event == pairs[j][3].event
        n["pair p"] += yes
        n["pair g"] += same
        n["pair tp"] += yes and same
