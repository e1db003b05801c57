"""The command line: the verbs of the library, nothing more. Exit status: 0 done, 1 some input refused, 2 wrong usage."""

import sys
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from sayso import cli_mcp, cli_verify
from sayso.cli_watch import watch
from sayso.errors import InputError, LedgerError, SaysoError
from sayso.keeping import register
from sayso.terminal import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sayso.model import Document

app = typer.Typer(
    name="sayso",
    help="On whose say-so? An evidence ledger for the news: what, where, when, who says so, on how many origins.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

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
LedgerPath = Annotated[
    str, typer.Option("--ledger", metavar="L", help="The ledger: a file, or a postgresql:// address.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="T", help="Show what was published by T (ISO 8601).")
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


@app.command()
def demo() -> None:
    """Read the bundled example stories and show the brief."""
    from sayso.demo import run_demo

    _print(run_demo(colour=_coloured()))


@app.command()
def read(
    paths: Sources,
    published: Published = None,
    allow: Allow = None,
    format: Annotated[
        str, typer.Option("--format", metavar="text|jsonl", help="Plain text or one JSON object a line.")
    ] = "text",
) -> None:
    """Read reports and print what each says; touches no ledger."""
    _one_of("--format", format, ("text", "jsonl"))
    import msgspec

    from sayso.reader import read_documents
    from sayso.reading_text import reading_text

    refused = Refusals()
    for n, reading in enumerate(read_documents(_documents(paths, published, refused, allow), refused)):
        if format == "jsonl":
            _write(msgspec.json.encode(reading).decode() + "\n")
        else:
            _print(("\n" if n else "") + reading_text(reading))
    refused.finish()


@app.command()
def add(
    paths: Sources, ledger: LedgerPath = "sayso.db", published: Published = None, allow: Allow = None
) -> None:
    """Read reports, store them, link them to what the ledger holds; adding the same again changes nothing."""
    from sayso.adding import Resumption, add_documents

    refused = Refusals()
    with _open(ledger) as held:
        resumption = Resumption(held)
        _print(
            add_documents(
                held, _documents(paths, published, refused, allow, resumption), paths, resumption, refused
            ).text()
            + "\n"
        )
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
        str, typer.Option("--format", metavar="text|html", help="html: one file to mail or to print.")
    ] = "text",
) -> None:
    """Show what is ahead, due, lapsed, changed and contested."""
    from sayso.briefing import brief_ledger

    _one_of("--format", format, ("text", "html"))
    moment = _moment(as_of, "--as-of")
    with _open(ledger, must_exist=True) as held:
        if format == "html":
            from sayso.web.alone import brief_html

            _write(brief_html(held, moment, _moment(since, "--since")))
            return
        _print(
            brief_ledger(
                held, moment, _moment(since, "--since"), _coloured(), _moment(recorded_by, "--recorded-by")
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
) -> None:
    """List events."""
    _one_of("--format", format, ("table", "json", "csv"))
    if status is not None:
        from typing import get_args

        from sayso.model import Status

        _one_of("--status", status, get_args(Status))
    import msgspec

    from sayso.export.json import describe_event
    from sayso.export.tables import events_csv, events_text

    days = (_day(between[0]), _day(between[1])) if between else None
    wanted: Any = {
        "status": status,
        "country": country,
        "between": days,
        "recorded_by": _moment(recorded_by, "--recorded-by"),
        "whole": format == "json",
    }
    with _open(ledger, must_exist=True) as held:
        found = held.events(_moment(as_of, "--as-of"), **wanted)
    if format == "json":
        _write(msgspec.json.encode([describe_event(e) for e in found]).decode() + "\n")
    else:
        (_write if format == "csv" else _print)(events_csv(found) if format == "csv" else events_text(found))


@app.command()
def event(
    id: Annotated[str, typer.Argument(metavar="ID", help="The event's id, or how it begins.")],
    ledger: LedgerPath = "sayso.db",
    as_of: AsOf = None,
    recorded_by: RecordedBy = None,
    format: Annotated[
        str, typer.Option("--format", metavar="text|html", help="html: one file to mail or to print.")
    ] = "text",
) -> None:
    """Show one event: every field, value, claim and origin, with its receipt."""
    from sayso.event_page import event_page

    _one_of("--format", format, ("text", "html"))
    with _open(ledger, must_exist=True) as held:
        if format == "html":
            from sayso.web.alone import event_html

            _write(event_html(held, id, _moment(as_of, "--as-of")))
            return
        _print(
            event_page(
                held, id, _moment(as_of, "--as-of"), _moment(recorded_by, "--recorded-by"), colour=_coloured()
            )
        )


@app.command()
def export(
    ledger: LedgerPath = "sayso.db",
    as_of: AsOf = None,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="F",
            help="json, jsonl, schema, csv, parquet, ics, geojson, rss, atom, prov, webannotation, plover, ninjs, superdesk, stix, svg, png.",
        ),
    ] = "json",
    out: Annotated[
        str | None, typer.Option("--out", metavar="FOLDER", help="Where the tables of parquet go.")
    ] = None,
    event: Annotated[
        str | None, typer.Option("--event", metavar="ID", help="The event that svg and png draw.")
    ] = None,
    picture: Annotated[
        str | None,
        typer.Option(
            "--picture", metavar="origins|timeline", help="What svg and png draw: origins if not given."
        ),
    ] = None,
) -> None:
    """Write the ledger's view to standard output (parquet: to a folder)."""
    from datetime import UTC, datetime
    from pathlib import Path

    from sayso.export.formats import PICTURES, SHOWN, TO_FOLDER, WRITERS, export_bytes, export_picture
    from sayso.ledger.views import assemble_view

    _one_of("--format", format, (*WRITERS, *TO_FOLDER, *PICTURES, "schema"))
    _one_of("--picture", picture or SHOWN[0], SHOWN)
    if format in TO_FOLDER and not out:
        raise typer.BadParameter("parquet writes several tables; give a folder", param_hint="--out")
    if out and format not in TO_FOLDER:
        raise typer.BadParameter(
            f"is the folder of --format parquet; {format} goes to standard output: sayso export --format {format} > FILE",
            param_hint="--out",
        )
    for option, given in (("--event", event), ("--picture", picture)):
        if given and format not in PICTURES:
            raise typer.BadParameter(
                f"is for --format svg and png; {format} holds every event", param_hint=option
            )
    if format in PICTURES and not event:
        raise typer.BadParameter(
            f"{format} draws one event; give the id that `sayso events` lists", param_hint="--event"
        )
    if format == "png" and sys.stdout.isatty():
        raise typer.BadParameter(
            "png is no text for a terminal; write it to a file: sayso export --format png --event ID > FILE",
            param_hint="--format",
        )
    if format == "schema":
        import json

        from sayso.export.json import export_schema

        _write(json.dumps(export_schema(), indent=1, ensure_ascii=False) + "\n")
        return
    with _open(ledger, must_exist=True) as held:
        view = assemble_view(held, _moment(as_of, "--as-of") or datetime.now(UTC))
    if format in TO_FOLDER:
        from sayso.export.parquet import export_parquet

        for path in export_parquet(view, Path(str(out))):
            _print(f"{path}\n")
        return
    written = (
        export_picture(view, event, picture or SHOWN[0], format)
        if format in PICTURES
        else export_bytes(view, format)
    )
    sys.stdout.flush()
    sys.stdout.buffer.write(written)


