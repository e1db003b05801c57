"""Claims beside a small story of our own: what is told, on how many origins, and what differs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.adding import add_documents
from sayso.cli import app
from sayso.errors import InputError
from sayso.ingest import open_documents
from sayso.ledger import Ledger
from sayso.ledger.moments import parse_moment
from sayso.verify import Verification, split_claims, verify_claims

REPORTS = {
    "a": (
        "Fjord Post",
        "2031-03-04T18:00:00Z",
        "Ferry hits pier in Bergen, 14 hurt",
        "The ferry Solveig hit a pier in Bergen on Tuesday, the Norwegian coast guard said. Fourteen"
        " passengers were hurt, the coast guard"
        " said.\n\nThe captain, Ola Lund, was not arrested. Engineers will inspect the ferry on Thursday.",
    ),
    "b": (
        "Harbour Daily",
        "2031-03-05T08:00:00Z",
        "Ferry Solveig rams a pier",
        "Bergen police said that the ferry Solveig had hit the pier in Bergen on Tuesday.\n\nA hospital"
        " in Bergen said that it treated 14 passengers."
        " Mayor Kari Vik praised the rescuers.",
    ),
}
LATER = parse_moment("2031-03-10")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("ferry")
    for name, (publisher, published, title, text) in REPORTS.items():
        head = f'---\npublisher: {publisher}\npublished: {published}\ntitle: "{title}"\n---\n'
        (where / f"{name}.md").write_text(head + text, encoding="utf-8")
    return where


@pytest.fixture(scope="module")
def location(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("ledger") / "ferry.db")
    with Ledger(path) as ledger:
        add_documents(
            ledger, open_documents([str(folder)], None, "instant", lambda problem: None), [str(folder)]
        )
    return path


@pytest.fixture
def ledger(location: str) -> Iterator[Ledger]:
    with Ledger(location, must_exist=True) as held:
        yield held


def ask(ledger: Ledger, claim: str) -> Verification:
    (answer,) = verify_claims(ledger, [claim], LATER)
    return answer


def test_what_two_bodies_tell_is_supported(ledger: Ledger) -> None:
    answer = ask(ledger, "The ferry Solveig hit a pier in Bergen on 4 March 2031.")
    assert answer.verdict == "supported"
    assert answer.origins is not None
    assert answer.origins.low >= 2
    for ground in answer.receipt:
        document = ledger.documents([ground.document])[ground.document]
        assert (
            ground.span.of((document.title or "") if ground.part == "title" else document.text) == ground.text
        )


def test_another_number_is_not_supported(ledger: Ledger) -> None:
    answer = ask(ledger, "The ferry Solveig hit a pier in Bergen and 40 passengers were hurt.")
    assert (answer.verdict, answer.field) == ("different", "how_many")
    assert "14" in (answer.told or "") or "ourteen" in (answer.told or "")


@pytest.mark.parametrize(
    "claim",
    [
        "The ferry Solveig hit a pier in Tromsø on Tuesday.",
        "The ferry Solveig hit a pier in Bergen on 19 January 2031.",
        "Parliament in Tokyo elected a new speaker.",
    ],
)
def test_what_is_told_otherwise_is_not_supported(ledger: Ledger, claim: str) -> None:
    assert ask(ledger, claim).verdict not in ("supported", "one_source")


def test_what_nobody_tells_is_not_found(ledger: Ledger) -> None:
    answer = ask(ledger, "Parliament in Tokyo elected a new speaker.")
    assert answer.verdict == "not_found"
    assert answer.coverage.reports == 0


def test_as_of_a_moment_only_what_was_published_counts(ledger: Ledger) -> None:
    (before,) = verify_claims(
        ledger, ["The ferry Solveig hit a pier in Bergen."], parse_moment("2031-03-04T12:00Z")
    )
    assert before.verdict == "not_found"


def test_paragraphs_are_claims_by_sentence() -> None:
    assert split_claims("Gen. Lund left. He came back on Oct. 4.") == [
        "Gen. Lund left.",
        "He came back on Oct. 4.",
    ]


def test_an_empty_claim_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="empty"):
        ask(ledger, " ")


def test_command_line_answers_a_claim_a_line(location: str) -> None:
    given = "The ferry Solveig hit a pier in Bergen.\nParliament in Tokyo elected a new speaker.\n"
    done = CliRunner().invoke(
        app, ["verify", "-", "--ledger", location, "--format", "jsonl", "--as-of", "2031-03-10"], input=given
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [a["claim"] for a in answers] == given.splitlines()
    assert answers[1]["verdict"] == "not_found"
    assert {"verdict", "field", "event", "origins", "given", "told", "receipt", "coverage"} <= set(answers[0])
    assert {"reports", "from", "to"} == set(answers[0]["coverage"])
