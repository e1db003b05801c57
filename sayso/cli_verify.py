"""The command that checks claims against a ledger."""

import sys
from typing import Annotated, Optional

import typer

from sayso.keeping import LedgerPath


def verify(
    claim: Annotated[
        str,
        typer.Argument(
            metavar="CLAIM|-", help="A sentence or a paragraph; `-`: standard input, a claim a line."
        ),
    ],
    ledger: LedgerPath = "sayso.db",
    as_of: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--as-of", metavar="T", help="Ask what was published by T (ISO 8601)."),
    ] = None,
    format: Annotated[
        str, typer.Option("--format", metavar="text|jsonl", help="Plain text or one JSON object a claim.")
    ] = "text",
) -> None:
    """Say what the ledger holds of a claim: supported, one source, disputed, different (in which field) or
    not found."""
    if format not in ("text", "jsonl"):
        raise typer.BadParameter(f"{format!r} is none of text, jsonl", param_hint="--format")
    import msgspec

    from sayso.errors import InputError
    from sayso.ledger import Ledger
    from sayso.ledger.moments import parse_moment
    from sayso.verify import split_claims, verify_claims
    from sayso.verify.page import verification_text

    try:
        moment = parse_moment(as_of, "--as-of") if as_of else None
    except InputError as problem:
        raise typer.BadParameter(f"{problem.problem}; {problem.remedy}", param_hint="--as-of") from None
    claims = [line.strip() for line in sys.stdin if line.strip()] if claim == "-" else split_claims(claim)
    if not claims:
        raise InputError("claim", "is empty", "give a sentence, or claims on standard input, one a line")
    with Ledger(ledger, must_exist=True) as held:
        for n, answer in enumerate(verify_claims(held, claims, moment)):
            if format == "jsonl":
                sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
            else:
                sys.stdout.write(("\n" if n else "") + verification_text(answer))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(verify)
