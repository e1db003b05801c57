"""Where reports come from: files, folders, standard input."""

import contextlib
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal
from urllib.parse import urlsplit

from sayso.errors import InputError, guarded
from sayso.ingest.characters import shown_name
from sayso.ingest.documents import Published, make_document
from sayso.ingest.formats import LONGEST_LINE, decode, read_html, read_lines, read_markdown, read_text
from sayso.model import Document

if TYPE_CHECKING:
    from sayso.fetch import Fetcher

LARGEST = 50_000_000  # bytes of one report: more is no news report
_ONE = {".txt": read_text, ".md": read_markdown, ".html": read_html, ".htm": read_html}
_STREAMS = (".jsonl", ".warc", ".warc.gz", ".csv", ".tsv", ".parquet")
_MANY = (".json", ".xml", ".ics")
_KNOWN = (*_ONE, *_STREAMS, *_MANY)


def open_documents(
    sources: Iterable[str | Path],
    published: datetime | None = None,
    published_precision: Literal["instant", "day"] = "instant",
    refused: Callable[[InputError], None] | None = None,
    stdin: BinaryIO | None = None,
    fetcher: "Fetcher | None" = None,
    skip: Callable[[str], bool] = lambda source: False,
) -> Iterator[Document]:
    """The reports of files, folders (walked in order of name), http(s) addresses and standard input (`-`), one by one.

    `published` is the publication time of reports that give none. What cannot be read goes to `refused` as an InputError
    and the rest goes on; without it, the error is raised. `fetcher` says what addresses may be fetched and at what cost.
    Records of archives for whose place (`Document.source`) `skip` is true are not read.

    >>> import io
    >>> [d.text for d in open_documents(["-"], stdin=io.BytesIO(b"A ship sank."))]
    ['A ship sank.']
    """
    default = Published(published, published_precision)

    def refuse(problem: InputError) -> None:
        if refused is None:
            raise problem
        refused(problem)

    for source in sources:
        try:
            if str(source) == "-":
                yield from _read_stream(stdin or sys.stdin.buffer, default, refuse)
            elif str(source).startswith(("http://", "https://")):
                if fetcher is None:
                    from sayso.fetch import Fetcher

                    fetcher = Fetcher()
                yield fetch_document(str(source), fetcher, default)
            else:
                yield from _read_path(Path(source), default, refuse, skip)
        except InputError as problem:
            refuse(problem)
        except OSError as problem:
            refuse(
                InputError(
                    shown_name(source),
                    f"cannot be read ({problem.strerror or problem})",
                    "check the path and its permissions",
                )
            )


def fetch_document(url: str, fetcher: "Fetcher", default: Published) -> Document:
    """The report at an http(s) address; raises FetchError where it cannot be fetched, InputError where it is no report."""
    response = fetcher.get(url, accept="text/html, application/xhtml+xml, text/plain;q=0.8")
    return read_response(response.body, response.headers.get("content-type", ""), response.url, default)


def read_response(body: bytes, content_type: str, url: str, default: Published) -> Document:
    """The report in what a server sent under a Content-Type; raises InputError where it is none."""
    with guarded(url, "page"):
        return _read_response(body, content_type, url, default)


def _read_response(body: bytes, content_type: str, url: str, default: Published) -> Document:
    kind, _, parameters = content_type.partition(";")
    kind = kind.strip().lower()
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", parameters, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            with contextlib.suppress(LookupError, ValueError):
                body = body.decode(charset[1]).encode()  # "undefined" and "unicode_escape" are codecs too
    if kind == "text/plain":
        return make_document(
            decode(body, url),
            {"url": url, "publisher": (urlsplit(url).hostname or "").removeprefix("www.")},
            url,
            default,
        )
    if kind in ("", "text/html", "application/xhtml+xml"):
        return read_html(body, url, default, url)
    if re.search(r"rss|atom|/feed\+json", kind):
        raise InputError(url, f"is a feed ({kind})", "give it to `sayso watch`")
    raise InputError(url, f"is {kind}, no web page", "save its text as .txt and give that file")


