"""Who says what, through whom, in which stance: the rules alone, and what mends and completes the encoder's spans."""

import pytest

from sayso.ingest.documents import make_document
from sayso.model import Attribution, Reading, Span
from sayso.reader import read
from sayso.reader.attribution.boundaries import mend
from sayso.reader.attribution.rules import find_by_rules
from sayso.reader.attribution.stances import find_stance
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.parse import parse_text
from sayso.settings import Settings

RULES = Settings(encoder=False)


def reading(text: str, **about: str) -> Reading:
    return read(
        make_document(text, {"publisher": "The Echo", "published": "2024-05-07T10:00:00+02:00"} | about, "x"),
        RULES,
    )


def chain(a: Attribution) -> list[str]:
    return [link.name for link in a.chain]


def words(spans: tuple[Span, ...], text: str) -> str:
    return " … ".join(s.of(text) for s in spans)


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The company said that its ferry had run aground.", "The company", "its ferry had run aground"),
        ("The ferry ran aground, the company said on Monday.", "the company", "The ferry ran aground"),
        ("The ferry ran aground, according to two passengers.", "two passengers", "The ferry ran aground"),
        (
            "“Nobody was hurt,” said Ida Holm, who owns the ferry.",
            "Ida Holm, who owns the ferry",
            "Nobody was hurt",
        ),
        ("“Nobody was hurt,” she said. “We were lucky.”", "she", "Nobody was hurt … We were lucky."),
        ("Norway accused Sweden of closing the strait.", "Norway", "Sweden of closing the strait"),
        (
            "The fleet sailed against what the admirals say is a threat to trade.",
            "the admirals",
            "a threat to trade",
        ),
        (
            "The strait will reopen, the head of the pilots' union, Ann Berg, charged on Friday.",
            "the head of the pilots' union, Ann Berg",
            "The strait will reopen",
        ),
        (
            "The strait will reopen in June, a port official was quoted as saying on Friday.",
            "a port official",
            "The strait will reopen in June",
        ),
    ],
)
def test_rules_find(text: str, source: str, content: str) -> None:
    assert (source, content) in [
        (words(a.source, text), words(a.content, text)) for a in find_by_rules(parse_text(text))
    ]


def test_torn_source_and_content_are_made_whole() -> None:
    text = "Coastal district commissioner Ole Brandt said the patrol boats of the navy had found nothing."
    parsed = parse_text(text)
    at = text.index("commissioner")
    start = text.index("the patrol")
    torn = RawAttribution(
        (Span(at, text.index(" Brandt")),),
        (Span(text.index("said"), text.index("said") + 4),),
        (Span(start, start + len("the patrol boats")),),
        1.0,
    )
    mended = mend(torn, parsed)
    assert words(mended.source, text) == "Coastal district commissioner Ole Brandt"
    assert words(mended.content, text) == "the patrol boats of the navy had found nothing"


def test_he_is_whom_the_sentence_before_is_about() -> None:
    r = reading(
        "Anna Lund, a shepherd, keeps forty sheep above the village. “The wolves came twice,” she said."
    )
    assert chain(r.attributions[-1]) == ["The Echo", "Anna Lund"]


def test_one_of_them_is_one_of_the_group() -> None:
    r = reading(
        "Three retired pilots said the channel was too narrow. One of them said that a ship had grounded there before."
    )
    assert chain(r.attributions[-1]) == ["The Echo", "one of the retired pilots"]


def test_his_ministry_is_the_ministry() -> None:
    r = reading("Norway's transport minister will inspect the bridge on Friday, his ministry announced.")
    assert chain(r.attributions[0])[-1] == "Norway's transport ministry"
    assert r.attributions[0].kind == "named_organisation"


def test_state_media_stand_between() -> None:
    r = reading(
        "In a statement carried by state television, the navy warned that it would board every trawler."
    )
    assert chain(r.attributions[0])[1] == "state television"


def test_who_is_quoted_in_another_s_words_stands_behind_him() -> None:
    r = reading(
        "An envoy said on Friday that his Danish colleague had told the council that the pact was dead."
    )
    inner = next(
        a
        for a in r.attributions
        if "pact" in words(a.content, r.document.text)
        and "colleague" not in words(a.content, r.document.text)
    )
    assert chain(inner) == ["The Echo", "An envoy", "his Danish colleague"]


def test_an_apposition_names_the_source() -> None:
    r = reading("The ferry's owner, Bergen-based Fjord Lines, denied that its ship had been late.")
    assert chain(r.attributions[0])[-1] == "Fjord Lines"
    assert r.attributions[0].stance == "denies"


