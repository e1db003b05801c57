"""Which time dates an event: the one that hangs on its verb or noun, not the one beside the verb that reports it.

Windows as the shared semantics have them: `by X` runs from the day of the report to the end of X, `before X` to the day
before X, `from X` and `since X` are open, a length of time beside a first or last day gives the other.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from sayso.model import Interval, Span, TimeExpression
from sayso.read.parse import Parsed

_BEFORE = re.compile(r"\b(by|before|until|till|from|since|after|following|as early as|no later than|starting|beginning|ahead of|as of|prior to)\s(?:the\s)?$", re.IGNORECASE)
# a time that only measures how rare a thing is: "the largest since April", "the second at sea this year"
_COMPARED = re.compile(
    r"\b(?:first|second|third|fourth|fifth|only|most|worst|last|[a-z]{3,}est)\b[^.;]{0,60}\b(?:since|in (?:more than|over|nearly|about|at least))\s(?:the\s)?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:first|second|third|fourth|fifth)\b(?: \w+){0,4} $", re.IGNORECASE)
_SAYING = frozenset(
    ["say", "tell", "report", "announce", "confirm", "deny", "add", "state", "warn", "declare", "write", "reveal", "publish", "release", "brief", "quote", "claim", "speak", "note", "declare", "inform", "acknowledge", "charge", "accuse", "comment", "blame"]
)
_LAST = frozenset(["end", "conclude", "finish", "wrap", "complete", "close"])
_SPAN = re.compile(r"P(\d+)D$")


def date_mention(
    parsed: Parsed, times: Sequence[TimeExpression], trigger: Span, extent: Span, published: datetime | None, verb: int | None = None
) -> TimeExpression | None:
    """The time that dates a mention, its interval widened or opened as its preposition says; None where none does.

    `verb` is the token that carries the trigger, if another than it.
    """
    sentence = parsed.sentence_at(trigger.start)
    token = parsed.token_at(trigger.start)
    if sentence is None or token is None:
        return None
    inside = [t for t in times if sentence.start <= t.start < sentence.end]
    own = {token, *([verb] if verb is not None else [])}
    own |= {c for i in own for c in parsed.children[i] if parsed.tokens[c].dep == "xcomp" and _is_raising(parsed.tokens[c].lemma.lower())}
    scored = []
    for t in inside:
        if t.interval is None or t.type == "SET" or (t.type == "DURATION" and "recent" not in t.text):
            continue
        before = parsed.text[max(sentence.start, t.start - 90) : t.start]
        if _COMPARED.search(before) or (t.text.lower().startswith("this ") and _COUNTED.search(before)):
            continue
        distance = _distance(parsed, t, own)
        if distance is not None:
            scored.append((distance, abs(t.start - trigger.start), t))
    if not scored:
        return None
    days = [s for s in scored if s[2].type == "DATE" and s[2].interval and s[2].interval.precision != "instant"] or scored
    _, _, best = min(days, key=lambda s: (s[0], s[1]))
    return _window(parsed, best, inside, own, published)


def _distance(parsed: Parsed, time: TimeExpression, own: set[int]) -> int | None:
    """Steps up the tree from a time to the event; None where another verb has it."""
    head = parsed.head_of(Span(time.start, time.end))
    if head is None:
        return None
    steps = 0
    for above in (head.i, *parsed.ancestors(head.i)):
        if above in own:
            return steps
        token = parsed.tokens[above]
        if token.pos == "VERB" and above != head.i:
            if token.dep == "relcl" and token.tag == "VBG":  # a scene beside the event has its time
                steps += 2
                continue
            if token.lemma.lower() in _SAYING:
                return None
            below = [c for c in parsed.children[above] if c in own] or [a for o in own for a in parsed.ancestors(o) if a == above]
            # a time on the verb above the event ("agreed on Monday to meet") dates that verb; one on a light verb dates both
            if below and token.dep not in ("relcl", "advcl", "conj") and _is_raising(token.lemma.lower()):
                return steps + 3
            if below and any(_own_clause(parsed, o) for o in own):
                return None
            return None if not below else steps + 6
        steps += 1
    return None


def _own_clause(parsed: Parsed, i: int) -> bool:
    """Whether a verb heads a subordinate clause with a subject of its own ("on suspicion that its anchor had cut the line")."""
    token = parsed.tokens[i]
    return token.dep in ("ccomp", "acl") and any(parsed.tokens[c].dep in ("nsubj", "nsubjpass") for c in parsed.children[i])


def _is_raising(lemma: str) -> bool:
    return lemma in (
        "expect", "schedule", "set", "plan", "due", "take", "hold", "begin", "start", "end", "conclude", "postpone", "delay", "push", "put", "move", "fix", "carry", "conduct",
        "make", "have", "pay", "be", "open", "call", "prepare", "intend", "slate", "hope", "finish", "wrap", "stage", "launch", "continue", "resume", "participate", "impose",
    )


def _window(
    parsed: Parsed, time: TimeExpression, inside: Sequence[TimeExpression], own: set[int], published: datetime | None
) -> TimeExpression:
    interval = time.interval
    assert interval is not None
    owned = re.match(r"['’]s?\b|['’]\s", parsed.text[time.end : time.end + 3])  # "since Thursday's shooting": the word before is not the time's
    lead = None if owned else _BEFORE.search(parsed.text[max(0, time.start - 24) : time.start])
    word = lead[1].lower() if lead else ""
    start, end = interval.start, interval.end
    today = published.astimezone(start.tzinfo).replace(hour=0, minute=0, second=0, microsecond=0) if published else None
    ahead = today is not None and end is not None and end > today
    if word in ("by", "no later than", "until", "till") and ahead and today:
        return replace(time, interval=Interval(today, end, "window"), evidence=f"{time.evidence}; {word}")
    if word in ("before", "ahead of", "prior to") and ahead and today and start > today:
        return replace(time, interval=Interval(today, start, "window"), evidence=f"{time.evidence}; {word}")
    if word in ("from", "since", "starting", "beginning", "as of") and interval.precision == "day" and end and end - start <= timedelta(days=1):
        later = next((t for t in inside if t.start > time.end and t.interval and re.fullmatch(r"\s(?:to|until|till|through)\s(?:the\s)?", parsed.text[time.end : t.start])), None)
        if later and later.interval:
            return replace(time, end=later.end, text=parsed.text[time.start : later.end], interval=Interval(start, later.interval.end, "window"))
        return replace(time, interval=Interval(start, None, "window"), evidence=f"{time.evidence}; open after {word}")
    if interval.precision == "day" and end and (size := _length(parsed.text, inside)):
        lemmas = {parsed.tokens[i].lemma.lower() for i in own} | {parsed.tokens[a].lemma.lower() for i in own for a in list(parsed.ancestors(i))[:1]}
        if lemmas & _LAST:
            return replace(time, interval=Interval(end - timedelta(days=size), end, "window"), evidence=f"{time.evidence}; the last of {size} days")
        return replace(time, interval=Interval(start, start + timedelta(days=size), "window"), evidence=f"{time.evidence}; the first of {size} days")
    return time


def _length(text: str, inside: Sequence[TimeExpression]) -> int:
    """Days that an event lasts: "two-day", "for three days", "three days of talks"."""
    sizes = [
        int(m[1])
        for t in inside
        if t.type == "DURATION" and (m := _SPAN.match(t.value))
        and ("-day" in t.text or re.search(r"\b(?:for|lasting|lasted|over|last)\s(?:the\s)?$", text[max(0, t.start - 12) : t.start]) or text[t.end : t.end + 3] == " of")
    ]
    return sizes[0] if len(sizes) == 1 and 1 < sizes[0] < 60 else 0
