"""Who of the parties spoke on record, and the names under which they stand."""

from datetime import date, timedelta

from sayso.link.assembly import assemble_events
from sayso.link.voices import find_voices, institution_name
from sayso.model import ChainLink, Event, ReceiptLine
from tests.link.mentions import FIRST, link_all, on_days, tell
from tests.link.reports import Report, body_of, unnamed

LATER = on_days(date(2031, 4, 9))


def voices(
    *reports: Report, status: str = "planned", parties: tuple[str, ...] = ("CHL", "PER")
) -> tuple[tuple[str, ...], ...]:
    found = []
    for report in reports:
        reading = report.read()
        found += [(reading, mention) for mention in reading.events]
    return find_voices(found, parties, (), status)  # type: ignore[arg-type]


def test_a_ministry_is_shown_with_its_state() -> None:
    a = Report("Norte", "The drill will be held, the Defence Ministry in Santiago said.").says(
        "The drill will be held", body_of("the Defence Ministry in Santiago", "org:CHL/defence-ministry")
    )
    assert voices(a.tells("The drill", 0, "planned")) == (("Chilean defence ministry",), (), ())
    assert institution_name("org:PER/foreign-ministry", "ministry") == "Peruvian foreign ministry"


def test_a_name_that_says_more_than_the_kind_of_institution_is_kept() -> None:
    staff = body_of("the General Staff", "org:CHL/armed-forces")
    a = Report("Norte", "The drill will be held, the General Staff said.").says(
        "The drill will be held", staff
    )
    assert voices(a.tells("The drill", 0, "planned")) == (("Chilean General Staff",), (), ())


def test_whose_coast_guard_it_is_is_told_by_the_state() -> None:
    guard = body_of("the country's Coast Guard", "org:CHL/coast-guard")
    a = Report("Norte", "The drill will be held, the country's Coast Guard said.").says(
        "The drill will be held", guard
    )
    assert voices(a.tells("The drill", 0, "planned"))[0][0].casefold() == "chilean coast guard"


def test_one_ministry_under_two_names_is_one_party() -> None:
    known, bare = body_of("Chile's navy", "org:CHL/navy"), body_of("the navy", "org:?/navy")
    a = (
        Report("Norte", "The drill will be held, Chile's navy said.")
        .says("The drill will be held", known)
        .tells("The drill", 0, "planned")
    )
    b = (
        Report("Sur", "The exercise is on, the navy said.", 3)
        .says("The exercise is on", bare)
        .tells("The exercise", 0, "planned")
    )
    assert voices(a, b) == (("Chilean navy",), (), ())


def test_others_than_the_parties_confirm_nothing() -> None:
    a = Report("Norte", "The drill will be held, Norway's army said.").says(
        "The drill will be held", body_of("Norway's army", "org:NOR/army")
    )
    b = Report("Sur", "The exercise is on, a source said.", 3).says("The exercise is on", unnamed("a source"))
    assert voices(a.tells("The drill", 0, "planned"), b.tells("The exercise", 0, "planned")) == ((), (), ())


def test_who_confirms_later_no_longer_declines() -> None:
    navy = body_of("Chile's navy", "org:CHL/navy")
    a = Report("Norte", "The drill is near. Chile's navy declined to comment.").says(
        "The drill is near", navy, stance="declines", cue="declined to comment"
    )
    b = (
        Report("Sur", "The exercise is on, Chile's navy said.", 3)
        .says("The exercise is on", navy)
        .tells("The exercise", 0, "planned")
    )
    a.tells("The drill", 0, "planned")
    assert voices(a) == ((), (), ("Chilean navy",))
    assert voices(a, b) == (("Chilean navy",), (), ())


def test_silence_is_no_decline() -> None:
    navy = body_of("Chile's navy", "org:CHL/navy")
    a = Report("Norte", "The drill is near. Chile's navy did not respond.").says(
        "The drill is near", navy, stance="declines", cue="did not respond"
    )
    assert voices(a.tells("The drill", 0, "planned")) == ((), (), ())


def test_denying_a_point_of_what_one_tells_denies_no_event() -> None:
    navy = body_of("Chile's navy", "org:CHL/navy")
    a = Report("Norte", "Shots were fired, Chile's navy said. It fired first, the army denied.")
    a.says("Shots were fired", navy).says("It fired first", navy, stance="denies", cue="denied").tells(
        "Shots", 0
    ).tells("It fired", 1)
    assert voices(a, status="occurred") == (("Chilean navy",), (), ())
    assert voices(a, status="denied")[1] == ("Chilean navy",)


def test_who_vouches_for_an_event_confirms_it_if_he_is_a_party() -> None:
    reading = tell("Norte", "A drill began.")
    outlet = ChainLink(name="Norte", kind="publisher")
    lines = tuple(
        ReceiptLine(document=reading.document.id, origin=link.name, chain=(outlet, link), evidence=())
        for link in (
            body_of("Chile's navy", "org:CHL/navy"),
            body_of("Norway's army", "org:NOR/army"),
            unnamed("an official"),
        )
    )
    assert find_voices([(reading, reading.events[0])], ("CHL",), lines) == (("Chilean navy",), (), ())


def test_a_denial_taken_up_later_stands_beside_the_confirmation() -> None:
    def both(hours: int) -> Event:
        plan = tell(
            "Norte",
            "Chile and Peru will hold a drill.",
            status="planned",
            time=LATER,
            parties=("CHL", "PER"),
            source="ministry",
        )
        no = tell(
            "Norte",
            "Chile and Peru will not hold a drill.",
            5,
            status="denied",
            time=LATER,
            parties=("CHL", "PER"),
            source="ministry",
            stance="denies",
        )
        shown = [plan, no][: 1 if hours < 5 else 2]
        (event,) = assemble_events(shown, link_all(shown), FIRST + timedelta(hours=hours))
        return event

    assert (both(1).confirmed_by, both(1).denied_by) == (("Chilean defence ministry",), ())
    assert (both(6).confirmed_by, both(6).denied_by) == (
        ("Chilean defence ministry",),
        ("Chilean defence ministry",),
    )
