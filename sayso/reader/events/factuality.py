"""How sure a source is that an event took place: FactBank's values (Saurí and Pustejovsky 2009) and our status of a mention.

From tense, aspect, modals, negation, and the predicates that stand above (`sayso/data/status_cues.tsv`).
"""

from sayso.model import Factuality
from sayso.reader.events.stages import find_predicate, stage_of, status_cues
from sayso.reader.events.verdicts import Verdict, read_verb
from sayso.reader.parse import Parsed

_NOUN_CUES: dict[str, Verdict] = {
    "planned": Verdict("planned", "PR+"),
    "scheduled": Verdict("planned", "PR+"),
    "upcoming": Verdict("planned", "PR+"),
    "expected": Verdict("planned", "PR+"),
    "forthcoming": Verdict("planned", "PR+"),
    "coming": Verdict("planned", "PR+"),
    "future": Verdict("planned", "PR+"),
    "next": Verdict("planned", "PR+"),
    "imminent": Verdict("planned", "PR+"),
    "possible": Verdict("possible", "PS+"),
    "potential": Verdict("possible", "PS+"),
    "proposed": Verdict("possible", "PS+"),
    "hypothetical": Verdict("possible", "PS+"),
    "likely": Verdict("planned", "PR+"),
    "ongoing": Verdict("ongoing", "CT+"),
    "current": Verdict("ongoing", "CT+"),
    "continuing": Verdict("ongoing", "CT+"),
    "cancelled": Verdict("cancelled", "CT-"),
    "canceled": Verdict("cancelled", "CT-"),
    "postponed": Verdict("postponed", "CT-"),
    "alleged": Verdict("occurred", "PS+"),
    "suspected": Verdict("occurred", "PS+"),
    "reported": Verdict("occurred", "PR+"),
    "recent": Verdict("occurred", "CT+"),
    "last": Verdict("occurred", "CT+"),
    "earlier": Verdict("occurred", "CT+"),
    "previous": Verdict("occurred", "CT+"),
    "past": Verdict("occurred", "CT+"),
    "failed": Verdict("occurred", "CT+"),
    "attempted": Verdict("occurred", "CT+"),
}
OPINION = frozenset(
    "see view regard describe know call believe think interpret perceive consider mean show reflect seem appear suggest".split()
)
_HEDGES: dict[str, Factuality] = {
    **dict.fromkeys("reportedly apparently presumably probably seemingly likely".split(), "PR+"),
    **dict.fromkeys("allegedly supposedly purportedly ostensibly possibly perhaps maybe".split(), "PS+"),
}
_NO = frozenset(["no", "not", "n't", "n’t", "never", "neither"])


def judge(parsed: Parsed, token: int, verb: int | None, noun: bool) -> Verdict:
    """The verdict on an event by its trigger token and the verb that carries it.

    >>> from sayso.reader.parse import parse_text
    >>> parsed = parse_text("The two may meet on Friday.")
    >>> judge(parsed, 3, 3, False)[:2]
    ('possible', 'PS+')
    """
    adjectives = {parsed.tokens[c].text.lower() for c in parsed.children[token]} if noun else set()
    own = next((_NOUN_CUES[a] for a in sorted(adjectives) if a in _NOUN_CUES), None)
    if noun and (adjectives & {"no"} or parsed.tokens[parsed.tokens[token].head].text.lower() == "without"):
        return Verdict("denied", "CT-")
    if noun and own and own.status in ("postponed", "cancelled"):
        return own
    if noun and own is None and (scope := _noun_above(parsed, token)) is not None:
        return scope
    if verb is None:
        return own or Verdict("occurred", "Uu", False)
    if not noun and parsed.tokens[token].lemma.lower() == "due":
        return Verdict("planned", "PR+")
    if (
        not noun
        and parsed.tokens[token].dep in ("acomp", "oprd")
        and parsed.tokens[parsed.tokens[token].head].pos in ("VERB", "AUX")
    ):
        return _state(parsed, parsed.tokens[token].head)
    verdict = _verb(parsed, _raised(parsed, verb, token) if noun else verb, token, noun)
    if (
        noun
        and not verdict.firm
        and any(
            parsed.tokens[c].dep == "relcl" and parsed.tokens[c].tag == "VBD" and _by_itself(parsed, c)
            for c in parsed.children[token]
        )
    ):
        return Verdict("occurred", "CT+")
    if (
        noun
        and own
        and (not verdict.firm or (own.status in ("planned", "possible") and verdict.status == "occurred"))
    ):
        return own
    return verdict


