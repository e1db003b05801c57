"""A ledger with the command line's verbs as methods, filters as arguments, and answers that are tables."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from sayso.errors import InputError, LedgerError
from sayso.ledger import Ledger as Store
from sayso.ledger.moments import parse_moment, stamp
from sayso.model import Document, Event, Reading
from sayso.notebook import columns as c
from sayso.notebook.results import Results
from sayso.notebook.shown import EventView, ReadingView

if TYPE_CHECKING:
    from sayso.brief import Brief
    from sayso.ledger.judgements import Judgement, Kind
    from sayso.ledger.search import Hit
    from sayso.ledger.views import Story
    from sayso.verify import Verification
    from sayso.web.lists import Speaker

Moment = datetime | str | None
_PAGE = 200


class Added(Struct, frozen=True, kw_only=True):
    """What an `add` did: reports added and held already, event mentions read, inputs that were refused and
    why."""

    added: int
    held: int
    events: int
    refused: tuple[InputError, ...] = ()


class Ledger:
    """A ledger that is there: a file, a `postgresql://` address, or `:memory:` for one that is not kept.

    `Ledger.create` makes a new one; LedgerError where it is not there, or cannot be opened. Moments are aware
    datetimes or ISO 8601.

    >>> with Ledger(":memory:") as ledger:
    ...     len(ledger.events())
    0
    """

    def __init__(self, location: str | Path = "sayso.db") -> None:
        self.store = Store(location, must_exist=str(location) != ":memory:")

    @classmethod
    def open(cls, location: str | Path = "sayso.db") -> "Ledger":
        """The ledger that is at a place; raises LedgerError where there is none."""
        return cls(location)

    @classmethod
    def create(cls, location: str | Path = "sayso.db") -> "Ledger":
        """A new ledger at a place; raises LedgerError where one is there already."""
        where = str(location)
        if (
            where != ":memory:"
            and not where.startswith(("postgresql:", "postgres:"))
            and Path(where).exists()
        ):
            raise LedgerError(f"{where}: is there already; open it with Ledger.open, or give another place")
        Store(where).close()
        return cls(location)

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def __len__(self) -> int:
        return self.store.count_documents()

    def __repr__(self) -> str:
        return f"<ledger {self.store.name}: {len(self)} documents>"

    def add(
        self, *things: "str | Path | Document | Reading", published: Moment = None, allow: Iterable[str] = ()
    ) -> Added:
        """Read and store reports: paths and addresses as `sayso add` takes them, documents, readings; what is
        held stays as it is.

        What is refused is told in the answer's `refused`; the rest is added. `published`: for reports that do
        not say.
        """
        from sayso.adding import add_documents

        refused: list[InputError] = []
        fresh = [self.store.add(r) for r in things if isinstance(r, Reading)]
        paths = [str(t) for t in things if isinstance(t, str | Path)]
        own = [t for t in things if isinstance(t, Document)]
        done = add_documents(self.store, _documents(paths, own, _moment(published), refused, allow), paths)
        mentions = sum(len(r.events) for r in things if isinstance(r, Reading))
        return Added(
            added=done.added + sum(fresh),
            held=done.held + len(fresh) - sum(fresh),
            events=done.events + mentions,
            refused=tuple(refused),
        )

    def events(
        self,
        *,
        as_of: Moment = None,
        status: str | None = None,
        country: str | None = None,
        between: tuple[str, str] | None = None,
        recorded_by: Moment = None,
    ) -> Results[Event]:
        """The events as of a moment, in order of their first day; `between` is a pair of days, both
        included."""
        return Results(
            lambda: self.store.events(
                _moment(as_of),
                status=status,
                country=country,
                between=between,
                recorded_by=_moment(recorded_by),
            ),
            c.EVENTS,
        )

    def event(self, id: str, *, as_of: Moment = None) -> EventView:
        """The event of an id, or whose id begins so, with its receipt; raises InputError where there is none
        or several."""
        from sayso.event_page import event_documents, find_one

        found = find_one(self.store, id, _moment(as_of))
        return EventView(found, self.store.documents(event_documents(found)))

    def documents(self, *, as_of: Moment = None) -> Results[Document]:
        """The reports published by a moment, in order of publication."""
        return Results(lambda: [r.document for r in self.store.readings(_moment(as_of))], c.DOCUMENTS)

    def reading(self, document: str) -> ReadingView:
        """What a held report says, by its id; raises InputError where it is not held."""
        from sayso.ledger.rows import load_some

        with self.store.connect() as connection:
            found = load_some(connection, [document])
        if not found:
            raise InputError(document, "is no document of this ledger", "`ledger.documents()` lists them")
        return ReadingView(found[0][0].reading)

    def stories(self, *, as_of: Moment = None) -> "Results[Story]":
        """Reports that tell of the same matter, in order of the first of each."""
        from sayso.web.queries import Desk

        desk = Desk(self.store)

        def fetch() -> list["Story"]:
            page, following = desk.page_stories(_moment(as_of), _PAGE)
            found = list(page)
            while following:
                page, following = desk.page_stories(_moment(as_of), _PAGE, following)
                found += page
            return found

        return Results(fetch, c.STORIES)

    def sources(self, *, as_of: Moment = None, kind: str | None = None) -> "Results[Speaker]":
        """Who speaks in the last reports: `kind` is `outlet` or `source`."""
        from sayso.web.queries import Desk

        return Results(lambda: Desk(self.store).sources(_moment(as_of), kind), c.SOURCES)

    def search(
        self,
        query: str,
        *,
        as_of: Moment = None,
        kind: str | None = None,
        source: str | None = None,
        stance: str | None = None,
        country: str | None = None,
        type: str | None = None,
        status: str | None = None,
        between: tuple[Moment, Moment] = (None, None),
        limit: int = 50,
    ) -> "Results[Hit]":
        """The best hits over reports, attributions and events: words, "a phrase", AND, OR, NOT, begin*."""
        from sayso.ledger.search import Filters, find_page

        first, last = (_moment(m) for m in between)
        found: dict[str, Any] = {
            "kind": kind,
            "source": source,
            "stance": stance,
            "country": country,
            "type": type,
            "status": status,
            "published": (stamp(first) if first else None, stamp(last) if last else None),
        }

        def fetch() -> Sequence["Hit"]:
            with self.store.connect() as connection:
                return find_page(connection, query, _now(as_of), Filters(**found), limit).hits

        return Results(fetch, c.HITS)

    def brief(self, *, as_of: Moment = None, since: Moment = None) -> "Brief":
        """What is ahead, due, changed and contested as of a moment; `sayso.brief.brief_text` makes text of
        it."""
        from sayso.briefing import find_brief

        return find_brief(self.store, _moment(as_of), _moment(since))

    def verify(self, claim: str | Iterable[str], *, as_of: Moment = None) -> "Results[Verification]":
        """What the ledger holds of a claim: a sentence, a paragraph (each sentence a claim), or several
        claims."""
        from sayso.verify import split_claims, verify_claims

        claims = split_claims(claim) if isinstance(claim, str) else list(claim)
        return Results(lambda: list(verify_claims(self.store, claims, _moment(as_of))), c.VERDICTS)

    def judge(self, kind: "Kind", target: str, value: str | None = None, *, by: str) -> "Judgement":
        """Record a judgement, as `sayso judge` does: it overrides the system from then on, and `undo` takes
        its number."""
        from sayso.event_page import find_one
        from sayso.ledger.judging import judge

        left = (
            find_one(self.store, target)
            if kind in ("same", "different", "credibility", "note", "outcome")
            else None
        )
        right = find_one(self.store, value or "") if kind in ("same", "different") else None
        made = None if right else value
        return judge(self.store, kind, left.id if left else target, by, made, left, right)

    def export(
        self,
        format: str = "json",
        *,
        as_of: Moment = None,
        event: str | None = None,
        picture: str = "origins",
        out: str | Path | None = None,
    ) -> bytes:
        """The view as of a moment in a format of `sayso export`; to the file `out` too (parquet: to that
        folder, and nothing else)."""
        from sayso.export.formats import PICTURES, TO_FOLDER, WRITERS, export_bytes, export_picture
        from sayso.ledger.views import assemble_view

        if format not in (*WRITERS, *TO_FOLDER, *PICTURES):
            raise InputError(
                format, "is no format", f"give one of {', '.join((*WRITERS, *TO_FOLDER, *PICTURES))}"
            )
        view = assemble_view(self.store, _now(as_of))
        if format in TO_FOLDER:
            from sayso.export.parquet import export_parquet

            if out is None:
                raise InputError(format, "writes several tables", "give a folder: out=…")
            export_parquet(view, Path(out))
            return b""
        made = (
            export_picture(view, event, picture, format) if format in PICTURES else export_bytes(view, format)
        )
        if out is not None:
            Path(out).write_bytes(made)
        return made

    def check(self) -> list[str]:
        """What is wrong with the ledger: one line for every span, hash or reference that does not hold; empty
        where all do."""
        from sayso.ledger.check import check_ledger

        return list(check_ledger(self.store))


def _documents(
    paths: list[str],
    own: list[Document],
    published: datetime | None,
    refused: list[InputError],
    allow: Iterable[str],
) -> Iterator[Document]:
    from sayso.fetch import Fetcher
    from sayso.ingest import open_documents

    yield from own
    if paths:
        yield from open_documents(
            paths, published, "instant", refused.append, fetcher=Fetcher(allow=tuple(allow))
        )


def _moment(given: Moment) -> datetime | None:
    if isinstance(given, str):
        return parse_moment(given, "moment")
    if given is not None and given.tzinfo is None:
        raise InputError(
            given.isoformat(), "has no zone", "give an aware datetime, or ISO 8601 with an offset"
        )
    return given


def _now(given: Moment) -> datetime:
    return _moment(given) or datetime.now(UTC)
