"""Who takes part and with what: the parties behind pronouns, groups, offices and epithets, and one name for one thing of equipment."""

import pytest

from sayso.ingest.documents import make_document
from sayso.model import EventMention
from sayso.reader import read


def events(text: str) -> dict[str, EventMention]:
    """The last mention of each lemma."""
    document = make_document(text, {"publisher": "The Echo", "published": "2032-05-07T10:00:00+02:00"}, "x")
    return {m.lemma: m for m in read(document).events}


def values(event: EventMention, role: str) -> set[str]:
    return {a.value for a in event.arguments if a.role == role}


@pytest.mark.parametrize(
    ("text", "lemma", "who"),
    [
        # an office-holder acts for the state, also where only the name is told
        (
            "Peruvian President Rosa Quispe arrived in Quito on Monday. Quispe held talks with Ecuador's leader on Tuesday.",
            "talks",
            {"PER", "ECU"},
        ),
        (
            "OSLO, May 6 (NTB) - The foreign minister will visit Riga on Friday, the broadcaster NRK said.",
            "visit",
            {"NOR", "LVA"},
        ),
        # groups that the report named before
        (
            "Chilean and Bolivian envoys held talks in Arica on Monday. The ministers last spoke by telephone on April 2.",
            "call",
            {"CHL", "BOL"},
        ),
        (
            "Norway, Sweden and Finland held an exercise near Bodo on Monday. The three governments signed an agreement on Tuesday.",
            "agreement",
            {"NOR", "SWE", "FIN"},
        ),
        # who says "it" of itself, and an authority that tells what was done
        ("Vietnam's defence ministry said that it would hold an exercise in June.", "exercise", {"VNM"}),
        ("Two smugglers were arrested near Narva on Monday, Estonia's police said.", "arrest", {"EST"}),
        # blocs and states by their kind
        (
            "The European Union warned Minsk in March. The bloc imposed sanctions on Belarus in April.",
            "sanctions",
            {"European Union", "BLR"},
        ),
        # named organisations that act
        (
            "The Free Fishermen's League held a protest in Porto on Monday.",
            "protest",
            {"Free Fishermen's League"},
        ),
        # what happened before or why is another matter
        (
            "Portugal sent two ambulances to Ukraine on Monday after a request by Poland.",
            "aid",
            {"PRT", "UKR"},
        ),
        (
            "Bulgaria closed the border with Greece in May 2031 in solidarity with Serbia.",
            "closure",
            {"BGR", "GRC"},
        ),
        (
            "Denmark, which sent two radars to Ukraine in April, is no member of the group.",
            "aid",
            {"DNK", "UKR"},
        ),
    ],
)
def test_who_takes_part(text: str, lemma: str, who: set[str]) -> None:
    assert values(events(text)[lemma], "participant") == who


@pytest.mark.parametrize(
    ("text", "lemma", "what"),
    [
        ("Two B-1B heavy bombers landed in Norway on Monday.", "landing", {"B-1"}),
        (
            "Officers boarded the bulk carrier Silver Wave off Malta on Monday. The freighter left Malta on Tuesday.",
            "departure",
            {"Silver Wave"},
        ),
        (
            "Spain will send the NASAMS battery to Ukraine. The system was delivered to Ukraine on Monday.",
            "aid",
            {"NASAMS"},
        ),
        (
            "Spain sent fighter jets and the frigate Almirante to Norway for an exercise near Bodo on Monday.",
            "exercise",
            {"fighter jets", "Almirante"},
        ),
    ],
)
def test_one_name_for_one_thing(text: str, lemma: str, what: set[str]) -> None:
    assert values(events(text)[lemma], "asset") == what


def test_a_promise_is_told_beside_what_was_promised() -> None:
    found = events(
        "Slovenia pledged on Monday to send field hospitals to Ukraine in June, its foreign ministry said."
    )
    assert (found["promise"].type, found["promise"].status) == ("AGREE", "occurred")
    assert (found["aid"].status, found["promise"].place) == ("planned", None)


def test_a_dateline_is_no_place_of_the_event() -> None:
    found = events("GENEVA, May 6 (NWS) - Portugal closed its border with Spain on Monday, officials said.")
    assert found["closure"].place is None


def test_what_is_forced_on_others_is_coercion_and_a_statesman_visits() -> None:
    assert events("A cargo plane was forced to land in Narva in May 2031.")["landing"].type == "COERCE"
    assert events("Peruvian President Rosa Quispe arrived in Quito on Monday.")["visit"].type == "CONSULT"
    assert (
        events("The president arrived in Quito on Monday for a two-day visit.")["arrival"].type == "MOBILIZE"
    )
    assert events("Two hundred lorries arrived in Quito on Monday from Peru.")["arrival"].type == "MOBILIZE"


def test_a_clause_with_when_tells_of_the_time_it_describes() -> None:
    event = events(
        "It would be the largest swap since April 2031, when 900 captives were flown home from Oslo."
    )["release"]
    assert event.time
    assert event.time.text == "April 2031"
