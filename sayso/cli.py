"""The command line: the verbs of the library, nothing more. Exit status: 0 done, 1 some input refused, 2 wrong usage."""

import os
import signal
import sys
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from sayso import cli_mcp, cli_verify
from sayso.cli_export import check, export
from sayso.cli_parts import (
    AsOf,
    Workers,
    coloured,
    day_of,
    moment_of,
    one_of,
    open_ledger,
    print_json,
    print_text,
    write_data,
)
from sayso.cli_watch import watch
from sayso.errors import InputError, LedgerError, SaysoError
from sayso.keeping import LedgerPath, register
from sayso.terminal import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sayso.model import Document

app = typer.Typer(
    name="sayso",
    help="On whose say-so? An evidence ledger for the news: what, where, when, who says so, on how many origins.",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_SAID = {"quiet": False, "verbose": False}
Sources = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Files, folders, web addresses, or - for standard input."),
]
Allow = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option(
        "--allow",
        metavar="HOST",
        help="A host of your own network that may be fetched from: host, host:port or a network as 10.0.0.0/8.",
    ),
]
RecordedBy = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--recorded-by",
        metavar="T",
        help="Leave out what this ledger recorded after T (ISO 8601): what did we hold?",
    ),
]
Published = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--published", metavar="T", help="Publication time of reports that do not give one (ISO 8601)."
    ),
]


@app.callback()
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say only what was refused or failed.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show where an error of sayso's own comes from.")
    ] = False,
) -> None:
    """On whose say-so? An evidence ledger for the news."""
    if version:
        print_text(version_line())
        raise typer.Exit
    if context.invoked_subcommand is None:
        print_text(context.get_help() + "\n")
        raise typer.Exit(2)
    from sayso.configuring import load_defaults

    _SAID.update(quiet=quiet, verbose=verbose)
    command: Any = context.command
    context.default_map = load_defaults(command)


def version_line() -> str:
    """The versions of sayso, of what a ledger is written in, and of Python."""
    import platform

    import sayso
    from sayso.ledger import schema

    return f"sayso {sayso.__version__} (ledger schema {schema.VERSION}, Python {platform.python_version()})\n"


@app.command()
def demo() -> None:
    """Read the bundled example stories and show the brief."""
    from sayso.demo import run_demo

    print_text(run_demo(colour=coloured()))


@app.command()
def read(
    paths: Sources,
    published: Published = None,
    allow: Allow = None,
    format: Annotated[
        str,
        typer.Option("--format", metavar="text|json|jsonl", help="Plain text, or one JSON object a line."),
    ] = "text",
) -> None:
    """Read reports and print what each says; touches no ledger."""
    one_of("--format", format, ("text", "json", "jsonl"))
    import msgspec

    from sayso.reader import read_documents
    from sayso.reading_text import reading_text

    refused = Refusals()
    for n, reading in enumerate(read_documents(_documents(paths, published, refused, allow), refused)):
        if format != "text":
            write_data(msgspec.json.encode(reading).decode() + "\n")
        else:
            print_text(("\n" if n else "") + reading_text(reading))
    refused.finish()


@app.command()
def add(
    paths: Sources,
    ledger: LedgerPath = "sayso.db",
    published: Published = None,
    allow: Allow = None,
    workers: Workers = None,
) -> None:
    """Read reports, store them, link them to what the ledger holds; adding the same again changes nothing."""
    from sayso.adding import Resumption, add_documents
    from sayso.workers import count_cores

    refused = Refusals()
    with open_ledger(ledger) as held:
        resumption, before = Resumption(held), held.count_documents()
        try:
            documents = _documents(paths, published, refused, allow, resumption)
            done = add_documents(held, documents, paths, resumption, refused, workers or count_cores())
        except KeyboardInterrupt as stop:
            kept = held.count_documents() - before
            print(
                f"sayso: stopped; {kept} reports were added and stay; give the same command again to go on",
                file=sys.stderr,
            )
            raise typer.Exit(143 if isinstance(stop, Terminated) else 130) from None
        if not _SAID["quiet"]:
            print_text(done.text() + "\n")
    refused.finish()


@app.command()
def brief(
    ledger: LedgerPath = "sayso.db",
    as_of: AsOf = None,
    since: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--since",
            metavar="T",
            help="Show what changed since T; otherwise since the last brief, or for a day.",
        ),
    ] = None,
    recorded_by: RecordedBy = None,
    format: Annotated[
        str, typer.Option("--format", metavar="text|json|html", help="html: one file to mail or to print.")
    ] = "text",
) -> None:
    """Show what is ahead, due, lapsed, changed and contested."""
    from sayso.briefing import brief_ledger, find_brief

    one_of("--format", format, ("text", "json", "html"))
    moment = moment_of(as_of, "--as-of")
    with open_ledger(ledger, must_exist=True) as held:
        if format == "json":
            print_json(
                find_brief(held, moment, moment_of(since, "--since"), moment_of(recorded_by, "--recorded-by"))
            )
            return
        if format == "html":
            from sayso.web.alone import brief_html

            write_data(brief_html(held, moment, moment_of(since, "--since")))
            return
        print_text(
            brief_ledger(
                held, moment, moment_of(since, "--since"), coloured(), moment_of(recorded_by, "--recorded-by")
            )
        )


