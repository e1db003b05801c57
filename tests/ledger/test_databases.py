"""What must hold on SQLite and on PostgreSQL alike."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from sayso.brief import brief_text
from sayso.briefing import find_brief
from sayso.errors import InputError, LedgerError
from sayso.export.tables import events_csv
from sayso.ledger import Ledger
from sayso.ledger.alerts import write_lapses
from sayso.ledger.backups import back_up, restore
from sayso.ledger.caches import TABLES
from sayso.ledger.check import check_ledger
from sayso.ledger.judging import judge, redact
from sayso.ledger.moments import stamp
from sayso.ledger.rebuilding import rebuild_caches
from sayso.ledger.receivers import (
    enrol,
    list_receivers,
    note_failure,
    note_outcome,
    parked_messages,
    waiting_messages,
)
from sayso.ledger.search import Filters, find_page
from sayso.ledger.timeline import pack_card, unpack_event
from sayso.ledger.timeline import unpack_card as event_of_card
from sayso.ledger.views import compute_events
from tests.ledger.stories import FIRST, make_reading

Place = Callable[[], str]
LATER = FIRST + timedelta(days=4000)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
NOW_STAMP, LATER_STAMP = stamp(NOW), stamp(LATER)


def filled(location: str, numbers: tuple[int, ...] = (2, 0, 5, 1, 10, 6)) -> Ledger:
    ledger = Ledger(location)
    for n in numbers:
        ledger.add(make_reading(n), NOW + timedelta(minutes=n))
    return ledger


def computed(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """Every row of what is computed, as bytes and words."""
    out = {}
    with ledger.connect() as connection:
        for table in TABLES:
            rows = connection.execute(text(f"SELECT * FROM {table}")).all()
            out[table] = sorted(
                (tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows), key=repr
            )
    return out


def test_what_is_read_back_is_what_was_added(place: Place) -> None:
    with filled(place(), (0, 1, 2)) as ledger:
        assert ledger.readings(LATER) == [make_reading(n) for n in range(3)]
        assert not ledger.add(make_reading(1))
        assert [ledger.count_documents(FIRST + timedelta(hours=h)) for h in (-1, 0, 1, 2)] == [0, 1, 2, 3]


def test_looked_up_is_computed_at_every_moment(place: Place) -> None:
    with filled(place()) as ledger:
        moments = [FIRST + timedelta(hours=h) for h in (-1, 0, 0.5, 1, 2, 5, 6, 10, 11)]
        moments += [
            datetime(year, 5, day, hour, tzinfo=UTC)
            for year in (2024, 2025, 2026)
            for day in (20, 21)
            for hour in (0, 12)
        ]
        for moment in moments:
            assert ledger.events(moment) == compute_events(ledger, moment)
        assert {e.status for e in ledger.events(LATER)} == {"lapsed"}


def test_a_brief_is_the_one_computed_from_the_claims_at_every_moment(place: Place) -> None:
    with filled(place(), tuple(range(12))) as ledger:
        moments = [FIRST + timedelta(hours=h) for h in (-1, 0, 0.5, 1, 2, 5, 6, 11, 30)]
        moments += [datetime(2024, 5, day, hour, tzinfo=UTC) for day in (19, 20, 21) for hour in (0, 12)]
        for moment in moments:
            for since in (moment - timedelta(hours=3), moment - timedelta(days=1)):
                looked_up, computed = (find_brief(ledger, moment, since, clock) for clock in (None, LATER))
                assert brief_text(looked_up) == brief_text(computed)
                assert find_brief(ledger, moment, since, whole=True) == computed
        assert "LAPSED" in brief_text(find_brief(ledger, datetime(2024, 5, 21, 12, tzinfo=UTC)))


def test_a_list_shows_the_events_without_what_their_pages_tell(place: Place) -> None:
    with filled(place()) as ledger:
        for between in (None, ("2024-05-01", "2025-06-01")):
            whole, listed = (ledger.events(LATER, between=between, whole=which) for which in (True, False))
            assert [event_of_card(pack_card(e)) for e in whole] == list(listed)
            assert events_csv(whole) == events_csv(listed)
            assert all(e.claims and e.mentions for e in whole)


def test_a_rebuild_gives_the_same_to_the_byte(place: Place) -> None:
    with filled(place()) as ledger:
        before = computed(ledger)
        with ledger.writing() as connection:
            connection.execute(text("DELETE FROM event_states"))
            assert rebuild_caches(connection) == 6
        assert computed(ledger) == before
        assert before["event_states"]


def test_order_of_addition_changes_no_state(place: Place) -> None:
    with filled(place()) as one, filled(place(), (6, 10, 1, 5, 0, 2)) as two:
        assert computed(one)["event_states"] == computed(two)["event_states"]


def test_a_lot_is_the_same_as_one_by_one(place: Place) -> None:
    numbers = (2, 0, 5, 1, 10, 6, 3, 8)
    readings = [make_reading(n) for n in numbers]
    with filled(place(), ()) as one, filled(place(), ()) as lots:
        for reading in readings:
            one.add(reading, NOW)
        assert lots.add_all([*readings[:3], readings[0]], NOW) == [True, True, True, False]
        assert lots.add_all([readings[1], *readings[3:]], NOW) == [False, *[True] * 5]
        assert computed(lots) == computed(one)
        assert lots.links(LATER) == one.links(LATER)
        assert list(check_ledger(lots)) == []
        assert lots.add_all([]) == []


def test_of_a_lot_that_fails_nothing_stays(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with filled(place(), (0, 5)) as ledger:
        before = computed(ledger)
        monkeypatch.setattr("sayso.ledger.store.refresh_all", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ledger.add_all([make_reading(n) for n in (10, 15)])
        monkeypatch.undo()
        assert computed(ledger) == before
        assert ledger.add_all([make_reading(15), make_reading(10)]) == [True, True]
        assert list(check_ledger(ledger)) == []
        assert ledger.events(LATER) == compute_events(ledger, LATER)


def test_the_outbox_tells_of_changes_of_what_was_known_and_delivers_each_once(place: Place) -> None:
    with filled(place(), (0,)) as ledger:
        (event,) = ledger.events(FIRST)
        with ledger.writing() as connection:
            assert enrol(connection, "https://a.example/", "").message == 0
            (known,) = waiting_messages(connection)
            assert (known.kind, known.status) == ("new", (None, "lapsed"))
            note_outcome(connection, "https://a.example/", known, "delivered", known.recorded_at)
            assert waiting_messages(connection, enrol(connection, "https://a.example/", "").message) == []
        judge(ledger, "outcome", event.id, "Ada", "cancelled", event, recorded_at=FIRST + timedelta(days=1))
        with ledger.writing() as connection:
            (message,) = waiting_messages(connection, enrol(connection, "https://a.example/", "").message)
            assert (message.kind, message.event, message.status) == (
                "status",
                event.id,
                ("planned", "cancelled"),
            )
        assert list(check_ledger(ledger)) == []


def test_delivery_stands_apart_for_each_address(place: Place) -> None:
    one, two, late = "https://a.example/", "https://b.example/", "https://c.example/"
    with filled(place(), (0, 1, 2)) as ledger:
        with ledger.writing() as connection:
            first, second, third = waiting_messages(connection)
            assert {enrol(connection, a, "").message for a in (one, two)} == {0}
            assert enrol(connection, late, third.recorded_at).message == second.id
            note_outcome(connection, one, first, "parked", LATER_STAMP, "answered 422")
            note_failure(connection, two, "answered 500", LATER_STAMP, NOW_STAMP)
            note_failure(connection, two, "answered 503", LATER_STAMP, LATER_STAMP)
        with ledger.connect() as connection:
            held = {
                r.address: (r.message, r.failures, r.failing_since, r.problem, waiting)
                for r, waiting in list_receivers(connection)
            }
            assert held == {
                one: (first.id, 0, None, None, 2),
                two: (0, 2, NOW_STAMP, "answered 503", 3),
                late: (second.id, 0, None, None, 1),
            }
            assert [(p.message, p.reason) for p in parked_messages(connection, one)] == [
                (first, "answered 422")
            ]
            assert parked_messages(connection, two) == []
        with ledger.writing() as connection:
            note_outcome(connection, one, second, "delivered", LATER_STAMP)
            note_outcome(connection, one, first, "delivered", LATER_STAMP)
            assert enrol(connection, one, "").message == second.id
            assert parked_messages(connection, one) == []
        with pytest.raises(LedgerError, match="append-only"), ledger.writing() as connection:
            connection.execute(text("UPDATE deliveries SET outcome = 'parked'"))
        assert list(check_ledger(ledger)) == []


def test_events_of_some_days_of_a_status_of_a_country(place: Place) -> None:
    with filled(place()) as ledger:
        found = ledger.events(LATER, between=("2025-05-18", "2025-05-20"))
        assert found
        assert {e.start for e in found} == {"2025-05-20"}
        assert ledger.events(LATER, between=("2025-05-21", "2025-06-20")) == ()
        assert (
            ledger.events(LATER, status="planned")
            == ()
            != ledger.events(LATER, status="lapsed", country="nor")
        )
        assert ledger.find_event(found[0].id[:7], LATER) == (found[0],)


def test_the_second_clock_leaves_out_what_was_recorded_later(place: Place) -> None:
    with filled(place()) as ledger:
        held = NOW + timedelta(minutes=2)
        assert [r.document.publisher for r in ledger.readings(LATER, held)] == [
            "Outlet 0",
            "Outlet 1",
            "Outlet 2",
        ]
        assert {m.document for e in ledger.events(LATER, recorded_by=held) for m in e.mentions} == {
            make_reading(n).document.id for n in range(3)
        }
        assert len(ledger.events(LATER, recorded_by=NOW - timedelta(days=1))) == 0


def test_a_better_reader_reads_again_and_the_old_reading_stays(place: Place) -> None:
    with filled(place()) as ledger:
        better = replace(make_reading(0), reader="better", events=(), claims=())
        assert ledger.reread(better, NOW + timedelta(days=1))
        assert not ledger.reread(better)
        assert make_reading(0).document.id not in {
            m.document for e in ledger.events(LATER) for m in e.mentions
        }
        assert make_reading(0) in ledger.readings(LATER, NOW + timedelta(hours=1))
        assert ledger.events(LATER) == compute_events(ledger, LATER)
        before = computed(ledger)
        with ledger.writing() as connection:
            rebuild_caches(connection)
        assert computed(ledger) == before
        assert list(check_ledger(ledger)) == []
        with pytest.raises(LedgerError, match="is not held"):
            ledger.reread(make_reading(3))


def test_more_candidates_than_are_kept_in_memory_lose_no_link(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.ledger.candidates._OLDER_MOST", 4)
    with filled(place(), tuple(range(16))) as wanted:
        links = [replace(link, recorded_at=None) for link in wanted.links(LATER)]
    monkeypatch.setattr("sayso.ledger.store._PREPARED", 4)
    location = place()
    with Ledger(location) as one, Ledger(location) as two:
        for n in range(16):
            (one, two)[n % 2].add(make_reading(n), NOW + timedelta(minutes=n))
        assert [replace(link, recorded_at=None) for link in one.links(LATER)] == links != []


@pytest.mark.parametrize("table", ["documents", "readings", "claims", "links", "judgements", "additions"])
def test_the_database_refuses_to_change_what_was_recorded(place: Place, table: str) -> None:
    with filled(place()) as ledger:
        judge(ledger, "reliability", "Outlet 1", "Ada", "B")
        with ledger.connect() as connection:
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()
            for change in (
                f"DELETE FROM {table}",
                f"UPDATE {table} SET {'quote' if table == 'claims' else 'recorded_at'} = ''",
            ):
                with pytest.raises(IntegrityError, match="append-only"):
                    connection.execute(text(change))
                connection.rollback()


def test_a_persons_judgement_overrides_from_then_on_and_can_be_undone(place: Place) -> None:
    with filled(place(), (0, 5)) as ledger:
        first, second = sorted(ledger.events(LATER), key=lambda e: e.start or "")
        times = [FIRST + timedelta(days=n) for n in (100, 200, 300, 400)]
        made = judge(ledger, "same", first.id, "Ada", None, first, second, times[0])
        assert len(ledger.events(times[0])) == 1
        assert len(ledger.events(times[0] - timedelta(seconds=1))) == 2
        judge(ledger, "undo", str(made.id), "Ada", recorded_at=times[1])
        assert [len(ledger.events(t)) for t in times[:2]] == [1, 2]
        judge(ledger, "outcome", second.id, "Bo", "cancelled", second, None, times[2])
        assert [e.status for e in ledger.find_event(second.id, times[2])] == ["cancelled"]
        assert [e.status for e in ledger.find_event(second.id, times[1])] == ["planned"]
        for moment in times:
            assert ledger.events(moment) == compute_events(ledger, moment)
        before = computed(ledger)
        with ledger.writing() as connection:
            rebuild_caches(connection)
        assert computed(ledger) == before
        assert list(check_ledger(ledger)) == []
        with pytest.raises(InputError, match="no judgement that stands"):
            judge(ledger, "undo", str(made.id), "Ada")
        with pytest.raises(InputError, match="is no credibility"):
            judge(ledger, "credibility", first.id, "Ada", "7", first)


def test_a_judgement_of_difference_keeps_events_apart(place: Place) -> None:
    a, b = make_reading(0), make_reading(0, 3)
    url = "https://other.example/visit"
    from hashlib import sha256

    id = sha256("\0".join((url, b.document.title or "", b.document.text)).encode()).hexdigest()[:16]
    b = replace(b, document=replace(b.document, id=id, url=url, publisher="Other"), claims=())
    with Ledger(place()) as ledger:
        ledger.add(a)
        ledger.add(b)
        event = next(e for e in ledger.events(FIRST + timedelta(days=1)) if e.reports == 2)
        each = {m.document: m for m in event.mentions}
        one, two = (replace(event, id=str(n), mentions=(m,)) for n, m in enumerate(each.values()))
        judge(ledger, "different", event.id, "Ada", None, one, two, FIRST + timedelta(days=2))
        places = {m.trigger for m in event.mentions}
        later = [
            e for e in ledger.events(FIRST + timedelta(days=3)) if places & {m.trigger for m in e.mentions}
        ]
        assert [e.reports for e in later] == [1, 1]
        assert event in ledger.events(FIRST + timedelta(days=1))


def test_a_removal_blanks_the_words_and_keeps_the_hashes(place: Place, tmp_path: Path) -> None:
    location = place()
    with filled(location) as ledger:
        gone = make_reading(5).document
        redact(ledger, gone.url or "", "Ada", "court order 7")
        (held,) = ledger.documents([gone.id]).values()
        assert set(held.text) == {"█"}
        assert len(held.text) == len(gone.text)
        assert held.text_hash == gone.text_hash
        assert gone.id not in {m.document for e in ledger.events(LATER) for m in e.mentions}
        assert list(check_ledger(ledger)) == []
        with ledger.connect() as connection:
            hits = find_page(connection, "Tromso", LATER).hits
            assert {h.document for h in hits} == {make_reading(n).document.id for n in (0, 10)}
        assert not ledger.add(make_reading(5))
        before = computed(ledger)
        with ledger.writing() as connection:
            rebuild_caches(connection)
        assert computed(ledger) == before
        with pytest.raises(InputError, match="was removed before"):
            redact(ledger, gone.id, "Ada", "again")
    if not location.startswith("postgresql"):
        assert b"source number 5" not in Path(location).read_bytes()


def test_lapses_are_looked_for_since_they_were_last(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = list[bytes]()
    monkeypatch.setattr(
        "sayso.ledger.alerts.unpack_event", lambda body: looked.append(body) or unpack_event(body)
    )
    with Ledger(place()) as ledger:
        for n in (0, 5):
            ledger.add(make_reading(n), FIRST + timedelta(hours=12))
        looked.clear()
        for moment, told, read in (
            ("2024-05-19", 0, False),
            ("2024-05-22", 1, True),
            ("2024-05-23", 0, False),
            ("2025-05-19", 0, False),
            ("2025-05-22", 1, True),
        ):
            with ledger.writing() as connection:
                assert (
                    write_lapses(connection, stamp(datetime.fromisoformat(moment).replace(tzinfo=UTC)))
                    == told
                )
            assert bool(looked) == read
            looked.clear()


def test_a_removal_reaches_the_messages_that_repeat_the_words(place: Place) -> None:
    with Ledger(place()) as ledger:
        gone, kept = make_reading(5), make_reading(0)
        for reading in (gone, kept):
            ledger.add(reading, FIRST + timedelta(hours=12))
        with ledger.connect() as connection:
            before = {m.event: m for m in waiting_messages(connection)}
        own = {
            next(e.id for e in ledger.events(LATER) if e.mentions[0].document == r.document.id)
            for r in (gone,)
        }
        assert all(before[id].label for id in own)
        redact(ledger, gone.document.id, "Ada", "court order 7")
        with ledger.connect() as connection:
            after = {m.event: m for m in waiting_messages(connection) if m.event in before}
        assert {id for id, m in after.items() if not m.label} == own
        assert all(after[id] == m for id, m in before.items() if id not in own)
        assert all(
            (after[id].kind, after[id].status, after[id].recorded_at) == (m.kind, m.status, m.recorded_at)
            for id, m in before.items()
        )
        with pytest.raises(LedgerError, match="append-only"), ledger.writing() as connection:
            connection.execute(text("UPDATE outbox SET kind = 'slip', body = ''"))
        with pytest.raises(LedgerError, match="append-only"), ledger.writing() as connection:
            connection.execute(
                text(
                    "UPDATE outbox SET body = body || body"
                    if connection.dialect.name == "postgresql"
                    else "UPDATE outbox SET body = body || ' '"
                )
            )
        assert list(check_ledger(ledger)) == []


def test_tampering_shows(place: Place) -> None:
    with filled(place()) as ledger:
        with ledger.writing() as connection:
            sqlite = connection.dialect.name == "sqlite"
            connection.execute(text("DROP TRIGGER claims_no_update" + ("" if sqlite else " ON claims")))
            connection.execute(text("DROP TRIGGER links_no_delete" + ("" if sqlite else " ON links")))
            connection.execute(text("UPDATE claims SET value = '\"cancelled\"' WHERE field = 'status'"))
            connection.execute(text("DELETE FROM links WHERE id = (SELECT max(id) FROM links)"))
        problems = "\n".join(check_ledger(ledger))
    assert "the guard against update is gone" in problems
    assert "(reading" in problems
    assert "is not what was added" in problems
    assert "(links" in problems


def test_a_guard_that_is_another_or_switched_off_shows(place: Place) -> None:
    with filled(place()) as ledger:
        with ledger.writing() as connection:
            if connection.dialect.name == "sqlite":
                harm = {
                    "claims_no_update": "BEFORE UPDATE ON claims WHEN 0 BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: claims'); END",
                    "links_no_replace": "BEFORE INSERT ON links BEGIN SELECT 1; END",
                    "documents_no_delete": None,
                }
                for name, instead in harm.items():
                    connection.execute(text(f"DROP TRIGGER {name}"))
                    if instead:
                        connection.execute(text(f"CREATE TRIGGER {name} {instead}"))
                wanted = [
                    "documents: the guard against delete is gone",
                    "claims: the guard against update is not",
                    "links: the guard against replace is not",
                ]
            else:
                connection.execute(text("DROP TRIGGER documents_no_truncate ON documents"))
                connection.execute(text("ALTER TABLE links DISABLE TRIGGER links_no_delete"))
                connection.execute(
                    text(
                        "CREATE OR REPLACE FUNCTION sayso_keep_claims() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
                    )
                )
                wanted = [
                    "documents: the guard against truncate is gone",
                    "links: the guard against delete is not",
                ]
                wanted += [
                    f"claims: the guard against {action} is not"
                    for action in ("update", "delete", "truncate")
                ]
        found = list(check_ledger(ledger))
    assert len(found) == len(wanted), found
    assert all(any(problem.startswith(words) for problem in found) for words in wanted), found


def test_a_backup_restores_to_either_database(place: Place, tmp_path: Path) -> None:
    with filled(place()) as ledger:
        judge(ledger, "reliability", "Outlet 1", "Ada", "B")
        assert back_up(ledger, tmp_path / "b.db") == 6
        wanted = computed(ledger)
        with pytest.raises(LedgerError, match="is there already"):
            back_up(ledger, tmp_path / "b.db")
    target = place()
    assert restore(tmp_path / "b.db", target) == 6
    with Ledger(target) as restored:
        assert computed(restored) == wanted
        assert list(check_ledger(restored)) == []
        assert restored.add(make_reading(7))
        assert list(check_ledger(restored)) == []
    with pytest.raises(LedgerError, match=r"is there already|holds documents already"):
        restore(tmp_path / "b.db", target)


def test_search_filters_pages_and_marks(place: Place) -> None:
    with filled(place()) as ledger, ledger.connect() as connection:

        def find(query: str, **filters: str) -> set[tuple[str, str | None]]:
            return {
                (h.kind, h.publisher)
                for h in find_page(connection, query, LATER, Filters(**filters), 50).hits
            }  # type: ignore[arg-type]

        assert {k for k, _ in find("Bergen")} == {"document", "attribution", "event"}
        assert find("Bergen", kind="event", status="planned") == {
            ("event", "Outlet 1"),
            ("event", "Outlet 6"),
        }
        assert find("visit", source="outlet 2") == {("document", "Outlet 2"), ("event", "Outlet 2")}
        assert find("visit", stance="denies") == set()
        assert {k for k, _ in find("visit", type="consult", country="NOR", stance="asserts")} == {"event"}
        assert find("visit", country="SWE") == set()
        assert find('"will visit Bergen" OR Narvik', kind="document") == {
            ("document", "Outlet 1"),
            ("document", "Outlet 6"),
            ("document", "Outlet 2"),
        }
        assert find("Berg* NOT number", kind="event") == {("event", "Outlet 1"), ("event", "Outlet 6")}
        seen, cursor = [], None
        while True:
            page = find_page(connection, "visit", LATER, limit=4, cursor=cursor)
            seen += [(h.kind, h.document, h.ref) for h in page.hits]
            assert all("[" in h.excerpt for h in page.hits)
            cursor = page.cursor
            if cursor is None:
                break
        assert len(seen) == len(set(seen)) == len(find_page(connection, "visit", LATER, limit=99).hits) > 8
        for query in ("visit", "Bergen OR Narvik", '"will visit"', "Berg*"):
            narrowed = Filters(published=("0", None))  # by what narrows nothing down
            one, other = (
                find_page(connection, query, LATER, limit=4),
                find_page(connection, query, LATER, narrowed, limit=4),
            )
            assert one == other != ()
            assert find_page(connection, query, LATER, limit=4, cursor=one.cursor) == find_page(
                connection, query, LATER, narrowed, limit=4, cursor=one.cursor
            )
        assert find_page(connection, "visit", FIRST - timedelta(days=1)).hits == ()
        with pytest.raises(InputError, match="no cursor"):
            find_page(connection, "visit", LATER, cursor="next")
        for query in ('"', "AND", "o'brien (", "a:b", "*", "", "NEAR("):
            find_page(connection, query, LATER)


_WRITER = """
import sys
from datetime import datetime, UTC
from sayso.ledger import Ledger
from sayso.ledger.search import find_page
from tests.ledger.stories import make_reading
location, first = sys.argv[1], int(sys.argv[2])
with Ledger(location) as ledger:
    for n in [*range(first, 12), *range(first)]:
        ledger.add(make_reading(n, 24 * 31 * n))  # each in a month of its own
        ledger.events()
        with ledger.connect() as connection:
            assert find_page(connection, "visit", datetime.now(UTC)).hits