_SCOPES: dict[str, Verdict] = {
    **dict.fromkeys("delay postponement deferral".split(), Verdict("postponed", "CT-")),
    **dict.fromkeys("cancellation cancelation abandonment".split(), Verdict("cancelled", "CT-")),
    **dict.fromkeys(
        "result outcome aftermath anniversary victim survivor consequence winner".split(),
        Verdict("occurred", "CT+"),
    ),
    **dict.fromkeys(
        "possibility prospect chance likelihood risk threat fear option hope talk idea proposal consideration speculation".split(),
        Verdict("possible", "PS+"),
    ),
    **dict.fromkeys(
        "plan preparation schedule timetable deadline date campaign run-up runup lead-up countdown candidate invitation".split(),
        Verdict("planned", "PR+"),
    ),
}


def _noun_above(parsed: Parsed, noun: int) -> Verdict | None:
    """What a noun says of the event below it ("a delay in the delivery", "the prospect of a strike", "plans for a drill")."""
    token = parsed.tokens[noun]
    prep = parsed.tokens[token.head]
    if token.dep != "pobj" or prep.text.lower() not in ("of", "in", "for", "to"):
        return None
    above = parsed.tokens[prep.head]
    if (
        prep.i
        and parsed.tokens[prep.i - 1].pos == "NOUN"
        and parsed.tokens[prep.i - 1].lemma.lower() in _SCOPES
    ):
        above = parsed.tokens[prep.i - 1]  # parsers hang "the campaign for the vote" too high
    scope = _SCOPES.get(above.lemma.lower()) if above.pos == "NOUN" else None
    if scope is None:
        return None
    verb = parsed.tokens[above.head]
    if verb.pos == "VERB" and stage_of(parsed, verb.i) in ("cancelled", "postponed", "denied"):
        return None
    return scope


def _state(parsed: Parsed, verb: int) -> Verdict:
    """The verdict on a state by the verb that says it of something ("remains shut", "will stay shut")."""
    base = read_verb(parsed, verb)
    negated = any(parsed.tokens[c].dep == "neg" for c in parsed.children[verb])
    if negated:
        return Verdict("denied", "CT-")
    return (
        Verdict("ongoing", "CT+")
        if parsed.tokens[verb].tag in ("VBZ", "VBP") and base.status == "ongoing"
        else base
    )


def _by_itself(parsed: Parsed, verb: int) -> bool:
    """Whether a relative clause tells what the noun before it did ("a car bomb that wounded seven")."""
    return any(
        parsed.tokens[c].dep == "nsubj" and parsed.tokens[c].tag in ("WDT", "WP")
        for c in parsed.children[verb]
    )


def _raised(parsed: Parsed, verb: int, noun: int) -> int:
    """The verb that has a noun as its subject through another ("the drill is expected to be held", "talks were to have begun")."""
    if (
        verb == noun
        or parsed.tokens[noun].head != verb
        or parsed.tokens[noun].dep not in ("nsubj", "nsubjpass")
    ):
        return verb
    below = [
        c
        for c in parsed.children[verb]
        if parsed.tokens[c].dep == "xcomp" and parsed.tokens[c].pos == "VERB" and c > noun
    ]
    to = [
        c
        for c in below
        if any(
            parsed.tokens[k].text.lower() == "to" and parsed.tokens[k].dep == "aux"
            for k in parsed.children[c]
        )
    ]
    return (
        to[0]
        if to
        and find_predicate(parsed, to[0]) in status_cues()
        and (parsed.tokens[verb].lemma.lower() == "be" or find_predicate(parsed, verb) in status_cues())
        else verb
    )


