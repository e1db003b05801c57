"""The full-text index in parts: on SQLite by shelves of additions, on PostgreSQL partitioned by month of publication; guards against replacing.

Revision ID: 0006
Revises: 0005
"""

from alembic import op
from sqlalchemy import inspect, text

from sayso.ledger import guards, schema, shelves
from sayso.ledger.caches import passages

revision, down_revision = "0006", "0005"
branch_labels = depends_on = None


def upgrade() -> None:
    """Carry the passages over; where they were left out they are computed anew later."""
    connection = op.get_bind()
    guards.create_guards(connection)
    for added in schema.documents.indexes:
        added.create(connection, checkfirst=True)
    if not inspect(connection).has_table("passages"):
        return
    if connection.dialect.name == "sqlite":
        shelves.drop_shelves(connection)
        shelves.fill_shelves(connection)
        return
    op.execute("ALTER TABLE passages RENAME TO fifth_passages")
    op.execute("ALTER TABLE fifth_passages RENAME CONSTRAINT passages_pkey TO fifth_passages_pkey")
    for index in ("passages_document", "passages_vector"):
        op.execute(f"DROP INDEX {index}")
    guards.create_months(connection)
    for month in (
        connection.execute(
            text("SELECT DISTINCT substr(known_at, 1, 7) AS month FROM fifth_passages ORDER BY month")
        )
        .scalars()
        .all()
    ):
        shelves.open_month(connection, month)
    columns = ", ".join(column.name for column in passages.columns)
    op.execute(f"INSERT INTO passages ({columns}) SELECT {columns} FROM fifth_passages ORDER BY known_at, id")
    op.execute("DROP TABLE fifth_passages")
