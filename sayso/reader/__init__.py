"""From a document to what it says: `read` is a pure function, no clock, no network, no ledger.

The rooms behind it are imported on first use, so that `import sayso` stays light.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from sayso.model import Document, Reading
from sayso.settings import DEFAULTS, Settings

READER = "sayso/0.1.0"
_CHUNK = 16


def read(document: Document, settings: Settings = DEFAULTS) -> Reading:
    """What one document says: entities, times, places, attributions, events, citations and claims, each on its spans.

    >>> from sayso import open_documents
    >>> import io
    >>> text = io.BytesIO(b"The minister will visit Oslo on 4 May 2024, a source told Reuters.")
    >>> (document,) = open_documents(["-"], stdin=text)
    >>> [read(document).document.text[t.start:t.end] for t in read(document).times]
    ['4 May 2024']
    """
    return next(read_documents([document], settings))


def read_documents(documents: Iterable[Document], settings: Settings = DEFAULTS) -> Iterator[Reading]:
    """One `Reading` for each document, in order; documents are taken a few at a time so that the models run on batches."""
    from sayso.reader.pipeline import read_batch

    stream = iter(documents)
    while batch := list(islice(stream, _CHUNK)):
        yield from read_batch(batch, settings, READER)
