"""A page of search results as text."""

from datetime import UTC, datetime
from typing import Any

from sayso.ledger import Ledger
from sayso.ledger.moments import stamp
from sayso.ledger.search import Filters, Page, find_page


def search_page(
    ledger: Ledger,
    query: str,
    as_of: datetime | None = None,
    filters: dict[str, Any] | None = None,
    between: tuple[datetime | None, datetime | None] | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Page:
    """The hits and the cursor of those after them."""
    first, last = between or (None, None)
    wanted = Filters(
        **(filters or {}), published=(stamp(first) if first else None, stamp(last) if last else None)
    )
    with ledger.connect() as connection:
        return find_page(connection, query, as_of or datetime.now(UTC), wanted, limit, cursor)


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
        )
        lines.append(f"            {' '.join(hit.excerpt.split())}")
    if page.cursor:
        lines.append(f"more: --cursor {page.cursor}")
    return "".join(line + "\n" for line in lines)
