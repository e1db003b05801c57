"""What a fetch may cost, and how one that was refused says why."""

from msgspec import Struct

from sayso.errors import InputError


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds of one fetch: seconds in all and for connecting, bytes after unpacking, how often smaller they may come, redirects."""

    seconds: float = 30.0
    connect_seconds: float = 10.0
    bytes: int = 10_000_000
    ratio: int = 150
    """So many times larger than it came may a body become, once it is larger than 1 MB."""
    redirects: int = 5


DEFAULTS = Limits()


class FetchError(InputError):
    """A fetch that was refused or failed; `transient` where trying again later may help, `retry_after` in seconds where the server says when.

    >>> str(FetchError("http://a.example/", "answered 404 Not Found", "check the address", status=404))
    'http://a.example/: answered 404 Not Found; check the address'
    """

    def __init__(
        self,
        name: str,
        problem: str,
        remedy: str,
        *,
        transient: bool = False,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(name, problem, remedy)
        self.transient, self.retry_after, self.status = transient, retry_after, status
