"""Webhooks: signed, tried again, at least once and in order for each; one that fails holds up no other; nothing goes into one's own network unasked."""

import base64
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sayso.delivering import RECENT, deliver, describe_delivery, message_id, read_secrets
from sayso.errors import InputError
from sayso.fetch import Fetcher, Limits
from sayso.ledger import Ledger
from sayso.ledger.judging import judge
from sayso.ledger.moments import stamp
from sayso.ledger.receivers import parked_messages, waiting_messages
from tests.fetch.server import Handler, Server, serving
from tests.ledger.stories import FIRST, make_reading
from tests.test_cli import run

SECRET = b"s" * 32
BEGIN = FIRST + timedelta(hours=2)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


class Clock:
    """A time that passes by sleeping, so that no test waits."""

    def __init__(self, moment: datetime = BEGIN) -> None:
        self.moment, self.rests = moment, list[float]()

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.rests.append(seconds)
        self.moment += timedelta(seconds=seconds)


class StopError(Exception):
    """Ends a run that goes on and on."""


def fetcher(server: Server) -> Fetcher:
    return Fetcher(Limits(seconds=5.0), allow=[server.host], robots=False, interval=0.0)


def filled(count: int = 1, location: str = ":memory:") -> Ledger:
    ledger = Ledger(location)
    for n in range(count):
        ledger.add(make_reading(5 * n, 0), FIRST + timedelta(hours=1))
    return ledger


def sent_to(server: Server, path: str) -> list[str]:
    return [
        headers["webhook-id"]
        for headers, at in zip((h for h, _ in server.bodies), server.posted, strict=True)
        if at == path
    ]


def test_signed_tried_again_and_delivered_once(server: Server) -> None:
    webhooks = pytest.importorskip("standardwebhooks")
    answers, clock = iter([(500, {}), (429, {"Retry-After": "7"}), (204, {})]), Clock(datetime.now(UTC))
    server.pages["/hook"] = lambda handler: handler.answer(*next(answers), b"")
    ledger = filled()
    report = deliver(
        ledger,
        [server.url("/hook")],
        [b"o" * 24, SECRET],
        fetcher(server),
        since=FIRST,
        clock=clock.now,
        sleep=clock.sleep,
    )
    assert (report.delivered, report.parked, report.problems) == (1, 0, {})
    assert len(clock.rests) == 2 and 1 <= clock.rests[0] <= 1.5 and clock.rests[1] >= 7
    told = [
        webhooks.Webhook("whsec_" + base64.b64encode(SECRET).decode()).verify(
            body, {k.lower(): v for k, v in headers.items()}
        )
        for headers, body in server.bodies
    ]
    (event,) = ledger.events(FIRST + timedelta(hours=1))
    expected = {
        "id": 1,
        "kind": "new",
        "event": event.id,
        "label": event.label,
        "recorded_at": told[0]["timestamp"],
        "status": [None, "planned"],
        "start": None,
        "origins": [],
        "fields": [],
    }
    assert all(
        t == {"type": "event.new", "timestamp": stamp(FIRST + timedelta(hours=1)), "data": expected}
        for t in told
    )
    assert len(set(sent_to(server, "/hook"))) == 1
    assert deliver(ledger, [server.url("/hook")], [SECRET], fetcher(server), clock=clock.now).delivered == 0
    with pytest.raises(Exception, match="signature"):
        webhooks.Webhook("whsec_" + base64.b64encode(b"x" * 32).decode()).verify(
            server.bodies[0][1], {k.lower(): v for k, v in server.bodies[0][0].items()}
        )


def test_what_was_not_taken_waits_in_order_with_the_same_id(server: Server) -> None:
    server.pages["/hook"] = (500, {}, b"")
    ledger, clock, url = filled(3), Clock(), server.url("/hook")
    report = deliver(ledger, [url], [SECRET], fetcher(server), attempts=4, clock=clock.now, sleep=clock.sleep)
    assert "500" in report.problems[url] and report.delivered == 0
    assert all(2**n <= rest <= 1.5 * 2**n for n, rest in enumerate(clock.rests)) and len(clock.rests) == 3
    with ledger.connect() as connection:
        waiting = [message_id(m) for m in waiting_messages(connection)]
    assert sent_to(server, "/hook") == waiting[:1] * 4
    (line,) = describe_delivery(ledger)
    assert "3 waiting, 0 parked; failing since" in line and "(4 times)" in line and "500" in line
    server.pages["/hook"] = (200, {}, b"")
    resting = deliver(ledger, [url], [SECRET], fetcher(server), clock=clock.now, sleep=clock.sleep)
    assert resting.delivered == 0 and "--retry" in resting.problems[url]
    assert (
        deliver(
            ledger, [url], [SECRET], fetcher(server), retry=True, clock=clock.now, sleep=clock.sleep
        ).delivered
        == 3
    )
    assert sent_to(server, "/hook") == waiting[:1] * 4 + waiting
    assert list(describe_delivery(ledger, [url])) == [f"{url}: 0 waiting, 0 parked"]


