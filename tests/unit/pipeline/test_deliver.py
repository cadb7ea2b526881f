"""How long to wait between attempts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.deliver import wachttijd


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 1), (2, 2), (3, 4), (10, 512), (11, 900)])
def test_the_longest_wait_doubles_up_to_fifteen_minutes(attempt: int, seconds: int) -> None:
    assert wachttijd(attempt, None, lambda: 1.0) == timedelta(seconds=seconds)


def test_jitter_is_full() -> None:
    assert wachttijd(5, None, lambda: 0.0) == timedelta(0)


def test_what_the_backend_asks_is_the_least() -> None:
    assert wachttijd(1, 120.0, lambda: 0.5) == timedelta(seconds=120)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_no_wait_is_ever_longer_than_fifteen_minutes(attempt: int, chance: float) -> None:
    assert timedelta(0) <= wachttijd(attempt, None, lambda: chance) <= timedelta(minutes=15)
