"""What a subscriber sees: another copy is no news, a slip moves an entry, and selectors count code points."""

from datetime import UTC, datetime, timedelta

import feedparser
import icalendar

from sayso.demo import demo_documents
from sayso.export.formats import export_bytes
from sayso.ingest.documents import make_document
from sayso.ledger import Ledger
from sayso.ledger.moments import parse_moment
from sayso.ledger.views import assemble_view
from sayso.model import Document
from sayso.read import read_documents

TEXT = (
    "OSLO, June 2 (Fjord Wire) - Norway and Sweden will hold a joint naval drill in the Skagerrak on 20 June, a diplomatic source told Fjord Wire on Monday.\n\n"
    "Four frigates and two submarines are to take part, the source said, and the ships will call at Larvik afterwards. The two navies last trained together in these waters in the spring.\n\n"
    "Fishing boats were asked to keep away from the strait for the day, and the harbour office promised to publish a chart of the closed waters a week before.\n"
)
FIRST = datetime(2031, 6, 2, 9, tzinfo=UTC)


def report(n: int, text: str = TEXT) -> Document:
    about = {"publisher": "Fjord Wire" if n == 0 else f"Herald {n}", "url": f"https://herald{n}.example/drill", "title": "Neighbours plan drill", "published": (FIRST + timedelta(hours=n)).isoformat()}
    return make_document(text, about, "test")


def test_the_fortieth_copy_is_no_news() -> None:
    with Ledger(":memory:") as ledger:
        seen = []
        for lot in (range(1), range(1, 21), range(21, 41)):
            ledger.add_all(list(read_documents(report(n) for n in lot)))
            view = assemble_view(ledger, FIRST + timedelta(hours=50))
            told = [feedparser.parse(export_bytes(view, name)).entries for name in ("atom", "rss")]
            calendar = icalendar.Calendar.from_ical(export_bytes(view, "ics")).walk("VEVENT")
            seen.append(([(e.id, e.published) for e in told[0]], [(e.id, e.published) for e in told[1]], [(str(c["uid"]), int(c["sequence"]), c.decoded("dtstamp")) for c in calendar]))
            assert max(e.reports for e in view.events) == lot.stop
        assert seen[0] == seen[1] == seen[2]
        assert seen[0][0]


def test_entries_move_with_slips_and_changes_of_status_and_link_to_reports() -> None:
    with Ledger(":memory:") as ledger:
        ledger.add_all(list(read_documents(demo_documents("allied-drill"))))

        def entries(moment: str) -> dict[str, tuple[int, tuple[str, ...]]]:
            view = assemble_view(ledger, parse_moment(moment))
            read = icalendar.Calendar.from_ical(export_bytes(view, "ics"))
            assert str(read["method"]) == "PUBLISH"
            assert read.decoded("refresh-interval") == timedelta(hours=1)
            assert any("url" in e for e in read.walk("VEVENT"))
            return {str(e["uid"]): (int(e["sequence"]), (str(e["x-sayso-status"]), e.decoded("dtstart").isoformat(), e.decoded("dtend").isoformat())) for e in read.walk("VEVENT")}

        moments = ("2031-06-12T18:00Z", "2031-06-13T00:00Z", "2031-06-17T18:00Z", "2031-06-26T12:00Z")
        moved = 0
        for before, after in zip(map(entries, moments), map(entries, moments[1:]), strict=False):
            for uid in before.keys() & after.keys():
                assert after[uid][0] >= before[uid][0]
                if after[uid][1] != before[uid][1]:
                    assert after[uid][0] > before[uid][0]
                    moved += 1
        assert moved


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