def test_a_slow_and_a_dead_receiver_hold_up_no_other(server: Server) -> None:
    free, ledger, clock = threading.Event(), filled(5), Clock()

    def slow(handler: Handler) -> None:
        if len(sent_to(server, "/good")) < 5:
            free.wait(5)
        handler.answer(200, {}, b"")

    def good(handler: Handler) -> None:
        handler.answer(200, {}, b"")
        if len(sent_to(server, "/good")) == 5:
            free.set()

    server.pages |= {"/slow": slow, "/good": good, "/dead": (503, {}, b"")}
    urls = [server.url(path) for path in ("/slow", "/dead", "/good")]
    report = deliver(ledger, urls, [SECRET], fetcher(server), clock=clock.now, sleep=clock.sleep)
    assert free.is_set()  # all of /good's came while the first of /slow's was still under way
    assert (report.delivered, list(report.problems)) == (10, [urls[1]])
    assert sent_to(server, "/slow") == sent_to(server, "/good") != sent_to(server, "/dead")


def test_what_a_receiver_refuses_is_parked_and_sent_again_when_asked(server: Server) -> None:
    ledger, clock, url = filled(3), Clock(), server.url("/hook")
    with ledger.connect() as connection:
        first, second, third = (message_id(m) for m in waiting_messages(connection))
    server.pages["/hook"] = lambda handler: handler.answer(
        422 if handler.headers["webhook-id"] == second else 200, {}, b""
    )
    told = list[str]()
    report = deliver(
        ledger, [url], [SECRET], fetcher(server), clock=clock.now, sleep=clock.sleep, tell=told.append
    )
    assert (report.delivered, report.parked, report.problems, clock.rests) == (2, 1, {}, [])
    assert sent_to(server, "/hook") == [first, second, third]
    assert second in told[0] and "422" in told[0]
    line, parked = describe_delivery(ledger)
    assert "0 waiting, 1 parked" in line and second in parked and "422" in parked
    assert deliver(ledger, [url], [SECRET], fetcher(server), clock=clock.now).parked == 0
    assert (
        deliver(ledger, [url], [SECRET], fetcher(server), retry=True, clock=clock.now).parked == 1
    )  # refused once more
    server.pages["/hook"] = (200, {}, b"")
    assert deliver(ledger, [url], [SECRET], fetcher(server), retry=True, clock=clock.now).delivered == 1
    assert sent_to(server, "/hook")[3:] == [second] * 2
    with ledger.connect() as connection:
        assert parked_messages(connection, url) == []


def test_who_is_gone_is_asked_no_more_until_told(server: Server) -> None:
    server.pages |= {"/gone": (410, {}, b""), "/hook": (200, {}, b"")}
    ledger, clock, urls = filled(2), Clock(), [server.url("/gone"), server.url("/hook")]
    for asked in (1, 1):
        report = deliver(ledger, urls, [SECRET], fetcher(server), clock=clock.now, sleep=clock.sleep)
        assert list(report.problems) == urls[:1] and "410" in report.problems[urls[0]]
        assert server.asked["/gone"] == asked
    assert server.asked["/hook"] == 2
    assert any("gone since" in line and "2 waiting" in line for line in describe_delivery(ledger))
    server.pages["/gone"] = (200, {}, b"")
    assert (
        deliver(
            ledger, urls, [SECRET], fetcher(server), retry=True, clock=clock.now, sleep=clock.sleep
        ).delivered
        == 2
    )


def test_going_on_it_tells_what_comes_in_while_another_address_fails(server: Server) -> None:
    server.pages |= {"/dead": (500, {}, b""), "/good": (200, {}, b"")}
    ledger, clock = filled(), Clock()

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if len(clock.rests) == 6:
            ledger.add(make_reading(5, 0), clock.now())
        if len(sent_to(server, "/good")) == 2:
            raise StopError

    with pytest.raises(StopError):
        deliver(
            ledger,
            [server.url("/dead"), server.url("/good")],
            [SECRET],
            fetcher(server),
            every=60.0,
            clock=clock.now,
            sleep=sleep,
        )
    dead = len(sent_to(server, "/dead"))
    assert dead >= 3 and set(sent_to(server, "/dead")) == {sent_to(server, "/good")[0]}
    assert sum(clock.rests) > 2 ** (dead - 2)  # it rests longer and longer


