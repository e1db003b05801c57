"""Adding many documents: skip what is held, read the rest, store them in lots, show the progress on a terminal."""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from sayso.errors import InputError
from sayso.ingest.files import MANY, suffix_of
from sayso.ledger import Ledger
from sayso.model import Document, Reading
from sayso.workers import Readers

_FEW = 4  # up to so many documents no bar is shown
_LOT = 16  # documents stored in one transaction


class Summary(Struct, frozen=True, kw_only=True):
    """What an `add` did."""

    added: int
    held: int
    events: int
    attributions: int
    undated: int

    def text(self) -> str:
        """One line for a person."""
        words = f"{self.added} added ({self.events} event mentions, {self.attributions} attributions), {self.held} held already"
        return words + (
            f"; {self.undated} without a publication time: give --published" if self.undated else ""
        )


class Resumption:
    """Which records of archives and addresses of lists a ledger holds, so that a run that was stopped goes on where it was; `count` of them were met."""

    def __init__(self, ledger: Ledger) -> None:
        self.count = 0
        self._ledger = ledger
        self._archive: tuple[str, set[str]] = ("", set())

    def __call__(self, source: str) -> bool:
        """Whether the record of that place is held."""
        between = ", record " if ", record " in source else ", link "
        archive = source.partition(between)[0] + between
        if archive != self._archive[0]:
            self._archive = (archive, self._ledger.sources(archive))
        self.count += source in self._archive[1]
        return source in self._archive[1]


def add_documents(
    ledger: Ledger,
    documents: Iterable[Document],
    paths: list[str],
    resumption: Resumption | None = None,
    refused: Callable[[InputError], None] | None = None,
    workers: int = 1,
) -> Summary:
    """Read and store what the ledger does not hold yet; a document that is stored stays, whatever happens next.

    `resumption` is what the documents' source was given as `skip`: its count is of those held already. What cannot be read goes to
    `refused`; without one its InputError is raised. With more than one of `workers`, so many processes read where there is much to read;
    this one stores, in the order of the documents: the ledger is the same.
    """
    added = held = events = attributions = undated = 0

    def fresh() -> Iterator[Document]:
        nonlocal held
        seen: set[str] = set()
        for document in documents:
            if document.id in seen or ledger.holds(document.id):
                held += 1
                bar.advance()
                continue
            seen.add(document.id)
            yield document

    with Readers(workers) as readers, _Bar(paths) as bar:
        for lot in _lots(readers.read(fresh(), refused)):
            for reading, new in zip(lot, ledger.add_all(lot), strict=True):
                if new:
                    added += 1
                    events += len(reading.events)
                    attributions += len(reading.attributions)
                    undated += reading.document.published_at is None
                else:  # another process was quicker
                    held += 1
                bar.advance()
    held += resumption.count if resumption else 0
    return Summary(added=added, held=held, events=events, attributions=attributions, undated=undated)


def _lots(readings: Iterator[Reading]) -> Iterator[list[Reading]]:
    """Readings in lots; what was read is handed on before an error that ends them is."""
    lot: list[Reading] = []
    try:
        for reading in readings:
            lot.append(reading)
            if len(lot) == _LOT:
                yield lot
                lot = []
    except (Exception, KeyboardInterrupt):
        if lot:
            yield lot
        raise
    if lot:
        yield lot


class _Bar:
    """A progress bar with rate and time left, where a person watches and there is more than a little to do."""

    def __init__(self, paths: list[str]) -> None:
        self._progress: Any = None
        total = count_inputs(paths) if sys.stderr.isatty() else 0
        if sys.stderr.isatty() and (total is None or total > _FEW):
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            rate = TextColumn("{task.fields[rate]}")
            columns = (TextColumn("adding"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._progress.add_task("adding", total=total, rate="")

    def __enter__(self) -> "_Bar":
        if self._progress:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress:
            self._progress.stop()

    def advance(self) -> None:
        """One more document is done."""
        if self._progress:
            speed = self._progress.tasks[0].speed
            self._progress.update(self._task, advance=1, rate=f"{speed:.1f} documents/s" if speed else "")


def count_inputs(paths: list[str]) -> int | None:
    """How many documents the paths hold, by name and line count alone; None where that cannot be told (stdin, archives, tables)."""
    if "-" in paths:
        return None
    files = [
        f
        for p in paths
        for f in (sorted(Path(p).rglob("*")) if Path(p).is_dir() else [Path(p)])
        if f.is_file()
    ]
    if any(suffix_of(f) in MANY and suffix_of(f) != ".jsonl" for f in files):
        return None
    total = 0
    for file in files:
        if file.suffix == ".jsonl":
            try:
                with file.open("rb") as stream:
                    total += sum(1 for line in stream if line.strip())
            except OSError:  # said when its turn comes
                return None
        else:
            total += 1
    return total
