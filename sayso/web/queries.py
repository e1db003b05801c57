"""What pages and API ask of a ledger; the only room of the web that knows it. Each question costs what it finds, not what is held."""

import asyncio
import time
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, ParamSpec, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import func, select

from sayso.brief import Brief
from sayso.briefing import find_brief
from sayso.event_page import event_documents
from sayso.export.geo import place_events
from sayso.ledger import Ledger, schema
from sayso.ledger.asking import parse_query
from sayso.ledger.caches import event_states
from sayso.ledger.hits import place_hits
from sayso.ledger.judgements import Judgement, concerning, credibility, load_judgements, standing
from sayso.ledger.listing import Listed, Sort, Wanted, count_days, count_events, count_facets, list_events
from sayso.ledger.moments import stamp
from sayso.ledger.rows import batches, load_some
from sayso.ledger.search import Filters, Hit, find_page
from sayso.ledger.timeline import unpack_card, unpack_event
from sayso.ledger.turns import Told, Turn, find_turns, recent_turns
from sayso.ledger.views import Story, View, assemble_view
from sayso.model import Document, Event, MentionRef, Reading
from sayso.web import lists
from sayso.web.sources import SourceRecord, name_key, source_record, speakers

P = ParamSpec("P")
T = TypeVar("T")
_SMALL = 3_000  # documents up to which a question that has no index is answered from all of them
_MOST = 400
_RENEW = 60.0  # seconds after which the names of the outlets are asked for anew; those of the last reports are always known
_PAST, _AHEAD = timedelta(days=31), timedelta(days=731)  # of a calendar to subscribe to


class _Told(Struct):
    """Of an event as the ledger keeps it only what a map asks for: reading the rest would cost three times as much."""

    mentions: tuple[MentionRef, ...] = ()


_TOLD = msgspec.json.Decoder(_Told)


