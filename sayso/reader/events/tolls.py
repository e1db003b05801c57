"""Tolls told apart from their event: the dead and wounded of a sentence that speaks of no event of its own."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from sayso.model import EventMention, Figure, Span
from sayso.reader.events.figures import find_figures
from sayso.reader.parse import Parsed

VIOLENT = frozenset(
    ["clash", "attack", "killing", "explosion", "crash", "collapse", "fire", "quake", "invasion", "protest"]
)
_COUNTED_OF = {
    "killed": VIOLENT,
    "wounded": VIOLENT,
    "missing": VIOLENT,
    "listed": frozenset(["sanctions", "adoption", "agreement"]),
    "freed": frozenset(["exchange", "release"]),
}
_NEAR = 6  # sentences


def adopt_tolls(
    parsed: Parsed,
    mentions: Sequence[EventMention],
    said_by: Callable[[Span], int | None],
    skipped: Callable[[str], bool],
) -> list[EventMention]:
    """Mentions with the tolls of the sentences after them; `said_by` gives the attribution that holds a stretch."""
    sentence_of = [parsed.sentence_at(m.trigger.start) for m in mentions]
    taken = {s.first for s in sentence_of if s is not None}
    added: dict[int, list[Figure]] = {}
    for number, sentence in enumerate(parsed.sentences):
        if sentence.first in taken or skipped(parsed.text[sentence.start : sentence.end]):
            continue
        figures = [
            f
            for f in find_figures(parsed.text, Span(sentence.start, sentence.end))
            if f.field.partition("_")[0] in _COUNTED_OF
        ]
        if not figures:
            continue
        before = [
            n
            for n, (m, s) in enumerate(zip(mentions, sentence_of))
            if s is not None
            and m.lemma in _COUNTED_OF[figures[0].field.partition("_")[0]]
            and m.status != "denied"
            and s.end <= sentence.start
            and number - parsed.tokens[s.first].sentence <= _NEAR
        ]
        if before:
            added.setdefault(before[-1], []).extend(
                replace(f, attribution=said_by(Span(f.start, f.end))) for f in figures
            )
    return [replace(m, figures=(*m.figures, *added[n])) if n in added else m for n, m in enumerate(mentions)]
