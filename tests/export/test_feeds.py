"""What a subscriber sees: another copy is no news, a slip moves an entry, and selectors count code points."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import feedparser
import icalendar
import pytest
from msgspec.structs import replace

from sayso.demo import demo_documents
from sayso.export.alerts import alert_id, last_told
from sayso.export.calendar import write_calendar
from sayso.export.formats import export_bytes
from sayso.ingest.documents import make_document
from sayso.ledger import Ledger
from sayso.ledger.moments import parse_moment, stamp
from sayso.ledger.receivers import waiting_messages
from sayso.ledger.timeline import pack_card
from sayso.ledger.turns import _turns, calendar_status, recent_turns
from sayso.ledger.views import View, assemble_view
from sayso.model import Conflict, Document, Event, MentionRef, Origins, Span
from sayso.reader import read_documents
from sayso.svg.wording import summary_lines

TEXT = (
    "OSLO, June 2 (Fjord Wire) - Norway and Sweden will hold a joint naval drill in the Skagerrak on 20 June, a diplomatic source told Fjord Wire on Monday.\n\n"
    "Four frigates and two submarines are to take part, the source said, and the ships will call at Larvik afterwards. The two navies last trained together in these waters in the spring.\n\n"
    "Fishing boats were asked to keep away from the strait for the day, and the harbour office promised to publish a chart of the closed waters a week before.\n"
)
FIRST = datetime(2031, 6, 2, 9, tzinfo=UTC)


def report(n: int, text: str = TEXT) -> Document:
    about = {
        "publisher": "Fjord Wire" if n == 0 else f"Herald {n}",
        "url": f"https://herald{n}.example/drill",
        "title": "Neighbours plan drill",
        "published": (FIRST + timedelta(hours=n)).isoformat(),
    }
    return make_document(text, about, "test")


def test_calendar(view: View) -> None:
    entries = {
        str(e["uid"]): e for e in icalendar.Calendar.from_ical(export_bytes(view, "ics")).walk("VEVENT")
    }
    urls = {r.document.id: r.document.url for r in view.readings}
    dated = {f"{e.id}@sayso.invalid": e for e in view.events if e.start}
    assert entries.keys() == dated.keys()
    for uid, event in dated.items():
        entry = entries[uid]
        assert (
            str(entry["summary"]),
            str(entry.get("location", "")),
            entry["categories"].to_ical().decode(),
        ) == (event.label, event.place or "", event.type)
        assert entry.decoded("dtstart").isoformat() == event.start
        assert (entry.decoded("dtend") - timedelta(days=1)).isoformat() == max(
            event.end or "", event.start or ""
        )
        assert str(entry["x-sayso-status"]) == event.status
        assert str(entry["status"]) == calendar_status(event)
        low, high = event.origins.low, event.origins.high
        assert str(entry["x-sayso-origins"]) == (str(low) if low == high else f"{low}-{high}")
        assert f"{event.reports} report" in str(entry["description"])
        attached = entry.get("attach", [])
        links = [str(entry[k]) for k in ("url",) if k in entry] + [
            str(a) for a in (attached if isinstance(attached, list) else [attached])
        ]
        assert set(links) == {url for m in event.mentions if (url := urls[m.document])}
        assert entry.decoded("dtstamp") == view.turns[event.id].moment.replace(microsecond=0)


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_alerts(view: View, format: str) -> None:
    read = feedparser.parse(export_bytes(view, format))
    assert not read.bozo
    told = {alert_id(e): e for e in view.events}
    assert {e.id for e in read.entries} == told.keys()
    for entry in read.entries:
        event = told[entry.id]
        assert entry.title == f"{event.status}: {event.label}"
        assert entry.link.endswith(f"/event/{event.id}")
        assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == view.turns[event.id].moment.replace(
            microsecond=0
        )
        words = entry.content[0].value if format == "atom" else unescape(entry.summary)
        assert words == "; ".join([event.start or "no date", *summary_lines(event)])
    moments = [e.published_parsed for e in read.entries]
    assert moments == sorted(moments, reverse=True)


def test_another_copy_is_no_alert_and_another_status_is_one(demo: Ledger) -> None:
    states = [
        {e.id: alert_id(e) for e in assemble_view(demo, parse_moment(m)).events}
        for m in ("2031-06-12T09:00Z", "2031-06-12T12:00Z", "2031-06-17T18:00Z")
    ]
    drill = next(id for id in states[0] if id in states[1] and states[1][id] != states[2].get(id, ""))
    assert (
        states[0][drill] == states[1][drill] != states[2][drill]
    )  # the Gazette's copy came between the first two


def test_the_fortieth_copy_is_no_news() -> None:
    with Ledger(":memory:") as ledger:
        seen, sent = [], []
        for lot in (range(1), range(1, 21), range(21, 41)):
            ledger.add_all(list(read_documents(report(n) for n in lot)), FIRST + timedelta(hours=lot.stop))
            with ledger.connect() as connection:
                sent.append([(m.kind, m.event) for m in waiting_messages(connection)])
            view = assemble_view(ledger, FIRST + timedelta(hours=50))
            told = [feedparser.parse(export_bytes(view, name)).entries for name in ("atom", "rss")]
            calendar = icalendar.Calendar.from_ical(export_bytes(view, "ics")).walk("VEVENT")
            seen.append(
                (
                    [(e.id, e.published) for e in told[0]],
                    [(e.id, e.published) for e in told[1]],
                    [(str(c["uid"]), int(c["sequence"]), c.decoded("dtstamp")) for c in calendar],
                )
            )
            assert max(e.reports for e in view.events) == lot.stop
        assert seen[0] == seen[1] == seen[2]
        assert seen[0][0]
        assert sent[0] == sent[1] == sent[2]
        assert {kind for kind, _ in sent[0]} == {"new"}


def test_entries_move_with_slips_and_changes_of_status_and_link_to_reports() -> None:
    with Ledger(":memory:") as ledger:
        ledger.add_all(list(read_documents(demo_documents("allied-drill"))))

        def entries(moment: str) -> dict[str, tuple[int, tuple[str, ...]]]:
            view = assemble_view(ledger, parse_moment(moment))
            read = icalendar.Calendar.from_ical(export_bytes(view, "ics"))
            assert str(read["method"]) == "PUBLISH"
            assert read.decoded("refresh-interval") == timedelta(hours=1)
            assert any("url" in e for e in read.walk("VEVENT"))
            return {
                str(e["uid"]): (
                    int(e["sequence"]),
                    (str(e["status"]), e.decoded("dtstart").isoformat(), e.decoded("dtend").isoformat()),
                )
                for e in read.walk("VEVENT")
            }

        moments = ("2031-06-12T18:00Z", "2031-06-13T00:00Z", "2031-06-17T18:00Z", "2031-06-26T12:00Z")
        moved = 0
        for before, after in zip(map(entries, moments), map(entries, moments[1:]), strict=False):
            for uid in before.keys() & after.keys():
                assert after[uid][0] >= before[uid][0]
                if after[uid][1] != before[uid][1]:
                    assert after[uid][0] > before[uid][0]
                    moved += 1
        assert moved


def test_a_feed_of_the_last_changes_is_that_of_all_as_far_as_it_goes(place: Callable[[], str]) -> None:
    with Ledger(place()) as ledger:
        ledger.add_all(
            list(read_documents([*demo_documents("allied-drill"), *(report(n) for n in range(12))]))
        )
        for moment in (
            "2031-06-02T12:00Z",
            "2031-06-02T22:00Z",
            "2031-06-13T00:00Z",
            "2031-06-26T12:00Z",
            "2033-01-01T00:00Z",
        ):
            as_of = parse_moment(moment)
            whole = [(alert_id(t.event), t.moment) for t in last_told(assemble_view(ledger, as_of))]
            with ledger.connect() as connection:
                assert [(alert_id(t.event), t.moment) for t in recent_turns(connection, as_of)] == whole
                for reach in (1, 2, 5, 9):
                    part = [
                        (alert_id(t.event), t.moment) for t in recent_turns(connection, as_of, reach=reach)
                    ]
                    assert (
                        len(part) <= reach
                        and set(part) <= set(whole)
                        and part == sorted(part, key=lambda p: p[1], reverse=True)
                    )
                assert len(recent_turns(connection, as_of, most=1)) == 1


def test_a_conflict_is_an_alert_and_a_lapse_is_one() -> None:
    with Ledger(":memory:") as ledger:
        ledger.add_all(list(read_documents([report(0)])))
        before = {e.id: alert_id(e) for e in ledger.events(FIRST + timedelta(days=1)) if e.status != "lapsed"}
        after = {e.id: (alert_id(e), e.status) for e in ledger.events(FIRST + timedelta(days=40))}
        lapsed = [id for id, (_, status) in after.items() if status == "lapsed"]
        assert lapsed
        assert all(before[id] != after[id][0] for id in lapsed if id in before)
    bare = Event(
        id="e1",
        label="drill",
        type="MOBILIZE",
        status="planned",
        start="2031-06-20",
        reports=1,
        origins=Origins(low=1, high=1),
    )
    changed = (
        replace(bare, conflicts=(Conflict(field="start", values=()),)),
        replace(bare, origins=Origins(low=1, high=2)),
        replace(bare, status="cancelled"),
        replace(bare, start="2031-06-21"),
    )
    assert len({alert_id(e) for e in (bare, *changed)}) == 5
    assert alert_id(replace(bare, reports=40, last_published=FIRST)) == alert_id(bare)


@pytest.mark.parametrize(("start", "end", "first", "over"), [
    ("2031-06-20", None, "20310620", "20310621"),
    ("2031-06-20", "2031-06-22", "20310620", "20310623"),
    ("2031-06-20", "2031-06-10", "20310620", "20310621"),
    ("2031-06-20T14:30:00+02:00", None, "20310620T123000Z", None),
    ("2031-06-20T14:30:00+02:00", "2031-06-20T16:00:00+02:00", "20310620T123000Z", "20310620T140000Z"),
    ("2031-06-20T14:30:00+02:00", "2031-06-21", "20310620T123000Z", "20310621T220000Z"),
    ("2031-06-20T14:30:00", "2031-06-20T15:00:00", "20310620T143000", "20310620T150000"),
])  # fmt: skip
def test_days_are_whole_days_and_instants_have_their_time(
    start: str, end: str | None, first: str, over: str | None
) -> None:
    event = Event(id="e1", label="launch", type="OTHER", status="planned", start=start, end=end)
    (entry,) = icalendar.Calendar.from_ical(write_calendar([event], {}, {}, FIRST)).walk("VEVENT")
    assert entry["dtstart"].to_ical().decode() == first
    assert (entry["dtend"].to_ical().decode() if "dtend" in entry else None) == over
    assert (entry["dtstart"].params.get("VALUE") == "DATE") == (len(start) == 10)


def test_sequence_follows_days_and_status_and_nothing_else() -> None:
    def state(n: int, event: Event) -> tuple[str, str, bytes]:
        return "e1", stamp(FIRST + timedelta(hours=n)), pack_card(event)

    bare = Event(
        id="e1",
        label="drill",
        type="MOBILIZE",
        status="planned",
        start="2031-06-20",
        reports=1,
        origins=Origins(low=1, high=1),
    )
    steps = [
        (bare, 0),
        (replace(bare, reports=40), 0),  # copies
        (replace(bare, origins=Origins(low=2, high=2)), 0),
        (replace(bare, status="occurred"), 0),  # still CONFIRMED
        (replace(bare, start="2031-06-23"), 1),  # a slip
        (replace(bare, start="2031-06-23", status="cancelled"), 2),
        (replace(bare, start="2031-06-23", status="denied"), 2),
    ]
    for n in range(1, len(steps) + 1):
        ((_, turn),) = _turns(state(k, event) for k, (event, _) in enumerate(steps[:n]))
        assert turn.moves == steps[n - 1][1]


def test_long_and_foreign_words_are_folded_at_75_octets_and_come_back() -> None:
    label = "مناورة بحرية 🚢 " * 20 + "; a, b\\ and <script>alert(1)</script>\nBEGIN:VEVENT"
    event = Event(
        id="e1",
        label=label,
        type="OTHER",
        status="possible",
        start="2031-06-20",
        place="Skagerrak; the, strait",
        mentions=(
            MentionRef(document="d1", part="body", span=Span(0, 1), text="x"),
            MentionRef(document="d2", part="body", span=Span(0, 1), text="x"),
        ),
    )
    written = write_calendar(
        [event], {"d1": "https://a.example/" + "x" * 200, "d2": "https://b.example/?q=ü"}, {}, FIRST
    )
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    (entry,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert (str(entry["summary"]), str(entry["location"]), str(entry["status"])) == (
        label,
        "Skagerrak; the, strait",
        "TENTATIVE",
    )
    assert (str(entry["url"]), str(entry["attach"])) == (
        "https://a.example/" + "x" * 200,
        "https://b.example/?q=%C3%BC",
    )


def test_selectors_count_code_points_beyond_the_first_plane() -> None:
    import json

    with Ledger(":memory:") as ledger:
        ledger.add_all(list(read_documents([report(0, "🚢🇳🇴 e\u0301 " + TEXT)])))
        view = assemble_view(ledger, FIRST + timedelta(hours=50))
        text = view.readings[0].document.text.encode("utf-32-le")
        items = json.loads(export_bytes(view, "webannotation"))["items"]
        assert items
        for item in items:
            quote, position = item["target"]["selector"]
            assert text[4 * position["start"] : 4 * position["end"]].decode("utf-32-le") == quote["exact"]
