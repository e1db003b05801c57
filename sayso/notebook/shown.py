"""What a notebook shows: an event with its receipt and the graph of its origins, a reading with its text
marked."""

from collections.abc import Mapping
from html import escape
from typing import Any

from sayso.brief import event_text
from sayso.model import Document, Event, Reading

_STYLE = "padding:0 .15em;border-radius:.2em;background:{}"
_COLOURS = {"event": "#ffd8a8", "time": "#d3f9d8", "place": "#d0ebff", "source": "#eebefa"}


class EventView:
    """One event as it is shown: every attribute of the record (`label`, `status`, `origins`, …), and its
    reports' documents."""

    def __init__(self, event: Event, documents: Mapping[str, Document]) -> None:
        self.event, self.documents = event, documents

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.event, name)

    def __repr__(self) -> str:
        low, high = self.event.origins.low, self.event.origins.high
        count = f"{low}" if low == high else f"{low}–{high}"
        return (
            f"<event {self.event.id}: {self.event.label}, {self.event.status}, "
            f"{count} origins in {self.event.reports} reports>"
        )

    def __str__(self) -> str:
        return event_text(self.event, self.documents)

    def _repr_html_(self) -> str:
        from sayso.svg.origin_graph import draw_origin_graph

        drawn = draw_origin_graph(self.event, dict(self.documents), alone=True)
        return f"<pre>{escape(str(self))}</pre>{drawn}"


class ReadingView:
    """A reading as it is shown: every attribute of the record (`events`, `attributions`, …)."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.reading, name)

    def __repr__(self) -> str:
        r = self.reading
        name = r.document.title or r.document.id
        return f"<reading of {name}: {len(r.events)} event mentions, {len(r.attributions)} attributions>"

    def _repr_html_(self) -> str:
        """The text with triggers, times, places and sources marked; a mark inside another is left out."""
        text, out, at = self.reading.document.text, [], 0
        for start, end, kind, note in sorted(_marks(self.reading), key=lambda m: (m[0], -m[1])):
            if start < at or end <= start:
                continue
            style = _STYLE.format(_COLOURS[kind])
            mark = f'<mark style="{style}" title="{escape(note)}">{escape(text[start:end])}</mark>'
            out += [escape(text[at:start]), mark]
            at = end
        legend = " ".join(f'<mark style="{_STYLE.format(c)}">{k}</mark>' for k, c in _COLOURS.items())
        body = "".join(out) + escape(text[at:])
        return f'<div style="line-height:1.8"><p>{legend}</p><p style="white-space:pre-wrap">{body}</p></div>'


def _marks(reading: Reading) -> list[tuple[int, int, str, str]]:
    marks = [
        (m.trigger.start, m.trigger.end, "event", f"{m.concept or m.type}, {m.status}")
        for m in reading.events
        if m.part == "body"
    ]
    marks += [(t.start, t.end, "time", t.value) for t in reading.times]
    marks += [(p.start, p.end, "place", p.name) for p in reading.places]
    marks += [
        (s.start, s.end, "source", f"{a.stance}, {a.kind}") for a in reading.attributions for s in a.source
    ]
    return marks


def highlight(reading: Reading) -> ReadingView:
    """A reading that a notebook shows with its text marked.

    >>> from sayso.model import Document, Reading, TimeExpression
    >>> time = TimeExpression(start=5, end=11, text="Monday", type="DATE", value="2031-06-16")
    >>> made = Reading(document=Document(id="d", text="It is Monday.", text_hash=""), times=(time,))
    >>> highlight(made)
    <reading of d: 0 event mentions, 0 attributions>
    """
    return ReadingView(reading)
