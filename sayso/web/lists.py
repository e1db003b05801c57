"""Lists in pages by cursor: events, documents, stories, sources as of a moment; a page costs what it shows, whatever the ledger holds."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, and_, func, or_, select

from sayso.errors import InputError
from sayso.export.json import Json, describe_documents
from sayso.ledger import schema
from sayso.ledger.caches import event_states, passages
from sayso.ledger.moments import stamp
from sayso.ledger.rows import batches, load_some
from sayso.ledger.search import Filters, find_page
from sayso.ledger.states import LEVELS
from sayso.ledger.timeline import unpack_event
from sayso.ledger.views import Story
from sayso.link.stories import group_stories
from sayso.model import Event, Link, Status
from sayso.web.sources import name_key

_LOOKED_AT = 1000  # states of one page at most, where few of them have the participant that is asked for
LATE = 300  # reports of which the sources are listed
_OWN, _HEARD, _NAMING = (
    50,
    80,
    20,
)  # reports of a source that are looked at: its own, with its words, that name it
_JOINED = 20_000  # reports at most that a page of stories is followed through
_JOINS = ("same_story", "copy_of", "updates")
_t, _d, _l = event_states.c, schema.documents.c, schema.links.c
_CURSOR = re.compile(r"([du])~([0-9A-Z:.\-]{10,27})~(e[0-9a-f]{1,16})")
_DOCUMENT = re.compile(r"([0-9]{4}-[0-9T:.\-]{6,24}Z)~([0-9a-f]{1,64})")
STATUSES: tuple[str, ...] = tuple(msgspec.json.schema(Status)["enum"])


class Speaker(Struct, frozen=True, kw_only=True):
    """An outlet or a source, and in how many of the last reports it speaks."""

    name: str
    kind: str
    """outlet, source"""
    reports: int
    last: str
    """When it spoke last, ISO 8601."""


class _Place(NamedTuple):
    """Where a page of events begins: `d` behind a day, `u` among those without one behind a moment."""

    part: str
    key: str
    event: str


def page_events(
    connection: Connection,
    moment: str,
    limit: int,
    cursor: str | None = None,
    status: str | None = None,
    country: str | None = None,
) -> tuple[list[Event], str | None]:
    """One page of events as of a stamp by their first day, then those without one, last told first; and the next cursor.

    With `country` a page may hold fewer than `limit` and still have a next. Raises InputError for a cursor that is none.
    """
    after = _read(cursor)
    wanted = _LOOKED_AT if country else limit + 1
    rows: list[tuple[str, str, str, bytes]] = []
    if after is None or after.part == "d":
        rows = [("d", *r) for r in _dated(connection, moment, after, wanted, status)]
    if len(rows) < wanted:
        late = after if after and after.part == "u" else None
        rows += [("u", *r) for r in _undated(connection, moment, late, wanted - len(rows), status)]
    found: list[Event] = []
    last: str | None = None
    for n, (part, key, id, body) in enumerate(rows):
        if len(found) == limit:
            return found, last
        event = unpack_event(body)
        last = f"{part}~{key}~{id}"
        if not country or country.casefold() in (p.casefold() for p in event.participants):
            found.append(event)
        if country and n + 1 == _LOOKED_AT:
            return found, last
    return found, None


def _dated(
    connection: Connection, moment: str, after: _Place | None, limit: int, status: str | None
) -> list[tuple[str, str, bytes]]:
    """Of each length the first so many by day and id, along its index; then the first of them all."""
    keys: list[tuple[str, str, Any]] = []
    for level in range(LEVELS):
        query = select(_t.start_day, _t.event, _t.anchor, _t.known_from).where(
            _t.level == level, *_holds(moment)
        )
        if status:
            query = query.where(_t.status == status)
        if after:
            query = query.where(
                _t.start_day >= after.key, or_(_t.start_day > after.key, _t.event > after.event)
            )
        keys += [
            (r.start_day, r.event, r)
            for r in connection.execute(query.order_by(_t.start_day, _t.event).limit(limit))
        ]
    keys.sort(key=lambda k: k[:2])
    return [(day, id, _body(connection, row)) for day, id, row in keys[:limit]]


def _undated(
    connection: Connection, moment: str, after: _Place | None, limit: int, status: str | None
) -> list[tuple[str, str, bytes]]:
    keys: list[tuple[str, str, Any]] = []
    for each in (status,) if status else STATUSES:
        query = select(_t.known_from, _t.event, _t.anchor).where(
            _t.status == each, _t.start_day.is_(None), *_holds(moment)
        )
        if after:
            query = query.where(
                _t.known_from <= after.key, or_(_t.known_from < after.key, _t.event < after.event)
            )
        keys += [
            (r.known_from, r.event, r)
            for r in connection.execute(query.order_by(_t.known_from.desc(), _t.event.desc()).limit(limit))
        ]
    keys.sort(key=lambda k: k[:2], reverse=True)
    return [(known, id, _body(connection, row)) for known, id, row in keys[:limit]]


def _body(connection: Connection, row: Any) -> bytes:
    query = select(_t.body).where(
        _t.anchor == row.anchor, _t.event == row.event, _t.known_from == row.known_from
    )
    return bytes(connection.execute(query).scalar_one())


def _holds(moment: str) -> tuple[Any, Any]:
    return _t.known_from <= moment, _t.known_until > moment


def _read(cursor: str | None) -> _Place | None:
    if not cursor:
        return None
    found = _CURSOR.fullmatch(cursor)
    if not found:
        raise InputError(
            "cursor", "is none of this list", "give `next` of the page before, or begin without one"
        )
    return _Place(found[1], found[2], found[3])


def page_documents(
    connection: Connection, moment: str, limit: int, cursor: str | None = None
) -> tuple[list[Json], str | None]:
    """One page of documents as of a stamp in order of publication, without their texts; raises InputError for a cursor that is none."""
    rows, following = _documents(connection, moment, limit, cursor)
    loaded = load_some(connection, [r.id for r in rows])
    links = _copies(connection, [r.id for r in rows], moment)
    return list(describe_documents([known.reading for known, _ in loaded], links)), following


def _documents(
    connection: Connection, moment: str, limit: int, cursor: str | None
) -> tuple[list[Any], str | None]:
    query = select(_d.id, _d.known_at).where(_d.known_at <= moment)
    if cursor:
        found = _DOCUMENT.fullmatch(cursor)
        if not found:
            raise InputError(
                "cursor", "is none of this list", "give `next` of the page before, or begin without one"
            )
        query = query.where(_d.known_at >= found[1], or_(_d.known_at > found[1], _d.id > found[2]))
    rows = list(connection.execute(query.order_by(_d.known_at, _d.id).limit(limit + 1)))
    return rows[:limit], f"{rows[limit - 1].known_at}~{rows[limit - 1].id}" if len(rows) > limit else None


def _copies(connection: Connection, ids: list[str], moment: str) -> list[Link]:
    query = select(_l.body).join(schema.documents, _d.id == _l.right_document)
    query = query.where(
        _l.left_document.in_(ids), _l.relation == "copy_of", _l.judgement == "same", _d.known_at <= moment
    )
    return [msgspec.json.decode(bytes(body), type=Link) for (body,) in connection.execute(query)]


def page_stories(
    connection: Connection, moment: str, limit: int, cursor: str | None = None
) -> tuple[list[Story], str | None]:
    """The stories whose first report lies among the next `limit` reports as of a stamp; a page may hold fewer and still have a next.

    A story is followed through all that its reports are joined to, so that it is the one that `assemble_view` shows; only ids and
    links are read, of 20,000 joined reports at most.
    """
    rows, following = _documents(connection, moment, limit, cursor)
    own = {r.id for r in rows}
    joined = _joined(connection, own, moment)
    ordered, versions = _in_order(connection, joined)
    stories = group_stories(ordered, _story_links(connection, versions))
    return [Story(id=name, documents=tuple(d)) for name, d in stories if d[0] in own], following


def _joined(connection: Connection, start: Iterable[str], moment: str) -> set[str]:
    seen: set[str] = set()
    frontier = set(start)
    while frontier:
        seen |= frontier
        found: set[str] = set()
        for batch in batches(sorted(frontier)):
            for one, other in ((_l.left_document, _l.right_document), (_l.right_document, _l.left_document)):
                query = select(other).join(schema.documents, _d.id == other)
                query = query.where(
                    one.in_(batch), _l.relation.in_(_JOINS), _l.judgement == "same", _d.known_at <= moment
                )
                found.update(connection.execute(query.distinct()).scalars())
        frontier = found - seen if len(seen) < _JOINED else set()
    return seen


def _in_order(connection: Connection, ids: Iterable[str]) -> tuple[list[str], dict[str, int]]:
    """Ids in order of publication, and the version of each one's last reading."""
    r = schema.readings.c
    found: list[tuple[str, str, int]] = []
    for batch in batches(sorted(ids)):
        query = select(_d.known_at, _d.id, func.max(r.version)).join(schema.readings, r.document == _d.id)
        found += [
            (known, id, version)
            for known, id, version in connection.execute(
                query.where(_d.id.in_(batch)).group_by(_d.known_at, _d.id)
            )
        ]
    found.sort()
    return [id for _, id, _ in found], {id: version for _, id, version in found}


