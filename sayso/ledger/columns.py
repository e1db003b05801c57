"""What stands in one column although another says it too: each must say the same, so that none can be changed alone.

The chain of hashes covers what was recorded and when; everything else that is stored beside it follows from that.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from sayso.ledger import schema
from sayso.ledger.alerts import Message
from sayso.ledger.judgements import Judgement
from sayso.ledger.moments import stamp, unstamp
from sayso.model import Link, Reading

Moments = dict[
    tuple[str, str], tuple[int, str]
]  # (kind, ref) of an addition: its place and when it was recorded


def recorded_moments(connection: Connection) -> Moments:
    """When what was added was recorded, and in what order, as the chain has it."""
    a = schema.additions.c
    return {
        (row.kind, row.ref): (row.seq, row.recorded_at)
        for row in connection.execute(select(a.kind, a.ref, a.seq, a.recorded_at).order_by(a.seq))
    }


def check_document_columns(row: Row[Any], reading: Reading, moments: Moments) -> Iterator[str]:
    """A document's row beside its reading and its addition."""
    name, said = f"document {row.id}", reading.document
    published = said.published_at.isoformat() if said.published_at else None
    for column, held, wanted in (
        ("publication time", row.published_at, published),
        ("publisher", row.publisher, said.publisher),
        ("address", row.url, said.url),
        ("title", row.title, said.title),
        ("id", row.id, said.id),
        ("reader", row.reader, reading.reader),
        ("source", row.source, said.source),
    ):
        if held != wanted:
            yield f"{name}: its {column} is not the one that was recorded with its reading"
    first = moments.get(("reading", f"{row.id}.0"))
    own = moments.get(("reading", f"{row.id}.{row.version}"))
    if first and row.recorded_at != first[1]:
        yield f"{name}: its time of recording is not that of its addition"
    if own and row.reading_recorded_at != own[1]:
        yield f"{name}: the time of its reading {row.version} is not that of its addition"
    known = stamp(said.published_at) if said.published_at else first[1] if first else row.known_at
    if row.known_at != known:
        yield f"{name}: the moment from which it is known does not follow from its publication and recording"


def check_removed(row: Row[Any], reading: Reading, removal: Row[Any]) -> Iterator[str]:
    """A document that was removed by law: nothing stands in the place of its words."""
    note = f"removed {removal.recorded_at[:10]} by {removal.person}: {removal.reason}"
    rest = (
        *reading.entities,
        *reading.events,
        *reading.attributions,
        *reading.claims,
        *reading.times,
        *reading.places,
    )
    if rest or reading.document.text or set(row.title or "") - {"█"} or reading.notes != (note,):
        yield f"document {row.id}: was removed, and something stands in its place"


def check_link_columns(connection: Connection, moments: Moments) -> Iterator[str]:
    """Each link's columns beside its body, the readings that it ties and the addition that brought it."""
    versions: dict[str, list[tuple[int, int]]] = {}
    for (kind, ref), (seq, _) in moments.items():
        if kind == "reading":
            document, _, version = ref.rpartition(".")
            versions.setdefault(document, []).append((seq, int(version)))
    for row in connection.execute(select(schema.links)):
        name = f"link {row.relation} {row.left_end} - {row.right_end}"
        link = msgspec.json.decode(bytes(row.body), type=Link)
        held = (
            row.relation,
            row.left_end,
            row.right_end,
            row.judgement,
            row.score,
            row.left_document,
            row.right_document,
        )
        said = (link.relation, link.left, link.right, link.judgement, link.score)
        if held != (*said, link.left.partition("#")[0], link.right.partition("#")[0]):
            yield f"{name}: its columns do not say what its body says"
        ends = [(row.left_document, row.left_version), (row.right_document, row.right_version)]
        if link.recorded_at is None or row.recorded_at != stamp(link.recorded_at):
            yield f"{name}: its time of recording is not the one in its body"
        brought = max(moments.get(("reading", f"{d}.{v}"), (0, ""))[0] for d, v in ends)
        for document, version in ends:
            last = max((pair for pair in versions.get(document, ()) if pair[0] <= brought), default=(0, -1))
            if version != last[1]:
                yield f"{name}: ties version {version} of {document}, which was not the last one then"


def check_judgement_columns(connection: Connection, moments: Moments) -> Iterator[str]:
    """Each judgement's columns beside its body and its addition."""
    for row in connection.execute(select(schema.judgements)):
        made = msgspec.json.decode(bytes(row.body), type=Judgement)
        if (row.kind, row.target, row.person) != (made.kind, made.target, made.person):
            yield f"judgement {row.id}: its columns do not say what its body says"
        if row.recorded_at != moments.get(("judgement", str(row.id)), (0, row.recorded_at))[1]:
            yield f"judgement {row.id}: its time of recording is not that of its addition"
    for row in connection.execute(select(schema.redactions)):
        if row.recorded_at != moments.get(("redaction", row.document), (0, row.recorded_at))[1]:
            yield f"redaction {row.document}: its time of recording is not that of its addition"


def check_messages(connection: Connection) -> Iterator[str]:
    """Each message of the outbox beside its body; each delivery is of one that is there; moments are moments."""
    ids = set()
    for row in connection.execute(select(schema.outbox)):
        ids.add(row.id)
        message = msgspec.json.decode(bytes(row.body), type=Message)
        if (row.kind, row.ref) != (message.kind, message.event):
            yield f"message {row.id}: its columns do not say what its body says"
    for row in connection.execute(select(schema.deliveries)):
        if row.message not in ids or row.outcome not in ("delivered", "parked"):
            yield f"delivery {row.id}: is of no message that is there, or has no outcome"
        unstamp(row.recorded_at)
    for moment in connection.execute(select(schema.briefs.c.shown_at)).scalars():
        unstamp(moment)
