"""How long an event lasts, from the time that dates it and the words around: first day, last day, or both.

Windows as the shared semantics have them: `by X` runs from the day of the report to the end of X, `before X` to the day
before X, `from X` and `since X` are open, a length of time beside a first or last day gives the other; where only the
beginning of what is past is dated, it ended at the latest on the day of the report.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from msgspec.structs import replace

from sayso.model import Interval, Span, TimeExpression
from sayso.reader.parse import Parsed

_LEAD = re.compile(
    r"\b(by|before|until|till|through|from|since|after|following|as early as|no later than|starting|beginning|ahead of|as of|prior to)\s(?:the\s|on\s)?$",
    re.IGNORECASE,
)
# "pushed back by two days to Monday": the new day, neither "instead of Saturday" nor the end of a wait
MOVED_TO = re.compile(
    r"\b(?:moved|postponed|delayed|deferred|pushed|put|brought|rescheduled|shifted)(?: (?:off|back|forward|up|ahead))?(?: by [\w-]+ \w+)?(?: from [^,;.]{3,30}?)? (?:to|until|till) (?:the )?$|"
    r"\b(?:postponed|delayed|deferred|put off|pushed back|put back|rescheduled)\b[^.;]{0,80}?,? (?:until|till) (?:the )?$",
    re.IGNORECASE,
)
_EXTENDED_TO = re.compile(
    r"\b(?:extended|prolonged)(?: by [\w-]+ \w+)?(?: from [^,;.]{3,30}?)? to (?:the )?$", re.IGNORECASE
)
_TO = re.compile(r"\s(?:to|until|till|through)\s(?:the\s|on\s)?|\s?[-–—]\s?")
_AND = re.compile(r"\s(?:and|or)\s(?:on\s)?(?:the\s)?")
_FIRST = frozenset("begin start commence kick open".split())
_LAST = frozenset("end conclude finish wrap complete close expire".split())
_RUNS = frozenset("run last continue remain stay extend go be".split())
_OF_TIME = frozenset(
    "holiday festival feast celebration deadline break day weekend week month season".split()
)
_OPEN = ("from", "since", "starting", "beginning", "as of")
_UP_TO = ("until", "till", "through")
_SPAN = re.compile(r"PT?(\d+)([DWH])$")
_DAY = timedelta(days=1)


def stretch_time(
    parsed: Parsed,
    time: TimeExpression,
    inside: Sequence[TimeExpression],
    own: set[int],
    published: datetime | None,
) -> TimeExpression:
    """A time with the interval of the event that it dates; `inside` are the times of the sentence, `own` the event's tokens."""
    time = _join(parsed, time, inside)
    interval = time.interval
    assert interval is not None
    start, end, word = interval.start, interval.end, _lead(parsed, time)
    today = (
        published.astimezone(start.tzinfo).replace(hour=0, minute=0, second=0, microsecond=0)
        if published
        else None
    )
    ahead = today is not None and end is not None and end > today
    if word in ("by", "no later than", *_UP_TO) and ahead and today:
        begun = _other(parsed, time, inside, own, _is_first) if word in _UP_TO else None
        first = (
            begun.interval.start if begun and begun.interval and end and begun.interval.start < end else today
        )
        return _with(time, Interval(first, end, "window"), word)
    if word in ("before", "ahead of", "prior to") and ahead and today and start > today:
        return _with(time, Interval(today, (end if time.mod == "END" and end else start), "window"), word)
    if end is None or end - start > _DAY:
        return (
            _with(time, Interval(start, None, "window"), f"open after {word}")
            if end is not None and word == "since"
            else time
        )
    day = Interval(
        start.replace(hour=0, minute=0),
        end if interval.precision == "day" else start.replace(hour=0, minute=0) + _DAY,
    )
    verb = _governor(parsed, time)
    if (
        _is_first(parsed, time, own)
        and (ended := _other(parsed, time, inside, own, _is_last))
        and ended.interval
        and ended.interval.end
        and ended.interval.end > day.start
    ):
        return _with(
            replace(
                time, end=max(time.end, ended.end), text=parsed.text[time.start : max(time.end, ended.end)]
            ),
            Interval(day.start, ended.interval.end, "window"),
            f"to {ended.text}",
        )
    if size := _length(parsed, inside, own, verb):
        if _is_last(parsed, time, own):
            return _with(
                time,
                Interval(day.start + _DAY - timedelta(days=size), day.end, "window"),
                f"the last of {size} days",
            )
        return _with(
            time, Interval(day.start, day.start + timedelta(days=size), "window"), f"the first of {size} days"
        )
    if word in _OPEN:
        return _with(time, Interval(day.start, None, "window"), f"open after {word}")
    if (
        today is not None
        and day.end is not None
        and day.end <= today
        and _is_first(parsed, time, own)
        and any(parsed.tokens[o].pos in ("NOUN", "PROPN") for o in own)
    ):
        return _with(
            time, Interval(day.start, today + _DAY, "window"), "began then, over by the day of the report"
        )
    return time


