"""Claims: one value of one field of one event, as one document gives it on one chain of sources."""

from collections.abc import Iterator
from datetime import timedelta

from sayso.model import Attribution, Bound, ChainLink, Claim, EventMention, Interval, Reading, Span, Value
from sayso.outlet_registry import outlet_name


def make_claims(reading: Reading) -> tuple[Claim, ...]:
    """The claims of a reading, in order of mention and field; a claim's span holds the words that its value stands on."""
    document = reading.document
    name = outlet_name(document.publisher) if document.publisher else "unknown publisher"
    own = ChainLink(name=name, kind="publisher")
    out: list[Claim] = []
    told = {m.event for m in reading.events if m.part == "body" and m.event >= 0}
    for n, mention in enumerate(reading.events):
        if mention.part == "title" and mention.event in told:
            continue  # a title sums up the body
        for field, value, span, bound, window, index in _values(mention):
            attribution = _attribution(reading, index if index is not None else mention.attribution)
            out.append(
                Claim(
                    id=f"{document.id}.{len(out)}",
                    document=document.id,
                    mention=n,
                    field=field,
                    value=value,
                    span=span,
                    part=mention.part,
                    chain=attribution.chain if attribution else (own,),
                    stance=attribution.stance if attribution else "asserts",
                    factuality=mention.factuality,
                    bound=bound,
                    window=window,
                    attribution=index if index is not None else mention.attribution,
                    published_at=document.published_at,
                )
            )
    return tuple(out)


def _attribution(reading: Reading, index: int | None) -> Attribution | None:
    return reading.attributions[index] if index is not None and index < len(reading.attributions) else None


def _values(mention: EventMention) -> Iterator[tuple[str, Value, Span, Bound, Interval | None, int | None]]:
    yield "status", mention.status, mention.extent, "exact", None, None
    if mention.time and mention.time.interval:
        interval, at = mention.time.interval, Span(mention.time.start, mention.time.end)
        yield "start", interval.start.date().isoformat(), at, "exact", interval, None
        if interval.end is not None:
            last = interval.end - timedelta(microseconds=1)
            yield "end", last.date().isoformat(), at, "exact", interval, None
    if mention.place:
        yield "place", mention.place.name, Span(mention.place.start, mention.place.end), "exact", None, None
    for argument in mention.arguments:
        if argument.role in ("participant", "asset", "target", "outcome"):
            field = {"participant": "participants", "asset": "assets"}.get(argument.role, argument.role)
            yield field, argument.value, Span(argument.start, argument.end), "exact", None, None
    for figure in mention.figures:
        yield (
            figure.field,
            figure.value,
            Span(figure.start, figure.end),
            figure.bound,
            None,
            figure.attribution,
        )
    if mention.precedent:
        yield "precedent", mention.precedent, mention.extent, "exact", None, None
