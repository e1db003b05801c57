"""Readings of one sentence each, made by hand, with what the same-event rooms compare: kind, status, parties, place, time, figures."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sayso.model import (
    Argument,
    Attribution,
    ChainLink,
    Claim,
    Document,
    EventMention,
    Figure,
    Interval,
    Link,
    Place,
    Reading,
    Section,
    Span,
    Stance,
    Status,
    TimeExpression,
)

FIRST = datetime(2031, 4, 2, 8, 0, tzinfo=UTC)
NAMED: dict[str, ChainLink] = {
    "ministry": ChainLink(
        name="defence ministry",
        kind="named_organisation",
        entity="org:CHL/defence-ministry",
        institution="org:CHL/defence-ministry",
    ),
    "embassy": ChainLink(
        name="Peruvian embassy",
        kind="named_organisation",
        entity="org:PER/embassy",
        institution="org:PER/embassy",
    ),
    "official": ChainLink(name="an official", kind="unnamed"),
}


def at_place(name: str, lat: float, lon: float, country: str = "CHL", precision: str = "city") -> Place:
    """A place as the gazetteer would give it."""
    return Place(start=0, end=1, text=name, name=name, country=country, lat=lat, lon=lon, precision=precision)  # type: ignore[arg-type]


def on_days(first: date, days: int = 1) -> TimeExpression:
    """A time of so many days."""
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    interval = Interval(
        start=start, end=start + timedelta(days=days), precision="day" if days == 1 else "window"
    )
    return TimeExpression(
        start=0, end=1, text="then", type="DATE", value=first.isoformat(), interval=interval
    )


def tell(
    publisher: str,
    sentence: str,
    hours: float = 0,
    *,
    lemma: str = "exercise",
    type: str = "MOBILIZE",
    status: Status = "occurred",
    parties: Sequence[str] = ("CHL",),
    assets: Sequence[str] = (),
    place: Place | None = None,
    time: TimeExpression | None = None,
    killed: int | None = None,
    source: str | None = None,
    stance: Stance = "asserts",
    factuality: str | None = None,
    id: str | None = None,
) -> Reading:
    """A report whose one sentence speaks of one event."""
    published = FIRST + timedelta(hours=hours)
    whole = Span(0, len(sentence))
    outlet = ChainLink(name=publisher, kind="publisher", entity=f"outlet:{publisher.casefold()}")
    chain = (outlet, NAMED[source]) if source else (outlet,)
    attributions: tuple[Attribution, ...] = ()
    if source:
        attributions = (
            Attribution(
                source=(),
                cue=(),
                content=(whole,),
                kind=chain[-1].kind,
                stance=stance,
                quoted="indirect",
                chain=chain,
            ),
        )
    arguments = [Argument(role="participant", start=0, end=1, value=p) for p in parties]
    arguments += [Argument(role="asset", start=0, end=1, value=a) for a in assets]
    figures = (Figure(field="killed", value=killed, start=0, end=1),) if killed is not None else ()
    held = 0 if source else None
    mention = EventMention(
        trigger=whole,
        extent=whole,
        type=type,
        lemma=lemma,
        concept=lemma,
        label=sentence,
        status=status,
        attribution=held,
        place=place,
        time=time,
        factuality=factuality or ("CT-" if status == "denied" else "CT+"),
        arguments=tuple(arguments),
        figures=figures,  # type: ignore[arg-type]
    )
    name = id or f"{publisher.casefold()}-{hours}"
    document = Document(
        id=name,
        text=sentence,
        text_hash=name,
        publisher=publisher,
        url=f"https://{publisher.casefold()}.example/{hours}",
        title="A report",
        published_at=published,
        sections=(Section(kind="body", start=0, end=len(sentence)),),
    )
    given: list[tuple[str, str | int]] = [("status", status)]
    given += [("killed", killed)] if killed is not None else []
    claims = tuple(
        Claim(
            id=f"{name}-{n}",
            document=name,
            mention=0,
            field=field,
            value=value,
            span=whole,
            chain=chain,
            stance=stance,
            published_at=published,
            attribution=held,
        )
        for n, (field, value) in enumerate(given)
    )
    return Reading(
        document=document, attributions=attributions, events=(mention,), claims=claims, reader="test"
    )


def link_all(readings: Sequence[Reading]) -> list[Link]:
    """Links that make one event of what readings tell of one PLOVER type."""
    ends = [(f"{r.document.id}#0", r.events[0].type) for r in readings if r.events]
    return [
        Link(relation="same_event", left=min(a, b), right=max(a, b), judgement="same", score=2.0)
        for n, (a, one) in enumerate(ends)
        for b, two in ends[:n]
        if a != b and one == two
    ]
