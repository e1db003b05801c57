"""Train the reader's network on everything: `python -m training.events --data ../shared/eval --corpus ../shared/corpus --out FOLDER`.

From the weights that are shipped (`--base` begins with the untouched base). On two cores with bfloat16 tiles about 40 minutes.
"""

import argparse
import json
import sys
from pathlib import Path

import torch

from training.events.affiliation import fit_affiliation
from training.events.data import load_corpus, load_silver, make_reports
from training.events.evaluate import measure_events
from training.events.export import export_reader
from training.events.model import Reader
from training.events.teacher import Teacher
from training.events.train import Plan, load_labels, train
from training.events.warm import load_shipped


def main() -> int:
    """Train, measure on the development reports, save."""
    parser = argparse.ArgumentParser(
        prog="python -m training.events", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with attribution/, status/, eventtype/"
    )
    parser.add_argument(
        "--corpus", type=Path, required=True, help="folder with train.jsonl, dev.jsonl, concepts.tsv"
    )
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="further annotated reports")
    parser.add_argument("--silver", type=Path, nargs="*", default=[], help="what a tagger gave")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--export", type=Path, help="where the model files go, such as sayso/models")
    parser.add_argument("--start", type=Path, help="a saved network to go on from")
    parser.add_argument("--base", action="store_true", help="start from the untouched base")
    parser.add_argument("--models", type=Path, default=Path("sayso/models"))
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--attribution-epochs", type=float, default=1.2)
    parser.add_argument("--rate", type=float, default=2.5e-4)
    parser.add_argument(
        "--share", type=float, default=1.0, help="the share of the annotated reports to train on"
    )
    parser.add_argument("--teacher", action="store_true", help="train the larger network, on events alone")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    network = Teacher() if args.teacher else Reader()
    if args.start:
        network.load_state_dict(torch.load(args.start, weights_only=True), strict=False)
    elif not args.base and not args.teacher:
        load_shipped(network, args.models)
    silver = load_silver(args.silver)
    labels = load_labels(args.data, [args.corpus / "train.jsonl", *args.more], silver)
    labels.events = labels.events[: round(len(labels.events) * args.share)]
    plan = Plan(
        epochs=args.epochs,
        attribution_epochs=args.attribution_epochs,
        kinds=() if args.teacher else ("attribution", "rated"),
        encoder_rate=args.rate,
        head_rate=1e-3,
        seed=args.seed,
        device=args.device,
    )
    args.out.mkdir(parents=True, exist_ok=True)
    trained = train(network, labels, plan, args.out / "network.pt")
    rows = [r.split("\t") for r in (args.corpus / "concepts.tsv").read_text(encoding="utf-8").splitlines()]
    plover = {r[0]: r[1] for r in rows if len(r) > 1}
    dev = list(make_reports(load_corpus([args.corpus / "dev.jsonl"]), silver, None))
    print(json.dumps(measure_events(trained, dev, plover, args.device), indent=1))
    if args.export and not args.teacher:
        fit_affiliation(trained.cpu(), args.corpus)
        export_reader(trained, args.export)
    return 0


if __name__ == "__main__":
    sys.exit(main())
