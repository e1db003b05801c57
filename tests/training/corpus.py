"""Tiny reports for dry runs of the training; their sentences are made up here."""

from typing import Any

STORIES = (
    ("The mayor", "said", "that the bridge would close on Monday", "{s} {c} {t}. Trains run as before."),
    (
        "two pilots",
        "according to",
        "The channel was too narrow for the ferry",
        "{t}, {c} {s}. Nobody was hurt.",
    ),
    ("the harbour master", "told reporters", "“Nobody sails today,”", "{t} {s} {c}. The wind rose at noon."),
    ("The union", "denied", "that a strike was planned", "{s} {c} {t}. Work went on."),
)


def make_report(number: int) -> dict[str, Any]:
    """A report of one attribution with its spans."""
    s, c, t, form = STORIES[number % len(STORIES)]
    text = form.format(s=s, c=c, t=t) + f"\nReport number {number}."
    spans = {
        role: [[text.index(w), text.index(w) + len(w)]]
        for role, w in (("source", s), ("cue", c), ("content", t))
    }
    return {"id": f"r{number}", "text": text, "attributions": [spans]}
