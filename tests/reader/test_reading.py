"""Whole readings: what a reader of a report would note, and what holds for any reading."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.ingest.documents import make_document
from sayso.model import Attribution, EventMention, Reading
from sayso.reader import read

ABOUT = {"publisher": "The Echo", "published": "2024-05-07T10:00:00+02:00"}


def reading(text: str, **about: str) -> Reading:
    return read(make_document(text, {**ABOUT, **about}, "x"))


def said(r: Reading, cue: str) -> Attribution:
    return next(a for a in r.attributions if any(cue in s.of(r.document.text) for s in a.cue))


def event(r: Reading, words: str) -> EventMention:
    return next(m for m in r.events if words in m.extent.of(r.document.text))


@pytest.mark.parametrize(
    ("sentence", "trigger", "status"),
    [
        ("Norway and Sweden will hold a naval exercise off Bergen on May 20.", "exercise", "planned"),
        ("Norway and Sweden held a naval exercise off Bergen on May 2.", "exercise", "occurred"),
        ("Norway and Sweden are holding talks in Bergen.", "talks", "ongoing"),
        ("The Norwegian foreign minister is expected to visit Stockholm on May 9.", "visit", "planned"),
        ("The Norwegian foreign minister visited Stockholm on Monday.", "visited", "occurred"),
    ],
)
def test_status_of_a_mention(sentence: str, trigger: str, status: str) -> None:
    assert event(reading(sentence), trigger).status == status


def test_time_beside_the_saying_does_not_date_the_event() -> None:
    r = reading(
        "The ministry said on Monday that Norway and Sweden would hold a naval exercise off Bergen on May 20."
    )
    mention = event(r, "exercise")
    assert mention.time is not None
    assert mention.time.text == "May 20"


def test_unnamed_source_behind_another_outlet() -> None:
    r = reading(
        "Norway will host the talks on May 20, Reuters reported on Tuesday, citing a government source."
    )
    chains = [[link.name for link in a.chain] for a in r.attributions]
    assert ["The Echo", "Reuters", "a government source"] in chains
    assert [c.outlet for c in r.citations] == ["Reuters"]


def test_he_is_whom_the_sentence_before_named() -> None:
    r = reading(
        '"The bridge is safe," said Per Lund, a spokesman for the Norwegian transport ministry. He said that trains would run again on Monday.'
    )
    assert said(r, "said").chain[-1].name == "Per Lund"
    assert all(a.chain[-1].name == "Per Lund" for a in r.attributions)


def test_declining_is_no_assertion() -> None:
    r = reading(
        "Norway and Sweden will hold a naval exercise on May 20, a source said. The Swedish defence ministry declined to comment on the plan."
    )
    declined = said(r, "declined")
    assert declined.stance == "declines"
    assert any(r.attributions.index(declined) in (m.attribution, *m.bears_on) for m in r.events)


def test_denial_is_the_cues_work() -> None:
    r = reading("The Norwegian navy denied that its submarine had rammed the trawler off Bergen on Monday.")
    assert said(r, "denied").stance == "denies"


def test_figures_with_bounds_and_parties() -> None:
    r = reading(
        "At least two Norwegian soldiers were killed and five wounded when a shell hit a camp near Bergen on Monday, the army said."
    )
    figures = {f.field: (f.value, f.bound) for m in r.events for f in m.figures}
    assert figures["killed_NOR"] == (2, "at_least")
    assert figures["wounded"] == (5, "exact")


def test_furniture_is_never_reported() -> None:
    r = reading(
        "Norway and Sweden held talks in Bergen on Monday, the ministry said.\n\nRead more: Sweden to attack the budget on Friday\n\nNORWEGIAN NAVY/REUTERS\n"
    )
    end = r.document.text.index("Read more")
    spans = [s for a in r.attributions for s in (*a.source, *a.cue, *a.content)] + [
        m.extent for m in r.events
    ]
    assert all(s.end <= end for s in spans)
    assert r.citations == ()


def test_a_language_that_is_not_read_is_kept_and_said() -> None:
    text = (
        "Der Minister reist am Montag nach Oslo, wie das Auswärtige Amt mitteilte. Dort wird er mit seinem Amtskollegen über die Lage in der Ostsee sprechen. "
        * 3
    )
    r = reading(text)
    assert r.events == ()
    assert any("not read" in note for note in r.notes)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(
        alphabet=st.sampled_from(
            'The minister said on Monday, "no" “we” will meet (AP) -- \n.’s US 4%é\u200f<script>'
        ),
        min_size=1,
        max_size=200,
    )
)
def test_every_span_of_any_reading_lies_within_the_text(text: str) -> None:
    if not text.strip():
        return
    r = reading(text)
    spans = [s for a in r.attributions for s in (*a.source, *a.cue, *a.content)]
    spans += (
        [s for m in r.events for s in (m.trigger, m.extent)]
        + [c.span for c in r.claims]
        + [s for e in r.entities for s in e.mentions]
    )
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert read(r.document) == r
