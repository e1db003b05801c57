"""How much each constant of the attributions matters: the figures under several values of one, the others as they are.

    python -m benchmarks.attribution.sensitivity [--documents N]

Decoding (switching cost, source threshold, bias of the cue labels, least scores) on PolNeAR's development part, with the network run once; what whole readings
add (`LONG_ENOUGH`, `SHARED`, `DIRECT`) on PolNeAR and on the scenarios. Beside each figure of the decoding stand those of the documents with even and
odd numbers: a value is only better where both say so. Needs `../shared`; prints tables in Markdown, which stand in `README.md` here.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from benchmarks.attribution.run import SHARED, load_scorer
from benchmarks.attribution.scenarios import FIGURES, export

COSTS = (0.0, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
THRESHOLDS = (-1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0)
DECODING = {
    "CUE_BIAS": (0.0, 0.25, 0.5, 0.75),
    "LEAST": (0.0, 0.5, 0.55, 0.6, 0.65),
    "LEAST_WITHOUT_SOURCE": (0.55, 0.7, 0.8, 0.9),
}
READING = {
    "LONG_ENOUGH": (5, 10, 15, 25, 40),
    "SHARED": (0.25, 0.5, 0.75, 0.9),
    "DIRECT": (0.6, 0.7, 0.8, 0.9),
}
KEYS = ("relation", "cue_exact", "content_exact", "span_source", "span_cue", "span_content")
ROLES = ("source", "cue", "content")


class Scored(NamedTuple):
    """A window with the network's scores: labels (piece, 3), unary (piece, 4), states (piece, width)."""

    window: Any
    labels: Any
    unary: Any
    states: Any


def run_network(text: str) -> Iterator[Scored]:
    """The windows of a text with their scores."""
    import numpy as np

    from sayso.reader.encoder.session import _sessions
    from sayso.reader.encoder.windows import make_windows

    for w in make_windows(text):
        ids, features = np.array([w.ids], np.int64), np.array([w.features], np.int64)
        labels, unary, states = _sessions(False)[0].run(
            None, {"ids": ids, "feat": features, "mask": np.ones_like(ids)}
        )
        yield Scored(w, labels[0], unary[0], states[0])


def link(scored: Scored) -> tuple[list[list[int]], Any]:
    """The likely cues of a window, and their links."""
    from sayso.reader.encoder.decoding import find_likely_cues, place_cues
    from sayso.reader.encoder.session import _sessions

    cues = find_likely_cues(scored.labels, scored.window)
    if not cues:
        return [], None
    average, buckets = place_cues(cues, scored.window, len(scored.window.ids))
    given = {"h": scored.states[None], "una": scored.unary[None], "M": average[None], "dist": buckets[None]}
    return cues, _sessions(False)[1].run(None, given)[0][0]


def decode(
    linked: Sequence[tuple[Scored, list[list[int]], Any]], text: str, cost: float, threshold: float
) -> list[dict[str, Any]]:
    """The attributions of one report in the scorer's form, the turns of transcripts included."""
    from sayso.reader.document.transcripts import find_turns
    from sayso.reader.encoder.decoding import decode_window

    found = [
        a[:3]
        for s, cues, links in linked
        if cues
        for a in decode_window(s.window, cues, s.unary[:, 0], links, cost, threshold)
    ]
    for speaker, colon, words in find_turns(text):
        if not any(
            cue[0].overlap(colon) or (source and source[0].overlap(speaker)) for source, cue, _ in found
        ):
            found.append(([speaker], [colon], [words]))
    return [{role: [[s.start, s.end] for s in spans] for role, spans in zip(ROLES, a)} for a in found]


def decoding_tables(gold: list[dict[str, Any]], scorer: Any) -> None:
    """Print a table for each constant of the decoding."""
    from importlib import import_module

    room = import_module("sayso.reader.encoder.decoding")
    scored = {g["id"]: list(run_network(g["text"])) for g in gold}
    arguments = {
        "switching cost": (room.SWITCHING_COST, COSTS),
        "source threshold": (room.SOURCE_THRESHOLD, THRESHOLDS),
    }
    for name, (own, values) in (
        arguments | {key: (getattr(room, key), values) for key, values in DECODING.items()}
    ).items():
        print(
            f"\n| {name} | {' | '.join(KEYS)} | direct | indirect | relation, even / odd | span_content, even / odd |"
        )
        print("|---" * (len(KEYS) + 5) + "|")
        for value in values:
            cost, threshold = (value if name == key else arguments[key][0] for key in arguments)
            if name in DECODING:
                setattr(room, name, value)
            answers = {
                g["id"]: {
                    "attributions": decode(
                        [(s, *link(s)) for s in scored[g["id"]]], g["text"], cost, threshold
                    )
                }
                for g in gold
            }
            print(
                _row(value, own, [_score(scorer, part, answers) for part in (gold, gold[::2], gold[1::2])]),
                flush=True,
            )
        if name in DECODING:
            setattr(room, name, own)


