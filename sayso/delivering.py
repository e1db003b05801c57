"""Delivering the ledger's outbox to webhooks: at least once, in order for each, signed as Standard Webhooks has it, tried again with growing rests.

Each address has its own queue: one that is slow, dead or refuses holds up no other. https://www.standardwebhooks.com
"""

import base64
import binascii
import hmac
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from hashlib import blake2b, sha256
from pathlib import Path

import msgspec

from sayso.errors import InputError
from sayso.fetch import Fetcher, FetchError
from sayso.ledger import Ledger
from sayso.ledger.alerts import Message, write_lapses
from sayso.ledger.moments import stamp, unstamp
from sayso.ledger.receivers import (
    enrol,
    list_receivers,
    note_failure,
    note_outcome,
    parked_messages,
    revive,
    waiting_messages,
)

RECENT = timedelta(days=7)
"""So far back begins an address that is new."""
_LONGEST = 3600.0  # seconds of rest
_LATEST = 24 * 3600.0  # seconds of rest that a receiver may ask for
_PATIENCE = 60.0  # seconds of rest for which a single run waits
_LATER = (408, 425, 429)  # of 4xx those that say: not now
_LEAST = 24  # bytes of a secret


class Report(msgspec.Struct, kw_only=True):
    """What a run did: how many messages were delivered, how many parked, and by address what was wrong in the end."""

    delivered: int = 0
    parked: int = 0
    problems: dict[str, str] = {}


def read_secrets(path: str) -> list[bytes]:
    """The secrets of a file, one a line (`whsec_` and base64); several while one takes another's place. Raises InputError."""
    try:
        lines = Path(path).read_text(encoding="utf-8").split()
        secrets = [base64.b64decode(line.removeprefix("whsec_"), validate=True) for line in lines]
    except (OSError, UnicodeDecodeError, binascii.Error):
        raise InputError(
            path,
            "holds no secrets, or cannot be read",
            "write one a line: whsec_ and the base64 of 24 random bytes or more",
        ) from None
    if not secrets or min(map(len, secrets)) < _LEAST:
        raise InputError(
            path,
            f"a secret is shorter than {_LEAST} bytes, or there is none",
            "make one: head -c 32 /dev/urandom | base64",
        )
    return secrets


def message_id(message: Message) -> str:
    """The id by which a receiver knows a message again, the same each time that it is sent."""
    words = f"{message.id}|{message.recorded_at}|{message.event}|{message.kind}"
    return f"msg_{blake2b(words.encode(), digest_size=12).hexdigest()}"


def message_body(message: Message) -> bytes:
    """What is sent: type, timestamp and data."""
    return msgspec.json.encode(
        {"type": f"event.{message.kind}", "timestamp": message.recorded_at, "data": message}
    )


def sign(secrets: Sequence[bytes], id: str, seconds: int, body: bytes) -> str:
    """The signature header: HMAC-SHA256 of id, time and body with each secret (Standard Webhooks).

    >>> sign([b"k" * 24], "msg_1", 0, b"{}").startswith("v1,")
    True
    """
    signed = f"{id}.{seconds}.".encode() + body
    return " ".join(
        "v1," + base64.b64encode(hmac.digest(secret, signed, sha256)).decode() for secret in secrets
    )


def rest_after(failures: int, problem: FetchError) -> float:
    """Seconds of rest after so many failures in a row: doubling to an hour, with jitter, and no less than the receiver asked for.

    >>> 4 <= rest_after(3, FetchError("https://a.example/", "answered 500", "wait")) <= 6
    True
    """
    rest = min(_LONGEST, 2.0 ** min(failures - 1, 30)) * random.uniform(1.0, 1.5)
    return max(rest, min(_LATEST, problem.retry_after or 0.0))


def deliver(
    ledger: Ledger,
    urls: Sequence[str],
    secrets: Sequence[bytes],
    fetcher: Fetcher,
    attempts: int = 6,
    every: float | None = None,
    since: datetime | None = None,
    retry: bool = False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    sleep: Callable[[float], None] = time.sleep,
    tell: Callable[[str], None] = lambda words: None,
) -> Report:
    """Send to every address what it was not sent yet, and write what lapsed since; `tell` hears of each refusal and failure.

    An address that is new begins `since` a moment, a week ago if none is given. A message that it refuses (4xx) is parked with the
    reason; `retry` sends what is parked again, and asks anew who is gone (410) or rests. An address that fails otherwise (5xx, 408, 425,
    429, no answer) is tried again with growing rests, its messages in order: so many `attempts` in this run, or on and on where `every`
    says after how many seconds the ledger is looked at again.
    """
    begin = stamp(since or clock() - RECENT)
    run = _Run(ledger, secrets, fetcher, attempts, every, begin, clock, tell)
    with ledger.writing() as connection:
        for url in dict.fromkeys(urls):
            receiver = enrol(connection, url, begin)
            if retry:
                revive(connection, url)
            again = [p.message for p in parked_messages(connection, url)] if retry else []
            run.queues.append(_Queue(url, again, run.clock()))
            if receiver.gone and not retry:
                run.give_up(
                    run.queues[-1],
                    f"{url}: is gone ({receiver.problem}); see that it is back, then send with --retry",
                )
            elif (
                every is None and not retry and receiver.rest_until and unstamp(receiver.rest_until) > clock()
            ):
                run.give_up(
                    run.queues[-1],
                    f"{receiver.problem} (tried again from {receiver.rest_until[:19]}Z on; --retry tries now)",
                )
            elif receiver.rest_until and not retry:
                run.queues[-1].due = unstamp(receiver.rest_until)
    run.go(sleep)
    return run.report


