"""Making everything that is computed anew from the truth; the result is the same to the byte as what additions left."""

from collections import Counter
from collections.abc import Callable

from sqlalchemy import Connection, select

from sayso.ledger import guards, schema
from sayso.ledger.caches import candidate_keys
from sayso.ledger.judgements import judged_documents, load_judgements
from sayso.ledger.rows import insert_once, key_number, key_rows, load_links, load_some
from sayso.ledger.search import insert_passages
from sayso.ledger.states import add_tallies, bearing_judgements, count_state, insert_states
from sayso.ledger.timeline import component_states
from sayso.link.pairs import candidate_keys as keys_of
from sayso.link.pairs import prepare


def rebuild_caches(connection: Connection, advance: Callable[[int], None] = lambda done: None) -> int:
    """Drop and compute candidate keys, search entries, event states and tallies; how many documents they were made of.

    `advance` is told of each document that is done.
    """
    guards.drop_caches(connection)
    guards.create_caches(connection)
    order: dict[str, int] = {}
    for seq, ref in connection.execute(select(schema.additions.c.seq, schema.additions.c.ref).filter_by(kind="reading").order_by(schema.additions.c.seq)):
        order[ref.rpartition(".")[0]] = seq  # the last reading is the one that is searched
    judgements = load_judgements(connection)
    removed = set(connection.execute(select(schema.redactions.c.document)).scalars())
    days: dict[str, tuple[int, int]] = {}
    done = 0
    for component in all_components(connection):
        loaded = load_some(connection, component)
        versions = {known.reading.document.id: version for known, version in loaded}
        for known, _ in loaded:
            document = known.reading.document.id
            if document not in removed:
                keys = [key_number(k) for k in keys_of(prepare(known.reading))]
                insert_once(connection, candidate_keys, key_rows(keys, known.known_at, document))
                insert_passages(connection, known.reading, known.known_at, order[document])
            documents, events = days.get(known.known_at[:10], (0, 0))
            days[known.known_at[:10]] = (documents + 1, events)
        links = load_links(connection, versions)
        states = component_states([known for known, _ in loaded], links, bearing_judgements(judgements, component))
        insert_states(connection, states)
        change = Counter[str]()
        for state in states:
            count_state(change, state)
        for day, n in change.items():
            documents, events = days.get(day, (0, 0))
            days[day] = (documents, events + n)
        done += len(loaded)
        advance(done)
    add_tallies(connection, days)
    return done


def all_components(connection: Connection) -> list[set[str]]:
    """The documents, joined by links judged `same` and by people's judgements."""
    root = {id: id for (id,) in connection.execute(select(schema.documents.c.id).order_by(schema.documents.c.id))}

    def find(x: str) -> str:
        while root[x] != x:
            root[x] = root[root[x]]
            x = root[x]
        return x

    def join(a: str, b: str) -> None:
        a, b = find(a), find(b)
        root[max(a, b)] = min(a, b)

    t = schema.links.c
    for a, b in connection.execute(select(t.left_document, t.right_document).where(t.judgement == "same", t.left_document != t.right_document)):
        join(a, b)
    for judgement in load_judgements(connection):
        if judgement.kind in ("same", "different"):
            together = sorted(judged_documents(judgement))
            for other in together[1:]:
                join(together[0], other)
    groups: dict[str, set[str]] = {}
    for document in root:
        groups.setdefault(find(document), set()).add(document)
    return list(groups.values())