def test_a_new_address_begins_a_week_ago_or_where_it_is_told(server: Server) -> None:
    server.pages |= {path: (200, {}, b"") for path in ("/week", "/all")}
    ledger, clock = filled(2), Clock(FIRST + RECENT + timedelta(days=1))
    ledger.add(make_reading(10, 0), clock.now())
    assert deliver(ledger, [server.url("/week")], [SECRET], fetcher(server), clock=clock.now).delivered == 1
    assert (
        deliver(
            ledger, [server.url("/all")], [SECRET], fetcher(server), since=FIRST, clock=clock.now
        ).delivered
        == 3
    )


def test_a_lapse_is_told_when_its_time_has_passed_and_once(server: Server) -> None:
    server.pages["/hook"] = (200, {}, b"")
    ledger, url = filled(), server.url("/hook")
    (event,) = ledger.events(FIRST + timedelta(hours=1))
    assert event.lapses_at is not None
    for moment, sent in (
        (event.lapses_at - timedelta(minutes=1), 1),
        (event.lapses_at + timedelta(minutes=1), 1),
        (event.lapses_at + timedelta(days=1), 0),
    ):
        assert (
            deliver(
                ledger, [url], [SECRET], fetcher(server), since=FIRST, clock=lambda moment=moment: moment
            ).delivered
            == sent
        )
    assert b'"planned","lapsed"' in server.bodies[-1][1]


def test_the_fortieth_report_of_the_same_is_no_message_and_a_judgement_is_one() -> None:
    ledger = filled()
    (event,) = ledger.events(FIRST + timedelta(hours=1))
    judge(ledger, "outcome", event.id, "Ada", "cancelled", event, recorded_at=FIRST + timedelta(hours=2))
    ledger.add(make_reading(0), FIRST + timedelta(hours=3))
    with ledger.connect() as connection:
        assert [(m.kind, m.status) for m in waiting_messages(connection)] == [
            ("new", (None, "planned")),
            ("status", ("planned", "cancelled")),
        ]


def test_no_private_address_and_no_weak_secret(tmp_path: Path, server: Server) -> None:
    clock = Clock()
    report = deliver(
        filled(),
        [server.url("/hook")],
        [SECRET],
        Fetcher(robots=False, interval=0.0),
        clock=clock.now,
        sleep=clock.sleep,
    )
    assert "no public address" in report.problems[server.url("/hook")] and not clock.rests
    assert not server.bodies
    path = tmp_path / "secret"
    for words in ("", "whsec_c2hvcnQ=", "no base64!"):
        path.write_text(words)
        with pytest.raises(InputError):
            read_secrets(str(path))
    path.write_text("whsec_" + base64.b64encode(SECRET).decode() + "\n")
    assert read_secrets(str(path)) == [SECRET]


def test_the_command_says_how_delivery_stands_and_what_is_missing(tmp_path: Path, server: Server) -> None:
    path, secret, url = str(tmp_path / "l.db"), tmp_path / "secret", server.url("/hook")
    secret.write_text("whsec_" + base64.b64encode(SECRET).decode())
    filled(1, path)
    send = (
        "deliver",
        "--ledger",
        path,
        "--secret-file",
        str(secret),
        "--webhook",
        url,
        "--allow",
        server.host,
        "--since",
        "2024-05-07",
    )
    assert "no webhook was sent to yet" in run("deliver", "--ledger", path, "--status").out
    server.pages["/hook"] = (400, {}, b"")
    refused = run(*send)
    assert (refused.code, "1 parked" in refused.out, "answered 400" in refused.err) == (1, True, True)
    assert "0 waiting, 1 parked" in run("deliver", "--ledger", path, "--status").out
    server.pages["/hook"] = (200, {}, b"")
    again = run(*send, "--retry")
    assert (again.code, again.out.strip()) == (0, "1 messages delivered")
    for words, missing in (
        ((), "--webhook"),
        (("--webhook", url), "--secret-file"),
        (("--status", "--retry"), "--status"),
        ((*send[3:7], "--since", "soon"), "--since"),
    ):
        wrong = run("deliver", "--ledger", path, *words)
        assert wrong.code in (1, 2) and missing in wrong.err and "Traceback" not in wrong.err
