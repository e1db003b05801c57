"""What happened, will, might or did not: the event mentions of a document."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from sayso.model import (
    Argument,
    Attribution,
    Document,
    Entity,
    EventMention,
    Figure,
    Place,
    Span,
    TimeExpression,
)
from sayso.reader.attribution.event_links import bear_on
from sayso.reader.entities.references import References
from sayso.reader.events.arguments import clause_of, find_arguments, spoken_actor
from sayso.reader.events.candidates import Candidate, is_event
from sayso.reader.events.contexts import find_context
from sayso.reader.events.dating import date_lead, date_mention
from sayso.reader.events.extents import find_extent
from sayso.reader.events.factuality import judge
from sayso.reader.events.figures import find_figures
from sayso.reader.events.folding import fold_candidates
from sayso.reader.events.inheritance import inherit_arguments
from sayso.reader.events.kinds import settle_kind
from sayso.reader.events.labels import make_label
from sayso.reader.events.lasting import told_as_end
from sayso.reader.events.places import find_place
from sayso.reader.events.precedents import find_precedent
from sayso.reader.events.relative import counts_from
from sayso.reader.events.roles import add_roles
from sayso.reader.events.sides import share_figures, take_sides
from sayso.reader.events.sureness import temper_verdict
from sayso.reader.events.tolls import adopt_tolls
from sayso.reader.events.triggers import LIGHT, Trigger, find_triggers
from sayso.reader.events.verdicts import Verdict
from sayso.reader.parse import Parsed, Token

_FIGURE_TYPES = (
    "ASSAULT",
    "OTHER",
    "CONCEDE",
    "COERCE",
    "SANCTION",
    "AID",
    "MOBILIZE",
    "COOPERATE",
    "PROTEST",
    "AGREE",
)
_WRONG = re.compile(
    r"\b(?:(?:an )?earlier version|in the first version|(?:first|previous) version|correction:|we wrote|misstated|incorrectly)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\W*(?:If|Should|Were|Unless|Provided)\b")
_EACH_OTHER = re.compile(r"(?:blam|accus|fault)\w+ (?:each other|one another)\b")
_MOVED = re.compile(
    r"\binstead of (?:on )?(?:the )?(?:\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))|\b(?:later|days?|weeks?) than (?:planned|scheduled|announced|expected)\b"
)


def find_events(
    document: Document,
    parsed: Parsed,
    entities: Sequence[Entity],
    references: References,
    times: Sequence[TimeExpression],
    places: Sequence[Place],
    attributions: Sequence[Attribution],
    rate: Callable[[Sequence[Span]], Iterable[float]] | None = None,
) -> tuple[EventMention, ...]:
    """The event mentions of a document in order: dated, placed or peopled ones; the habitual, generic and figurative are left out.

    `rate` says how sure each of some event words is said to be, -3 to 3 (`sayso.reader.encoder.heads.rate_factuality`).
    """
    kept: list[Candidate] = []
    triggers = list(find_triggers(parsed))
    words = [parsed.tokens[t.token] for t in triggers]
    ratings = rate([Span(w.start, w.end) for w in words]) if rate else [float("nan")] * len(triggers)
    for trigger, rating in zip(triggers, ratings):
        candidate = _weigh(document, parsed, references, times, places, attributions, trigger, float(rating))
        if candidate is not None:
            kept.append(candidate)
    kept = fold_candidates(parsed, kept)
    mentions = inherit_arguments(parsed, [_mention(parsed, c, attributions) for c in kept])
    mentions = adopt_tolls(
        parsed,
        share_figures(parsed, mentions),
        lambda span: _attribution_at(attributions, span),
        lambda words: bool(_WRONG.search(words)),
    )
    return bear_on(take_sides(parsed, mentions, attributions), attributions, parsed)


def _weigh(
    document: Document,
    parsed: Parsed,
    references: References,
    times: Sequence[TimeExpression],
    places: Sequence[Place],
    attributions: Sequence[Attribution],
    trigger: Trigger,
    rating: float,
) -> Candidate | None:
    token = parsed.tokens[trigger.token]
    sentence = parsed.sentences[token.sentence]
    words = parsed.text[sentence.start : sentence.end]
    if _WRONG.search(words) or words.rstrip().endswith("?"):
        return None
    span = Span(parsed.tokens[trigger.first].start, token.end)
    index = _attribution_at(attributions, span)
    blamed = [s for a in attributions for s in a.cue if _EACH_OTHER.match(parsed.text, s.start)]
    own = [*blamed, *(v for v in (_controller(parsed, trigger), _carrier(parsed, trigger)) if v)]
    skip = [
        s
        for a in attributions
        if not any(c.overlap(v) for c in a.cue for v in own)
        for s in (*a.source, *a.cue)
        if not any(s.overlap(c) for c in a.content)
    ]
    speech = trigger.kind.type in ("THREATEN", "ACCUSE", "REQUEST") or trigger.kind.concept == "promise"
    if any(s.overlap(span) for a in attributions for s in a.cue):
        if trigger.kind.type not in ("THREATEN", "ACCUSE", "REQUEST", "AGREE"):
            return None
    elif any(s.covers(span) for s in skip) and not _in_description(attributions, span):
        return None
    clause = clause_of(parsed, trigger.token, trigger.verb)
    verdict = temper_verdict(
        judge(parsed, trigger.token, trigger.verb if _governs(parsed, trigger) else None, trigger.noun),
        rating,
    )
    if (
        trigger.kind.concept == "threat"
        and token.lemma.lower() in _DEEDS
        and verdict.status == "planned"
        and index is not None
    ):
        verdict = Verdict("occurred", "CT+")  # who says that he will hit back has threatened
    place = (
        None
        if trigger.kind.concept == "promise"
        else find_place(
            parsed,
            places,
            clause,
            trigger,
            span,
            [s for s in skip if not s.covers(span)],
            verdict.status == "occurred",
        )
    )
    verb = parsed.tokens[trigger.verb] if trigger.verb is not None else None
    time = date_mention(
        parsed, times, Span(token.start, token.end), span, document.published_at, _dated_with(parsed, trigger)
    )
    if time is None and verdict.status == "occurred" and verdict.firm:
        time = date_lead(parsed, times, span, document.published_at)
    if verb is not None and trigger.noun and verb.lemma.lower() == "lift":
        time = None  # when a ban is lifted is when it ends
    if verb is not None and _is_end_of(trigger, token, verb):
        time = told_as_end(time)
    if counts_from(time):
        index = None
    time = _told_when(parsed, times, trigger) or time
    time = _next_such(parsed.text, time, verdict, document.published_at)
    arguments = find_arguments(
        parsed, references, clause, [] if speech else skip, trigger.kind.concept, place
    )
    arguments = _possessed(parsed, trigger, arguments)
    arguments = _spoken(
        parsed, references, trigger, arguments, attributions[index] if index is not None else None
    )
    trigger = trigger._replace(kind=settle_kind(parsed, trigger, arguments))
    candidate = Candidate(
        trigger,
        _check_time(verdict, time, document, verb.tag if verb else "", _lasting(trigger, token, verb)),
        time,
        place,
        arguments,
        index,
        span,
        find_extent(parsed, trigger, span),
    )
    return candidate if is_event(parsed, candidate, words) else None


def _possessed(parsed: Parsed, trigger: Trigger, arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """Of a noun with a possessor ("the minister's visit") only the possessor is the person who takes part."""
    owners = (
        [
            parsed.span(parsed.subtree(c))
            for c in parsed.children[trigger.token]
            if parsed.tokens[c].dep == "poss"
        ]
        if trigger.noun
        else []
    )
    people = [a for a in arguments if a.role == "person" and any(o.start <= a.start < o.end for o in owners)]
    return tuple(a for a in arguments if a.role != "person" or a in people) if people else arguments


def _told_when(parsed: Parsed, times: Sequence[TimeExpression], trigger: Trigger) -> TimeExpression | None:
    """The time that a clause with "when" describes ("since April 2031, when the captives were flown home")."""
    if trigger.verb is None:
        return None
    when = next(
        (parsed.tokens[c] for c in parsed.children[trigger.verb] if parsed.tokens[c].text == "when"), None
    )
    return next((t for t in times if when and parsed.text[t.end : when.start] in (", ", " ")), None)


def _is_end_of(trigger: Trigger, token: Token, verb: Token) -> bool:
    """Whether a verb says that an event ended ("the talks broke up on Monday"): its time is the last one."""
    return (
        trigger.noun
        and verb.lemma.lower() in _OVER
        and verb.tag in ("VBD", "VBN")
        and token.head == verb.i
        and token.dep in ("nsubj", "nsubjpass")
    )


_OVER = frozenset(["end", "conclude", "finish", "expire"])
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", re.IGNORECASE)
_IS_FOR = re.compile(r"\bfor (?:the )?$")
_DAY_ALONE = re.compile(r"(?:the )?\d{1,2}(?:st|nd|rd|th)", re.IGNORECASE)


def _next_such(
    text: str, time: TimeExpression | None, verdict: Verdict, published: datetime | None
) -> TimeExpression | None:
    """A bare weekday or day of a month that lies behind, of something that lies ahead, is the next one ("is on for the 11th")."""
    if (
        time is None
        or time.interval is None
        or published is None
        or not (
            verdict.status in ("planned", "cancelled", "postponed")
            and verdict.firm
            and (verdict.status == "planned" or _IS_FOR.search(text, max(0, time.start - 9), time.start))
        )
        or time.interval.precision != "day"
    ):
        return time
    interval = time.interval
    if interval.end is None or interval.end > published.astimezone(interval.start.tzinfo):
        return time
    if _WEEKDAY.match(time.text) and (published - interval.end).days < 7:
        step = timedelta(days=7)
    elif _DAY_ALONE.fullmatch(time.text) and (published - interval.end).days < 31:
        step = timedelta(days=monthrange(interval.start.year, interval.start.month)[1])
    else:
        return time
    moved = replace(interval, start=interval.start + step, end=interval.end + step)
    return replace(time, interval=moved, value=moved.start.date().isoformat())


_ACTS = frozenset(["COERCE", "SANCTION", "AID", "CONCEDE"])


def _spoken(
    parsed: Parsed,
    references: References,
    trigger: Trigger,
    arguments: tuple[Argument, ...],
    told: Attribution | None,
) -> tuple[Argument, ...]:
    """The arguments with who tells of its own act: "it" in a party's words, or nobody named where an authority tells what was done."""
    taking = [a for a in arguments if a.role == "participant"]
    if told is None or len(taking) > 1 or (taking and trigger.kind.type != "AID"):
        return arguments
    at = trigger.token if trigger.verb is None else trigger.verb
    subjects = [
        parsed.tokens[c] for c in parsed.children[at] if parsed.tokens[c].dep in ("nsubj", "nsubjpass")
    ]
    own = any(s.dep == "nsubj" and s.text.lower() in ("it", "they", "we", "he", "she") for s in subjects)
    passive = (
        trigger.kind.type in _ACTS
        and trigger.kind.concept != "inquiry"
        and any(s.dep == "nsubjpass" for s in subjects)
        and not any(parsed.tokens[c].dep == "agent" for c in parsed.children[at])
    )
    if not own and not passive:
        return arguments
    actor = spoken_actor(parsed, references, told.source)
    if actor is None or any(a.value == actor.value for a in taking) or (passive and len(actor.value) != 3):
        return arguments
    return (*arguments, actor, replace(actor, role="actor"))


