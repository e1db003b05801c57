"""An article whose feed says that it changed is read again: another text is a version of the report, the same text is held."""

from pathlib import Path

import pytest

from sayso.watch.state import VERSIONS
from tests.fetch.conftest import server
from tests.fetch.server import Server
from tests.watch.test_watcher import BODY, Watch

__all__ = ["server"]


def atom(server: Server, updated: str, path: str = "/a") -> bytes:
    entry = f"<entry><title>Bridge</title><link href='{server.url(path)}'/><published>2024-05-06T08:00:00Z</published><updated>{updated}</updated></entry>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Echo</title>{entry}</feed>".encode()


def page(words: str) -> bytes:
    return f"<html lang='en'><head><title>Bridge</title></head><body><article><h1>Bridge</h1>{BODY}<p>{words}</p></article></body></html>".encode()


def turn(watch: Watch, server: Server, updated: str, words: str) -> list[str]:
    server.pages["/feed"] = (200, {"Content-Type": "application/atom+xml"}, atom(server, updated))
    server.pages["/a"] = (200, {"Content-Type": "text/html"}, page(words))
    return [e.what for e in watch.run("/feed") if e.about.endswith("/a")]


@pytest.mark.parametrize(("updated", "words", "heard"), [
    ("2024-05-06T08:00:00Z", "Two were hurt on the bridge.", []), ("2024-05-06T10:00:00Z", "Two were hurt on the bridge.", ["added"]), ("2024-05-06T10:00:00Z", "Nobody was hurt on the bridge.", ["held"]),
    ("2024-05-06T10:00:00+02:00", "Two were hurt on the bridge.", []), ("2024-05-06T10:00:01+02:00", "Two were hurt on the bridge.", ["added"]), ("2024-05-05T08:00:00Z", "Two were hurt on the bridge.", []), ("soon", "Two were hurt on the bridge.", []),
])  # fmt: skip
def test_a_change_is_followed(
    server: Server, tmp_path: Path, updated: str, words: str, heard: list[str]
) -> None:
    watch = Watch(server, tmp_path)
    assert turn(watch, server, "2024-05-06T08:00:00Z", "Nobody was hurt on the bridge.") == ["added"]
    assert turn(watch, server, updated, words) == heard
    texts = {r.document.text.strip().split("\n")[-1] for r in watch.ledger.readings()}
    assert ("Two were hurt on the bridge." in texts) == ("added" in heard)
    assert "Nobody was hurt on the bridge." in texts, "nothing stored is lost"


def test_an_article_that_changes_without_end_is_left(server: Server, tmp_path: Path) -> None:
    watch = Watch(server, tmp_path)
    heard = [
        turn(watch, server, f"2024-05-06T{hour:02}:00:00Z", f"Version {hour}.")
        for hour in range(VERSIONS + 3)
    ]
    assert heard == [["added"]] * (VERSIONS + 1) + [[], []]
