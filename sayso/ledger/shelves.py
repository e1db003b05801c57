"""The full-text index: FTS5 with BM25 on SQLite, kept on shelves; tsvector on PostgreSQL, kept by month of publication.

One index over everything makes a search dearer with all that is held: BM25 counts how many passages hold each word, and PostgreSQL
collects every match before it sorts them. So the index is kept in parts, and the newest are asked first until enough is found:
on SQLite a shelf takes the readings of 8,192 additions, with the rarity of words that it has; on PostgreSQL a part is a partition.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, select, text

from sayso.ledger import schema
from sayso.ledger.caches import passages
from sayso.link.voices import country_of
from sayso.model import Attribution, Reading

_ROOM = 100_000  # passages of one reading
_SHELF = 8192 * _ROOM
_NEAR = 2  # years that are asked first on PostgreSQL, so that a plan is made for their months alone
Rows = Sequence[dict[str, Any]]


class Match(NamedTuple):
    """A passage that was found; the lower its score the better it fits."""

    id: int
    score: float
    known_at: str


def insert_passages(connection: Connection, reading: Reading, known_at: str, seq: int) -> None:
    """Add what a reading says to the index: the report, who said what, each event; `seq` is its place among the additions."""
    rows = [
        {"id": seq * _ROOM + n, "document": reading.document.id, "known_at": known_at, **entry}
        for n, entry in enumerate(_entries(reading))
    ]
    store_passages(connection, rows)


def store_passages(connection: Connection, rows: Rows) -> None:
    """Add rows of the table to it and to the index."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        for month in sorted({row["known_at"][:7] for row in rows}):
            open_month(connection, month)
    connection.execute(passages.insert(), rows)
    if sqlite:
        for shelf in sorted({row["id"] // _SHELF for row in rows}):
            open_shelf(connection, shelf)
            own = [{"id": row["id"], "words": row["words"]} for row in rows if row["id"] // _SHELF == shelf]
            connection.execute(text(f"INSERT INTO search_{shelf} (rowid, words) VALUES (:id, :words)"), own)


def open_shelf(connection: Connection, shelf: int) -> None:
    """Make an FTS5 index for the passages of a shelf where there is none."""
    connection.execute(
        text(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS search_{shelf} USING fts5(words, content='passages', content_rowid='id')"
        )
    )


def fill_shelves(connection: Connection) -> None:
    """Index every passage that is there."""
    for shelf in list(_shelves(connection, last_id(connection))):
        open_shelf(connection, shelf)
        connection.execute(
            text(
                f"INSERT INTO search_{shelf} (rowid, words) SELECT id, words FROM passages WHERE id >= :first AND id < :last ORDER BY id"
            ),
            {"first": shelf * _SHELF, "last": (shelf + 1) * _SHELF},
        )


def drop_shelves(connection: Connection) -> None:
    """Leave the index out, and the one that earlier releases had."""
    names = (
        connection.execute(
            text(
                "SELECT name FROM sqlite_master WHERE name GLOB 'search*' AND sql LIKE 'CREATE VIRTUAL TABLE%'"
            )
        )
        .scalars()
        .all()
    )
    for name in names:
        connection.execute(text(f"DROP TABLE {name}"))


def open_month(connection: Connection, month: str) -> None:
    """Make the partition of a month (`2024-05`) where there is none.

    It is made apart and attached, which lets others read and write meanwhile. There is no default partition, since attaching beside one
    would lock it, and those who read it out. The only writer's lock is held, so that no two make the same month.
    """
    name = "passages_" + month.replace("-", "_")
    if connection.execute(text("SELECT to_regclass(:name)"), {"name": name}).scalar() is None:
        connection.execute(text(f"CREATE TABLE {name} (LIKE passages INCLUDING ALL)"))
        connection.execute(
            text(f"ALTER TABLE passages ATTACH PARTITION {name} FOR VALUES FROM ('{month}') TO ('{month}~')")
        )


def remove_passages(connection: Connection, document: str, for_good: bool = False) -> None:
    """Take a document out of the index; `for_good` leaves nothing of its words there."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(select(passages.c.id, passages.c.words).filter_by(document=document)).all()
        for id, words in rows:
            name = f"search_{id // _SHELF}"
            connection.execute(
                text(f"INSERT INTO {name} ({name}, rowid, words) VALUES ('delete', :id, :words)"),
                {"id": id, "words": words},
            )
        for name in sorted({f"search_{id // _SHELF}" for id, _ in rows if for_good}):
            connection.execute(
                text(f"INSERT INTO {name} ({name}) VALUES ('optimize')")
            )  # lets go of deleted words
    connection.execute(delete(passages).where(passages.c.document == document))


def last_id(connection: Connection) -> int:
    """No passage of what has been added has a higher one."""
    return ((connection.execute(select(func.max(schema.additions.c.seq))).scalar() or 0) + 1) * _ROOM - 1


def newest_on_shelves(
    connection: Connection, query: str, where: str | None, values: dict[str, Any], most: int
) -> list[Match]:
    """The last added of what an FTS5 query finds, so many at most; `where` narrows it down by columns of `p`, beside the highest id (`top`)."""
    found: list[Match] = []
    for shelf in _shelves(connection, values["top"]):
        name = f"search_{shelf}"
        joined, narrowed, known = (
            (f" JOIN passages AS p ON p.id = {name}.rowid", where, "p.known_at")
            if where
            else ("", "rowid <= :top", "''")
        )
        statement = f"SELECT {name}.rowid, bm25({name}), {known} FROM {name}{joined} WHERE {name} MATCH :query AND {narrowed} ORDER BY {name}.rowid DESC LIMIT :room"
        asked = values if where else {"top": values["top"]}
        found += (
            Match(*row)
            for row in connection.execute(
                text(statement), {**asked, "query": query, "room": most - len(found)}
            )
        )
        if len(found) >= most:
            break
    return found


def newest_in_months(
    connection: Connection,
    query: str,
    where: str,
    values: dict[str, Any],
    most: int,
    below: tuple[str, int] | None = None,
) -> list[Match]:
    """The last published of what a tsquery finds, so many at most; `where` narrows it down by columns of `p`; `below` a known_at and id."""
    if below is not None:
        where += " AND p.known_at <= :below AND (p.known_at, p.id) < (:below, :under)"
        values = {**values, "below": below[0], "under": below[1]}
    newest = connection.execute(select(func.max(schema.documents.c.known_at))).scalar() or ""
    latest = min(
        moment
        for moment in (newest, values["moment"], values.get("last"), below and below[0])
        if moment is not None
    )
    year = latest[:4]
    since = f"{int(year) - _NEAR:04}{latest[4:7]}" if year.isdigit() and int(year) > _NEAR else ""
    found: list[Match] = []
    for span in ("p.known_at >= :since", "p.known_at < :since"):
        statement = (
            "SELECT n.id, -ts_rank_cd(n.vector, to_tsquery('simple', :query)) AS score, n.known_at FROM (SELECT p.id, p.known_at, p.vector FROM passages AS p "
            f"WHERE p.vector @@ to_tsquery('simple', :query) AND {where} AND {span} ORDER BY p.known_at DESC, p.id DESC LIMIT :room) AS n "
            "ORDER BY n.known_at DESC, n.id DESC"
        )
        found += (
            Match(*row)
            for row in connection.execute(
                text(statement), {**values, "query": query, "since": since, "room": most - len(found)}
            )
        )
        if len(found) >= most:
            break
    return found


def find_excerpts(connection: Connection, shown: Sequence[Match], query: str) -> dict[int, str]:
    """The words around what was found, by the passages' ids, each hit between `[` and `]`."""
    if connection.dialect.name != "sqlite":
        marks = "StartSel=[, StopSel=], MaxWords=16, MinWords=8"
        statement = (
            f"SELECT id, ts_headline('simple', words, to_tsquery('simple', :query), '{marks}') FROM passages WHERE id IN ({_numbers(m.id for m in shown)}) "
            "AND known_at = ANY(:known)"
        )
        asked = {"query": query, "known": sorted({m.known_at for m in shown})}
        return {row[0]: row[1] for row in connection.execute(text(statement), asked)}
    found: dict[int, str] = {}
    for shelf in sorted({m.id // _SHELF for m in shown}):
        ids, name = [m.id for m in shown if m.id // _SHELF == shelf], f"search_{shelf}"
        # one walk over the matches between the first and the last of them: a search for each would find the words anew
        between = f"rowid BETWEEN {min(ids)} AND {max(ids)} AND +rowid IN ({_numbers(ids)})"
        statement = f"SELECT rowid, snippet({name}, 0, '[', ']', ' … ', 16) FROM {name} WHERE {name} MATCH :query AND {between}"
        found |= {row[0]: row[1] for row in connection.execute(text(statement), {"query": query})}
    return found


def _numbers(ids: Iterable[int]) -> str:
    return ", ".join(str(int(n)) for n in ids)


def _shelves(connection: Connection, top: int) -> Iterator[int]:
    """The shelves that hold something up to an id, the last first."""
    while (
        id := connection.execute(select(func.max(passages.c.id)).where(passages.c.id <= top)).scalar()
    ) is not None:
        yield id // _SHELF
        top = id // _SHELF * _SHELF - 1


def _entries(reading: Reading) -> Iterator[dict[str, Any]]:
    document = reading.document
    bare = {"stance": None, "type": None, "status": None, "countries": ""}
    everywhere = sorted({a.value for m in reading.events for a in m.arguments if a.role == "participant"})
    publisher = document.publisher or ""
    yield {
        **bare, "kind": "document", "ref": 0, "words": f"{document.title or ''}\n{document.text}", "source": publisher, "countries": _padded(everywhere),
    }  # fmt: skip
    for n, attribution in enumerate(reading.attributions):
        source = attribution.chain[-1].name if attribution.chain else ""
        state = country_of(attribution.chain[-1]) if attribution.chain else None
        words = _words(attribution, document.text)
        yield {
            **bare,
            "kind": "attribution",
            "ref": n,
            "words": words,
            "source": source,
            "stance": attribution.stance,
            "countries": _padded([state] if state else []),
        }
    for n, mention in enumerate(reading.events):
        whole = (document.title or "") if mention.part == "title" else document.text
        said = reading.attributions[mention.attribution] if mention.attribution is not None else None
        yield {
            "kind": "event", "ref": n, "words": f"{mention.label}: {mention.extent.of(whole)}", "source": publisher,
            "stance": said.stance if said else None, "type": mention.type, "status": mention.status,
            "countries": _padded(sorted({a.value for a in mention.arguments if a.role == "participant"})),
        }  # fmt: skip


def _padded(names: list[str]) -> str:
    return f" {' '.join(names)} " if names else ""


def _words(attribution: Attribution, text_: str) -> str:
    source = attribution.chain[-1].name if attribution.chain else ""
    return f"{source}: " + " … ".join(span.of(text_) for span in attribution.content)
