"""`sayso add URL` and `sayso read URL`, as a person gives them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.cli import app
from sayso.errors import InputError
from sayso.ingest.documents import UNDATED
from sayso.ingest.sources import read_response
from tests.fetch.server import Server

BODY = "".join(
    f"<p>The council of the harbour town met on Tuesday and spoke of the bridge for the {n}th time, without a vote.</p>"
    for n in range(6)
)
PAGE = f'<html><head><title>Bridge shut</title><meta property="article:published_time" content="2031-05-06T10:00:00Z"></head><body><article><h1>Bridge shut</h1>{BODY}</article></body></html>'


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.output if result.exception is None or isinstance(
        result.exception, SystemExit
    ) else repr(result.exception)


def test_a_page_is_added_once_and_a_private_one_refused(server: Server, tmp_path: Path) -> None:
    server.pages["/bridge"] = (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode())
    ledger = str(tmp_path / "l.db")
    code, output = run("add", server.url("/bridge"), "--ledger", ledger, "--allow", server.host)
    assert code == 0, output
    assert output.startswith("1 added")
    assert run("add", server.url("/bridge"), "--ledger", ledger, "--allow", server.host)[1].startswith(
        "0 added (0 event mentions, 0 attributions), 1 held"
    )
    code, output = run("add", server.url("/bridge"), "--ledger", ledger)
    assert code == 1
    assert "no public address" in output
    assert f"--allow {server.host.partition(':')[0]}" in output


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("application/zip", "no web page"),
        ("application/rss+xml", "sayso watch"),
        ("image/png", "no web page"),
    ],
)
def test_what_is_no_page_is_refused(kind: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read_response(b"%PDF", kind, "https://echo.example/a", UNDATED)


def test_the_charset_that_the_server_names_counts() -> None:
    page = PAGE.replace("harbour town", "harbour town of Århus").encode("latin-1")

    def read(kind: str) -> str:
        return read_response(page, kind, "https://echo.example/a", UNDATED).text

    assert "Århus" in read("text/html; charset=ISO-8859-1")


def test_a_text_is_a_report() -> None:
    document = read_response(b"A ship sank off Bergen.", "text/plain", "https://www.echo.example/a", UNDATED)
    assert (document.text, document.publisher, document.url) == (
        "A ship sank off Bergen.",
        "echo.example",
        "https://www.echo.example/a",
    )