def _read_stream(
    stream: BinaryIO, default: Published, refuse: Callable[[InputError], None]
) -> Iterator[Document]:
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError("-", f"more than {LARGEST // 1_000_000} MB on standard input", "give it in parts")
    first = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if first == b"{":
        yield from read_lines(data.split(b"\n"), "-", default, refuse)
    elif first == b"<":
        yield read_html(data, "-", default)
    else:
        yield read_markdown(data, "-", default)


def _read_path(
    path: Path,
    default: Published,
    refuse: Callable[[InputError], None],
    skip: Callable[[str], bool],
) -> Iterator[Document]:
    name = shown_name(path)
    if path.is_dir():
        files = walk(path, refuse)
        if not files:
            raise InputError(name, "holds no report", f"put files there that end in {', '.join(_KNOWN)}")
        for file in files:
            try:
                yield from _read_file(file, default, refuse, skip)
            except InputError as problem:
                refuse(problem)
    elif not path.exists():
        raise InputError(name, "no such file or folder", "check the path")
    else:
        yield from _read_file(path, default, refuse, skip)


def walk(folder: Path, refuse: Callable[[InputError], None]) -> list[Path]:
    """The files of a folder that may hold reports, in order of name; folders that cannot be looked into go to `refuse`."""

    def tell(problem: OSError) -> None:
        where = shown_name(str(problem.filename or folder))
        refuse(InputError(where, f"cannot be looked into ({problem.strerror})", "check its permissions"))

    found = (Path(above, name) for above, _, names in os.walk(folder, onerror=tell) for name in names)
    return sorted(p for p in found if suffix_of(p) in _KNOWN)


def suffix_of(path: Path) -> str:
    """What a file's name ends in, lower case; `.warc.gz` is one ending."""
    return ".warc.gz" if path.name.lower().endswith(".warc.gz") else path.suffix.lower()


def _read_file(
    path: Path,
    default: Published,
    refuse: Callable[[InputError], None],
    skip: Callable[[str], bool],
) -> Iterator[Document]:
    name, suffix = shown_name(path), suffix_of(path)
    if suffix not in _KNOWN:
        raise InputError(
            name, f"files that end in {suffix or 'nothing'} are not read", f"use one of {', '.join(_KNOWN)}"
        )
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise InputError(
                name,
                "is no file but a pipe, a device or a socket",
                "pipe it into `sayso add -`, or save it first",
            )
        with guarded(name, f"file {suffix}"):
            if suffix in _STREAMS:
                with path.open("rb") as stream:
                    yield from _read_many(stream, suffix, name, default, refuse, skip)
                return
            if about.st_size > LARGEST:
                raise InputError(
                    name,
                    f"is larger than {LARGEST // 1_000_000} MB",
                    "split it, or give one report a line as .jsonl",
                )
            if suffix in _MANY:
                yield from _read_items(path.read_bytes(), suffix, name, default, refuse)
            else:
                yield _ONE[suffix](path.read_bytes(), name, default)
    except OSError as problem:
        raise InputError(
            name, f"cannot be read ({problem.strerror or problem})", "check the file and its permissions"
        ) from None


def _read_many(
    stream: BinaryIO,
    suffix: str,
    name: str,
    default: Published,
    refuse: Callable[[InputError], None],
    skip: Callable[[str], bool],
) -> Iterator[Document]:
    if suffix == ".jsonl":
        yield from read_lines(_short_lines(stream), name, default, refuse)
    elif suffix.startswith(".warc"):
        from sayso.ingest.archives import read_warc

        yield from read_warc(stream, name, default, refuse, skip)
    else:
        from sayso.ingest.tables import read_csv, read_parquet

        yield from (read_parquet if suffix == ".parquet" else read_csv)(stream, name, default, refuse)


def _read_items(
    data: bytes, suffix: str, name: str, default: Published, refuse: Callable[[InputError], None]
) -> Iterator[Document]:
    if suffix == ".ics":
        from sayso.ingest.announcements import read_calendar

        yield from read_calendar(data, name, default, refuse)
        return
    from sayso.ingest.newsroom import read_json, read_xml

    if suffix == ".xml":
        yield from read_xml(data, name, default, refuse)
    else:
        yield from read_json(decode(data, name), name, default, refuse)


def _short_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long just enough to be refused by its number."""
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)
            if len(line) <= LONGEST_LINE:
                break
