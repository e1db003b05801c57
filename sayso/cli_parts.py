"""What the commands share: options that several take, moments, output for people and for programs."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.errors import InputError
from sayso.terminal import plain

if TYPE_CHECKING:
    from datetime import datetime

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="T", help="Show what was published by T (ISO 8601).")
]

Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        help="Processes that read, some 200 MB each; as many as there are cores if not given, one where there is little to read.",
    ),
]


def open_ledger(ledger: str, must_exist: bool = False) -> Any:
    """The ledger of a location; raises LedgerError."""
    from sayso.ledger import Ledger

    return Ledger(ledger, must_exist=must_exist)


def moment_of(words: str | None, option: str, start_of_day: bool = False) -> "datetime | None":
    """The moment that an option gives; a bare date is its end, or its start."""
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


def day_of(words: str) -> str:
    """The day that `--between` gives, ISO 8601."""
    moment = moment_of(words, "--between")
    assert moment is not None
    return moment.date().isoformat()


def one_of(option: str, value: str, allowed: tuple[str, ...]) -> None:
    """Refuse a value that is none of those allowed."""
    if value not in allowed:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(allowed)}", param_hint=option)


def coloured() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def print_text(words: str) -> None:
    """Text for a person: nothing in it moves the cursor."""
    sys.stdout.write(plain(words, coloured=coloured()))


def print_json(record: object) -> None:
    """A record as a line of JSON."""
    import msgspec

    write_data(msgspec.json.encode(record).decode() + "\n")


def write_data(data: str) -> None:
    """Data for a program, as it is."""
    sys.stdout.write(data)
