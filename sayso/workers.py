"""Reading on several cores: processes that load the network once each; the readings come in the order of the documents, as from one.

Each process has a pipe of its own, so that one that is killed holds no lock of another's; what it had in hand is read again by its
successor. Nothing here knows a ledger: whoever takes the readings stores them, alone and in order.
"""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from sayso.errors import InputError, SaysoError
from sayso.model import Document, Reading
from sayso.reader import place_of

TRIES = 3  # processes that one document may end before it is refused
WORTH = 60_000  # code points, some 4 seconds of one core: with less to read no process is started
AHEAD = 16  # documents under way for each process, one that is stored in the meantime included
_AHEAD_TEXT = 8_000_000  # code points under way at most, over all processes


def count_cores() -> int:
    """How many cores this process may use.

    >>> count_cores() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Readers:
    """Reads documents in `workers` processes, or in this one as long as there is little to read; closing it ends the processes.

    >>> with Readers(1) as readers:
    ...     list(readers.read([]))
    []
    """

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self._met = 0
        self._pool: _Pool | None = None

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; what they have in hand is dropped."""
        pool, self._pool = self._pool, None
        if pool:
            pool.close()

    def pids(self) -> list[int]:
        """The numbers of the processes that are ready to read, or read."""
        return self._pool.pids() if self._pool else []

    def read(
        self, documents: Iterable[Document], refused: Callable[[InputError], None] | None = None
    ) -> Iterator[Reading]:
        """One `Reading` for each document, in order and the same as from `sayso.reader.read_documents`, which takes the same arguments.

        A document that ends its process `TRIES` times (out of memory, say) is refused as one that cannot be read. What was read before an
        error of `documents` is handed on first. Raises SaysoError where no process can be started.
        """
        from sayso.reader import read_documents

        if self._workers == 1:
            yield from read_documents(documents, refused)
            return
        source = iter(documents)
        begun: list[Document] = []
        fault: Exception | None = None
        while self._pool is None and self._met < WORTH:
            try:
                document = next(source)
            except StopIteration:
                break
            except Exception as problem:
                fault = problem
                break
            begun.append(document)
            self._met += len(document.text)
        everything = chain(begun, source if fault is None else _raising(fault))
        if self._pool is None and self._met < WORTH:
            yield from read_documents(everything, refused)
            return
        if self._pool is None:
            self._pool = _Pool(self._workers)
        yield from _in_order(self._pool, everything, AHEAD * self._workers, refused)


def _raising(fault: Exception) -> Iterator[Document]:
    raise fault
    yield


def _in_order(
    pool: "_Pool",
    documents: Iterator[Document],
    limit: int,
    refused: Callable[[InputError], None] | None,
) -> Iterator[Reading]:
    """Takes a document for each reading that is handed on, so that no more than `limit` are under way."""
    waiting: deque[tuple[Future[Reading], int]] = deque()
    held, more = 0, True
    fault: Exception | None = None
    try:
        while more or waiting:
            if more and (not waiting or (len(waiting) < limit and held < _AHEAD_TEXT)):
                try:
                    document = next(documents)
                except StopIteration:
                    more = False
                except Exception as problem:
                    more, fault = False, problem
                else:
                    waiting.append((pool.submit(document), len(document.text)))
                    held += len(document.text)
            full = len(waiting) >= limit or held >= _AHEAD_TEXT
            if waiting and (full or not more or waiting[0][0].done()):
                future, size = waiting.popleft()
                held -= size
                try:
                    reading = future.result()
                except InputError as problem:
                    if refused is None:
                        raise
                    refused(problem)
                else:
                    yield reading
    finally:
        for future, _ in waiting:
            future.cancel()
    if fault is not None:
        raise fault


class _Pool:
    """A thread for each process, which sends it one document at a time and waits for the answer."""

    def __init__(self, workers: int) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="readers")
        self._own = threading.local()
        self._lock = threading.Lock()
        self._processes: dict[int, tuple[Any, Connection]] = {}
        self._closed = False

    def submit(self, document: Document) -> Future[Reading]:
        return self._threads.submit(self._read, document)

    def pids(self) -> list[int]:
        with self._lock:
            return list(self._processes)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            processes = list(self._processes.values())
        for process, _ in processes:
            process.terminate()
        self._threads.shutdown(cancel_futures=True)
        for process, connection in processes:
            process.join()
            connection.close()

    def _read(self, document: Document) -> Reading:
        for _ in range(TRIES):
            pid, connection = self._process()
            try:
                connection.send(document)
                answer: Reading | tuple[str, str, str] = connection.recv()
            except (EOFError, OSError):
                self._bury(pid)
                continue
            if isinstance(answer, tuple):
                raise InputError(*answer)
            return answer
        what = f"ended the process that read it {TRIES} times (out of memory?)"
        raise InputError(place_of(document), what, "leave it out, or read it alone with --workers 1")

    def _process(self) -> tuple[int, Connection]:
        """This thread's process, started where there is none."""
        pid: int | None = getattr(self._own, "pid", None)
        if pid is not None and pid in self._processes:
            return pid, self._processes[pid][1]
        context = get_context("spawn")  # a fork would take along locks that other threads hold
        for _ in range(TRIES):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs,), name="sayso reader", daemon=True)
            process.start()
            theirs.close()
            with suppress(EOFError, OSError):
                ours.recv()  # ready
                with self._lock:
                    if self._closed:
                        process.terminate()
                        raise SaysoError("reading was ended; begin again")
                    assert process.pid is not None
                    self._processes[process.pid] = process, ours
                self._own.pid = process.pid
                return process.pid, ours
            process.join()
            ours.close()
        status = f"exit status {process.exitcode}"
        raise SaysoError(f"a process for reading ended as it began ({status}); give --workers 1")

    def _bury(self, pid: int) -> None:
        with self._lock:
            if self._closed:
                raise SaysoError("reading was ended; begin again")
            process, connection = self._processes.pop(pid)
        connection.close()
        process.join()


def _serve(connection: Connection) -> None:
    """Read what comes, one at a time, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the one that stores decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(os, "nice"):
        os.nice(5)  # the one that stores goes first, for it is one and these are many
    for library in ("OPENBLAS", "MKL"):  # as the command line does, wherever this was started from
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    from sayso.reader import read_documents, reader_version

    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        reader_version()
        connection.send("ready")
        while True:
            problems: list[InputError] = []
            readings = list(read_documents([connection.recv()], problems.append))
            if readings:
                connection.send(readings[0])
            else:
                connection.send((problems[0].name, problems[0].problem, problems[0].remedy))
