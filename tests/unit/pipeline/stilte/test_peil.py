"""What is usual, and how odd a number is; small numbers are never very odd."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stilte.peil import (
    HOOGSTENS,
    Peil,
    Punt,
    afwijking,
    marge,
    peil,
    per_weekdag,
    rustigste,
    spreiding,
)

MONDAY = date(2026, 8, 31)
counts = st.integers(0, 100_000)


def test_like_is_put_with_like_and_only_the_newest_are_kept() -> None:
    points = [Punt(MONDAY + timedelta(days=n), float(n)) for n in range(7 * (HOOGSTENS + 2))]

    groups = per_weekdag(points)

    assert sorted(groups) == list(range(7))
    assert groups[0] == [float(7 * n) for n in range(2, HOOGSTENS + 2)]


def test_two_nights_say_nothing_and_three_do() -> None:
    assert (peil([5, 9]).genoeg, peil([5, 9, 400])) == (False, Peil(3, 9))
    assert peil([]) == Peil(0, 0.0)


def test_the_quietest_weekday_is_one_that_says_something() -> None:
    assert rustigste({0: [400, 410, 390], 5: [1.0], 6: [12, 15, 11]}) == Peil(3, 12)
    assert rustigste({5: [1.0]}) == Peil(0, 0.0)


@given(now=counts, usual=counts, nights=st.integers(3, 12), spread=st.floats(1, 10))
def test_less_is_odder_and_a_wild_source_makes_all_less_odd(
    now: int, usual: int, nights: int, spread: float
) -> None:
    base = Peil(nights, float(usual))
    found = afwijking(now, base, spread)

    assert afwijking(now + 1, base, spread) > found
    assert (found < 0) == (now < usual)
    assert abs(afwijking(now, base, spread * 2)) <= abs(found)
    assert abs(afwijking(now, Peil(nights + 1, float(usual)), spread)) >= abs(found)


@pytest.mark.parametrize(("usual", "odd"), [(3, False), (5, False), (8, True), (400, True)])
def test_nothing_is_odd_only_where_something_was_to_be_expected(usual: int, odd: bool) -> None:
    assert (afwijking(0, Peil(12, usual), 1.0) <= -3.5) is odd


@pytest.mark.parametrize(("usual", "odd"), [(20, False), (40, False), (60, True), (8000, True)])
def test_half_is_odd_only_where_chance_cannot_do_it(usual: int, odd: bool) -> None:
    assert (afwijking(usual / 2, Peil(12, usual), 1.0) <= -3.5) is odd


def test_spread_is_that_of_chance_at_least_and_a_wild_night_does_not_widen_it() -> None:
    assert spreiding([[8000, 8001, 8002, 8003]]) == 1.0
    assert spreiding([]) == 1.0
    wild = spreiding([[100, 400, 900, 1600, 225, 625]])
    assert wild > 5
    assert spreiding([[400, 401, 399, 400, 0, 402]]) < 2


def test_a_margin_is_a_standard_deviation_that_outliers_spare() -> None:
    assert marge([2.0, 2.0, 2.0]) == 0.0
    assert marge([1.0, 2.0, 3.0, 2.0, 50.0]) == pytest.approx(1.4826)
