"""What the event heads are trained to: the gold labels of a batch of reports."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from sayso.reader.encoder.events import CLAUSE, STATUSES, distance_buckets
from training.attribution.loss import has_bfloat16
from training.events.data import IGNORED, Labelled, Report, Trigger
from training.events.model import Reader

WEIGHTS = {
    "trigger": 3.0, "concept": 0.6, "status": 0.5, "salience": 0.3, "said": 0.3, "role": 0.12, "source": 0.12, "pair": 0.4,
    "vector": 0.5, "names": 0.3, "tags": 0.1,
}  # fmt: skip
RARE = torch.tensor(
    [1.0, 1.5, 1.3, 1.3, 4.0, 3.0, 2.0]
)  # weights of STATUSES, about the square root of how rare each is
SMOOTHING = 0.05
_MOST_PAIRS = 4000
assert len(RARE) == len(STATUSES)


def buckets_from(trigger: Sequence[int], words: int) -> np.ndarray:  # type: ignore[type-arg]
    """The bucket of each word's distance from a trigger's first word."""
    return distance_buckets()[np.arange(words) - trigger[0] + 700]


class Encoded(NamedTuple):
    """The states of one window's words, and of its first piece."""

    labelled: Labelled
    words: Tensor
    head: Tensor


def encode_reports(network: Reader, reports: Sequence[Report], device: str) -> list[list[Encoded]]:
    """The states of all windows of some reports, in one batch."""
    windows = [w for r in reports for w in r.windows]
    width = max(len(w.window.ids) for w in windows)
    packed = np.zeros((3, len(windows), width), np.int64)
    for n, w in enumerate(windows):
        size = len(w.window.ids)
        packed[0, n, :size], packed[1, n, :size], packed[2, n, :size] = w.window.ids, w.window.features, 1
    ids, features, mask = torch.from_numpy(packed).to(device)
    with torch.autocast(torch.device(device).type, torch.bfloat16, enabled=has_bfloat16(device)):
        states = network.encode(ids, features, mask)
    states = states.float()
    out: list[list[Encoded]] = []
    at = 0
    for report in reports:
        own = []
        for labelled in report.windows:
            index = torch.tensor([w.piece for w in labelled.words], device=device)
            own.append(Encoded(labelled, states[at][index], states[at][0]))
            at += 1
        out.append(own)
    return out


