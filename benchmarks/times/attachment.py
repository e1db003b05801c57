"""Measure which time dates an event: gold links of MEANTIME's development documents against what `date_mention` attaches.

    python -m benchmarks.times.attachment [--misses] [--floors]

Gold: an event and a TIMEX3 of its sentence that includes it, or is simultaneous with it (TimeML's IS_INCLUDED, INCLUDES, SIMULTANEOUS).
Recall: of the gold links, those found. Precision: of events with a link and an attached time, those with the right one. Tells nothing of
what is no event to sayso. Needs `../shared`.
"""

import argparse
import json
import pathlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from benchmarks.times.run import HERE, SHARED

_LINKS = {("IS_INCLUDED", "src"), ("SIMULTANEOUS", "src"), ("INCLUDES", "tgt")}


class Link(NamedTuple):
    """An event and its time as code points of the document's text."""

    event: tuple[int, int]
    time: tuple[int, int]


def text_of(document: dict[str, Any]) -> tuple[str, list[tuple[int, int]]]:
    """The text, a line a sentence, and the place of each token in it."""
    text, places, last = "", [], None
    for token, sentence in zip(document["tokens"], document["sent"]):
        text += "" if not text else "\n" if sentence != last else " "
        places.append((len(text), len(text) + len(token)))
        text, last = text + token, sentence
    return text, places


def links(document: dict[str, Any], places: list[tuple[int, int]]) -> Iterator[Link]:
    """The gold links of a document, event and time in one sentence."""
    events = {e["m_id"]: e["toks"] for e in document["events"] if e["toks"]}
    times = {k: m["toks"] for k, m in document["mentions"].items() if m["tag"] == "TIMEX3" and m["toks"]}
    seen = set()
    for r in document["relations"]:
        if r["type"] != "TLINK":
            continue
        kind, one, two = r["attr"].get("reltype"), r["src"][0], r["tgt"][0]
        if one not in events:
            one, two, kind = two, one, {"INCLUDES": "IS_INCLUDED", "IS_INCLUDED": "INCLUDES"}.get(kind, kind)
        if (
            kind not in ("IS_INCLUDED", "SIMULTANEOUS")
            or one not in events
            or two not in times
            or (one, two) in seen
        ):
            continue
        seen.add((one, two))
        e, t = events[one], times[two]
        if document["sent"][e[0]] == document["sent"][t[0]]:
            yield Link((places[e[0]][0], places[e[-1]][1]), (places[t[0]][0], places[t[-1]][1]))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    source = SHARED / "eval" / "status" / "meantime-dev-docs.jsonl"
    if not source.is_file():
        print("benchmarks/times: no shared folder here, nothing measured")
        return 0
    from sayso.ingest.documents import make_document
    from sayso.model import Span
    from sayso.reader.pipeline import read_document

    days = {
        json.loads(x)["id"]: json.loads(x)["dct"]
        for x in (SHARED / "eval" / "timex" / "meantime-dev.jsonl").open(encoding="utf-8")
    }
    found = right = gold = 0
    for line in source.open(encoding="utf-8"):
        document = json.loads(line)
        text, places = text_of(document)
        day = days.get(document["id"])
        published = datetime.fromisoformat(day[:10]).replace(tzinfo=UTC) if day else None
        wanted = list(links(document, places))
        about = {"url": f"https://meantime.example/{document['id']}"} | (
            {"published": published.isoformat()} if published else {}
        )
        given = [Span(*link.event) for link in wanted]
        reading = read_document(make_document(text, about, "benchmark"), "benchmark", given)
        for link in wanted:
            span = Span(*link.event)
            mention = next((m for m in reading.events if m.trigger.overlap(span)), None)
            time = mention.time if mention else None
            hit = time is not None and time.start < link.time[1] and link.time[0] < time.end
            gold, found, right = gold + 1, found + (time is not None), right + hit
            if args.misses and not hit:
                words = text[max(0, span.start - 60) : span.end + 60]
                print(
                    f"{text[slice(*link.event)]} | wanted {text[slice(*link.time)]!r} got {time.text if time else None!r} | {words}"
                )
    figures = {
        "attachment recall": round(100 * right / max(1, gold), 1),
        "attachment precision": round(100 * right / max(1, found), 1),
    }
    print(json.dumps({**figures, "links": gold}))
    if not args.floors:
        return 0
    floors = json.loads(pathlib.Path(HERE / "attachment_floors.json").read_text(encoding="utf-8"))
    below = [f"below the floor: {k} {figures[k]} < {v}" for k, v in floors.items() if figures[k] < v]
    print("\n".join(below), end="\n" if below else "")
    return int(bool(below))


if __name__ == "__main__":
    sys.exit(main())
