"""The tools as the SDK's own client sees them: schemas, annotations, answers, errors; in memory, and as a
process over stdio."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sayso.demo import demo_documents
from sayso.notebook import Ledger

pytest.importorskip("mcp")
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from sayso.assistant import make_server

NAMES = {"search_events", "get_event", "get_story", "verify_claim", "whats_ahead", "coverage"}
AS_OF = "2031-06-17T18:00+02:00"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("mcp") / "drill.db"
    with Ledger.create(where) as ledger:
        ledger.add(*demo_documents("allied-drill"))
    return where


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger(path) as held:
        yield held


def ask(ledger: Ledger, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    async def go() -> list[Any]:
        async with Client(make_server(ledger)) as client:
            schemas = {t.name: t.output_schema for t in (await client.list_tools()).tools}
            answers = []
            for name, arguments in calls:
                answer = await client.call_tool(name, arguments)
                if not answer.is_error:
                    jsonschema.validate(answer.structured_content, schemas[name])
                answers.append(answer)
            return answers

    return asyncio.run(go())


def test_six_tools_that_only_read_with_schemas(ledger: Ledger) -> None:
    async def go() -> list[Any]:
        async with Client(make_server(ledger)) as client:
            return list((await client.list_tools()).tools)

    tools = asyncio.run(go())
    assert {t.name for t in tools} == NAMES
    for tool in tools:
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.destructive_hint is False
        assert tool.output_schema["type"] == "object"
        assert tool.description


def test_answers_are_rows_of_the_ledger(ledger: Ledger) -> None:
    events = ledger.events(as_of=AS_OF)
    found, ahead, cover = ask(
        ledger,
        ("search_events", {"as_of": AS_OF}),
        ("whats_ahead", {"as_of": AS_OF, "days": 30}),
        ("coverage", {"as_of": AS_OF}),
    )
    table = found.structured_content
    assert table["found"] == len(events)
    assert {row[0] for row in table["rows"]} <= {e.id for e in events}
    assert all(len(row) == len(table["columns"]) for row in table["rows"])
    status = ahead.structured_content["columns"].index("status")
    assert {row[status] for row in ahead.structured_content["rows"]} <= {"planned", "possible", "postponed"}
    assert cover.structured_content["reports"] == len(ledger.documents(as_of=AS_OF))


def test_an_event_comes_with_its_receipts_and_a_story_with_its_reports(ledger: Ledger) -> None:
    event = max(ledger.events(as_of=AS_OF), key=lambda e: e.reports)
    document = event.mentions[0].document
    one, story = ask(
        ledger,
        ("get_event", {"id": event.id, "as_of": AS_OF}),
        ("get_story", {"id": document, "as_of": AS_OF}),
    )
    content = one.structured_content
    assert (content["origins_low"], content["origins_high"]) == (event.origins.low, event.origins.high)
    assert [r[0] for r in content["receipts"]["rows"]] == [line.document for line in event.origins.receipt]
    assert document in {row[0] for row in story.structured_content["reports"]["rows"]}


def test_words_find_events_and_claims_are_checked(ledger: Ledger) -> None:
    found, verdict = ask(
        ledger,
        ("search_events", {"query": "drill", "as_of": AS_OF}),
        ("verify_claim", {"claim": "A parliament in Lima elected a speaker.", "as_of": AS_OF}),
    )
    assert found.structured_content["found"] >= 1
    assert verdict.structured_content["rows"][0][1] == "not_found"


def test_what_a_user_can_mend_is_an_error_in_words(ledger: Ledger) -> None:
    unknown, moment, limit = ask(
        ledger,
        ("get_event", {"id": "nothing"}),
        ("coverage", {"as_of": "yesterday"}),
        ("whats_ahead", {"days": 0}),
    )
    assert unknown.is_error
    assert "no event of that id" in unknown.content[0].text
    assert moment.is_error
    assert "is no moment" in moment.content[0].text
    assert limit.is_error


def test_the_command_speaks_over_stdio(path: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "sayso", "mcp", "--ledger", str(path)], cwd=Path.cwd()
    )

    async def go() -> Any:
        async with Client(stdio_client(server)) as client:
            return await client.call_tool("coverage", {"as_of": AS_OF})

    answer = asyncio.run(go())
    assert answer.structured_content["reports"] > 0
