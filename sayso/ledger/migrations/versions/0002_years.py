"""Readings by version, judgements, removals, the chain of hashes, the outbox; what is computed is computed anew.

Revision ID: 0002
Revises: 0001
"""

from alembic import op
from sqlalchemy import text

from sayso.ledger import caches, guards, schema

revision, down_revision = "0002", "0001"
branch_labels = depends_on = None

_COPIES = {
    "documents": "INSERT INTO documents (id, url, publisher, title, text, text_hash, published_at, known_at, recorded_at) "
    "SELECT id, url, publisher, title, text, text_hash, published_at, known_at, recorded_at FROM first_documents",
    "readings": "INSERT INTO readings (document, version, reader, body, recorded_at) SELECT document, "
    "row_number() OVER (PARTITION BY document ORDER BY recorded_at, reader) - 1, reader, body, recorded_at FROM first_readings",
    "claims": 'INSERT INTO claims (document, version, number, mention, field, value, part, start, "end", quote, stance, factuality) '
    'SELECT document, 0, CAST(substr(id, length(document) + 2) AS INTEGER), mention, field, value, part, start, "end", quote, stance, factuality '
    "FROM first_claims",
    "links": "INSERT INTO links (id, relation, left_end, right_end, left_version, right_version, left_document, right_document, judgement, score, "
    "body, recorded_at) SELECT id, relation, left_end, right_end, 0, 0, left_document, right_document, judgement, score, body, recorded_at FROM first_links",
}


def upgrade() -> None:
    """Carry every row over; the database's guards and indexes are made anew."""
    connection = op.get_bind()
    sqlite = connection.dialect.name == "sqlite"
    for name in ("documents_known_at", "documents_url", "links_left_document", "links_right_document"):
        op.execute(f"DROP INDEX {name}")
    for table in ("claims", "links", "readings", "documents"):
        for action in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{action}" + ("" if sqlite else f" ON {table}"))
    if sqlite:
        op.execute("PRAGMA legacy_alter_table=ON")  # the old tables keep speaking of the old ones
    for table in _COPIES:
        op.execute(f"ALTER TABLE {table} RENAME TO first_{table}")
        if not sqlite:
            op.execute(f"ALTER TABLE first_{table} RENAME CONSTRAINT {table}_pkey TO first_{table}_pkey")
    if not sqlite:
        for table, column in (("briefs", "shown_at"), ("ledger_info", "key")):
            op.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE VARCHAR COLLATE "C"')
        op.execute("ALTER SEQUENCE IF EXISTS links_id_seq RENAME TO first_links_id_seq")
    schema.metadata.create_all(connection)
    for statement in _COPIES.values():
        op.execute(text(statement))
    for table in ("claims", "links", "readings", "documents"):
        op.execute(f"DROP TABLE first_{table}")
    if sqlite:
        op.execute("PRAGMA legacy_alter_table=OFF")
    else:
        op.execute(
            "SELECT setval(pg_get_serial_sequence('links', 'id'), coalesce((SELECT max(id) FROM links), 0) + 1, false)"
        )
    op.execute("DROP TABLE IF EXISTS search")
    op.execute(f"DROP TABLE {caches.candidate_keys.name}")
    guards.create_guards(connection)
    from sayso.ledger.chain import extend_chain, links_digests, reading_digest

    stamps: dict[str, str] = {}
    for document, version, recorded in connection.execute(
        text("SELECT document, version, recorded_at FROM readings ORDER BY recorded_at, document, version")
    ).all():
        extend_chain(
            connection,
            "reading",
            f"{document}.{version}",
            reading_digest(connection, document, version),
            recorded,
        )
        stamps[f"{document}.{version}"] = recorded
    for ref, digest in links_digests(connection).items():
        extend_chain(connection, "links", ref, digest, stamps[ref])
