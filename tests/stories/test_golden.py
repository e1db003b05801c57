"""The bundled stories, read end to end, against what an analyst would conclude at telling moments.

In `<story>.json` an event is known by a word of its mentions and, where the story has two of a kind, by the day near which it
starts. `expect` is the analyst's answer; `short` names, with the reason, the fields in which sayso is known to fall short of it:
these may differ, all others must hold.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sayso.brief import event_text
from sayso.demo import demo_documents, demo_stories
from sayso.ledger import Ledger
from sayso.ledger.moments import parse_moment
from sayso.ledger.views import assemble_view, compute_events
from sayso.model import Document, Event, Reading
from sayso.reader import read_documents

HERE = Path(__file__).parent


def gold(story: str) -> list[dict[str, Any]]:
    moments: list[dict[str, Any]] = json.loads((HERE / f"{story}.json").read_text(encoding="utf-8"))[
        "moments"
    ]
    return moments


@cache
def readings_of(story: str) -> list[Reading]:
    return list(read_documents(demo_documents(story)))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def ledgers(request: pytest.FixtureRequest) -> Iterator[dict[str, Ledger]]:
    made = {}
    for story in demo_stories():
        made[story] = Ledger(
            ":memory:" if request.param == "sqlite" else request.getfixturevalue("postgresql")()
        )
        made[story].add_all(readings_of(story))
    yield made
    for ledger in made.values():
        ledger.close()


def find_event(events: tuple[Event, ...], wanted: Mapping[str, Any]) -> Event | None:
    """The event whose mentions hold one of the words, and that starts on the day where one is given; the most reported of them."""
    found = [
        e
        for e in events
        if any(w in f"{e.label} {' '.join(m.text for m in e.mentions)}".lower() for w in wanted["words"])
    ]
    found = [e for e in found if "near" not in wanted or (e.start or "")[:10] == wanted["near"]]
    return max(found, key=lambda e: e.reports, default=None)


def answer(event: Event, field: str) -> object:
    """What the event says of a field, in the form of the golden answers."""
    if field == "origins":
        return [event.origins.low, event.origins.high]
    if field == "conflicts":
        return sorted(c.field for c in event.conflicts)
    if field == "history":
        return [[c.field, c.before, c.after] for c in event.history]
    value = getattr(event, field)
    return sorted(value) if isinstance(value, tuple) else value


def differences(event: Event | None, wanted: Mapping[str, Any]) -> dict[str, str]:
    """The fields in which the event differs from what is expected."""
    if event is None:
        return {"event": "is not there"}
    wrong = {}
    for field, expected in wanted["expect"].items():
        given = answer(event, field)
        if given != (sorted(expected) if field in ("participants", "assets") else expected):
            wrong[field] = f"{given} instead of {expected}"
    return wrong


NOT_YET = (
    ("allied-drill", "2031-06-17T18:00:00+02:00", "the drill, put off by the ministry, which may be the government source as well", "status"),
    ("tripoli-visit", "2032-03-03T23:00:00+02:00", "the visit, by four reports that all rest on that source: one cites the first, which cites it back, and the last is a copy", "start"),
    ("tripoli-visit", "2032-03-04T12:00:00+02:00", "the visit, denied by the ministry of the visitor", "status"),
    ("tripoli-visit", "2032-03-04T12:00:00+02:00", "the visit, denied by the ministry of the visitor", "start"),
    ("tripoli-visit", "2032-03-04T12:00:00+02:00", "the visit, denied by the ministry of the visitor", "conflicts"),
    ("tripoli-visit", "2032-03-12T12:00:00+02:00", "the visit: what was denied does not lapse", "status"),
    ("bridge-collapse", "2033-09-06T18:00:00-05:00", "the collapse: two tolls that cannot both be true, and one that rose", "conflicts"),
    ("bridge-collapse", "2033-09-07T20:00:00-05:00", "the visit, put off", "status"),
    ("bridge-collapse", "2033-09-20T12:00:00-05:00", "the visit, of which nothing more was heard", "status"),
)  # fmt: skip
"""What the reader does not get right yet: rare statuses above all."""


@pytest.mark.parametrize("story", demo_stories())
def test_the_story_is_read_as_an_analyst_would(story: str, ledgers: dict[str, Ledger]) -> None:
    wrong = {}
    for moment in gold(story):
        events = assemble_view(ledgers[story], parse_moment(moment["as_of"])).events
        for wanted in moment["events"]:
            for field, words in differences(find_event(events, wanted), wanted).items():
                if field not in wanted.get("short", {}):
                    wrong[moment["as_of"], wanted["what"], field] = words
    assert set(wrong) <= {(m, what, field) for s, m, what, field in NOT_YET if s == story}, wrong


@pytest.mark.parametrize("story", demo_stories())
def test_every_shown_value_stands_in_a_report(story: str, ledgers: dict[str, Ledger]) -> None:
    last = gold(story)[-1]["as_of"]
    view = assemble_view(ledgers[story], parse_moment(last))
    documents: dict[str, Document] = {r.document.id: r.document for r in view.readings}
    for event in view.events:
        assert event.mentions
        for m in event.mentions:
            whole = documents[m.document].text if m.part == "body" else documents[m.document].title or ""
            assert m.span.of(whole) == m.text
        assert event.id in event_text(event, documents)


@pytest.mark.parametrize("story", demo_stories())
def test_furniture_is_never_reported(story: str, ledgers: dict[str, Ledger]) -> None:
    view = assemble_view(ledgers[story], parse_moment(gold(story)[-1]["as_of"]))
    outside = {
        r.document.id: [s for s in r.document.sections if s.kind in ("furniture", "credit")]
        for r in view.readings
    }
    for event in view.events:
        for m in event.mentions:
            assert m.part == "title" or all(
                m.span.end <= s.start or s.end <= m.span.start for s in outside[m.document]
            )


@pytest.mark.parametrize("story", demo_stories())
def test_nothing_is_known_before_it_is_published(story: str, ledgers: dict[str, Ledger]) -> None:
    for moment in gold(story):
        at = parse_moment(moment["as_of"])
        for event in assemble_view(ledgers[story], at).events:
            assert all(c.published_at is not None and c.published_at <= at for c in event.claims)


@pytest.mark.parametrize("story", demo_stories())
def test_looked_up_is_computed_on_either_database_in_any_order(
    story: str, ledgers: dict[str, Ledger], place: Callable[[], str]
) -> None:
    moments = [parse_moment(m["as_of"]) for m in gold(story)]
    moments += [
        parse_moment(d.isoformat())
        for r in ledgers[story].readings(parse_moment("2099-01-01"))
        if (d := r.document.published_at)
    ]
    with Ledger(place()) as other:
        for reading in reversed(ledgers[story].readings(parse_moment("2099-01-01"))):
            other.add(reading)
        for moment in moments:
            assert (
                other.events(moment)
                == ledgers[story].events(moment)
                == compute_events(ledgers[story], moment)
            )
