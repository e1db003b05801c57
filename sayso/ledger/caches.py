"""The tables that are computed: never the truth, made anew by `sayso rebuild` with the same result to the byte."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from sayso.ledger.schema import Key

metadata = MetaData()

_UNDATED, _CONTESTED = text("start_day IS NULL"), text("contested = 1")

FOREVER = "9999-12-31T23:59:59.999999Z"

candidate_keys = Table(
    "candidate_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("known_at", Key, primary_key=True),
    Column("document", Key, primary_key=True),
    sqlite_with_rowid=False,
)

event_states = Table(
    "event_states",
    metadata,
    Column("anchor", Key, primary_key=True),  # the document of the event's first mention
    Column("event", Key, primary_key=True),
    Column(
        "known_from", Key, primary_key=True
    ),  # the state holds as of every moment in [known_from, known_until)
    Column("known_until", Key, nullable=False),
    Column("status", Key, nullable=False),
    Column("start_day", Key),
    Column("end_day", Key),
    Column(
        "level", Integer
    ),  # how long it lasts: days < 2 ** level, so that a span of days is found by a few ranges
    Column("contested", Integer, nullable=False),
    Column(
        "card", LargeBinary, nullable=False
    ),  # Event as a list shows it, JSON; stands before the body, so that it is read without it
    Column("body", LargeBinary, nullable=False),  # Event: JSON, deflated
    Index("event_states_event", "event", "known_from"),
    Index("event_states_days", "level", "start_day", "end_day", "known_from", "known_until", "status"),
    # each part of a brief is walked in its order until it is full; `known_until` tells what holds without the row
    Index("event_states_ahead", "status", "end_day", "event", "known_from", "known_until"),
    Index("event_states_recent", "status", "known_from", "event", "known_until"),
    Index(
        "event_states_undated",
        "status",
        "known_from",
        "event",
        "known_until",
        sqlite_where=_UNDATED,
        postgresql_where=_UNDATED,
    ),
    Index(
        "event_states_contested",
        "known_from",
        "event",
        "known_until",
        sqlite_where=_CONTESTED,
        postgresql_where=_CONTESTED,
    ),
    Index("event_states_from", "known_from", "event", "known_until"),
    Index("event_states_until", "known_until"),
)

event_facts = Table(
    "event_facts",  # of each state what a list is filtered, counted and ranked by, narrow enough to be read whole
    metadata,
    Column("anchor", Key, primary_key=True),
    Column("event", Key, primary_key=True),
    Column("known_from", Key, primary_key=True),
    Column("known_until", Key, nullable=False),
    Column("status", Key, nullable=False),
    Column("kind", Key, nullable=False),
    Column("start_day", Key),
    Column("end_day", Key),
    Column("salience", Integer, nullable=False),  # 1 to 3; 2 where the reader tells none
    Column("origins", Integer, nullable=False),  # at least so many
    Column("reports", Integer, nullable=False),
    Column("contested", Integer, nullable=False),
    Column("inverse", Integer, nullable=False),  # salience first, then origins: least is best
    Index("event_facts_rank", "inverse", "known_from", "event", "known_until"),
    Index("event_facts_newest", "known_from", "event", "known_until"),
)

event_terms = Table(
    "event_terms",  # of each state the countries, outlets and sources it is filtered and counted by
    metadata,
    Column("anchor", Key, primary_key=True),
    Column("event", Key, primary_key=True),
    Column("known_from", Key, primary_key=True),
    Column("facet", Key, primary_key=True),  # country, outlet, source
    Column("value", Text, primary_key=True),
    Index("event_terms_value", "facet", "value", "anchor", "event", "known_from"),
)

tallies = Table(
    "tallies",
    metadata,
    Column("day", Key, primary_key=True),
    Column("documents", Integer, nullable=False),  # that became known on the day
    Column("events", Integer, nullable=False),  # states that began less states that ended on it
)

passages = Table(
    "passages",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    ),  # grows with what is added
    Column("kind", Key, nullable=False),  # document, attribution, event
    Column("document", Key, nullable=False),
    Column("ref", Integer, nullable=False),
    Column("known_at", Key, nullable=False),
    Column("source", Text, nullable=False),  # publisher of a report, source of an attribution
    Column("stance", Key),
    Column("type", Key),
    Column("status", Key),
    Column("countries", Text, nullable=False),  # " KOR USA "
    Column("words", Text, nullable=False),  # last, so that what narrows hits down is read without them
    Index("passages_document", "document"),
)

TABLES = tuple(metadata.tables)


def partitioned_passages() -> Table:
    """The passages as PostgreSQL keeps them: partitioned by month of publication, which then belongs to the key."""
    columns = [Column(c.name, c.type, nullable=c.nullable, autoincrement=False) for c in passages.columns]
    return Table(
        passages.name,
        MetaData(),
        *columns,
        PrimaryKeyConstraint("known_at", "id"),
        Index("passages_document", "document"),
        postgresql_partition_by="RANGE (known_at)",
    )


__all__ = [
    "FOREVER",
    "TABLES",
    "candidate_keys",
    "event_facts",
    "event_states",
    "event_terms",
    "metadata",
    "partitioned_passages",
    "passages",
    "tallies",
]