def trigger_states(words: Tensor, triggers: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Mean states (trigger, width) of triggers and of the clauses around them."""
    size = len(words)
    own = torch.stack([words[list(t)].mean(0) for t in triggers])
    around = torch.stack(
        [words[max(0, t[0] - CLAUSE) : min(size, t[-1] + CLAUSE + 1)].mean(0) for t in triggers]
    )
    return own, around


def place_features(labelled: Labelled, triggers: Sequence[Sequence[int]], number: int, count: int) -> Tensor:
    """Where each trigger stands (trigger, 4): in the title, in the first window, how far into the report, how long that is."""
    rows = []
    for t in triggers:
        word = labelled.words[t[0]]
        inside = t[0] / max(1, len(labelled.words))
        rows.append(
            [float(word.part == "title"), float(number == 0), (number + inside) / count, min(1.0, count / 8)]
        )
    return torch.tensor(rows)


def pair_features(
    reports: Sequence[tuple[Labelled, int, Sequence[int]]], first: Sequence[int], second: Sequence[int]
) -> Tensor:
    """What is compared of two triggers beside their states (pair, 6): same last word, same beginning, distances, title."""
    ends, stems, places = [], [], []
    for labelled, number, words in reports:
        last = labelled.words[words[-1]]
        piece = labelled.window.ids[last.piece]
        ends.append(piece)
        stems.append(tuple(labelled.window.ids[labelled.words[k].piece] for k in words))
        places.append((number, words[0], last.part == "title"))
    rows = []
    for i, j in zip(first, second):
        a, b = places[i], places[j]
        rows.append(
            [
                float(ends[i] == ends[j]),
                float(stems[i] == stems[j]),
                min(1.0, (b[0] - a[0]) / 6),
                min(1.0, abs(b[1] - a[1]) / 60) if a[0] == b[0] else 1.0,
                float(a[2] or b[2]),
                float(a[0] == b[0]),
            ]
        )
    return torch.tensor(rows)


def event_loss(network: Reader, reports: Sequence[Report], device: str) -> Tensor:
    """The weighted losses of all event heads on a batch of reports."""
    encoded = encode_reports(network, reports, device)
    parts: dict[str, list[Tensor]] = {}
    loss = torch.zeros((), device=device)
    labelled = [e for own in encoded for e in own if e.labelled.bio]
    states = torch.cat([e.words for e in labelled])
    bio = torch.tensor([b for e in labelled for b in e.labelled.bio], device=device)
    loss = loss + WEIGHTS["trigger"] * cross_entropy(network.trigger(states), bio)
    loss = loss + tagging_loss(network, states, [e.labelled for e in labelled], device)
    gold: list[Trigger] = []
    vectors: list[Tensor] = []
    owners: list[tuple[int, str]] = []
    for r, own in enumerate(encoded):
        lead = own[0].head
        states_of, places = [], []
        for n, e in enumerate(own):
            triggers = [t.words for t in e.labelled.triggers]
            if not triggers:
                continue
            mean, clause = trigger_states(e.words, triggers)
            more = place_features(e.labelled, triggers, n, len(own)).to(device)
            parts.setdefault("concept", []).append(network.concept(mean))
            parts.setdefault("status", []).append(network.status(mean))
            parts.setdefault("said", []).append(network.said(mean))
            parts.setdefault("salience", []).append(
                network.salience(torch.cat([mean, lead.expand(len(mean), -1), more], -1))
            )
            vectors.append(network.vectors(mean, clause))
            gold += e.labelled.triggers
            owners += [(r, t.event) for t in e.labelled.triggers]
            states_of.append(mean)
            places += [(e.labelled, n, t.words) for t in e.labelled.triggers]
            role, source = role_losses(network, e, mean, device)
            parts.setdefault("role", []).append(role)
            parts.setdefault("source", []).append(source)
        if places:
            pair = pair_loss(
                network, torch.cat(states_of), places, [o[1] for o in owners if o[0] == r], device
            )
            if pair is not None:
                parts.setdefault("pair", []).append(pair)
    if not gold:
        return loss
    wanted = {
        k: torch.tensor([getattr(t, k) for t in gold], device=device)
        for k in ("concept", "status", "said", "salience")
    }
    for key, target in wanted.items():
        weight = RARE.to(device) if key == "status" else None
        smooth = SMOOTHING if key in ("concept", "status") else 0.0
        loss = loss + WEIGHTS[key] * cross_entropy(
            torch.cat(parts[key]), target, weight, label_smoothing=smooth
        )
    for key in ("role", "source"):
        loss = loss + WEIGHTS[key] * torch.stack(parts[key]).sum() / len(gold)
    if "pair" in parts:
        loss = loss + WEIGHTS["pair"] * torch.stack(parts["pair"]).mean()
    return loss + WEIGHTS["vector"] * vector_loss(network, torch.cat(vectors), owners, reports)


def tagging_loss(network: Reader, states: Tensor, labelled: Sequence[Labelled], device: str) -> Tensor:
    """The losses of names and parts of speech of some words."""
    loss = torch.zeros((), device=device)
    for key in ("names", "tags"):
        target = torch.tensor(
            [x for e in labelled for x in (getattr(e, key) or [IGNORED] * len(e.words))], device=device
        )
        if bool((target != IGNORED).any()):
            loss = loss + WEIGHTS[key] * cross_entropy(
                getattr(network, key)(states), target, ignore_index=IGNORED
            )
    return loss


def role_losses(network: Reader, e: Encoded, mean: Tensor, device: str) -> tuple[Tensor, Tensor]:
    """The summed losses of roles and of sources over a window's triggers."""
    own = e.labelled.triggers
    distance = torch.from_numpy(np.stack([buckets_from(t.words, len(e.words)) for t in own])).to(device)
    scores = network.role_scores(e.words, mean, distance)
    roles = torch.tensor([t.roles for t in own], device=device)
    source = torch.tensor([t.source for t in own], device=device, dtype=torch.float32)
    known = (roles[:, :1] >= 0).float()
    role = cross_entropy(
        scores[..., :-1].reshape(-1, scores.shape[-1] - 1), roles.reshape(-1), reduction="sum"
    )
    each = binary_cross_entropy_with_logits(scores[..., -1], source, reduction="none")
    return role, (each * known).sum()


def pair_loss(
    network: Reader,
    states: Tensor,
    places: Sequence[tuple[Labelled, int, Sequence[int]]],
    events: Sequence[str],
    device: str,
) -> Tensor | None:
    """The loss on all pairs of a report's triggers; None where there is but one."""
    pairs = list(combinations(range(len(places)), 2))[:_MOST_PAIRS]
    if not pairs:
        return None
    first, second = [p[0] for p in pairs], [p[1] for p in pairs]
    more = pair_features(places, first, second).to(device)
    scores = network.pair_scores(
        states, torch.tensor(first, device=device), torch.tensor(second, device=device), more
    )
    same = torch.tensor([float(events[i] == events[j]) for i, j in pairs], device=device)
    return binary_cross_entropy_with_logits(scores, same)


def vector_loss(
    network: Reader, vectors: Tensor, owners: Sequence[tuple[int, str]], reports: Sequence[Report]
) -> Tensor:
    """The loss of the vectors' likeness over all pairs of a batch: within a report, and over reports of one story."""
    names = [(reports[r].story or reports[r].id, event) for r, event in owners]
    ids = {name: n for n, name in enumerate(dict.fromkeys(names))}
    own = torch.tensor([ids[n] for n in names], device=vectors.device)
    same = (own[:, None] == own[None]).float()
    scores = network.vector_scale[0] * (vectors @ vectors.T) + network.vector_scale[1]
    each = binary_cross_entropy_with_logits(scores, same, reduction="none")
    upper = torch.triu(torch.ones_like(same), 1)
    good, bad = (upper * same).sum().clamp(min=1), (upper * (1 - same)).sum().clamp(min=1)
    return 0.5 * (each * upper * same).sum() / good + 0.5 * (each * upper * (1 - same)).sum() / bad * 4
