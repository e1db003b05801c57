"""The commands that keep a ledger: judge, redact, backup, restore, rebuild; each loads what it needs when it is called."""

import sys
from typing import Annotated, Any, Optional, get_args

import typer

LedgerPath = Annotated[
    str,
    typer.Option(
        "--ledger", metavar="L", envvar="SAYSO_LEDGER", help="The ledger: a file, or a postgresql:// address."
    ),
]
Person = Annotated[str, typer.Option("--by", metavar="NAME", envvar="USER", help="Who does it; recorded.")]
_TWO_EVENTS = ("same", "different")
_ONE_EVENT = ("credibility", "note", "outcome")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (judge, redact, deliver, backup, restore, rebuild):
        app.command()(command)


def judge(
    kind: Annotated[
        str, typer.Argument(metavar="same|different|outcome|credibility|note|reliability|undo|list")
    ],
    target: Annotated[Optional[str], typer.Argument(metavar="EVENT|OUTLET|NUMBER")] = None,  # noqa: UP045
    value: Annotated[Optional[str], typer.Argument(metavar="EVENT|STATUS|1-6|A-F|TEXT")] = None,  # noqa: UP045
    ledger: LedgerPath = "sayso.db",
    by: Person = "",
) -> None:
    """Record what you judge: it overrides the system from now on, can be undone, and is never deleted."""
    from sayso.ledger import Ledger
    from sayso.ledger.judgements import Kind
    from sayso.ledger.judging import judge as record

    if kind == "list":
        return _list(ledger)
    if kind not in get_args(Kind):
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(get_args(Kind))}, list", param_hint="KIND")
    if target is None or (value is None and kind != "undo"):
        raise typer.BadParameter(
            f"`sayso judge {kind}` needs {'a number' if kind == 'undo' else 'two words more'}",
            param_hint="TARGET",
        )
    from sayso.event_page import find_one

    kinds: Any = kind
    with Ledger(ledger, must_exist=True) as held:
        left = find_one(held, target) if kind in _TWO_EVENTS + _ONE_EVENT else None
        right = find_one(held, value or "") if kind in _TWO_EVENTS else None
        made = record(held, kinds, left.id if left else target, by, None if right else value, left, right)
    print(
        f"judgement {made.id}: {kind} {made.target} {made.other or made.value or ''}".rstrip()
        + f"  (undo: sayso judge undo {made.id})"
    )
    return None


def _list(location: str) -> None:
    from sayso.ledger import Ledger
    from sayso.ledger.judgements import load_judgements

    with Ledger(location, must_exist=True) as held, held.connect() as connection:
        made = load_judgements(connection)
    undone = {j.target for j in made if j.kind == "undo"}
    for j in made:
        note = "  (undone)" if str(j.id) in undone and j.kind != "undo" else ""
        print(
            f"{j.id:4} {j.recorded_at[:16]}Z {j.person}: {j.kind} {j.target} {j.other or j.value or ''}".rstrip()
            + note
        )
    if not made:
        print("no judgements", file=sys.stderr)


def redact(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Its id, or its address.")],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why the law wants it; recorded.")],
    ledger: LedgerPath = "sayso.db",
    by: Person = "",
) -> None:
    """Blank the words of one document for good; its hashes and the fact of its removal stay."""
    from sayso.ledger import Ledger
    from sayso.ledger.judging import redact as remove

    with Ledger(ledger, must_exist=True) as held:
        print(f"document {remove(held, document, by, reason)}: its words are removed")


def deliver(
    webhook: Annotated[
        list[str] | None,
        typer.Option("--webhook", metavar="URL", help="Where changes are sent; several times for several."),
    ] = None,
    secret_file: Annotated[
        str | None,
        typer.Option(
            "--secret-file", metavar="FILE", help="The secrets that sign, one a line: whsec_ and base64."
        ),
    ] = None,
    ledger: LedgerPath = "sayso.db",
    every: Annotated[
        float | None,
        typer.Option("--every", metavar="SECONDS", min=1, help="Go on, looking so often; once if not given."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="T", help="Where an address begins that is new; a week ago if not given."
        ),
    ] = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Send what is parked again, and try at once who rests or is gone.")
    ] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Only show how delivery stands for each address.")
    ] = False,
    allow: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--allow",
            metavar="HOST",
            help="A host of your own network that may be sent to: host, host:port or a network.",
        ),
    ] = None,
) -> None:
    """Send what changed (new events, status, slips, origins, conflicts) to webhooks: signed, at least once, tried again."""
    from sayso.delivering import deliver as send
    from sayso.delivering import describe_delivery, read_secrets
    from sayso.ledger import Ledger

    if status:
        if retry or every is not None:
            raise typer.BadParameter(
                "--status sends nothing; leave out --retry and --every", param_hint="--status"
            )
        with Ledger(ledger, must_exist=True) as held:
            print("\n".join(describe_delivery(held, webhook or ())) or "no webhook was sent to yet")
        return
    if not webhook or not secret_file:
        raise typer.BadParameter(
            "is missing; give the address and the secrets (or --status to see how delivery stands)",
            param_hint="--webhook" if not webhook else "--secret-file",
        )
    from sayso.fetch import Fetcher
    from sayso.ledger.moments import parse_moment

    secrets, fetcher = read_secrets(secret_file), Fetcher(allow=allow or (), robots=False, interval=0.0)
    begin = parse_moment(f"{since}T00:00" if len(since) <= 10 else since, "--since") if since else None
    with Ledger(ledger, must_exist=True) as held:
        report = send(
            held,
            webhook,
            secrets,
            fetcher,
            every=every,
            since=begin,
            retry=retry,
            tell=lambda words: print(f"sayso: {words}", file=sys.stderr, flush=True),
        )
    print(
        f"{report.delivered} messages delivered"
        + (f", {report.parked} parked (see --status)" if report.parked else ""),
        flush=True,
    )
    if report.problems or report.parked:
        for problem in report.problems.values():
            print(f"sayso: {problem}", file=sys.stderr)
        raise typer.Exit(1)


def backup(
    target: Annotated[str, typer.Argument(metavar="FILE", help="A new file.")],
    ledger: LedgerPath = "sayso.db",
) -> None:
    """Copy a ledger to a file while it is in use."""
    from sayso.ledger import Ledger
    from sayso.ledger.backups import back_up

    with Ledger(ledger, must_exist=True) as held:
        print(f"{target}: {back_up(held, target)} documents")


def restore(
    backup: Annotated[str, typer.Argument(metavar="BACKUP", help="What `sayso backup` wrote.")],
    ledger: LedgerPath = "sayso.db",
) -> None:
    """Make a ledger of a backup, where there is none yet."""
    from sayso.ledger.backups import restore as bring_back

    print(f"{ledger.rsplit('@', 1)[-1]}: {bring_back(backup, ledger)} documents")


def rebuild(ledger: LedgerPath = "sayso.db") -> None:
    """Compute everything that is computed anew from what was recorded; the same to the byte, by this release's rules."""
    from sayso.ledger import Ledger
    from sayso.ledger.rebuilding import rebuild_caches

    def advance(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done} documents", end="", file=sys.stderr)

    with Ledger(ledger, must_exist=True) as held, held.writing() as connection:
        count = rebuild_caches(connection, advance)
    print(f"{held.name}: views of {count} documents computed anew")
