"""Which time dates an event, and how long it lasts by the words around."""

from datetime import UTC, datetime, timedelta

import pytest

from sayso.model import Document, EventMention
from sayso.reader import read
from sayso.settings import Settings

WEDNESDAY = datetime(2031, 10, 8, 9, tzinfo=UTC)
RULES = Settings(encoder=False)


def mentions(sentence: str) -> list[EventMention]:
    text = f"LONDON, Oct. 8 (Wire) — {sentence}"
    return list(
        read(Document(id="d", text=text, text_hash="h", published_at=WEDNESDAY, language="en"), RULES).events
    )


def days(mention: EventMention) -> str:
    interval = mention.time.interval if mention.time else None
    if interval is None:
        return "none"
    last = f"{interval.end - timedelta(seconds=1):%m-%d}" if interval.end else "open"
    return f"{interval.start:%m-%d} {last}"


@pytest.mark.parametrize(
    ("sentence", "status", "stretch"),
    [
        ("The joint exercise begins Oct. 20, the ministry said.", "planned", "10-20 10-20"),
        ("The naval drill runs through Friday, the army said.", "ongoing", "10-08 10-10"),
        ("The five-day drill from Monday will involve 30 ships.", "planned", "10-13 10-17"),
        ("The two armies will hold drills for two weeks from Oct. 20.", "planned", "10-20 11-02"),
        ("The two-week exercise starts on Monday, the navy said.", "planned", "10-13 10-26"),
        ("The exercise will begin on Oct. 20 and end on Oct. 24.", "planned", "10-20 10-24"),
        ("The exercise begins Oct. 20 and lasts five days.", "planned", "10-20 10-24"),
        ("The exercise ended on Friday after five days, the navy said.", "occurred", "09-29 10-03"),
        ("The navies will train together on Saturday and Sunday, officials said.", "planned", "10-11 10-12"),
        ("The exercise will be held from Oct. 20 to Oct. 24.", "planned", "10-20 10-24"),
        ("The summit, scheduled for Oct. 20, was postponed, the ministry said.", "postponed", "10-20 10-20"),
        ("The minister will travel to Paris before the end of the month.", "planned", "10-08 10-31"),
        ("The curfew will last until Oct. 24, the governor said.", "planned", "10-08 10-24"),
        ("The joint exercise began on Monday off the coast, officials said.", "occurred", "10-06 10-08"),
        ("The exercise was to begin on Oct. 20 but was moved to Oct. 27.", "planned", "10-27 10-27"),
        (
            "The talks had been expected to start on Monday but were postponed until Friday.",
            "planned",
            "10-10 10-10",
        ),
        ("The drill is due to end on Sunday, the ministry said.", "planned", "10-12 10-12"),
        ("The trial opened on Monday and is expected to last three weeks.", "occurred", "10-06 10-26"),
        ("The army has been shelling the town for three days.", "ongoing", "10-05 open"),
        ("Negotiations will resume in ten days, the mediator said.", "planned", "10-18 10-18"),
        ("The two sides will meet again in two weeks.", "planned", "10-20 10-26"),
        ("Voters go to the polls on Sunday in an election called last month.", "planned", "10-12 10-12"),
        (
            "Police arrested five people on Sunday in connection with an attack on Friday that killed three.",
            "occurred",
            "10-03 10-03",
        ),
        (
            "China will hold live-fire drills near Taiwan for three days starting on Saturday.",
            "planned",
            "10-11 10-13",
        ),
        ("Rebels have attacked at least 30 ships since November.", "occurred", "11-01 open"),
        (
            "The annual Freedom Shield drills, which will run for 11 days through Oct. 17, began on Tuesday.",
            "ongoing",
            "10-07 10-17",
        ),
        (
            "China's military wrapped up three days of drills near Taiwan on Monday.",
            "occurred",
            "10-04 10-06",
        ),
        ("The talks resumed on Monday after a three-week pause.", "occurred", "10-06 10-06"),
        ("The ministry on Tuesday announced a drill on October 22.", "planned", "10-22 10-22"),
        ("Troops have been conducting exercises near the border since Monday.", "ongoing", "10-06 open"),
    ],
)
def test_stretch_of_an_event(sentence: str, status: str, stretch: str) -> None:
    assert (status, stretch) in [(m.status, days(m)) for m in mentions(sentence)]


def test_a_visit_lasts_and_the_arrival_for_it_does_not() -> None:
    found = mentions("The president arrived in Oslo on Tuesday for a two-day visit.")
    assert [days(m) for m in found] == ["10-07 10-07", "10-07 10-08"]


@pytest.mark.parametrize(
    ("sentence", "lemma", "day"),
    [
        (
            "North Korea fired a missile on Tuesday, a week after South Korea held a drill.",
            "exercise",
            "09-30 09-30",
        ),
        (
            "Two days after rebels attacked the convoy, the army shelled a village on Monday.",
            "attack",
            "10-04 10-04",
        ),
        ("The visit comes a week after militants attacked a base near the border.", "attack", "10-01 10-01"),
        (
            "The envoys met on Saturday and agreed to hold a summit on Monday, officials said, four days after a clash near the border.",
            "clash",
            "09-30 09-30",
        ),
    ],
)
def test_an_event_is_counted_from_another(sentence: str, lemma: str, day: str) -> None:
    found = [m for m in mentions(sentence) if m.lemma == lemma and days(m) == day]
    assert found
    assert found[0].background  # only recalled
    assert found[0].attribution is None


def test_a_lead_in_the_past_is_dated_by_the_day_it_was_told() -> None:
    (mention,) = mentions(
        "Britain has frozen the assets of nine Belarusian judges, the Foreign Office said on Tuesday."
    )
    assert days(mention) == "10-07 10-07"


def test_what_lies_ahead_is_not_dated_by_the_day_it_was_told() -> None:
    assert all(
        days(m) == "none"
        for m in mentions(
            "Britain will freeze the assets of nine Belarusian judges, the Foreign Office said on Tuesday."
        )
    )


def test_what_an_inquiry_is_about_is_not_dated_by_its_beginning() -> None:
    found = {
        m.lemma: days(m)
        for m in mentions("Prosecutors opened an investigation into the collapse on Monday, they said.")
    }
    assert found.get("collapse", "none") == "none"