@app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help='Words, "a phrase", AND, OR, NOT, begin*.')],
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
) -> None:
    """Search reports, attributions and events."""
    from sayso.searching import search_text

    filters = {
        "kind": kind,
        "source": source,
        "stance": stance,
        "country": country,
        "type": type,
        "status": status,
    }
    days = (
        (_moment(between[0], "--between", start_of_day=True), _moment(between[1], "--between"))
        if between
        else None
    )
    with _open(ledger, must_exist=True) as held:
        words = search_text(held, query, _moment(as_of, "--as-of"), filters, days, limit, cursor)
    _print(words)
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


@app.command()
def check(
    ledger: LedgerPath = "sayso.db",
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="HEAD",
            help="The head that was written down elsewhere, or its file: what was added by then must be there.",
        ),
    ] = None,
    head: Annotated[
        bool, typer.Option("--head", help="Print the head of the chain, to be kept elsewhere, and end.")
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out computing everything anew to compare it.")
    ] = False,
) -> None:
    """Verify every span, hash, column and computed table of a ledger; exit 1 and say what is wrong."""
    from sayso.ledger.checking import report_check, report_head

    if head:
        _print(report_head(ledger))
        return
    problems, words = report_check(ledger, against, not quick)
    for problem in problems:
        print(plain(problem), file=sys.stderr)
    if words is None:
        raise typer.Exit(1)
    _print(words)


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
    moment = _moment(published, "--published", start_of_day=True)
    return open_documents(
        paths, moment, "day" if bare else "instant", refused, fetcher=Fetcher(allow=allow or ()), skip=skip
    )


def _open(ledger: str, must_exist: bool = False) -> Any:
    from sayso.ledger import Ledger

    return Ledger(ledger, must_exist=must_exist)


def _moment(words: str | None, option: str, start_of_day: bool = False) -> "datetime | None":
    if words is None:
        return None
    from sayso.ledger.moments import parse_moment

    try:
        moment = parse_moment(words, option)
    except InputError as problem:
        raise typer.BadParameter(f"{problem.problem}; {problem.remedy}", param_hint=option) from None
    if start_of_day and len(words.strip()) <= 10:
        return moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return moment


def _day(words: str) -> str:
    moment = _moment(words, "--between")
    assert moment is not None
    return moment.date().isoformat()


def _one_of(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(allowed)}", param_hint=option)


def _coloured() -> bool:
    return sys.stdout.isatty()


def _print(words: str) -> None:
    """Text for a person: nothing in it moves the cursor."""
    sys.stdout.write(plain(words, coloured=_coloured()))


def _write(data: str) -> None:
    """Data for a program, as it is."""
    sys.stdout.write(data)


app.command()(watch)
register(app)
cli_verify.register(app)
cli_mcp.register(app)


def main() -> None:
    """The console script: what the user can mend is said in one line, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
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
    except KeyboardInterrupt:
        print("sayso: stopped; what was added stays, the rest can be added again", file=sys.stderr)
        sys.exit(130)
