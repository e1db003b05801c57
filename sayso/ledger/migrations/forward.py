"""Bringing an older ledger to the schema of this release."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

from sayso.ledger import schema


def migrate(connection: Connection, found: int) -> None:
    """Carry a ledger of schema version `found` forward, within the connection's transaction, and compute its views anew where they were left out."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    if not inspect(connection).has_table("alembic_version"):
        connection.execute(
            text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        )
        connection.execute(
            text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": f"{found:04}"}
        )
    command.upgrade(config, "head")
    connection.execute(
        schema.ledger_info.update().where(schema.ledger_info.c.key == "schema_version"),
        {"value": str(schema.VERSION)},
    )
    if inspect(connection).has_table("event_states"):
        return
    from sayso.ledger.rebuilding import rebuild_caches

    rebuild_caches(connection)
