"""The commands that write a ledger out and that check it."""

import sys
from typing import Annotated

import typer

from sayso.cli_parts import AsOf, moment_of, one_of, open_ledger, print_json, print_text, write_data
from sayso.keeping import LedgerPath
from sayso.terminal import plain


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

    one_of("--format", format, (*WRITERS, *TO_FOLDER, *PICTURES, "schema"))
    one_of("--picture", picture or SHOWN[0], SHOWN)
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

        write_data(json.dumps(export_schema(), indent=1, ensure_ascii=False) + "\n")
        return
    with open_ledger(ledger, must_exist=True) as held:
        view = assemble_view(held, moment_of(as_of, "--as-of") or datetime.now(UTC))
    if format in TO_FOLDER:
        from sayso.export.parquet import export_parquet

        for path in export_parquet(view, Path(str(out))):
            print_text(f"{path}\n")
        return
    written = (
        export_picture(view, event, picture or SHOWN[0], format)
        if format in PICTURES
        else export_bytes(view, format)
    )
    sys.stdout.flush()
    sys.stdout.buffer.write(written)


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
    format: Annotated[str, typer.Option("--format", metavar="text|json")] = "text",
) -> None:
    """Verify every span, hash, column and computed table of a ledger; exit 1 and say what is wrong."""
    from sayso.ledger.checking import report_check, report_head

    if head:
        print_text(report_head(ledger))
        return
    one_of("--format", format, ("text", "json"))
    problems, words = report_check(ledger, against, not quick)
    if format == "json":
        print_json(
            {
                "holds": words is not None,
                "problems": problems[:-1],
                "summary": (words or problems[-1]).strip(),
            }
        )
        raise typer.Exit(int(words is None))
    for problem in problems:
        print(plain(problem), file=sys.stderr)
    if words is None:
        raise typer.Exit(1)
    print_text(words)
