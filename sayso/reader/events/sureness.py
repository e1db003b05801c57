"""Rules and the trained head together: how sure an event is said to be, on FactBank's scale from -3 to 3.

The head (`sayso.reader.encoder.heads.rate_factuality`) knows the graded cases, the rules (`sayso.reader.events.factuality`) the grammar; a fifth of the rules'
score in the sum was best on UW and UDS together.
"""

from math import isnan

from sayso.model import Factuality
from sayso.reader.events.verdicts import Verdict

SCORES: dict[Factuality, float] = {
    "CT+": 3.0,
    "PR+": 1.5,
    "PS+": 0.6,
    "Uu": 0.3,
    "PS-": -0.6,
    "PR-": -1.5,
    "CT-": -3.0,
}
_RULES = 0.2
_DONE = 2.5  # an infinitive that says nothing of itself is done from here on ("managed to leave")


def score_sureness(verdict: Verdict | None, rating: float = float("nan")) -> float:
    """A verdict and the head's rating as one number, -3 (surely not) to 3 (surely); `rating` is nan where there is none.

    >>> score_sureness(Verdict("occurred", "CT+"), 2.0)
    2.2
    """
    own = _rule_score(verdict)
    return own if isnan(rating) else round((1 - _RULES) * rating + _RULES * own, 4)


def temper_verdict(verdict: Verdict, rating: float) -> Verdict:
    """The verdict under the head's rating: what an open infinitive tells, and how certain a firm verdict is; never firmer than a hedge that the grammar sees.

    >>> temper_verdict(Verdict("planned", "Uu", False), 2.8)
    Verdict(status='occurred', factuality='PR+', firm=False)
    >>> temper_verdict(Verdict("occurred", "CT+"), 0.9)
    Verdict(status='occurred', factuality='PR+', firm=True)
    """
    if isnan(rating):
        return verdict
    if not verdict.firm:
        return (
            Verdict("occurred", "PR+", False) if verdict.status == "planned" and rating >= _DONE else verdict
        )
    if verdict.factuality in ("CT+", "PR+", "PS+") and verdict.status in ("occurred", "ongoing"):
        score = score_sureness(verdict, rating)
        rated: Factuality = "CT+" if score >= 2 else "PR+" if score >= 1 else "PS+"
        return verdict._replace(factuality=min(rated, verdict.factuality, key=SCORES.__getitem__))
    return verdict


def _rule_score(verdict: Verdict | None) -> float:
    if verdict is None:
        return 1.5
    if verdict.status in ("occurred", "ongoing") and not verdict.firm:
        return 2.0
    return SCORES["Uu" if not verdict.firm else verdict.factuality]
