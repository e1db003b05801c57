"""The same event or another: what the features join and what they keep apart."""

from datetime import date

import pytest

from sayso.ingest.documents import make_document
from sayso.link.coreference import link_mentions
from sayso.model import Link, Reading
from sayso.reader import read
from tests.link.mentions import at_place, on_days, tell

ARICA, PUNTA = at_place("Arica", -18.5, -70.3), at_place("Punta Arenas", -53.2, -70.9)


def judge(a: Reading, b: Reading) -> str | None:
    links = link_mentions(a, b)
    assert len(links) <= 1
    return links[0].judgement if links else None


def test_one_drill_under_two_descriptions_is_one() -> None:
    a = tell(
        "Norte",
        "Chile and Peru open a naval drill off Arica.",
        place=ARICA,
        parties=("CHL", "PER"),
        time=on_days(date(2031, 4, 5)),
        status="planned",
    )
    b = tell(
        "Sur",
        "The manoeuvres of Peru and Chile begin on Saturday.",
        3,
        place=ARICA,
        parties=("PER", "CHL"),
        time=on_days(date(2031, 4, 5)),
        status="planned",
    )
    assert judge(a, b) == "same"


def test_clashes_two_days_apart_at_other_crossings_are_two() -> None:
    common = {"type": "ASSAULT", "lemma": "clash", "parties": ("CHL", "PER")}
    a = tell(
        "Norte", "Troops clashed at Arica on Monday.", place=ARICA, time=on_days(date(2031, 3, 31)), **common
    )  # type: ignore[arg-type]
    b = tell(
        "Sur",
        "Troops clashed at Punta Arenas on Wednesday.",
        5,
        place=PUNTA,
        time=on_days(date(2031, 4, 2)),
        **common,
    )  # type: ignore[arg-type]
    assert judge(a, b) == "different"


def test_clashes_of_two_days_at_one_crossing_are_two() -> None:
    common = {"type": "ASSAULT", "lemma": "clash", "parties": ("CHL", "PER"), "place": ARICA}
    a = tell("Norte", "Troops clashed there on Monday.", time=on_days(date(2031, 3, 31)), **common)  # type: ignore[arg-type]
    b = tell(
        "Sur", "Another exchange of fire came two days later.", 5, time=on_days(date(2031, 4, 2)), **common
    )  # type: ignore[arg-type]
    assert judge(a, b) == "different"


def test_a_drill_of_last_year_is_not_the_one_ahead() -> None:
    a = tell("Norte", "A similar drill was held in May.", time=on_days(date(2030, 5, 1), 31))
    b = tell(
        "Norte", "The drill will be held on Saturday.", 1, time=on_days(date(2031, 4, 5)), status="planned"
    )
    assert judge(a, b) == "different"


def test_a_visit_put_off_stays_one_visit() -> None:
    common = {"type": "CONSULT", "lemma": "visit", "parties": ("CHL", "PER")}
    a = tell(
        "Norte",
        "The minister will visit Lima on 7 April.",
        time=on_days(date(2031, 4, 7)),
        status="planned",
        **common,
    )  # type: ignore[arg-type]
    b = tell(
        "Sur",
        "The minister's visit to Lima was put off to 21 April.",
        9,
        time=on_days(date(2031, 4, 21)),
        status="postponed",
        **common,
    )  # type: ignore[arg-type]
    assert judge(a, b) == "same"


def test_other_states_do_other_things() -> None:
    a = tell("Norte", "A drill began.", parties=("CHL", "PER"), time=on_days(date(2031, 4, 1)))
    b = tell("Sur", "A drill began.", parties=("NOR", "SWE"), time=on_days(date(2031, 4, 1)))
    assert judge(a, b) != "same"


@pytest.mark.parametrize(
    ("one", "two"), [("exercise", "crash"), ("visit", "sanctions"), ("election", "clash")]
)
def test_things_of_other_kinds_are_not_compared(one: str, two: str) -> None:
    a, b = (
        tell("Norte", "It was at Arica.", lemma=one, place=ARICA),
        tell("Sur", "It was at Arica.", 2, lemma=two, place=ARICA),
    )
    assert judge(a, b) is None


def test_a_link_is_the_same_from_either_end_and_explains_itself() -> None:
    a = tell("Norte", "Chile opens a drill off Arica.", place=ARICA, time=on_days(date(2031, 4, 5)))
    b = tell(
        "Sur", "The drill off Arica was opened by Chile.", 3, place=ARICA, time=on_days(date(2031, 4, 5))
    )
    (one,), (two,) = link_mentions(a, b), link_mentions(b, a)
    assert one == two
    assert round(sum(e.weight or 0 for e in one.evidence), 2) == round(one.score, 2)
    assert {e.kind for e in one.evidence} == {"feature"}


def test_ends_name_document_and_mention() -> None:
    a, b = (
        tell("Norte", "Chile opens a drill off Arica.", place=ARICA),
        tell("Sur", "Chile opens a drill off Arica.", 3, place=ARICA),
    )
    links: tuple[Link, ...] = link_mentions(a, b)
    assert [(link.left, link.right) for link in links] == [(f"{a.document.id}#0", f"{b.document.id}#0")]


def test_a_handover_of_other_equipment_is_another_event() -> None:
    def told(outlet: str, words: str, asset: str, day: int) -> Reading:
        return tell(
            outlet, words, day, type="AID", lemma="aid", parties=("PER", "ECU"), assets=(asset,), time=None
        )

    a = told("Norte", "Peru will hand over its S-300 battery to Ecuador.", "S-300", 0)
    assert (
        judge(a, told("Sur", "The IRIS-T system has been handed over to Ecuador by Peru.", "IRIS-T", 3))
        == "different"
    )
    assert (
        judge(a, told("Sur", "The S-300 battery has been handed over to Ecuador by Peru.", "S-300", 3))
        == "same"
    )


def test_what_two_documents_call_differently_is_joined_by_a_link_with_its_grounds() -> None:
    about = {"published": "2031-04-02T08:00:00+00:00"}
    texts = (
        "Chile and Peru will hold a naval drill off Arica on 5 April, officials said.",
        "Peruvian and Chilean ships will open joint manoeuvres off Arica on Saturday, Peru's navy said.",
    )
    a, b = (read(make_document(t, {**about, "publisher": p}, p)) for t, p in zip(texts, ("Norte", "Sur")))
    same = [link for link in link_mentions(a, b) if link.judgement == "same"]
    assert [link.relation for link in same] == ["same_event"]
    grounds = {e.name: e.weight or 0 for e in same[0].evidence}
    assert grounds["participants"] > 0
    assert grounds["time"] > 0
    # the names themselves stay each document's own: only the canonical ids are shared
    one, two = ({e.id for e in r.entities if e.kind == "state"} for r in (a, b))
    assert one == two == {"state:CHL", "state:PER"}
