"""Recall by kind of attribution, and where the encoder and PolNeAR's development part differ, each in its sentence.

    python -m benchmarks.attribution.errors [--kind KIND] [--most N] [--spurious]

Kinds: direct, mixed, indirect; core (a speech verb or "according to", a source, four words of content or more), according, noun (a cue without a
verb of the lexicon), belief, nosource. Beside them stands, from the shared notes, one trained human against another on other articles: core 92,
direct 94. A relation counts as the shared scorer counts it: half of the words of content and of source shared.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from benchmarks.attribution.run import SHARED, load_scorer

KINDS = ("direct", "mixed", "indirect", "core", "according", "noun", "belief", "nosource")
HUMAN = {"core": 92.0, "direct": 94.3}


def kinds_of(scorer: Any, text: str, gold: dict[str, Any], quoted: Any) -> Iterator[str]:
    """The kinds that a gold attribution is of."""
    words = [w for s, e in gold["content"] for w in scorer.WORD.finditer(text, s, e)]
    share = sum(quoted[w.start()] for w in words) / max(1, len(words))
    yield "direct" if share >= 0.8 else "mixed" if share > 0 else "indirect"
    cue = " ".join(text[s:e] for s, e in gold["cue"]).lower()
    speech = any(v in cue.split() for v in SPEECH)
    if not gold["source"]:
        yield "nosource"
    elif (speech or "according to" in cue) and len(words) >= 4:
        yield "core"
    if "according to" in cue:
        yield "according"
    elif any(v in cue.split() for v in BELIEF):
        yield "belief"
    elif cue and not speech and not any(w.endswith(("ed", "ing", "es")) for w in cue.split()):
        yield "noun"


SPEECH = frozenset(
    "say says said saying tell tells told telling add adds added state stated states announce announced announces report reported reports claim claimed claims warn warned argue argued argues insist insisted deny denied confirm confirmed acknowledge acknowledged explain explained note noted notes reply replied ask asked write wrote writes declare declared promise promised vow vowed suggest suggested assert asserted admit admitted tweet tweeted testify testified describe described".split()
)
BELIEF = frozenset(
    "think thinks thought believe believes believed expect expects expected hope hopes hoped fear feared fears know knows knew feel feels felt want wants wanted consider considered doubt doubted".split()
)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--most", type=int, default=0, help="print up to so many misses")
    parser.add_argument(
        "--spurious", action="store_true", help="print answers that meet no gold attribution instead"
    )
    args = parser.parse_args()
    path = SHARED / "eval" / "attribution" / "polnear-dev.jsonl"
    if not path.is_file():
        print("benchmarks/attribution: no shared folder here, nothing to show")
        return 0
    from sayso.reader.encoder.session import find_raw_attributions

    scorer, left = load_scorer(), args.most
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for line in path.open(encoding="utf-8"):
        report = json.loads(line)
        text = report["text"]
        tokens, quoted = scorer.Doc(text).toks, scorer.quoted_mask(text)
        found = find_raw_attributions([text])
        if found is None:
            print("no encoder model is installed")
            return 1
        own = [
            {r: [[s.start, s.end] for s in getattr(a, r)] for r in ("source", "cue", "content")}
            for a in found[0]
        ]
        one, two = (
            [{r: tokens(a.get(r, [])) for r in ("source", "content")} for a in side]
            for side in (report["attributions"], own)
        )

        def score(i: int, j: int, one: Any = one, two: Any = two) -> float:
            content, source = (
                scorer.jac(one[i]["content"], two[j]["content"]),
                scorer.jac(one[i]["source"], two[j]["source"]),
            )
            return float(content + source) if content >= 0.5 and source >= 0.5 else 0.0

        pairs = scorer.greedy(len(one), len(two), score)
        met = {i for i, _ in pairs}
        for i, gold in enumerate(report["attributions"]):
            kinds = list(kinds_of(scorer, text, gold, quoted))
            total.update(kinds)
            hits.update(kinds if i in met else ())
            if i not in met and not args.spurious and left > 0 and args.kind in (None, *kinds):
                left -= 1
                near = max(own, key=lambda a: len(tokens(a["content"]) & one[i]["content"]), default=None)
                print(
                    f"missed {'/'.join(kinds)}: {_show(text, gold)}\n    nearest: {_show(text, near) if near else 'none'}"
                )
        if args.spurious:
            for j, answer in enumerate(own):
                if left > 0 and j not in {b for _, b in pairs}:
                    left -= 1
                    print(f"spurious: {_show(text, answer)}")
    for kind in KINDS:
        if total[kind]:
            print(
                f"{kind:10} n {total[kind]:5}  recall {100 * hits[kind] / total[kind]:5.1f}"
                + (f"   human {HUMAN[kind]}" if kind in HUMAN else "")
            )
    return 0


def _show(text: str, attribution: dict[str, Any]) -> str:
    return " ".join(
        f"[{' … '.join(text[s:e] for s, e in attribution[r])[:90]}]" for r in ("source", "cue", "content")
    ).replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main())
