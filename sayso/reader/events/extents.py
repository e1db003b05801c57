"""The words of a mention: how far the stretch reaches that speaks of its event."""

from sayso.model import Span
from sayso.reader.events.factuality import OPINION
from sayso.reader.events.triggers import LIGHT, Trigger
from sayso.reader.parse import Parsed


def find_extent(parsed: Parsed, trigger: Trigger, span: Span) -> Span:
    """The words that speak of the event: its verb with helpers and object's head, or its noun with what stands before it."""
    if trigger.noun:
        before = [
            k
            for k in parsed.children[trigger.token]
            if parsed.tokens[k].dep in ("amod", "compound", "nummod", "det", "poss", "nmod")
            and k < trigger.token
        ]
        start = min([span.start, *(parsed.tokens[min(parsed.subtree(k))].start for k in before)])
        verb = trigger.verb
        if (
            verb is not None
            and parsed.tokens[verb].lemma.lower() in LIGHT - OPINION
            and verb < trigger.token
            and parsed.tokens[verb].start < start <= parsed.tokens[verb].end + 40
        ):
            start = parsed.tokens[verb].start
        end = span.end
        if (
            verb is not None
            and verb > trigger.token
            and parsed.tokens[verb].lemma.lower() in LIGHT
            and parsed.tokens[verb].start - span.end < 25
        ):
            end = parsed.tokens[verb].end
        return Span(max(start, span.end - 120), end)
    start, end = span.start, span.end
    for k in parsed.children[trigger.token]:
        child = parsed.tokens[k]
        if child.dep in ("aux", "auxpass", "neg") and k < trigger.token and span.start - child.start < 40:
            start = min(start, child.start)
        elif (
            child.dep in ("dobj", "prt", "oprd", "acomp")
            and k > trigger.token
            and child.end - span.start < 80
        ):
            end = max(end, child.end)
    return Span(start, end)
