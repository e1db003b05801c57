"""Where reports come from: files, folders, standard input."""

import contextlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal
from urllib.parse import urlsplit

from msgspec.structs import replace

from sayso.errors import InputError, guarded
from sayso.ingest.characters import shown_name
from sayso.ingest.documents import Published, make_document
from sayso.ingest.files import KNOWN, LARGEST, Door, read_file, walk
from sayso.ingest.formats import decode, read_html, read_lines, read_markdown
from sayso.model import Document

if TYPE_CHECKING:
    from sayso.fetch import Fetcher


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
    Records of archives and addresses of lists for whose place (`Document.source`) `skip` is true are not read.

    >>> import io
    >>> [d.text for d in open_documents(["-"], stdin=io.BytesIO(b"A ship sank."))]
    ['A ship sank.']
    """
    default = Published(published, published_precision)
    opened = fetcher

    def reach() -> "Fetcher":
        nonlocal opened
        if opened is None:
            from sayso.fetch import Fetcher

            opened = Fetcher()
        return opened

    def fetch(url: str, at: Published, name: str) -> Document | None:
        return None if skip(name) else replace(fetch_document(url, reach(), at), source=name)

    def refuse(problem: InputError) -> None:
        if refused is None:
            raise problem
        refused(problem)

    for source in sources:
        try:
            if str(source) == "-":
                yield from _read_stream(stdin or sys.stdin.buffer, default, refuse)
            elif str(source).startswith(("http://", "https://")):
                yield fetch_document(str(source), reach(), default)
            else:
                yield from _read_path(Path(source), Door(default, refuse, skip, fetch))
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
    response = fetcher.get(
        url, accept="text/html, application/xhtml+xml, text/plain;q=0.8, application/pdf;q=0.7"
    )
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
    if kind == "application/pdf":
        from sayso.ingest.office import read_pdf

        return read_pdf(body, url, default, url)
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


def _read_path(path: Path, door: Door) -> Iterator[Document]:
    name = shown_name(path)
    if path.is_dir():
        files = walk(path, door.refuse)
        if not files:
            raise InputError(name, "holds no report", f"put files there that end in {', '.join(KNOWN)}")
        for file in files:
            try:
                yield from read_file(file, door)
            except InputError as problem:
                door.refuse(problem)
    elif not path.exists():
        raise InputError(name, "no such file or folder", "check the path")
    else:
        yield from read_file(path, door)
