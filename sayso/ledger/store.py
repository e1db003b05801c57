"""Storing: a ledger on SQLite or PostgreSQL, append-only, one transaction a document or a lot of them.

Reading and writing are safe against `kill -9`: a document is there with its reading, claims, links, search entries and the
states of its events, or not at all. What linking needs of older documents is found through an index of candidate keys, so
that adding the millionth document costs what the thousandth did.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, and_, func, select

from sayso.errors import LedgerError
from sayso.ledger import schema
from sayso.ledger.caches import candidate_keys as keys_table
from sayso.ledger.candidates import find_candidates
from sayso.ledger.chain import extend_chain, links_digests, reading_digest
from sayso.ledger.engine import explained, open_engine, shown
from sayso.ledger.moments import stamp
from sayso.ledger.rows import (
    claim_rows,
    document_row,
    forget_readings,
    insert_once,
    key_number,
    key_rows,
    link_rows,
    load_links,
    load_readings,
    load_some,
    reading_row,
)
from sayso.ledger.shelves import insert_passages, remove_passages
from sayso.ledger.states import add_tallies, refresh_all, refresh_states
from sayso.ledger.timeline import Known
from sayso.link.pairs import Prepared, candidate_keys, link_pair, prepare
from sayso.model import Document, Event, Link, Reading

_PREPARED = 512  # prepared readings kept in memory


class Ledger:
    """A ledger in a file, on PostgreSQL (`postgresql://...`) or in memory (`:memory:`); LedgerError where it cannot be opened.

    >>> ledger = Ledger(":memory:")
    >>> ledger.count_documents()
    0
    """

    def __init__(self, location: str | Path = "sayso.db", *, must_exist: bool = False) -> None:
        self.location = str(location)
        self._prepared: OrderedDict[str, tuple[int, Prepared]] = OrderedDict()
        self._engine = open_engine(self.location, must_exist)
        self._writer = self._engine.execution_options(writes=True)

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @property
    def name(self) -> str:
        """Where the ledger is, as it may be shown: without a password."""
        return shown(self.location)

    def connect(self) -> Connection:
        """A connection for the rooms beside this one: views, search, check."""
        return self._engine.connect()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one writer's transaction, for the rooms beside this one; raises LedgerError where it cannot be written."""
        if self._engine.get_execution_options().get("sealed"):
            raise LedgerError(
                f"{shown(self.location)}: cannot be written; make the file and its folder writable, or work on a copy"
            )
        with explained(self.location), self._writer.begin() as connection:
            yield connection

    # ---- adding

    def holds(self, document: str) -> bool:
        """Whether the document of that id is in the ledger."""
        with explained(self.location), self._engine.connect() as connection:
            return (
                connection.execute(select(schema.documents.c.id).filter_by(id=document)).first() is not None
            )

    def sources(self, within: str) -> set[str]:
        """Where those documents were read from whose place begins so: the records of an archive, say."""
        with explained(self.location), self._engine.connect() as connection:
            source = schema.documents.c.source
            if connection.dialect.name == "sqlite":  # compares byte by byte, and takes no index for LIKE
                begins = and_(source >= within, source < within + chr(0x10FFFF))
            else:
                begins = source.startswith(within, autoescape=True)
            return {str(s) for s in connection.execute(select(source).where(begins)).scalars()}

    def add(self, reading: Reading, recorded_at: datetime | None = None) -> bool:
        """Store a reading with its document, claims and links, in one transaction; False where the document is already held."""
        return self.add_all([reading], recorded_at)[0]

    def add_all(self, readings: Sequence[Reading], recorded_at: datetime | None = None) -> list[bool]:
        """Store readings in one transaction, all or none: the same as one by one, with less work; which of them were not held yet."""
        recorded = recorded_at or datetime.now(UTC)
        made = [prepare(reading) for reading in readings]
        keys = [[key_number(k) for k in candidate_keys(prepared)] for prepared in made]
        done: list[bool] = []
        changed: dict[str, str] = {}
        days = Counter[str]()
        try:
            with self.writing() as connection:
                for prepared, own in zip(made, keys, strict=True):
                    row = document_row(prepared.reading.document, recorded)
                    done.append(
                        connection.execute(select(schema.documents.c.id).filter_by(id=row["id"])).first()
                        is None
                    )
                    if done[-1]:
                        connection.execute(schema.documents.insert(), row)
                        self._store(connection, prepared, own, 0, row["known_at"], recorded)
                        self._remember(prepared, 0)
                        changed[row["id"]] = row["known_at"]
                        days[row["known_at"][:10]] += 1
                add_tallies(connection, {day: (n, 0) for day, n in days.items()})
                refresh_all(connection, changed, stamp(recorded))
        except BaseException:
            for document in changed:
                self._prepared.pop(document, None)  # it was not stored
            raise
        return done

    def reread(self, reading: Reading, recorded_at: datetime | None = None) -> bool:
        """Store what another reader reads in a held document beside the old reading, which is kept; the last reading counts.

        False where that reader's reading is held already; LedgerError where the document is not, or was removed.
        """
        recorded = recorded_at or datetime.now(UTC)
        document = reading.document.id
        prepared = prepare(reading)
        keys = [key_number(k) for k in candidate_keys(prepared)]
        with self.writing() as connection:
            known = connection.execute(select(schema.documents.c.known_at).filter_by(id=document)).scalar()
            if (
                known is None
                or connection.execute(
                    select(schema.redactions.c.document).filter_by(document=document)
                ).first()
            ):
                raise LedgerError(f"{shown(self.location)}: document {document} is not held; add it first")
            readers = (
                connection.execute(
                    select(schema.readings.c.reader)
                    .filter_by(document=document)
                    .order_by(schema.readings.c.version)
                )
                .scalars()
                .all()
            )
            if reading.reader in readers:
                return False
            remove_passages(connection, document)
            connection.execute(
                keys_table.delete().where(keys_table.c.document == document, keys_table.c.known_at == known)
            )
            self._store(connection, prepared, keys, len(readers), known, recorded)
            refresh_states(connection, [document], known, stamp(recorded))
        self._remember(prepared, len(readers))
        return True

    def _store(
        self,
        connection: Connection,
        prepared: Prepared,
        keys: Sequence[int],
        version: int,
        known: str,
        recorded: datetime,
    ) -> None:
        reading, document = prepared.reading, prepared.reading.document.id
        connection.execute(schema.readings.insert(), reading_row(reading, version, recorded))
        rows = claim_rows(reading, version)
        if rows:
            connection.execute(schema.claims.insert(), rows)
        found, versions = list[Link](), {document: version}
        for n, candidate in self._candidates(connection, keys, known, document):
            found += link_pair(prepared, candidate)
            versions[candidate.reading.document.id] = n
        insert_once(connection, schema.links, link_rows(found, versions, recorded))
        ref = f"{document}.{version}"
        seq = extend_chain(
            connection, "reading", ref, reading_digest(connection, document, version), stamp(recorded)
        )
        if found:
            extend_chain(connection, "links", ref, links_digests(connection, ref)[ref], stamp(recorded))
        insert_once(connection, keys_table, key_rows(keys, known, document))
        insert_passages(connection, reading, known, seq)

    def _candidates(
        self, connection: Connection, keys: Sequence[int], known: str, own: str
    ) -> Iterator[tuple[int, Prepared]]:
        """Held documents that may be linked to one, with their readings' versions."""
        best = find_candidates(connection, keys, known, own)
        r = schema.readings.c
        query = select(r.document, func.max(r.version)).where(r.document.in_(best)).group_by(r.document)
        versions = {row[0]: row[1] for row in connection.execute(query)}
        for document in best:
            if document in self._prepared:
                self._prepared.move_to_end(
                    document
                )  # so that none of them has to go for those that are loaded now
        missing = [d for d in best if d not in self._prepared or self._prepared[d][0] != versions[d]]
        for loaded, version in load_some(connection, missing):
            self._remember(prepare(loaded.reading), version)
        for document in best:
            yield self._prepared[document]

    def _remember(self, prepared: Prepared, version: int) -> None:
        self._prepared[prepared.reading.document.id] = (version, prepared)
        while len(self._prepared) > _PREPARED:
            self._prepared.popitem(last=False)

    def forget(self, document: str) -> None:
        """Keep nothing of a document in memory: its words were removed."""
        self._prepared.pop(document, None)
        forget_readings()

    # ---- looking

    def count_documents(self, as_of: datetime | None = None) -> int:
        """How many documents were published by the moment (all, if none is given)."""
        with explained(self.location), self._engine.connect() as connection:
            query = select(func.count()).select_from(schema.documents)
            if as_of is not None:
                query = query.where(schema.documents.c.known_at <= stamp(as_of))
            return int(connection.execute(query).scalar_one())

    def readings(self, as_of: datetime | None = None, recorded_by: datetime | None = None) -> list[Reading]:
        """The readings of all documents published by the moment (and recorded by the other), in order of publication."""
        return [known.reading for known, _ in self._held(as_of, recorded_by)]

    def links(self, as_of: datetime | None = None, recorded_by: datetime | None = None) -> list[Link]:
        """The links both of whose ends were published by the moment (and recorded by the other)."""
        versions = {known.reading.document.id: version for known, version in self._held(as_of, recorded_by)}
        with explained(self.location), self._engine.connect() as connection:
            return load_links(connection, versions)

    def _held(self, as_of: datetime | None, recorded_by: datetime | None) -> list[tuple[Known, int]]:
        d = schema.documents.c
        which = d.known_at <= stamp(as_of or datetime.now(UTC))
        if recorded_by is not None:
            which = which & (d.recorded_at <= stamp(recorded_by))
        with explained(self.location), self._engine.connect() as connection:
            return list(load_readings(connection, which, stamp(recorded_by) if recorded_by else None))

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Some documents by their ids; those that are not held are left out."""
        with explained(self.location), self._engine.connect() as connection:
            return {
                known.reading.document.id: known.reading.document for known, _ in load_some(connection, ids)
            }

    def events(
        self,
        as_of: datetime | None = None,
        *,
        status: str | None = None,
        country: str | None = None,
        between: tuple[str, str] | None = None,
        recorded_by: datetime | None = None,
        whole: bool = True,
    ) -> tuple[Event, ...]:
        """The events that what was published by the moment speaks of, as of then: looked up, in order of their first day.

        `between` is a pair of days (ISO 8601), both included. `recorded_by` leaves out what was recorded later; then the
        events are computed, which costs what the ledger holds. `whole=False` leaves out mentions, claims and receipts, which a
        list does not show, and costs less.
        """
        from sayso.ledger.queries import find_events

        moment = as_of or datetime.now(UTC)
        if recorded_by is not None:
            from sayso.ledger.views import compute_events

            return tuple(
                e for e in compute_events(self, moment, recorded_by) if is_wanted(e, status, country, between)
            )
        with explained(self.location), self._engine.connect() as connection:
            return find_events(connection, stamp(moment), status, country, between, whole)

    def find_event(self, id: str, as_of: datetime | None = None) -> tuple[Event, ...]:
        """The events as of a moment whose id is this one, or begins so."""
        from sayso.ledger.queries import find_event

        with explained(self.location), self._engine.connect() as connection:
            return find_event(connection, id, stamp(as_of or datetime.now(UTC)))

    # ---- briefs

    def last_brief(self) -> str | None:
        """When the last brief was shown, as a stamp."""
        with explained(self.location), self._engine.connect() as connection:
            return connection.execute(select(func.max(schema.briefs.c.shown_at))).scalar()

    def note_brief(self, shown_at: datetime) -> None:
        """Record that a brief was shown, where whoever looks may write."""
        if self._engine.get_execution_options().get("sealed"):
            return
        try:
            with self.writing() as connection:
                insert_once(connection, schema.briefs, {"shown_at": stamp(shown_at)})
        except LedgerError as problem:
            if not any(words in str(problem) for words in ("permission denied", "read-only")):
                raise


def is_wanted(
    event: Event,
    status: str | None = None,
    country: str | None = None,
    between: tuple[str, str] | None = None,
) -> bool:
    """Whether an event is of a status, has a participant, and reaches into some days."""
    if status and event.status != status:
        return False
    if country and country.casefold() not in (p.casefold() for p in event.participants):
        return False
    if between:
        first, last = event.start, event.end or event.start
        return bool(first and last and first[:10] <= between[1] and last[:10] >= between[0])
    return True