def _story_links(connection: Connection, versions: dict[str, int]) -> list[Link]:
    """The links that join stories among the last readings of some documents, in order of relation and ends."""
    found: dict[tuple[str, str, str], bytes] = {}
    for batch in batches(sorted(versions)):
        query = select(
            _l.relation,
            _l.left_end,
            _l.right_end,
            _l.left_document,
            _l.right_document,
            _l.left_version,
            _l.right_version,
            _l.body,
        )
        for row in connection.execute(query.where(_l.left_document.in_(batch), _l.relation.in_(_JOINS))):
            if (
                versions.get(row.left_document) == row.left_version
                and versions.get(row.right_document) == row.right_version
            ):
                found[row.relation, row.left_end, row.right_end] = row.body
    return [msgspec.json.decode(bytes(found[key]), type=Link) for key in sorted(found)]


def publishers(connection: Connection) -> set[str]:
    """The names of all outlets that have reports here, in small letters."""
    return {
        str(name)
        for name in connection.execute(select(func.lower(_d.publisher)).distinct()).scalars()
        if name
    }


def spoken(connection: Connection, moment: datetime, name: str, outlets: Collection[str]) -> list[str]:
    """Reports published by a moment in which a source or outlet of that name speaks: its own, those that give its words, that name it; the last of each."""
    low = "".join(c.lower() if c.isascii() else c for c in " ".join(name.split())).removeprefix("the ")
    forms = sorted({low, f"the {low}", name_key(name), f"the {name_key(name)}"})  # SQLite lowers ASCII alone
    own = (
        select(_d.id)
        .where(_d.known_at <= stamp(moment), func.lower(_d.publisher).in_(forms))
        .order_by(_d.known_at.desc(), _d.id)
        .limit(_OWN)
    )
    found = (
        list(connection.execute(own).scalars()) if not set(outlets).isdisjoint(forms) else []
    )  # else every report would be looked at in vain
    p = passages.c
    for batch in batches(
        sorted(id for id, _ in _late(connection, stamp(moment)))
    ):  # whoever is listed is found
        found += connection.execute(
            select(p.document).where(p.document.in_(batch), func.lower(p.source).in_(forms)).distinct()
        ).scalars()
    words = re.findall(r"\w+", low)
    phrase = '"' + " ".join(words) + '"'
    for filters, most in (
        (Filters(kind="attribution", source=low), _HEARD),
        (Filters(kind="document"), _NAMING),
    ):
        found += (
            [hit.document for hit in find_page(connection, phrase, moment, filters, most).hits]
            if words
            else []
        )
    return list(dict.fromkeys(found))


