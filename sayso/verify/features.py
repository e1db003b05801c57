"""What a comparison found, as named numbers in 0..1 that the verdict is computed from."""

from collections.abc import Sequence

from sayso.verify.compare import (
    Asked,
    Finding,
    compare_names,
    compare_numbers,
    compare_places,
    compare_times,
    text_of,
)
from sayso.verify.events import compare_events
from sayso.verify.matching import SAME, Match
from sayso.verify.wording import Wording, read_wording

NEAR_BEST = 0.85
"""Passages that tell at least so much of what the best one tells are compared with the claim."""
MOST = 8
"""Passages in which numbers, names and denials are looked for."""


def nearest(matches: Sequence[Match]) -> list[Match]:
    """The best passages: those that tell nearly as much as the best one."""
    return [m for m in matches[:MOST] if m.rank >= NEAR_BEST * matches[0].rank] if matches else []


def features(asked: Asked, matches: Sequence[Match]) -> tuple[dict[str, float], dict[str, Finding]]:
    """Named numbers for the verdict, and what each field finds; `matches` are all passages, best first."""
    best = nearest(matches)
    if not best:
        return {}, {}
    wide = list(matches[:MOST])
    top = best[0]
    findings = {
        "how_many": compare_numbers(asked, wide),
        "when": compare_times(asked, best),
        "where": compare_places(asked, best, compare_names(asked, wide, lambda w: w.form in asked.places)),
        "who": compare_names(asked, wide, lambda w: w.name and w.form not in asked.places),
    }
    out: dict[str, float] = {"score": top.score, "own": top.own}
    reports: dict[str, float] = {}
    for m in matches[:40]:
        reports.setdefault(m.passage.report.id, m.rank)
    ranks = sorted(reports.values(), reverse=True)
    out["second"] = ranks[1] / ranks[0] if len(ranks) > 1 else 0.0
    out["third"] = ranks[2] / ranks[0] if len(ranks) > 2 else 0.0
    out.update(_missing(asked, matches, top))
    for field, finding in findings.items():
        out[f"{field} told"], out[f"{field} otherwise"] = finding.told, finding.otherwise
    against = {k: f.otherwise if f.otherwise > f.told else 0.0 for k, f in findings.items() if k != "who"}
    against["who"] = findings["who"].otherwise
    out.update({f"{field} against": value for field, value in against.items()})
    ways = _ways(asked.wording, [read_wording(clause_of(m)) for m in best])
    out.update(ways)
    way = max(
        ways["over, told under way"], ways["done, told ahead"], ways["no, told yes"], ways["not no, told no"]
    )
    out["any against"] = max(*against.values(), way)
    out["told and nothing against"] = top.score * (1 - out["any against"])
    out.update(_position(asked, top))
    out.update(compare_events(asked.reading.events, best))
    near = [read_wording(m.passage.text) for m in wide]
    out["denial near"] = sum(w.denial for w in near) / len(near)
    out["attribution denies"] = float(any(_denied(m) for m in wide))
    return out, findings


def clause_of(match: Match) -> str:
    """The words of a passage from the first to the last that tell the claim, with a few on either side."""
    own = [t.by for t in match.told if t.by is not None and t.inside >= SAME]
    text, span = text_of(match.passage), match.passage.span
    if not own:
        return match.passage.text
    first, last = min(w.start for w in own), max(w.end for w in own)
    return text[max(span.start, first - 40) : min(span.end, last + 25)]


def _position(asked: Asked, top: Match) -> dict[str, float]:
    """Where in the claim its heaviest untold word stands, 0 first to 1 last, and whether that is a name."""
    untold = max(top.told, key=lambda t: t.weight * (1 - t.value), default=None)
    if untold is None or untold.value > 0.5:
        return {}
    after_by = " by " in asked.text[max(0, untold.word.start - 30) : untold.word.start]
    return {
        "untold at": untold.word.start / len(asked.text),
        "untold name": float(untold.word.name),
        "untold after by": float(after_by),
    }


def _missing(asked: Asked, matches: Sequence[Match], top: Match) -> dict[str, float]:
    """What the best passage, and every passage, leaves untold."""
    whole = sum(t.weight for t in top.told) or 1.0
    top_missing = [t.weight / whole * (1 - t.value) for t in top.told]
    nowhere_name = nowhere_word = 0.0
    for k, t in enumerate(top.told):
        best = max(m.told[k].inside for m in matches)
        share = t.weight / whole
        if best < 0.6:
            if t.word.name:
                nowhere_name += share
            else:
                nowhere_word += share
    return {
        "missing most": max(top_missing, default=0.0) * 4,
        "nowhere names": nowhere_name,
        "nowhere words": nowhere_word,
        "common words told": sum(t.weight * t.value for t in top.told if not t.word.name)
        / (sum(t.weight for t in top.told if not t.word.name) or 1.0),
        "common words own": sum(t.weight * t.inside for t in top.told if not t.word.name)
        / (sum(t.weight for t in top.told if not t.word.name) or 1.0),
        "names told": sum(t.weight * t.value for t in top.told if t.word.name)
        / (sum(t.weight for t in top.told if t.word.name) or 1.0),
    }


def _ways(claim: Wording, held: Sequence[Wording]) -> dict[str, float]:
    n = len(held)

    def share(name: str) -> float:
        return sum(bool(getattr(w, name)) for w in held) / n

    return {
        "done, told ahead": float(not claim.ahead and not claim.under_way) * share("ahead"),
        "over, told under way": float(claim.over) * share("under_way"),
        "over": float(claim.over),
        "over told": float(claim.over) * share("over"),
        "ahead": float(claim.ahead),
        "ahead told": float(claim.ahead) * share("ahead"),
        "no, told yes": float(claim.no) * (1 - share("no")),
        "yes, told no": float(claim.yes and not claim.no) * share("no"),
        "not no, told no": float(not claim.no) * share("no"),
        "no": float(claim.no),
        "yes": float(claim.yes),
    }


def _denied(match: Match) -> bool:
    span = match.passage.span
    return match.passage.part == "body" and any(
        a.stance in ("denies", "doubts") and any(c.overlap(span) for c in (*a.content, *a.cue))
        for a in match.passage.report.reading.attributions
    )
