"""Alembic's migrations: from the first release's schema to this one, forwards only (a ledger forgets nothing)."""
