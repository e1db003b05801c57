"""Groups, acronyms, short forms and descriptions of one document: whom they mean, and that what is unclear stays open."""

import pytest

from sayso.ingest.documents import make_document
from sayso.model import Entity, Span
from sayso.reader import read
from sayso.reader.entities.recognition import find_entities
from sayso.reader.entities.references import References, resolve_references
from sayso.reader.parse import parse_text


def refer(text: str) -> References:
    document = make_document(text, {"publisher": "The Echo", "published": "2032-05-07T10:00:00+02:00"}, "x")
    parsed = parse_text(document.text)
    return resolve_references(parsed, find_entities(document, parsed))


@pytest.mark.parametrize(
    ("text", "words", "states"),
    [
        (
            "Chile and Peru closed the pass. Officials from the two countries met.",
            "the two countries",
            {"CHL", "PER"},
        ),
        (
            "Talks between Oslo and Stockholm began. Both countries want a deal.",
            "Both countries",
            {"NOR", "SWE"},
        ),
        (
            "Norway, Sweden and Finland train together. The three allies will meet.",
            "The three allies",
            {"NOR", "SWE", "FIN"},
        ),
        (
            "Kenyan and Somali forces clashed. The two sides blamed each other.",
            "The two sides",
            {"KEN", "SOM"},
        ),
        ("Ghana signed with Togo. Both governments praised the text.", "Both governments", {"GHA", "TGO"}),
        (
            "India and Pakistan fired. The two neighbours have fought before.",
            "The two neighbours",
            {"IND", "PAK"},
        ),
        (
            "Estonia, Latvia and Lithuania spoke. The three presidents agreed.",
            "The three presidents",
            {"EST", "LVA", "LTU"},
        ),
        (
            "Greek and Turkish envoys met. The two delegations ate together.",
            "The two delegations",
            {"GRC", "TUR"},
        ),
        (
            "South Korea, Japan and Australia met Fiji. The U.S. and its three Asian partners agreed.",
            "its three Asian partners",
            set(),
        ),
        (
            "Japan and Australia met. The U.S. and its two partners agreed.",
            "its two partners",
            {"JPN", "AUS", "USA"},
        ),
        # unresolved is an answer
        ("Chile, Peru and Bolivia spoke. The two sides disagreed.", "The two countries", set()),
        ("Several powers watched. The three allies will meet.", "The three allies", set()),
        ("Brazil spoke. The two sides disagreed.", "The two sides", set()),
    ],
)
def test_groups_of_states(text: str, words: str, states: set[str]) -> None:
    at = text.find(words)
    span = Span(at, at + len(words)) if at >= 0 else Span(0, 0)
    assert set(refer(text).states_in(span)) == states


def entities(text: str) -> dict[str, Entity]:
    document = make_document(text, {"publisher": "The Echo", "published": "2032-05-07T10:00:00+02:00"}, "x")
    return {e.id: e for e in read(document).entities}


@pytest.mark.parametrize(
    ("text", "name", "again"),
    [
        (
            "The Norwegian Fisheries Council (NFC) met on Monday. The NFC will meet again.",
            "Norwegian Fisheries Council",
            "NFC",
        ),
        (
            "The West African Cocoa Union (WACU) protested. WACU members marched.",
            "West African Cocoa Union",
            "WACU",
        ),
        ("Chilean President Rosa Ortega arrived on Monday. Ortega met reporters.", "Rosa Ortega", "Ortega"),
        (
            "Foreign Minister Jonas Lindqvist spoke on Monday. Lindqvist then left.",
            "Jonas Lindqvist",
            "Lindqvist",
        ),
        ("The European Union met. The bloc will vote in June.", "European Union", "bloc"),
        ("NATO met in Oslo. The alliance will send ships.", "NATO", "alliance"),
        ("Oman hosted the talks. The sultanate has done so before.", "Oman", "sultanate"),
        ("Officials in Qatar spoke on Monday. The emirate is a mediator.", "Qatar", "emirate"),
        ("The tanker Blue Heron ran aground on Monday. The vessel was empty.", "Blue Heron", "vessel"),
        ("Spain sent a Patriot battery in May. The battery is in use.", "Patriot", "battery"),
    ],
)
def test_short_forms_join_their_name(text: str, name: str, again: str) -> None:
    owner = [e for e in entities(text).values() if name in (e.name, e.name.removeprefix("The "))]
    assert len(owner) == 1
    assert text.rindex(again) in [m.start for m in owner[0].mentions]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The bloc of flats burnt on Monday.", "bloc"),
        ("Norway and Peru met. The sultanate was absent.", "sultanate"),
        ("The ship left. A vessel came.", "vessel"),
    ],
)
def test_what_nothing_before_explains_stays_open(text: str, word: str) -> None:
    at = text.index(word)
    assert not any(m.start == at and e.kind != "asset" for e in entities(text).values() for m in e.mentions)
