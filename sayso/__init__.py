"""sayso: on whose say-so? An evidence ledger for the news.

The public verbs, nothing else: `open_documents` -> `read` -> `Ledger.add` -> views of the ledger as of a moment.
"""

from typing import TYPE_CHECKING, Any

from sayso.reader import read, read_documents

if TYPE_CHECKING:
    from sayso.errors import InputError, LedgerError, SaysoError
    from sayso.ingest import open_documents
    from sayso.notebook import Ledger, highlight

__version__ = "0.2.0"
__all__ = [
    "InputError",
    "Ledger",
    "LedgerError",
    "SaysoError",
    "__version__",
    "highlight",
    "open_documents",
    "read",
    "read_documents",
]
_WHERE = {
    "Ledger": "sayso.notebook",
    "highlight": "sayso.notebook",
    "open_documents": "sayso.ingest",
    "InputError": "sayso.errors",
    "LedgerError": "sayso.errors",
    "SaysoError": "sayso.errors",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
