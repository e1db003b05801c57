"""Mail as reports: single messages (.eml), mailboxes (.mbox) and pages saved as MHTML; attachments are read by their own kind."""

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import PurePath
from typing import BinaryIO

from sayso.errors import InputError, guarded
from sayso.ingest.characters import printable, shown_name
from sayso.ingest.documents import Published, in_news_years, make_document
from sayso.ingest.formats import read_html
from sayso.ingest.wrapped import unwrap
from sayso.model import Document

Refuse = Callable[[InputError], None]
Read = Callable[[bytes, str, str, Published], Iterator[Document]]
LARGEST = 50_000_000  # bytes of one message
_LINE = 1_000_000  # bytes that are read of a line at once
_DEPTH = 5  # messages within messages
_SIGNATURE = re.compile(r"^-- ?$", re.M)
_REPLY = re.compile(r"^(?:On .{5,200} wrote:|-{2,} ?Original Message ?-{2,})\s*$", re.M | re.S)
_SUBJECT = re.compile(r"^(?:\s*(?:re|fwd?|aw|wg|tr|sv)\s*:\s*)+", re.IGNORECASE)
_BLOCK = frozenset("p div td th li h1 h2 h3 h4 h5 h6 br tr table ul ol blockquote section article header footer".split())  # fmt: skip


def read_eml(
    data: bytes, name: str, default: Published, refuse: Refuse, read: Read, depth: int = 0
) -> Iterator[Document]:
    """The report of a message (RFC 5322) and those attached to it; `read` takes an attachment's bytes, ending, name and time.

    The title is the subject, the publisher the sender by name, the time that of sending; answered mail and signatures are left out. Raises
    InputError where there is no header of mail; a message without words whose attachments are read is none itself.
    """
    with guarded(name, "message"):
        message = email.message_from_bytes(data, policy=email.policy.default)
        if not isinstance(message, EmailMessage) or not (message.keys() and message.get("From")):
            raise InputError(name, "is no mail (it has no sender)", "save the message as .eml")
        text = _body(message)
        about = {
            "title": _SUBJECT.sub("", _header(message, "Subject") or "") or None,
            "publisher": _sender(message),
            "url": _address(message),
        }
        sent = _sent(message, default)
    attached = 0
    for number, part in enumerate(_attachments(message), 1):
        called = shown_name(part.get_filename() or f"attachment {number}")
        where = f"{name}, attachment {called}"
        try:
            with guarded(where, "attachment"):
                inner = part.get_content() if part.get_content_type() == "message/rfc822" else None
                if isinstance(inner, EmailMessage):
                    found = _read_inner(inner, where, sent, refuse, read, depth)
                else:
                    payload = part.get_payload(decode=True)
                    found = read(
                        payload if isinstance(payload, bytes) else b"",
                        PurePath(called).suffix.lower(),
                        where,
                        sent,
                    )
                for document in found:
                    attached += 1
                    yield document
        except InputError as problem:
            refuse(problem)
    if text.strip():
        yield make_document(text, about, name, sent)
    elif not attached:
        raise InputError(name, "has no text", "leave it out")


def _read_inner(
    inner: EmailMessage, where: str, sent: Published, refuse: Refuse, read: Read, depth: int
) -> Iterator[Document]:
    if depth >= _DEPTH:
        raise InputError(where, f"lies more than {_DEPTH} messages deep", "save it as a message of its own")
    return read_eml(inner.as_bytes(), where, sent, refuse, read, depth + 1)


def read_mbox(
    stream: BinaryIO, name: str, default: Published, refuse: Refuse, read: Read
) -> Iterator[Document]:
    """The reports of a mailbox's messages, each under `name, message N` (RFC 4155, `>From ` unquoted); one that fails costs itself."""
    count = 0
    for count, data in enumerate(_messages(stream, name), 1):
        where = f"{name}, message {count}"
        try:
            if len(data) > LARGEST:
                raise InputError(where, f"is larger than {LARGEST // 1_000_000} MB", "leave it out")
            yield from read_eml(data, where, default, refuse, read)
        except InputError as problem:
            refuse(problem)
    if not count:
        raise InputError(name, "holds no message", "give a mailbox in the mbox format")