def describe_delivery(ledger: Ledger, urls: Sequence[str] = ()) -> Iterator[str]:
    """How delivery stands for each address (of `urls`, if any are given): a line each, and one for each message that is parked."""
    with ledger.connect() as connection:
        for receiver, waiting in list_receivers(connection):
            if urls and receiver.address not in urls:
                continue
            parked = parked_messages(connection, receiver.address)
            line = f"{receiver.address}: {waiting} waiting, {len(parked)} parked"
            if receiver.gone:
                line += f"; gone since {receiver.failing_since}, --retry asks again: {receiver.problem}"
            elif receiver.failures:
                line += f"; failing since {receiver.failing_since} ({receiver.failures} times), tried again from {receiver.rest_until} on: {receiver.problem}"
            yield line
            for one in parked:
                yield f"  parked {one.recorded_at} {message_id(one.message)} event.{one.message.kind} {one.message.event}: {one.reason}"


class _Queue:
    """One address in this run: what it refused and is sent again, when it is due, how often it failed."""

    def __init__(self, url: str, again: Iterable[Message], due: datetime) -> None:
        self.url, self.again, self.due = url, list(again), due
        self.tries, self.idle, self.open = 0, True, True


class _Run:
    def __init__(
        self,
        ledger: Ledger,
        secrets: Sequence[bytes],
        fetcher: Fetcher,
        attempts: int,
        every: float | None,
        begin: str,
        clock: Callable[[], datetime],
        tell: Callable[[str], None],
    ) -> None:
        self.ledger, self.secrets, self.fetcher, self.attempts = ledger, secrets, fetcher, attempts
        self.every, self.begin, self.clock, self.tell = every, begin, clock, tell
        self.queues: list[_Queue] = []
        self.report = Report(problems={})
        self.flying: dict[Future[int], tuple[_Queue, Message]] = {}

    def go(self, sleep: Callable[[float], None]) -> None:
        """Send until nothing is left to send, or for good where the ledger is looked at again and again.

        Only this thread speaks to the ledger; the others post.
        """
        looked: datetime | None = None
        pool = ThreadPoolExecutor(max(1, len(self.queues)), thread_name_prefix="deliver")
        try:
            while any(queue.open for queue in self.queues):
                now = self.clock()
                if looked is None or (
                    self.every is not None and now >= looked + timedelta(seconds=self.every)
                ):
                    with self.ledger.writing() as connection:
                        write_lapses(connection, stamp(now))
                    looked = now
                for queue in self.queues:
                    self._send_next(pool, queue, now)
                dues = [queue.due for queue in self.queues if queue.open and queue.idle and queue.due > now]
                if self.flying:
                    left = max(0.01, min([1.0, *((due - now).total_seconds() for due in dues)]))
                    for future in wait(self.flying, left, FIRST_COMPLETED).done:
                        self._settle(future)
                    continue
                if self.every is not None:
                    dues.append(looked + timedelta(seconds=self.every))
                if not dues:
                    return
                sleep(max(0.01, (min(dues) - now).total_seconds()))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def give_up(self, queue: _Queue, problem: str) -> None:
        """Leave an address alone for the rest of this run."""
        queue.open = False
        self.report.problems[queue.url] = problem

    def _send_next(self, pool: ThreadPoolExecutor, queue: _Queue, now: datetime) -> None:
        if not queue.open or not queue.idle or queue.due > now:
            return
        message = queue.again[0] if queue.again else self._next(queue)
        if message is None:
            return
        id, body, seconds = message_id(message), message_body(message), int(now.timestamp())
        headers = {
            "Content-Type": "application/json",
            "webhook-id": id,
            "webhook-timestamp": str(seconds),
            "webhook-signature": sign(self.secrets, id, seconds, body),
        }
        queue.idle = False
        self.flying[pool.submit(self.fetcher.post, queue.url, body, headers)] = queue, message

    def _next(self, queue: _Queue) -> Message | None:
        with self.ledger.connect() as connection:
            return next(
                iter(waiting_messages(connection, enrol(connection, queue.url, self.begin).message, 1)), None
            )

    def _settle(self, future: Future[int]) -> None:
        queue, message = self.flying.pop(future)
        queue.idle, now = True, self.clock()
        problem = future.exception()
        if problem is not None and not isinstance(problem, FetchError):
            raise problem
        refused = (
            problem is not None
            and 400 <= (problem.status or 0) < 500
            and problem.status not in (410, *_LATER)
        )
        if problem is None or refused:
            with self.ledger.writing() as connection:
                note_outcome(
                    connection,
                    queue.url,
                    message,
                    "parked" if refused else "delivered",
                    stamp(now),
                    str(problem) if refused else None,
                )
            queue.again, queue.tries = queue.again[1:], 0
            self.report.delivered += not refused
            self.report.parked += refused
            if refused:
                self.tell(f"{message_id(message)} is parked: {problem}")
            return
        assert isinstance(problem, FetchError)
        self._fail(queue, problem, now)

    def _fail(self, queue: _Queue, problem: FetchError, now: datetime) -> None:
        queue.tries += 1
        with self.ledger.writing() as connection:
            rest = rest_after(enrol(connection, queue.url, self.begin).failures + 1, problem)
            queue.due = now + timedelta(seconds=rest)
            note_failure(
                connection, queue.url, str(problem), stamp(queue.due), stamp(now), problem.status == 410
            )
        hopeless = problem.status is None and not problem.transient
        if problem.status == 410 or (
            self.every is None and (hopeless or queue.tries >= self.attempts or rest > _PATIENCE)
        ):
            self.give_up(queue, str(problem))
        self.tell(str(problem))
