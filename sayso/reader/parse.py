"""A shallow parse: tokens, sentences, phrases and clauses of a text from the network's parts of speech and names.

Each noun phrase hangs on its last noun, a phrase with a preposition on the noun or verb before it, a noun phrase on the verb that it
stands before (subject) or behind (object). Enough to tell a source phrase's head from what describes it; no grammar of long sentences.
Labels: universal parts of speech, Penn tags and ClearNLP relations, as far as they can be told.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sayso.model import Document, Section, Span

if TYPE_CHECKING:
    from sayso.reader.encoder.session import Encoded


class Token(NamedTuple):
    """One token; `head` and `i` are indices in `Parsed.tokens`, `start`/`end` code points of the document."""

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int


class Sentence(NamedTuple):
    """A sentence: tokens `[first, last)`, code points `[start, end)`, index of its paragraph."""

    first: int
    last: int
    start: int
    end: int
    paragraph: int


class Name(NamedTuple):
    """A name that the network found: PERSON, ORG, GPE, or NORP for any other."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Parsed:
    """The parse of one document, over the code points of its text."""

    text: str
    tokens: list[Token]
    sentences: list[Sentence]
    names: list[Name]
    paragraphs: list[Span]
    children: list[list[int]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def token_at(self, offset: int) -> int | None:
        """Index of the token that holds the code point, or that next begins after it."""
        k = bisect_right(self._starts, offset) - 1
        if k >= 0 and offset < self.tokens[k].end:
            return k
        return k + 1 if k + 1 < len(self.tokens) else None

    def tokens_in(self, span: Span) -> list[Token]:
        """The tokens that share a code point with the span."""
        k = max(0, bisect_right(self._starts, span.start) - 1)
        out = []
        while k < len(self.tokens) and self.tokens[k].start < span.end:
            if self.tokens[k].end > span.start:
                out.append(self.tokens[k])
            k += 1
        return out

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds the code point."""
        k = self.token_at(offset)
        return self.sentences[self.tokens[k].sentence] if k is not None else None

    def head_of(self, span: Span) -> Token | None:
        """The token of the span whose head lies outside of it."""
        inside = self.tokens_in(span)
        ids = {t.i for t in inside}
        return next((t for t in inside if t.head not in ids or t.head == t.i), inside[-1] if inside else None)

    def subtree(self, i: int) -> list[int]:
        """Indices of a token and all that hangs on it, in order."""
        out, stack = [], [i]
        while stack:
            k = stack.pop()
            out.append(k)
            stack += self.children[k]
        return sorted(out)

    def ancestors(self, i: int) -> Iterator[int]:
        """Indices of the heads above a token, nearest first."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield i

    def span(self, tokens: Sequence[int]) -> Span:
        """The stretch from the first to the last of some tokens."""
        return Span(self.tokens[min(tokens)].start, self.tokens[max(tokens)].end)


_KINDS = {"person": "PERSON", "organisation": "ORG", "place": "GPE", "other": "NORP"}


def parse_document(document: Document, sections: Sequence[Section], encoded: "Encoded") -> Parsed:
    """The shallow parse of a document's prose (body and captions; headline, dateline, credits and furniture are left out)."""
    spans = [Span(s.start, s.end) for s in sections if s.kind in ("body", "caption")]
    return _gather(document.text, spans, encoded)


def parse_text(text: str) -> Parsed:
    """The shallow parse of a text whose lines are paragraphs.

    >>> parsed = parse_text("Two officials in Oslo said that the ship sank.")
    >>> parsed.head_of(Span(0, 21)).text
    'officials'
    """
    from sayso.reader.encoder.session import encode_texts

    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return _gather(text, spans, encode_texts([text])[0])


def _gather(text: str, spans: Sequence[Span], encoded: "Encoded") -> Parsed:
    from sayso.reader.document.phrases import link_tokens
    from sayso.reader.document.sentences import split_sentences
    from sayso.reader.document.tokens import tokenize

    starts = [w[0] for w in encoded.words]
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for paragraph, span in enumerate(spans):
        for sentence in split_sentences(text, span.start, span.end):
            made = link_tokens(tokenize(text, sentence, encoded.words, starts), len(tokens), len(sentences))
            if made:
                tokens += made
                sentences.append(
                    Sentence(tokens[-len(made)].i, len(tokens), made[0].start, made[-1].end, paragraph)
                )
    names = [Name(n.span.start, n.span.end, _KINDS[n.kind]) for n in encoded.names if n.part == "body"]
    return Parsed(text, tokens, sentences, names, list(spans), _children(tokens), [t.start for t in tokens])


def _children(tokens: Sequence[Token]) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in tokens]
    for t in tokens:
        if t.head != t.i:
            children[t.head].append(t.i)
    return children
