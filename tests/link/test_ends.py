"""Days of events of which reports tell only the end, or a first day and a length."""

from datetime import UTC, date, datetime

from sayso.link.dates import settle_dates
from sayso.link.values import Window


def window(
    first: date, last: date | None, document: str, *, ends: bool = False, stretch: bool = False
) -> Window:
    zone = datetime(2031, 3, 1, tzinfo=UTC)
    return Window(
        first=first,
        last=last,
        origin=document,
        document=document,
        at=float(first.day),
        published=None,
        status="occurred",
        zone=zone,
        exact=True,
        party=False,
        ends=ends,
        stretch=stretch,
    )


def test_the_day_of_the_end_closes_what_began_before() -> None:
    began, ended = (
        window(date(2031, 3, 10), date(2031, 3, 10), "a"),
        window(date(2031, 3, 12), date(2031, 3, 12), "b", ends=True),
    )
    days, _, changes, conflict = settle_dates([began, ended], "occurred")
    assert days == (date(2031, 3, 10), date(2031, 3, 12))
    assert (changes, conflict) == ([], None)


def test_the_day_of_the_end_alone_is_all_that_is_known() -> None:
    days, _, _, _ = settle_dates([window(date(2031, 3, 12), date(2031, 3, 12), "b", ends=True)], "occurred")
    assert days == (date(2031, 3, 12), date(2031, 3, 12))


def test_an_end_long_after_is_of_something_else() -> None:
    began, ended = (
        window(date(2031, 3, 10), date(2031, 3, 10), "a"),
        window(date(2031, 7, 12), date(2031, 7, 12), "b", ends=True),
    )
    assert settle_dates([began, ended], "occurred")[0] == (date(2031, 3, 10), date(2031, 3, 10))


def test_stretches_that_begin_on_other_days_are_at_odds_though_they_share_days() -> None:
    one = window(date(2031, 3, 10), date(2031, 4, 10), "a", stretch=True)
    other = window(date(2031, 3, 12), date(2031, 5, 12), "b", stretch=True)
    conflict = settle_dates([one, other], "planned")[3]
    assert conflict is not None
    assert sorted(v.value for v in conflict.values) == ["2031-03-10", "2031-03-12"]


def test_a_day_within_a_stretch_is_no_conflict() -> None:
    one = window(date(2031, 3, 10), date(2031, 4, 10), "a", stretch=True)
    assert settle_dates([one, window(date(2031, 3, 12), date(2031, 3, 12), "b")], "occurred")[3] is None
