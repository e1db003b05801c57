"""Reports that go in a circle are said to, wherever the event is shown."""

import json

import msgspec

from sayso.brief import brief_text, event_text
from sayso.briefing import find_brief
from sayso.export.json import export_view
from sayso.ledger import Ledger
from sayso.ledger.moments import parse_moment
from sayso.ledger.views import assemble_view
from tests.stories.test_golden import readings_of


def test_a_circle_is_said_in_the_brief_on_the_event_and_in_json_from_when_it_closed() -> None:
    said = []
    with Ledger(":memory:") as ledger:
        ledger.add_all(readings_of("tripoli-visit"))
        for day in ("2032-03-01", "2032-03-05"):
            at = parse_moment(day)
            view = assemble_view(ledger, at)
            documents = {r.document.id: r.document for r in view.readings}
            circles = {note for e in view.events for note in e.origins.notes if note.startswith("circular: ")}
            shown = [
                brief_text(find_brief(ledger, at)),
                "".join(event_text(e, documents) for e in view.events),
                msgspec.json.encode(export_view(view)).decode(),
            ]
            assert all(any(c in text for c in circles) == bool(circles) for text in shown[1:])
            assert all("circular" not in text for text in shown) or circles
            for event in json.loads(shown[-1])["events"]:
                if any(note.startswith("circular: ") for note in event["origins"]["notes"]):
                    assert event["origins"]["low"] < event["reports"]
            said.append(bool(circles))
    assert said == [False, True]
