"""Which time dates an event: the one that hangs on its verb or noun, not the one beside the verb that reports it."""

import re
from collections.abc import Sequence
from datetime import datetime

from sayso.model import Span, TimeExpression
from sayso.reader.events.lasting import MOVED_TO, shares_event, stretch_time
from sayso.reader.events.relative import count_ahead, count_back, count_from
from sayso.reader.parse import Parsed

# a time that only measures how rare a thing is: "the largest since April", "the second at sea this year"
_COMPARED = re.compile(
    r"\b(?:first|second|third|fourth|fifth|only|most|worst|last|[a-z]{3,}est)\b[^.;]{0,60}\b(?:since|in (?:more than|over|nearly|about|at least))\s(?:the\s)?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:first|second|third|fourth|fifth)\b(?: \w+){0,4} $", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:instead of|rather than|not)(?: on)?(?: the)? $", re.IGNORECASE)
_MOVED_FROM = re.compile(
    r"\b(?:moved|postponed|delayed|pushed|brought|rescheduled|shifted)(?: \w+)? from (?:the )?$",
    re.IGNORECASE,
)
_FOR = re.compile(r"\bfor (?:the )?$")
_WITHIN = re.compile(r"\b(?:within|in|over|during|for)\s$", re.IGNORECASE)
SAYING = frozenset(
    "say tell report announce confirm deny add state warn declare write reveal publish release brief quote claim speak note inform acknowledge charge accuse comment blame".split()
)
_DOES = frozenset(
    "reach sign strike fire commit broker mount wage deliver negotiate seal issue record unleash".split()
)
_ABOUT = frozenset(["into", "about", "against", "over", "on", "for", "regarding", "concerning"])
# what is told of an event at another time than its own: "announced the results of the vote on Sunday"
_AFTERWARDS = frozenset(
    "result outcome postponement delay cancellation aftermath anniversary victim cause survivor consequence footage video term detail text organiser organizer".split()
)
_MOVES = frozenset(
    "move postpone delay defer push put bring reschedule shift extend prolong end conclude finish".split()
)
_RAISING = frozenset(
    "expect schedule set plan due take hold begin start end conclude postpone delay push put move fix carry conduct make have pay be open call prepare intend slate hope finish wrap"
    " stage launch continue resume participate impose commence kick run last go expire reschedule".split()
)


def date_mention(
    parsed: Parsed,
    times: Sequence[TimeExpression],
    trigger: Span,
    extent: Span,
    published: datetime | None,
    verb: int | None = None,
) -> TimeExpression | None:
    """The time that dates a mention, its interval widened or opened as its words say; None where none does.

    `verb` is the token that carries the trigger, if another than it.
    """
    sentence = parsed.sentence_at(trigger.start)
    token = parsed.token_at(trigger.start)
    if sentence is None or token is None:
        return None
    inside = [t for t in times if sentence.start <= t.start < sentence.end]
    own = {token, *([verb] if verb is not None and not _is_matter(parsed, token, verb) else [])}
    own |= {
        c
        for i in own
        for c in parsed.children[i]
        if parsed.tokens[c].dep == "xcomp" and _is_raising(parsed.tokens[c].lemma.lower())
    }
    if counted := count_from(parsed, inside, own, published):
        return counted
    scored = []
    wide = own | {
        parsed.tokens[o].head for o in own if parsed.tokens[o].dep == "relcl"
    }  # "an attack on Friday that killed three"
    wide |= {
        c
        for c in parsed.children[token]
        if parsed.tokens[token].pos == "NOUN"
        and parsed.tokens[c].dep == "relcl"
        and parsed.tokens[c].tag == "VBD"
    }  # "a bomb that killed three on Friday"
    for t in (count_ahead(parsed.text, t, published) for t in inside):
        before = parsed.text[max(sentence.start, t.start - 90) : t.start]
        if (
            t.interval is None
            or t.type == "SET"
            or (t.type == "DURATION" and "recent" not in t.text and not _WITHIN.search(before))
        ):
            continue
        if (
            _COMPARED.search(before)
            or _INSTEAD.search(before)
            or _MOVED_FROM.search(before)
            or (t.text.lower().startswith("this ") and _COUNTED.search(before))
        ):
            continue
        distance = _distance(parsed, t, own)
        if wide != own and (near := _distance(parsed, t, wide)) is not None:
            distance = near + 1 if distance is None else min(distance, near + 1)
        if distance is not None:
            scored.append((not MOVED_TO.search(before), distance, abs(t.start - trigger.start), t))
    if not scored:
        return count_back(parsed, inside, own, published)
    days = [
        s for s in scored if s[3].type == "DATE" and s[3].interval and s[3].interval.precision != "instant"
    ] or scored
    best = min(days, key=lambda s: s[:3])[3]
    return stretch_time(parsed, best, inside, own, published)