def _dated_with(parsed: Parsed, trigger: Trigger) -> int | None:
    """The verb whose times are the event's own: that of a verbal trigger, or a light verb."""
    if trigger.verb is None or not trigger.noun:
        return trigger.verb
    return trigger.verb if parsed.tokens[trigger.verb].lemma.lower() in LIGHT else None


def _controller(parsed: Parsed, trigger: Trigger) -> Span | None:
    """The verb whose subject is an infinitive's too ("promised to send"): who speaks there also acts."""
    token = parsed.tokens[trigger.token if trigger.verb is None else trigger.verb]
    head = parsed.tokens[token.head]
    return Span(head.start, head.end) if token.dep == "xcomp" and head.pos == "VERB" else None


def _carrier(parsed: Parsed, trigger: Trigger) -> Span | None:
    """The light verb of a noun ("imposed sanctions"): its subject acts, whatever it says."""
    verb = parsed.tokens[trigger.verb] if trigger.noun and trigger.verb is not None else None
    return Span(verb.start, verb.end) if verb is not None and verb.lemma.lower() in LIGHT else None


def _governs(parsed: Parsed, trigger: Trigger) -> bool:
    if not trigger.noun or trigger.verb is None:
        return True
    return parsed.tokens[trigger.verb].sentence == parsed.tokens[trigger.token].sentence


