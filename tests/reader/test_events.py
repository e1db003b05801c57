"""Events as the network finds them, on reports of our own: what every mention must carry, and what plain sentences tell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.ingest.documents import make_document
from sayso.lexicon import load_table
from sayso.model import EventMention, Reading
from sayso.reader import read

REPORT = """OSLO, May 6 (NTB) -- A cargo ship collided with a ferry in the Oslo fjord on Monday, killing three people, police said.

The collision happened near Drobak shortly after dawn. Rescuers were still searching for two missing passengers on Tuesday.

Norway's transport minister Kari Nes will visit the site on Wednesday, her ministry said. She rejected calls to resign."""


def read_report(text: str, title: str | None = None) -> Reading:
    fields = {"publisher": "The Echo", "published": "2031-05-06T18:00:00Z"} | (
        {"title": title} if title else {}
    )
    return read(make_document(text, fields, "x"))


def mention(reading: Reading, words: str) -> EventMention:
    text = reading.document.text
    return next(m for m in reading.events if m.part == "body" and words in m.trigger.of(text))


def test_every_mention_stands_on_its_words() -> None:
    title = "Three killed as cargo ship hits ferry in Oslo fjord"
    reading = read_report(REPORT, title)
    kinds = {row["concept"]: row["plover"] for row in load_table("concepts")}
    assert len(reading.events) >= 6
    for m in reading.events:
        text = title if m.part == "title" else REPORT
        assert 0 <= m.trigger.start < m.trigger.end <= len(text)
        assert m.extent.covers(m.trigger)
        assert kinds[m.concept] == m.type
        assert m.salience in (1, 2, 3)
        assert len(m.vector) == 96
        for argument in m.arguments:
            assert 0 <= argument.start < argument.end <= len(text)
        if m.time is not None:
            assert text[m.time.start : m.time.end] == m.time.text


def test_title_and_body_tell_of_one_happening() -> None:
    reading = read_report(REPORT, "Three killed as cargo ship hits ferry in Oslo fjord")
    titled = {m.event for m in reading.events if m.part == "title"}
    assert titled
    assert mention(reading, "collided").event in titled
    assert mention(reading, "collided").event == mention(reading, "collision").event
    assert any(m.salience == 1 for m in reading.events if m.part == "title")


def test_who_when_where_and_on_whose_word() -> None:
    reading = read_report(REPORT, "Three killed as cargo ship hits ferry in Oslo fjord")
    collided, visit = mention(reading, "collided"), mention(reading, "visit")
    assert collided.time
    assert collided.time.interval
    assert collided.time.interval.start.date().isoformat() == "2031-05-05"
    assert collided.status == "occurred"
    assert collided.attribution is not None
    assert reading.attributions[collided.attribution].chain[-1].name.casefold() == "police"
    assert visit.status == "planned"
    assert "NOR" in {a.value for a in visit.arguments if a.role == "participant"}


@pytest.mark.parametrize(
    ("sentence", "words", "kind"),
    [
        ("Two gunmen shot dead a judge outside the court in Lima on Friday.", "shot", "killing"),
        ("The mayor resigned on Thursday after the audit.", "resigned", "resignation"),
        ("The coast guard rescued 14 sailors from a sinking trawler off Vardo.", "rescued", "rescue"),
        ("A magnitude 6.1 earthquake struck the island early on Sunday.", "earthquake", "disaster"),
    ],
)
def test_kinds_of_plain_sentences(sentence: str, words: str, kind: str) -> None:
    found = {
        m.trigger.of(sentence): m.concept
        for m in read_report(sentence, "News in brief").events
        if m.part == "body"
    }
    assert kind in [k for w, k in found.items() if words in w]


def test_a_label_is_words_of_the_report() -> None:
    reading = read_report(REPORT, "Three killed as cargo ship hits ferry in Oslo fjord")
    known = set(
        (REPORT + " " + (reading.document.title or "")).casefold().replace(",", " ").replace(".", " ").split()
    )
    for m in reading.events:
        assert m.label
        assert {w.strip(",.").casefold() for w in m.label.split()} <= known
        assert len(m.label.split()) <= 26


def test_same_input_same_reading() -> None:
    one, two = read_report(REPORT, "Ship hits ferry"), read_report(REPORT, "Ship hits ferry")
    assert one == two


@given(st.lists(st.sampled_from(REPORT.split()), min_size=1, max_size=60))
@settings(max_examples=15)
def test_any_words_can_be_read(words: list[str]) -> None:
    reading = read_report(" ".join(words), " ".join(words[:8]) or None)
    for m in reading.events:
        assert m.trigger.start < m.trigger.end