def date_lead(
    parsed: Parsed, times: Sequence[TimeExpression], trigger: Span, published: datetime | None
) -> TimeExpression | None:
    """The day on which a lead was told ("..., police said Monday"), for what it tells in the past tense without a time of its own."""
    sentence, token = parsed.sentence_at(trigger.start), parsed.token_at(trigger.start)
    if sentence is None or token is None or sentence.first != 0 or published is None:
        return None
    inside = [
        t
        for t in times
        if sentence.start <= t.start < sentence.end and t.type in ("DATE", "TIME") and t.interval is not None
    ]
    if (
        len(inside) != 1
        or (time := inside[0]).interval is None
        or time.interval.precision != "day"
        or time.interval.start > published
    ):
        return None
    head = parsed.head_of(Span(time.start, time.end))
    teller = (
        next((a for a in (head.i, *parsed.ancestors(head.i)) if parsed.tokens[a].pos == "VERB"), None)
        if head
        else None
    )
    above = parsed.tokens[token].head
    main = parsed.tokens[token].pos == "VERB" and (
        parsed.tokens[token].dep == "ROOT" or (parsed.tokens[token].dep == "ccomp" and above == teller)
    )
    if teller is None or not main or teller == token or parsed.tokens[teller].lemma.lower() not in SAYING:
        return None
    return time


def _distance(parsed: Parsed, time: TimeExpression, own: set[int]) -> int | None:
    """Steps up the tree from a time to the event; None where another verb has it."""
    head = parsed.head_of(Span(time.start, time.end))
    if head is None or all(_shut_in(parsed, o, head.i) for o in own):
        return None
    steps = 0
    for above in (head.i, *parsed.ancestors(head.i)):
        if above in own:
            return steps
        token = parsed.tokens[above]
        if above != head.i and (
            token.pos == "VERB" or (token.pos == "AUX" and token.dep not in ("aux", "auxpass"))
        ):
            lemma = token.lemma.lower()
            if (
                token.tag == "VBG"
                and lemma in ("start", "begin", "commence")
                and token.dep in ("acl", "advcl", "prep", "pcomp")
            ):
                steps += 1  # "for three days starting on Saturday": no more than a preposition
                continue
            if (
                token.dep == "xcomp" and _is_raising(lemma) and not own & set(parsed.children[above])
            ):  # "is due to end on Sunday"
                steps += 1
                continue
            if (
                token.dep == "conj" and lemma in _MOVES and shares_event(parsed, above, own)
            ):  # "was to begin on Monday but was moved to Friday"
                return steps + 3
            if (
                token.dep in ("acl", "relcl")
                and token.head in own
                and (
                    _describes(parsed, above, lemma)
                    or _FOR.search(parsed.text, max(0, time.start - 9), time.start)
                )
            ):
                return steps + 2  # "a meeting set for Monday", "the accord reached in 1991"
            if token.dep == "relcl" and token.tag == "VBG":  # a scene beside the event has its time
                steps += 2
                continue
            if lemma in SAYING:
                return None
            below = [c for c in parsed.children[above] if c in own] or [
                a for o in own for a in parsed.ancestors(o) if a == above
            ]
            if below and all(_is_matter(parsed, o, above) for o in own):
                return None
            # a time on the verb above the event ("agreed on Monday to meet") dates that verb; one on a light verb dates both
            if below and token.dep not in ("relcl", "advcl", "conj") and _is_raising(lemma):
                return steps + 3
            if below and any(_own_clause(parsed, o) for o in own):
                return None
            return None if not below else steps + 6
        steps += 1
    return None


def _shut_in(parsed: Parsed, i: int, time: int) -> bool:
    """Whether an event stands in a clause that describes something else, and a time outside of it ("the panel that looked into the fire met on Monday")."""
    clause = next((a for a in parsed.ancestors(i) if parsed.tokens[a].dep == "relcl"), None)
    return clause is not None and time not in parsed.subtree(clause)


def _describes(parsed: Parsed, verb: int, lemma: str) -> bool:
    """Whether a clause that hangs on an event's noun tells when it is: what plans, begins, ends or does it, not who called or demanded it."""
    return (_is_raising(lemma) and lemma != "call") or (
        parsed.tokens[verb].dep == "acl" and parsed.tokens[verb].tag == "VBN" and lemma in _DOES
    )


def _is_matter(parsed: Parsed, i: int, verb: int) -> bool:
    """Whether an event is only what another noun is about: "opened an inquiry into the collapse on Monday" does not date the collapse."""
    head = parsed.tokens[parsed.tokens[i].head]
    if (
        parsed.tokens[i].dep == "pobj"
        and head.text.lower() in ("of", "from")
        and parsed.tokens[head.head].lemma.lower() in _AFTERWARDS
    ):
        return True
    if parsed.tokens[i].dep != "pobj" or head.text.lower() not in _ABOUT:
        return False
    of_noun = parsed.tokens[head.head].pos in ("NOUN", "PROPN") and head.head != verb
    return of_noun or (
        head.head == verb and head.text.lower() in ("into", "about", "regarding", "concerning")
    )


def _own_clause(parsed: Parsed, i: int) -> bool:
    """Whether a verb heads a subordinate clause with a subject of its own ("on suspicion that its anchor had cut the line", "after it fell")."""
    token = parsed.tokens[i]
    apart = token.dep == "advcl" and any(
        parsed.tokens[c].text.lower() in ("after", "before", "since", "until") for c in parsed.children[i]
    )
    return (token.dep in ("ccomp", "acl") or apart) and any(
        parsed.tokens[c].dep in ("nsubj", "nsubjpass") for c in parsed.children[i]
    )


def _is_raising(lemma: str) -> bool:
    return lemma in _RAISING
