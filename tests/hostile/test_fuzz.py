"""Random damage, seeded and bounded: whatever comes in as answer, feed, page, archive, line or calendar is read or refused in words, within seconds.

`SAYSO_FUZZ` sets how many inputs of each kind are tried; what was found stands as a case in `answers` or beside the code that was mended.
"""

import io
import os
import random
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.fetch import Fetcher, Limits
from sayso.ingest import open_documents
from sayso.ingest.documents import UNDATED
from sayso.ingest.sources import read_response
from sayso.watch.feeds import read_feed
from sayso.watch.lists import read_list
from tests.fetch.server import Server
from tests.hostile.answers import FEEDS, PAGES, page, raw
from tests.ingest.test_archives import archive, record

TRIED = int(os.environ.get("SAYSO_FUZZ", "60"))
_ODD = (
    b"\x00", b"\xff", b"\xed\xa0\x80", "²".encode(), b"99999999999999999999", b"-1", b"http://[", b"\\ud800", b"\r\n", b"<", b">", b'"', b"{", b"[" * 200, b"&#0;", b"&#xD800;", b"]]>", b"<!--", b"e999",
    b"unicode_escape", b"0001-01-01", b"\xe2\x80\xae", b"\x1b[2J", b"RRULE:FREQ=SECONDLY", b"TZID=Nowhere", b"9999-12-31T23:59:59-23:59", b"charset=undefined", b"null", b"%00", b"x" * 5000,
)  # fmt: skip
_PAGES = [
    p[2]
    for p in (
        *PAGES.values(),
        page(),
        page(
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-05-07T10:00:00Z"}</script>'
        ),
    )
    if isinstance(p, tuple) and len(p[2]) < 30_000
]
_FEEDS = [p[2] for p in FEEDS.values() if isinstance(p, tuple) and 20 < len(p[2]) < 30_000]
_LINES = (
    b'{"text": "Ferry sinks.", "title": "Ferry", "published": "2024-05-07T10:00:00Z", "url": "http://a.example/a"}\n'
    * 4
)
_CALENDAR = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Talks\r\nDTSTART;TZID=Europe/Oslo:20310506T100000\r\nDTEND:20310506T120000Z\r\nDTSTAMP:20310101T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
_NINJS = b'{"type": "text", "headline": "Ferry sinks", "body_text": "A ferry sank.", "versioncreated": "2024-05-07T10:00:00Z", "dates": {"start": "2024-05-07T10:00:00Z"}}'
_NEWSML = b'<newsItem guid="a"><itemMeta><versionCreated>2024-05-07T10:00:00Z</versionCreated></itemMeta><contentMeta><headline>Ferry</headline></contentMeta><contentSet><inlineXML><p>A ferry sank.</p></inlineXML></contentSet></newsItem>'
_RECORDS = [record(f"https://echo.example/{n}", page(title=f"Report {n}")[2]) for n in range(3)]
FILES: dict[str, list[bytes]] = {
    ".jsonl": [_LINES], ".ics": [_CALENDAR], ".json": [_NINJS], ".xml": [_NEWSML], ".csv": [b"title,text,published\nFerry,A ferry sank.,2024-05-07\n" * 3], ".md": [b"---\ntitle: Ferry\npublished: 2024-05-07\n---\nA ferry sank.\n"],
    ".txt": [b"A ferry sank.\n"], ".html": _PAGES, ".warc": [archive(*_RECORDS, packed=False)], ".warc.gz": [archive(*_RECORDS)],
}  # fmt: skip


def damaged(seeds: list[bytes], kind: str) -> Iterator[bytes]:
    """Inputs made of the seeds by some changes each: bytes flipped, taken out, doubled, odd words put in, cut off."""
    dice = random.Random(f"sayso {kind}")
    for _ in range(TRIED):
        data = bytearray(dice.choice(seeds))
        for _ in range(dice.randint(1, 6)):
            at, end = sorted(dice.randint(0, len(data)) for _ in range(2))
            change = dice.randint(0, 5)
            if change == 0 and data:
                data[at % len(data)] ^= 1 << dice.randint(0, 7)
            elif change == 1:
                del data[at : min(end, at + 40)]
            elif change == 2:
                data[at:at] = data[at : min(end, at + 300)] * dice.randint(1, 4)
            elif change == 3:
                del data[at : None if dice.random() < 0.2 else at + 1]
            else:
                data[at:at] = dice.choice(_ODD)
        yield bytes(data)


def tried(inputs: Iterator[bytes], read: Callable[[bytes], object]) -> None:
    for data in inputs:
        begun = time.monotonic()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                read(data)
        except InputError:
            pass
        except Exception as problem:
            raise AssertionError(f"{type(problem).__name__}: {problem} for {data[:2000]!r}") from problem
        assert time.monotonic() - begun < 10, data[:2000]


def test_feeds() -> None:
    tried(damaged(_FEEDS, "feed"), lambda data: read_feed(data, "http://a.example/feed"))


def test_pages() -> None:
    kinds = ["text/html", "text/html; charset=undefined", "text/plain", "text/html; charset=gbk", ""]
    dice = random.Random("kinds")
    tried(
        damaged(_PAGES, "page"),
        lambda data: read_response(data, dice.choice(kinds), "http://a.example/a", UNDATED),
    )


@pytest.mark.parametrize("suffix", FILES)
def test_files(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"a{suffix}"

    def read(data: bytes) -> None:
        file.write_bytes(data)
        refused: list[InputError] = []
        for document in open_documents([file], refused=refused.append):
            assert document.text.encode() and (document.title or "").encode() is not None
            assert "\0" not in document.text
        assert all(str(r).isprintable() for r in refused)

    tried(damaged(FILES[suffix], suffix), read)


def test_standard_input() -> None:
    seeds = [_LINES, _PAGES[0], FILES[".md"][0]]
    tried(damaged(seeds, "stdin"), lambda data: list(open_documents(["-"], stdin=io.BytesIO(data))))


def test_lists_of_feeds(tmp_path: Path) -> None:
    seeds = [
        b'<opml><body><outline xmlUrl="http://a.example/feed"/></body></opml>',
        b"http://a.example/feed # ours\n",
    ]

    def read(data: bytes) -> None:
        (tmp_path / "list").write_bytes(data)
        read_list([str(tmp_path / "list")])

    tried(damaged(seeds, "list"), read)


def test_answers(server: Server) -> None:
    seeds = [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n<p>x\n", b"HTTP/1.1 301 Moved\r\nLocation: /a\r\nRetry-After: 5\r\n\r\n",
        b"HTTP/1.1 429 Slow\r\nRetry-After: Mon, 01 Jan 2024 00:00:00 GMT\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>x\n\r\n0\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nETag: \"a\"\r\n\r\n\x1f\x8b\x08\x00",
    ]  # fmt: skip
    fetcher = Fetcher(
        Limits(seconds=2.0, connect_seconds=1.0), allow=[server.host], robots=False, interval=0.0
    )

    def read(data: bytes) -> None:
        server.pages["/"] = raw(data)
        fetcher.get(server.url("/"))

    tried(damaged(seeds, "answer"), read)
