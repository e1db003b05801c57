"""Who may ask what: hosts, tokens, origins; and the headers that keep a page to itself."""

import base64
import hmac
import secrets
from hashlib import sha256
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class Guard:
    """Checks every request; tokens are kept as hashes only."""

    def __init__(self, hosts: tuple[str, ...], read_token: str | None, write_token: str | None) -> None:
        self.hosts = tuple(h.casefold() for h in hosts)
        self._read = _hash(read_token) if read_token else None
        self._write = _hash(write_token) if write_token else None

    async def __call__(self, request: "Request[Any, Any, Any]") -> Response[Any] | None:
        """None lets a request through; raises where it may not."""
        host = request.headers.get("host", "").casefold().rsplit(":", 1)[0] if not request.headers.get("host", "").endswith("]") else request.headers["host"].casefold()
        if host not in self.hosts:
            raise PermissionDeniedException(f"host {host!r} is not served here; start `sayso serve` with --host")
        writes = request.method not in ("GET", "HEAD", "OPTIONS")
        origin = request.headers.get("origin")
        if writes and origin and origin.split("://", 1)[-1].casefold() != request.headers["host"].casefold():
            raise PermissionDeniedException("a page of another origin may not write here")
        given = _shown(request.headers.get("authorization", "")) or request.cookies.get("sayso_token", "")
        found = _hash(given) if given else b""
        if writes and not (self._write and hmac.compare_digest(found, self._write)):
            raise NotAuthorizedException("writing needs the token that `sayso serve` printed, as `Authorization: Bearer TOKEN`")
        if self._read and not any(t and hmac.compare_digest(found, t) for t in (self._read, self._write)):
            raise NotAuthorizedException("reading needs a token: send `Authorization: Bearer TOKEN`")
        return None


def _shown(header: str) -> str:
    """The token of an Authorization header: Bearer, or the password of Basic, which calendar programs send."""
    kind, _, rest = header.partition(" ")
    if kind.casefold() != "basic":
        return header.removeprefix("Bearer ").strip()
    try:
        return base64.b64decode(rest, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
