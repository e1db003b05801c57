"""Reports that are sent to be added: read and linked in a process of their own, so that pages are answered meanwhile."""

import asyncio
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process

from litestar.exceptions import TooManyRequestsException

from sayso.errors import LedgerError, SaysoError
from sayso.ledger import Ledger
from sayso.model import Document

_WAITING = 60  # reports at most that wait to be read; who sends more is told to come again
_NICE = 5  # pages go first

_ledger: Ledger | None = None  # of the process that reads


class Adder:
    """Adds reports to a ledger one after the other; one in memory cannot be shared and is added to in a thread."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._pool: ProcessPoolExecutor | None = None
        self._waiting = 0

    async def add(self, document: Document) -> bool:
        """Read, store and link a report; False where it is held already.

        Raises TooManyRequestsException where too many wait, LedgerError where the ledger cannot be written.
        """
        if self._waiting >= _WAITING:
            raise TooManyRequestsException(
                f"{_WAITING} reports wait to be read; send this one again in some seconds"
            )
        self._waiting += 1
        try:
            if self._ledger.location == ":memory:":
                return await asyncio.to_thread(_store, self._ledger, document)
            try:
                added, problem = await self._hand_over(document)
            except BrokenProcessPool:  # it was killed; what it had begun was undone
                self.close()
                added, problem = await self._hand_over(document)
        finally:
            self._waiting -= 1
        if problem:
            raise LedgerError(problem)
        return added

    async def _hand_over(self, document: Document) -> tuple[bool, str]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1, mp_context=get_context("spawn"), initializer=_begin, initargs=(self._ledger.location,)
            )
        return await asyncio.get_running_loop().run_in_executor(self._pool, _add, document)

    def close(self) -> None:
        """End the process; the report that it has begun is finished first."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _begin(location: str) -> None:
    """What the process does first: it ends with the server, and not at a Ctrl+C of its own."""
    global _ledger
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(_NICE)
    _ledger = Ledger(location, must_exist=True)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _add(document: Document) -> tuple[bool, str]:
    """Whether it was added, and what was wrong: an exception of ours may not survive the way between processes."""
    assert _ledger is not None
    try:
        return _store(_ledger, document), ""
    except SaysoError as problem:
        return False, str(problem)


def _store(ledger: Ledger, document: Document) -> bool:
    if ledger.holds(document.id):
        return False
    from sayso.reader import read_documents

    return ledger.add(next(read_documents([document])))
