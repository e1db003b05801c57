"""Spans mended by the parse: a source is a whole noun phrase, a content whole clauses; gaps that belong to nobody else are closed.

The encoder marks words one by one, so that a phrase can lose its article, its head or its middle. Only what the parse ties to the
marked words is added, never words of the attribution's other spans.
"""

import re
from collections.abc import Iterable, Sequence

from sayso.model import Span
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.parse import Parsed, Token

_NOMINAL = frozenset(["NOUN", "PROPN", "PRON", "NUM"])
_BEFORE_HEAD = frozenset(
    [
        "det",
        "amod",
        "compound",
        "poss",
        "nummod",
        "nmod",
        "quantmod",
        "predet",
        "case",
        "advmod",
        "npadvmod",
        "neg",
    ]
)
_BEHIND_HEAD = frozenset(["prep", "case", "compound", "flat", "nmod", "pobj"])
_CLAUSES = frozenset(["relcl", "acl", "appos", "advcl", "conj"])
_NEEDS_HEAD = frozenset(
    [
        "det",
        "amod",
        "compound",
        "poss",
        "nummod",
        "nsubj",
        "nsubjpass",
        "aux",
        "auxpass",
        "neg",
        "csubj",
        "case",
        "quantmod",
        "nmod",
        "expl",
    ]
)
_OF_CLAUSES = frozenset(["nsubj", "nsubjpass", "csubj", "expl", "aux", "auxpass"])
_APART = frozenset(["conj", "cc", "relcl", "acl", "appos", "advcl", "parataxis", "punct", "dep"])
_NEEDS_MORE = frozenset(["prep", "aux", "mark", "det", "auxpass"])


def mend(a: RawAttribution, parsed: Parsed) -> RawAttribution:
    """An attribution whose source is a whole noun phrase and whose content has no torn edges.

    >>> from sayso.reader.parse import parse_text
    >>> parsed = parse_text("A senior navy officer said that the ship was lost.")
    >>> torn = RawAttribution((Span(14, 21),), (Span(22, 26),), (Span(32, 40),), 1.0)
    >>> [s.of(parsed.text) for s in (*mend(torn, parsed).source, *mend(torn, parsed).content)]
    ['A senior navy officer', 'the ship was lost']
    """
    a = _split_behind_quote(a, parsed.text)
    source = _mend_source(a, parsed)
    content = _mend_content(RawAttribution(source, a.cue, a.content, a.score), parsed)
    return RawAttribution(source, a.cue, content, a.score)


_SPEAKER_BEHIND = re.compile(
    r"(?P<quote>.*[,.!?]?[”\"])\s+(?P<who>[A-Za-z][\w’'.-]*(?:\s[\w’'.-]+){0,7}?)\s*", re.DOTALL
)
_PASSIVE = re.compile(r"(?:was|were|has been|is|are)\s+(?:later\s)?(?:quoted|cited)\b")


def _split_behind_quote(a: RawAttribution, text: str) -> RawAttribution:
    """Who stands between a quotation and "was quoted as saying by" speaks; the words of the quotation end with its mark."""
    last, cue = max(a.content), min(a.cue)
    if not _PASSIVE.match(text, cue.start) or text[last.end : cue.start].strip():
        return a
    m = _SPEAKER_BEHIND.fullmatch(text, last.start, cue.start)
    if m is None:
        return a
    content = (*(c for c in a.content if c != last), Span(last.start, m.end("quote")))
    return RawAttribution((Span(*m.span("who")),), a.cue, tuple(sorted(content)), a.score)


def _whole(spans: Sequence[Span], parsed: Parsed) -> list[Token]:
    """The tokens of which the spans hold at least half."""
    return [
        t
        for s in spans
        for t in parsed.tokens_in(s)
        if 2 * s.overlap(Span(t.start, t.end)) >= t.end - t.start
    ]


def _ids(spans: Sequence[Span], parsed: Parsed) -> set[int]:
    return {t.i for s in spans for t in parsed.tokens_in(s)}


def _mend_source(a: RawAttribution, parsed: Parsed) -> tuple[Span, ...]:
    own = _ids((*a.cue, *a.content), parsed)
    marked = [t for t in _whole(a.source, parsed) if t.i not in own]
    verb = parsed.head_of(a.cue[0])
    subject = _subject(parsed, verb, own)
    ids = {t.i for t in marked}
    nominal = [t for t in marked if t.pos in _NOMINAL or t.tag in ("DT", "CD")]
    if not nominal or all(t.pos == "DET" for t in nominal):
        if subject is None or not a.source:
            return a.source
        head = subject
    else:
        head = min(nominal, key=lambda t: (sum(1 for _ in parsed.ancestors(t.i)), t.i))
        while (
            head.dep in ("compound", "amod", "poss", "nmod", "flat")
            and head.head not in own
            and parsed.tokens[head.head].pos in _NOMINAL
            and abs(head.head - head.i) < 6
        ):
            if head.dep == "poss" and head.head not in ids:
                break
            head = parsed.tokens[head.head]
        if (
            subject is not None
            and subject.i != head.i
            and (set(parsed.subtree(subject.i)) & ids)
            and subject.pos in _NOMINAL
        ):
            head = subject if subject.i in ids or head.head == subject.i else head
    taken = _around_head(
        parsed, head, set(_phrase(parsed, head, ids, own)) | (ids if nominal else set()), ids
    )
    if not taken:
        return a.source
    first, last = min(taken), max(taken)
    if own & set(range(first, last + 1)) or parsed.tokens[first].sentence != parsed.tokens[last].sentence:
        return a.source
    return (parsed.span([first, last]),)


