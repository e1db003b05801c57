"""Places: grammar of place, relation words, disambiguation, metonyms; references and outlets on sentences of our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.model import Document, Entity, Place, Span
from sayso.reader.entities.gazetteer import find_towns
from sayso.reader.entities.outlets import find_outlet_names, outlet_slug
from sayso.reader.entities.recognition import find_entities
from sayso.reader.entities.references import resolve_references
from sayso.reader.parse import Parsed, parse_text
from sayso.reader.places.recognition import find_places


def read(text: str) -> tuple[Parsed, tuple[Entity, ...], dict[str, Place]]:
    document, parsed = Document(id="x", text=text, text_hash=""), parse_text(text)
    entities = find_entities(document, parsed)
    return parsed, entities, {p.text: p for p in find_places(document, parsed, entities)}


def test_relation_and_name() -> None:
    _, _, places = read(
        "The corvette trained in waters south of Gotland and off Liepaja on Monday, then sailed near Bornholm."
    )
    assert places["Gotland"].relation == "south of"
    assert places["Liepaja"].relation == "off"
    assert places["Liepaja"].country == "LVA"
    assert places["Bornholm"].relation == "near"


def test_what_stands_behind_the_comma_decides() -> None:
    _, _, places = read("The fire began in Paris, Texas, and firemen came from Dallas.")
    assert places["Paris"].country == "USA"
    _, _, places = read("The talks began in Paris, and the minister left France on Sunday.")
    assert places["Paris"].country == "FRA"


def test_georgia_is_a_country_or_a_state() -> None:
    _, _, places = read("Troops left Georgia for Russia after talks in Tbilisi.")
    assert places["Georgia"].country == "GEO"
    _, _, places = read("The storm crossed Georgia and Alabama before it reached Tennessee.")
    assert places["Georgia"].country == "USA"


def test_unknown_crossing_is_kept_without_coordinates() -> None:
    _, _, places = read("Trucks waited at the Zarlakhel crossing on Tuesday.")
    assert places["Zarlakhel crossing"].lat is None


@pytest.mark.parametrize(
    ("text", "state"), [("Oslo said it would reply.", True), ("A meeting was held in Oslo.", False)]
)
def test_a_capital_is_a_state_only_where_it_acts(text: str, state: bool) -> None:
    _, entities, _ = read(text)
    assert any(e.id == "state:NOR" for e in entities) is state


def test_acronym_in_brackets() -> None:
    _, entities, _ = read(
        "South Korea's Joint Chiefs of Staff (JCS) gave no details. The JCS said it was watching."
    )
    joint = next(e for e in entities if e.id == "org:KOR/joint-chiefs")
    assert len(joint.mentions) == 3


def test_definite_description_of_an_institution() -> None:
    text = "Peru's interior ministry spoke on Monday. The ministry said four were held."
    parsed, entities, _ = read(text)
    at = text.index("The ministry")
    references = resolve_references(parsed, entities)
    found = references.antecedent(Span(at, at + len("The ministry")))
    assert found is not None
    assert "interior ministry" in found.of(text)
    assert references.institution_of(Span(at, at + len("The ministry"))) == "org:PER/interior-ministry"


def test_both_countries() -> None:
    text = "Chile and Peru signed a pact. Both countries will open posts."
    parsed, entities, _ = read(text)
    at = text.index("Both")
    assert sorted(resolve_references(parsed, entities).states_in(Span(at, at + len("Both countries")))) == [
        "CHL",
        "PER",
    ]


def test_outlets_known_and_by_shape() -> None:
    found = {
        o.name: o.slug
        for o in find_outlet_names(
            "Reuters and the Northmark Courier reported it; Mr Stern said nothing of it.", None
        )
    }
    assert found == {"Reuters": "reuters", "Northmark Courier": outlet_slug("Northmark Courier")}


def test_accents_and_hyphens_do_not_matter() -> None:
    assert find_towns("Malmo")[0].geonames_id == find_towns("Malmö")[0].geonames_id


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("Aab. ,'(-)éKS\nÉ’")), max_size=80))
def test_any_text_is_read(text: str) -> None:
    _, _, places = read(text)
    assert all(text[p.start : p.end] == p.text for p in places.values())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The Northport Police Department said a Tuscaloosa man was held on Friday.",
            ["Northport", "Tuscaloosa"],
        ),
        ("Ms. Reed, D-Springfield, voted against it.", ["Springfield"]),
        ("She joined the Hamilton County Sheriff's Department in May.", ["Hamilton County"]),
        ("Shops closed in Aleppo and Homs on Monday.", ["Aleppo", "Homs"]),
        ("They met on Dublin Road after dark.", []),
        ("TBILISI, Georgia -- Two men were held.", ["TBILISI", "Georgia"]),
    ],
)
def test_towns_within_longer_names(text: str, wanted: list[str]) -> None:
    _, _, places = read(text)
    assert [p.text for p in sorted(places.values(), key=lambda p: p.start)] == wanted
