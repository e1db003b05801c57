"""Measure how sure the reader is of events, and which it finds, on the shared data (`../shared`, or $SAYSO_SHARED).

    python -m benchmarks.events.run [--errors N] [--floors] [status] [types] [scenarios] [speed]

status: for given event words, Pearson r and mean error of factuality −3..3 on uw-dev and uds-ih2-dev (Lee et al. 2015, White et
al. 2016), and macro F1 of happened, future, possible, denied on meantime-dev (`3-way`: possible counts as future).
types: macro F1 of the PLOVER type of PLV's sentences, each fifth by a linear model fitted to the others and the head of a teacher that has not
seen it (its answers: plv_teachers.json; the shipped head has seen all of PLV).
scenarios: recall of the gold mentions by one reading alone, mentions a document, the status of a found mention against the
gold state at its document's publication (only states that rest on that document or an earlier one), and phrases of `not_events` hit.
speed: words a second of the room of events alone on the scenarios' texts, what the rooms before it and the encoder found being given, by the clock of the process; the best of three.

`python -m benchmarks.events.errors` shows what is wrong by kind.
"""

import argparse
import json
import os
import pathlib
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))
NAMES = {
    "occurred": "happened",
    "ongoing": "happened",
    "planned": "future",
    "postponed": "future",
    "possible": "possible",
    "denied": "denied",
    "cancelled": "denied",
    "lapsed": "possible",
}


def verdicts(rows: list[tuple[list[str], list[int]]]) -> Iterator[list[Any]]:
    """For each sentence (tokens, indices of event words) the reader's verdict on each word, and the number it amounts to."""
    from sayso.model import Span
    from sayso.reader.encoder.heads import rate_factuality
    from sayso.reader.encoder.session import encode_texts
    from sayso.reader.events.factuality import judge
    from sayso.reader.events.sureness import score_sureness, temper_verdict
    from sayso.reader.events.triggers import carrier_of
    from sayso.reader.parse import parse_text

    for at in range(0, len(rows), 500):
        part = rows[at : at + 500]
        lines = [" ".join(w.replace("\n", " ") for w in words) for words, _ in part]
        parsed = parse_text("\n".join(lines))
        encoded = encode_texts([parsed.text])
        base = 0
        for (words, marked), line in zip(part, lines):
            out = []
            for k in marked:
                token = parsed.token_at(base + len(" ".join(words[:k])) + (1 if k else 0))
                if token is None:
                    out.append((None, score_sureness(None)))
                    continue
                noun = parsed.tokens[token].pos not in ("VERB", "AUX", "ADJ")
                verdict = judge(
                    parsed, token, carrier_of(parsed, parsed.tokens[token]) if noun else token, noun
                )
                word = Span(parsed.tokens[token].start, parsed.tokens[token].end)
                rating = float(rate_factuality(encoded[0], [word])[0]) if encoded else float("nan")
                out.append((temper_verdict(verdict, rating), score_sureness(verdict, rating)))
            yield out
            base += len(line) + 1


def measure_factuality(name: str, errors: int) -> dict[str, float]:
    """n, r and mean error of factuality on one set."""
    rows = [
        json.loads(line) for line in (SHARED / "eval" / "status" / f"{name}.jsonl").open(encoding="utf-8")
    ]
    gold, mine, seen = [], [], []
    for row, found in zip(rows, verdicts([(r["tokens"], [e["span"][0] for e in r["events"]]) for r in rows])):
        for e, (v, score) in zip(row["events"], found):
            gold.append(float(e["score"]))
            mine.append(score)
            seen.append(
                (
                    abs(gold[-1] - mine[-1]),
                    f"{gold[-1]:+.1f} {v and v.status} {v and v.factuality} [{e['text']}] {' '.join(row['tokens'])}",
                )
            )
    for _, line in sorted(seen, reverse=True)[:errors]:
        print(line)
    n = len(gold)
    g, p = sum(gold) / n, sum(mine) / n
    top = sum((a - g) * (b - p) for a, b in zip(gold, mine))
    below = (sum((a - g) ** 2 for a in gold) * sum((b - p) ** 2 for b in mine)) ** 0.5
    return {
        "n": n,
        "r": round(top / below, 3) if below else 0.0,
        "mae": round(sum(abs(a - b) for a, b in zip(gold, mine)) / n, 3),
    }