@pytest.mark.parametrize(
    ("text", "content", "stance"),
    [
        ("Asked about the rumours, spokesman Per Lund declined to comment.", "the rumours", "declines"),
        (
            "The ministry would not say when the bridge will reopen.",
            "when the bridge will reopen",
            "declines",
        ),
        ("Whether the bridge will hold, the engineer would not bet on.", "the bridge will hold", "doubts"),
        ("The union demanded that the captain resign.", "that the captain resign", "demands"),
        ("The port confirmed that the ferry had sunk.", "that the ferry had sunk", "confirms"),
    ],
)
def test_stances(text: str, content: str, stance: str) -> None:
    r = reading(text)
    assert (content, stance) in [(words(a.content, text), a.stance) for a in r.attributions]


def test_own_paper_under_a_short_name_is_no_citation() -> None:
    r = reading(
        "“The bridge is safe,” mayor Per Lund told the Daily Star. Trains run again on Monday.",
        publisher="Daily Star of Bergen",
    )
    assert r.citations == ()
    assert chain(r.attributions[0]) == ["Daily Star of Bergen", "Per Lund"]


def test_an_outlet_of_a_withdrawn_report_is_cited() -> None:
    r = reading(
        "The report of the newspaper Baltic Herald about the bridge, which we cited on Monday, has been withdrawn by its editors."
    )
    assert [(c.outlet, c.retracts) for c in r.citations if not c.retracts] == [("Baltic Herald", False)]
    assert any(c.retracts for c in r.citations)


def test_who_did_likewise_declined_likewise() -> None:
    found = reading(
        "The defence ministry in Athens declined to comment. So did the Ukrainian embassy. The navy would not comment. Nor would the air force."
    ).attributions
    assert [(chain(a)[-1], a.stance) for a in found] == [
        ("The defence ministry in Athens", "declines"), ("the Ukrainian embassy", "declines"), ("The navy", "declines"), ("the air force", "declines")
    ]  # fmt: skip


def test_an_institution_in_a_capital_is_that_states() -> None:
    (one,) = reading("The meeting has been called off, the ministry in Riga told reporters.").attributions
    assert (one.kind, one.chain[-1].institution) == ("named_organisation", "org:LVA/ministry")


@pytest.mark.parametrize(
    ("text", "content", "stance"),
    [
        (
            "The ministry would neither confirm nor deny that the reactor had been shut.",
            "that the reactor had been shut",
            "declines",
        ),
        ("The club was unavailable for comment on the transfer.", "the transfer", "declines"),
        ("The firm had no immediate comment on the lawsuit.", "the lawsuit", "declines"),
        (
            "The airport was not able to confirm the number of passengers.",
            "the number of passengers",
            "declines",
        ),
        (
            "The airline did not immediately respond to a request for comment.",
            "a request for comment",
            "declines",
        ),
    ],
)
def test_silence(text: str, content: str, stance: str) -> None:
    assert (content, stance) in [(words(a.content, text), a.stance) for a in reading(text).attributions]


@pytest.mark.parametrize(
    ("cue", "stance"),
    [
        ("stopped short of blaming", "declines"),
        ("offered no comment on", "declines"),
        ("brushed aside", "denies"),
        ("has not ruled out", "predicts"),
        ("ruled out", "denies"),
        ("dismissed as", "denies"),
        ("cast doubt on", "doubts"),
        ("conceded", "confirms"),
    ],
)
def test_stance_of_a_cue(cue: str, stance: str) -> None:
    assert find_stance(cue, "the sale of the yard") == stance


def test_who_is_cited_is_not_what_is_said() -> None:
    text = "Radio Lund reported, citing a source in the port, that the crane had fallen."
    found = reading(text).attributions
    assert {(words(a.cue, text), words(a.content, text)) for a in found} >= {
        ("reported", "that the crane had fallen"),
        ("citing", "that the crane had fallen"),
    }
    assert chain(found[0]) == ["The Echo", "Radio Lund", "a source in the port"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Two people familiar with the matter", {"number": 2}),
        ("A senior Norwegian defence official", {"country": "NOR", "sector": "military", "rank": "senior"}),
        ("Three former judges", {"number": 3, "rank": "former"}),
    ],
)
def test_descriptions_tell_number_nationality_rank_and_sector(
    source: str, expected: dict[str, object]
) -> None:
    description = reading(f"{source} said that the merger was off.").attributions[0].chain[-1].description
    assert {k: getattr(description, k) for k in expected} == expected


def test_who_was_quoted_by_an_outlet_speaks() -> None:
    text = '"The road will be opened in two days," border commissioner Abdul Basir was quoted as saying by the Kabul Dispatch.'
    cue = text.index("was quoted")
    torn = RawAttribution(
        (Span(text.index("Kabul"), len(text) - 1),),
        (Span(cue, cue + len("was quoted as saying")),),
        (Span(0, cue - 1),),
        1.0,
    )
    mended = mend(torn, parse_text(text))
    assert "Abdul Basir" in words(mended.source, text)
    assert words(mended.content, text).strip('",') == "The road will be opened in two days"