def _around_head(parsed: Parsed, head: Token, taken: set[int], marked: set[int]) -> set[int]:
    """The run of taken words in which the head stands: marks within it may be free, but a dash or a bracket that nobody marked ends it."""
    run = {head.i}
    for step in (-1, 1):
        k = head.i + step
        waiting: list[int] = []
        while 0 <= k < len(parsed.tokens) and (k in taken or parsed.tokens[k].pos == "PUNCT"):
            if parsed.tokens[k].text in _BREAKS and k not in marked:
                break
            waiting.append(k)
            if k in taken:
                run.update(waiting)
                waiting = []
            k += step
    return run


_BREAKS = frozenset(["-", "–", "—", "―", "--", ";", ":", "(", ")", "“", "”", '"'])


def _subject(parsed: Parsed, verb: Token | None, own: set[int]) -> Token | None:
    if verb is None:
        return None
    return next(
        (
            parsed.tokens[k]
            for k in parsed.children[verb.i]
            if parsed.tokens[k].dep in ("nsubj", "nsubjpass") and k not in own
        ),
        None,
    )


def _phrase(parsed: Parsed, head: Token, marked: set[int], own: set[int]) -> Iterable[int]:
    """A noun with its modifiers; a relative clause or an apposition only where some of its words are marked."""
    yield head.i
    for k in parsed.children[head.i]:
        child = parsed.tokens[k]
        tree = set(parsed.subtree(k))
        if tree & own:
            continue
        if not tree & marked and _set_off(parsed, min(tree), head.i):
            continue
        if (
            k < head.i
            and child.dep in _BEFORE_HEAD
            or k > head.i
            and (child.dep in _BEHIND_HEAD or child.dep in _CLAUSES and tree & marked)
        ):
            yield from tree


def _set_off(parsed: Parsed, first: int, head: int) -> bool:
    """Whether a mark stands between a word and what hangs on it to the right."""
    return first > head and parsed.tokens[first - 1].pos == "PUNCT"


def _mend_content(a: RawAttribution, parsed: Parsed) -> tuple[Span, ...]:
    own = _ids((*a.source, *a.cue), parsed)
    out: list[Span] = []
    for span in sorted(a.content):
        ids = {t.i for t in _whole([span], parsed)} - own
        if not ids:
            continue
        first, last = min(ids), max(ids)
        while last > first and parsed.tokens[last].dep == "prep" and parsed.tokens[last].head in own:
            last -= 1  # a preposition of the cue's own: "denied it | from the first day"
        first, grown = _untear(parsed, first, last, own)
        last = last if _MARKED_OFF.match(parsed.text, parsed.tokens[last].end) else grown
        while first < last and first not in ids and parsed.tokens[first].pos == "PUNCT":
            first += 1
        while last > first and last not in ids and parsed.tokens[last].pos == "PUNCT":
            last -= 1
        mended = parsed.span([first, last])
        mended = Span(mended.start, mended.end)
        if out and _may_join(parsed, out[-1], mended, own):
            out[-1] = Span(out[-1].start, max(out[-1].end, mended.end))
        else:
            out.append(mended)
    return tuple(out) or a.content


_MARKED_OFF = re.compile(
    r"\s?[,;:”\"]|\s?[–—]|\s-{1,2}\s"
)  # a content that ends before such a mark ends there


def _untear(parsed: Parsed, first: int, last: int, own: set[int]) -> tuple[int, int]:
    """The stretch with the heads its last words lean on and the words its first ones lack."""
    sentence = parsed.sentences[parsed.tokens[first].sentence]
    if parsed.tokens[last].sentence != parsed.tokens[first].sentence:
        return first, last
    marked = range(first, last + 1)
    for _ in range(4):
        before = first, last
        for k in range(first, last + 1):
            token = parsed.tokens[k]
            head = token.head
            if (
                head > last
                and token.dep in _NEEDS_HEAD
                and head not in own
                and (k in marked or token.dep not in _OF_CLAUSES)
            ):
                last = max(last, _reach(parsed, head, last, own))
            for c in parsed.children[k]:
                child = parsed.tokens[c]
                if c > last and (
                    token.dep in _NEEDS_MORE
                    or child.dep in ("pobj", "ccomp", "xcomp", "acomp", "attr", "dobj", "agent", "oprd")
                ):
                    last = max(last, _reach(parsed, c, last, own))
                if c < first and child.dep in _NEEDS_HEAD:
                    tree = parsed.subtree(c)
                    if not own & set(range(tree[0], first)) and tree[0] >= sentence.first:
                        first = tree[0]
        if (first, last) == before:
            break
    return first, last


def _reach(parsed: Parsed, head: int, last: int, own: set[int]) -> int:
    """How far to the right what hangs on a word goes without a word of the attribution's other spans."""
    end, waiting = head, [head]
    while waiting:
        k = waiting.pop()
        end = max(end, k)
        waiting += [
            c
            for c in parsed.children[k]
            if parsed.tokens[c].dep not in _APART or not _set_off(parsed, min(parsed.subtree(c)), last)
        ]
    blocked = [k for k in range(last + 1, end + 1) if k in own]
    return end if not blocked else last


def _may_join(parsed: Parsed, left: Span, right: Span, own: set[int]) -> bool:
    """Whether the words between two parts of one sentence belong to none of the attribution's other spans."""
    gap = parsed.tokens_in(Span(left.end, right.start)) if right.start > left.end else []
    one, two = parsed.sentence_at(left.start), parsed.sentence_at(right.start)
    return one is not None and one == two and not any(t.i in own for t in gap) and len(gap) < 25