def _late(connection: Connection, moment: str) -> list[tuple[str, str]]:
    """The reports last published by a stamp, and when each was."""
    query = (
        select(_d.id, _d.known_at)
        .where(_d.known_at <= moment)
        .order_by(_d.known_at.desc(), _d.id)
        .limit(LATE)
    )
    return [(id, known) for id, known in connection.execute(query)]


def late_sources(
    connection: Connection, moment: str, kind: str | None = None, known: "Speakers | None" = None
) -> list[Speaker]:
    """Who speaks in the 300 reports last published by a stamp: outlets and sources, those in most reports first; `known` is filled and used again."""
    known = known if known is not None else Speakers()
    late = dict(_late(connection, moment))
    known.read(connection, [id for id in late if id not in known.of])
    spoke: dict[tuple[str, str], list[str]] = {}
    written: dict[tuple[str, str], str] = {}
    for id, at in late.items():
        for key, form in known.of[id].items():
            spoke.setdefault(key, []).append(at)
            written[key] = min(written.get(key, form), form, key=_plain)
    found = [
        Speaker(name=written[key], kind=key[1], reports=len(times), last=max(times))
        for key, times in spoke.items()
        if kind in (None, key[1])
    ]
    return sorted(found, key=lambda s: (-s.reports, s.name, s.kind))


def _plain(form: str) -> tuple[bool, str]:
    return form.casefold().startswith("the "), form


class Speakers:
    """Who speaks in documents that were looked at: (key of the name, outlet or source) to the name as it is written."""

    def __init__(self) -> None:
        self.of: dict[str, dict[tuple[str, str], str]] = {}

    def read(self, connection: Connection, documents: Collection[str]) -> None:
        """Look at some more documents; of many the ones looked at first are forgotten."""
        while len(self.of) > 20 * LATE:
            del self.of[next(iter(self.of))]
        p = passages.c
        self.of |= {id: {} for id in documents}
        for batch in batches(sorted(documents)):
            query = select(p.document, p.kind, p.source).where(
                p.document.in_(batch), and_(p.kind.in_(("document", "attribution")), p.source != "")
            )
            for id, part, source in connection.execute(query.distinct()):
                key, own = (name_key(source), "outlet" if part == "document" else "source"), self.of[id]
                own[key] = min(own.get(key, source), source, key=_plain)