def _attribution_at(attributions: Sequence[Attribution], span: Span) -> int | None:
    """The innermost attribution whose content holds a stretch: the deepest chain, then the shortest content."""
    holding = [
        (-len(a.chain), sum(c.end - c.start for c in a.content), n)
        for n, a in enumerate(attributions)
        if any(c.overlap(span) for c in a.content)
    ]
    return min(holding)[2] if holding else None


def _in_description(attributions: Sequence[Attribution], span: Span) -> bool:
    """Whether a stretch stands in what is told of a source ("two people briefed on the talks")."""
    return any(s.covers(span) and s.end - s.start > 25 for a in attributions for s in a.source)


_DEEDS = frozenset(["respond", "retaliate"])
_ENDS = frozenset(["close", "end", "conclude", "finish", "drop", "complete", "wrap", "cease"])
_DURATIVE = ("inquiry", "closure", "curfew", "detention")
_KEEPING = frozenset(
    "detain hold impound remand jail imprison intern confine detention custody captivity".split()
)


def _lasting(trigger: Trigger, token: Token, verb: Token | None) -> str:
    """What an event is where its end is another event: who is detained stays so, what was closed or inquired into goes on; empty where the verb ends it."""
    if trigger.noun and verb is not None and verb.lemma.lower() in _ENDS:
        return ""
    return (
        "detention"
        if trigger.kind.concept == "arrest" and token.lemma.lower() in _KEEPING
        else trigger.kind.concept
    )


