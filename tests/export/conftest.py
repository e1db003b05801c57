"""The views that every format is read back on: the demo stories and, where they are, two shared scenarios; both with judgements of a person."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.demo import demo_documents, demo_stories
from sayso.ingest import open_documents
from sayso.ledger import Ledger
from sayso.ledger.judging import judge
from sayso.ledger.moments import parse_moment
from sayso.ledger.views import View, assemble_view
from sayso.reader import read_documents

SHARED = Path(os.environ.get("SAYSO_SHARED", Path(__file__).parents[3] / "shared")) / "scenarios"
LATE = parse_moment("2035-01-01")


@pytest.fixture(scope="package")
def demo() -> Iterator[Ledger]:
    with Ledger(":memory:") as ledger:
        for story in demo_stories():
            ledger.add_all(list(read_documents(demo_documents(story))))
        yield ledger


@pytest.fixture(scope="package")
def scenarios() -> Iterator[Ledger]:
    folders = sorted(SHARED.glob("*/docs"))[:2]
    if not folders:
        pytest.skip("no shared folder here")
    with Ledger(":memory:") as ledger:
        for folder in folders:
            ledger.add_all(list(read_documents(open_documents([folder]))))
        yield ledger


@pytest.fixture(scope="package", params=["demo", "scenarios"])
def view(request: pytest.FixtureRequest) -> View:
    ledger: Ledger = request.getfixturevalue(request.param)
    first = assemble_view(ledger, LATE)
    publisher = next(r.document.publisher for r in first.readings if r.document.publisher)
    moment = parse_moment("2034-01-01")
    judge(ledger, "reliability", publisher, "Ada", "B", recorded_at=moment)
    for kind, words in (("note", "seen by me"), ("credibility", "5")):
        judge(ledger, kind, first.events[0].id, "Ada", words, first.events[0], recorded_at=moment)
    return assemble_view(ledger, LATE)
