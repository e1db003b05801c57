"""What a mention leaves to what was told before: who "they" are, what "it" is, where "the same waters" are."""

import re

from msgspec.structs import replace

from sayso.model import EventMention, Span
from sayso.reader.parse import Parsed

_SAME_PLACE = re.compile(
    r"\b(?:in|at|on|off|near) (?:the|that) same (?:\w+ )?(?:waters|area|place|spot|city|town|village|venue|sea|region|port|base|site|stretch|location|point)\b"
)
_THERE = re.compile(
    r"[^.;]{0,60}?\bthere(?= (?:on|in|at|next|last|this|later|earlier|before|after|today|tomorrow|yesterday)\b|[.,;])"
)
_GROUP = re.compile(
    r"^(?:(?P<all>both|the two|the trio|the pair)(?:\sof them)?$|(?:(?:the|their|all|both)\s)+(?:(?P<n>two|three|four|five)\s)?(?:[\w-]+\s){0,2}?(?:countries|nations|states|allies|governments|navies|militaries|armies|air forces|forces|capitals|"
    r"sides|parties|neighbou?rs|leaders|presidents|partners|ministers|envoys|negotiators|delegations|delegates|diplomats|rivals)(?:['’]s?)?$)",
    re.IGNORECASE,
)
_PRONOUNS = frozenset("it they he she this these".split())


def inherit_arguments(parsed: Parsed, mentions: list[EventMention]) -> list[EventMention]:
    """Mentions whose subject is a pronoun take participants and assets that they lack from the mention just before."""
    out: list[EventMention] = []
    for mention in mentions:
        mention = _together(parsed, _same_place(parsed, mention, out), out)
        token = parsed.token_at(mention.trigger.start)
        last = out[-1] if out else None
        if (
            token is None
            or last is None
            or not _has_pronoun(parsed, token)
            or not _follows(parsed, last, token)
        ):
            out.append(mention)
            continue
        roles = {a.role for a in mention.arguments}
        taken = tuple(a for a in last.arguments if a.role in ("participant", "asset") and a.role not in roles)
        out.append(replace(mention, arguments=(*mention.arguments, *taken)) if taken else mention)
    return out


def _together(parsed: Parsed, mention: EventMention, before: list[EventMention]) -> EventMention:
    """The mention with the parties that "the two sides" or "their envoys" are: those of the last event told that had as many."""
    own = [a for a in mention.arguments if a.role == "participant"]
    token = parsed.token_at(mention.trigger.start)
    if token is None or len({a.value for a in own}) > 1:
        return mention
    phrases = [_GROUP.search(phrase.of(parsed.text)) for phrase in _doers(parsed, token)]
    group = next((m for m in phrases if m), None)
    if group is None:
        return mention
    size = {"two": 2, "both": 2, "three": 3, "trio": 3, "four": 4, "five": 5}.get(
        (group["n"] or (group["all"] or "").split(" ")[-1]).lower(), 0
    )
    for earlier in reversed(before):
        parties = {a.value: a for a in earlier.arguments if a.role == "participant"}
        if len(parties) > 1 and size in (0, len(parties)) and all(a.value in parties for a in own):
            known = {a.value for a in own}
            return replace(
                mention, arguments=(*mention.arguments, *(a for v, a in parties.items() if v not in known))
            )
    return mention


def _doers(parsed: Parsed, token: int) -> list[Span]:
    """The subjects and possessors of a trigger and of the verbs above it."""
    out, at = [], token
    for _ in range(3):
        out += [
            parsed.span(parsed.subtree(c))
            for c in parsed.children[at]
            if parsed.tokens[c].dep in ("nsubj", "nsubjpass", "poss")
        ]
        head = parsed.tokens[at].head
        if head == at:
            break
        at = head
    return out


def _same_place(parsed: Parsed, mention: EventMention, before: list[EventMention]) -> EventMention:
    sentence = parsed.sentence_at(mention.trigger.start)
    if mention.place is not None or sentence is None:
        return mention
    placed = None
    if _SAME_PLACE.search(parsed.text, mention.trigger.end, sentence.end):
        placed = next(
            (m.place for m in reversed(before) if m.place is not None and m.lemma == mention.lemma), None
        )
    elif (
        before
        and _THERE.match(parsed.text, mention.trigger.end, sentence.end)
        and _follows(parsed, before[-1], parsed.token_at(mention.trigger.start) or 0)
    ):
        placed = before[-1].place
    return replace(mention, place=placed) if placed else mention


def _has_pronoun(parsed: Parsed, token: int) -> bool:
    at = token
    for _ in range(4):
        for c in parsed.children[at]:
            child = parsed.tokens[c]
            if child.dep in ("nsubj", "nsubjpass"):
                return child.text.lower() in _PRONOUNS
        head = parsed.tokens[at].head
        if head == at:
            return False
        at = head
    return False


def _follows(parsed: Parsed, last: EventMention, token: int) -> bool:
    """Whether a mention stands at most one sentence after another."""
    before = parsed.token_at(last.trigger.start)
    return before is not None and 0 <= parsed.tokens[token].sentence - parsed.tokens[before].sentence <= 1
