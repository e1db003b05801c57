"""The tables that hold the truth: append-only, everything else is made of them (see `caches`)."""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 7
REVISION = "0007"  # of the migrations, for a ledger that is made new

metadata = MetaData()

Key = String().with_variant(String(collation="C"), "postgresql")
"""Ids and stamps: compared byte by byte on every database."""

ledger_info = Table(
    "ledger_info", metadata, Column("key", Key, primary_key=True), Column("value", String, nullable=False)
)

documents = Table(
    "documents",
    metadata,
    Column("id", Key, primary_key=True),
    Column("url", String),
    Column("publisher", String),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("published_at", String),
    Column("known_at", Key, nullable=False),  # publication, else recording; UTC, sorts as text
    Column("recorded_at", Key, nullable=False),
    Column("source", String),  # where it was retrieved from
    Index("documents_known_at", "known_at"),
    Index("documents_url", "url"),
    Index(
        "documents_source", "source", postgresql_ops={"source": "text_pattern_ops"}
    ),  # looked up by how it begins
)

readings = Table(
    "readings",
    metadata,
    Column("document", Key, ForeignKey("documents.id"), primary_key=True),
    Column(
        "version", Integer, primary_key=True, autoincrement=False
    ),  # 0, 1, ...: a better reader reads again; the last counts
    Column("reader", String, nullable=False),
    Column(
        "body", LargeBinary, nullable=False
    ),  # Reading with its claims, its document's text left out: JSON, deflated
    Column("recorded_at", Key, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("document", Key, ForeignKey("documents.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("mention", Integer, nullable=False),
    Column("field", String, nullable=False),
    Column("value", Text, nullable=False),  # JSON scalar
    Column("part", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),  # the words at the span, so that `check` can compare
    Column("stance", String, nullable=False),
    Column("factuality", String, nullable=False),
    sqlite_with_rowid=False,
)

links = Table(
    "links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("relation", Key, nullable=False),
    Column("left_end", Key, nullable=False),
    Column("right_end", Key, nullable=False),
    Column("left_version", Integer, nullable=False),
    Column("right_version", Integer, nullable=False),
    Column("left_document", Key, ForeignKey("documents.id"), nullable=False),
    Column("right_document", Key, ForeignKey("documents.id"), nullable=False),
    Column("judgement", Key, nullable=False),
    Column("score", Float, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("recorded_at", Key, nullable=False),
    UniqueConstraint("left_end", "right_end", "relation", "left_version", "right_version", name="links_once"),
    Index("links_left_document", "left_document"),
    Index("links_right_document", "right_document"),
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),  # same, different, reliability, credibility, note, outcome, undo
    Column("target", Key, nullable=False),  # an event as it was shown, a publisher, or a judgement's id
    Column("body", LargeBinary, nullable=False),  # Judgement, JSON
    Column("person", String, nullable=False),
    Column("recorded_at", Key, nullable=False),
)

redactions = Table(
    "redactions",
    metadata,
    Column("document", Key, ForeignKey("documents.id"), primary_key=True),
    Column("person", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("recorded_at", Key, nullable=False),
)

additions = Table(
    "additions",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),  # reading, judgement, redaction
    Column("ref", Key, nullable=False),
    Column("digest", String(64), nullable=False),  # of what was added
    Column("hash", String(64), nullable=False),  # of the hash before and of this row
    Column("recorded_at", Key, nullable=False),
    Index("additions_ref", "ref"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("ref", Key, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("recorded_at", Key, nullable=False),
    Index("outbox_ref", "ref"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", Key, nullable=False),  # empty for what was delivered before addresses were told apart
    Column("message", Integer, ForeignKey("outbox.id"), nullable=False),
    Column("outcome", Key, nullable=False),  # delivered, parked
    Column("reason", Text),  # why it was parked
    Column("recorded_at", Key, nullable=False),
    Index("deliveries_outcome", "address", "outcome", "message"),
)

receivers = Table(
    "receivers",
    metadata,
    Column("address", Key, primary_key=True),
    Column("message", Integer, nullable=False),  # every message up to this one is delivered to it, or parked
    Column("failures", Integer, nullable=False),  # in a row
    Column("failing_since", Key),
    Column("rest_until", Key),
    Column("problem", Text),  # of the last failure
    Column("gone", Integer, nullable=False),  # 1: it said 410 and is asked no more
)
"""How delivery to each webhook stands; changes, unlike what was recorded."""

briefs = Table("briefs", metadata, Column("shown_at", Key, primary_key=True))

APPEND_ONLY = (
    "documents",
    "readings",
    "claims",
    "links",
    "judgements",
    "redactions",
    "additions",
    "outbox",
    "deliveries",
)
