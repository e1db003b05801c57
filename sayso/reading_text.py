"""One reading for a person at a terminal: who says what, and what happened, will, might or did not."""

from collections.abc import Iterator

from sayso.model import Attribution, ChainLink, EventMention, Reading, Span


def reading_text(reading: Reading) -> str:
    """A reading as plain lines: the document, its events, its attributions, its times and what could not be done."""
    document = reading.document
    published = document.published_at.isoformat() if document.published_at else "publication time unknown"
    lines = [document.title or document.url or document.source or document.id]
    lines.append(
        f"{document.publisher or 'unknown publisher'} · {published} · {len(document.text.split())} words"
    )
    lines += [f"note: {note}" for note in reading.notes]
    for heading, body in (
        ("EVENTS", [line for m in reading.events for line in _event_lines(m, reading)]),
        (
            "WHO SAYS WHAT",
            [line for a in reading.attributions for line in _attribution_lines(a, document.text)],
        ),
        ("TIMES", [f"{t.text!r} {t.type} {t.value}" + _interval(t.interval) for t in reading.times]),
        (
            "CITES",
            [c.outlet + (" (withdrawn or corrected)" if c.retracts else "") for c in reading.citations],
        ),
    ):
        if body:
            lines += ["", heading, *(f"  {line}" for line in body)]
    return "\n".join(lines) + "\n"


def chain_text(chain: tuple[ChainLink, ...]) -> str:
    """A chain as it is read aloud, the innermost source first.

    >>> chain_text((ChainLink(name="Echo", kind="publisher"), ChainLink(name="a source", kind="unnamed")))
    'a source ← Echo'
    """
    return " ← ".join(link.name for link in reversed(chain))


def _event_lines(mention: EventMention, reading: Reading) -> Iterator[str]:
    when = _interval(mention.time.interval) if mention.time else ""
    where = f" · {mention.place.name}" if mention.place else ""
    text = (reading.document.title or "") if mention.part == "title" else reading.document.text
    yield f"{mention.status:9} {mention.type:10} {mention.label or mention.lemma}{when}{where}"
    source = (
        chain_text(reading.attributions[mention.attribution].chain)
        if mention.attribution is not None
        else "own voice"
    )
    yield f"          {_quote(mention.extent, text)}  {mention.factuality}  {source}"


def _attribution_lines(attribution: Attribution, text: str) -> Iterator[str]:
    yield f"{chain_text(attribution.chain)}  [{attribution.kind}, {attribution.stance}]"
    yield "    " + " … ".join(_quote(span, text) for span in attribution.content)


def _quote(span: Span, text: str) -> str:
    words = " ".join(span.of(text).split())
    return f"“{words}”" if len(words) < 160 else f"“{words[:157]}…”"


def _interval(interval: object) -> str:
    from sayso.model import Interval

    if not isinstance(interval, Interval):
        return ""
    end = interval.end.isoformat() if interval.end else "open"
    return f" · [{interval.start.isoformat()}, {end})"
