"""What happened, will, might or did not: the event mentions of a document."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from sayso.model import Argument, Attribution, Document, Entity, EventMention, Figure, Place, Span, TimeExpression
from sayso.read.arguments import clause_of, find_arguments, find_place
from sayso.read.dating import date_mention
from sayso.read.factuality import OPINION, Verdict, judge
from sayso.read.figures import find_figures
from sayso.read.inheritance import inherit_arguments
from sayso.read.labels import make_label
from sayso.read.parse import Parsed
from sayso.read.references import References
from sayso.read.sureness import temper_verdict
from sayso.read.tolls import adopt_tolls
from sayso.read.triggers import LIGHT, Trigger, find_triggers, what_it_needs

_FIGURE_TYPES = ("ASSAULT", "OTHER", "CONCEDE", "COERCE", "SANCTION", "AID", "MOBILIZE", "COOPERATE", "PROTEST", "AGREE")
_WRONG = re.compile(r"\b(?:(?:an )?earlier version|in the first version|(?:first|previous) version|correction:|we wrote|misstated|incorrectly)\b", re.IGNORECASE)
_PRECEDENT = re.compile(r"\b(?:for the first time|the first(?: ever)?|first-ever|their first|its first|(?:largest|biggest|highest|worst|deadliest|most) (?:\w+ )?(?:since|in (?:more than )?(?:a |\w+ )?(?:decade|year)s?)|second (?:this|of its)|unprecedented|rare)\b", re.IGNORECASE)
_HABITUAL = re.compile(r"\b(?:usually|often|regularly|always|routinely|frequently|every (?:day|week|month|year))\b", re.IGNORECASE)
_CONDITION = re.compile(r"\W*(?:If|Should|Were|Unless|Provided)\b")
_MOVED = re.compile(r"\binstead of (?:on )?(?:the )?(?:\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))|\b(?:later|days?|weeks?) than (?:planned|scheduled|announced|expected)\b")
_EQUIPMENT = frozenset(
    "missile rocket satellite torpedo drone shell projectile battery launcher system tank warplane aircraft helicopter jet bomber ship warship vessel tanker freighter submarine destroyer frigate carrier cable pipeline weapon ammunition".split()
)
_GENERIC = frozenset(["any", "every", "such", "each", "many", "most", "other", "no", "few", "several", "some", "what", "whatever", "whose", "which"])


class _Candidate(NamedTuple):
    trigger: Trigger
    verdict: Verdict
    time: TimeExpression | None
    place: Place | None
    arguments: tuple[Argument, ...]
    attribution: int | None
    span: Span
    extent: Span


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

    `rate` says how sure each of some event words is said to be, -3 to 3 (`sayso.read.heads.rate_factuality`).
    """
    kept: list[_Candidate] = []
    triggers = list(find_triggers(parsed))
    words = [parsed.tokens[t.token] for t in triggers]
    ratings = rate([Span(w.start, w.end) for w in words]) if rate else [float("nan")] * len(triggers)
    for trigger, rating in zip(triggers, ratings):
        candidate = _weigh(document, parsed, references, times, places, attributions, trigger, float(rating))
        if candidate is not None:
            kept.append(candidate)
    kept = _fold(parsed, kept)
    mentions = inherit_arguments(parsed, [_mention(parsed, c, attributions) for c in kept])
    mentions = adopt_tolls(parsed, mentions, lambda span: _attribution_at(attributions, span), lambda words: bool(_WRONG.search(words)))
    return _bear(mentions, attributions, parsed)


