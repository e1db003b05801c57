"""Reports sent to a ledger in a file: read in a process of their own, each of them there in the end."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
from litestar.exceptions import TooManyRequestsException
from litestar.testing import TestClient

from sayso.ingest.documents import make_document
from sayso.ledger import Ledger
from sayso.web import adding
from sayso.web.adding import Adder
from sayso.web.app import make_app
from tests.web.conftest import TOKEN

TEXT = "OSLO (Agency) - Ministers of two states will meet in Oslo on June {n}, 2031, a spokeswoman said."
WRITER = {"Authorization": f"Bearer {TOKEN}"}


def test_reports_are_read_in_a_process_of_their_own_and_that_process_may_be_killed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l.db")
    app = make_app(ledger, write_token=TOKEN)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:

        def send(n: int) -> dict[str, object]:
            answer = client.post(
                "/api/v1/documents",
                json={"text": TEXT.format(n=n), "published": "2031-06-01T10:00Z"},
                headers=WRITER,
            )
            assert answer.status_code == 201, answer.text
            found: dict[str, object] = answer.json()
            return found

        first, again = send(3), send(3)
        assert (first["added"], again["added"], first["id"] == again["id"]) == (True, False, True)
        (worker,) = app.state.adder._pool._processes
        assert worker != os.getpid()
        os.kill(worker, signal.SIGKILL)
        second = send(4)
        held = client.get("/api/v1/documents", params={"as_of": "2031-07-01"}).json()["documents"]
        assert {d["id"] for d in held} == {first["id"], second["id"]}
    assert app.state.adder._pool is None  # it ended with the server
    ledger.close()


def test_who_sends_more_than_can_be_read_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "_WAITING", 1)

    async def both() -> list[bool | BaseException]:
        adder = Adder(Ledger(":memory:"))
        documents = [make_document(TEXT.format(n=n), {}, "test") for n in (3, 4)]
        return await asyncio.gather(*(adder.add(d) for d in documents), return_exceptions=True)

    one, other = asyncio.run(both())
    assert one is True
    assert isinstance(other, TooManyRequestsException)
