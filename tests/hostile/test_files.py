"""Files and folders that are none, or too large, or broken in places: each is refused in words at once, the rest is read."""

import gzip
import os
import stat
import time
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.ingest import open_documents
from sayso.ingest.documents import LONGEST, make_document
from sayso.ingest.files import walk
from sayso.ingest.formats import LONGEST_LINE
from tests.ingest.test_archives import archive, page, record


def read(*paths: Path) -> tuple[list[str | None], list[str]]:
    refused: list[InputError] = []
    return [d.title or d.text for d in open_documents(paths, refused=refused.append)], [
        str(r) for r in refused
    ]


def test_a_pipe_and_a_device_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to("/dev/zero")
    (tmp_path / "c.txt").write_text("A ferry sank.")
    begun = time.monotonic()
    texts, refused = read(tmp_path)
    assert texts == ["A ferry sank."]
    assert [("a.txt" in r, "b.txt" in r) for r in refused] == [(True, False), (False, True)]
    assert all("is no file but a pipe" in r for r in refused)
    assert time.monotonic() - begun < 2


def test_a_name_that_is_no_utf8_is_read_and_kept_in_escapes(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xe9t\xe9\x1b[2J.txt")
    Path(name).write_text("A ferry sank.")
    (document,) = open_documents([tmp_path])
    assert (document.source or "").endswith(r"\xe9t\xe9\x1b[2J.txt")
    from sayso.ledger import Ledger
    from sayso.reader import read_documents

    with Ledger(":memory:") as ledger:
        assert ledger.add_all(list(read_documents([document]))) == [True]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    closed(tmp_path)
    try:
        texts, refused = read(tmp_path)
    finally:
        (tmp_path / "closed").chmod(stat.S_IRWXU)
    assert texts == ["A ferry sank."]
    assert "closed: cannot be looked into" in refused[0]


def closed(folder: Path) -> None:
    (folder / "closed").mkdir()
    (folder / "open.txt").write_text("A ferry sank.")
    (folder / "closed").chmod(0)


def test_a_folder_that_cannot_be_looked_into_is_told_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.txt").write_text("A ferry sank.")
    real = os.scandir

    def scan(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scan)
    refused: list[InputError] = []
    assert walk(tmp_path, refused.append) == [tmp_path / "open.txt"]
    assert "closed: cannot be looked into (Permission denied); check its permissions" in str(refused[0])


def test_a_line_beyond_the_limit_is_refused_at_once_and_the_next_is_read(tmp_path: Path) -> None:
    good = b'{"text": "A ferry sank."}\n'
    for long in (LONGEST_LINE + 5, 3 * LONGEST_LINE, 2 * LONGEST_LINE + 2):
        (tmp_path / "a.jsonl").write_bytes(
            good + b'{"text": "' + b"a" * long + b'"}\n' + good.replace(b"ferry", b"boat")
        )
        begun = time.monotonic()
        texts, refused = read(tmp_path / "a.jsonl")
        assert texts == ["A ferry sank.", "A boat sank."]
        assert len(refused) == 1 and "line 2: is longer than 8 MB" in refused[0]
        assert time.monotonic() - begun < 2


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl", "a.csv"])
def test_a_text_beyond_the_limit_is_refused_within_a_second(tmp_path: Path, name: str) -> None:
    words = "a" * (LONGEST + 1)
    (tmp_path / name).write_text(
        {"a.jsonl": f'{{"text": "{words}"}}', "a.csv": f"text\n{words}"}.get(name, words)
    )
    begun = time.monotonic()
    texts, refused = read(tmp_path / name)
    assert (texts, len(refused)) == ([], 1)
    assert f"{LONGEST:,} are read at the most" in refused[0]
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", "a" * 3000),
        ("url", "http://a.example/" + "a" * 5000),
        ("title", "a\0b"),
        ("byline", "\ud800"),
    ],
)
def test_what_is_said_of_a_report_has_limits(key: str, value: str) -> None:
    with pytest.raises(InputError, match=key):
        make_document("A ferry sank.", {key: value}, "a")


def test_a_text_with_what_no_database_keeps_is_refused() -> None:
    with pytest.raises(InputError, match="U\\+0000"):
        make_document("A ferry\0 sank.", {}, "a")


BAD = {
    "length in words": lambda r: r.replace(b"Content-Length: ", b"Content-Length: abc", 1), "length below zero": lambda r: r.replace(b"Content-Length: ", b"Content-Length: -", 1), "length too large": lambda r: r.replace(b"Content-Length: ", b"Content-Length: 9", 1),
    "length beyond all": lambda r: r.replace(b"Content-Length: ", b"Content-Length: 99999999999999999", 1), "no WARC": lambda r: r.replace(b"WARC/1", b"XARC/1", 1), "junk": lambda r: b"\x00\xff" * 400, "no HTTP": lambda r: r.replace(b"HTTP/1.1", b"\xff\xfe", 1),
    "half": lambda r: r[: len(r) // 2], "status in words": lambda r: r.replace(b"200 OK", b"abc OK", 1), "odd address": lambda r: r.replace(b"https://", b"http://[", 1),
}  # fmt: skip


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", BAD)
def test_a_bad_record_costs_itself_alone(tmp_path: Path, name: str, packed: bool) -> None:
    records = [
        record(f"https://echo.example/{n}", page(title))
        for n, title in enumerate(("Bridge shut", "Broken", "Ferry sinks", "Mayor resigns"))
    ]
    records[1] = BAD[name](records[1])
    file = tmp_path / ("a.warc.gz" if packed else "a.warc")
    file.write_bytes(archive(*records, packed=packed))
    titles, _ = read(file)
    assert [t for t in titles if t != "Broken"] == ["Bridge shut", "Ferry sinks", "Mayor resigns"]


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m[:40] + bytes([m[40] ^ 255]) + m[41:],
        lambda m: m[:-8] + b"12345678",
        lambda m: m[:-30],
        lambda m: b"junk" * 99,
    ],
)
def test_a_broken_packed_record_is_told_by_its_place_and_the_rest_is_read(
    tmp_path: Path, change: object
) -> None:
    members = [
        gzip.compress(record(f"https://echo.example/{n}", page(title)))
        for n, title in enumerate(("Bridge shut", "Broken", "Ferry sinks", "Mayor resigns"))
    ]
    members[1] = change(members[1])  # type: ignore[operator]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(members))
    titles, refused = read(tmp_path / "a.warc.gz")
    assert [t for t in titles if t != "Broken"] == ["Bridge shut", "Ferry sinks", "Mayor resigns"]
    assert any("fetch the archive anew" in r for r in refused)
