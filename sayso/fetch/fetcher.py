"""A fetch from address to bytes: every redirect checked like the first address, robots.txt obeyed, hosts given rest."""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from msgspec import Struct
from msgspec.structs import replace

import sayso
from sayso.errors import guarded
from sayso.fetch.addresses import Gate, Target, parse_target
from sayso.fetch.limits import DEFAULTS, FetchError, Limits
from sayso.fetch.politeness import Robots, Turns
from sayso.fetch.wire import Answer, exchange

AGENT = "sayso"
_CLEAN = re.compile(
    r"[\x20-\x7e\x80-\xff]{1,1000}"
)  # what may stand in a header; anything else is not sent back
_MOVED = (301, 302, 303, 307, 308)
_LONGEST_REST = 24 * 3600.0
_ROBOTS = Limits(seconds=15.0, bytes=512_000)


class Response(Struct, frozen=True, kw_only=True):
    """What came: the address it came from in the end, status (200 or 304), headers by lower-case name, unpacked body."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    moved_to: str | None = None
    """The new address, where every redirect on the way was permanent."""

    @property
    def kind(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Fetcher:
    """Fetches over http(s), one request at a time a host; `allow` lists private hosts that may be reached, `robots=False` is for one's own hosts.

    Nothing is sent that could tell who asks beyond the agent's name: no cookies, no credentials, no referrer. Proxies of the environment are not
    used, since the address that was checked is the address that is reached.
    """

    def __init__(
        self,
        limits: Limits = DEFAULTS,
        allow: Iterable[str] = (),
        robots: bool = True,
        interval: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limits = limits
        self._gate = Gate(allow)
        self._turns = Turns(interval, clock, sleep)
        self._robots = Robots(AGENT, self._load_robots, clock) if robots else None

    def get(
        self, url: str, etag: str | None = None, modified: str | None = None, accept: str = "*/*"
    ) -> Response:
        """What an address serves; with `etag` or `modified` (as a former answer gave them) a 304 comes back without a body.

        Raises FetchError with the reason: no public address, robots.txt, too slow, too large, a redirect loop, or the status.
        """
        conditions = {
            k: v
            for k, v in (("If-None-Match", etag), ("If-Modified-Since", modified))
            if v and _CLEAN.fullmatch(v)
        }
        with guarded(url, "fetch"):
            target, answer, permanent = self._follow(
                parse_target(url), {"Accept": accept, **conditions}, self.limits, robots=True
            )
        if answer.status not in (200, 304):
            raise status_error(target.url, answer)
        return Response(
            url=target.url,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            moved_to=target.url if permanent else None,
        )

    def rest(self, host: str) -> float:
        """The seconds until a host may be asked again; 0 where it may be now."""
        return self._turns.rest(host)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send a body to an address and give the status, 2xx; no redirect is followed; raises FetchError for anything else.

        It waits for no turn: the receiver asked for it, and a slow one must not hold up another on the same host.
        """
        target = parse_target(url)
        addresses = self._gate.find(target, self.limits.connect_seconds)
        answer = exchange(target, addresses, {**_headers(), **headers}, self.limits, "POST", body)
        if not 200 <= answer.status < 300:
            raise status_error(target.url, answer)
        return answer.status

    def _follow(
        self, target: Target, headers: Mapping[str, str], limits: Limits, robots: bool
    ) -> tuple[Target, Answer, bool]:
        seen, permanent, until = {target.url}, True, time.monotonic() + limits.seconds
        for hop in range(limits.redirects + 1):
            if robots and self._robots is not None:
                self._ask_robots(self._robots, target)
            left = replace(limits, seconds=max(0.01, until - time.monotonic())) if hop else limits
            with self._turns.turn(target.host):
                addresses = self._gate.find(target, limits.connect_seconds)
                answer = exchange(target, addresses, {**_headers(), **headers}, left)
            if answer.status not in _MOVED:
                return target, answer, permanent and hop > 0
            where = answer.headers.get("location")
            if not where:
                raise FetchError(
                    target.url, f"answered {answer.status} without an address to go to", "check the address"
                )
            permanent = permanent and answer.status in (301, 308)
            before, target = target, parse_target(where, target.url)
            if before.scheme == "https" and target.scheme == "http":
                raise FetchError(
                    before.url, f"leads from https to plain http ({target.url})", "check the address"
                )
            if target.url in seen:
                raise FetchError(target.url, "redirects in a loop", "check the address")
            seen.add(target.url)
        raise FetchError(target.url, f"redirects more than {limits.redirects} times", "check the address")

    def _ask_robots(self, robots: Robots, target: Target) -> None:
        if not robots.allows(target.origin, target.url):
            raise FetchError(
                target.url, "robots.txt does not allow it", "ask its publisher, or save the page by hand"
            )
        pause = robots.pause(target.origin)
        if pause is not None:
            self._turns.slow(target.host, pause)

    def _load_robots(self, origin: str) -> str | None:
        """A robots.txt as RFC 9309 has it: none (4xx) allows all, one that cannot be had (5xx, no answer) nothing."""
        try:
            _, answer, _ = self._follow(
                parse_target(f"{origin}/robots.txt"),
                {"Accept": "text/plain, */*;q=0.1"},
                _shorter(_ROBOTS, self.limits),
                robots=False,
            )
        except FetchError as problem:
            return None if problem.transient else ""
        if answer.status == 200:
            return answer.body.decode("utf-8", "replace")
        return "" if 400 <= answer.status < 500 and answer.status != 429 else None


def status_error(url: str, answer: Answer) -> FetchError:
    """The error for a status, with the rest that the server asks for."""
    words = f"answered {answer.status} {answer.reason}".strip()
    transient = answer.status in (408, 425, 429) or answer.status >= 500
    rest = parse_retry_after(answer.headers.get("retry-after"))
    remedy = "try again later" if transient else "check the address"
    return FetchError(url, words, remedy, transient=transient, retry_after=rest, status=answer.status)


def parse_retry_after(words: str | None, now: datetime | None = None) -> float | None:
    """The seconds of a Retry-After header, in seconds or as a date; a day at the most, None where it cannot be read.

    >>> parse_retry_after("120"), parse_retry_after("soon"), parse_retry_after("\u00b2")
    (120.0, None, None)
    """
    if not words:
        return None
    plain = words.strip()
    if plain.isascii() and plain.isdigit():
        return min(float(plain[:9]), _LONGEST_REST)
    try:
        moment = parsedate_to_datetime(plain[:100])
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(max(0.0, (moment - (now or datetime.now(UTC))).total_seconds()), _LONGEST_REST)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _headers() -> dict[str, str]:
    version = getattr(sayso, "__version__", "")
    return {
        "User-Agent": f"{AGENT}/{version}".rstrip("/"),
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }


def _shorter(limits: Limits, other: Limits) -> Limits:
    return replace(limits, seconds=min(limits.seconds, other.seconds), connect_seconds=other.connect_seconds)