def _score(scorer: Any, part: list[dict[str, Any]], answers: dict[str, Any]) -> dict[str, float]:
    score = scorer.score({g["id"]: g for g in part}, answers)
    return {k: score[k]["F1"] for k in KEYS} | {
        k: score["recall_by_type"].get(k, {}).get("relation_recall", 0.0) for k in ("direct", "indirect")
    }


def _row(value: float, own: float, three: list[dict[str, float]]) -> str:
    whole, even, odd = three
    halves = [f"{even[k]:.1f} / {odd[k]:.1f}" for k in ("relation", "span_content")]
    return (
        f"| {f'**{value:g}**' if value == own else f'{value:g}'} | "
        + " | ".join([*(f"{x:.1f}" for x in whole.values()), *halves])
        + " |"
    )


def reading_tables(gold: list[dict[str, Any]], scorer: Any) -> None:
    """Print a table for each constant of whole readings, on PolNeAR and on the scenarios."""
    from importlib import import_module

    from benchmarks.scenarios.run import load_scorer as load_scenario_scorer
    from sayso.ingest.documents import make_document

    room = import_module("sayso.reader.attribution.extraction")
    reports = _prepare([make_document(g["text"], {}, g["id"]) for g in gold])
    scenarios = _prepare_scenarios(load_scenario_scorer())
    for name, values in READING.items():
        own = getattr(room, name)
        print(
            f"\n| {name} | PolNeAR relation | direct and mixed quotes | scenarios: {' | '.join(FIGURES[:4])} | attributions |"
        )
        print("|---" * 8 + "|")
        for value in values:
            setattr(room, name, value)
            found = [room.find_attributions(*r) for r in reports]
            answers = {
                g["id"]: {
                    "attributions": [
                        {role: [[s.start, s.end] for s in getattr(a, role)] for role in ROLES} for a in own_
                    ]
                }
                for g, own_ in zip(gold, found)
            }
            relation = scorer.score({g["id"]: g for g in gold}, answers)["relation"]["F1"]
            quoted = [sum(a.quoted == kind for own_ in found for a in own_) for kind in ("direct", "mixed")]
            figures, count = _score_scenarios(load_scenario_scorer(), scenarios, room)
            shown = " | ".join(f"{figures[k]:.3f}" for k in FIGURES[:4])
            print(
                f"| {f'**{value:g}**' if value == own else f'{value:g}'} | {relation:.1f} | {quoted[0]} + {quoted[1]} | {shown} | {count} |",
                flush=True,
            )
        setattr(room, name, own)


def _prepare(documents: list[Any]) -> list[tuple[Any, ...]]:
    """What `find_attributions` is handed for each document."""
    from msgspec.structs import replace

    from sayso.model import Span
    from sayso.reader.document.sections import find_sections
    from sayso.reader.encoder.session import encode_texts
    from sayso.reader.entities.recognition import find_entities
    from sayso.reader.entities.references import resolve_references
    from sayso.reader.parse import parse_documents
    from sayso.reader.pipeline import _UNREAD
    from sayso.settings import Settings

    sections = [find_sections(d) for d in documents]
    encoded = encode_texts(
        [d.text for d in documents],
        [[Span(x.start, x.end) for x in s if x.kind in _UNREAD] for s in sections],
    )
    assert encoded is not None
    out = []
    for d, own, parsed, e in zip(
        documents, sections, parse_documents(list(zip(documents, sections)), Settings()), encoded
    ):
        entities = find_entities(d, parsed)
        out.append(
            (replace(d, sections=own), parsed, entities, resolve_references(parsed, entities), e.attributions)
        )
    return out


def _prepare_scenarios(scorer: Any) -> list[tuple[str, list[str], list[tuple[Any, ...]]]]:
    from sayso.ingest import open_documents

    out = []
    for folder in sorted(p.parent for p in (SHARED / "scenarios").glob("*/gold.yaml")):
        keys = list(scorer.read_scenario(folder, scorer.Tally()).docs)
        documents = list(open_documents([str(folder / "docs" / f"{key}.md") for key in keys]))
        out.append((folder.name, keys, _prepare(documents)))
    return out


def _score_scenarios(
    scorer: Any, scenarios: list[tuple[str, list[str], list[tuple[Any, ...]]]], room: Any
) -> tuple[dict[str, float], int]:
    from sayso.model import Reading

    total, count = scorer.Tally(), 0
    for name, keys, prepared in scenarios:
        scenario = scorer.read_scenario(SHARED / "scenarios" / name, total)
        docs = {}
        for key, given in zip(keys, prepared):
            reading = Reading(document=given[0], reader="", attributions=room.find_attributions(*given))
            docs[key] = export(reading)
            count += len(reading.attributions)
        scorer.score_attributions(scenario, scorer.View(docs, [], {}), total)
    return scorer.results(total.counts), count


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000)
    args = parser.parse_args()
    path = SHARED / "eval" / "attribution" / "polnear-dev.jsonl"
    if not path.is_file():
        print("benchmarks/attribution: no shared folder here, nothing measured")
        return 0
    from sayso.reader.encoder.session import model_is_installed

    if not model_is_installed():
        print("benchmarks/attribution: no model is installed")
        return 1
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][: args.documents]
    scorer = load_scorer()
    decoding_tables(gold, scorer)
    reading_tables(gold, scorer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
