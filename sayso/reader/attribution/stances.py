"""How a source stands to what it is given with: asserts, denies, confirms, declines, predicts, doubts, demands.

The cue decides (`sayso/data/stances.tsv`); a hedged future in the content makes an assertion a prediction. Denial is the cue's
work, never the content's.
"""

import re
from functools import cache

from sayso.lexicon import load_table
from sayso.model import Stance

_HEDGED = re.compile(
    r"\b(?:may|might|could)\s(?!not\s(?:\w+\s)?(?:verify|confirm|say|comment|be reached)\b)(?:\w+\s)?(?!have\b|not have\b)[a-z]+|\b(?:is|are|was|were|be)\s(?:\w+\s)?(?:likely|expected|unlikely|poised|bound)\sto\b|\bwould\s(?:most\s)?(?:likely|probably)\b|\bwill\s(?:most\s)?(?:likely|probably)\b|\blikely\b"
)
_THINKS = re.compile(
    r"\b(?:believ|reckon|think|thought|warn|argu|fear|suspect|assum|calculat|estimat)\w*", re.IGNORECASE
)
_FUTURE = re.compile(r"\b(?:will|would|could|may|might|going to)\b")
_HAPPENS = re.compile(
    r"fall|rise|grow|shrink|drop|slow|slip|reach|hit|climb|increase|decline|decrease|ease|recover|remain|stay|be|become|have|continue|last|happen|occur|follow|weaken|strengthen|double|triple|"
    r"exceed|total|contract|expand|improve|worsen|peak|average|narrow|widen|rebound|stagnate|stabili[sz]e|spread|collapse|survive|cost|come|need|see|get|feel|know|die|lose|win",
    re.IGNORECASE,
)  # what befalls one, so that "expects the price to fall" asks it of nobody
_OWN = re.compile(r"^\s*(?:it|they|we|he|she|I)\s(?:will|would)\b", re.IGNORECASE)


@cache
def _patterns() -> tuple[tuple[Stance, re.Pattern[str]], ...]:
    return tuple((row["stance"], re.compile(row["pattern"], re.IGNORECASE)) for row in load_table("stances"))  # type: ignore[misc]


def find_stance(cue: str, content: str, quoted: bool = False) -> Stance:
    """The stance that a cue's words take towards a content.

    >>> find_stance("declined to confirm", "the plan"), find_stance("said", "the two may meet on Friday")
    ('declines', 'predicts')
    """
    for stance, pattern in _patterns():
        if pattern.search(cue):
            wanted = stance == "predicts" and re.search(r"\b\w+ to (?:\w+ly )?(?P<verb>\w+)", content)
            return (
                "demands"
                if wanted and not _HAPPENS.fullmatch(wanted["verb"]) and not _FUTURE.search(content)
                else stance
            )
    if _THINKS.search(cue) and _FUTURE.search(content):
        return "predicts"
    plain = re.sub(r"“[^”]*”|\"[^\"]*\"", " ", content)
    if not quoted and _HEDGED.search(plain):
        return "predicts"
    if not quoted and re.search(r"\bexpects?\b .{0,80}\bto\b", content):
        return "demands"
    return "asserts"
