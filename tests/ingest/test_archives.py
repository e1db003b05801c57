"""Web archives and tables of reports."""

import gzip
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as arrow
import pytest
from fastwarc.warc import WarcRecord, WarcRecordType
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from sayso.errors import InputError
from sayso.ingest import open_documents
from sayso.ledger import Ledger

BODY = "".join(
    f"<p>The council of Tollmark met on Tuesday for the {n}th time and spoke of the shut bridge at length, the mayor said.</p>"
    for n in range(5)
)


def page(title: str) -> bytes:
    return f'<html lang="en"><head><title>{title}</title><meta property="article:published_time" content="2031-05-06T08:30:00Z"></head><body><article><h1>{title}</h1>{BODY}<p>{title}.</p></article></body></html>'.encode()


def record(
    url: str,
    body: bytes,
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    sort: WarcRecordType = WarcRecordType.response,
    **more: str,
) -> bytes:
    made = WarcRecord()
    made.init_headers(record_type=sort)
    made.headers["WARC-Target-URI"] = url
    for key, value in more.items():
        made.headers[key.replace("_", "-")] = value
    made.headers["Content-Type"] = "application/http; msgtype=response"
    made.set_bytes_content(
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    )
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def archive(*records: bytes, packed: bool = True) -> bytes:
    return b"".join(gzip.compress(r) if packed else r for r in records)


def read(path: Path) -> tuple[list[str | None], list[str]]:
    refused: list[InputError] = []
    return [d.title for d in open_documents([path], refused=refused.append)], [str(r) for r in refused]


@pytest.mark.parametrize(("name", "packed"), [("a.warc.gz", True), ("a.warc", False)])
def test_the_pages_of_an_archive_are_reports_and_what_is_none_is_named(
    tmp_path: Path, name: str, packed: bool
) -> None:
    (tmp_path / name).write_bytes(
        archive(
            record("https://echo.example/", b"", sort=WarcRecordType.warcinfo),
            record("https://echo.example/robots.txt", b"User-agent: *", "text/plain"),
            record("https://echo.example/a", page("Bridge shut")),
            record("https://echo.example/gone", b"<p>gone</p>", status="404 Not Found"),
            record("https://echo.example/a.png", b"\x89PNG", "image/png"),
            record("https://echo.example/wall", b"<html><body><p>We use cookies.</p></body></html>"),
            record("https://echo.example/cut", page("Cut off"), WARC_Truncated="length"),
            record("https://echo.example/b", page("Ferry sinks")),
            packed=packed,
        )
    )
    titles, refused = read(tmp_path / name)
    assert titles == ["Bridge shut", "Ferry sinks"]
    assert [r.partition(" (")[2].partition("): ")[0] for r in refused] == [
        "https://echo.example/wall",
        "https://echo.example/cut",
    ]


def test_a_report_of_an_archive_has_the_address_and_the_time_of_its_page(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record("https://echo.example/a", page("Bridge shut")))
    (document,) = open_documents([tmp_path / "a.warc"])
    assert document.url == "https://echo.example/a"
    assert document.published_at is not None
    assert document.published_at.isoformat() == "2031-05-06T08:30:00+00:00"
    assert (document.source or "").startswith(f"{tmp_path / 'a.warc'}, record ")


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("Content-Encoding: gzip", gzip.compress),
        ("Transfer-Encoding: chunked", lambda b: b"%x\r\n%s\r\n0\r\n\r\n" % (len(b), b)),
        ("Content-Encoding: gzip", lambda b: b),
    ],
)
def test_bodies_as_they_were_on_the_wire(
    tmp_path: Path, coding: str, packed: Callable[[bytes], bytes]
) -> None:
    (tmp_path / "a.warc").write_bytes(
        record("https://echo.example/a", packed(page("Bridge shut")), f"text/html\r\n{coding}")
    )
    assert read(tmp_path / "a.warc") == (["Bridge shut"], [])


def test_a_bomb_in_an_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(
        record(
            "https://echo.example/a", gzip.compress(bytes(60_000_000)), "text/html\r\nContent-Encoding: gzip"
        )
    )
    titles, (refused,) = read(tmp_path / "a.warc")
    assert titles == []
    assert "more than 10 MB" in refused


@pytest.mark.parametrize(
    "data", [b"no archive at all", b"", gzip.compress(b"no archive"), b"\x1f\x8b\x08\x00broken"]
)
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.warc.gz").write_bytes(data)
    titles, refused = read(tmp_path / "a.warc.gz")
    assert titles == []
    assert len(refused) == 1
    assert "a.warc.gz" in refused[0]