class Desk:
    """A ledger as the pages see it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._outlets: tuple[float, set[str]] | None = None
        self._speakers, self._looked = lists.Speakers(), 0

    def now(self, as_of: datetime | None) -> datetime:
        """The moment asked for, or the present."""
        return as_of or datetime.now(UTC)

    async def aside(self, ask: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
        """What takes long in the database, asked in a thread, so that others are answered meanwhile; a ledger in memory has one connection only."""
        return (
            ask(*args, **more)
            if self.ledger.location == ":memory:"
            else await asyncio.to_thread(ask, *args, **more)
        )

    def view(self, as_of: datetime | None = None) -> View:
        """Everything as of a moment: for lists of all."""
        return assemble_view(self.ledger, self.now(as_of))

    def brief(
        self, as_of: datetime | None = None, since: datetime | None = None, whole: bool = False
    ) -> Brief:
        """The brief as of a moment, against that of a day before."""
        moment = self.now(as_of)
        return find_brief(self.ledger, moment, since or moment - timedelta(days=1), whole=whole)

    def events(
        self, as_of: datetime | None = None, status: str | None = None, country: str | None = None
    ) -> tuple[Event, ...]:
        """All events as of a moment."""
        return self.ledger.events(self.now(as_of), status=status, country=country)

    def between(
        self, first: date, last: date, as_of: datetime | None = None, whole: bool = True
    ) -> tuple[Event, ...]:
        """The events that reach into some days; without mentions, claims and receipts where they need not be `whole`."""
        return self.ledger.events(self.now(as_of), between=(first.isoformat(), last.isoformat()), whole=whole)

    def placed(
        self, first: date, last: date, as_of: datetime | None = None, most: int = 300
    ) -> tuple[list[tuple[Event, float, float, str]], list[Event]]:
        """The events of some days that name a place: those that a report places, as `place_events` tells them, and the others."""
        events = [e for e in self.between(first, last, as_of, whole=False) if e.place][:most]
        moment, t = stamp(self.now(as_of)), event_states.c
        told: dict[str, _Told] = {}
        with self.ledger.connect() as connection:
            for batch in batches(sorted(e.id for e in events)):
                query = select(t.event, t.body).where(
                    t.event.in_(batch), t.known_from <= moment, t.known_until > moment
                )
                told |= {
                    id: _TOLD.decode(zlib.decompress(bytes(body))) for id, body in connection.execute(query)
                }
            known = load_some(connection, {m.document for e in told.values() for m in e.mentions})
        whole = [replace(e, mentions=told[e.id].mentions) if e.id in told else e for e in events]
        placed = place_events(whole, [k.reading for k, _ in known if k.known_at <= moment])
        there = {e.id for e, *_ in placed}
        return placed, [e for e in events if e.id not in there]

    def list_events(
        self, wanted: Wanted, sort: Sort, limit: int, cursor: str | None = None, as_of: datetime | None = None
    ) -> Listed:
        """One page of the events that are wanted, ranked."""
        with self.ledger.connect() as connection:
            return list_events(connection, stamp(self.now(as_of)), wanted, sort, limit, cursor)

    def count_listed(
        self, wanted: Wanted, as_of: datetime | None = None
    ) -> tuple[int, dict[str, list[tuple[Any, int]]], list[tuple[str, int]]]:
        """How many events are wanted, how many each value of a facet would show, how many begin in each month."""
        moment = stamp(self.now(as_of))
        with self.ledger.connect() as connection:
            return (
                count_events(connection, moment, wanted),
                count_facets(connection, moment, wanted),
                count_days(connection, moment, wanted),
            )

    def recent(self, as_of: datetime | None = None, most: int = 8) -> list[Event]:
        """The events last told of."""
        moment, t = stamp(self.now(as_of)), event_states.c
        query = (
            select(t.card)
            .where(t.known_from <= moment, t.known_until > moment)
            .order_by(t.known_from.desc(), t.event)
            .limit(most)
        )
        with self.ledger.connect() as connection:
            return [unpack_card(bytes(card)) for (card,) in connection.execute(query)]

    def event(self, id: str, as_of: datetime | None = None) -> Event | None:
        """The event of exactly that id, as of a moment."""
        return next((e for e in self.ledger.find_event(id, self.now(as_of)) if e.id == id), None)

    def documents(self, events: Iterable[Event]) -> dict[str, Document]:
        """The documents that some events speak of."""
        return self.ledger.documents({d for e in events for d in event_documents(e)})

    def told(self, as_of: datetime | None = None) -> list[Told]:
        """The events that changed last in what is worth an alert."""
        with self.ledger.connect() as connection:
            return recent_turns(connection, self.now(as_of))

    def dated(
        self, as_of: datetime | None = None
    ) -> tuple[tuple[Event, ...], dict[str, str | None], dict[str, Turn]]:
        """For a calendar: the events from a month before to two years after, the addresses of their reports, when they last turned."""
        moment, d = self.now(as_of), schema.documents.c
        events = self.between((moment - _PAST).date(), (moment + _AHEAD).date(), as_of)
        urls: dict[str, str | None] = {}
        with self.ledger.connect() as connection:
            for batch in batches(sorted({m.document for e in events for m in e.mentions})):
                urls |= {
                    row.id: row.url for row in connection.execute(select(d.id, d.url).where(d.id.in_(batch)))
                }
            return events, urls, find_turns(connection, moment, [e.id for e in events])

    def readings(self, ids: Iterable[str], as_of: datetime | None = None) -> list[Reading]:
        """The readings of some documents that were published by a moment."""
        moment = stamp(self.now(as_of))
        with self.ledger.connect() as connection:
            return [known.reading for known, _ in load_some(connection, ids) if known.known_at <= moment]

    def reading(self, id: str, as_of: datetime | None = None) -> Reading | None:
        """The reading of a document."""
        return next(iter(self.readings([id], as_of)), None)

    def events_of(self, documents: Iterable[str], as_of: datetime | None = None) -> list[Event]:
        """The events that some documents were the first to tell of, and in a small ledger all that they tell of."""
        own = set(documents)
        if self.ledger.count_documents() <= _SMALL:
            return [e for e in self.events(as_of) if any(m.document in own for m in e.mentions)]
        moment, t = stamp(self.now(as_of)), event_states.c
        query = (
            select(t.body)
            .where(t.anchor.in_(sorted(own)[:_MOST]), t.known_from <= moment, t.known_until > moment)
            .limit(_MOST)
        )
        with self.ledger.connect() as connection:
            return [unpack_event(bytes(body)) for (body,) in connection.execute(query)]

    def judgements(self, event: Event, as_of: datetime | None = None) -> tuple[str, list[Judgement]]:
        """The credibility of an event (1-6, Admiralty code) and what people judged of it."""
        with self.ledger.connect() as connection:
            judged = concerning(standing(load_judgements(connection), stamp(self.now(as_of))), event)
        given = next((j.value for j in reversed(judged) if j.kind == "credibility" and j.value), None)
        return given or credibility(event), judged

    def reliability(self, outlets: Iterable[str], as_of: datetime | None = None) -> dict[str, Judgement]:
        """What people judged last of the reliability of some outlets (A-F, Admiralty code)."""
        with self.ledger.connect() as connection:
            judged = [
                j
                for j in standing(load_judgements(connection), stamp(self.now(as_of)))
                if j.kind == "reliability"
            ]
        last = {j.target.casefold(): j for j in judged}
        return {o: last[o.casefold()] for o in outlets if o.casefold() in last}

    def source(self, name: str, as_of: datetime | None = None) -> SourceRecord | None:
        """What a source or outlet said and how it came out; None where nobody of the name speaks."""
        wanted = name_key(name)
        if self.ledger.count_documents() <= _SMALL:
            readings = list(self.ledger.readings(self.now(as_of)))
            events: Iterable[Event] = self.events(as_of)
        else:
            with self.ledger.connect() as connection:
                if self._outlets is None or time.monotonic() - self._outlets[0] > _RENEW:
                    self._outlets = time.monotonic(), lists.publishers(connection)
                ids = lists.spoken(connection, self.now(as_of), name, self._outlets[1])
            readings = self.readings(ids, as_of)
            events = self.events_of(ids, as_of)
        return source_record(name, [e for e in events if wanted in speakers(e)], readings)

    def page_events(
        self,
        as_of: datetime | None,
        limit: int,
        cursor: str | None = None,
        status: str | None = None,
        country: str | None = None,
    ) -> tuple[list[Event], str | None]:
        """One page of events and the cursor of the next."""
        with self.ledger.connect() as connection:
            return lists.page_events(connection, stamp(self.now(as_of)), limit, cursor, status, country)

    def page_documents(
        self, as_of: datetime | None, limit: int, cursor: str | None = None
    ) -> tuple[list[dict[str, Any]], str | None]:
        """One page of documents and the cursor of the next."""
        with self.ledger.connect() as connection:
            return lists.page_documents(connection, stamp(self.now(as_of)), limit, cursor)

    def page_stories(
        self, as_of: datetime | None, limit: int, cursor: str | None = None
    ) -> tuple[list[Story], str | None]:
        """One page of stories and the cursor of the next."""
        with self.ledger.connect() as connection:
            return lists.page_stories(connection, stamp(self.now(as_of)), limit, cursor)

    def sources(self, as_of: datetime | None = None, kind: str | None = None) -> list[lists.Speaker]:
        """Who speaks in the last reports."""
        at = self.last_addition()
        if at != self._looked:  # what was removed is forgotten at once
            if len(new := self.additions(self._looked, 200)) == 200 or any(
                kind not in ("reading", "links", "judgement") for _, kind, _ in new
            ):
                self._speakers = lists.Speakers()
            for _, _, ref in new:
                self._speakers.of.pop(ref.partition(".")[0], None)  # it may have been read anew
            self._looked = at
        with self.ledger.connect() as connection:
            return lists.late_sources(connection, stamp(self.now(as_of)), kind, self._speakers)

    def last_addition(self) -> int:
        """The number of the last addition, 0 where there is none."""
        with self.ledger.connect() as connection:
            return int(connection.execute(select(func.max(schema.additions.c.seq))).scalar() or 0)

    def additions(self, after: int, most: int) -> list[tuple[int, str, str]]:
        """The additions behind one, in order: number, kind, what was added."""
        a = schema.additions.c
        query = select(a.seq, a.kind, a.ref).where(a.seq > after).order_by(a.seq).limit(most)
        with self.ledger.connect() as connection:
            return [(row.seq, row.kind, row.ref) for row in connection.execute(query)]

    def search(
        self,
        words: str,
        as_of: datetime | None = None,
        filters: Filters | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> tuple[tuple[Hit, ...], str | None]:
        """One page of hits over reports, attributions and events, and the cursor of the next."""
        words, filters = parse_query(words, filters)
        with self.ledger.connect() as connection:
            page = find_page(connection, words, self.now(as_of), filters, limit, cursor)
        ids = {hit.document for hit in page.hits}
        hits = place_hits(page.hits, self.readings(ids, as_of), self.events_of(ids, as_of)) if ids else ()
        return hits, page.cursor