@app.command()
def events(
    ledger: LedgerPath = "sayso.db",
    as_of: AsOf = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="S", help="Only events of this status.")
    ] = None,
    country: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--country", metavar="C", help="Only events with this participant (ISO 3166 alpha-3, or a name)."
        ),
    ] = None,
    between: Annotated[
        Optional[tuple[str, str]],  # noqa: UP045
        typer.Option("--between", metavar="A B", help="Only events between two days."),
    ] = None,
    format: Annotated[str, typer.Option("--format", metavar="table|json|csv")] = "table",
    recorded_by: RecordedBy = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="K", help="Only of this kind or type, or of what begins so."),
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="P", help="Only at places with this in their name.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="S", help="Only with an origin that has this in its name."),
    ] = None,
    min_origins: Annotated[
        int, typer.Option("--min-origins", metavar="N", min=0, help="Only on at least so many origins.")
    ] = 0,
    salience: Annotated[
        int | None,
        typer.Option(
            "--salience",
            metavar="N",
            min=1,
            max=3,
            help="1: only what reports are about; 2: other events of a story too.",
        ),
    ] = None,
    sort: Annotated[
        str, typer.Option("--sort", metavar="ORDER", help="date, published, origins, reports or salience.")
    ] = "date",
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="How many at the most.")
    ] = None,
) -> None:
    """List events."""
    from sayso.listing import ORDERS, Wanted, country_codes, select_events

    one_of("--sort", sort, ORDERS)
    one_of("--format", format, ("table", "json", "csv"))
    if status is not None:
        from typing import get_args

        from sayso.model import Status

        one_of("--status", status, get_args(Status))
    import msgspec

    from sayso.export.json import describe_event
    from sayso.export.tables import events_csv, events_text

    days = (day_of(between[0]), day_of(between[1])) if between else None
    if days and days[0] > days[1]:
        raise typer.BadParameter(
            f"{between and between[0]} is after {between and between[1]}", param_hint="--between"
        )
    country = country_codes().get(country.casefold(), country) if country else None
    wanted: Any = {
        "status": status,
        "country": country,
        "between": days,
        "recorded_by": moment_of(recorded_by, "--recorded-by"),
        "whole": format == "json",
    }
    with open_ledger(ledger, must_exist=True) as held:
        found = held.events(moment_of(as_of, "--as-of"), **wanted)
        if not found and country and country.casefold() not in country_codes():
            print(
                f"sayso: no country and no participant is called {plain(country)!r}; give a name or a code as NOR",
                file=sys.stderr,
            )
    narrow = Wanted(
        kind=kind,
        place=place,
        source=source,
        min_origins=min_origins,
        salience=salience,
        sort=sort,
        limit=limit,
    )
    found = tuple(select_events(found, narrow))
    if format == "json":
        write_data(msgspec.json.encode([describe_event(e) for e in found]).decode() + "\n")
    else:
        (write_data if format == "csv" else print_text)(
            events_csv(found) if format == "csv" else events_text(found)
        )


@app.command()
def event(
    id: Annotated[str, typer.Argument(metavar="ID", help="The event's id, or how it begins.")],
    ledger: LedgerPath = "sayso.db",
    as_of: AsOf = None,
    recorded_by: RecordedBy = None,
    format: Annotated[
        str, typer.Option("--format", metavar="text|json|html", help="html: one file to mail or to print.")
    ] = "text",
) -> None:
    """Show one event: every field, value, claim and origin, with its receipt."""
    from sayso.event_page import event_page, find_one

    one_of("--format", format, ("text", "json", "html"))
    with open_ledger(ledger, must_exist=True) as held:
        if format == "json":
            from sayso.export.json import describe_event

            shown = find_one(held, id, moment_of(as_of, "--as-of"), moment_of(recorded_by, "--recorded-by"))
            print_json(describe_event(shown))
            return
        if format == "html":
            from sayso.web.alone import event_html

            write_data(event_html(held, id, moment_of(as_of, "--as-of")))
            return
        print_text(
            event_page(
                held,
                id,
                moment_of(as_of, "--as-of"),
                moment_of(recorded_by, "--recorded-by"),
                colour=coloured(),
            )
        )


