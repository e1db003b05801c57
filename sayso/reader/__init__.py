"""From a document to what it says: `read` is a pure function, no clock, no network, no ledger.

The stages behind it are imported on first use, so that `import sayso` stays light.
"""

import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

from sayso.errors import InputError
from sayso.model import Document, Reading

RELEASE = "sayso/0.2.0"
LONGEST = 1_000_000
"""Code points of the longest text that is read."""


def read(document: Document) -> Reading:
    """What one document says: entities, times, places, attributions, events, citations and claims, each on its spans.

    >>> from sayso import open_documents
    >>> import io
    >>> text = io.BytesIO(b"The minister will visit Oslo on 4 May 2024, a source told Reuters.")
    >>> (document,) = open_documents(["-"], stdin=text)
    >>> [read(document).document.text[t.start:t.end] for t in read(document).times]
    ['4 May 2024']

    Raises InputError for a text of more than 1,000,000 characters.
    """
    if len(document.text) > LONGEST:
        much = f"has {len(document.text):,} characters, more than the {LONGEST:,} of the longest text that is read"
        raise InputError(place_of(document), much, "split it")
    from sayso.reader.pipeline import read_document

    return read_document(document, reader_version())


def read_documents(
    documents: Iterable[Document], refused: Callable[[InputError], None] | None = None
) -> Iterator[Reading]:
    """One `Reading` for each document, in order; one that cannot be read goes to `refused` by its name, and the rest goes on.

    Without `refused` an InputError is raised in its place.
    """
    for document in documents:
        try:
            reading = read(document)
        except (ImportError, OSError):  # what is amiss with the installation is amiss for every document
            raise
        except Exception as fault:
            problem = fault if isinstance(fault, InputError) else _unread(document, fault)
            if refused is None:
                raise problem from fault
            refused(problem)
        else:
            yield reading


def place_of(document: Document) -> str:
    """Where a document came from, in words: its file and line, else its address, else its id."""
    return document.source or document.url or f"document {document.id}"


def _unread(document: Document, fault: Exception) -> InputError:
    """What went wrong in which stage of reading."""
    frames = [f for f in traceback.extract_tb(fault.__traceback__) if "/sayso/reader/" in f.filename]
    stage = frames[-1].filename.rpartition("/sayso/reader/")[2].removesuffix(".py") if frames else "reading"
    what = f"cannot be read (stage {stage}: {type(fault).__name__}: {fault})"
    return InputError(place_of(document), what, "leave it out, and tell the developers")


@cache
def reader_version() -> str:
    """The reader's name in readings: the release, and a hash of all that decides (network, lexicons, rules).

    >>> reader_version().startswith("sayso/")
    True
    """
    digest = blake2b(digest_size=5)
    for folder in ("models", "data", "reader"):
        for path, file in sorted(_files(files("sayso") / folder, folder)):
            digest.update(path.encode() + b"\0" + file.read_bytes())
    return f"{RELEASE}+{digest.hexdigest()}"


def _files(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, f"{name}/{entry.name}")
        elif entry.is_file() and not entry.name.endswith((".pyc", ".md")):
            yield f"{name}/{entry.name}", entry