def test_an_archive_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    for name, packed in (("a.warc.gz", True), ("a.warc", False)):
        whole = archive(
            record("https://echo.example/a", page("Bridge shut")),
            record("https://echo.example/b", page("Ferry sinks")),
            packed=packed,
        )
        (tmp_path / name).write_bytes(whole[:-200])
        titles, refused = read(tmp_path / name)
        assert (titles, len(refused)) == (["Bridge shut"], 1)


def test_an_address_archived_twice_is_two_records(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(
        archive(
            record("https://echo.example/a", page("Bridge shut")),
            record("https://echo.example/a", page("Bridge open")),
            packed=False,
        )
    )
    first, second = open_documents([tmp_path / "a.warc"])
    assert first.source != second.source
    assert [
        d.title for d in open_documents([tmp_path / "a.warc"], skip=lambda source: source == first.source)
    ] == ["Bridge open"]


@given(st.binary(max_size=300))
def test_any_bytes_in_an_archive_end_well(data: bytes) -> None:
    from sayso.ingest.archives import read_warc
    from sayso.ingest.documents import UNDATED

    with pytest.raises(InputError, match=r"a\.warc"):
        list(read_warc(io.BytesIO(data), "a.warc", UNDATED, lambda problem: None))


def test_a_killed_addition_is_taken_up_without_loss_or_doubles(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(
        archive(*(record(f"https://echo.example/{n}", page(f"Report {n} of the bridge")) for n in range(40)))
    )
    command = [
        sys.executable,
        "-m",
        "sayso",
        "add",
        str(tmp_path / "a.warc.gz"),
        "--ledger",
        str(tmp_path / "l.db"),
    ]
    first = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while first.poll() is None and time.monotonic() < until and not held(tmp_path / "l.db"):
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert 0 < held(tmp_path / "l.db") <= 40
    before = held(tmp_path / "l.db")
    said = subprocess.run(command, check=True, timeout=300, stdout=subprocess.PIPE, text=True).stdout
    assert f"{before} held already" in said
    assert held(tmp_path / "l.db") == 40
    with Ledger(tmp_path / "whole.db") as ledger:
        from sayso.adding import add_documents

        add_documents(ledger, open_documents([tmp_path / "a.warc.gz"]), [])
        with Ledger(tmp_path / "l.db") as resumed:
            assert [r.document for r in ledger.readings()] == [r.document for r in resumed.readings()]


def held(path: Path) -> int:
    import sqlite3

    if not path.exists():
        return 0
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.Error:
        return 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", 'Title,Body,Date,Outlet\nBridge shut,"The bridge is shut.\nFor long.",2031-05-06,Echo\n'),
        (
            "b.csv",
            '\ufeffheadline;content;published_at;source\nBridge shut;"The bridge is shut.\nFor long.";2031-05-06;Echo\n',
        ),
        (
            "c.tsv",
            'title\ttext\tpublished\tpublisher\nBridge shut\t"The bridge is shut.\nFor long."\t2031-05-06\tEcho\n',
        ),
    ],
)
def test_tables_by_the_usual_names_of_columns(tmp_path: Path, name: str, data: str) -> None:
    (tmp_path / name).write_text(data, encoding="utf-8")
    (document,) = open_documents([tmp_path / name])
    assert (document.title, document.text, document.publisher, document.published_precision) == (
        "Bridge shut",
        "The bridge is shut.\nFor long.",
        "Echo",
        "day",
    )


def test_rows_that_are_no_report_are_refused_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        b"text,date\nOne.,2031-05-06\n,2031-05-06\nTwo.,soon\n" + b"\xff\xfe bad,2031-05-06\nThree.,\n"
    )
    refused: list[InputError] = []
    assert [d.text for d in open_documents([tmp_path / "a.csv"], refused=refused.append)] == [
        "One.",
        "Three.",
    ]
    assert [r.name.rpartition(", ")[2] for r in refused] == ["row 3", "row 4", "row 5"]


def test_parquet_gives_what_csv_gives(tmp_path: Path) -> None:
    rows = [
        {
            "title": f"T{n}",
            "text": f"Report {n}.",
            "published": None if n else "2031-05-06T08:00:00Z",
            "authors": ["Ada", "Per"],
        }
        for n in range(600)
    ]
    parquet.write_table(arrow.Table.from_pylist(rows), tmp_path / "a.parquet")
    documents = list(open_documents([tmp_path / "a.parquet"]))
    assert [d.text for d in documents] == [r["text"] for r in rows]
    assert documents[0].byline == "Ada, Per"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.csv", b"a,b\n1,2\n", "no column for the text"),
        ("a.csv", b"", "no column"),
        ("a.parquet", b"nothing", "no Parquet"),
        ("a.tsv", b"\x00\x00", "no column"),
    ],
)
def test_tables_without_a_text_are_refused(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    _, refused = read(tmp_path / name)
    assert len(refused) == 1
    assert why in refused[0]
