"""Dutch public holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stilte.feestdagen import feestdagen, pasen, rustig


@pytest.mark.parametrize(
    "day", [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28)]
)
def test_easter_is_when_it_was_and_will_be(day: date) -> None:
    assert pasen(day.year) == day


@given(st.integers(1900, 2200))
def test_easter_is_a_sunday_in_its_five_weeks(year: int) -> None:
    found = pasen(year)

    assert found.weekday() == 6
    assert date(year, 3, 22) <= found <= date(year, 4, 25)


def test_the_holidays_of_a_year() -> None:
    assert feestdagen(2026) == {
        *(date(2026, 1, 1), date(2026, 4, 5), date(2026, 4, 6), date(2026, 4, 27)),
        *(date(2026, 5, 5), date(2026, 5, 14), date(2026, 5, 24), date(2026, 5, 25)),
        *(date(2026, 12, 25), date(2026, 12, 26)),
    }


def test_the_kings_day_is_never_on_a_sunday() -> None:
    assert date(2025, 4, 26) in feestdagen(2025)
    assert date(2025, 4, 27) not in feestdagen(2025)


def test_the_night_after_a_holiday_is_quiet_too_also_over_new_year() -> None:
    christmas = date(2026, 12, 25)

    assert [rustig(christmas + timedelta(days=n)) for n in (-1, 0, 1, 2, 3)] == [
        *(False, True, True, True, False)
    ]
    assert rustig(date(2027, 1, 2))
