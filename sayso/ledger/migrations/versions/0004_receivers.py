"""How delivery stands for each webhook; what was delivered to all of them before stays recorded under no address.

Revision ID: 0004
Revises: 0003
"""

from alembic import op
from sqlalchemy import inspect

from sayso.ledger import guards, schema

revision, down_revision = "0004", "0003"
branch_labels = depends_on = None


def upgrade() -> None:
    """Carry the deliveries over."""
    connection = op.get_bind()
    if inspect(connection).has_table("receivers"):  # a ledger of the first release was given today's tables
        return
    sqlite = connection.dialect.name == "sqlite"
    op.execute("ALTER TABLE deliveries RENAME TO third_deliveries")
    if not sqlite:
        op.execute("ALTER TABLE third_deliveries RENAME CONSTRAINT deliveries_pkey TO third_deliveries_pkey")
    for table in (schema.deliveries, schema.receivers):
        table.create(connection)
    op.execute(
        "INSERT INTO deliveries (address, message, outcome, recorded_at) SELECT '', message, 'delivered', recorded_at FROM third_deliveries ORDER BY message"
    )
    op.execute("DROP TABLE third_deliveries")
    if not sqlite:
        op.execute("DROP FUNCTION IF EXISTS sayso_keep_deliveries()")
    guards.create_guards(connection, ["deliveries"])
    op.execute("CREATE INDEX outbox_ref ON outbox (ref)")
