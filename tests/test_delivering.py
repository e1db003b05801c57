"""Webhooks: signed, tried again, at least once and in order; nothing is sent into one's own network unless it is allowed."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sayso.delivering import deliver, message_id, read_secrets
from sayso.errors import InputError
from sayso.fetch import Fetcher, FetchError, Limits
from sayso.ledger import Ledger
from sayso.ledger.alerts import undelivered
from sayso.ledger.judging import judge
from tests.fetch.server import Handler, Server, serving
from tests.ledger.stories import FIRST, make_reading

SECRET = b"s" * 32


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


def fetcher(server: Server) -> Fetcher:
    return Fetcher(Limits(seconds=5.0), allow=[server.host], robots=False, interval=0.0)


def filled() -> Ledger:
    ledger = Ledger(":memory:")
    ledger.add(make_reading(0), FIRST + timedelta(hours=1))
    return ledger


def test_signed_tried_again_and_delivered_once(server: Server) -> None:
    webhooks = pytest.importorskip("standardwebhooks")
    answers, rests = iter([500, 429, 204]), list[float]()

    def hook(handler: Handler) -> None:
        handler.answer(next(answers, 204), {"Retry-After": "7"} if len(rests) == 1 else {}, b"")

    server.pages["/hook"] = hook
    ledger = filled()
    assert deliver(ledger, [server.url("/hook")], [b"o" * 24, SECRET], fetcher(server), sleep=rests.append) == 1
    assert len(rests) == 2 and 1 <= rests[0] <= 1.5 and rests[1] >= 7
    told = [webhooks.Webhook("whsec_" + base64.b64encode(SECRET).decode()).verify(body, {k.lower(): v for k, v in headers.items()}) for headers, body in server.bodies]
    assert {t["type"] for t in told} == {"event.new"}
    assert len({headers["webhook-id"] for headers, _ in server.bodies}) == 1
    assert deliver(ledger, [server.url("/hook")], [SECRET], fetcher(server)) == 0
    with pytest.raises(Exception, match="signature"):
        webhooks.Webhook("whsec_" + base64.b64encode(b"x" * 32).decode()).verify(server.bodies[0][1], {k.lower(): v for k, v in server.bodies[0][0].items()})


def test_what_was_not_taken_waits_with_the_same_id(server: Server) -> None:
    server.pages["/hook"] = (500, {}, b"")
    ledger, rests = filled(), list[float]()
    with pytest.raises(FetchError, match="500"):
        deliver(ledger, [server.url("/hook")], [SECRET], fetcher(server), attempts=4, sleep=rests.append)
    assert [round(r) in (2**n, 2**n + 1, 2**n + 2) for n, r in enumerate(rests)] == [True] * 3
    with ledger.connect() as connection:
        (waiting,) = undelivered(connection)
    server.pages["/hook"] = (200, {}, b"")
    assert deliver(ledger, [server.url("/hook")], [SECRET], fetcher(server)) == 1
    assert {h["webhook-id"] for h, _ in server.bodies} == {message_id(waiting)}
    server.pages["/hook"] = (410, {}, b"")
    ledger = filled()
    with pytest.raises(FetchError, match="410"):
        deliver(ledger, [server.url("/hook")], [SECRET], fetcher(server), sleep=rests.append)
    assert len(rests) == 3


def test_a_lapse_is_told_when_its_time_has_passed_and_once(server: Server) -> None:
    server.pages["/hook"] = (200, {}, b"")
    ledger, url = filled(), server.url("/hook")
    (event,) = ledger.events(FIRST + timedelta(hours=1))
    assert event.lapses_at is not None
    for moment, sent in ((event.lapses_at - timedelta(minutes=1), 1), (event.lapses_at + timedelta(minutes=1), 1), (event.lapses_at + timedelta(days=1), 0)):
        assert deliver(ledger, [url], [SECRET], fetcher(server), clock=lambda moment=moment: moment) == sent
    assert b'"planned","lapsed"' in server.bodies[-1][1]


def test_the_fortieth_report_of_the_same_is_no_message_and_a_judgement_is_one() -> None:
    ledger = filled()
    (event,) = ledger.events(FIRST + timedelta(hours=1))
    judge(ledger, "outcome", event.id, "Ada", "cancelled", event, recorded_at=FIRST + timedelta(hours=2))
    ledger.add(make_reading(0), FIRST + timedelta(hours=3))
    with ledger.connect() as connection:
        assert [(m.kind, m.status) for m in undelivered(connection)] == [("new", (None, "planned")), ("status", ("planned", "cancelled"))]


def test_no_private_address_and_no_weak_secret(tmp_path: Path, server: Server) -> None:
    with pytest.raises(FetchError, match="no public address"):
        deliver(filled(), [server.url("/hook")], [SECRET], Fetcher(robots=False, interval=0.0), clock=lambda: datetime(2024, 5, 8, tzinfo=UTC))
    assert not server.bodies
    path = tmp_path / "secret"
    for words in ("", "whsec_c2hvcnQ=", "no base64!"):
        path.write_text(words)
        with pytest.raises(InputError):
            read_secrets(str(path))
    path.write_text("whsec_" + base64.b64encode(SECRET).decode() + "\n")
    assert read_secrets(str(path)) == [SECRET]
