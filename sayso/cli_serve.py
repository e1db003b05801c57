"""The command `sayso serve`; imported only when it runs."""

import sys
from pathlib import Path

from sayso.errors import InputError


def serve_ledger(ledger: str, host: str, port: int, token_file: str | None, public_read: bool) -> None:
    """Serve pages and API until stopped; beyond this machine only with a token, unless reading is public."""
    import uvicorn

    from sayso.ledger import Ledger
    from sayso.web.app import make_app
    from sayso.web.security import LOOPBACK, new_token

    local = host in LOOPBACK
    token = None
    if token_file:
        try:
            token = Path(token_file).read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise InputError(token_file, f"cannot be read ({problem.strerror})", "give a file that holds one token") from None
        if len(token) < 16:
            raise InputError(token_file, "holds no token of 16 characters or more", "write a longer one, or leave --token-file out")
    if not local and token is None and not public_read:
        raise InputError(host, "is reached from other machines, and there is no token", "give --token-file FILE, or --public-read to let everybody read")
    token = token or new_token()
    with Ledger(ledger, must_exist=True) as held:
        names = () if local else (host.casefold(),) if host not in ("0.0.0.0", "::") else _own_names()
        app = make_app(held, hosts=names, read_token=None if local or public_read else token, write_token=token)
        print(f"sayso: http://{host}:{port}/ – stop with Ctrl+C", file=sys.stderr)
        print(f"sayso: to add by the API: Authorization: Bearer {token}" if not token_file else "sayso: tokens as in the file", file=sys.stderr)
        uvicorn.run(app, host=host, port=port, log_level="warning", timeout_keep_alive=15, limit_concurrency=200, server_header=False)


def _own_names() -> tuple[str, ...]:
    import socket

    name = socket.gethostname()
    try:
        addresses = {a[4][0] for a in socket.getaddrinfo(name, None)}
    except OSError:
        addresses = set()
    return tuple(sorted({name.casefold(), socket.getfqdn().casefold(), *map(str, addresses)}))
