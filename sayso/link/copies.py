"""Copies: near-identical texts, trimmed, re-headlined or with paragraphs added.

MinHash proposes (rensa; Broder 1997: the share of equal minima estimates the Jaccard similarity of two sets), exact
containment of word 5-grams with quoted passages left out decides: reports that quote the same words are no copies.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from hashlib import blake2b

from sayso.link.credits import credits_itself, find_credits, outlet_key, same_outlet
from sayso.link.words import find_words, prose_spans, quoted_spans
from sayso.model import Document, Evidence, Link, Span

_SHINGLE = 5  # words
_ROWS, _BANDS = 2, 14  # a pair of Jaccard .5 shares a band with probability .98, one of .05 with .03
_PARAGRAPHS = 10  # paragraphs with a key of their own: a trimmed copy keeps whole ones
_LONG_PARAGRAPH = 18  # words
_SMALLEST = 12  # shingles that must be shared
_CONTAINED = 0.5  # of the shorter text's shingles
_PASSAGE = 8  # words that a copied passage shown as evidence has at least


class Fingerprint:
    """What comparing copies needs of a document: shingles with and without quotes, keys, credits.

    `bands` are the keys under which the ledger finds candidates: LSH bands of the whole text and one key a long paragraph.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.words = [w for span in prose_spans(document) for w in find_words(document.text, span)]
        self.credits = find_credits(document)

    @cached_property
    def shingles(self) -> frozenset[int]:
        """Hashes of all word 5-grams of the prose."""
        return frozenset(_hash_shingles(self.words))

    @cached_property
    def own_shingles(self) -> frozenset[int]:
        """Hashes of the word 5-grams outside quotation marks."""
        quotes = [q for span in prose_spans(self.document) for q in quoted_spans(self.document.text, span)]
        if not quotes:
            return self.shingles
        return frozenset(
            _hash_shingles([w for w in self.words if not any(q.start <= w[0] < q.end for q in quotes)])
        )

    @cached_property
    def bands(self) -> tuple[int, ...]:
        """Keys under which copies of this document are found, 24 at most."""
        if len(self.shingles) < _SMALLEST:
            return ()
        from rensa import RMinHash

        sketch = RMinHash(num_perm=_ROWS * _BANDS, seed=7)
        sketch.update([f"{h:x}" for h in self.shingles])
        minima = sketch.digest()
        keys = [_hash(f"band {n} {minima[_ROWS * n : _ROWS * (n + 1)]}") for n in range(_BANDS)]
        text, taken = self.document.text, 0
        for span in prose_spans(self.document):
            words = find_words(text, span)
            if len(words) >= _LONG_PARAGRAPH and taken < _PARAGRAPHS:
                keys.append(_hash(f"paragraph {min(_hash_shingles(words))}"))
                taken += 1
        return tuple(dict.fromkeys(keys))


def fingerprint(document: Document) -> Fingerprint:
    """The fingerprint of a document's prose.

    >>> from sayso.ingest.documents import make_document
    >>> len(fingerprint(make_document("One two three four five six.", {}, "x")).shingles)
    2
    """
    return Fingerprint(document)


def compare_copies(a: Fingerprint, b: Fingerprint) -> Link | None:
    """A `copy_of` link (left the copy, right the original), `updates` for one outlet's own later version, or None.

    Its score is the share of the shorter text that stands in the longer one; its evidence are the copied passages of the
    copy and the credits that told the direction. The same whatever the order of the arguments.
    """
    if a.document.id == b.document.id:
        return None
    mine, yours = a.own_shingles, b.own_shingles
    if min(len(mine), len(yours)) < _SMALLEST:
        mine, yours = a.shingles, b.shingles
    shared = len(mine & yours)
    smaller = min(len(mine), len(yours))
    if shared < _SMALLEST or shared < _CONTAINED * smaller:
        return None
    score = round(shared / smaller, 4)
    own = bool(a.document.publisher and b.document.publisher) and same_outlet(
        a.document.publisher or "", b.document.publisher or ""
    )
    copy, original, grounds = _direct(a, b, own)
    evidence = [
        Evidence(kind="copy", document=copy.document.id, span=s) for s in copied_passages(copy, original)
    ]
    return Link(
        relation="updates" if own else "copy_of",
        left=copy.document.id,
        right=original.document.id,
        score=score,
        evidence=(*evidence, *grounds),
    )


def copied_passages(copy: Fingerprint, original: Fingerprint) -> tuple[Span, ...]:
    """The passages of a copy that stand in its original word for word, eight words or more each."""
    source = original.shingles
    words, text = copy.words, copy.document.text
    spans: list[Span] = []
    covered = [False] * len(words)
    for k, value in enumerate(_hash_shingles(words)):
        if value in source:
            covered[k : k + _SHINGLE] = [True] * _SHINGLE
    k = 0
    while k < len(words):
        if not covered[k]:
            k += 1
            continue
        first = k
        while (
            k < len(words) and covered[k] and (k == first or "\n" not in text[words[k - 1][1] : words[k][0]])
        ):
            k += 1
        if k - first >= _PASSAGE:
            spans.append(Span(words[first][0], words[k - 1][1]))
    return tuple(spans)


def _direct(
    a: Fingerprint, b: Fingerprint, own: bool
) -> tuple[Fingerprint, Fingerprint, tuple[Evidence, ...]]:
    """Which of two is the copy: credit first, then time, then length, then id."""
    grounds: dict[str, tuple[Evidence, ...]] = {}
    for copy, original in ((a, b), (b, a)):
        name = original.document.publisher or ""
        named = [(n, s) for n, s in copy.credits if name and same_outlet(n, name)]
        if named and not own:
            grounds[copy.document.id] = tuple(
                Evidence(kind="byline", document=copy.document.id, span=s, name=n) for n, s in named
            )
    if len(grounds) == 1:
        (copy_id, evidence), *_ = grounds.items()
        return (a, b, evidence) if copy_id == a.document.id else (b, a, evidence)
    ranked = sorted((a, b), key=lambda f: _originality(f, own))
    return ranked[1], ranked[0], ()


def _originality(f: Fingerprint, own: bool) -> tuple[bool, float, bool, int, str]:
    d = f.document
    moment = d.published_at.timestamp() if d.published_at else float("inf")
    itself = credits_itself(d) and not f.credits
    return (not itself and not own, moment, bool(f.credits), -len(f.words), d.id)


def _hash_shingles(words: Sequence[tuple[int, int, str]]) -> list[int]:
    numbers = [_hash(w) for _, _, w in words]
    return [hash(tuple(numbers[k : k + _SHINGLE])) for k in range(len(numbers) - _SHINGLE + 1)]


@lru_cache(maxsize=1 << 16)
def _hash(words: str) -> int:
    return int.from_bytes(
        blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True
    )


__all__ = ["Fingerprint", "compare_copies", "copied_passages", "fingerprint", "outlet_key"]
