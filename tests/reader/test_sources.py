"""Who a source is by its own words: kind, name, number, state, side, institution, rank; on wordings outside of the training news."""

import pytest

from sayso.ingest.documents import make_document
from sayso.model import ChainLink
from sayso.reader import read


def link(text: str) -> ChainLink:
    found = read(
        make_document(text, {"publisher": "The Echo", "published": "2031-06-03T10:00:00Z"}, "x")
    ).attributions
    assert len(found) == 1
    return found[0].chain[-1]


@pytest.mark.parametrize(
    ("source", "kind", "name"),
    [
        ("Mayor Per Lund", "named_person", "Per Lund"),
        ("Chief Inspector Ola Moe", "named_person", "Ola Moe"),
        ("Rear Admiral John Smith", "named_person", "John Smith"),
        ("The governor of Aden, Ali Saleh,", "named_person", "Ali Saleh"),
        ("The hospital's director, Dr. Amal Haddad,", "named_person", "Amal Haddad"),
        ("An aide to Emmanuel Macron", "unnamed", "An aide to Emmanuel Macron"),
        ("Emmanuel Macron's lawyer", "unnamed", "Emmanuel Macron's lawyer"),
        ("A source at Norsk Hydro", "unnamed", "A source at Norsk Hydro"),
        ("A lawyer for Per Lund", "unnamed", "A lawyer for Per Lund"),
        (
            "A person with direct knowledge of the talks",
            "unnamed",
            "A person with direct knowledge of the talks",
        ),
        ("Half a dozen border guards", "unnamed", "Half a dozen border guards"),
        ("Norway's coast guard", "named_organisation", "Norway's coast guard"),
        ("General Motors", "named_organisation", "General Motors"),
        ("State television", "media", "State television"),
        ("The tabloid Fjordposten", "media", "Fjordposten"),
        ("A survey of 1,000 voters", "document", "A survey of 1,000 voters"),
    ],
)
def test_kind_and_name(source: str, kind: str, name: str) -> None:
    found = link(f"{source} said that the plan was mad.")
    assert (found.kind, found.name) == (kind, name)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("At least five witnesses", {"number": 5}),
        ("12 drivers", {"number": 12, "sector": "local"}),
        ("A dozen fishermen", {"number": 12}),
        (
            "Several retired Turkish generals",
            {"number": 3, "country": "TUR", "sector": "military", "rank": "retired"},
        ),
        (
            "Two Norwegian navy officers",
            {"number": 2, "country": "NOR", "institution": "org:NOR/navy", "sector": "military"},
        ),
        ("A Hezbollah lawmaker", {"side": "group:hezbollah"}),
        ("An EU diplomat", {"side": "bloc:EU", "sector": "diplomatic"}),
        (
            "A spokesman for the Latvian foreign ministry",
            {"institution": "org:LVA/foreign-ministry", "rank": "spokesman"},
        ),
        ("Rebel commanders", {"number": None, "sector": "military", "rank": "commander"}),
        ("A former Israeli intelligence chief", {"country": "ISR", "sector": "security", "rank": "former"}),
        ("One Japanese government source", {"number": 1, "country": "JPN", "sector": "government"}),
        ("A person with direct knowledge of the 12 contracts", {"number": None}),
    ],
)
def test_description(source: str, expected: dict[str, object]) -> None:
    description = link(f"{source} said that the plan was mad.").description
    assert {k: getattr(description, k) for k in expected} == expected


@pytest.mark.parametrize("encoder", [False, True])
@pytest.mark.parametrize(
    "line",
    [
        "Photo: Ane Dahl/The Echo", "ROYAL NAVY/REUTERS", "(Reporting by Ane Dahl; editing by Per Lund)", "Read more: Minister says talks are near", "Comment (0)", "© 2031 The Echo",
        "Source: Fjord Wire", "Sign up for our newsletter: the editor says what matters", "Picture credit: library image",
    ],
)  # fmt: skip
def test_furniture_and_credits_are_nobody_s_words(line: str, encoder: bool) -> None:
    text = f"The ship sank on Monday, the navy said.\n\n{line}\n\nIts crew was saved."
    found = read(
        make_document(text, {"publisher": "The Echo", "published": "2031-06-03T10:00:00Z"}, "x")
    ).attributions
    at = text.index(line)
    assert [
        s.of(text) for a in found for s in (*a.source, *a.cue, *a.content) if at <= s.start < at + len(line)
    ] == []
    assert [a.source[0].of(text) for a in found] == ["the navy"]
