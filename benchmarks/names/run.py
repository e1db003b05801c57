"""Measure what the names of a text cost beside the encoder's pass, and how many designations of equipment are known.

    python -m benchmarks.names.run [--floors]

share: time of `find_entities` and `find_places` over that of `encode_texts` on the shared scenarios' texts (`../shared`, or $SAYSO_SHARED), by
the clock of the process in one run, the best of three each; the parse is given to both. floors.json holds the most that it may be.
"""

import argparse
import json
import os
import pathlib
import sys
import time
from collections.abc import Callable

HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent.parent / "shared"))


def measure() -> dict[str, float]:
    """Seconds of the encoder, of entities and of places, and the share of the latter two in the first."""
    from msgspec.structs import replace

    from sayso import open_documents
    from sayso.reader.document.sections import find_sections
    from sayso.reader.encoder.session import encode_texts
    from sayso.reader.entities.recognition import find_entities
    from sayso.reader.parse import parse_document
    from sayso.reader.places.recognition import find_places

    documents = [d for p in sorted((SHARED / "scenarios").glob("*/docs")) for d in open_documents([str(p)])]
    documents = [replace(d, sections=find_sections(d)) for d in documents]
    encoded = encode_texts([d.text for d in documents])
    parses = [parse_document(d, d.sections, e) for d, e in zip(documents, encoded)]
    entities = [find_entities(d, p) for d, p in zip(documents, parses)]
    encoder = best(lambda: encode_texts([d.text for d in documents]))
    names = best(lambda: [find_entities(d, p) for d, p in zip(documents, parses)])
    places = best(lambda: [find_places(d, p, e) for d, p, e in zip(documents, parses, entities)])
    return {
        "encoder": round(encoder, 3),
        "entities": round(names, 3),
        "places": round(places, 3),
        "share": round((names + places) / encoder, 3),
    }


def best(work: Callable[[], object]) -> float:
    """The least of three times in seconds of the process."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--floors", action="store_true", help="exit 1 where names cost more than they may")
    args = parser.parse_args()
    if not SHARED.is_dir():
        print("benchmarks/names: no shared folder here, nothing measured")
        return 0
    figures = measure()
    print("  ".join(f"{k} {v}" for k, v in figures.items()))
    most = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))["at_most"]
    high = [k for k, v in most.items() if figures[k] > v]
    for k in high if args.floors else ():
        print(f"above the limit: {k} {figures[k]} > {most[k]}")
    return 1 if high and args.floors else 0


if __name__ == "__main__":
    sys.exit(main())
