"""The command that watches feeds."""

import signal
import sys
from contextlib import ExitStack
from typing import Annotated, Optional

import typer

from sayso.cli_parts import Workers
from sayso.keeping import LedgerPath


def watch(
    feeds: Annotated[
        list[str],
        typer.Argument(
            metavar="FEEDS...", help="Feed addresses, an OPML file, or a file with one address a line."
        ),
    ],
    ledger: LedgerPath = "sayso.db",
    every: Annotated[
        float,
        typer.Option(
            "--every",
            metavar="MINUTES",
            min=0.05,
            help="How often a feed is asked, unless it wants more rest.",
        ),
    ] = 15.0,
    once: Annotated[
        bool, typer.Option("--once", help="Ask each feed once, fetch what is new, and end.")
    ] = False,
    state: Annotated[
        str | None,
        typer.Option(
            "--state", metavar="FILE", help="What the watch remembers; beside the ledger if not given."
        ),
    ] = None,
    log: Annotated[
        str | None,
        typer.Option("--log", metavar="FILE", help="Append a line for everything that happens."),
    ] = None,
    allow: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--allow",
            metavar="HOST",
            help="A host of your own network that may be fetched from: host, host:port or a network.",
        ),
    ] = None,
    workers: Workers = None,
) -> None:
    """Follow RSS, Atom and JSON feeds and news sitemaps: fetch what is new, politely, and add it, each article once."""
    from sayso.errors import InputError
    from sayso.fetch import Fetcher
    from sayso.ledger import Ledger
    from sayso.watch import Watcher, WatchState, read_list
    from sayso.watch.screen import Screen
    from sayso.workers import Readers, count_cores

    addresses = read_list(feeds)
    with ExitStack() as stack:
        held = stack.enter_context(Ledger(ledger))
        memory = stack.enter_context(WatchState(state or state_path(ledger)))
        try:
            lines = stack.enter_context(open(log, "a", encoding="utf-8")) if log else None
        except OSError as problem:
            raise InputError(
                str(log), f"cannot be written ({problem.strerror})", "give another file with --log"
            ) from None
        screen = Screen(lines)
        tell = stack.enter_context(screen)
        readers = stack.enter_context(Readers(workers or count_cores()))
        watcher = Watcher(held, memory, Fetcher(allow=allow or ()), addresses, every * 60, tell, readers)
        for number in (signal.SIGINT, signal.SIGTERM):
            before = signal.signal(number, lambda *_: watcher.stop())
            stack.callback(signal.signal, number, before)
        watcher.run(once)
        waiting = memory.counts().get("waiting", 0)
    print(screen.summary + (f"; {waiting} wait" if waiting else ""), file=sys.stderr)
    if once and screen.troubled:
        raise typer.Exit(1)


def state_path(ledger: str) -> str:
    """Where a watch of a ledger remembers what it saw.

    >>> state_path("news.db"), state_path("postgresql://me@db/news")
    ('news.db.watch', 'sayso.watch')
    """
    return "sayso.watch" if "://" in ledger else f"{ledger}.watch"