@app.command()
def search(
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY", help='Words, "a phrase", AND, OR, NOT, begin*, outlet:, after: and others.'
        ),
    ],
    ledger: LedgerPath = "sayso.db",
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many hits at the most.")] = 20,
    kind: Annotated[Optional[str], typer.Option("--kind", metavar="document|attribution|event")] = None,  # noqa: UP045
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="S", help="Only of publishers or sources with this in their name."),
    ] = None,
    stance: Annotated[
        str | None, typer.Option("--stance", metavar="S", help="Only of this stance: asserts, denies, ...")
    ] = None,
    country: Annotated[
        str | None,
        typer.Option("--country", metavar="C", help="Only of this participant (ISO 3166 alpha-3)."),
    ] = None,
    type: Annotated[
        str | None, typer.Option("--type", metavar="T", help="Only events of this type (PLOVER).")
    ] = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="S", help="Only events told as of this status.")
    ] = None,
    between: Annotated[
        tuple[str, str] | None,
        typer.Option("--between", metavar="A B", help="Only published between two moments."),
    ] = None,
    cursor: Annotated[
        str | None, typer.Option("--cursor", metavar="C", help="Go on where a page ended.")
    ] = None,
    format: Annotated[str, typer.Option("--format", metavar="text|json")] = "text",
) -> None:
    """Search reports, attributions and events."""
    from sayso.searching import search_page, search_text

    one_of("--format", format, ("text", "json"))

    filters = {
        "kind": kind,
        "source": source,
        "stance": stance,
        "country": country,
        "type": type,
        "status": status,
    }
    days = (
        (moment_of(between[0], "--between", start_of_day=True), moment_of(between[1], "--between"))
        if between
        else None
    )
    if days and days[0] and days[1] and days[0] > days[1]:
        raise typer.BadParameter(
            f"{between and between[0]} is after {between and between[1]}", param_hint="--between"
        )
    with open_ledger(ledger, must_exist=True) as held:
        if format == "json":
            print_json(search_page(held, query, moment_of(as_of, "--as-of"), filters, days, limit, cursor))
            return
        words = search_text(held, query, moment_of(as_of, "--as-of"), filters, days, limit, cursor)
    print_text(words)
    if not words:
        print("nothing found", file=sys.stderr)


@app.command()
def serve(
    ledger: LedgerPath = "sayso.db",
    host: Annotated[
        str,
        typer.Option("--host", metavar="H", help="Where to listen; beyond this machine a token is needed."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="P", min=1, max=65535)] = 8710,
    token_file: Annotated[
        str | None,
        typer.Option(
            "--token-file",
            metavar="FILE",
            help="A file with the token for writing and reading, on a second line one that only reads; or their hashes, sha256:HEX.",
        ),
    ] = None,
    public_read: Annotated[
        bool, typer.Option("--public-read", help="Let everybody read; writing still needs the token.")
    ] = False,
) -> None:
    """Show the ledger as pages, and as an API under /api/v1."""
    from sayso.cli_serve import serve_ledger

    serve_ledger(ledger, host, port, token_file, public_read)


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM)."""


class Refusals:
    """Inputs that were refused: each is named on standard error, the rest goes on."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, problem: InputError) -> None:
        self.count += 1
        print(f"sayso: {plain(str(problem))}", file=sys.stderr)

    def finish(self) -> None:
        """End with status 1 where anything was refused."""
        if self.count:
            raise typer.Exit(1)


def _documents(
    paths: list[str],
    published: str | None,
    refused: Refusals,
    allow: list[str] | None = None,
    skip: "Callable[[str], bool]" = lambda source: False,
) -> "Iterator[Document]":
    from sayso.fetch import Fetcher
    from sayso.ingest import open_documents

    bare = published is not None and len(published.strip()) <= 10
    moment = moment_of(published, "--published", start_of_day=True)
    return open_documents(
        paths, moment, "day" if bare else "instant", refused, fetcher=Fetcher(allow=allow or ()), skip=skip
    )


app.command()(export)
app.command()(check)
app.command()(watch)
register(app)
cli_verify.register(app)
cli_mcp.register(app)


def main() -> None:
    """The console script: what the user can mend is said in one line, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    signal.signal(signal.SIGTERM, _terminate)
    for library in ("OPENBLAS", "MKL"):  # more threads for its small products only wait, and take a core each
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    try:
        app()
    except (InputError, LedgerError, SaysoError) as problem:
        print(f"sayso: {plain(str(problem))}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as problem:
        name = f"{problem.filename}: " if problem.filename else ""
        print(
            f"sayso: {plain(name)}{problem.strerror or problem}; make room, or check the path",
            file=sys.stderr,
        )
        sys.exit(1)
    except KeyboardInterrupt as stop:
        print("sayso: stopped; what was added stays, the rest can be added again", file=sys.stderr)
        sys.exit(143 if isinstance(stop, Terminated) else 130)
    except Exception as problem:
        if _SAID["verbose"]:
            raise
        words = " ".join(str(problem).split())[:300]
        print(
            f"sayso: an error of sayso's own ({type(problem).__name__}: {plain(words)}); what was added stays; "
            "run it again as `sayso --verbose ...` and report what it shows",
            file=sys.stderr,
        )
        sys.exit(1)


def _terminate(*_: object) -> None:
    raise Terminated