def _weigh(
    document: Document, parsed: Parsed, references: References, times: Sequence[TimeExpression], places: Sequence[Place],
    attributions: Sequence[Attribution], trigger: Trigger, rating: float,
) -> _Candidate | None:
    token = parsed.tokens[trigger.token]
    sentence = parsed.sentences[token.sentence]
    words = parsed.text[sentence.start : sentence.end]
    if _WRONG.search(words) or words.rstrip().endswith("?"):
        return None
    span = Span(parsed.tokens[trigger.first].start, token.end)
    index = _attribution_at(attributions, span)
    own = _controller(parsed, trigger)
    skip = [
        s for a in attributions if not any(own and c.overlap(own) for c in a.cue) for s in (*a.source, *a.cue) if not any(s.overlap(c) for c in a.content)
    ]
    speech = trigger.kind.type in ("THREATEN", "ACCUSE", "REQUEST")
    if any(s.overlap(span) for a in attributions for s in a.cue):
        if trigger.kind.type not in ("THREATEN", "ACCUSE", "REQUEST", "AGREE"):
            return None
    elif any(s.covers(span) for s in skip) and not _in_description(attributions, span):
        return None
    clause = clause_of(parsed, trigger.token, trigger.verb)
    place = find_place(parsed, places, clause, span, skip)
    verb = parsed.tokens[trigger.verb] if trigger.verb is not None else None
    time = date_mention(parsed, times, Span(token.start, token.end), span, document.published_at, _dated_with(parsed, trigger))
    arguments = find_arguments(parsed, references, clause, [] if speech else skip, trigger.kind.concept, place)
    arguments = _possessed(parsed, trigger, arguments)
    verdict = temper_verdict(judge(parsed, trigger.token, trigger.verb if _governs(parsed, trigger) else None, trigger.noun), rating)
    candidate = _Candidate(trigger, _check_time(verdict, time, document, verb.tag if verb else "", trigger.kind.concept), time, place, arguments, index, span, _extent(parsed, trigger, span))
    return candidate if _is_event(parsed, candidate, words) else None


