"""A legal removal reaches the outbox: its guard lets messages be shortened that repeat what was removed.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

from sayso.ledger import guards

revision, down_revision = "0005", "0004"
branch_labels = depends_on = None


def upgrade() -> None:
    """Make the outbox's guard anew."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for action in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS outbox_no_{action}")
    else:
        op.execute("DROP FUNCTION IF EXISTS sayso_keep_outbox() CASCADE")
    guards.create_guards(connection, ["outbox"])
