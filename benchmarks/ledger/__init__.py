"""The ledger at a million claims."""
