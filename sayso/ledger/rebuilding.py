"""Making everything that is computed anew from the truth; the result is the same to the byte as what additions left."""

from collections import Counter
from collections.abc import Callable

from sqlalchemy import Connection, select

from sayso.ledger import guards, schema
from sayso.ledger.caches import candidate_keys
from sayso.ledger.judgements import load_judgements
from sayso.ledger.reach import find_reach
from sayso.ledger.rows import insert_once, key_number, key_rows, load_some
from sayso.ledger.shelves import insert_passages
from sayso.ledger.states import add_tallies, count_state, insert_states, reached_states
from sayso.link.pairs import candidate_keys as keys_of
from sayso.link.pairs import prepare


def rebuild_caches(connection: Connection, advance: Callable[[int], None] = lambda done: None) -> int:
    """Drop and compute candidate keys, search entries, event states and tallies; how many documents they were made of.

    `advance` is told of each document that is done.
    """
    guards.drop_caches(connection)
    guards.create_caches(connection)
    order: dict[str, int] = {}
    for seq, ref in connection.execute(
        select(schema.additions.c.seq, schema.additions.c.ref)
        .filter_by(kind="reading")
        .order_by(schema.additions.c.seq)
    ):
        order[ref.rpartition(".")[0]] = seq  # the last reading is the one that is searched
    judgements = load_judgements(connection)
    removed = set(connection.execute(select(schema.redactions.c.document)).scalars())
    days: dict[str, tuple[int, int]] = {}
    change = Counter[str]()
    computed: dict[str, set[str]] = {}  # of documents to come: their mentions that are done
    done = 0
    for document in (
        connection.execute(select(schema.documents.c.id).order_by(schema.documents.c.id)).scalars().all()
    ):
        (known, _), *_ = load_some(connection, [document])
        if document not in removed:
            keys = [key_number(k) for k in keys_of(prepare(known.reading))]
            insert_once(connection, candidate_keys, key_rows(keys, known.known_at, document))
            insert_passages(connection, known.reading, known.known_at, order[document])
        documents, events = days.get(known.known_at[:10], (0, 0))
        days[known.known_at[:10]] = (documents + 1, events)
        left = {f"{document}#{n}" for n in range(len(known.reading.events))} - computed.pop(document, set())
        if left:
            ends, states = reached_states(
                connection, find_reach(connection, (), judgements, left), judgements
            )
            insert_states(connection, states)
            for state in states:
                count_state(change, state)
            for end, (anchor, _) in ends.items():
                if anchor > document:
                    computed.setdefault(anchor, set()).add(end)
        done += 1
        advance(done)
    for day, n in change.items():
        documents, events = days.get(day, (0, 0))
        days[day] = (documents, events + n)
    add_tallies(connection, days)
    return done
