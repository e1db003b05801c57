"""Fit the weights of `sayso verify`: sayso/data/claim_verdicts.tsv and claim_fields.tsv.

    python -m training.claims.fit [--ledgers FOLDER] [--dry]

Claims over real stories (`../shared/claims/dev.jsonl`), each beside the ledger of its story's reports. Two
multinomial logistic
regressions with an L2 penalty, each kind weighing the same: told / different / disputed / not_found, and
which field is different.
What is printed leaves the claim's whole story out of what its weights are fitted on. `--ledgers` keeps the
ledgers for the next run.
"""

import argparse
import collections
import json
import pathlib
import sys
import tempfile
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from sayso.adding import add_documents
from sayso.ingest import open_documents
from sayso.ledger import Ledger
from sayso.ledger.telling import find_reports
from sayso.verify.asking import search_words, weigh
from sayso.verify.deciding import choose, plainly_against

ROOT = pathlib.Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"
DATA = ROOT / "sayso" / "data"
PENALTY = {"claim_verdicts": 40.0, "claim_fields": 10.0}
GOOD = ("supported", "one_source")
VERDICT = (
    "score|own|second|third|nowhere words|nowhere names|missing most|common words told|common words"
    " own|names told"
    "|how_many otherwise|when otherwise|where otherwise|who otherwise|how_many told|when told|where"
    " told|who told"
    "|over, told under way|over|over told|yes, told no|no, told yes|not no, told no|done, told"
    " ahead|ahead|ahead told|yes|no"
    "|denial near|attribution denies|event near|kind told|parties told|occurred, told ahead"
).split("|")
"""The named numbers that the verdict is learned from; the field is learned from all of them."""
Array = npt.NDArray[np.float64]


def build(story: str, folder: pathlib.Path) -> Ledger:
    """The ledger of a story's reports, made where it is not there yet."""
    path = folder / f"{story}.db"
    fresh = not path.exists()
    ledger = Ledger(path)
    if fresh:
        docs = [str(SHARED / "real-stories" / story / "docs")]
        add_documents(ledger, open_documents(docs, None, "instant", lambda problem: None), docs)
    return ledger


def examples(folder: pathlib.Path) -> list[tuple[dict[str, object], dict[str, float], tuple[int, int]]]:
    """Claims with their named numbers, and their origins as counted."""
    by = collections.defaultdict(list)
    for line in (SHARED / "claims" / "dev.jsonl").open(encoding="utf-8"):
        claim = json.loads(line)
        by[claim["story"]].append(claim)
    out = []
    for story, claims in by.items():
        with build(story, folder) as ledger:
            for claim in claims:
                with ledger.connect() as connection:
                    held = find_reports(connection, search_words(claim["claim"]), datetime.now(UTC))
                weighed = weigh(claim["claim"], held)
                out.append((claim, weighed.found, (weighed.origins.low, weighed.origins.high)))
    return out


def fit(x: Array, y: npt.NDArray[np.int64], kinds: int, penalty: float) -> Array:
    """Weights (feature and constant by kind) of a multinomial regression in which each kind weighs the
    same."""
    counts = np.bincount(y, minlength=kinds)
    weight = (len(y) / (kinds * np.maximum(counts, 1)))[y]
    ones = np.hstack([x, np.ones((len(x), 1))])
    hot = np.eye(kinds)[y]

    def loss(flat: Array) -> tuple[float, Array]:
        w = flat.reshape(ones.shape[1], kinds)
        sums = ones @ w
        sums -= sums.max(axis=1, keepdims=True)
        logs = sums - np.log(np.exp(sums).sum(axis=1, keepdims=True))
        value = -(weight[:, None] * hot * logs).sum() + penalty / 2 * (w[:-1] ** 2).sum()
        grad = ones.T @ (weight[:, None] * (np.exp(logs) - hot))
        grad[:-1] += penalty * w[:-1]
        return float(value), grad.ravel()

    found = minimize(loss, np.zeros(ones.shape[1] * kinds), jac=True, method="L-BFGS-B")
    return np.asarray(found.x).reshape(ones.shape[1], kinds)


