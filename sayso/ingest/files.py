"""Files by their ending: each kind in its own reader, the same for a file, a member of a ZIP and what is attached to a mail."""

import os
import re
import stat
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple

from sayso.errors import InputError, guarded
from sayso.ingest.characters import shown_name
from sayso.ingest.documents import Published
from sayso.ingest.formats import LONGEST_LINE, decode, read_html, read_lines, read_markdown, read_text
from sayso.ingest.listed import Fetch, Listing
from sayso.model import Document

LARGEST = 50_000_000  # bytes of one report: more is no news report
_STREAMS = (".jsonl", ".warc", ".warc.gz", ".csv", ".tsv", ".parquet", ".mbox", ".zip")
_MANY = (".json", ".xml", ".ics", ".eml", ".txt")
_ONE = (".md", ".html", ".htm", ".mhtml", ".mht", ".pdf", ".docx")
KNOWN = (*_ONE, *_MANY, *_STREAMS)
MANY = (*_STREAMS, *(s for s in _MANY if s != ".txt"))
"""Endings of files that may hold several reports."""
_ADDRESSES = re.compile(rb"\s*(?:https?://[^\s]+\s+)*https?://[^\s]+\s*")


class Door(NamedTuple):
    """What every reader is told: the time of reports that give none, who hears of refusals, what is held, and how addresses are fetched."""

    default: Published
    refuse: Callable[[InputError], None]
    skip: Callable[[str], bool]
    fetch: Fetch


def walk(folder: Path, refuse: Callable[[InputError], None]) -> list[Path]:
    """The files of a folder that may hold reports, in order of name; folders that cannot be looked into go to `refuse`."""

    def tell(problem: OSError) -> None:
        where = shown_name(str(problem.filename or folder))
        refuse(InputError(where, f"cannot be looked into ({problem.strerror})", "check its permissions"))

    found = (Path(above, name) for above, _, names in os.walk(folder, onerror=tell) for name in names)
    return sorted(p for p in found if suffix_of(p) in KNOWN)


def suffix_of(path: PurePath | str) -> str:
    """What a file's name ends in, lower case; `.warc.gz` is one ending."""
    name = PurePath(path).name.lower()
    return ".warc.gz" if name.endswith(".warc.gz") else PurePath(name).suffix


def read_file(path: Path, door: Door) -> Iterator[Document]:
    """The reports of a file; raises InputError where nothing of it can be read."""
    name, suffix = shown_name(path), suffix_of(path)
    _check_suffix(suffix, name)
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise InputError(
                name,
                "is no file but a pipe, a device or a socket",
                "pipe it into `sayso add -`, or save it first",
            )
        with path.open("rb") as stream:
            yield from read_stream(stream, about.st_size, suffix, name, door)
    except OSError as problem:
        raise InputError(
            name, f"cannot be read ({problem.strerror or problem})", "check the file and its permissions"
        ) from None


def read_stream(stream: BinaryIO, size: int, suffix: str, name: str, door: Door) -> Iterator[Document]:
    """The reports of some bytes by the ending of their name."""
    _check_suffix(suffix, name)
    with guarded(name, f"file {suffix}"):
        if suffix in _STREAMS:
            yield from _read_many(stream, suffix, name, door)
            return
        if size > LARGEST:
            raise InputError(
                name,
                f"is larger than {LARGEST // 1_000_000} MB",
                "split it, or give one report a line as .jsonl",
            )
        data = stream.read(LARGEST + 1)
        if suffix in _MANY:
            yield from _read_items(data, suffix, name, door)
        else:
            yield _read_one(data, suffix, name, door.default)


def _check_suffix(suffix: str, name: str) -> None:
    if suffix not in KNOWN:
        raise InputError(
            name, f"files that end in {suffix or 'nothing'} are not read", f"use one of {', '.join(KNOWN)}"
        )


def _read_one(data: bytes, suffix: str, name: str, default: Published) -> Document:
    if suffix == ".pdf":
        from sayso.ingest.office import read_pdf

        return read_pdf(data, name, default)
    if suffix == ".docx":
        from sayso.ingest.office import read_docx

        return read_docx(data, name, default)
    if suffix in (".mhtml", ".mht"):
        from sayso.ingest.mail import read_mhtml

        return read_mhtml(data, name, default)
    return (read_markdown if suffix == ".md" else read_html)(data, name, default)


def _read_many(stream: BinaryIO, suffix: str, name: str, door: Door) -> Iterator[Document]:
    default, refuse, skip, fetch = door
    if suffix == ".jsonl":
        yield from read_lines(_short_lines(stream), name, default, refuse)
    elif suffix.startswith(".warc"):
        from sayso.ingest.archives import read_warc

        yield from read_warc(stream, name, default, refuse, skip)
    elif suffix == ".mbox":
        from sayso.ingest.mail import read_mbox

        yield from read_mbox(stream, name, default, refuse, _attached(door))
    elif suffix == ".zip":
        from sayso.ingest.bundles import read_zip

        members = tuple(known for known in KNOWN if known != ".zip")
        yield from read_zip(
            stream, name, refuse, lambda s, size, end, at: read_stream(s, size, end, at, door), suffix_of, members
        )  # fmt: skip
    else:
        from sayso.ingest.tables import read_csv, read_parquet

        yield from (read_parquet if suffix == ".parquet" else read_csv)(stream, name, default, refuse, fetch)


def _read_items(data: bytes, suffix: str, name: str, door: Door) -> Iterator[Document]:
    default, refuse, _, fetch = door
    if suffix == ".ics":
        from sayso.ingest.announcements import read_calendar

        yield from read_calendar(data, name, default, refuse)
    elif suffix == ".eml":
        from sayso.ingest.mail import read_eml

        yield from read_eml(data, name, default, refuse, _attached(door))
    elif suffix == ".txt":
        if _ADDRESSES.fullmatch(data):
            listing = Listing(name, default, refuse, fetch)
            for number, url in enumerate(decode(data, name).split(), 1):
                yield from listing.read({"url": url}, f"{name}, address {number}")
        else:
            yield read_text(data, name, default)
    else:
        from sayso.ingest.newsroom import read_json, read_xml

        if suffix == ".xml":
            yield from read_xml(data, name, default, refuse)
        else:
            yield from read_json(decode(data, name), name, default, refuse, fetch)


def _attached(door: Door) -> Callable[[bytes, str, str, Published], Iterator[Document]]:
    """Reads what is attached to a mail; it was published when the mail was sent, if it does not say otherwise."""

    def read(data: bytes, suffix: str, where: str, sent: Published) -> Iterator[Document]:
        return read_stream(BytesIO(data), len(data), suffix, where, door._replace(default=sent))

    return read


def _short_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long just enough to be refused by its number."""
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)
            if len(line) <= LONGEST_LINE:
                break