def read_mhtml(data: bytes, name: str, default: Published) -> Document:
    """The page of a web archive in one file (RFC 2557), by the address under which it was saved; the time of saving is not its own."""
    with guarded(name, "MHTML"):
        message = email.message_from_bytes(data, policy=email.policy.default)
        pages = [p for p in message.walk() if p.get_content_type() in ("text/html", "application/xhtml+xml")]
        if not pages:
            raise InputError(name, "holds no page", "save the page as MHTML or HTML")
        start = str(message.get_param("start") or "")
        page = next((p for p in pages if start and str(p.get("Content-ID")) == start), pages[0])
        where = str(page.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
        url = "".join(where.split()) if where.startswith(("http://", "https://")) else None
        body = page.get_payload(decode=True)
    return read_html(body if isinstance(body, bytes) else b"", name, default, url)


def _messages(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """The messages of a mailbox; of one that is too large just enough to be refused."""
    held: list[bytes] | None = None
    size, blank = 0, True
    while line := stream.readline(_LINE):
        if blank and line.startswith(b"From "):
            if held is not None:
                yield b"".join(held)
            held, size = [], 0
        elif held is None and line.strip():
            raise InputError(name, "is no mailbox (it does not begin with `From `)", "export it as mbox")
        elif held is not None and size <= LARGEST:
            held.append(line[1:] if re.match(rb">+From ", line) else line)
            size += len(line)
        blank = not line.strip()
    if held is not None:
        yield b"".join(held)


def _body(message: EmailMessage) -> str:
    """The words of a message: its plain text, else its HTML, in paragraphs."""
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None or part.is_attachment():
        return ""
    payload = part.get_payload(decode=True)
    words = _decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    if part.get_content_type() == "text/html":
        return _text_of_html(words)
    words = printable(words.replace("\r\n", "\n"))
    words = _SIGNATURE.split(words)[0]
    words = _REPLY.split(words)[0]
    lines = [line for line in words.split("\n") if not line.startswith(">")]
    return "\n\n".join(unwrap(lines))


def _decode(data: bytes, charset: str | None) -> str:
    for name in ("utf-8", charset or "utf-8"):
        try:
            return data.decode(name)
        except (LookupError, ValueError):  # of an unknown charset too
            continue
    return data.decode("cp1252", "replace")


def _text_of_html(words: str) -> str:
    from lxml import etree, html

    try:
        tree = html.document_fromstring(words)
    except (etree.ParserError, ValueError):
        return ""
    for element in tree.xpath("//script|//style|//head|//title|//*[contains(@style,'display:none')]"):
        if element.getparent() is not None:
            element.drop_tree()
    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            parts += [element.tail or ""] if event == "end" else []
            continue
        parts += ["\0"] if element.tag in _BLOCK else []
        parts.append((element.text if event == "start" else element.tail) or "")
    lines = (" ".join(printable(line).split()) for line in "".join(parts).split("\0"))
    return "\n\n".join(line for line in lines if line)


def _attachments(message: EmailMessage) -> Iterator[EmailMessage]:
    body = {id(p) for kind in ("plain", "html") if (p := message.get_body((kind,))) is not None}
    parts = message.iter_parts() if message.is_multipart() else iter(())
    for part in parts:
        if not isinstance(part, EmailMessage) or id(part) in body:
            continue
        if part.get_content_type() == "message/rfc822" or _is_report(part):
            yield part
        elif part.get_content_maintype() == "multipart":
            yield from _attachments(part)


def _is_report(part: EmailMessage) -> bool:
    """Whether a part may be a report: pictures, sounds and signatures are none."""
    other = (
        part.get_content_maintype() in ("image", "audio", "video") or "signature" in part.get_content_type()
    )
    return bool(part.get_filename()) and not other


def _header(message: EmailMessage, key: str) -> str | None:
    words = " ".join(printable(str(message.get(key) or "")).split())
    return words[:500] or None


def _sender(message: EmailMessage) -> str | None:
    """Who sent it: the name beside the address, else the address's domain."""
    for name, address in getaddresses([str(message.get("From") or "")]):
        if name.strip():
            return printable(" ".join(name.split()))[:500]
        if "@" in address:
            return printable(address.rpartition("@")[2])[:500]
    return None


def _address(message: EmailMessage) -> str | None:
    """Where a list keeps the message, if it says so (RFC 5064)."""
    where = (_header(message, "Archived-At") or "").strip("<> ")
    return where if where.startswith(("http://", "https://")) else None


def _sent(message: EmailMessage, default: Published) -> Published:
    sent = getattr(message.get("Date"), "datetime", None)
    if not isinstance(sent, datetime) or not in_news_years(sent):
        return default
    return Published(sent if sent.tzinfo else sent.replace(tzinfo=UTC), "instant")
