"""Which documents a new one is compared with: a bounded number, and the same ones whatever was published later."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sayso.ledger import candidates
from sayso.ledger.candidates import choose_candidates
from sayso.ledger.moments import stamp

FIRST = datetime(2031, 4, 2, tzinfo=UTC)


def at(hours: float) -> str:
    return stamp(FIRST + timedelta(hours=hours))


def test_their_number_does_not_grow_with_what_is_found() -> None:
    sizes = []
    for count in (200, 2000):
        found = [(f"d{n}", at(n - count / 2)) for n in range(count) for _ in range(1 + n % 5)]
        chosen = choose_candidates(found, at(0))
        assert len(chosen) == len(set(chosen))
        sizes.append(len(chosen))
    assert sizes[0] == sizes[1] <= candidates._OLDER_MOST + candidates._NEWER_MOST + candidates._NEWER_NEAREST


def test_older_ones_with_more_keys_come_first_and_among_these_the_nearest() -> None:
    found = [("far", at(-90)), ("near", at(-2)), *[("much", at(-700))] * 3]
    assert choose_candidates(found, at(0)) == ["much", "near", "far"]


def test_a_single_key_leads_back_a_month_and_two_for_ever() -> None:
    found = [
        ("one", at(-24 * 31)),
        ("two", at(-24 * 400)),
        ("two", at(-24 * 400)),
        ("new", at(24 * 31)),
        ("month", at(-24 * 29)),
    ]
    assert choose_candidates(found, at(0)) == ["two", "month"]


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(-900, 900)), max_size=60, unique_by=lambda f: f[0]),
    st.lists(st.integers(1, 4), min_size=60, max_size=60),
    st.integers(0, 900),
)
def test_what_is_published_later_displaces_nothing(
    found: list[tuple[int, int]], votes: list[int], until: int
) -> None:
    named = [(f"d{n}", at(hours)) for n, hours in found for _ in range(votes[n % 60])]
    hours_of = {f"d{n}": hours for n, hours in found}
    all_of_them = [d for d in choose_candidates(named, at(0)) if hours_of[d] <= until]
    early = choose_candidates([f for f in named if f[1] <= at(until)], at(0))
    assert set(all_of_them) == set(early)