def measure_status(errors: int) -> dict[str, float]:
    """Macro F1, 4-way and 3-way, on meantime-dev."""
    rows = [
        json.loads(line)
        for line in (SHARED / "eval" / "status" / "meantime-dev.jsonl").open(encoding="utf-8")
    ]
    asked = []
    for row in rows:
        words, wanted = row["sent"].split(" "), row["text"].split(" ")
        asked.append(
            (words, [next((k for k in range(len(words)) if words[k : k + len(wanted)] == wanted), 0)])
        )
    gold, mine = [], []
    for row, ((verdict, _),) in zip(rows, verdicts(asked)):
        gold.append(row["status"])
        mine.append(NAMES[verdict.status] if verdict else "happened")
        if gold[-1] != mine[-1] and errors > 0:
            errors -= 1
            print(f"{gold[-1]} got {mine[-1]} [{row['text']}] {row['sent']}")
    merged = [[{"possible": "future"}.get(x, x) for x in side] for side in (gold, mine)]
    return {"n": len(gold), "4-way": round(macro(gold, mine), 1), "3-way": round(macro(*merged), 1)}


def macro(gold: list[str], mine: list[str]) -> float:
    """The mean F1 of the gold's labels in percent."""
    scores = []
    for label in sorted(set(gold)):
        hit = sum(a == b == label for a, b in zip(gold, mine))
        scores.append(200 * hit / (gold.count(label) + mine.count(label)))
    return sum(scores) / len(scores)


def measure_types(errors: int) -> dict[str, float]:
    """Accuracy and macro F1 in five parts, of the linear model alone, the head alone, and both."""
    import numpy as np

    from sayso.reader.encoder.heads import TYPES
    from sayso.reader.events.types import HEAD_SHARE
    from training.types.fit import fit, fold_of

    rows = [
        json.loads(line)
        for line in (SHARED / "eval" / "eventtype" / "plv-train.jsonl").open(encoding="utf-8")
    ]
    heads = json.loads((HERE / "plv_teachers.json").read_text())["answers"]
    gold, head = [r["gold_root"] for r in rows], [heads[r["id"]] for r in rows]
    scores = np.zeros((len(rows), len(TYPES)), np.float32)
    for part in range(5):
        model = fit([r for r in rows if fold_of(r) != part])
        held = [i for i, r in enumerate(rows) if fold_of(r) == part]
        scores[held] = model.score([(rows[i]["text"], rows[i]["source"], rows[i]["target"]) for i in held])
    linear = [TYPES[i] for i in scores.argmax(1)]
    scores[np.arange(len(rows)), [TYPES.index(h) for h in head]] += HEAD_SHARE
    both = [TYPES[i] for i in scores.argmax(1)]
    for row, answer in zip(rows, both):
        if answer != row["gold_root"] and errors > 0:
            errors -= 1
            print(f"{row['gold_root']} got {answer}: {row['marked']}")
    right = 100 * sum(a == b for a, b in zip(gold, both)) / len(rows)
    return {
        "n": len(rows),
        "linear": round(macro(gold, linear), 1),
        "head": round(macro(gold, head), 1),
        "macro F1": round(macro(gold, both), 1),
        "right": round(right, 1),
    }


def measure_scenarios(errors: int) -> dict[str, float]:
    """Figures of single readings, nothing linked."""
    from benchmarks.scenarios.run import load_scorer
    from sayso import open_documents, read

    scorer = load_scorer()
    counts: Counter[str] = Counter()
    for folder in sorted(p.parent for p in (SHARED / "scenarios").glob("*/gold.yaml")):
        scenario = scorer.read_scenario(folder, scorer.Tally())
        readings = {d.url: read(d) for d in open_documents([str(folder / "docs")])}
        counts["documents"] += len(readings)
        counts["mentions"] += sum(len(r.events) for r in readings.values())
        for event in scenario.gold["events"]:
            for loc in scenario.mentions[event["id"]]:
                if loc.part != "body":
                    continue
                document = scenario.docs[loc.doc]
                found = [
                    m
                    for m in readings[document.url].events
                    if m.extent.start < loc.end and loc.start < m.extent.end
                ]
                counts["gold"] += 1
                counts["found"] += bool(found)
                state = next(
                    (s for s in event["states"] if scorer.moment(s["as_of"]) >= document.published), None
                )
                words = document.body[loc.start : loc.end]
                if not found:
                    _tell(errors, f"missed {folder.name} {loc.doc}: {words!r}")
                elif state:
                    counts["judged"] += 1
                    right = any(m.status == state["status"] for m in found)
                    counts["right"] += right
                    if not right:
                        _tell(
                            errors,
                            f"status {folder.name} {loc.doc}: {words!r} wanted {state['status']} got {[m.status for m in found]}",
                        )
        for wrong in scenario.gold.get("not_events") or []:
            loc = scorer.locate(scenario.docs[wrong["doc"]], wrong["phrase"])
            counts["not_events"] += 1
            if loc and any(
                min(m.extent.end, loc.end) > max(m.extent.start, loc.start)
                for m in readings[scenario.docs[loc.doc].url].events
            ):
                counts["hit"] += 1
                _tell(errors, f"reported {folder.name} {loc.doc}: {wrong['phrase']!r}")
    return {
        "mention_recall": round(100 * counts["found"] / counts["gold"], 1),
        "status": round(100 * counts["right"] / max(1, counts["judged"]), 1),
        "mentions_per_document": round(counts["mentions"] / counts["documents"], 1),
        "not_events": counts["hit"],
        "of": counts["not_events"],
    }