class Table:
    """Examples as numbers: one model's features, kinds and stories."""

    def __init__(self, rows: list[tuple[dict[str, float], str, str]]) -> None:
        self.features = sorted({k for found, _, _ in rows for k in found})
        self.kinds = sorted({kind for _, kind, _ in rows})
        self.x = np.array([[found.get(k, 0.0) for k in self.features] for found, _, _ in rows])
        self.y = np.array([self.kinds.index(kind) for _, kind, _ in rows])
        self.stories = np.array([story for _, _, story in rows])

    def held_out(self, penalty: float) -> Array:
        """The chances of each kind for each example by weights that saw nothing of its story."""
        out = np.zeros((len(self.y), len(self.kinds)))
        for story in sorted(set(self.stories)):
            train = self.stories != story
            mean, spread = self._scale(train)
            w = fit((self.x[train] - mean) / spread, self.y[train], len(self.kinds), penalty)
            sums = np.hstack([(self.x[~train] - mean) / spread, np.ones((int((~train).sum()), 1))]) @ w
            powers = np.exp(sums - sums.max(axis=1, keepdims=True))
            out[~train] = powers / powers.sum(axis=1, keepdims=True)
        return out

    def _scale(self, which: npt.NDArray[np.bool_]) -> tuple[Array, Array]:
        spread = self.x[which].std(axis=0)
        return self.x[which].mean(axis=0), np.where(spread > 1e-9, spread, 1.0)

    def write(self, path: pathlib.Path, penalty: float) -> None:
        """Weights fitted on everything, as a table."""
        mean, spread = self._scale(np.ones(len(self.y), bool))
        w = fit((self.x - mean) / spread, self.y, len(self.kinds), penalty)
        lines = [
            "# fitted by training/claims/fit.py on claims over real stories",
            "feature\tmean\tspread\t" + "\t".join(self.kinds),
        ]
        for n, feature in enumerate(self.features):
            lines.append(f"{feature}\t{mean[n]:.4f}\t{spread[n]:.4f}\t" + "\t".join(f"{v:.4f}" for v in w[n]))
        lines.append("constant\t0\t1\t" + "\t".join(f"{v:.4f}" for v in w[-1]))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(want: list[str], have: list[str]) -> None:
    """Verdicts right by kind, and the two mistakes that matter most."""
    kinds = sorted(set(want))
    right = {k: np.mean([h == k for w, h in zip(want, have, strict=True) if w == k]) for k in kinds}
    print(
        f"kinds weighing the same {100 * np.mean(list(right.values())):.1f}",
        {k: round(100 * float(v)) for k, v in right.items()},
    )
    for kind, words in (("different", "distorted told"), ("not_found", "made up told")):
        print(
            f"{words} {100 * np.mean([h in GOOD for w, h in zip(want, have, strict=True) if w == kind]):.1f}"
        )


def main() -> int:
    """Fit, report by stories left out, write."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("--ledgers")
    parser.add_argument("--dry", action="store_true", help="write no table")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        rows = examples(pathlib.Path(options.ledgers or temporary))
    want = [str(claim["verdict"]) for claim, _, _ in rows]
    verdicts = Table(
        [
            (
                {k: found.get(k, 0.0) for k in VERDICT},
                "told" if v in GOOD else v,
                str(c["story"]),
            )
            for (c, found, _), v in zip(rows, want, strict=True)
        ]
    )
    likely = verdicts.held_out(PENALTY["claim_verdicts"])
    have = [
        choose(dict(zip(verdicts.kinds, row, strict=True)), found)
        for row, (_, found, _) in zip(likely.tolist(), rows, strict=True)
    ]
    have = [
        ("supported" if o[0] >= 2 else "one_source") if h == "told" else h
        for h, (_, _, o) in zip(have, rows, strict=True)
    ]
    report(want, have)
    fields = Table(
        [(found, str(c["field"]), str(c["story"])) for c, found, _ in rows if c["verdict"] == "different"]
    )
    learned = fields.held_out(PENALTY["claim_fields"]).argmax(axis=1)
    plain = [plainly_against(found) for c, found, _ in rows if c["verdict"] == "different"]
    guess = np.array([fields.kinds.index(p) if p else k for p, k in zip(plain, learned, strict=True)])
    print(f"field of different, the verdict given: {100 * float((guess == fields.y).mean()):.1f}")
    both = [
        f
        for f, k in zip(guess == fields.y, [n for n, w in enumerate(want) if w == "different"], strict=True)
        if have[k] == "different" and f
    ]
    print(f"field right and verdict right: {100 * len(both) / max(1, len(fields.y)):.1f}")
    exact = [list(o) == c["origins"] for c, _, o in rows if c["verdict"] in GOOD and c["origins"]]
    print(f"origins exact, the verdict given: {100 * float(np.mean(exact)):.1f}")
    if not options.dry:
        verdicts.write(DATA / "claim_verdicts.tsv", PENALTY["claim_verdicts"])
        fields.write(DATA / "claim_fields.tsv", PENALTY["claim_fields"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
