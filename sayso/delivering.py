"""Delivering the ledger's outbox to webhooks: at least once, in order, signed as Standard Webhooks has it, tried again with growing rests."""

import base64
import binascii
import hmac
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from pathlib import Path

import msgspec

from sayso.errors import InputError
from sayso.fetch import Fetcher, FetchError
from sayso.ledger import Ledger
from sayso.ledger.alerts import Message, note_delivery, undelivered, write_lapses
from sayso.ledger.moments import stamp

_LONGEST = 3600.0  # seconds of rest
_LEAST = 24  # bytes of a secret


def read_secrets(path: str) -> list[bytes]:
    """The secrets of a file, one a line (`whsec_` and base64); several while one takes another's place. Raises InputError."""
    try:
        lines = Path(path).read_text(encoding="utf-8").split()
        secrets = [base64.b64decode(line.removeprefix("whsec_"), validate=True) for line in lines]
    except (OSError, UnicodeDecodeError, binascii.Error):
        raise InputError(path, "holds no secrets, or cannot be read", "write one a line: whsec_ and the base64 of 24 random bytes or more") from None
    if not secrets or min(map(len, secrets)) < _LEAST:
        raise InputError(path, f"a secret is shorter than {_LEAST} bytes, or there is none", "make one: head -c 32 /dev/urandom | base64")
    return secrets


def message_id(message: Message) -> str:
    """The id by which a receiver knows a message again, the same each time that it is sent."""
    words = f"{message.id}|{message.recorded_at}|{message.event}|{message.kind}"
    return f"msg_{blake2b(words.encode(), digest_size=12).hexdigest()}"


def message_body(message: Message) -> bytes:
    """What is sent: type, timestamp and data."""
    return msgspec.json.encode({"type": f"event.{message.kind}", "timestamp": message.recorded_at, "data": message})


def sign(secrets: Sequence[bytes], id: str, seconds: int, body: bytes) -> str:
    """The signature header: HMAC-SHA256 of id, time and body with each secret (Standard Webhooks).

    >>> sign([b"k" * 24], "msg_1", 0, b"{}").startswith("v1,")
    True
    """
    signed = f"{id}.{seconds}.".encode() + body
    return " ".join("v1," + base64.b64encode(hmac.digest(secret, signed, sha256)).decode() for secret in secrets)


def deliver(
    ledger: Ledger,
    urls: Sequence[str],
    secrets: Sequence[bytes],
    fetcher: Fetcher,
    attempts: int = 6,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Send what was not delivered yet to every address and tell how many messages were; first writes what lapsed since.

    A message counts as delivered when all addresses took it (2xx); raises FetchError after so many `attempts`, or at once where an
    address is gone (410). What was not delivered is sent the next time, with the same id.
    """
    with ledger.writing() as connection:
        write_lapses(connection, stamp(clock()))
    sent = 0
    while True:
        with ledger.connect() as connection:
            waiting = undelivered(connection)
        if not waiting:
            return sent
        for message in waiting:
            for url in urls:
                _send(message, url, secrets, fetcher, attempts, clock, sleep)
            with ledger.writing() as connection:
                note_delivery(connection, [message], stamp(clock()))
            sent += 1


def _send(message: Message, url: str, secrets: Sequence[bytes], fetcher: Fetcher, attempts: int, clock: Callable[[], datetime], sleep: Callable[[float], None]) -> None:
    id, body = message_id(message), message_body(message)
    for attempt in range(attempts):
        seconds = int(clock().timestamp())
        headers = {"Content-Type": "application/json", "webhook-id": id, "webhook-timestamp": str(seconds), "webhook-signature": sign(secrets, id, seconds, body)}
        try:
            fetcher.post(url, body, headers)
            return
        except FetchError as problem:
            if attempt + 1 == attempts or problem.status == 410 or (problem.status is None and not problem.transient):
                raise
            rest = min(_LONGEST, 2.0**attempt)
            sleep(max(rest * random.uniform(1.0, 1.5), problem.retry_after or 0.0))