def _possessed(parsed: Parsed, trigger: Trigger, arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """Of a noun with a possessor ("the minister's visit") only the possessor is the person who takes part."""
    owners = [parsed.span(parsed.subtree(c)) for c in parsed.children[trigger.token] if parsed.tokens[c].dep == "poss"] if trigger.noun else []
    people = [a for a in arguments if a.role == "person" and any(o.start <= a.start < o.end for o in owners)]
    return tuple(a for a in arguments if a.role != "person" or a in people) if people else arguments


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


_DURATIVE = ("inquiry", "closure", "curfew")


def _check_time(verdict: Verdict, time: TimeExpression | None, document: Document, tag: str, concept: str) -> Verdict:
    """Tense and calendar together: what is told in the past but dated ahead is planned, a bare noun follows its date.

    What lasts (a closure, an inquiry) and began within the last days goes on until somebody says that it ended.
    """
    published = document.published_at
    if concept in _DURATIVE and verdict.status == "occurred" and verdict.firm and published is not None:
        begun = time.interval.start if time and time.interval else published
        if (published - begun).days <= 3:
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
    if verdict.status == "occurred" and ahead:
        return Verdict("planned", "PR+")
    if verdict.status == "ongoing" and behind and time.interval.precision == "day" and tag not in ("VBG",):
        return Verdict("occurred", "CT+")
    return verdict


def _is_event(parsed: Parsed, c: _Candidate, words: str) -> bool:
    token = parsed.tokens[c.trigger.token]
    lemma = token.lemma.lower()
    roles = {a.role for a in c.arguments}
    peopled = bool(roles & {"participant", "person", "organisation"})
    things = bool(roles & {"asset"})
    if c.trigger.noun:
        determiners = {parsed.tokens[k].text.lower() for k in parsed.children[token.i] if parsed.tokens[k].dep in ("det", "amod", "advmod")}
        if determiners & _GENERIC or (token.tag == "NNS" and not (c.time or (c.verdict.firm and (peopled or c.place)))):
            return False
        light = c.trigger.verb is not None and parsed.tokens[c.trigger.verb].lemma.lower() in LIGHT
        score = 2 * bool(c.time) + bool(c.place) + peopled + things + (1 if light and c.verdict.firm else 0) + bool(_PRECEDENT.search(words))
        return score >= (2 if c.time or light or c.verdict.firm and c.verdict.status in ("planned", "possible", "postponed", "cancelled") else 3)
    if token.dep == "amod" or (_HABITUAL.search(words) and not c.time):
        return False
    if token.tag in ("VB", "VBP", "VBZ", "VBG") and not c.verdict.firm and not c.time:
        return False
    if token.tag == "VBG" and token.dep in ("pcomp", "acl", "advcl", "xcomp", "csubj") and c.verdict.factuality == "Uu" and not c.time:
        return False
    needs = () if c.trigger.kind.concept == "clash" else what_it_needs(c.trigger.lemma or lemma)
    objects = [k for k in parsed.children[token.i] if parsed.tokens[k].dep in ("dobj", "nsubjpass", "obj")]
    subjects = [parsed.tokens[k] for k in parsed.children[token.i] if parsed.tokens[k].dep == "nsubj"]
    things = things or any(parsed.tokens[k].lemma.lower() in _EQUIPMENT for k in objects)
    about = objects or [k for k in parsed.children[token.i] if lemma == "agree" and parsed.tokens[k].text.lower() in ("on", "upon")]
    met = {
        "asset": things, "person": "person" in roles or peopled, "place": c.place is not None, "thing": bool(about) and (peopled or c.place is not None or c.time is not None or things),
        "org": peopled, "held": token.tag == "VBN" and bool(c.place or c.time) and bool(roles & {"person", "organisation"}), "event": c.time is not None, "military": bool(re.search(r"\b(?:navy|navies|army|armies|troops|soldiers|warships|military|forces|jets|bombers|marines)\b", words, re.IGNORECASE)) and c.time is not None,
        "court": bool(re.search(r"\b(?:court|judge|prosecut|trial)\w*", words, re.IGNORECASE)), "never": False, "given": bool(objects) and "participant" in roles,
        "person_subject": any(x.pos == "PROPN" or x.lemma.lower() in ("minister", "president", "delegation", "envoy", "he", "she", "leader") for x in subjects) and c.time is not None,
    }
    if needs and not any(met[n] for n in needs):
        return False
    return 2 * bool(c.time) + bool(c.place) + peopled + things + (bool(objects or subjects) and c.verdict.firm) >= 2


def _extent(parsed: Parsed, trigger: Trigger, span: Span) -> Span:
    """The words that speak of the event: its verb with helpers and object's head, or its noun with what stands before it."""
    if trigger.noun:
        before = [k for k in parsed.children[trigger.token] if parsed.tokens[k].dep in ("amod", "compound", "nummod", "det", "poss", "nmod") and k < trigger.token]
        start = min([span.start, *(parsed.tokens[min(parsed.subtree(k))].start for k in before)])
        verb = trigger.verb
        if verb is not None and parsed.tokens[verb].lemma.lower() in LIGHT - OPINION and verb < trigger.token and parsed.tokens[verb].start < start <= parsed.tokens[verb].end + 40:
            start = parsed.tokens[verb].start
        end = span.end
        if verb is not None and verb > trigger.token and parsed.tokens[verb].lemma.lower() in LIGHT and parsed.tokens[verb].start - span.end < 25:
            end = parsed.tokens[verb].end
        return Span(max(start, span.end - 120), end)
    start, end = span.start, span.end
    for k in parsed.children[trigger.token]:
        child = parsed.tokens[k]
        if child.dep in ("aux", "auxpass", "neg") and k < trigger.token and span.start - child.start < 40:
            start = min(start, child.start)
        elif child.dep in ("dobj", "prt", "oprd", "acomp") and k > trigger.token and child.end - span.start < 80:
            end = max(end, child.end)
    return Span(start, end)


def _fold(parsed: Parsed, found: list[_Candidate]) -> list[_Candidate]:
    """One mention an event in a sentence: of two of one kind with nothing that tells them apart, the firmer and earlier."""
    out: list[_Candidate] = []
    for c in found:
        sentence = parsed.tokens[c.trigger.token].sentence
        twin = next(
            (
                o for o in out
                if parsed.tokens[o.trigger.token].sentence == sentence
                and (o.trigger.kind.concept == c.trigger.kind.concept or _same_scene(o, c, parsed))
                and not (o.time and c.time and o.time.interval != c.time.interval)
                and not _apart(o, c)
            ),
            None,
        )
        if twin is None:
            out.append(c)
        elif _weight(c) > _weight(twin):
            out[out.index(twin)] = c
    return out


def _apart(a: _Candidate, b: _Candidate) -> bool:
    """Whether two triggers name different people: one man's trip is not another's."""
    one, two = ({x.value for x in c.arguments if x.role == "person"} for c in (a, b))
    return a.trigger.noun and b.trigger.noun and bool(one) and bool(two) and not one & two


def _same_scene(a: _Candidate, b: _Candidate, parsed: Parsed) -> bool:
    """Whether one of two triggers of a sentence only tells how or to what end the other went (shot and killed, met and held talks)."""
    if a.trigger.kind.type == b.trigger.kind.type == "ASSAULT":
        return True
    pair = {a.trigger.kind.concept, b.trigger.kind.concept}
    if pair in ({"visit", "talks"}, {"agreement", "adoption"}, {"exchange", "release"}, {"exchange", "talks"}, {"explosion", "attack"}, {"explosion", "killing"}, {"clash", "explosion"}):
        return not (a.place and b.place and a.place.name != b.place.name)
    first, second = parsed.tokens[a.trigger.token], parsed.tokens[b.trigger.token]
    if a.trigger.noun and not b.trigger.noun and first.dep in ("nsubj", "nsubjpass") and (first.head == second.i or first.head in list(parsed.ancestors(second.i))[:1] and second.dep == "xcomp"):
        return True
    return second.head == first.i and second.dep in ("xcomp", "dobj") and not b.time


def _weight(c: _Candidate) -> tuple[int, int]:
    return (2 * bool(c.time) + bool(c.place) + len({a.role for a in c.arguments}), int(c.verdict.firm))


def _mention(parsed: Parsed, c: _Candidate, attributions: Sequence[Attribution]) -> EventMention:
    sentence = parsed.sentences[parsed.tokens[c.trigger.token].sentence]
    whole = Span(sentence.start, sentence.end)
    kind = c.trigger.kind
    verdict = c.verdict
    if verdict.status == "planned" and _CONDITION.match(parsed.text, sentence.start, sentence.end):
        verdict = Verdict("possible", "PS+", verdict.firm)
    if verdict.status == "planned" and verdict.firm and _MOVED.search(parsed.text, sentence.start, sentence.end):
        verdict = Verdict("postponed", "CT-")
    stance = attributions[c.attribution].stance if c.attribution is not None else "asserts"
    if stance == "denies":
        verdict = Verdict("denied", "CT-")
    elif stance in ("declines", "doubts"):
        verdict = Verdict(verdict.status, "Uu", False)
    figures: tuple[Figure, ...] = ()
    if kind.type in _FIGURE_TYPES:
        figures = tuple(replace(f, attribution=_attribution_at(attributions, Span(f.start, f.end))) for f in find_figures(parsed.text, whole))
    precedent = _PRECEDENT.search(parsed.text, sentence.start, sentence.end)
    return EventMention(
        trigger=Span(parsed.tokens[c.trigger.token].start, parsed.tokens[c.trigger.token].end),
        extent=c.extent,
        type=kind.type,
        mode=kind.mode,
        status=verdict.status,
        factuality=verdict.factuality if verdict.firm else "Uu",
        lemma=kind.concept,
        label=make_label(parsed, kind.concept, c.extent, c.arguments, c.place),
        arguments=c.arguments,
        figures=figures,
        time=c.time,
        place=c.place,
        attribution=c.attribution,
        precedent=precedent.group() if precedent else None,
        background=sentence.paragraph > 2 and verdict.status == "occurred" and c.attribution is None,
    )


def _bear(mentions: list[EventMention], attributions: Sequence[Attribution], parsed: Parsed) -> tuple[EventMention, ...]:
    """Attributions that hold no mention but speak of one: refusals, denials and confirmations of "the plan", "the visit"."""
    held = {m.attribution for m in mentions}
    for n, a in enumerate(attributions):
        if n in held or not mentions or a.stance not in ("declines", "denies", "confirms"):
            continue
        words = " ".join(c.of(parsed.text) for c in a.content).lower()
        at = min(a.cue).start
        stems = {w[:5] for w in re.findall(r"[a-z]{4,}", words)}
        close = [m for m in mentions if m.trigger.of(parsed.text).lower()[:5] in stems or m.lemma[:5] in stems]
        before = [m for m in mentions if m.trigger.start < at and m.status in ("planned", "possible", "ongoing", "occurred")]
        target = close[0] if close else _matter(before, a, parsed)
        if target is not None:
            k = mentions.index(target)
            mentions[k] = replace(target, bears_on=(*target.bears_on, n))
    return tuple(mentions)


def _matter(before: list[EventMention], a: Attribution, parsed: Parsed) -> EventMention | None:
    """What a refusal without an object is about: the report's first event ahead, else the last one told in the same paragraph."""
    ahead = [m for m in before if m.status in ("planned", "possible")]
    if ahead and a.stance == "declines":
        same = [m for m in before if _paragraph(parsed, m.trigger.start) == _paragraph(parsed, min(a.cue).start)]
        return same[-1] if same else ahead[0]
    return before[-1] if before else None


def _paragraph(parsed: Parsed, offset: int) -> int:
    sentence = parsed.sentence_at(offset)
    return sentence.paragraph if sentence else -1
