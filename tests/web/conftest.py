from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from sayso.demo import demo_documents
from sayso.ledger import Ledger
from sayso.reader import read_documents
from sayso.web.app import make_app

TOKEN = "a-token-of-the-tests-0123456789"
THEN = "2031-06-17T18:00Z"


@pytest.fixture(scope="package")
def client() -> Iterator[TestClient[Litestar]]:
    ledger = Ledger(":memory:")
    for reading in read_documents(demo_documents("allied-drill")):
        ledger.add(reading)
    with TestClient(
        make_app(ledger, write_token=TOKEN),
        base_url="http://localhost.local".removesuffix(".local"),
        raise_server_exceptions=False,
    ) as made:
        yield made
