"""Web archives: WARC and WARC.gz as CC-NEWS has them, streamed by fastwarc; pages in them as reports."""

import re
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from msgspec.structs import replace

from sayso.errors import InputError, guarded
from sayso.ingest.characters import printable
from sayso.ingest.documents import Published
from sayso.ingest.records import SWALLOWED, Records
from sayso.model import Document

_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]*\r\n")
Refuse = Callable[[InputError], None]
Skip = Callable[[str], bool]
_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "")
LARGEST = 10_000_000  # bytes of one page


def read_warc(
    stream: BinaryIO, name: str, default: Published, refuse: Refuse, skip: Skip = lambda source: False
) -> Iterator[Document]:
    """The reports among the responses of an archive; records that are no page are passed over, pages that are no report refused by address.

    A record's name (`Document.source`) is the archive's and its WARC-Record-ID; those for which `skip` is true are not read. A stretch that
    cannot be read is refused by its place in the file, and the records after it are read. Raises InputError for an archive of no record.
    """
    count = 0

    def broken(first: int, after: int | None, why: str) -> None:
        if not records.met:
            return
        rest = f"bytes {first:,} to {after:,}" if after is not None else f"from byte {first:,} to the end"
        refuse(
            InputError(
                f"{name}, {rest}", f"cannot be read ({why})", "fetch the archive anew; the rest is added"
            )
        )

    records = Records(stream, broken)
    for record in records:
        count += 1
        source = f"{name}, record {printable(str(record.record_id or count))}"
        if skip(source):
            continue
        where = f"{source} ({printable(str(record.headers.get('WARC-Target-URI') or 'no address'))[:300]})"
        try:
            with guarded(where, "record"):
                document = _read_record(record, where, source, default, records.again)
        except InputError as problem:
            refuse(problem)
        except OSError as problem:  # of its packing; what comes after is looked for
            refuse(
                InputError(where, f"cannot be read ({problem})", "fetch the archive anew; the rest is added")
            )
            records.again()
        else:
            if document:
                yield document
    if not count:
        raise InputError(
            name,
            "holds no response record, or is no WARC file",
            "give a .warc or .warc.gz file with responses",
        )


def _read_record(
    record: object, where: str, source: str, default: Published, again: Callable[[], None]
) -> Document | None:
    from sayso.ingest.sources import read_response

    headers, http = record.headers, record.http_headers  # type: ignore[attr-defined]
    url = str(headers.get("WARC-Target-URI") or "").strip("<>")
    announced: int = record.content_length  # type: ignore[attr-defined]
    body: bytes = record.reader.read(LARGEST + 1)  # type: ignore[attr-defined]
    if (inner := SWALLOWED.search(body)) is not None:
        again()
        problem = f"announces {announced:,} bytes and the next record begins after {inner.start():,}"
        raise InputError(where, problem, "fetch the page itself; the records within are read")
    if http is not None and http.status_code not in (None, 200):
        return None
    kind = str((http.get("Content-Type") if http is not None else headers.get("Content-Type")) or "")
    if (
        kind.partition(";")[0].strip().lower() not in _PAGES
        or not url.startswith(("http://", "https://"))
        or url.endswith("/robots.txt")
    ):
        return None
    if len(body) > LARGEST:
        raise InputError(where, f"is larger than {LARGEST // 1_000_000} MB", "leave it out")
    if len(body) < announced:
        raise InputError(where, f"ends after {len(body):,} of {announced:,} bytes", "fetch the archive again")
    if http is not None:
        if "chunked" in str(http.get("Transfer-Encoding") or "").lower():
            body = _join_chunks(body)
        body = _unpack(body, str(http.get("Content-Encoding") or ""), where)
    if not body.strip():
        return None
    if headers.get("WARC-Truncated"):
        raise InputError(
            where, f"was cut off by the crawler ({headers.get('WARC-Truncated')})", "fetch the page itself"
        )
    try:
        return replace(read_response(body, kind, url, default), source=source)
    except InputError as problem:
        raise InputError(where, problem.problem, problem.remedy) from None


def _join_chunks(body: bytes) -> bytes:
    """The body without its chunks' lengths; as it is where it has none (some crawlers take them out and leave the header)."""
    made: list[bytes] = []
    at = 0
    while m := _CHUNK.match(body, at):
        size = int(m[1], 16)
        if size == 0:
            return b"".join(made)
        made.append(body[m.end() : m.end() + size])
        at = m.end() + size + 2
    return b"".join(made) if made and at >= len(body) else body


def _unpack(body: bytes, coding: str, name: str) -> bytes:
    coding = coding.strip().lower()
    if coding in ("", "identity") or (
        coding in ("gzip", "x-gzip") and body[:2] != b"\x1f\x8b"
    ):  # unpacked by the crawler
        return body
    if coding not in ("gzip", "x-gzip", "deflate"):
        if body.lstrip()[:1] == b"<":
            return body
        raise InputError(name, f"is packed as {coding}, which is not read", "leave it out")
    raw = coding == "deflate" and (not body or body[0] & 0x0F != 8)
    inflater = zlib.decompressobj(-15 if raw else 47)
    try:
        whole = inflater.decompress(body, LARGEST + 1)
    except zlib.error:
        raise InputError(name, "its compressed body is broken", "leave it out") from None
    if len(whole) > LARGEST:
        raise InputError(name, f"unpacks to more than {LARGEST // 1_000_000} MB", "leave it out")
    if not inflater.eof:
        raise InputError(name, "its compressed body is broken off", "leave it out")
    return whole
