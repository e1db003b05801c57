"""Who tells of an event: the attribution whose content holds its trigger, or whose source the network points to; or the outlet itself."""

from collections.abc import Sequence

from sayso.model import Attribution, Span

OWN_AT_MOST = 0.15
"""The chance of being somebody's words below which a mention is the outlet's own voice, whatever an attribution covers."""
SAID_AT_LEAST = 0.6
"""The chance from which on a mention that no content covers is looked for behind the source that the network points to."""


def find_voice(
    attributions: Sequence[Attribution], trigger: Span, said: float, sources: Sequence[Span]
) -> int | None:
    """The index of the attribution that tells of a mention, the innermost of several; None for the outlet's own voice."""
    holding = [
        (min(c.end - c.start for c in a.content if c.overlap(trigger)), -n, n)
        for n, a in enumerate(attributions)
        if any(c.overlap(trigger) for c in a.content)
    ]
    if holding:
        return min(holding)[2] if said >= OWN_AT_MOST else None
    if said < SAID_AT_LEAST:
        return None
    near = [
        (abs(min(a.cue or a.source).start - trigger.start), n)
        for n, a in enumerate(attributions)
        if a.cue and any(s.overlap(x) for s in a.source for x in sources)
    ]
    return min(near)[1] if near else None
