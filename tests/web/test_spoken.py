"""Who speaks in a larger ledger is found without reading all of it, and the same as in a small one."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from sayso.demo import demo_documents, demo_stories
from sayso.ledger import Ledger
from sayso.reader import read_documents
from sayso.web import queries
from sayso.web.app import make_app

THEN = {"as_of": "2034-01-01"}


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    ledger = Ledger(":memory:")
    for story in demo_stories():
        for reading in read_documents(demo_documents(story)):
            ledger.add(reading)
    with TestClient(make_app(ledger), base_url="http://localhost", raise_server_exceptions=False) as made:
        yield made


def test_a_large_ledger_tells_the_same_of_each_source(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [s["name"] for s in client.get("/api/v1/sources", params=THEN).json()["sources"]]
    assert len(names) > 12
    small = {n: client.get(f"/api/v1/sources/{n}", params=THEN).json() for n in names}
    monkeypatch.setattr(queries, "_SMALL", 0)
    for name in names:
        large = client.get(f"/api/v1/sources/{name}", params=THEN | {"large": "1"}).json()
        assert large["documents"] == small[name]["documents"], name
        assert large["said"] == small[name]["said"], name
        assert large["cites"] == small[name]["cites"], name
        assert set(large["cited_by"]) == set(small[name]["cited_by"]), name
        assert set(large["events"]) <= set(small[name]["events"]), name
    assert any(small[n]["said"] for n in names)
    assert any(small[n]["cites"] for n in names)


def test_nobody_is_nobody_in_a_large_ledger_too(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_SMALL", 0)
    for name in ("Nobody at all", "'; DROP TABLE documents; --", "%", "((", '"'):
        assert client.get(f"/source/{name.replace('%', '%25')}", params=THEN).status_code == 404
