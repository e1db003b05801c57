"""Readings made by hand, so that the ledger's tests need no model."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sayso.model import (
    Argument,
    Attribution,
    ChainLink,
    Document,
    EventMention,
    Interval,
    Reading,
    Section,
    Span,
    TimeExpression,
)
from sayso.reader.claims import make_claims

FIRST = datetime(2024, 5, 7, 9, 0, tzinfo=UTC)


def make_reading(n: int, hours: float | None = None) -> Reading:
    """A report on a visit, the n-th of its kind; published `hours` after the first, n if not given."""
    towns = ("Tromso", "Bergen", "Narvik", "Bodo", "Alta")
    town = towns[n % len(towns)]
    text = f"The foreign minister of Norway will visit {town} on 20 May {2024 + n // 5}, a diplomatic source number {n} said.\n"
    url = f"https://outlet{n}.example/visit"
    title = f"Minister to visit {town}"
    day = datetime(2024 + n // 5, 5, 20, tzinfo=UTC)

    def span(words: str) -> Span:
        at = text.index(words)
        return Span(at, at + len(words))

    whole = "\0".join((url, title, text)).encode()
    document = Document(
        id=sha256(whole).hexdigest()[:16],
        text=text,
        text_hash=sha256(text.encode()).hexdigest(),
        url=url,
        publisher=f"Outlet {n}",
        title=title,
        published_at=FIRST + timedelta(hours=n if hours is None else hours),
        language="en",
        sections=(Section("body", 0, len(text) - 1),),
    )
    when, source = span("20 May " + str(2024 + n // 5)), span(f"a diplomatic source number {n}")
    time = TimeExpression(
        start=when.start,
        end=when.end,
        text=when.of(text),
        type="DATE",
        value=f"{day:%Y-%m-%d}",
        interval=Interval(day, day + timedelta(days=1), "day"),
    )
    attribution = Attribution(
        source=(source,),
        cue=(span("said"),),
        content=(Span(0, when.end),),
        kind="unnamed",
        stance="asserts",
        quoted="indirect",
        chain=(
            ChainLink(name=f"Outlet {n}", kind="publisher"),
            ChainLink(name=source.of(text), kind="unnamed", span=source),
        ),
    )
    actor = span("Norway")
    mention = EventMention(
        trigger=span("visit"),
        extent=span(f"will visit {town}"),
        type="CONSULT",
        lemma="visit",
        label=f"visit of the foreign minister of Norway to {town}",
        status="planned",
        factuality="CT+",
        arguments=(Argument(role="participant", start=actor.start, end=actor.end, value="NOR"),),
        time=time,
        attribution=0,
    )
    reading = Reading(
        document=document, times=(time,), attributions=(attribution,), events=(mention,), reader="test"
    )
    from msgspec.structs import replace

    return replace(reading, claims=make_claims(reading))
