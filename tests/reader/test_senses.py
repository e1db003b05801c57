"""Triggers in the company that makes them speak of something else, or of no event."""

import pytest

from sayso.lexicon import load_table
from sayso.reader.events.senses import find_idiom, find_sense
from sayso.reader.events.triggers import find_triggers
from sayso.reader.parse import parse_text


def concepts(sentence: str) -> list[str]:
    return [t.kind.concept for t in find_triggers(parse_text(sentence))]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The ferry hit a pillar on Tuesday.", ["crash"]),
        ("A tanker that struck a pier was towed away.", ["crash"]),
        ("The Swan of Hull hit a pillar on Tuesday.", ["crash"]),
        ("Jets hit a depot near the border.", ["attack"]),
        ("The building was hit by a drone.", ["attack"]),
        ("The coast was hit by a storm.", []),
        ("The dockers' strike was called off.", ["protest"]),
        ("The army released a video on Monday.", []),
        ("The army released two captives on Monday.", ["release"]),
        ("The tram was negotiating a sharp bend.", []),
        ("The envoys were negotiating in Doha.", ["talks"]),
        ("The deal would be a major coup for the premier.", ["agreement"]),
        ("Parliament passed a bill on Monday.", ["adoption"]),
        ("The bill that was passed on Monday is disputed.", ["adoption"]),
        ("The cable passes between the islands.", []),
        ("Two frigates passed the strait on Monday.", ["departure"]),
        ("The ministry fired its director on Monday.", ["resignation"]),
        ("The crew fired three rockets on Monday.", ["launch"]),
        ("Talks collapsed on Monday.", ["talks"]),
        ("The roof collapsed on Monday.", ["collapse"]),
        ("Police warned that the toll could rise.", []),
        ("Norland warned of retaliation.", ["threat"]),
        ("Norland warned Sudovia that it would respond.", ["threat"]),
        ("The missile flew over the island.", []),
        ("The minister flew to Paris on Monday.", ["visit"]),
        ("They sent troops to Mali on Monday.", ["deployment"]),
        ("They sent a message to Mali on Monday.", []),
        ("Emergency services were called.", []),
        ("The cable is back in service.", ["repair"]),
        ("A repair ship is expected to reach the site on Monday.", ["repair", "arrival"]),
        ("A mortar shell landed in a yard.", ["explosion"]),
        ("The government's failure to act angered many.", []),
        ("The rocket will lift off on Tuesday.", ["launch"]),
        ("A rocket carried two satellites into orbit on Tuesday.", ["launch"]),
        ("A ferry with 90 people on board went down on Tuesday.", ["crash"]),
        ("Prices went down on Tuesday.", []),
        ("The dockers walked off the job on Tuesday.", ["protest"]),
        ("Nurses will walk out on Tuesday.", ["protest"]),
        ("We shall sit down with the rebels on Tuesday.", ["talks"]),
        ("He sat down on Tuesday.", []),
        ("Police broke up a march on Tuesday.", ["dispersal", "protest"]),
        ("The court will hear his appeal on Tuesday.", ["trial"]),
        ("The drill was delayed by a typhoon.", ["exercise"]),
        ("The court overturned a decision on Tuesday.", ["trial"]),
        ("A boat overturned on Tuesday.", ["crash"]),
        ("The polls opened on Tuesday.", ["election"]),
        ("Opinion polls put him ahead.", []),
    ],
)
def test_company_tells_the_sense(sentence: str, wanted: list[str]) -> None:
    assert concepts(sentence) == wanted


def test_every_row_is_about_a_trigger_and_leads_to_a_concept() -> None:
    rows = load_table("triggers")
    known = {row["concept"] for row in rows}
    words = {
        (w, part)
        for row in rows
        for part, column in (("verb", "verbs"), ("noun", "nouns"))
        for w in row[column].split("|")
    }
    senses = load_table("senses")
    assert [r for r in senses if (r["word"], r["part"]) not in words] == []
    assert {r["concept"] for r in senses} - {""} <= known
    assert {r["concept"] for r in load_table("idioms")} <= known


def test_conditions_are_read() -> None:
    parsed = parse_text("The ferry hit a pillar.")
    sense = find_sense(parsed, parsed.tokens[2], "hit", False, lambda: None)
    assert sense is not None
    assert sense.concept == "crash"
    assert find_sense(parsed, parsed.tokens[2], "sail", False, lambda: None) is None


def test_a_verb_without_its_words_is_no_idiom() -> None:
    parsed = parse_text("The dockers walked home.")
    assert find_idiom(parsed, parsed.tokens[2]) is None
