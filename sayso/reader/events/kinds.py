"""The kind of an event where its word alone does not tell: what somebody is forced to, and who arrives."""

from collections.abc import Sequence

from sayso.model import Argument
from sayso.reader.events.triggers import Kind, Trigger
from sayso.reader.parse import Parsed

_FORCING = frozenset(["force", "compel", "coerce", "oblige"])
_GUESTS = frozenset(
    [
        "minister",
        "president",
        "premier",
        "chancellor",
        "king",
        "emir",
        "leader",
        "envoy",
        "delegation",
        "ambassador",
        "diplomat",
        "secretary",
        "pope",
        "prince",
    ]
)
_STAYS = frozenset(["visit", "trip", "tour", "stay"])
_BY_OTHERS = frozenset(["landing", "departure", "withdrawal", "closure", "arrival", "release"])


def settle_kind(parsed: Parsed, trigger: Trigger, arguments: Sequence[Argument]) -> Kind:
    """The trigger's kind in its clause: what others force a ship or plane to is COERCE in PLOVER, a statesman's arrival a visit if none is told beside it.

    >>> from sayso.reader.parse import parse_text
    >>> from sayso.reader.events.triggers import find_triggers
    >>> parsed = parse_text("A tanker was forced to land in Minsk.")
    >>> [settle_kind(parsed, t, ()).type for t in find_triggers(parsed)]
    ['COERCE']
    """
    kind = trigger.kind
    at = trigger.token if trigger.verb is None else trigger.verb
    token = parsed.tokens[at]
    if (
        kind.concept in _BY_OTHERS
        and token.dep in ("xcomp", "ccomp")
        and parsed.tokens[token.head].lemma.lower() in _FORCING
    ):
        return kind._replace(type="COERCE", mode="coerce")
    if kind.concept == "arrival" and not any(
        parsed.tokens[c].lemma.lower() in _STAYS for c in parsed.subtree(at)
    ):
        subjects = [
            c for i in (at, token.head) for c in parsed.children[i] if parsed.tokens[c].dep == "nsubj"
        ]
        words = {parsed.tokens[c].lemma.lower() for c in subjects}
        holds = any(a.role == "person" for a in arguments) and any(a.role == "participant" for a in arguments)
        if words & _GUESTS or (holds and any(parsed.tokens[c].pos == "PROPN" for c in subjects)):
            return Kind("visit", "CONSULT", "visit")
    return kind
