"""Beside the states of events what lists are filtered, counted and ranked by.

Revision ID: 0007
Revises: 0006
"""

from alembic import op
from sqlalchemy import inspect, text

from sayso.ledger.caches import event_facts, event_terms
from sayso.ledger.facts import insert_facts
from sayso.ledger.timeline import State

revision, down_revision = "0007", "0006"
branch_labels = depends_on = None

_LOT = 2000


def upgrade() -> None:
    """Fill the tables from the states; where those were left out all is computed anew later."""
    connection = op.get_bind()
    if not inspect(connection).has_table("event_states"):
        return
    for table in (event_facts, event_terms):
        table.create(connection, checkfirst=True)
        connection.execute(table.delete())
    key = ("", "", "")
    query = text(
        "SELECT anchor, event, known_from, known_until, body FROM event_states "
        "WHERE (anchor, event, known_from) > (:a, :e, :k) ORDER BY anchor, event, known_from LIMIT :lot"
    )
    while lot := connection.execute(query, {"a": key[0], "e": key[1], "k": key[2], "lot": _LOT}).all():
        insert_facts(
            connection, [State(r.anchor, r.event, r.known_from, r.known_until, bytes(r.body)) for r in lot]
        )
        key = (lot[-1].anchor, lot[-1].event, lot[-1].known_from)
