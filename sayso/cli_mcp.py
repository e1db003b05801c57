"""The command that offers a ledger to assistants."""

from typing import Annotated

import typer

from sayso.keeping import LedgerPath


def mcp(
    ledger: LedgerPath = "sayso.db",
    http: Annotated[
        bool,
        typer.Option(
            "--http", help="Over HTTP (streamable, at /mcp) on this machine, not standard input and output."
        ),
    ] = False,
    port: Annotated[int, typer.Option("--port", metavar="P", min=1, max=65535, help="Of --http.")] = 8711,
) -> None:
    """Offer the ledger to an assistant as six tools that only read (Model Context Protocol)."""
    from sayso.errors import InputError
    from sayso.notebook import Ledger

    try:
        from sayso.assistant import make_server
    except ModuleNotFoundError as missing:
        raise InputError(
            "mcp", f"needs {missing.name}, which is not installed", "pip install 'sayso[mcp]'"
        ) from None
    with Ledger(ledger) as held:
        server = make_server(held)
        if http:
            server.run("streamable-http", host="127.0.0.1", port=port)
        else:
            server.run("stdio")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(mcp)
