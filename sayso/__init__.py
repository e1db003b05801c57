"""sayso: on whose say-so? An evidence ledger for the news.

The public verbs, nothing else: `open_documents` -> `read` -> `Ledger.add` -> views of the ledger as of a moment.
"""

from typing import TYPE_CHECKING, Any

from sayso.reader import read, read_documents

if TYPE_CHECKING:
    from sayso.ingest import open_documents
    from sayso.ledger import Ledger

__version__ = "0.1.0"
__all__ = ["Ledger", "__version__", "open_documents", "read", "read_documents"]


def __getattr__(name: str) -> Any:
    if name == "Ledger":
        from sayso.ledger import Ledger

        return Ledger
    if name == "open_documents":
        from sayso.ingest import open_documents

        return open_documents
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")
