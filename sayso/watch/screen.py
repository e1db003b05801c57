"""What a person sees of a watch: one line of log for everything that happens, and on a terminal a live view above it."""

import contextlib
import sys
from collections import Counter, deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TextIO

from sayso.watch.watcher import Event

_LINES = 14
_COLOURS = {
    "added": "green",
    "refused": "yellow",
    "later": "yellow",
    "failed": "red",
    "gone": "red",
    "fault": "red",
}


def log_line(event: Event, now: datetime | None = None) -> str:
    """A line of the log: time in UTC, what, about which address, why.

    >>> log_line(Event(what="refused", about="https://echo.example/a", words="is a gallery"), datetime(2031, 5, 6, tzinfo=UTC))
    '2031-05-06T00:00:00Z refused   https://echo.example/a  is a gallery'
    """
    moment = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{moment} {event.what:9} {_plain(event.about)}  {_plain(event.words)}".rstrip()


def _plain(words: str) -> str:
    return "".join(c if c.isprintable() else " " for c in words[:2000])


class Screen:
    """Hears the events of a watch: to a file, to standard error, and into a live view where that is a terminal."""

    def __init__(self, log: TextIO | None = None, err: TextIO | None = None) -> None:
        self._log, self._err = log, err or sys.stderr
        self._counts: Counter[str] = Counter()
        self._last: deque[Event] = deque(maxlen=_LINES)
        self._live: Any = None

    def __enter__(self) -> Callable[[Event], None]:
        if self._err.isatty():
            from rich.console import Console
            from rich.live import Live

            self._live = Live(self._view(), console=Console(file=self._err), refresh_per_second=4)
            self._live.start()
        return self._hear

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    @property
    def troubled(self) -> bool:
        """Whether anything was refused or could not be had."""
        return any(self._counts[what] for what in ("refused", "later", "failed", "gone", "fault"))

    @property
    def summary(self) -> str:
        """One line on what happened."""
        n = self._counts
        return f"{n['added']} added, {n['held']} held already, {n['refused']} refused, {n['later']} put off; feeds: {n['feed']} read, {n['unchanged']} unchanged, {n['failed'] + n['gone']} failed"

    def _hear(self, event: Event) -> None:
        self._counts[event.what] += 1
        line = log_line(event)
        if self._log:
            with contextlib.suppress(OSError):  # a full disk ends no watch
                print(line, file=self._log, flush=True)
        if self._live:
            self._last.append(event)
            self._live.update(self._view())
        elif not self._log:
            print(line, file=self._err, flush=True)

    def _view(self) -> Any:
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, show_header=False, pad_edge=False, title=self.summary, title_justify="left")
        for event in self._last:
            table.add_row(
                Text(event.what, style=_COLOURS.get(event.what, "dim")),
                Text(_plain(event.about), overflow="ellipsis", no_wrap=True),
                Text(_plain(event.words), overflow="ellipsis", no_wrap=True),
            )
        return table
