"""Lists of reports that lie elsewhere: every address once, the page's word before the list's, the row of what fails."""

import json
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.ingest.documents import Published, make_document
from sayso.ingest.files import Door, read_file
from sayso.model import Document

GDELT = ["1174", "20310506"] + ["x"] * 57
LISTS = {
    "mediacloud.csv": "id,indexed_date,language,media_name,media_url,publish_date,title,url\n7,2031-05-09,en,Echo,echo.example,2031-05-06,Ferry sinks,https://echo.example/a?utm_source=x\n8,2031-05-09,en,Echo,echo.example,2031-05-06,Ferry sinks,https://www.echo.example/a\n9,2031-05-09,en,Echo,echo.example,2031-05-06,Bridge,https://echo.example/b",
    "artlist.csv": "URL,MobileURL,Date,Title\nhttps://echo.example/a,,2031-05-06 09:00:00,Ferry\nhttps://echo.example/b,,2031-05-06 09:15:00,Bridge",
    "artlist.json": json.dumps({"articles": [{"url": f"https://echo.example/{n}", "title": "T", "seendate": "20310506T091500Z", "domain": "echo.example"} for n in "ab"]}),
    "20310506.export.CSV": "\n".join("\t".join([*GDELT, "20310506093000", f"https://echo.example/{n}"]) for n in "aab"),
    "20310506.gkg.csv": "\n".join("\t".join(["20310506-1", "20310506093000", "1", "echo.example", f"https://echo.example/{n}", *["x"] * 22]) for n in "ab"),
    "zotero.json": json.dumps([{"id": n, "type": "article-newspaper", "title": "T", "container-title": "Echo", "URL": f"https://echo.example/{n}", "issued": {"date-parts": [[2031, 5, 6]]}, "author": [{"family": "Berg", "given": "Ada"}]} for n in "ab"]),
    "zotero-api.json": json.dumps([{"key": n, "data": {"itemType": "newspaperArticle", "title": "T", "publicationTitle": "Echo", "url": f"https://echo.example/{n}", "date": "2031-05-06", "creators": [{"firstName": "Ada", "lastName": "Berg"}]}} for n in "ab"]),
    "hypothesis.json": json.dumps({"total": 3, "rows": [{"uri": f"https://echo.example/{n}", "text": "a note", "target": [{"selector": [{"type": "TextQuoteSelector", "exact": "sank"}]}]} for n in "aab"]}),
    "links.txt": "https://echo.example/a\nhttps://echo.example/a#part\nhttps://echo.example/b\n",
}  # fmt: skip


def read(
    path: Path, held: str = "", dated: bool = False
) -> tuple[list[Document], list[str], list[InputError]]:
    asked: list[str] = []
    problems: list[InputError] = []

    def fetch(url: str, at: Published, name: str) -> Document | None:
        asked.append(url)
        if url.endswith("/gone"):
            raise InputError(url, "answered 404 Not Found", "check the address")
        about = {
            "url": url,
            "publisher": "echo.example",
            "published": "2031-05-05T07:00:00Z" if dated else None,
        }
        return None if held and url.endswith(held) else make_document(f"Text of {url}.", about, name, at)

    door = Door(Published(None, "instant"), problems.append, lambda source: False, fetch)
    return list(read_file(path, door)), asked, problems


@pytest.mark.parametrize("name", LISTS)
def test_every_address_of_a_list_once(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(LISTS[name], encoding="utf-8")
    found, asked, problems = read(tmp_path / name)
    assert [u[:22] for u in asked] == ["https://echo.example/a", "https://echo.example/b"]
    assert problems == []
    assert {str(d.source) for d in found} == {f"{tmp_path / name}, link {u}" for u in asked}
    if name not in ("hypothesis.json", "links.txt"):
        assert {(str(d.published_at)[:10], d.published_precision) for d in found} == {("2031-05-06", "day")}
    if "zotero" in name:
        assert {(d.publisher, d.byline) for d in found} == {("Echo", "Ada Berg")}
    assert [d.published_precision for d in read(tmp_path / name, dated=True)[0]] == ["instant", "instant"]


def test_what_is_held_is_no_refusal_and_what_fails_costs_its_row(tmp_path: Path) -> None:
    rows = "title,url\nA,https://echo.example/a\nB,https://echo.example/gone\nC,ftp://echo.example/c\nD,https://echo.example/d"
    (tmp_path / "a.csv").write_text(rows)
    found, _, problems = read(tmp_path / "a.csv", held="/a")
    assert [d.url for d in found] == ["https://echo.example/d"]
    assert [p.name for p in problems] == [
        f"{tmp_path / 'a.csv'}, row 3 (https://echo.example/gone)", f"{tmp_path / 'a.csv'}, row 4",
    ]  # fmt: skip


def test_a_text_with_an_address_in_it_is_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("See https://echo.example/a for the rest.")
    found, asked, _ = read(tmp_path / "a.txt")
    assert (len(found), asked) == (1, [])
