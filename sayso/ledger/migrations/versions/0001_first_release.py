"""The first release's schema.

Revision ID: 0001
Revises:
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None
branch_labels = depends_on = None

_APPEND_ONLY = ("documents", "readings", "claims", "links")


def upgrade() -> None:
    """Lay out the tables as the first release did; on PostgreSQL, which it did not serve, without triggers and FTS5."""
    text, string, whole, blob = sa.Text(), sa.String(), sa.Integer(), sa.LargeBinary()

    def must(
        name: str, kind: sa.types.TypeEngine[Any], *more: sa.schema.SchemaItem, key: bool = False
    ) -> sa.Column[Any]:
        return sa.Column(name, kind, *more, nullable=False, primary_key=key)

    op.create_table("ledger_info", must("key", string, key=True), must("value", string))
    op.create_table(
        "documents", must("id", sa.String(16), key=True), sa.Column("url", string), sa.Column("publisher", string), sa.Column("title", text),
        must("text", text), must("text_hash", sa.String(64)), sa.Column("published_at", string), must("known_at", string), must("recorded_at", string),
    )  # fmt: skip
    op.create_index("documents_known_at", "documents", ["known_at"])
    op.create_index("documents_url", "documents", ["url"])
    op.create_table(
        "readings", must("document", sa.String(16), sa.ForeignKey("documents.id"), key=True), must("reader", string, key=True),
        must("body", blob), must("recorded_at", string),
    )  # fmt: skip
    op.create_table(
        "claims", must("id", string, key=True), must("document", sa.String(16), sa.ForeignKey("documents.id")), must("mention", whole),
        must("field", string), must("value", text), must("part", string), must("start", whole), must("end", whole), must("quote", text),
        must("stance", string), must("factuality", string), must("known_at", string), must("recorded_at", string),
    )  # fmt: skip
    op.create_index("claims_document", "claims", ["document"])
    op.create_index("claims_field_value", "claims", ["field", "value"])
    op.create_table(
        "links", must("id", whole, key=True), must("relation", string), must("left_end", string), must("right_end", string),
        must("left_document", sa.String(16), sa.ForeignKey("documents.id")), must("right_document", sa.String(16), sa.ForeignKey("documents.id")),
        must("judgement", string), must("score", sa.Float()), must("body", blob), must("recorded_at", string),
        sa.UniqueConstraint("relation", "left_end", "right_end"),
    )  # fmt: skip
    op.create_index("links_left_document", "links", ["left_document"])
    op.create_index("links_right_document", "links", ["right_document"])
    op.create_table(
        "candidate_keys", must("key", sa.BigInteger(), key=True), must("known_at", string, key=True), must("document", sa.String(16), key=True),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table("briefs", must("shown_at", string, key=True))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5(words, kind UNINDEXED, document UNINDEXED, ref UNINDEXED)"
        )
        for table in _APPEND_ONLY:
            for action in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: {table}'); END"
                )
    op.execute("INSERT INTO ledger_info (key, value) VALUES ('schema_version', '1')")
