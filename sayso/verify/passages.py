"""Passages: the sentences of reports, each with the words around it that say whom and what it speaks of."""

import re
from collections.abc import Iterator
from functools import cached_property

from sayso.link.words import prose_spans
from sayso.model import EventMention, Interval, Part, Reading, Span
from sayso.verify.words import Word, words_of

_END = re.compile(r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-Þ])")
_LINE = re.compile(r"[^\n]+")
_SHORT = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|gen|lt|col|maj|capt|sgt|adm|sen|rep|gov|st|no|inc|corp|co|jr|sr|jan|feb|aug|sept?|oct|nov|dec|u\.s|u\.n|u\.k)|\b[A-Z])\.\s+$",
    re.IGNORECASE,
)


def split_sentences(text: str, within: Span) -> Iterator[Span]:
    """The sentences of a stretch, line by line, without the white space around them.

    >>> text = "Gen. Ly left on Oct. 4. He returned."
    >>> [s.of(text) for s in split_sentences(text, Span(0, len(text)))]
    ['Gen. Ly left on Oct. 4.', 'He returned.']
    """
    for line in _LINE.finditer(text, within.start, within.end):
        start = line.start()
        for match in _END.finditer(text, line.start(), line.end()):
            if not _SHORT.search(text, max(start, match.start() - 12), match.end()):
                yield from _trimmed(text, start, match.end())
                start = match.end()
        yield from _trimmed(text, start, line.end())


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    words = text[start:end]
    if words.strip():
        yield Span(start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip())))


class Report:
    """A report's reading with its passages and what its headline and lead name."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.id = reading.document.id
        text, title = reading.document.text, reading.document.title or ""
        spans = [s for prose in prose_spans(reading.document) for s in split_sentences(text, prose)]
        self.passages = [Passage(self, "body", span, n) for n, span in enumerate(spans)]
        self.title = Passage(self, "title", Span(0, len(title)), -1) if title.strip() else None

    def all_passages(self) -> Iterator["Passage"]:
        """The headline, then the sentences in order."""
        if self.title:
            yield self.title
        yield from self.passages

    @cached_property
    def lead(self) -> dict[str, Word]:
        """The words of the headline and of the first two sentences, by folded form."""
        first = [*([self.title] if self.title else []), *self.passages[:2]]
        return {w.form: w for p in first for w in p.words}

    @cached_property
    def names(self) -> dict[str, Word]:
        """Every name in the report, by folded form."""
        return {w.form: w for p in self.all_passages() for w in p.words if w.name}


class Passage:
    """One sentence of a report, or its headline."""

    def __init__(self, report: Report, part: Part, span: Span, number: int) -> None:
        self.report, self.part, self.span, self.number = report, part, span, number

    @property
    def text(self) -> str:
        """Its words."""
        document = self.report.reading.document
        return self.span.of((document.title or "") if self.part == "title" else document.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, with offsets within the document."""
        document = self.report.reading.document
        return words_of((document.title or "") if self.part == "title" else document.text, self.span)

    @cached_property
    def around(self) -> dict[str, Word]:
        """The words of the sentences before and after it."""
        if self.part == "title":
            return {}
        near = self.report.passages[max(0, self.number - 1) : self.number + 2]
        return {w.form: w for p in near if p is not self for w in p.words}

    @cached_property
    def mentions(self) -> tuple[tuple[int, EventMention], ...]:
        """The event mentions whose trigger stands in it, with their indices in the reading."""
        return tuple(
            (n, m)
            for n, m in enumerate(self.report.reading.events)
            if m.part == self.part and self.span.overlap(m.trigger)
        )

    @cached_property
    def windows(self) -> tuple[Interval, ...]:
        """The times named in it that could be resolved."""
        if self.part == "title":
            return ()
        return tuple(
            t.interval
            for t in self.report.reading.times
            if t.interval and self.span.start <= t.start < self.span.end and t.type in ("DATE", "TIME")
        )
