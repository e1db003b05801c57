"""Whatever is out there becomes `Document`s; nothing past this room knows of files, front matter or HTML."""

from sayso.ingest.sources import open_documents

__all__ = ["open_documents"]
