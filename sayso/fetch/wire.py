"""One request over one connection: to a pinned address, under a deadline that nothing the server does can put off, unpacked within bounds."""

import contextlib
import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from sayso.fetch.addresses import Target
from sayso.fetch.limits import FetchError, Limits

_CHUNK = 65_536
_FREE = 1_000_000  # bytes that any body may unpack to


class Answer(NamedTuple):
    """Status, headers by lower-case name, and the unpacked body (empty where it was not wanted)."""

    status: int
    reason: str
    headers: dict[str, str]
    body: bytes


@cache
def tls() -> ssl.SSLContext:
    """Certificates checked against the system's store."""
    return ssl.create_default_context()


class _Deadline:
    """Shuts a connection down when its time is over, whatever it is waiting for."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._until = time.monotonic() + seconds
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(max(0.01, seconds), self._end)
        self._timer.daemon = True
        self._timer.start()

    def left(self) -> float:
        return max(0.01, self._until - time.monotonic())

    def guard(self, connection: socket.socket) -> None:
        self._socket = connection
        if self.over:
            raise TimeoutError

    def stop(self) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.over = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def exchange(
    target: Target,
    addresses: list[str],
    headers: Mapping[str, str],
    limits: Limits,
    method: str = "GET",
    body: bytes | None = None,
) -> Answer:
    """Ask one of the addresses, which were checked, for a target; a redirect is answered, not followed.

    Raises FetchError where it takes too long, grows too large, ends early or cannot be understood.
    """
    deadline = _Deadline(limits.seconds)
    try:
        plain = _connect(target, addresses, limits, deadline)
        with contextlib.closing(plain):
            deadline.guard(plain)
            plain.settimeout(deadline.left())
            secure = target.scheme == "https"
            wire = (
                tls().wrap_socket(plain, server_hostname=target.host, do_handshake_on_connect=False)
                if secure
                else plain
            )
            with contextlib.closing(wire):
                deadline.guard(wire)
                if isinstance(wire, ssl.SSLSocket):
                    wire.do_handshake()
                connection = http.client.HTTPConnection(target.host, target.port)
                connection.sock = wire
                connection.request(
                    method,
                    target.path,
                    body=body,
                    headers={"Host": target.origin.partition("://")[2], **headers},
                )
                response = connection.getresponse()
                fields = {k.lower(): v for k, v in reversed(response.getheaders())}
                wanted = response.status == 200 and method != "HEAD"
                whole = b"".join(_unpack(response, fields, target, limits)) if wanted else b""
                if deadline.over:
                    raise TimeoutError
                return Answer(response.status, response.reason, fields, whole)
    except FetchError as problem:
        raise _late(target, limits) if deadline.over and problem.transient else problem from None
    except http.client.IncompleteRead as problem:
        if deadline.over:
            raise _late(target, limits) from None
        raise FetchError(
            target.url,
            f"ended after {len(problem.partial)} bytes, before its announced length",
            "try again later",
            transient=True,
        ) from None
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as problem:
        if deadline.over or isinstance(problem, TimeoutError):
            raise _late(target, limits) from None
        if isinstance(problem, ssl.SSLCertVerificationError):
            raise FetchError(
                target.url,
                f"its certificate does not hold ({problem.verify_message})",
                "leave it out until its owner mends that",
            ) from None
        if isinstance(problem, zlib.error):
            raise FetchError(
                target.url, "its compressed body is broken", "try again later", transient=True
            ) from None
        words = (
            str(problem) if isinstance(problem, OSError) else f"{type(problem).__name__}: {str(problem)[:80]}"
        )
        raise FetchError(
            target.url, f"the connection failed ({words})", "try again later", transient=True
        ) from None
    finally:
        deadline.stop()


def _late(target: Target, limits: Limits) -> FetchError:
    return FetchError(target.url, f"took longer than {limits.seconds:g} s", "try again later", transient=True)


def _connect(target: Target, addresses: list[str], limits: Limits, deadline: _Deadline) -> socket.socket:
    last: OSError | None = None
    for address in addresses[:4]:
        try:
            return socket.create_connection(
                (address, target.port), timeout=min(limits.connect_seconds, deadline.left())
            )
        except OSError as problem:
            last = problem
    if isinstance(last, TimeoutError):
        raise FetchError(
            target.url,
            f"no connection within {limits.connect_seconds:g} s",
            "try again later",
            transient=True,
        )
    raise FetchError(
        target.url,
        f"no connection ({last.strerror or last if last else 'no address'})",
        "check the address, or try again later",
        transient=True,
    )


def _unpack(
    response: http.client.HTTPResponse, fields: Mapping[str, str], target: Target, limits: Limits
) -> Iterator[bytes]:
    announced = fields.get("content-length", "").strip()
    announced = announced[:19] if announced.isascii() and announced.isdigit() else ""
    if announced and int(announced) > limits.bytes:
        raise FetchError(
            target.url,
            f"is {int(announced):,} bytes long; {limits.bytes:,} are read at the most",
            "leave it out",
        )
    coding = fields.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise FetchError(target.url, f"is packed as {coding}, which was not asked for", "leave it out")
    inflater = None if coding in ("identity", "") else zlib.decompressobj(47 if coding != "deflate" else 15)
    came = made = 0
    while chunk := response.read1(_CHUNK):
        came += len(chunk)
        if coding == "deflate" and came == len(chunk) and chunk[0] & 0x0F != 8:
            inflater = zlib.decompressobj(-15)  # some servers leave the zlib header out
        waiting = chunk
        while waiting:
            piece = waiting if inflater is None else inflater.decompress(waiting, _CHUNK)
            waiting = b"" if inflater is None else inflater.unconsumed_tail
            made += len(piece)
            if made > limits.bytes:
                raise FetchError(target.url, f"is longer than {limits.bytes:,} bytes", "leave it out")
            if made > _FREE and made > came * limits.ratio:
                raise FetchError(
                    target.url,
                    f"unpacks to more than {limits.ratio} times what came: a decompression bomb",
                    "leave it out",
                )
            if piece:
                yield piece
            elif inflater is not None and not inflater.unconsumed_tail:
                break
    if announced and came < int(announced):
        raise FetchError(
            target.url,
            f"ended after {came:,} of {int(announced):,} announced bytes",
            "try again later",
            transient=True,
        )
    if inflater is not None and not inflater.eof:
        raise FetchError(target.url, "its compressed body is broken off", "try again later", transient=True)
