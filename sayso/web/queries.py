"""What pages and API ask of a ledger; the only room of the web that knows it."""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from threading import Lock

from msgspec import Struct

from sayso.brief import Brief, make_brief
from sayso.ledger import Ledger
from sayso.ledger.search import find_words
from sayso.ledger.views import View, assemble_view
from sayso.model import Document, Event, Reading

_KEPT = 8


class SourceRecord(Struct, frozen=True, kw_only=True):
    """What became of what a source or outlet said."""

    name: str
    events: tuple[Event, ...]
    outcomes: dict[str, int]
    cites: dict[str, int]
    cited_by: dict[str, int]
    documents: tuple[Document, ...]


class Desk:
    """A ledger as the pages see it: views as of a moment, a few kept as long as nothing was added and the minute is the same."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._views: OrderedDict[tuple[str, int], View] = OrderedDict()
        self._lock = Lock()

    def view(self, as_of: datetime | None = None) -> View:
        """The view as of a moment, of now where none is given."""
        moment = as_of or datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
        key = (moment.isoformat(), self.ledger.count_documents())
        with self._lock:
            if key in self._views:
                self._views.move_to_end(key)
                return self._views[key]
            made = self._views[key] = assemble_view(self.ledger, moment)
            while len(self._views) > _KEPT:
                self._views.popitem(last=False)
            return made

    def brief(self, as_of: datetime | None = None, since: datetime | None = None) -> Brief:
        """The brief as of a moment, against that of a day before."""
        now = self.view(as_of)
        before = since or now.as_of - timedelta(days=1)
        return make_brief(now.events, self.view(before).events, len(now.readings), now.as_of, before)

    def event(self, id: str, as_of: datetime | None = None) -> Event | None:
        """The event of an id, as of a moment."""
        return next((e for e in self.view(as_of).events if e.id == id), None)

    def documents(self, as_of: datetime | None = None) -> dict[str, Document]:
        """The documents by id."""
        return {r.document.id: r.document for r in self.view(as_of).readings}

    def reading(self, id: str, as_of: datetime | None = None) -> Reading | None:
        """The reading of a document."""
        return next((r for r in self.view(as_of).readings if r.document.id == id), None)

    def events_of(self, document: str, as_of: datetime | None = None) -> list[Event]:
        """The events of which a document speaks."""
        return [e for e in self.view(as_of).events if any(m.document == document for m in e.mentions)]

    def source(self, name: str, as_of: datetime | None = None) -> SourceRecord | None:
        """What a source or outlet said and how it came out; None where nobody of the name speaks."""
        view, wanted = self.view(as_of), name.casefold()
        said = [e for e in view.events if wanted in _speakers(e)]
        own = [r for r in view.readings if (r.document.publisher or "").casefold() == wanted]
        if not said and not own:
            return None
        outcomes: dict[str, int] = {}
        for event in said:
            announced = any(c.field == "status" and c.value in ("planned", "possible") and wanted in c.origin.casefold() for c in event.claims)
            if announced or event.status in ("lapsed", "denied", "cancelled", "postponed"):
                outcomes[event.status] = outcomes.get(event.status, 0) + 1
            if any(h.field == "start" and wanted in h.origin.casefold() for h in event.history):
                outcomes["slipped"] = outcomes.get("slipped", 0) + 1
        cites = _count(c.outlet for r in own for c in r.citations)
        cited_by = _count(r.document.publisher or r.document.id for r in view.readings for c in r.citations if c.outlet.casefold() == wanted)
        return SourceRecord(name=name, events=tuple(said), outcomes=outcomes, cites=cites, cited_by=cited_by, documents=tuple(r.document for r in own))

    def search(self, words: str, as_of: datetime | None = None, limit: int = 50) -> list[dict[str, str | None]]:
        """Hits over reports, attributions and events."""
        with self.ledger.connect() as connection:
            hits = find_words(connection, words, as_of or datetime.now(UTC), limit)
        return [{"kind": h.kind, "document": h.document, "title": h.title, "publisher": h.publisher, "published_at": h.published_at, "excerpt": h.excerpt} for h in hits]


def _speakers(event: Event) -> set[str]:
    names = {*event.confirmed_by, *event.denied_by, *event.declined_by, *event.origins.names}
    names |= {c.name for line in event.origins.receipt for c in line.chain} | {line.origin for line in event.origins.receipt}
    return {n.casefold() for n in names}


def _count(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return dict(sorted(found.items(), key=lambda x: (-x[1], x[0])))
