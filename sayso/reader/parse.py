"""The parse: tokens, dependencies, sentences and names of the paragraphs worth parsing, free of spaCy's types.

Any spaCy pipeline with tagger, parser and ner serves (`Settings.pipeline`); scheme of tags and labels: ClearNLP /
Universal POS, as spaCy's English pipelines give them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sayso.model import Document, Section, Span
from sayso.settings import DEFAULTS, Settings

# past tenses that small models take for nouns at the head of a clause ("after a ferry sank"), and that hardly ever are
_PAST = {
    "sank": "sink", "shrank": "shrink", "sprang": "spring", "drank": "drink", "tore": "tear", "swore": "swear", "fled": "flee", "struck": "strike", "dug": "dig", "wept": "weep", "swept": "sweep",
    "drove": "drive", "rode": "ride", "woke": "wake", "broke": "break", "spoke": "speak", "froze": "freeze", "stole": "steal", "chose": "choose", "threw": "throw", "blew": "blow", "grew": "grow", "flew": "fly",
    "drew": "draw", "withdrew": "withdraw", "overthrew": "overthrow", "took": "take", "fought": "fight", "caught": "catch", "brought": "bring", "fell": "fall", "held": "hold", "withheld": "withhold",
    "met": "meet", "slid": "slide", "won": "win", "began": "begin", "ran": "run", "overran": "overrun", "became": "become", "gave": "give", "collapsed": "collapse", "exploded": "explode", "crashed": "crash",
    "capsized": "capsize", "overturned": "overturn", "derailed": "derail",
}  # fmt: skip
_CLAUSES = frozenset(["advcl", "ccomp", "relcl", "ROOT"])


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
    """A name that the pipeline's ner found, with its OntoNotes label (PERSON, ORG, GPE, ...)."""

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


@lru_cache(maxsize=2)
def load_pipeline(name: str) -> Any:
    """The spaCy pipeline of that name, loaded once; raises OSError where it is not installed."""
    import spacy

    return spacy.load(name)


def parse_documents(
    documents: Iterable[tuple[Document, Sequence[Section]]], settings: Settings = DEFAULTS
) -> Iterator[Parsed]:
    """The parse of each document's prose (body and captions; headline, dateline, credits and furniture are left out)."""
    pipeline = load_pipeline(settings.pipeline)
    for document, sections in documents:
        spans = [Span(s.start, s.end) for s in sections if s.kind in ("body", "caption")]
        docs = pipeline.pipe([s.of(document.text) for s in spans], batch_size=settings.batch)
        yield _gather(document.text, spans, list(docs))


def parse_text(text: str, settings: Settings = DEFAULTS) -> Parsed:
    """The parse of a text whose lines are paragraphs, for tests and tools."""
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    pipeline = load_pipeline(settings.pipeline)
    return _gather(text, spans, list(pipeline.pipe([s.of(text) for s in spans], batch_size=settings.batch)))


def _gather(text: str, spans: Sequence[Span], docs: Sequence[Any]) -> Parsed:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    names: list[Name] = []
    for paragraph, (span, doc) in enumerate(zip(spans, docs)):
        base = len(tokens)
        kept: dict[int, int] = {}
        for t in doc:
            if not t.is_space:
                kept[t.i] = base + len(kept)
        for sent in doc.sents:
            inside = [t for t in sent if t.i in kept]
            if not inside:
                continue
            number, first = len(sentences), len(tokens)
            for t in inside:
                start = span.start + t.idx
                lemma, pos, tag = t.lemma_ or t.text.lower(), t.pos_, t.tag_
                if tag == "NN" and t.dep_ in _CLAUSES and t.text in _PAST:
                    lemma, pos, tag = _PAST[t.text], "VERB", "VBD"
                tokens.append(
                    Token(
                        kept[t.i],
                        start,
                        start + len(t.text),
                        t.text,
                        lemma,
                        pos,
                        tag,
                        t.dep_,
                        kept.get(t.head.i, kept[t.i]),
                        number,
                    )
                )
            sentences.append(Sentence(first, len(tokens), tokens[first].start, tokens[-1].end, paragraph))
        names += [Name(span.start + e.start_char, span.start + e.end_char, e.label_) for e in doc.ents]
    children = _children(tokens)
    if _mend_reduced(tokens, children):
        children = _children(tokens)
    return Parsed(text, tokens, sentences, names, list(spans), children, [t.start for t in tokens])


def _children(tokens: Sequence[Token]) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in tokens]
    for t in tokens:
        if t.head != t.i:
            children[t.head].append(t.i)
    return children


# verbs that name an event's day behind its noun ("the walkout called for Thursday was ...") and that parsers take for the main verb there
_NAMING = frozenset(
    "call plan schedule announce expect propose slate fix book organise organize agree order demand notify set hold launch impose".split()
)


def _mend_reduced(tokens: list[Token], children: list[list[int]]) -> bool:
    """Hang a participle taken for the main verb under its noun, where a finite verb without a subject follows; whether there was any."""
    mended = False
    for t in list(tokens):
        if (
            t.dep != "ROOT"
            or t.tag not in ("VBD", "VBN")
            or t.lemma.lower() not in _NAMING
            or any(tokens[c].dep in ("aux", "auxpass", "dobj", "cc") for c in children[t.i])
        ):
            continue
        subject = next(
            (tokens[c] for c in children[t.i] if tokens[c].dep == "nsubj" and tokens[c].pos == "NOUN"), None
        )
        main = next(
            (
                tokens[c]
                for c in children[t.i]
                if c > t.i and tokens[c].dep in ("ccomp", "advcl") and _without_subject(tokens, children, c)
            ),
            None,
        )
        prep = t.i + 1 < len(tokens) and tokens[t.i + 1].dep == "prep"
        if (
            subject is None
            or main is None
            or not prep
            or any(tokens[c].text in ('"', "“", "”") for c in children[t.i])
        ):
            continue
        passive = any(tokens[c].dep == "auxpass" for c in children[main.i])
        tokens[t.i] = t._replace(dep="acl", tag="VBN", head=subject.i)
        tokens[subject.i] = subject._replace(dep="nsubjpass" if passive else "nsubj", head=main.i)
        tokens[main.i] = main._replace(dep="ROOT", head=main.i)
        for c in children[t.i]:
            if c > main.i and tokens[c].dep == "punct":
                tokens[c] = tokens[c]._replace(head=main.i)
        mended = True
    return mended


def _without_subject(tokens: Sequence[Token], children: Sequence[Sequence[int]], i: int) -> bool:
    """Whether a finite verb has no subject, or only a number that belongs to the date before it, and no word that opens a clause."""
    below = [tokens[c] for c in children[i]]
    finite = tokens[i].tag in ("VBZ", "VBP", "VBD") or any(
        b.dep in ("aux", "auxpass") and b.tag in ("VBZ", "VBP", "VBD", "MD") for b in below
    )
    return finite and not any(
        b.dep == "mark" or (b.dep in ("nsubj", "nsubjpass") and b.tag != "CD") for b in below
    )
