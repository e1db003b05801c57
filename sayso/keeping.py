"""The commands that keep a ledger: judge, redact, backup, restore, rebuild; each loads what it needs when it is called."""

import sys
from typing import Annotated, Any, Optional, get_args

import typer

LedgerPath = Annotated[str, typer.Option("--ledger", metavar="L", help="The ledger: a file, or a postgresql:// address.")]
Person = Annotated[str, typer.Option("--by", metavar="NAME", envvar="USER", help="Who does it; recorded.")]
_TWO_EVENTS = ("same", "different")
_ONE_EVENT = ("credibility", "note", "outcome")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (judge, redact, deliver, backup, restore, rebuild):
        app.command()(command)


def judge(
    kind: Annotated[str, typer.Argument(metavar="same|different|outcome|credibility|note|reliability|undo|list")],
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
        raise typer.BadParameter(f"`sayso judge {kind}` needs {'a number' if kind == 'undo' else 'two words more'}", param_hint="TARGET")
    from sayso.event_page import find_one

    kinds: Any = kind
    with Ledger(ledger, must_exist=True) as held:
        left = find_one(held, target) if kind in _TWO_EVENTS + _ONE_EVENT else None
        right = find_one(held, value or "") if kind in _TWO_EVENTS else None
        made = record(held, kinds, left.id if left else target, by, None if right else value, left, right)
    print(f"judgement {made.id}: {kind} {made.target} {made.other or made.value or ''}".rstrip() + f"  (undo: sayso judge undo {made.id})")
    return None


def _list(location: str) -> None:
    from sayso.ledger import Ledger
    from sayso.ledger.judgements import load_judgements

    with Ledger(location, must_exist=True) as held, held.connect() as connection:
        made = load_judgements(connection)
    undone = {j.target for j in made if j.kind == "undo"}
    for j in made:
        note = "  (undone)" if str(j.id) in undone and j.kind != "undo" else ""
        print(f"{j.id:4} {j.recorded_at[:16]}Z {j.person}: {j.kind} {j.target} {j.other or j.value or ''}".rstrip() + note)
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
    webhook: Annotated[list[str], typer.Option("--webhook", metavar="URL", help="Where changes are sent; several times for several.")],
    secret_file: Annotated[str, typer.Option("--secret-file", metavar="FILE", help="The secrets that sign, one a line: whsec_ and base64.")],
    ledger: LedgerPath = "sayso.db",
    every: Annotated[Optional[float], typer.Option("--every", metavar="SECONDS", min=1, help="Go on, looking so often; once if not given.")] = None,  # noqa: UP045
    allow: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--allow", metavar="HOST", help="A host of your own network that may be sent to: host, host:port or a network."),
    ] = None,
) -> None:
    """Send what changed (new events, status, slips, origins, conflicts) to webhooks: signed, at least once, tried again."""
    import time

    from sayso.delivering import deliver as send
    from sayso.delivering import read_secrets
    from sayso.fetch import Fetcher, FetchError
    from sayso.ledger import Ledger

    secrets, fetcher, failed = read_secrets(secret_file), Fetcher(allow=allow or (), robots=False, interval=0.0), 0
    with Ledger(ledger, must_exist=True) as held:
        while True:
            try:
                count, failed = send(held, webhook, secrets, fetcher), 0
                if count or every is None:
                    print(f"{count} messages delivered", flush=True)
            except FetchError as problem:
                if every is None or problem.status == 410:
                    raise
                failed += 1
                print(f"sayso: {problem}", file=sys.stderr)
            if every is None:
                return
            time.sleep(min(3600.0, every * 2 ** min(failed, 12)))


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


