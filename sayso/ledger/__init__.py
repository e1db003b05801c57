"""The ledger: documents, readings, claims and links, append-only; every view is computed from them as of a moment."""

from sayso.ledger.engine import is_lasting
from sayso.ledger.store import Ledger

__all__ = ["Ledger", "is_lasting"]