def measure_speed() -> dict[str, float]:
    """Words a second of `find_events`, the other rooms' findings and the encoder's states given."""
    import time
    from functools import partial

    from msgspec.structs import replace

    from sayso import open_documents
    from sayso.reader.attribution.extraction import find_attributions
    from sayso.reader.document.sections import find_sections
    from sayso.reader.encoder.heads import rate_factuality
    from sayso.reader.encoder.session import encode_texts
    from sayso.reader.entities.recognition import find_entities
    from sayso.reader.entities.references import resolve_references
    from sayso.reader.events.extraction import find_events
    from sayso.reader.parse import parse_documents
    from sayso.reader.places.recognition import find_places
    from sayso.reader.times.recognition import find_times

    documents = [d for p in sorted((SHARED / "scenarios").glob("*/docs")) for d in open_documents([str(p)])]
    documents = [replace(d, sections=find_sections(d)) for d in documents]
    encoded = encode_texts([d.text for d in documents])
    given: list[Any] = []
    for n, (document, parsed) in enumerate(
        zip(documents, parse_documents([(d, d.sections) for d in documents]))
    ):
        entities = find_entities(document, parsed)
        references = resolve_references(parsed, entities)
        states = encoded[n] if encoded else None
        attributions = find_attributions(
            document, parsed, entities, references, states.attributions if states else None
        )
        times, places = (
            find_times(document.text, document.published_at, sections=document.sections),
            find_places(document, parsed, entities),
        )
        given.append(
            (
                document,
                parsed,
                entities,
                references,
                times,
                places,
                attributions,
                partial(rate_factuality, states) if states else None,
            )
        )
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for arguments in given:
            find_events(*arguments)
        best = min(best, time.process_time() - start)
    return {"words_per_second": round(sum(len(d.text.split()) for d in documents) / best)}


def _tell(errors: int, line: str) -> None:
    if errors:
        print(line)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", nargs="*", metavar="status|types|scenarios|speed")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print up to N errors of each set")
    parser.add_argument("--floors", action="store_true", help="exit 1 where a figure is below its floor")
    args = parser.parse_args()
    if not SHARED.is_dir():
        print("benchmarks/events: no shared folder here, nothing measured")
        return 0
    what = args.what or ["status", "types", "scenarios", "speed"]
    figures: dict[str, dict[str, float]] = {}
    if "status" in what:
        figures = {name: measure_factuality(name, args.errors) for name in ("uw-dev", "uds-ih2-dev")}
        figures["meantime-dev"] = measure_status(args.errors)
    if "types" in what:
        figures["types"] = measure_types(args.errors)
    if "scenarios" in what:
        figures["scenarios"] = measure_scenarios(args.errors)
    if "speed" in what:
        figures["speed"] = measure_speed()
    for name, row in figures.items():
        print(f"{name:14}", "  ".join(f"{k} {v}" for k, v in row.items()))
    floors = json.loads((HERE / "floors.json").read_text()) if args.floors else {}
    below = [
        f"below the floor: {n} {k} {figures[n][k]} < {v}"
        for n, row in floors.items()
        if n in figures
        for k, v in row.items()
        if figures[n][k] < v
    ]
    print("\n".join(below), end="\n" if below else "")
    return int(bool(below))


if __name__ == "__main__":
    sys.exit(main())