def _with(time: TimeExpression, interval: Interval, why: str) -> TimeExpression:
    return replace(time, interval=interval, evidence=f"{time.evidence}; {why}")


def _lead(parsed: Parsed, time: TimeExpression) -> str:
    """The word before a time that makes it a bound; none before "since Thursday's shooting", "since the 2023 summit": that word is not the time's."""
    head = parsed.head_of(Span(time.start, time.end))
    above = parsed.tokens[head.head] if head else None
    if re.match(r"['’]s?\b|['’]\s", parsed.text[time.end : time.end + 3]):
        return ""
    if (
        above is not None
        and above.pos in ("NOUN", "PROPN")
        and above.start >= time.end
        and above.lemma.lower() not in _OF_TIME
    ):
        return ""
    before = parsed.text[max(0, time.start - 90) : time.start]
    if MOVED_TO.search(before):
        return ""
    if _EXTENDED_TO.search(before):
        return "until"
    lead = _LEAD.search(before[-24:])
    return lead[1].lower() if lead else ""


def _join(parsed: Parsed, time: TimeExpression, inside: Sequence[TimeExpression]) -> TimeExpression:
    """`Saturday and Sunday`, `from Monday to Friday`: the stretch of both, whichever of them was found to date the event."""
    days = [
        t
        for t in inside
        if t.interval and t.interval.end and t.type != "DURATION" and t.interval.precision != "instant"
    ]
    for one, two in pairwise(days):
        if time not in (one, two) or one.interval is None or two.interval is None or one.interval.end is None:
            continue
        between = parsed.text[one.end : two.start]
        near = two.interval.start == one.interval.end  # only days that follow each other are one stretch
        if not one.interval.start < two.interval.start or parsed.text[two.end : two.end + 1] in ("'", "’"):
            continue
        if _TO.fullmatch(between) or (near and _AND.fullmatch(between)):
            return replace(
                one,
                end=two.end,
                text=parsed.text[one.start : two.end],
                interval=Interval(one.interval.start, two.interval.end, "window"),
            )
    return time


def _governor(parsed: Parsed, time: TimeExpression) -> int | None:
    """The verb that a time hangs on."""
    head = parsed.head_of(Span(time.start, time.end))
    return (
        next(
            (a for a in (head.i, *parsed.ancestors(head.i)) if parsed.tokens[a].pos in ("VERB", "AUX")), None
        )
        if head
        else None
    )


def _is_first(parsed: Parsed, time: TimeExpression, own: set[int]) -> bool:
    """Whether a time is when the event begins."""
    verb = _governor(parsed, time)
    return _lead(parsed, time) in _OPEN or (
        verb is not None and parsed.tokens[verb].lemma.lower() in _FIRST and shares_event(parsed, verb, own)
    )


