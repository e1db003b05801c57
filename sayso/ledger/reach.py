"""What an addition reaches: the mentions whose events it may change, and the documents that are needed to compute them.

Mentions of one event are joined by links; a document is joined to its copies. Both are followed as far as they go. Documents that
merely tell the same story are not: however long a story grows, its other events cost nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from sayso.ledger import schema
from sayso.ledger.judgements import Judgement, judged_documents
from sayso.ledger.rows import batches
from sayso.link.clusters import JOIN

_t = schema.links.c
_JOINED: ColumnElement[bool] = and_(
    _t.relation == "same_event", or_(_t.judgement == "same", and_(_t.judgement == "unsure", _t.score >= JOIN))
)


class Reach(NamedTuple):
    """Mentions (as the ends of links), documents all of whose mentions are among them, and all documents to load."""

    mentions: frozenset[str]
    whole: frozenset[str]
    documents: frozenset[str]


def find_reach(
    connection: Connection,
    documents: Iterable[str],
    judgements: Sequence[Judgement],
    mentions: Iterable[str] = (),
) -> Reach:
    """What changes with documents and mentions, whenever it became known: for a document also the events of its copies.

    Of the documents in `whole` those mentions that no link names are not listed: only their readings tell them.
    """
    together = [judged_documents(j) for j in judgements if j.kind == "same"]
    whole = find_copies(connection, documents)
    fresh_whole, fresh = set(whole), set(mentions)
    seen: set[str] = set()
    while fresh or fresh_whole:
        seen |= fresh
        found = _neighbours(connection, fresh, fresh_whole)
        reached = fresh_whole | {end.partition("#")[0] for end in found | fresh}
        fresh = found - seen
        fresh_whole = {d for judged in together if judged & reached for d in judged} - whole
        whole |= fresh_whole
    inside = {end.partition("#")[0] for end in seen} | whole
    return Reach(frozenset(seen), frozenset(whole), frozenset(find_copies(connection, inside)))


def find_copies(connection: Connection, documents: Iterable[str]) -> set[str]:
    """Documents with all that are joined to them as copies or originals, through copies of copies."""
    seen: set[str] = set()
    fresh = set(documents)
    while fresh:
        seen |= fresh
        found: set[str] = set()
        for batch in batches(sorted(fresh)):
            for one, other in ((_t.left_document, _t.right_document), (_t.right_document, _t.left_document)):
                query = (
                    select(other)
                    .where(one.in_(batch), _t.relation == "copy_of", _t.judgement == "same")
                    .distinct()
                )
                found.update(connection.execute(query).scalars())
        fresh = found - seen
    return seen


def _neighbours(connection: Connection, mentions: Collection[str], whole: Collection[str]) -> set[str]:
    """Both ends of every link that joins one of the mentions, or any mention of one of the documents, to another."""
    found: set[str] = set()
    for batch in batches(sorted(whole)):
        for document in (_t.left_document, _t.right_document):
            for ends in connection.execute(
                select(_t.left_end, _t.right_end).where(document.in_(batch), _JOINED)
            ):
                found.update(ends)
    for batch in batches(sorted(mentions)):
        near = sorted({end.partition("#")[0] for end in batch})
        for where in (_t.left_end.in_(batch), and_(_t.right_document.in_(near), _t.right_end.in_(batch))):
            for ends in connection.execute(select(_t.left_end, _t.right_end).where(where, _JOINED)):
                found.update(ends)
    return found