def _verb(parsed: Parsed, verb: int, trigger: int, noun: bool) -> Verdict:
    lemma = find_predicate(parsed, verb)
    children = [parsed.tokens[c] for c in parsed.children[verb]]
    over = any(
        c.text.lower() == "longer"
        and any(parsed.tokens[k].text.lower() == "no" for k in parsed.children[c.i])
        for c in children
    )
    negated = over or any(c.dep == "neg" or c.text.lower() in _NO for c in children)
    base = read_verb(parsed, verb)
    if over and base.status in ("planned", "possible"):
        return Verdict("cancelled", "CT-")
    cue = status_cues().get(lemma)
    if noun and verb != trigger and lemma in OPINION:
        return Verdict("occurred", "Uu", False)
    if noun and cue and verb != trigger:
        carried = _carries(parsed, verb, trigger)
        if cue[0] in ("postponed", "cancelled") and carried:
            if base.status in ("occurred", "ongoing") or not base.firm:
                return Verdict(cue[0], cue[1]) if not negated else Verdict("planned", "PR+")
            return (
                Verdict(cue[0], cue[1])
                if base.status == "planned" and base.firm and not negated
                else Verdict("possible", "PS+")
            )
        if (
            lemma in ("agree", "approve")
            and _path_end(parsed, verb, trigger) == "dobj"
            and base.status == "occurred"
        ):
            return base
        if cue[0] in ("planned", "possible") and carried:
            return Verdict("possible" if base.status == "possible" else cue[0], cue[1])
        if cue[0] == "denied" and carried:
            if base.status == "occurred" or negated:
                return base if negated else Verdict("denied", "CT-")
            return Verdict("possible", "PS+") if not base.firm else base  # "to head off a strike"
        if cue[0] == "ongoing" and base.status != "planned":
            return Verdict("ongoing", "CT+")
        if lemma in ("begin", "start", "kick off", "open", "launch") and carried and base.status == "ongoing":
            return Verdict("ongoing", "CT+")
    elif noun and verb != trigger and not _carries(parsed, verb, trigger):
        return Verdict("occurred", "Uu", False)
    elif (
        noun
        and verb != trigger
        and cue is None
        and lemma
        not in (
            "have",
            "be",
            "make",
            "take",
            "see",
            "join",
            "attend",
            "pay",
            "give",
            "impose",
            "announce",
            "sign",
            "reach",
            "trade",
            "exchange",
            "suffer",
            "be",
            "extend",
            "resume",
        )
    ):
        return Verdict(base.status, "Uu", False)
    if (awaited := _awaited(parsed, verb)) is not None:
        base = awaited
    elif (above := _above(parsed, verb)) is not None:
        base = _combine(base, above)
    hedge = next(
        (_HEDGES[w] for c in children if c.dep == "advmod" and (w := c.text.lower()) in _HEDGES), None
    )
    if hedge and not negated and base.factuality in ("CT+", "PR+"):
        base = base._replace(factuality=hedge)
    if base.status == "planned" and base.firm and not negated and _depends(parsed, verb):
        return Verdict("possible", "PS+")
    if negated:
        return (
            Verdict("denied", "CT-")
            if base.status in ("occurred", "ongoing", "planned")
            else Verdict(base.status, "PS-")
        )
    return base


def _depends(parsed: Parsed, verb: int) -> bool:
    """Whether what a verb tells ahead hangs on a condition ("would send troops if attacked")."""
    clauses = [c for c in parsed.children[verb] if parsed.tokens[c].dep == "advcl"]
    return any(
        parsed.tokens[k].dep == "mark" and parsed.tokens[k].text.lower() in ("if", "unless")
        for c in clauses
        for k in parsed.children[c]
    )


def _path_end(parsed: Parsed, verb: int, trigger: int) -> str:
    """How the phrase that holds a noun hangs on a verb above it."""
    i = trigger
    while parsed.tokens[i].head not in (verb, i):
        i = parsed.tokens[i].head
    return parsed.tokens[i].dep


def _carries(parsed: Parsed, verb: int, trigger: int) -> bool:
    """Whether a noun is the subject, object or content of its verb, not a circumstance."""
    i = trigger
    if parsed.tokens[verb].head == trigger:  # its relative clause
        return True
    while parsed.tokens[i].head != verb:
        nxt = parsed.tokens[i].head
        if nxt == i:
            return False
        i = nxt
    dep = parsed.tokens[i].dep
    if dep == "prep":
        return parsed.tokens[i].text.lower() in ("in", "for", "of", "with", "on", "to") and parsed.tokens[
            verb
        ].lemma.lower() in (
            "participate",
            "join",
            "take",
            "engage",
            "prepare",
            "plan",
            "agree",
            "call",
            "carry",
            "go",
            "ready",
            "negotiate",
            "work",
            "press",
            "push",
            "expect",
            "sign",
            "vote",
            "decide",
            "embark",
            "summon",
            "invite",
        )
    return dep in (
        "nsubj",
        "nsubjpass",
        "dobj",
        "attr",
        "conj",
        "oprd",
        "pobj",
        "ccomp",
        "csubj",
        "dative",
        "appos",
    )


