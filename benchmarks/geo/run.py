"""Measure the places on LGL and GeoVirus (`../shared/eval/geo`) and hold the floors.

    python -m benchmarks.geo.run [--floors] [--errors N] [--limit N] [SET ...]

recognition: F1 of exact spans. Of the gold names with coordinates that overlap a found place: `resolved`, the share that was given
coordinates; `acc161`, the share of those within 161 km (100 miles, the measure of Gritta et al. 2018, "What's missing in
geographical parsing?"); `exact`, the share of those with GeoNames ids on both sides that have the same id.
"""

import argparse
import json
import math
import os
import pathlib
import sys
from collections import Counter

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))
SETS = ("lgl", "geovirus")


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres between two points (latitude, longitude) on a sphere."""
    (p, q), (r, s) = (map(math.radians, x) for x in (a, b))
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def measure(name: str, limit: int | None, errors: int) -> dict[str, float]:
    """The figures of one set in percent."""
    from msgspec.structs import replace

    from sayso.model import Document
    from sayso.reader.document.sections import find_sections
    from sayso.reader.encoder.session import encode_texts
    from sayso.reader.entities.recognition import find_entities
    from sayso.reader.parse import parse_document
    from sayso.reader.places.recognition import find_places

    rows = [json.loads(line) for line in (SHARED / "eval" / "geo" / f"{name}.jsonl").open(encoding="utf-8")][
        :limit
    ]
    documents = [Document(id=r["id"], text=r["text"], text_hash="") for r in rows]
    documents = [replace(d, sections=find_sections(d)) for d in documents]
    hit = found = gold = met = resolved = near = identified = same = 0
    missed: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for row, document in zip(rows, documents):
        parsed = parse_document(document, document.sections, encode_texts([document.text])[0])
        places = find_places(document, parsed, find_entities(document, parsed))
        wanted = [t for t in row["toponyms"] if t["offset_ok"]]
        spans = {(t["start"], t["end"]) for t in wanted}
        mine = {(p.start, p.end) for p in places}
        hit, found, gold = hit + len(spans & mine), found + len(mine), gold + len(spans)
        missed.update(document.text[a:b] for a, b in spans - mine)
        extra.update(document.text[a:b] for a, b in mine - spans)
        for t in wanted:
            p = next((p for p in places if p.start < t["end"] and t["start"] < p.end), None)
            if p is None or t.get("lat") is None:
                continue
            met += 1
            if p.lat is None or p.lon is None:
                wrong[f"{t['text']} = none"] += 1
                continue
            resolved += 1
            close = distance((p.lat, p.lon), (float(t["lat"]), float(t["lon"]))) <= 161
            near += close
            if not close:
                wrong[f"{t['text']} = {p.name} {p.country} {t.get('country')} {t['lat']},{t['lon']}"] += 1
            if t.get("geonameid") and p.geonames_id:
                identified += 1
                same += int(t["geonameid"]) == p.geonames_id
    if errors:
        for title, counts in (("missed", missed), ("extra", extra), ("wrong", wrong)):
            print(
                f"{name} {title} ({sum(counts.values())}):",
                "; ".join(f"{w} {n}" for w, n in counts.most_common(errors)),
            )
    out = {
        "recognition": 200 * hit / max(1, found + gold),
        "resolved": 100 * resolved / max(1, met),
        "acc161": 100 * near / max(1, resolved),
    }
    if identified:
        out["exact"] = 100 * same / identified
    return {key: round(value, 1) for key, value in out.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET", default=SETS)
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--limit", type=int)
    args = parser.parse_args()
    if not (SHARED / "eval" / "geo").is_dir():
        print("benchmarks/geo: no shared folder here, nothing measured")
        return 0
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    below = 0
    for name in args.sets:
        figures = measure(name, args.limit, args.errors)
        print(name, "  ".join(f"{key} {value}" for key, value in figures.items()))
        for key, floor in floors.get(name, {}).items():
            if args.floors and figures.get(key, 0) < floor:
                print(f"  below the floor: {key} {figures.get(key)} < {floor}")
                below += 1
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
