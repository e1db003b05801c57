"""Storing: a ledger on SQLite (WAL), append-only, one transaction a document.

Reading and writing are safe against `kill -9`: a document is there with its reading, claims, links and search entries, or
not at all. What linking needs of older documents is found through an index of candidate keys, so that adding the
millionth document costs what the thousandth did.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from sayso.errors import LedgerError
from sayso.ledger import schema
from sayso.ledger.moments import stamp
from sayso.ledger.search import index_reading
from sayso.link.pairs import Prepared, candidate_keys, link_own, link_pair, prepare
from sayso.model import Document, Event, Link, Reading

_NEIGHBOURS = 24  # documents taken from each side in time of a key
_CANDIDATES = 40  # documents compared with a new one
_PREPARED = 512  # prepared readings kept in memory
_pack, _unpack = msgspec.json.encode, msgspec.json.decode  # JSON keeps the offset of a time, MessagePack does not


class Ledger:
    """A ledger in a file (`:memory:` for one that is not kept); raises LedgerError where it cannot be opened.

    >>> ledger = Ledger(":memory:")
    >>> ledger.count_documents()
    0
    """

    def __init__(self, location: str | Path = "sayso.db", *, must_exist: bool = False) -> None:
        self.location = str(location)
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()
        self._engine = _open(self.location, must_exist)
        self._writer = self._engine.execution_options(writes=True)

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    # ---- adding

    def holds(self, document: str) -> bool:
        """Whether the document of that id is in the ledger."""
        with self._engine.connect() as connection:
            return connection.execute(select(schema.documents.c.id).filter_by(id=document)).first() is not None

    def add(self, reading: Reading, recorded_at: datetime | None = None) -> bool:
        """Store a reading with its document, claims and links, in one transaction; False where it is already held."""
        recorded = recorded_at or datetime.now(UTC)
        prepared = prepare(reading)
        with self._writer.begin() as connection:
            if not _insert_document(connection, reading.document, recorded):
                return False
            known = stamp(reading.document.published_at or recorded)
            _insert_reading(connection, reading, known, recorded)
            keys = [_number(k) for k in candidate_keys(prepared)]
            found = list(link_own(prepared))
            for candidate in self._candidates(connection, keys, known):
                found += link_pair(prepared, candidate)
            _insert_links(connection, found, recorded)
            if keys:
                rows = [{"key": k, "known_at": known, "document": reading.document.id} for k in set(keys)]
                connection.execute(insert(schema.candidate_keys).on_conflict_do_nothing(), rows)
            index_reading(connection, reading)
        self._remember(prepared)
        return True

    def _candidates(self, connection: Connection, keys: Sequence[int], known: str) -> Iterator[Prepared]:
        """Older additions that share a key, those with the most keys in common first."""
        table, votes = schema.candidate_keys.c, dict[str, int]()
        for key in dict.fromkeys(keys):
            for side, order in ((table.known_at <= known, table.known_at.desc()), (table.known_at > known, table.known_at)):
                query = select(table.document).where(table.key == key, side).order_by(order).limit(_NEIGHBOURS)
                for (document,) in connection.execute(query):
                    votes[document] = votes.get(document, 0) + 1
        best = sorted(votes, key=lambda d: (-votes[d], d))[:_CANDIDATES]
        missing = [d for d in best if d not in self._prepared]
        if missing:
            for reading in _load(connection, schema.documents.c.id.in_(missing)):
                self._remember(prepare(reading))
        for document in best:
            if document in self._prepared:
                self._prepared.move_to_end(document)
                yield self._prepared[document]

    def _remember(self, prepared: Prepared) -> None:
        self._prepared[prepared.reading.document.id] = prepared
        while len(self._prepared) > _PREPARED:
            self._prepared.popitem(last=False)

    # ---- looking

    def count_documents(self, as_of: datetime | None = None) -> int:
        """How many documents were published by the moment (now, if none is given)."""
        with self._engine.connect() as connection:
            query = select(func.count()).select_from(schema.documents)
            if as_of is not None:
                query = query.where(schema.documents.c.known_at <= stamp(as_of))
            return int(connection.execute(query).scalar_one())

    def readings(self, as_of: datetime | None = None) -> list[Reading]:
        """The readings of all documents published by the moment, in order of publication."""
        moment = stamp(as_of or datetime.now(UTC))
        with self._engine.connect() as connection:
            return list(_load(connection, schema.documents.c.known_at <= moment))

    def links(self, as_of: datetime | None = None) -> list[Link]:
        """The links both of whose ends were published by the moment."""
        moment = stamp(as_of or datetime.now(UTC))
        left, right, table = schema.documents.alias(), schema.documents.alias(), schema.links
        query = (
            select(table.c.body)
            .join(left, left.c.id == table.c.left_document)
            .join(right, right.c.id == table.c.right_document)
            .where(left.c.known_at <= moment, right.c.known_at <= moment)
            .order_by(table.c.relation, table.c.left_end, table.c.right_end)
        )
        with self._engine.connect() as connection:
            return [_unpack(body, type=Link) for (body,) in connection.execute(query)]

    def events(self, as_of: datetime | None = None) -> tuple[Event, ...]:
        """Every event that what was published by the moment speaks of, as of then."""
        from sayso.ledger.views import assemble_view

        return assemble_view(self, as_of or datetime.now(UTC)).events

    def connect(self) -> Connection:
        """A connection for the rooms beside this one: views, search, check."""
        return self._engine.connect()

    # ---- briefs

    def last_brief(self) -> str | None:
        """When the last brief was shown, as a stamp."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.max(schema.briefs.c.shown_at))).scalar()

    def note_brief(self, shown_at: datetime) -> None:
        """Record that a brief was shown."""
        with self._writer.begin() as connection:
            connection.execute(insert(schema.briefs).on_conflict_do_nothing(), {"shown_at": stamp(shown_at)})


