"""Recording what a person judged, and removing a text by law: each in one transaction, with its link in the chain."""

from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, func, or_, select

from sayso.errors import InputError
from sayso.ledger import schema
from sayso.ledger.alerts import events_telling, shorten_messages
from sayso.ledger.caches import candidate_keys
from sayso.ledger.chain import extend_chain
from sayso.ledger.judgements import Judgement, Kind, check_value, judged_documents, load_judgements
from sayso.ledger.moments import stamp
from sayso.ledger.reach import find_reach
from sayso.ledger.rows import load_some, pack
from sayso.ledger.shelves import remove_passages
from sayso.ledger.states import refresh_states
from sayso.ledger.store import Ledger
from sayso.model import Event, MentionRef, Reading

_OVERRIDES = ("same", "different", "outcome", "undo")


def judge(
    ledger: Ledger,
    kind: Kind,
    target: str,
    person: str,
    value: str | None = None,
    left: Event | None = None,
    right: Event | None = None,
    recorded_at: datetime | None = None,
) -> Judgement:
    """Record a judgement of a person, which overrides the system's from then on; raises InputError for what makes no sense.

    `left` (and `right`) are the events that it speaks of; of `undo`, `target` is the number of the judgement to undo.
    """
    check_value(kind, value)
    if not person.strip():
        raise InputError("--by", "names nobody", "give the name of the person who judges")
    if kind in ("same", "different") and left is not None and right is not None and left.id == right.id:
        raise InputError(right.id, "is the same event already", "give another")
    moment = stamp(recorded_at or datetime.now(UTC))
    other = right.id if right else None
    made = Judgement(
        kind=kind,
        target=target,
        other=other,
        value=value,
        person=person,
        left=_places(left),
        right=_places(right),
    )
    with ledger.writing() as connection:
        if kind == "undo":
            made = _undoing(connection, made)
        number = (connection.execute(select(func.max(schema.judgements.c.id))).scalar() or 0) + 1
        body = msgspec.json.encode(made)
        connection.execute(
            schema.judgements.insert(),
            {
                "id": number,
                "kind": kind,
                "target": target,
                "body": body,
                "person": person,
                "recorded_at": moment,
            },
        )
        extend_chain(connection, "judgement", str(number), sha256(body).hexdigest(), moment)
        if kind in _OVERRIDES and made.left:
            refresh_states(connection, judged_documents(made), moment, moment)
    return replace(made, id=number, recorded_at=moment)


def _undoing(connection: Connection, made: Judgement) -> Judgement:
    held = {str(j.id): j for j in load_judgements(connection)}
    undone = held.get(made.target)
    if (
        undone is None
        or undone.kind == "undo"
        or any(j.kind == "undo" and j.target == made.target for j in held.values())
    ):
        raise InputError(
            made.target, "is no judgement that stands", "`sayso judge list` shows them with their numbers"
        )
    return replace(made, left=undone.left, right=undone.right)


def _places(event: Event | None) -> tuple[MentionRef, ...]:
    return tuple(replace(m, text="") for m in event.mentions) if event else ()


def redact(
    ledger: Ledger, document: str, person: str, reason: str, recorded_at: datetime | None = None
) -> str:
    """Blank the words of a document, given by id or address; its hashes and the fact of its removal stay. Tells its id."""
    if not reason.strip() or not person.strip():
        raise InputError(
            document, "no reason or no name given", "say why and by whom it is removed: --reason, --by"
        )
    moment = stamp(recorded_at or datetime.now(UTC))
    with ledger.writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
        d = schema.documents.c
        found = connection.execute(
            select(d.id, d.known_at, d.title, d.text).where(or_(d.id == document, d.url == document))
        ).all()
        if len(found) != 1:
            raise InputError(
                document,
                "no document of that id or address" if not found else f"{len(found)} documents have it",
                "`sayso search` finds ids",
            )
        row = found[0]
        if connection.execute(select(schema.redactions.c.document).filter_by(document=row.id)).first():
            raise InputError(document, "was removed before", "nothing is left to remove")
        connection.execute(
            schema.redactions.insert(),
            {"document": row.id, "person": person, "reason": reason, "recorded_at": moment},
        )
        telling = events_telling(
            connection, find_reach(connection, [row.id], load_judgements(connection)).documents, row.id
        )
        remove_passages(connection, row.id, for_good=True)
        _blank(
            connection,
            row.id,
            len(row.text),
            len(row.title) if row.title is not None else None,
            f"removed {moment[:10]} by {person}: {reason}",
        )
        connection.execute(
            candidate_keys.delete().where(
                candidate_keys.c.document == row.id, candidate_keys.c.known_at == row.known_at
            )
        )
        extend_chain(
            connection,
            "redaction",
            row.id,
            sha256("\n".join((row.id, person, reason)).encode()).hexdigest(),
            moment,
        )
        refresh_states(connection, [row.id], row.known_at, moment)
        shorten_messages(connection, telling)
    if not ledger.location.startswith("postgres"):
        with ledger.connect() as connection:
            connection.rollback()
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    ledger.forget(row.id)
    return str(row.id)


def _blank(connection: Connection, document: str, length: int, title: int | None, note: str) -> None:
    (known, _), *_ = load_some(connection, [document])
    r, c, d = schema.readings, schema.claims, schema.documents
    blank = replace(
        known.reading.document,
        text="",
        title="█" * title if title is not None else None,
        byline=None,
        sections=(),
    )
    for version, reader in connection.execute(
        select(r.c.version, r.c.reader).filter_by(document=document)
    ).all():
        body = pack(Reading(document=blank, notes=(note,), reader=reader))
        connection.execute(
            r.update().where(r.c.document == document, r.c.version == version).values(body=body)
        )
    connection.execute(c.update().where(c.c.document == document).values(quote="", value="null"))
    connection.execute(d.update().where(d.c.id == document).values(text="█" * length, title=blank.title))
