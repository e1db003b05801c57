"""A page of search results as text."""

from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from sayso.ledger import Ledger
from sayso.ledger.asking import parse_query
from sayso.ledger.hits import place_hits
from sayso.ledger.moments import stamp
from sayso.ledger.rows import load_some
from sayso.ledger.search import Filters, Page, find_page
from sayso.ledger.telling import find_events_of


def search_page(
    ledger: Ledger,
    query: str,
    as_of: datetime | None = None,
    filters: dict[str, Any] | None = None,
    between: tuple[datetime | None, datetime | None] | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Page:
    """The hits, each with its span and the event it speaks of, and the cursor of those after them; raises InputError for words that mean nothing."""
    first, last = between or (None, None)
    wanted = Filters(
        **(filters or {}), published=(stamp(first) if first else None, stamp(last) if last else None)
    )
    words, wanted = parse_query(query, wanted)
    moment = as_of or datetime.now(UTC)
    with ledger.connect() as connection:
        page = find_page(connection, words, moment, wanted, limit, cursor)
        ids = {hit.document for hit in page.hits}
        readings = [known.reading for known, _ in load_some(connection, ids)]
        hits = place_hits(page.hits, readings, find_events_of(connection, ids, moment)) if ids else ()
    return replace(page, hits=hits)


def search_text(
    ledger: Ledger,
    query: str,
    as_of: datetime | None = None,
    filters: dict[str, Any] | None = None,
    between: tuple[datetime | None, datetime | None] | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> str:
    """The hits, two lines each, and how to see more; nothing where nothing is found."""
    page = search_page(ledger, query, as_of, filters, between, limit, cursor)
    lines = []
    for hit in page.hits:
        day = (hit.published_at or "undated")[:10]
        what = " ".join(w for w in (hit.type, hit.status, hit.stance) if w)
        lines.append(
            f"{hit.kind:11} {day:10} {hit.publisher or ''}: {hit.title or hit.document}"
            + (f"  [{what}]" if what else "")
            + (f"  event {hit.event}" if hit.event else "")
        )
        lines.append(f"            {' '.join(hit.excerpt.split())}")
    if page.cursor:
        lines.append(f"more: --cursor {page.cursor}")
    return "".join(line + "\n" for line in lines)
