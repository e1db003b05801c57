"""Who may ask what: hosts, tokens, origins, logins; and the headers that keep a page to itself."""

import base64
import hmac
import secrets
import time
from hashlib import sha256
from typing import Any, Literal

from litestar import Request, Response
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException, TooManyRequestsException
from msgspec import Struct

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with `no-referrer` a browser hides the Origin of our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
COOKIE = "sayso_login"
_OPEN = ("/login", "/static/", "/healthz", "/readyz")  # what a browser needs before it has a token
_LASTS = 12 * 3600  # seconds of a login
_MOST = 1000  # logins kept
_TRIES = 10  # wrong tokens of one client in a minute
Scope = Literal["read", "write"]


class Session(Struct, frozen=True, kw_only=True):
    """A person who gave a token in a browser."""

    scope: Scope
    person: str
    csrf: str
    """What every form of theirs must bring along."""
    until: float


class Guard:
    """Checks every request; tokens and logins are kept as hashes only."""

    def __init__(self, hosts: tuple[str, ...], read_token: str | None, write_token: str | None) -> None:
        self.hosts = tuple(h.casefold() for h in hosts)
        self._read = _kept(read_token) if read_token else None
        self._write = _kept(write_token) if write_token else None
        self._sessions: dict[bytes, Session] = {}
        self._wrong: dict[str, list[float]] = {}

    async def __call__(self, request: "Request[Any, Any, Any]") -> Response[Any] | None:
        """None lets a request through; raises where it may not."""
        given = request.headers.get("host", "").casefold()
        host = given if given.endswith("]") else given.rsplit(":", 1)[0]
        if host not in self.hosts:
            raise PermissionDeniedException(
                f"host {host!r} is not served here; start `sayso serve` with --host"
            )
        writes = request.method not in ("GET", "HEAD", "OPTIONS")
        if writes:
            _same_origin(request)
        session = self.session(request)
        request.state.session = session
        bearer = _shown(request.headers.get("authorization", ""))
        path, scope = request.url.path, self.scope(bearer) if bearer else session.scope if session else None
        if path.startswith(_OPEN):
            return None
        if writes and path.startswith("/api/") and (scope != "write" or not bearer):
            raise NotAuthorizedException(
                "writing needs the token that `sayso serve` printed, as `Authorization: Bearer TOKEN`"
            )
        if writes and (session is None or session.scope != "write") and not path.startswith("/api/"):
            raise NotAuthorizedException("this needs a login with the token for writing")
        if self._read and scope is None:
            raise NotAuthorizedException(
                "reading needs a token: send `Authorization: Bearer TOKEN`, or log in"
            )
        return None

    def scope(self, token: str) -> Scope | None:
        """What a token is good for."""
        found = _hash(token)
        for kept, scope in ((self._write, "write"), (self._read, "read")):
            if kept and hmac.compare_digest(found, kept):
                return scope  # type: ignore[return-value]
        return None

    def log_in(self, client: str, token: str, person: str) -> tuple[str, Session]:
        """A new login and the secret of its cookie; raises where the token is wrong, or too many were."""
        now = time.time()
        wrong = [t for t in self._wrong.pop(client, []) if now - t < 60]
        if len(wrong) >= _TRIES:
            self._wrong[client] = wrong
            raise TooManyRequestsException("too many wrong tokens; wait a minute")
        scope = self.scope(token)
        if scope is None:
            self._wrong = dict(list(self._wrong.items())[-_MOST:]) | {client: [*wrong, now]}
            raise NotAuthorizedException(
                "this is not the token; `sayso serve` printed it when it started, or it stands in its --token-file"
            )
        secret, session = (
            new_token(),
            Session(scope=scope, person=person, csrf=new_token(), until=now + _LASTS),
        )
        held = [(k, s) for k, s in self._sessions.items() if s.until > now]
        self._sessions = {**dict(held[-_MOST + 1 :]), _hash(secret): session}
        return secret, session

    def log_out(self, request: "Request[Any, Any, Any]") -> None:
        """End the login of a request."""
        self._sessions.pop(_hash(request.cookies.get(COOKIE, "")), None)

    def session(self, request: "Request[Any, Any, Any]") -> Session | None:
        """The login of a request that still holds."""
        secret = request.cookies.get(COOKIE)
        found = self._sessions.get(_hash(secret)) if secret else None
        return found if found and found.until > time.time() else None


async def checked_form(request: "Request[Any, Any, Any]") -> tuple[Session, dict[str, str]]:
    """The fields of a form that was sent from a page of ours by who is logged in; raises where it was not."""
    fields = await form_fields(request)
    session: Session | None = request.state.session
    if session is None or not hmac.compare_digest(fields.pop("csrf", "").encode(), session.csrf.encode()):
        raise PermissionDeniedException(
            "this form is not of your login; open its page anew and send it again"
        )
    return session, fields


async def form_fields(request: "Request[Any, Any, Any]") -> dict[str, str]:
    """The fields of a form, text only, of several of one name the last."""
    return {k: v.strip() for k, v in (await request.form()).multi_items() if isinstance(v, str)}


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


def _same_origin(request: "Request[Any, Any, Any]") -> None:
    origin = request.headers.get("origin")
    away = origin.split("://", 1)[-1].casefold() != request.headers["host"].casefold() if origin else False
    if away or request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise PermissionDeniedException("a page of another origin may not write here")


def _kept(token: str) -> bytes:
    """The hash of a token; `sha256:` and 64 hexadecimal digits are one already."""
    kind, _, digits = token.partition(":")
    return bytes.fromhex(digits) if kind == "sha256" and len(digits) == 64 else _hash(token)


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