"""


def test_where_documents_come_from_is_looked_up_by_how_it_begins(place: Place) -> None:
    sources = (
        "crawl_1.warc.gz#12",
        "crawl_1.warc.gz#4",
        "crawlx1.warc.gz#4",
        "crawl_1.warc.gz.txt",
        "Crawl_1.warc.gz#5",
        None,
    )
    with Ledger(place()) as ledger:
        for n, source in enumerate(sources):
            made = make_reading(n)
            ledger.add(replace(made, document=replace(made.document, source=source)))
        assert ledger.sources("crawl_1.warc.gz#") == {"crawl_1.warc.gz#12", "crawl_1.warc.gz#4"}
        assert ledger.sources("crawl_") == {"crawl_1.warc.gz#12", "crawl_1.warc.gz#4", "crawl_1.warc.gz.txt"}
        assert ledger.sources("none") == set()
        with ledger.connect() as connection:
            asked: list[tuple[str, Any]] = []
            event.listen(connection.engine, "before_cursor_execute", lambda *given: asked.append(given[2:4]))
            ledger.sources("crawl_1.warc.gz#")
            (statement, values), *_ = [a for a in asked if "documents" in a[0]]
            if connection.dialect.name == "postgresql":
                connection.execute(
                    text("SET enable_seqscan = off")
                )  # six rows are read faster without any index
            plan = connection.exec_driver_sql(
                ("EXPLAIN " if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN ")
                + statement,
                values,
            ).all()
        assert "documents_source" in str(plan)


def test_many_hands_lose_and_double_nothing(place: Place) -> None:
    location = place()
    writers = int(os.environ.get("SAYSO_WRITERS", "16")) if location.startswith("postgresql") else 4
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, location, str(n % 12)], stderr=subprocess.PIPE, text=True
        )
        for n in range(writers)
    ]
    said = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0] * writers, said
    with Ledger(location) as ledger:
        assert ledger.count_documents() == 12
        assert list(check_ledger(ledger)) == []
        assert ledger.events(LATER) == compute_events(ledger, LATER)


def test_who_may_only_look_is_shown_the_brief_and_told_what_is_missing_to_add(postgresql: Place) -> None:
    location = postgresql()
    with filled(location, (0, 1)) as ledger:
        with ledger.writing() as connection:
            connection.execute(text("CREATE ROLE onlooker LOGIN"))
            connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO onlooker"))
        with Ledger(location.replace("postgres:@", "onlooker:@")) as looking:
            assert looking.events(LATER) == ledger.events(LATER) != ()
            looking.note_brief(NOW)
            with pytest.raises(
                LedgerError, match=r"this user may not do that .*; ask the owner for it: GRANT"
            ):
                looking.add(make_reading(2))
        assert ledger.last_brief() is None
    with pytest.raises(LedgerError, match=r"there is no such database .*; make it: createdb"):
        Ledger(location.replace("/ledger", "/nothing"))


def test_an_address_nobody_serves_is_named_without_its_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(LedgerError, match=r"cannot be reached") as caught:
        Ledger("postgresql://ada:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)
