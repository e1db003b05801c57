"""The brief: what is ahead, under way, due or lapsed, what changed and what is contested; and one event with its receipt.

Plain text in a pipe, a little colour on a terminal; every line carries the id under which `sayso event` shows its receipt.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from sayso.ingest.wrapped import page_at
from sayso.model import ChainLink, Document, Event, Span

_WIDTH = 118
_COLOURS = {
    "planned": "36",
    "possible": "36;2",
    "ongoing": "32",
    "occurred": "32",
    "postponed": "33",
    "cancelled": "31",
    "denied": "31",
    "lapsed": "35",
}


class Brief(Struct, frozen=True, kw_only=True):
    """The parts of a brief as of a moment, each in the order in which it is shown."""

    as_of: datetime
    since: datetime
    reports: int
    events: int
    today: tuple[Event, ...] = ()
    ahead: tuple[Event, ...] = ()
    undated: tuple[Event, ...] = ()
    lapsed: tuple[Event, ...] = ()
    changed: tuple[tuple[Event, str], ...] = ()
    contested: tuple[Event, ...] = ()


def make_brief(
    now: Sequence[Event],
    before: Sequence[Event],
    reports: int,
    as_of: datetime,
    since: datetime,
    events: int | None = None,
) -> Brief:
    """The brief of the events as of `as_of`, told against those as of `since`; `events`: how many there are, where `now` holds not all."""
    day = as_of.date().isoformat()
    ahead_status = ("planned", "possible", "postponed", "cancelled", "denied")
    today = [
        e
        for e in now
        if e.start
        and e.start[:10] <= day <= (e.end or e.start)[:10]
        and e.status in ("planned", "possible", "postponed", "ongoing")
    ]
    shown = {e.id for e in today}
    today += [e for e in now if e.status == "ongoing" and e.id not in shown]
    shown |= {e.id for e in today}
    ahead = [
        e for e in now if e.start and e.start[:10] > day and e.status in ahead_status and e.id not in shown
    ]
    undated = [e for e in now if not e.start and e.status in ("planned", "possible", "postponed")]
    lapsed = [e for e in now if e.status == "lapsed"]
    return Brief(
        as_of=as_of,
        since=since,
        reports=reports,
        events=len(now) if events is None else events,
        today=tuple(sorted(today, key=_when)),
        ahead=tuple(sorted(ahead, key=_when)),
        undated=tuple(undated),
        lapsed=tuple(sorted(lapsed, key=_when, reverse=True)),
        changed=tuple(_changes(now, before, since)),
        contested=tuple(e for e in now if e.conflicts),
    )


def brief_text(brief: Brief, colour: bool = False) -> str:
    """A brief as text."""
    paint = _Paint(colour)
    moment = brief.as_of.strftime("%a %d %b %Y %H:%M %Z").replace(" 0", " ")
    lines = [
        paint.bold(
            f"sayso · as of {moment} · {_count(brief.reports, 'report')}, {_count(brief.events, 'event')}"
        )
    ]
    for heading, events in (
        ("TODAY AND UNDER WAY", brief.today),
        ("AHEAD", brief.ahead),
        ("AHEAD, NO DATE", brief.undated),
        ("LAPSED (their time has passed, and no report says what became of them)", brief.lapsed),
    ):
        if events:
            lines += ["", paint.bold(heading), *(line for e in events for line in _rows(e, paint))]
    lines += ["", paint.bold(f"CHANGED SINCE {brief.since.strftime('%d %b %Y %H:%M')}")]
    lines += [f"  {_cut(words, 94):94}  {event.id}" for event, words in brief.changed] or ["  nothing"]
    lines += ["", paint.bold("CONTESTED")]
    lines += [line for e in brief.contested for line in _contested(e)] or ["  nothing"]
    lines += [
        "",
        "An origin count is not truth: it tells on how many independent sources the reports rest. `sayso event ID` shows the receipt.",
    ]
    return "\n".join(lines) + "\n"


def event_text(event: Event, documents: Mapping[str, Document], colour: bool = False) -> str:
    """One event with everything that is held of it: values in their words, who says so, origins with their receipt."""
    paint = _Paint(colour)
    kind = event.type + (f" ({event.mode})" if event.mode else "")
    lines = [
        paint.bold(event.label),
        f"{event.id} · {kind} · {paint.status(event.status)}"
        + (f" since {event.lapsed_since}" if event.lapsed_since else ""),
        "",
    ]
    lines += _field("when", _span(event), [c for c in event.claims if c.field == "start"], documents)
    lines += _field("where", event.place or "–", [c for c in event.claims if c.field == "place"], documents)
    who = ", ".join(event.participants) + (f" · {', '.join(event.assets)}" if event.assets else "")
    lines += _field("who", who or "–", [], documents)
    for name, value in sorted(event.figures.items()):
        lines += _field(name, f"{value:g}", [c for c in event.claims if c.field == name], documents)
    for word, names in (
        ("confirmed", event.confirmed_by),
        ("denied", event.denied_by),
        ("declined", event.declined_by),
    ):
        if names:
            lines.append(f"{word:10} {'; '.join(names)}")
    if event.precedents:
        lines.append(f"{'precedent':10} {'; '.join(event.precedents)}")
    lines += [f"{'headline':10} {words}" for words in event.headlines]
    lines += ["", f"{'reports':10} {event.reports}"]
    for m in event.mentions:
        document = documents.get(m.document)
        lines.append(
            f"{'':10} {_day_of(document)}  {document.publisher if document else m.document}: “{_cut(' '.join(m.text.split()), 80)}”"
            + _where(document, m.span, m.part)
        )
    low, high = event.origins.low, event.origins.high
    lines += ["", f"{'origins':10} {_range(low, high)}: {'; '.join(event.origins.names) or 'none'}"]
    for line in event.origins.receipt:
        document = documents.get(line.document)
        grounds = ", ".join(dict.fromkeys(e.kind for e in line.evidence))
        lines.append(
            f"{'':10} {_day_of(document)}  {line.origin} ← {_chain(line.chain)}  [{grounds}]"
            + ("  lineage unknown" if line.unknown_lineage else "")
        )
        for e in line.evidence:
            source = documents.get(e.document or "")
            if e.span and source:
                lines.append(
                    f"{'':13} “{_cut(' '.join(e.span.of(source.text).split()), 96)}”" + _where(source, e.span)
                )
    lines += [f"{'':10} {note}" for note in event.origins.notes]
    lines.append("")
    for change in event.history:
        lines.append(
            f"{'history':10} {change.field}: {change.before} → {change.after}  ({change.origin}, {change.at.date() if change.at else 'undated'})"
        )
    for conflict in event.conflicts:
        sides = "  against  ".join(f"{_value(v.value)} ({'; '.join(v.origins)})" for v in conflict.values)
        lines.append(f"{'conflict':10} {conflict.field}: {sides}")
    if not event.history and not event.conflicts:
        lines.append(f"{'history':10} –        conflicts –")
    return "\n".join(lines) + "\n"


class _Paint:
    """Colours for a terminal, nothing in a pipe."""

    def __init__(self, on: bool) -> None:
        self._on = on

    def bold(self, words: str) -> str:
        """Words in bold."""
        return f"\x1b[1m{words}\x1b[0m" if self._on else words

    def status(self, status: str, width: int = 0) -> str:
        """A status in its colour."""
        padded = status.ljust(width)
        return f"\x1b[{_COLOURS.get(status, '0')}m{padded}\x1b[0m" if self._on else padded


def _rows(event: Event, paint: _Paint) -> Iterable[str]:
    origins = f"{_count(event.reports, 'report')} · {_origins(event)}"
    who = " ".join(event.participants)
    what = _cut(_short(event, who), 58)
    yield f"  {_span(event):20} {what:58} {paint.status(event.status, 10)} {origins:24} {event.id}"
    notes = [
        note for note in event.origins.notes if note.startswith("circular: ")
    ]  # first: the line is cut where it grows too long
    if event.precedents:
        notes.append(event.precedents[0])
    notes += [f"moved from {c.before}" for c in event.history if c.field == "start"]
    for word, names in (
        ("confirmed", event.confirmed_by),
        ("denied", event.denied_by),
        ("declined", event.declined_by),
    ):
        if names:
            notes.append(f"{word}: {', '.join(names)}")
    if event.conflicts:
        notes.append("contested: " + ", ".join(c.field for c in event.conflicts))
    if event.status == "lapsed":
        notes.append(
            f"lapsed since {event.lapsed_since} · last heard {event.last_published.date() if event.last_published else 'undated'}"
        )
    if notes:
        yield f"  {'':20} {_cut(' · '.join(notes), _WIDTH - 24)}"


def _short(event: Event, who: str) -> str:
    words = event.label.partition(" (")[0]
    kind = words.partition(":")[0]
    parts = [kind, who if who else words.partition(": ")[2], event.place or ""]
    return " · ".join(p for p in parts if p)


def _changes(now: Sequence[Event], before: Sequence[Event], since: datetime) -> Iterable[tuple[Event, str]]:
    old = {e.id: e for e in before}
    for e in now:
        earlier = old.get(e.id)
        name = _short(e, " ".join(e.participants))
        if earlier is None:
            yield e, f"new: {e.status} {_span(e)} · {name}"
            continue
        news = []
        if earlier.status != e.status:
            news.append(f"{earlier.status} → {e.status}")
        if earlier.start != e.start and e.start:
            news.append(f"{earlier.start or 'no date'} → {e.start}")
        if (earlier.origins.low, earlier.origins.high) != (e.origins.low, e.origins.high):
            news.append(
                f"origins {_range(earlier.origins.low, earlier.origins.high)} → {_range(e.origins.low, e.origins.high)}"
            )
        if len(earlier.conflicts) != len(e.conflicts):
            news.append(
                "contested: " + ", ".join(c.field for c in e.conflicts)
                if e.conflicts
                else "no longer contested"
            )
        if news:
            yield e, f"{'; '.join(news)} · {name}"


def _contested(event: Event) -> Iterable[str]:
    for conflict in event.conflicts:
        sides = " / ".join(f"{_value(v.value)} ({'; '.join(v.origins)})" for v in conflict.values)
        yield f"  {_cut(f'{_short(event, chr(32).join(event.participants))} · {conflict.field}: {sides}', 106):106} {event.id}"


def _field(name: str, value: str, claims: Sequence[object], documents: Mapping[str, Document]) -> list[str]:
    from sayso.model import ClaimView

    lines = [f"{name:10} {value}"]
    for c in claims:
        if isinstance(c, ClaimView):
            document = documents.get(c.document)
            text = (document.title or "" if c.part == "title" else document.text) if document else ""
            words = " ".join(c.span.of(text).split()) or _value(c.value)
            lines.append(
                f"{'':10} {_value(c.value):12} “{_cut(words, 60)}”  {c.origin} ({c.stance})"
                + _where(document, c.span, c.part, True)
            )
    return list(dict.fromkeys(lines))


def _where(document: Document | None, span: Span, part: str = "body", brief: bool = False) -> str:
    """The page of a passage, where its document has pages; and, if not `brief`, where a document without an address was read from."""
    page = page_at(document.text, span.start) if document and part == "body" else None
    place = document.source if document and not document.url and not brief else None
    words = [
        *([f"p. {page}"] if page else []),
        *([place if len(place) <= 60 else f"…{place[-59:]}"] if place and place != "-" else []),
    ]
    return f"  [{', '.join(words)}]" if words else ""


def _chain(chain: Sequence[ChainLink]) -> str:
    return " ← ".join(link.name for link in reversed(chain)) or "own reporting"


def _span(event: Event) -> str:
    if not event.start:
        return "no date"
    first, last = date.fromisoformat(event.start[:10]), date.fromisoformat((event.end or event.start)[:10])
    if first == last:
        return first.strftime("%a %d %b %Y")
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.strftime('%d %b %Y')}"
    return f"{first.strftime('%d %b')} – {last.strftime('%d %b %Y')}"


def _origins(event: Event) -> str:
    if event.origins.high == 0:
        return "no origin left"
    if event.origins.high == 1:
        return "1 origin"
    return f"{_range(event.origins.low, event.origins.high)} origins"


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _value(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _day_of(document: Document | None) -> str:
    return (
        document.published_at.strftime("%d %b %H:%M")
        if document and document.published_at
        else "undated     "
    )


def _cut(words: str, width: int) -> str:
    return words if len(words) <= width else words[: width - 1].rstrip() + "…"


def _when(event: Event) -> tuple[str, str]:
    return (event.start or "9999", event.id)
