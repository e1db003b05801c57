"""Status as of a moment, dates, slips, figures: what the claims of several reports come to."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sayso.link.assembly import assemble_events
from sayso.link.lifecycle import StatusClaim, find_status, lapse
from sayso.model import Event, Reading, Status
from tests.link.mentions import FIRST, link_all, on_days, tell


def come_to(*told: tuple[float, Status], party: bool = False) -> Status:
    claims = [
        StatusClaim(at, f"d{n}", status, True, party and status == "denied", "asserts", f"o{n}", n)
        for n, (at, status) in enumerate(told)
    ]
    return find_status(claims)[0]


def only_event(readings: list[Reading], hours: float = 100) -> Event:
    (event,) = assemble_events(readings, link_all(readings), FIRST + timedelta(hours=hours))
    return event


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (((1, "possible"),), "possible"),
        (((1, "possible"), (2, "planned")), "planned"),
        (((1, "planned"), (2, "postponed")), "postponed"),
        (((1, "planned"), (2, "postponed"), (3, "cancelled")), "cancelled"),
        (((1, "planned"), (2, "ongoing")), "ongoing"),
        (((1, "planned"), (2, "ongoing"), (3, "occurred")), "occurred"),
        (((1, "planned"), (2, "occurred")), "occurred"),
        (((1, "planned"), (2, "denied")), "denied"),
        (((1, "occurred"), (2, "denied")), "occurred"),
        (((1, "denied"),), "denied"),
    ],
)
def test_status_follows_the_reports(told: tuple[tuple[float, Status], ...], expected: Status) -> None:
    assert come_to(*told) == expected


def test_a_plan_that_a_party_denies_is_denied_even_if_a_source_insists() -> None:
    assert come_to((1, "planned"), (2, "denied"), (3, "planned"), party=True) == "denied"


def test_what_has_passed_without_word_lapses_and_what_is_undated_does_not() -> None:
    start, end = datetime(2031, 4, 5, tzinfo=UTC), datetime(2031, 4, 7, tzinfo=UTC)
    assert lapse("planned", start, end, end - timedelta(hours=1)) == ("planned", None)
    assert lapse("postponed", start, end, end)[0] == "lapsed"
    assert lapse("possible", start, None, start + timedelta(days=1))[0] == "lapsed"
    assert lapse("planned", None, None, end) == ("planned", None)
    assert lapse("occurred", start, end, end) == ("occurred", None)
    assert lapse("cancelled", start, end, end) == ("cancelled", None)


def test_a_lapsed_event_that_a_late_report_tells_of_has_occurred() -> None:
    plan = tell(
        "Norte", "Chile will hold a drill on 5 April.", status="planned", time=on_days(date(2031, 4, 5))
    )
    late = tell("Sur", "Chile held a drill on 5 April.", 24 * 8, time=on_days(date(2031, 4, 5)))
    assert only_event([plan], 24 * 5).status == "lapsed"
    assert only_event([plan, late], 24 * 9).status == "occurred"


def test_the_day_lies_within_the_window_and_no_conflict_arises() -> None:
    a = tell(
        "Norte", "Chile will hold a drill in April.", status="planned", time=on_days(date(2031, 4, 1), 30)
    )
    b = tell(
        "Sur", "Chile will hold the drill on 9 April.", 3, status="planned", time=on_days(date(2031, 4, 9))
    )
    event = only_event([a, b], 4)
    assert (event.start, event.end) == ("2031-04-09", "2031-04-09")
    assert event.conflicts == ()
    assert event.history == ()


def test_a_postponed_event_shows_the_new_day_and_keeps_the_slip() -> None:
    a = tell(
        "Norte",
        "Chile's drill will be held on 9 April.",
        status="planned",
        time=on_days(date(2031, 4, 9)),
        source="ministry",
    )
    b = tell(
        "Norte",
        "Chile's drill was put off to 16 April.",
        5,
        status="postponed",
        time=on_days(date(2031, 4, 16)),
        source="ministry",
    )
    event = only_event([a, b], 6)
    assert (event.status, event.start) == ("postponed", "2031-04-16")
    assert [(c.field, c.before, c.after) for c in event.history] == [("start", "2031-04-09", "2031-04-16")]
    assert event.conflicts == ()


def test_an_ongoing_event_has_no_end() -> None:
    event = only_event(
        [tell("Norte", "Chile's drill is under way.", status="ongoing", time=on_days(date(2031, 4, 1), 5))], 1
    )
    assert (event.status, event.start, event.end) == ("ongoing", "2031-04-01", None)


def test_a_later_toll_of_one_origin_is_history_and_of_another_a_conflict() -> None:
    day = on_days(date(2031, 4, 1))
    about = {"type": "ASSAULT", "lemma": "clash", "time": day, "parties": ("CHL", "PER")}
    a = tell("Norte", "Four died in the clash.", killed=4, source="ministry", **about)  # type: ignore[arg-type]
    b = tell("Norte", "Six died in the clash.", 5, killed=6, source="ministry", **about)  # type: ignore[arg-type]
    c = tell("Sur", "Nine died in the clash.", 6, killed=9, source="embassy", **about)  # type: ignore[arg-type]
    event = only_event([a, b])
    assert event.figures == {"killed": 6.0}
    assert event.conflicts == ()
    assert [(h.before, h.after) for h in event.history] == [(4, 6)]
    contested = only_event([a, b, c])
    assert [sorted(float(v.value) for v in conflict.values) for conflict in contested.conflicts] == [
        [6.0, 9.0]
    ]
    assert "killed" not in contested.figures


def test_parties_who_spoke_stand_beside_the_status() -> None:
    day = on_days(date(2031, 4, 9))
    a = tell(
        "Norte",
        "Chile and Peru will hold a drill on 9 April.",
        status="planned",
        time=day,
        parties=("CHL", "PER"),
        source="ministry",
    )
    b = tell(
        "Sur",
        "Chile and Peru will hold no drill on 9 April.",
        4,
        status="denied",
        time=day,
        parties=("CHL", "PER"),
        source="embassy",
        stance="denies",
    )
    event = only_event([a, b], 5)
    assert event.status == "denied"
    assert event.confirmed_by == ("Chilean defence ministry",)
    assert event.denied_by == ("Peruvian embassy",)
    assert [c.field for c in event.conflicts] == ["status"]