def _is_last(parsed: Parsed, time: TimeExpression, own: set[int]) -> bool:
    """Whether a time is when the event ends."""
    verb = _governor(parsed, time)
    if verb is None or not shares_event(parsed, verb, own):
        return False
    return parsed.tokens[verb].lemma.lower() in _LAST or _lead(parsed, time) in _UP_TO


def shares_event(parsed: Parsed, verb: int, own: set[int]) -> bool:
    """Whether a verb is the event's own, tells of it in a relative clause, or has it as subject or object, itself or by coordination."""
    while True:
        token = parsed.tokens[verb]
        if verb in own or own & {
            c for c in parsed.children[verb] if parsed.tokens[c].dep in ("nsubj", "nsubjpass", "dobj", "attr")
        }:
            return True
        if token.dep in ("relcl", "acl") and token.head in own:
            return True
        if token.dep not in ("conj", "xcomp", "advcl", "parataxis") or token.head == verb:
            return False
        verb = token.head


def _other(
    parsed: Parsed,
    time: TimeExpression,
    inside: Sequence[TimeExpression],
    own: set[int],
    fits: Callable[[Parsed, TimeExpression, set[int]], bool],
) -> TimeExpression | None:
    """Another time of the sentence that is the event's first or last."""
    return next(
        (t for t in inside if t.interval and not time.start <= t.start < time.end and fits(parsed, t, own)),
        None,
    )


def _length(parsed: Parsed, inside: Sequence[TimeExpression], own: set[int], verb: int | None) -> int:
    """Days that the event lasts: "a two-day drill", "for three days", "three days of talks", "and lasts two weeks"."""
    sizes = set()
    for t in inside:
        size = _SPAN.match(t.value) if t.type == "DURATION" else None
        head = parsed.head_of(Span(t.start, t.end)) if size else None
        if size is None or head is None:
            continue
        days = int(size[1]) * {"D": 1, "W": 7}.get(size[2], 0) or (
            int(size[1]) // 24 if int(size[1]) % 24 == 0 else 0
        )
        if 1 < days < 100 and _measures(parsed, t, head.i, own, verb):
            sizes.add(days)
    return sizes.pop() if len(sizes) == 1 else 0


def _measures(parsed: Parsed, time: TimeExpression, head: int, own: set[int], verb: int | None) -> bool:
    """Whether a length of time is that of the event, not of a pause before it or of another's stay."""
    token = parsed.tokens[head]
    above = parsed.tokens[token.head]
    if any(parsed.tokens[parsed.tokens[o].head].text.lower() == "during" for o in own):
        return False  # "a dinner on Oct. 20 during his three-day visit" tells no day of the visit's
    if "-" in time.text:  # "the two-day drill"
        return bool(own & {head, token.head, above.head if above.dep in ("compound", "amod", "nmod") else -1})
    if parsed.text[time.end : time.end + 4] == " of ":
        return any(head in list(parsed.ancestors(o))[:3] for o in own)
    if above.pos == "ADP":
        return (
            above.text.lower() in ("for", "over", "after")
            and (above.head in own or above.head == verb or shares_event(parsed, above.head, own))
            and (above.text.lower() != "after" or parsed.tokens[above.head].lemma.lower() in _LAST)
        )
    return (
        token.dep in ("npadvmod", "dobj", "attr", "advmod")
        and above.lemma.lower() in (*_RUNS, *_LAST)
        and shares_event(parsed, above.i, own)
    )


THE_END = "; the end"
"""What the evidence of a time closes with that tells only when an event was over."""


def told_as_end(time: TimeExpression | None) -> TimeExpression | None:
    """A day on which something ended, marked as no more than its last one; a stretch already widened keeps both ends."""
    if (
        time is None
        or time.interval is None
        or time.interval.precision != "day"
        or "; " in (time.evidence or "")
    ):
        return time
    return replace(time, evidence=f"{time.evidence or ''}{THE_END}")
