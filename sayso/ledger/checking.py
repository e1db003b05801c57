"""What `sayso check` says: problems as they are found, and a last line; damage never ends it with a traceback."""

import contextlib
from pathlib import Path

from sayso.errors import LedgerError, SaysoError
from sayso.ledger.chain import Head, chain_head, parse_head
from sayso.ledger.check import check_ledger
from sayso.ledger.store import Ledger


def report_head(location: str) -> str:
    """The head of a ledger's chain as a line to keep elsewhere; raises LedgerError where there is no ledger."""
    with Ledger(location, must_exist=True) as held, held.connect() as connection:
        return f"{chain_head(connection)}\n"


def report_check(location: str, against: str | None, computed: bool) -> tuple[list[str], str | None]:
    """What is wrong with a ledger, a line each, and the line for one that holds (None where something is wrong)."""
    head = _read_head(against) if against else None
    try:
        with Ledger(location, must_exist=True) as held:
            problems = list(check_ledger(held, head, computed))
            if problems:
                return [*problems, f"{held.name}: {len(problems)} problems"], None
            with held.connect() as connection:
                now = chain_head(connection)
            count = held.count_documents()
    except SaysoError:
        raise
    except Exception as problem:  # damage in what every opening reads
        words = " ".join(str(problem).split())[:200]
        raise LedgerError(
            f"{location}: is damaged ({type(problem).__name__}: {words}); take the last backup: `sayso restore BACKUP --ledger L`"
        ) from problem
    whole = "every span, hash and reference holds" + (", and what is computed follows" if computed else "")
    since = f"; nothing is missing since addition {head.seq}" if head else ""
    return [], f"{held.name}: {count} documents, {whole}{since}; {now}\n"


def _read_head(words: str) -> Head:
    path = Path(words)
    with contextlib.suppress(OSError, ValueError):
        words = path.read_text("utf-8", "replace")[:500] if path.is_file() else words
    return parse_head(words)
