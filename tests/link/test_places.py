"""Places as values: refined, moved or disputed."""

from collections.abc import Sequence

import pytest

from sayso.link.assembly import assemble_events
from sayso.model import Event, Place, Reading
from tests.link.mentions import FIRST, at_place, link_all, on_days, tell

OSLO, BERGEN = at_place("Oslo", 59.9, 10.7, "NOR"), at_place("Bergen", 60.4, 5.3, "NOR")
VIENNA, SCHWECHAT = at_place("Vienna", 48.2, 16.4, "AUT"), at_place("Schwechat", 48.1, 16.5, "AUT")
NORWAY, OSTLANDET = (
    at_place("Norway", 62, 10, "NOR", "country"),
    at_place("Ostlandet", 61, 10, "NOR", "region"),
)
ADRIFT = Place(start=0, end=1, text="Hallow Bay", name="Hallow Bay")
DAY = on_days(FIRST.date())


def talks(publisher: str, hours: float, place: Place, **more: object) -> Reading:
    return tell(
        publisher,
        "Envoys of Chile and Peru will hold talks on fishing rights.",
        hours,
        lemma="talks",
        type="CONSULT",
        status="planned",
        parties=("CHL", "PER"),
        place=place,
        time=DAY,
        **more,
    )  # type: ignore[arg-type]


def the_event(readings: Sequence[Reading]) -> Event:
    (event,) = assemble_events(readings, link_all(readings), FIRST)
    return event


def test_far_towns_of_different_sources_are_a_conflict_and_only_what_they_share_is_shown() -> None:
    event = the_event([talks("Norte", 0, OSLO), talks("Sur", 1, VIENNA)])
    assert [(c.field, [(v.value, v.origins) for v in c.values]) for c in event.conflicts] == [
        ("place", [("Oslo", ("Norte",)), ("Vienna", ("Sur",))])
    ]
    assert event.place is None
    event = the_event([talks("Norte", 0, OSLO), talks("Sur", 1, BERGEN)])
    assert [c.field for c in event.conflicts] == ["place"]
    assert event.place == "Norway"


@pytest.mark.parametrize(
    ("one", "other"),
    [(OSLO, NORWAY), (OSLO, OSTLANDET), (VIENNA, SCHWECHAT), (OSLO, ADRIFT), (NORWAY, VIENNA)],
)
def test_places_that_hold_each_other_lie_near_or_are_not_known_are_no_conflict(
    one: Place, other: Place
) -> None:
    event = the_event([talks("Norte", 0, one), talks("Sur", 1, other)])
    assert (event.conflicts, event.history) == ((), ())
    assert event.place == (one.name if one.precision == "city" else other.name)


def test_a_later_town_of_the_same_source_is_a_move() -> None:
    event = the_event([talks("Norte", 0, OSLO), talks("Norte", 5, VIENNA)])
    assert [(h.field, h.before, h.after, h.origin) for h in event.history] == [
        ("place", "Oslo", "Vienna", "Norte")
    ]
    assert (event.place, event.conflicts) == ("Vienna", ())


def test_what_a_party_says_on_record_moves_it_for_all_and_is_told_once() -> None:
    event = the_event(
        [
            talks("Norte", 0, OSLO),
            talks("Sur", 5, VIENNA, source="ministry"),
            talks("Este", 6, VIENNA, source="ministry"),
        ]
    )
    assert [(h.field, h.before, h.after) for h in event.history] == [("place", "Oslo", "Vienna")]
    assert (event.place, event.conflicts) == ("Vienna", ())


def test_who_denies_a_toll_does_not_contest_the_event() -> None:
    fought = tell(
        "Norte",
        "Troops of Chile and Peru fought at the border on Tuesday.",
        0,
        lemma="clash",
        type="ASSAULT",
        parties=("CHL", "PER"),
        time=DAY,
    )
    for killed, contested in ((7, False), (None, True)):
        denied = tell("Sur", "It denied that troops of Chile and Peru had been killed in Tuesday's clash at the border.", 3, lemma="killing", type="ASSAULT", parties=("CHL", "PER"), time=DAY, status="denied", killed=killed, source="ministry")  # fmt: skip
        (event,) = assemble_events([fought, denied], link_all([fought, denied]), FIRST)
        assert event.status == "occurred"
        assert ("status" in {c.field for c in event.conflicts}) is contested