def _above(parsed: Parsed, verb: int) -> Verdict | None:
    """What the predicate says under which a verb stands ("plans to hold", "the ship was ordered to leave", "if it comes")."""
    token = parsed.tokens[verb]
    if any(
        parsed.tokens[c].dep == "mark"
        and parsed.tokens[c].text.lower() in ("if", "unless", "whether", "should")
        for c in parsed.children[verb]
    ):
        return Verdict("possible", "Uu")
    if token.head == verb:
        return None
    if token.dep in ("conj",):
        return _above(parsed, token.head) if parsed.tokens[token.head].pos in ("VERB", "AUX") else None
    if token.dep not in ("xcomp", "ccomp", "pcomp", "acl", "advcl", "dobj"):
        return None
    head = parsed.tokens[token.head]
    if head.dep == "prep" or head.pos == "ADP":
        head = parsed.tokens[head.head]
        head = parsed.tokens[head.head] if head.dep == "advmod" else head  # "stopped short of signing"
    lemma = find_predicate(parsed, head.i)
    cue = status_cues().get(lemma)
    if token.dep == "advcl":
        return _purpose(parsed, verb)
    if cue is None:
        return None
    outer = read_verb(parsed, head.i) if head.pos in ("VERB", "AUX") else Verdict("ongoing", "CT+")
    negated = any(parsed.tokens[c].dep == "neg" for c in parsed.children[head.i])
    infinitive = any(
        parsed.tokens[c].text.lower() == "to" and parsed.tokens[c].dep == "aux" for c in parsed.children[verb]
    )
    if cue[0] in ("planned", "possible", "denied") and (
        infinitive or token.dep in ("pcomp", "acl") or cue[0] == "denied"
    ):
        if cue[0] == "denied":
            return Verdict("denied", "CT-")
        if negated:
            return Verdict("denied", "PR-")
        return Verdict("possible" if outer.status == "possible" else cue[0], cue[1])
    if cue[0] in ("ongoing",):
        return Verdict("ongoing", "CT+") if outer.status != "planned" else Verdict("planned", "PR+")
    if cue[0] == "occurred" and infinitive:
        return outer
    return None


def _purpose(parsed: Parsed, verb: int) -> Verdict | None:
    """What an infinitive of purpose takes from a main clause that lies ahead ("will travel to Visby to meet")."""
    token = parsed.tokens[verb]
    head = parsed.tokens[token.head]
    if head.pos != "VERB" or not any(
        parsed.tokens[c].text.lower() == "to" and parsed.tokens[c].dep == "aux" for c in parsed.children[verb]
    ):
        return None
    outer = read_verb(parsed, head.i)
    return outer if outer.firm and outer.status in ("planned", "possible") else None


def _awaited(parsed: Parsed, verb: int) -> Verdict | None:
    """What a temporal clause takes from a main clause that lies ahead ("will be told when it lands", "would wait until it landed")."""
    token = parsed.tokens[verb]
    head = parsed.tokens[token.head]
    if (
        token.dep != "advcl"
        or head.pos not in ("VERB", "AUX")
        or not any(parsed.tokens[c].text.lower() in _TEMPORAL for c in parsed.children[verb])
    ):
        return None
    own, outer = read_verb(parsed, verb), read_verb(parsed, head.i)
    if outer.status not in ("planned", "possible") or not outer.firm:
        return None
    shifted = any(
        parsed.tokens[c].text.lower() in ("would", "could", "might") for c in parsed.children[head.i]
    )
    past = token.tag == "VBD" or (token.tag == "VBN" and own.status == "occurred")
    return Verdict(outer.status, outer.factuality) if shifted or not past else None


_TEMPORAL = frozenset(["when", "before", "after", "once", "until", "till"])


def _combine(own: Verdict, above: Verdict) -> Verdict:
    if own.status == "possible" and above.status == "planned":
        return own
    if own.status == "occurred" and own.firm and above.status in ("planned",):
        return own
    return above
