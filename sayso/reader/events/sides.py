"""Whose dead: which event of a sentence a figure belongs to, and which side's soldiers a source counts when it does not say.

An army that speaks of "two soldiers killed" counts its own, of "seven attackers killed" the other's; "killing one" after one side's fire is the
other side's loss. A side is named only where the source speaks for a state; else the figure stays without one.
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from sayso.model import Attribution, EventMention, Figure, Span
from sayso.reader.events.tolls import VIOLENT
from sayso.reader.parse import Parsed

_OWN = re.compile(
    r"^\s*(?:more |other |of (?:its|their|our) )?(?:(?!\b(?:attack|assail|milit|insurg|rebel|enem)\w*)[\w’'-]+\s){0,2}?"
    r"(?:soldiers?|troops|servicem[ae]n|(?:border |coast )?guards?|policem[ae]n|sailors?|pilots?|marines?|personnel|of (?:its|their|our) own|(?<=lost )men)\b",
    re.IGNORECASE,
)
_LOST = re.compile(r"\blost\s(?:[\w-]+\s){0,2}$", re.IGNORECASE)
_FOES = re.compile(
    r"^\s*(?:more |of the )?(?:[\w’'-]+\s){0,1}?(?:attackers?|assailants?|intruders?|infiltrators?|enem(?:y|ies)(?: soldiers| troops)?)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:\s(?:others?|more))?(?:\s(?:was|were|had been|have been))?\s?(?:killed|wounded|injured|hurt|dead|[,.;]|and\b|$)",
    re.IGNORECASE,
)
_COUNTED = ("killed", "wounded")


def share_figures(parsed: Parsed, mentions: Sequence[EventMention]) -> list[EventMention]:
    """Each figure of a sentence with the one violent event that stands nearest to it there."""
    homes: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for n, m in enumerate(mentions):
        for f in m.figures:
            homes.setdefault((f.field, f.start), []).append(
                (_gap(parsed, f, m.trigger) + (0 if m.lemma in VIOLENT else 1000), n)
            )
    nearest = {key: min(found)[1] for key, found in homes.items()}
    return [
        m
        if not m.figures
        else replace(
            m,
            figures=tuple(
                f
                for f in m.figures
                if f.field.partition("_")[0] not in _COUNTED or nearest[f.field, f.start] == n
            ),
        )
        for n, m in enumerate(mentions)
    ]


def _gap(parsed: Parsed, figure: Figure, trigger: Span) -> int:
    """Characters between a figure and a trigger; what another clause of time stands before ("two days after a clash") is far."""
    left, right = (figure.end, trigger.start) if figure.end <= trigger.start else (trigger.end, figure.start)
    between = parsed.text[left:right] if left < right else ""
    return len(between) + (
        1000 if re.search(r"\b(?:after|before|since|following)\b", between, re.IGNORECASE) else 0
    )


def take_sides(
    parsed: Parsed, mentions: Sequence[EventMention], attributions: Sequence[Attribution]
) -> list[EventMention]:
    """Mentions whose dead and wounded have a side where the source or the clause tells it."""
    return [
        replace(m, figures=tuple(_sided(parsed, m, attributions))) if m.type == "ASSAULT" and m.figures else m
        for m in mentions
    ]


def _sided(parsed: Parsed, mention: EventMention, attributions: Sequence[Attribution]) -> list[Figure]:
    made: list[Figure] = []
    states = sorted(
        (a.start, a.value)
        for a in mention.arguments
        if a.role == "participant" and len(a.value) == 3 and a.value.isupper()
    )
    parties = list(dict.fromkeys(value for _, value in states))
    for figure in mention.figures:
        if figure.field not in _COUNTED or figure.attribution is None:
            made.append(figure)
            continue
        own = _state_of(attributions[figure.attribution])
        side = _side(parsed.text, figure, own, parties, mention, made)
        made.append(replace(figure, field=f"{figure.field}_{side}") if side else figure)
    return made


def _side(
    text: str,
    figure: Figure,
    own: str | None,
    parties: Sequence[str],
    mention: EventMention,
    before: Sequence[Figure],
) -> str | None:
    if own is None:
        return None
    behind, ahead = text[max(0, figure.start - 30) : figure.start], text[figure.end : figure.end + 60]
    others = [p for p in parties if p != own]
    if _FOES.match(ahead):
        return others[0] if len(others) == 1 else None
    if _OWN.match(ahead) or (_LOST.search(behind) and re.match(r"\s(?:men|women)\b", ahead)):
        return own
    if not _BARE.match(ahead):
        return None
    last = before[-1] if before else None
    if (
        last is not None
        and last.attribution == figure.attribution
        and "_" in last.field
        and not re.search(r"[.!?]\s", text[last.end : figure.start])
    ):
        return last.field.partition("_")[2] if len(last.field.partition("_")[2]) == 3 else None
    struck = (
        parties and parties[0] != own and own in parties and figure.start > mention.trigger.end
    )  # one side's fire, told by the other
    return own if struck else None


def _state_of(attribution: Attribution) -> str | None:
    """The state for whose forces or offices the innermost source speaks."""
    if not attribution.chain or attribution.stance == "denies":
        return None
    m = re.match(r"org:([A-Z]{3})/", attribution.chain[-1].institution or "")
    return m[1] if m else None
