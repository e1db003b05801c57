"""What is said without a word on who says it: nobody's words, for which the report answers."""

import pytest

from sayso.ingest.documents import make_document
from sayso.link.assembly import assemble_events
from sayso.link.pairs import link_own, prepare
from sayso.model import Reading
from sayso.reader import read
from sayso.reader.attribution.impersonal import find_impersonal
from sayso.reader.parse import parse_text
from sayso.settings import Settings


def reading(text: str, encoder: bool = False) -> Reading:
    return read(
        make_document(text, {"publisher": "The Echo", "published": "2031-06-03T10:00:00Z"}, "x"),
        Settings(encoder=encoder),
    )


@pytest.mark.parametrize("encoder", [False, True])
@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        (
            "The ferry is said to have hit a rock before it sank.",
            "is said",
            "The ferry | to have hit a rock before it sank",
        ),
        (
            "The captain was reported to have left the ship.",
            "was reported",
            "The captain | to have left the ship",
        ),
        ("It is believed that the ship carried arms.", "is believed", "that the ship carried arms"),
        (
            "The captain reportedly left the ship on Monday.",
            "reportedly",
            "The captain | left the ship on Monday",
        ),
        (
            "The closure was seen as a warning to the union.",
            "was seen",
            "The closure | as a warning to the union",
        ),
        (
            "The general, who is rumoured to have fled, did not appear.",
            "is rumoured",
            "The general | to have fled",
        ),
        ("Two crew members are feared dead.", "are feared", "Two crew members | dead"),
        (
            "The port was shut amid rumours that a mine had been found.",
            "rumours",
            "that a mine had been found",
        ),
    ],
)
def test_cue_and_content(text: str, cue: str, content: str, encoder: bool) -> None:
    (found,) = reading(text, encoder).attributions
    assert (found.source, found.cue[0].of(text), " | ".join(c.of(text) for c in found.content)) == (
        (),
        cue,
        content,
    )
    assert (found.kind, [link.name for link in found.chain]) == ("unnamed", ["The Echo"])


@pytest.mark.parametrize(
    "text",
    [
        "The captain is known to have left.", "The ferry is expected to sail on Friday.", "The dock is supposed to open in May.", "A fire was reported in the port.", "The ferry was considered by the board.",
        "Its report that the dock was unsafe came late.", "The captain was thought of fondly.", "He was told to leave the ship.",
    ],
)  # fmt: skip
def test_no_hearsay(text: str) -> None:
    assert list(find_impersonal(parse_text(text))) == []


@pytest.mark.parametrize("encoder", [False, True])
def test_whoever_is_named_for_it_speaks_alone(encoder: bool) -> None:
    text = "The dredger is thought to have cut the line, Inspector Ola Moe said. The harbour was seen as safe, according to Reuters."
    assert [a.chain[-1].name for a in reading(text, encoder).attributions] == ["Ola Moe", "Reuters"]


def test_its_lineage_is_unknown_and_the_report_answers_for_it() -> None:
    hearsay = reading(
        "The navies of Norway and Denmark are said to have held a joint drill off Bergen on June 1."
    )
    (event,) = assemble_events([hearsay], [], hearsay.document.published_at)
    assert [(line.origin, line.unknown_lineage) for line in event.origins.receipt] == [("The Echo", True)]
    own = reading("The navies of Norway and Denmark held a joint drill off Bergen on June 1.")
    (event,) = assemble_events([own], [], own.document.published_at)
    assert [(line.origin, line.unknown_lineage) for line in event.origins.receipt] == [("The Echo", False)]


def test_hearsay_adds_no_origin_beside_a_source() -> None:
    both = reading(
        "The navies of Norway and Denmark are said to have held a joint drill off Bergen on June 1. “The drill was held off Bergen on June 1,” one Danish diplomat said."
    )
    (event,) = assemble_events([both], list(link_own(prepare(both))), both.document.published_at)
    assert [link.name for line in event.origins.receipt for link in line.chain] == [
        "The Echo",
        "one Danish diplomat",
    ]
