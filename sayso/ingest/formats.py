"""The formats a report may come in: plain text, Markdown with front matter, HTML, one JSON object a line."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sayso.errors import InputError, guarded
from sayso.ingest.characters import printable
from sayso.ingest.documents import KEYS, Published, make_document
from sayso.model import Document

LONGEST_LINE = 8_000_000  # bytes: the longest text, each character escaped
Refuse = Callable[[InputError], None]
_SAID = 500  # characters: what a page says of itself beyond that is no title, name or address
_LONE = re.compile("[\ud800-\udfff]")  # JSON's escapes let through what no UTF-8 can hold
_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.S)


def decode(data: bytes, name: str) -> str:
    """The text of some bytes in UTF-8 (a byte order mark is left out); raises InputError for anything else."""
    if not data.strip():
        raise InputError(name, "is empty", "leave it out")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(name, "is UTF-16", "save it as UTF-8")
    if b"\0" in data:
        raise InputError(name, "is binary, no text", "give the report's text or its HTML")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        where = f"is not UTF-8 (byte {problem.start} is {data[problem.start]:#04x})"
        raise InputError(name, where, "save it as UTF-8") from None


def read_text(data: bytes, name: str, default: Published) -> Document:
    """A plain text: all of it is the body."""
    return make_document(decode(data, name), {}, name, default)


def read_markdown(data: bytes, name: str, default: Published) -> Document:
    """A text that may begin with front matter: `key: value` lines between two lines of `---`; the body stays as it is."""
    text = decode(data, name)
    front = _FRONT.match(text)
    if not front:
        if text.startswith(("---\n", "---\r\n")):
            raise InputError(name, "its front matter has no end", "close it with a line of ---")
        return make_document(text, {}, name, default)
    about: dict[str, str | None] = {}
    for line in front.group(1).splitlines():
        key, colon, value = line.partition(":")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not colon:
            raise InputError(
                name, f"front matter: {line.strip()!r} is no `key: value`", "mend or drop the line"
            )
        about[key.strip().lower()] = _unquote(value.strip())
    return make_document(text[front.end() :], about, name, default)


def read_html(data: bytes, name: str, default: Published, url: str | None = None) -> Document:
    """A web page (fetched from `url`): its article and what the page says about itself."""
    from sayso.ingest.pages import read_page

    if not data.strip():
        raise InputError(name, "is empty", "leave it out")
    with guarded(name, "page"):
        page = read_page(data, name, url)
    about = {
        "url": page.url,
        "title": page.title,
        "publisher": page.publisher,
        "byline": page.byline or page.credit,
        "published": page.published,
    }
    said = {
        k: printable(v) if v and len(v) <= (2000 if k == "url" else _SAID) else None for k, v in about.items()
    }
    return make_document(printable(page.text), said, name, default)


def read_lines(lines: Iterable[bytes], name: str, default: Published, refuse: Refuse) -> Iterator[Document]:
    """One report a line (JSON Lines); a line that is none is refused by its number, the rest goes on."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            if len(line) > LONGEST_LINE:
                problem = f"is longer than {LONGEST_LINE // 1_000_000} MB"
                raise InputError(where, problem, "split the report into its parts")
            with guarded(where, "line"):
                document = _read_object(decode(line, where), where, default)
            yield document
        except InputError as problem:
            refuse(problem)


def _read_object(line: str, where: str, default: Published) -> Document:
    try:
        report = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise InputError(where, f"is no JSON ({problem})", "write one JSON object a line") from None
    if not isinstance(report, dict):
        raise InputError(where, "is no JSON object", "write one JSON object a line")
    return read_report(report, where, default)


def read_report(report: dict[str, Any], where: str, default: Published) -> Document:
    """A report given as an object with `text` and any of `KEYS`; raises InputError where one of them is no string."""
    if not isinstance(report.get("text"), str):
        raise InputError(where, "has no text", 'give it as "text"')
    for key in KEYS:
        if not isinstance(report.get(key), str | None):
            raise InputError(where, f"{key} is no string", f"write {key} as a string or leave it out")
    if any(_LONE.search(report.get(key) or "") for key in ("text", *KEYS)):
        raise InputError(
            where, "holds half a surrogate pair, which is no character", "write the text as UTF-8"
        )
    return make_document(report["text"], {k: report.get(k) for k in KEYS}, where, default)


def _unquote(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and value[0] not in value[1:-1]:
        return value[1:-1]
    return value
