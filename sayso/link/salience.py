"""Which groups of mentions are worth showing as events: a score of named features, so that a ledger lists what a reader would."""

from collections.abc import Sequence

from sayso.link.coreference import Node

WEIGHTS = {
    "dated": 1.2,
    "placed": 0.5,
    "participants": 0.5,
    "reports": 1.0,
    "mentions": 0.4,
    "firm": 0.5,
    "precedent": 0.5,
    "lead": 0.7,
    "named": 0.4,
    "ahead": 0.6,
}
SHOWN = 1.6


def score_salience(group: Sequence[Node]) -> dict[str, float]:
    """The shares of each feature for a group of mentions; their sum is compared with `SHOWN`."""
    mentions = [n.mention for n in group]
    features = {
        "dated": any(m.time and m.time.interval for m in mentions),
        "placed": any(m.place for m in mentions),
        "participants": any(n.participants for n in group),
        "reports": len({n.reading.document.id for n in group}) > 1,
        "mentions": len(group) > 1,
        "firm": any(m.factuality != "Uu" for m in mentions),
        "precedent": any(m.precedent for m in mentions),
        "lead": any(m.trigger.start < 350 for m in mentions),
        "named": any(n.assets or n.persons for n in group),
        "ahead": any(
            m.status in ("planned", "possible", "postponed", "cancelled") and m.factuality != "Uu"
            for m in mentions
        ),
    }
    return {name: WEIGHTS[name] for name, present in features.items() if present}


def is_salient(group: Sequence[Node]) -> bool:
    """Whether a group of mentions is shown as an event; one that nobody vouches for in any way is not."""
    return any(n.mention.factuality != "Uu" for n in group) and sum(score_salience(group).values()) >= SHOWN
