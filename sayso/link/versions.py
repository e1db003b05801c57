"""Versions of one report: what an outlet published again under another title or link, or changed under the same address, is one report."""

from collections.abc import Iterable
from contextlib import suppress

from sayso.article_links import article_key
from sayso.link.credits import outlet_key
from sayso.model import Document


def count_reports(documents: Iterable[Document]) -> int:
    """How many reports some documents are: those of one outlet with the same words, or under the same address (scheme, fragment, tracking, AMP and print aside), are one.

    >>> from sayso.ingest.documents import make_document
    >>> about = {"publisher": "Echo", "url": "https://echo.example/a"}
    >>> count_reports([make_document("A ferry sank.", about, "x"), make_document("A ferry sank; two are missing.", {**about, "url": "http://www.echo.example/a?utm_source=b"}, "y")])
    1
    """
    held = {d.id: d for d in documents}
    first: dict[tuple[str, str], str] = {}
    same = {id: id for id in held}

    def find(id: str) -> str:
        while same[id] != id:
            id = same[id]
        return id

    for id, document in held.items():
        for mark in _marks(document):
            same[find(id)] = find(first.setdefault(mark, id))
    return sum(find(id) == id for id in held)


def _marks(document: Document) -> list[tuple[str, str]]:
    """What a document shares with its versions alone."""
    if not document.publisher:
        return []
    outlet = outlet_key(document.publisher)
    marks = [(outlet, document.text_hash)]
    if document.url and document.url.startswith(("http://", "https://")):
        with suppress(ValueError):  # of an address that is none
            marks.append((outlet, article_key(document.url)))
    return marks
