"""The command `sayso serve`; imported only when it runs."""

import sys
from pathlib import Path

from sayso.errors import InputError


def serve_ledger(ledger: str, host: str, port: int, token_file: str | None, public_read: bool) -> None:
    """Serve pages and API until stopped; beyond this machine only with a token, unless reading is public."""
    import uvicorn

    from sayso.ledger import Ledger
    from sayso.web.app import make_app
    from sayso.web.patience import HurriedProtocol
    from sayso.web.security import LOOPBACK, new_token

    local = host in LOOPBACK
    token, reader = read_tokens(token_file) if token_file else (None, None)
    if not local and token is None and not public_read:
        raise InputError(
            host,
            "is reached from other machines, and there is no token",
            "give --token-file FILE, or --public-read to let everybody read",
        )
    token = token or new_token()
    reader = reader or token
    with Ledger(ledger, must_exist=True) as held:
        names = () if local else (host.casefold(),) if host not in ("0.0.0.0", "::") else _own_names()
        app = make_app(
            held, hosts=names, read_token=None if local or public_read else reader, write_token=token
        )
        print(f"sayso: http://{host}:{port}/ – stop with Ctrl+C", file=sys.stderr)
        print(
            f"sayso: to judge and to add, the token {token} (in the browser at /login, to the API as Authorization: Bearer TOKEN)"
            if not token_file
            else "sayso: tokens as in the file",
            file=sys.stderr,
        )
        _settle()
        uvicorn.run(
            app,
            host=host,
            port=port,
            http=HurriedProtocol,
            log_level="warning",
            timeout_keep_alive=15,
            timeout_graceful_shutdown=5,
            limit_concurrency=200,
            server_header=False,
            access_log=False,
        )


def _settle() -> None:
    """What was loaded stays loaded: Python need not look through it again and again for garbage, which held up answers by some 60 ms."""
    import gc

    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def read_tokens(path: str) -> tuple[str, str]:
    """The tokens for writing and for reading that a file holds, a line each (of one line the same); raises InputError."""
    try:
        lines = [line.strip() for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(path, f"cannot be read ({problem})", "give a file that holds a token") from None
    if not 1 <= len(lines) <= 2 or any(len(line) < 16 for line in lines):
        raise InputError(
            path,
            "holds no token of 16 characters or more on its first line (and one that only reads on a second)",
            "write longer ones, or leave --token-file out",
        )
    return lines[0], lines[-1]


def _own_names() -> tuple[str, ...]:
    import socket

    name = socket.gethostname()
    try:
        addresses = {a[4][0] for a in socket.getaddrinfo(name, None)}
    except OSError:
        addresses = set()
    return tuple(sorted({name.casefold(), socket.getfqdn().casefold(), *map(str, addresses)}))
