"""PDF (by pypdf) and Word documents (by python-docx) as reports; where each page of a PDF begins stays in its text."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sayso.errors import InputError, guarded
from sayso.ingest.characters import printable
from sayso.ingest.documents import LONGEST, Published, in_news_years, make_document
from sayso.ingest.wrapped import PAGE, unwrap
from sayso.model import Document

MOST_PAGES = 1000  # of one PDF
LARGEST_PART = 100_000_000  # bytes that a part of a Word document unpacks to
_RUNNING = 2  # lines at the top and at the foot of a page among which running heads are looked for
_NUMBER = re.compile(r"(?:page|seite|p\.)?\s*[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/|von|de)\s*\d{1,4})?$", re.IGNORECASE)  # fmt: skip


def read_pdf(data: bytes, name: str, default: Published, url: str | None = None) -> Document:
    """The report in a PDF (fetched from `url`): its paragraphs over lines and pages, without running heads; each page begins with a form feed (`wrapped.page_at`).

    Title and author are those that the file states and the first page shows. Without another time it is of the day on which it was made.
    Raises InputError for what is locked, broken, has too many pages or only pictures of text. Needs pypdf.
    """
    try:
        import pypdf
    except ImportError:
        raise InputError(name, "PDF needs pypdf", "install it: pip install 'sayso[pdf]'") from None
    _quieten()
    try:
        with guarded(name, "PDF"):
            found = pypdf.PdfReader(io.BytesIO(data))
            if found.is_encrypted and not found.decrypt(""):
                raise InputError(name, "is locked by a password", "save it without one")
            if len(found.pages) > MOST_PAGES:
                problem = f"has {len(found.pages):,} pages; {MOST_PAGES:,} are read at the most"
                raise InputError(name, problem, "give its parts one by one")
            pages = list(_pages(found, name))
            about: Any = found.metadata or {}
            said = {k: _words(about.get(f"/{k}")) for k in ("Title", "Author")}
            made = _made(getattr(about, "creation_date_raw", None) or about.get("/CreationDate"))
    except OSError as problem:  # of the file's own streams
        raise InputError(name, f"cannot be read ({problem})", "save it anew") from None
    kept = _without_running_heads(pages)
    if not any(line.strip() for page in kept for line in page):
        raise InputError(name, "has pictures of text, but no text", "have it recognised first (ocrmypdf)")
    paragraphs = unwrap([line for page in kept for line in (PAGE, *_trimmed(page))])
    first = " ".join(" ".join(kept[0]).split()).casefold()
    shown = {k: v if v and v.casefold() in first else None for k, v in said.items()}
    text = "\n\n".join(paragraphs)
    facts = {"title": shown["Title"], "byline": shown["Author"], "url": url}
    return make_document(text, facts, name, default if default.at else made)


def read_docx(data: bytes, name: str, default: Published) -> Document:
    """The report in a Word document: its paragraphs and the rows of its tables, in order; the title is what is styled so, else what the file states.

    Without another time it is of the day on which it was made. Raises InputError for what is no such document. Needs python-docx.
    """
    try:
        import docx
    except ImportError:
        problem = "Word documents need python-docx"
        raise InputError(name, problem, "install it: pip install 'sayso[docx]'") from None
    from sayso.ingest.bundles import open_zip

    with guarded(name, "Word document"), open_zip(io.BytesIO(data), name, "Word document") as parts:
        if any(part.file_size > LARGEST_PART for part in parts.infolist()):
            problem = f"unpacks to more than {LARGEST_PART // 1_000_000} MB"
            raise InputError(name, problem, "give its parts one by one")
        try:
            found = docx.Document(io.BytesIO(data))
        except (KeyError, ValueError) as problem_found:
            raise InputError(name, f"is no Word document ({problem_found})", "save it as .docx") from None
        lines, title = [], None
        for block in found.iter_inner_content():
            if hasattr(block, "rows"):
                lines += [" · ".join(_cells(row)) for row in block.rows]
                continue
            words = " ".join(printable(block.text).split())
            if title is None and words and (block.style is not None) and block.style.name == "Title":
                title = words
                continue
            lines.append(words)
        about = found.core_properties
        stated = about.created if about.created and in_news_years(about.created) else None
    made = Published(stated.replace(tzinfo=stated.tzinfo or UTC) if stated else None, "day")
    facts = {"title": title or _words(about.title), "byline": _words(about.author)}
    text = "\n\n".join(line for line in lines if line.strip())
    return make_document(text, facts, name, default if default.at else made)


def _pages(found: Any, name: str) -> Iterator[list[str]]:
    """The lines of each page; one that cannot be read is empty, so that the numbers of those after it hold."""
    size = 0
    for page in found.pages:
        try:
            words = printable(page.extract_text() or "")
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            words = ""
        size += len(words)
        if size > LONGEST:
            problem = f"has more than {LONGEST:,} characters"
            raise InputError(name, problem, "give its parts one by one")
        yield words.replace(PAGE, " ").split("\n")


def _without_running_heads(pages: Sequence[list[str]]) -> list[list[str]]:
    """The pages without page numbers and without what stands at the top or foot of most of them, numbers aside."""
    edges = [[i for i, line in enumerate(page) if line.strip()] for page in pages]
    edges = [e[:_RUNNING] + e[-_RUNNING:] for e in edges]
    common = Counter(
        shape for page, at in zip(pages, edges, strict=True) for shape in {_shape(page[i]) for i in at}
    )
    often = max(2, len(pages) // 2 + 1)
    return [
        [
            line
            for i, line in enumerate(page)
            if i not in at
            or not (common[_shape(line)] >= often and len(pages) > 2 or _NUMBER.match(line.strip()))
        ]
        for page, at in zip(pages, edges, strict=True)
    ]


def _trimmed(page: Sequence[str]) -> Sequence[str]:
    """A page's lines from the first to the last that is not blank: a paragraph goes on over its end."""
    full = [i for i, line in enumerate(page) if line.strip()]
    return page[full[0] : full[-1] + 1] if full else ()


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()).casefold())


def _cells(row: Any) -> list[str]:
    """The words of a row's cells; one that spans several columns once."""
    cells = {id(cell._tc): " ".join(printable(cell.text).split()) for cell in row.cells}
    return [words for words in cells.values() if words]


def _words(value: Any) -> str | None:
    words = " ".join(printable(str(value)).split()) if value else ""
    return words[:500] or None


def _made(written: Any) -> Published:
    """The day of a PDF's `D:20240507093000+02'00'`."""
    found = re.match(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?", str(written or ""))
    if not found or not found[3]:
        return Published(None, "instant")
    try:
        day = datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)
    except ValueError:
        return Published(None, "instant")
    return Published(day if in_news_years(day) else None, "day")


def _quieten() -> None:
    """What pypdf has to say of a file is said as a refusal or not at all."""
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
