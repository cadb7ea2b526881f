"""What an answer says of the time is believed only as far as it can be read."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.stuf_zkn.klokverschil import in_woorden, verschil

NU = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
_OFF = st.integers(-10_000_000, 10_000_000)


@given(st.text(max_size=40), st.text(max_size=20))
def test_whatever_a_server_says_is_read_or_passed_over(date: str, tijdstip: str) -> None:
    found = verschil(NU, date, tijdstip)

    assert found is None or isinstance(found, float)


@given(_OFF)
def test_the_date_of_http_gives_the_difference(seconds: int) -> None:
    assert verschil(NU, format_datetime(NU + timedelta(seconds=seconds)), "") == seconds


@given(_OFF)
def test_tijdstip_is_dutch_wall_clock_time(seconds: int) -> None:
    # The hour that comes twice is told once: there the earlier is meant.
    there = (NU + timedelta(seconds=seconds)).astimezone(ZoneInfo("Europe/Amsterdam"))
    found = verschil(NU, "", f"{there.replace(fold=0):%Y%m%d%H%M%S}123")

    assert found in {seconds, seconds - 3600}


def test_the_one_that_is_further_off_counts() -> None:
    date = format_datetime(NU + timedelta(seconds=5))

    assert verschil(NU, date, "20261121040000000") == -3600
    assert verschil(NU, date, "20261121050000000") == 5


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 seconden"), (-61, "61 seconden"), (600, "10 minuten"), (-7300, "2 uur")],
)
def test_a_difference_is_told_in_words(seconds: int, told: str) -> None:
    assert in_woorden(seconds) == told
