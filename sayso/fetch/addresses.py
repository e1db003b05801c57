"""Which addresses may be reached: http(s) on public networks, checked after DNS, so that a name cannot lead into one's own network."""

import ipaddress
import re
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from sayso.fetch.limits import FetchError

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.ip_network("::/96")
_lookups = ThreadPoolExecutor(max_workers=8, thread_name_prefix="sayso-dns")


class Target(NamedTuple):
    """Where a request goes: the address as it is written, its scheme, host, port and path."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what robots.txt speaks for."""
        return f"{self.scheme}://{_bracketed(self.host)}{'' if self.port == _PORTS[self.scheme] else f':{self.port}'}"


def parse_target(url: str, base: str | None = None) -> Target:
    """A web address taken apart, its fragment left out; raises FetchError for what is no http(s) address, holds a password or a low port.

    >>> parse_target("/b?c=1#d", "http://a.example/x").url
    'http://a.example/b?c=1'
    """
    try:
        whole = urljoin(base, url.strip()) if base else url.strip()
    except ValueError:
        raise FetchError(url[:200], "is no web address", "check the address") from None
    if len(whole) > 4000 or re.search(r"[\x00-\x20\x7f\ud800-\udfff]", whole):
        raise FetchError(
            whole[:200], "is no web address (too long, or with blanks in it)", "check the address"
        )
    try:
        parts = urlsplit(whole)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        raise FetchError(whole, "is no web address", "check the address") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host:
        raise FetchError(
            whole,
            f"is no http(s) address ({scheme or 'no scheme'})",
            "give one that begins with https:// or http://",
        )
    if parts.username is not None or parts.password is not None:
        raise FetchError(
            whole.replace(parts.netloc, host),
            "holds a name or a password, and none is ever sent",
            "leave them out of the address",
        )
    port = port or _PORTS[scheme]
    path = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*[]-._") + (
        f"?{quote(parts.query, safe='%/:=&?~+!$,;@()*[]-._')}" if parts.query else ""
    )
    netloc = _bracketed(host) + ("" if port == _PORTS[scheme] else f":{port}")
    return Target(urlunsplit((scheme, netloc, "", "", "")) + path, scheme, host, port, path)


class Gate:
    """Decides which addresses may be reached; `allow` names hosts (`host`, `host:port`, or a network as 10.0.0.0/8) that may although they are private."""

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self._names: set[str] = set()
        self._networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for entry in allow:
            try:
                self._networks.append(ipaddress.ip_network(entry))
            except ValueError:
                self._names.add(entry.casefold())

    def find(self, target: Target, seconds: float) -> list[str]:
        """The addresses of a target's host that may be reached, in the order of the resolver; raises FetchError where there are none."""
        named = target.host in self._names or f"{_bracketed(target.host)}:{target.port}" in self._names
        if not named and target.port < 1024 and target.port not in _PORTS.values() and not self._networks:
            raise FetchError(target.url, f"port {target.port} serves no web pages", "check the address")
        found = self._resolve(target, seconds)
        open_ones = [a for a in found if named or self._is_open(ipaddress.ip_address(a))]
        if not open_ones:
            raise FetchError(
                target.url,
                f"leads to {found[0]}, which is no public address",
                f"if it is yours and meant, give --allow {target.host}",
            )
        return open_ones

    def _resolve(self, target: Target, seconds: float) -> list[str]:
        try:
            return [str(ipaddress.ip_address(target.host.partition("%")[0]))]
        except ValueError:
            pass
        try:
            answers = _lookups.submit(
                socket.getaddrinfo, target.host, target.port, type=socket.SOCK_STREAM
            ).result(timeout=seconds)
        except (Late, TimeoutError):
            raise FetchError(
                target.url, f"no answer from DNS within {seconds:g} s", "try again later", transient=True
            ) from None
        except (OSError, UnicodeError) as problem:
            gone = isinstance(problem, socket.gaierror) and problem.errno == socket.EAI_NONAME
            raise FetchError(
                target.url, f"no such host ({target.host})", "check the address", transient=not gone
            ) from None
        return list(dict.fromkeys(str(a[4][0]).partition("%")[0] for a in answers))

    def _is_open(self, ip: Ip) -> bool:
        return is_public(ip) or any(ip in n for n in self._networks if n.version == ip.version)


def is_public(ip: Ip) -> bool:
    """Whether an address lies on the public internet, looked at through every wrapping of IPv4 in IPv6.

    >>> [is_public(ipaddress.ip_address(a)) for a in ("8.8.8.8", "127.0.0.1", "::ffff:10.0.0.1", "169.254.169.254", "64:ff9b::7f00:1")]
    [True, False, False, False, False]
    """
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and (ip in _NAT64 or ip in _COMPATIBLE):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if ip in _LOCAL_NAT64 or ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
