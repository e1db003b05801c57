"""Whose a quotation is where the encoder's words run over its marks: no source within it, no prose after an open one, nobody else's claim.

Conventions of the press: what stands between marks is the quoted one's; the cue that follows a closed quotation claims it.
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from sayso.model import Span
from sayso.reader.document.quotation import Quotation
from sayso.reader.encoder.session import RawAttribution

_CLOSE = r"[”»’\"'“]{1,2}\s*"


def keep_to_marks(a: RawAttribution, quotations: Sequence[Quotation]) -> RawAttribution:
    """An attribution with no source within the quotations that it gives, and no content behind its cue in a quotation left open before that.

    >>> a = RawAttribution((Span(12, 15), Span(30, 35)), (Span(16, 20),), (Span(0, 10), Span(22, 29), Span(36, 44)), 1.0)
    >>> keep_to_marks(a, [Quotation(1, 9, True), Quotation(23, 43, True)]).source
    (Span(start=12, end=15),)
    """
    a = _without_end_quote(a, quotations)
    given = [q for q in quotations if any(c.overlap(Span(q.start, q.end)) for c in a.content)]
    outside = [q for q in given if not any(c.overlap(Span(q.start, q.end)) for c in a.cue)]
    source = (
        tuple(s for s in a.source if not any(q.start <= s.start and s.end <= q.end for q in outside))
        or a.source
    )
    first = min(a.cue).start
    torn = [q for q in given if not q.closed and not q.goes_on and q.start <= first < q.end]
    content = (
        tuple(c for c in a.content if not any(c.start > first and c.start < q.end for q in torn)) or a.content
    )
    if source != a.source:
        content = _join_within(content, outside)
    return replace(a, source=source, content=content)


def breaks_out(a: RawAttribution, quotations: Sequence[Quotation]) -> bool:
    """Whether a cue stands within a quotation and its content does not: who is spoken of there did not say what surrounds the marks."""
    q = next((q for q in quotations if q.start <= a.cue[0].start < q.end), None)
    return q is not None and not all(q.start - 1 <= c.start and c.end <= q.end + 1 for c in a.content)


def _without_end_quote(a: RawAttribution, quotations: Sequence[Quotation]) -> RawAttribution:
    """A quotation of words, not of a name, at the end of a source behind the cue is content: "said Ida Holm, who runs it, “is closed.”"."""
    for s in a.source:
        q = next(
            (q for q in quotations if s.start + 1 < q.start and q.end <= s.end <= q.end + 1 and q.stopped),
            None,
        )
        if q is not None and s.start > min(a.cue).start:
            source = tuple(Span(t.start, q.start - 1) if t == s else t for t in a.source)
            return replace(a, source=source, content=tuple(sorted((*a.content, Span(q.start - 1, s.end)))))
    return a


def _join_within(content: Sequence[Span], quotations: Sequence[Quotation]) -> tuple[Span, ...]:
    """Parts of one quotation as one part."""
    out: list[Span] = []
    for c in sorted(content):
        if out and any(q.start - 1 <= out[-1].start and c.end <= q.end + 1 for q in quotations):
            out[-1] = Span(out[-1].start, c.end)
        else:
            out.append(c)
    return tuple(out)


def give_claimed(
    found: Sequence[RawAttribution],
    sure: Sequence[RawAttribution],
    quotations: Sequence[Quotation],
    text: str,
) -> list[RawAttribution]:
    """Attributions with the quotations that another's cue right behind them claims ("“Never!” she cried. “Never?” he asked.") given to that one.

    `sure` are what the rules find; one that claims a quotation of somebody else's and is not there yet is added.
    """
    out = list(found)
    for r in sure:
        q = next(
            (q for q in quotations if q.closed and any(c.overlap(Span(q.start, q.end)) for c in r.content)),
            None,
        )
        first = min((*r.source, *r.cue)).start if r.source else 0
        if (
            q is None
            or len(r.content) != 1
            or not re.fullmatch(_CLOSE, text[q.end : first])
            or any(c.overlap(r.cue[0]) for a in out for c in a.cue)
        ):
            continue
        whole = Span(q.start - 1, q.end + 1)
        owners = [
            n
            for n, a in enumerate(out)
            if len(a.content) > 1 and any(whole.covers(c) for c in a.content) and min(a.cue).start > q.end
        ]
        for n in owners:
            out[n] = replace(out[n], content=tuple(c for c in out[n].content if not whole.covers(c)))
        if owners:
            out.append(r)
    return out
