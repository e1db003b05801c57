"""Beside each state of an event what lists show of it, indexes in the order of a brief's parts, the words of passages last.

Revision ID: 0003
Revises: 0002
"""

from alembic import op
from sqlalchemy import inspect, text

from sayso.ledger.caches import event_states, passages
from sayso.ledger.timeline import pack_card, unpack_event

revision, down_revision = "0003", "0002"
branch_labels = depends_on = None

_LOT = 2000


def upgrade() -> None:
    """Carry the computed states over; where they were left out they are computed anew later."""
    connection = op.get_bind()
    if not inspect(connection).has_table("event_states"):
        return
    for index in inspect(connection).get_indexes("event_states"):
        op.execute(f"DROP INDEX {index['name']}")
    op.execute("ALTER TABLE event_states RENAME TO second_event_states")
    if connection.dialect.name != "sqlite":
        op.execute(
            "ALTER TABLE second_event_states RENAME CONSTRAINT event_states_pkey TO second_event_states_pkey"
        )
    event_states.create(connection)
    key = ("", "", "")
    while True:
        lot = connection.execute(
            text(
                "SELECT * FROM second_event_states WHERE (anchor, event, known_from) > (:a, :e, :k) ORDER BY anchor, event, known_from LIMIT :lot"
            ),
            {"a": key[0], "e": key[1], "k": key[2], "lot": _LOT},
        ).all()
        if not lot:
            break
        rows = [dict(row._mapping) for row in lot]
        connection.execute(
            event_states.insert(),
            [
                {**row, "body": bytes(row["body"]), "card": pack_card(unpack_event(bytes(row["body"])))}
                for row in rows
            ],
        )
        key = (lot[-1].anchor, lot[-1].event, lot[-1].known_from)
    op.execute("DROP TABLE second_event_states")
    if connection.dialect.name == "sqlite":  # PostgreSQL keeps long words apart
        op.execute("DROP INDEX passages_document")
        op.execute("ALTER TABLE passages RENAME TO second_passages")
        passages.create(connection)
        columns = ", ".join(column.name for column in passages.columns)
        op.execute(f"INSERT INTO passages ({columns}) SELECT {columns} FROM second_passages ORDER BY id")
        op.execute("DROP TABLE second_passages")