def _check_time(
    verdict: Verdict, time: TimeExpression | None, document: Document, tag: str, concept: str
) -> Verdict:
    """Tense and calendar together: what is told in the past but dated ahead is planned, a bare noun follows its date.

    What lasts (a closure, an inquiry) and began within the last days goes on until somebody says that it ended.
    """
    published = document.published_at
    if concept in _DURATIVE and verdict.status == "occurred" and verdict.firm and published is not None:
        begun = time.interval.start if time and time.interval else published
        if (published - begun).days <= 3 or (
            time is not None and time.interval is not None and time.interval.end is None
        ):
            return Verdict("ongoing", "CT+")
    if time is None or time.interval is None or published is None:
        return verdict
    ahead = time.interval.start.date() > published.astimezone(time.interval.start.tzinfo).date()
    behind = time.interval.end is not None and time.interval.end <= published
    if not verdict.firm:
        if ahead:
            return Verdict("planned", "PR+")
        if behind:
            return Verdict("occurred", "CT+")
    going = time.interval.start.date() < published.astimezone(time.interval.start.tzinfo).date()
    if (
        verdict.status == "planned"
        and going
        and not behind
        and time.interval.precision == "window"
        and "; " in (time.evidence or "")
    ):
        return Verdict("ongoing", "CT+")  # "the drills, which will run through Friday, began on Tuesday"
    if verdict.status in ("occurred", "ongoing") and ahead:
        return Verdict("planned", "PR+")
    if verdict.status == "ongoing" and behind and time.interval.precision == "day" and tag not in ("VBG",):
        return Verdict("occurred", "CT+")
    return verdict


def _mention(parsed: Parsed, c: Candidate, attributions: Sequence[Attribution]) -> EventMention:
    sentence = parsed.sentences[parsed.tokens[c.trigger.token].sentence]
    whole = Span(sentence.start, sentence.end)
    kind = c.trigger.kind
    verdict = c.verdict
    if verdict.status == "planned" and _CONDITION.match(parsed.text, sentence.start, sentence.end):
        verdict = Verdict("possible", "PS+", verdict.firm)
    if (
        verdict.status == "planned"
        and verdict.firm
        and _MOVED.search(parsed.text, sentence.start, sentence.end)
    ):
        verdict = Verdict("postponed", "CT-")
    stance = attributions[c.attribution].stance if c.attribution is not None else "asserts"
    if stance == "denies":
        verdict = Verdict("denied", "CT-")
    elif stance in ("declines", "doubts"):
        verdict = Verdict(verdict.status, "Uu", False)
    figures: tuple[Figure, ...] = ()
    if kind.type in _FIGURE_TYPES:
        figures = tuple(
            replace(f, attribution=_attribution_at(attributions, Span(f.start, f.end)))
            for f in find_figures(parsed.text, whole)
        )
    return EventMention(
        trigger=Span(parsed.tokens[c.trigger.token].start, parsed.tokens[c.trigger.token].end),
        extent=c.extent,
        type=kind.type,
        mode=kind.mode,
        context=find_context(kind.concept, whole.of(parsed.text), c.span.start - whole.start),
        status=verdict.status,
        factuality=verdict.factuality if verdict.firm else "Uu",
        lemma=kind.concept,
        label=make_label(parsed, kind.concept, c.extent, c.arguments, c.place),
        arguments=add_roles(parsed, c.trigger, c.arguments),
        figures=figures,
        time=c.time,
        place=c.place,
        attribution=c.attribution,
        precedent=find_precedent(parsed, whole, c.span),
        background=_is_background(parsed, c, verdict),
    )


def _is_background(parsed: Parsed, c: Candidate, verdict: Verdict) -> bool:
    """Whether a mention only recalls what is known: told late and on nobody's word, or counted from ("two days after the line went dead")."""
    if counts_from(c.time):
        return True
    paragraph = parsed.sentences[parsed.tokens[c.trigger.token].sentence].paragraph
    return paragraph > 2 and verdict.status == "occurred" and c.attribution is None
