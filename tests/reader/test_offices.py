"""For whom a named person speaks by the words around the name."""

import pytest

from sayso.ingest.documents import make_document
from sayso.reader import read


def institutions(text: str) -> dict[str, str | None]:
    reading = read(
        make_document(text, {"publisher": "Norland Gazette", "published": "2031-03-05T12:00:00Z"}, "x")
    )
    return {a.chain[-1].name: a.chain[-1].institution for a in reading.attributions if a.chain}


@pytest.mark.parametrize(
    ("text", "person", "wanted"),
    [
        (
            "The Kenyan Space Agency put the launch off, it said. The valve leaked, agency president Ann Lee told reporters.",
            "Ann Lee",
            "org:KEN/space-agency",
        ),
        (
            "The Coast Dockers' Union announced a walkout. It will last two days, secretary-general Ann Lee said.",
            "Ann Lee",
            "org:coast-dockers-union",
        ),
        (
            "The North Quay Corporation made an offer. Its head of press, Ann Lee, declined to comment.",
            "Ann Lee",
            "org:north-quay-corporation",
        ),
        (
            "The report is false, said Ann Lee, who heads the transport ministry's safety department.",
            "Ann Lee",
            "org:?/transport-ministry",
        ),
        ("Swiss envoy Ann Lee declined to comment on the truce.", "Ann Lee", "org:CHE/foreign-ministry"),
        (
            "Mali will hold no talks, Foreign Minister Ann Lee told a news agency on Friday.",
            "Ann Lee",
            "org:MLI/foreign-ministry",
        ),
        (
            "The North Quay Corporation put the opening off to May, chief operating officer Ann Lee said.",
            "Ann Lee",
            "org:north-quay-corporation",
        ),
        (
            "The North Quay Corporation is at fault. The valve leaked, said Ann Lee, its spokeswoman.",
            "Ann Lee",
            "org:north-quay-corporation",
        ),
        ("The ship sank on Monday, a tailor, Ann Lee, said.", "Ann Lee", None),
        (
            "The ferry's owner, Green Fjord Navigation, declined to comment.",
            "Green Fjord Navigation",
            "org:green-fjord-navigation",
        ),
    ],
)
def test_institution_of_a_person(text: str, person: str, wanted: str | None) -> None:
    assert institutions(text)[person] == wanted


def test_who_is_named_later_is_who_was_told_of_before() -> None:
    found = institutions(
        "A jet bombed a market on Tuesday, the secretary-general of the province said. Two bombs fell on it, the official, Ann Lee, said by phone."
    )
    assert list(found) == ["Ann Lee"]
