"""What an event keeps beside its fields: claims of precedence, and headlines that are firmer than their body."""

from pathlib import Path

import pytest

from sayso.event_page import event_page
from sayso.export.json import describe_event
from sayso.ingest.documents import make_document
from sayso.ledger import Ledger
from sayso.model import Span
from sayso.reader import read
from sayso.reader.events.precedents import find_precedent
from sayso.reader.parse import parse_text


@pytest.mark.parametrize(
    ("sentence", "trigger", "words"),
    [
        ("The first Norwegian visit to Lima began on Friday.", "visit", "The first Norwegian visit"),
        ("A rare exchange of prisoners took place.", "exchange", "rare exchange"),
        ("He is the first president to visit Lima.", "visit", "the first president to visit"),
        ("The first lady was in town for the visit.", "visit", None),
        ("In the first half of May the two held a drill.", "drill", None),
        ("It was the largest drill since 2012.", "drill", "largest drill since 2012"),
    ],
)
def test_precedence_is_that_of_the_event(sentence: str, trigger: str, words: str | None) -> None:
    at = sentence.index(trigger)
    assert find_precedent(parse_text(sentence), Span(0, len(sentence)), Span(at, at + len(trigger))) == words


def test_event_tells_precedence_and_a_firmer_headline(tmp_path: Path) -> None:
    body = "Norway may hand over a radar to Ukraine in June, the largest delivery since 2022, officials said."
    about = {
        "publisher": "The Echo",
        "published": "2024-05-07T10:00:00+02:00",
        "title": "Norway to hand over radar to Ukraine",
        "url": "https://echo.example/1",
    }
    with Ledger(str(tmp_path / "ledger.db")) as ledger:
        ledger.add(read(make_document(body, about, "x")))
        (event,) = [e for e in ledger.events() if e.type == "AID"]
        told, text = describe_event(event), event_page(ledger, event.id)
    assert list(told["headlines"]) == ["the headline of The Echo has it as planned, its body as possible"]
    assert list(told["precedents"]) == ["largest delivery since 2022"]
    assert "precedent  largest delivery since 2022" in text
    assert "headline   the headline of The Echo has it as planned" in text


def test_an_inquiry_is_not_the_boarding_that_it_follows(tmp_path: Path) -> None:
    texts = (
        "Norway's coastguard boarded the freighter Alma off Bergen on Monday.",
        "Norway's prosecutors opened an inquiry into the freighter Alma in Bergen on Monday.",
    )
    with Ledger(str(tmp_path / "ledger.db")) as ledger:
        for n, text in enumerate(texts):
            ledger.add(
                read(
                    make_document(
                        text,
                        {
                            "publisher": f"Paper {n}",
                            "published": f"2024-05-07T1{n}:00:00+02:00",
                            "url": f"https://paper{n}.example/",
                        },
                        "x",
                    )
                )
            )
        assert sorted(len(e.mentions) for e in ledger.events()) == [1, 1]