def _open(location: str, must_exist: bool) -> Engine:
    if location.startswith(("postgresql:", "postgres:")):
        raise LedgerError(f"{location}: PostgreSQL is not served by this release; give a file with --ledger")
    memory = location == ":memory:"
    path = Path(location)
    if not memory and must_exist and not path.exists():
        raise LedgerError(f"{location}: no ledger there; make one with `sayso add PATH --ledger {location}`")
    if not memory and path.is_dir():
        raise LedgerError(f"{location}: is a folder; give a file with --ledger")
    if not memory and not path.parent.is_dir():
        raise LedgerError(f"{location}: its folder does not exist; make it first")
    options: dict[str, Any] = {"poolclass": StaticPool} if memory else {}
    engine = create_engine(f"sqlite:///{location}", connect_args={"timeout": 60, "check_same_thread": False}, **options)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            if not _check_version(connection, location):
                schema.create_tables(connection)
    except DatabaseError as problem:
        engine.dispose()
        raise LedgerError(f"{location}: cannot be used as a ledger ({problem.orig}); give another file") from problem
    return engine


def _configure(connection: Any, _record: Any) -> None:
    # WAL lets readers go on while one writes; FULL keeps what was acknowledged through a power cut
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=60000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # a writer takes its lock at once, so that two `add`s wait for each other instead of failing midway
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _check_version(connection: Connection, location: str) -> bool:
    """Whether there is a ledger of this version; False for an empty file; raises LedgerError for anything else."""
    tables = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars())
    if tables and "ledger_info" not in tables:
        raise LedgerError(f"{location}: is a database, but no sayso ledger; give another file")
    if "ledger_info" in tables:
        found = connection.execute(text("SELECT value FROM ledger_info WHERE key = 'schema_version'")).scalar()
        if found != str(schema.VERSION):
            raise LedgerError(f"{location}: schema version {found}, this sayso knows {schema.VERSION}; use the sayso that made it")
    return bool(tables)


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def _insert_document(connection: Connection, document: Document, recorded: datetime) -> bool:
    published = document.published_at
    row = {
        "id": document.id,
        "url": document.url,
        "publisher": document.publisher,
        "title": document.title,
        "text": document.text,
        "text_hash": document.text_hash,
        "published_at": published.isoformat() if published else None,
        "known_at": stamp(published or recorded),
        "recorded_at": stamp(recorded),
    }
    return bool(connection.execute(insert(schema.documents).on_conflict_do_nothing(), row).rowcount)


def _insert_reading(connection: Connection, reading: Reading, known: str, recorded: datetime) -> None:
    document = reading.document
    bare = replace(reading, document=replace(document, text=""))
    connection.execute(
        insert(schema.readings),
        {"document": document.id, "reader": reading.reader, "body": _pack(bare), "recorded_at": stamp(recorded)},
    )
    rows = [
        {
            "id": c.id,
            "document": document.id,
            "mention": c.mention,
            "field": c.field,
            "value": msgspec.json.encode(c.value).decode(),
            "part": c.part,
            "start": c.span.start,
            "end": c.span.end,
            "quote": c.span.of((document.title or "") if c.part == "title" else document.text),
            "stance": c.stance,
            "factuality": c.factuality,
            "known_at": known,
            "recorded_at": stamp(recorded),
        }
        for c in reading.claims
    ]
    if rows:
        connection.execute(insert(schema.claims), rows)


def _insert_links(connection: Connection, found: Sequence[Link], recorded: datetime) -> None:
    rows = [
        {
            "relation": link.relation,
            "left_end": link.left,
            "right_end": link.right,
            "left_document": link.left.partition("#")[0],
            "right_document": link.right.partition("#")[0],
            "judgement": link.judgement,
            "score": link.score,
            "body": _pack(replace(link, recorded_at=recorded)),
            "recorded_at": stamp(recorded),
        }
        for link in found
    ]
    if rows:
        connection.execute(insert(schema.links).on_conflict_do_nothing(), rows)


def _load(connection: Connection, which: Any) -> Iterator[Reading]:
    """Readings with their documents' texts put back, in order of publication."""
    query = (
        select(schema.documents.c.text, schema.readings.c.body)
        .join(schema.readings, schema.readings.c.document == schema.documents.c.id)
        .where(which)
        .order_by(schema.documents.c.known_at, schema.documents.c.id)
    )
    for words, body in connection.execute(query):
        reading = _unpack(body, type=Reading)
        yield replace(reading, document=replace(reading.document, text=words))
