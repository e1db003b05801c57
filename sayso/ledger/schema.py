"""The tables of a ledger, and the triggers that keep them append-only."""

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
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
    text,
)

VERSION = 1

metadata = MetaData()

ledger_info = Table("ledger_info", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

documents = Table(
    "documents",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("url", String),
    Column("publisher", String),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("published_at", String),
    Column("known_at", String, nullable=False),  # publication, else recording; UTC, sorts as text
    Column("recorded_at", String, nullable=False),
    Index("documents_known_at", "known_at"),
    Index("documents_url", "url"),
)

readings = Table(
    "readings",
    metadata,
    Column("document", ForeignKey("documents.id"), primary_key=True),
    Column("reader", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),  # JSON of Reading with its claims, its document's text left out
    Column("recorded_at", String, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("id", String, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("mention", Integer, nullable=False),
    Column("field", String, nullable=False),
    Column("value", Text, nullable=False),  # JSON scalar
    Column("part", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),  # the words at the span, so that `check` can compare
    Column("stance", String, nullable=False),
    Column("factuality", String, nullable=False),
    Column("known_at", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Index("claims_document", "document"),
    Index("claims_field_value", "field", "value"),
)

links = Table(
    "links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("relation", String, nullable=False),
    Column("left_end", String, nullable=False),
    Column("right_end", String, nullable=False),
    Column("left_document", ForeignKey("documents.id"), nullable=False),
    Column("right_document", ForeignKey("documents.id"), nullable=False),
    Column("judgement", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("recorded_at", String, nullable=False),
    UniqueConstraint("relation", "left_end", "right_end"),
    Index("links_left_document", "left_document"),
    Index("links_right_document", "right_document"),
)

candidate_keys = Table(
    "candidate_keys",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("known_at", String, primary_key=True),
    Column("document", String(16), primary_key=True),
    sqlite_with_rowid=False,
)

briefs = Table("briefs", metadata, Column("shown_at", String, primary_key=True))

_APPEND_ONLY = ("documents", "readings", "claims", "links")


def create_tables(connection: Connection) -> None:
    """Lay out an empty file: tables, full-text index, append-only triggers, the schema's version."""
    metadata.create_all(connection)
    connection.execute(
        text("CREATE VIRTUAL TABLE search USING fts5(words, kind UNINDEXED, document UNINDEXED, ref UNINDEXED)")
    )
    for table in _APPEND_ONLY:
        for action in ("UPDATE", "DELETE"):
            connection.execute(
                text(
                    f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: {table}'); END"
                )
            )
    connection.execute(
        text("INSERT INTO ledger_info (key, value) VALUES ('schema_version', :version)"), {"version": str(VERSION)}
    )
