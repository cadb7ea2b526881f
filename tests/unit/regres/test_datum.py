"""Dates as registrations know them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres import Datum, Precisie
from tests.unit.regres.strategies import datums, days


@given(datums())
def test_what_is_written_is_read_back(datum: Datum) -> None:
    assert Datum.lees(datum.iso()) == datum


@given(days)
def test_a_full_date_is_its_own_first_and_last_day(day: date) -> None:
    datum = Datum.van(day)

    assert (datum.eerste, datum.laatste, datum.iso()) == (day, day, day.isoformat())
    assert datum.precisie is Precisie.DAG


@given(datums())
def test_the_first_day_never_lies_after_the_last(datum: Datum) -> None:
    if datum.precisie is Precisie.ONBEKEND:
        assert (datum.eerste, datum.laatste, datum.iso()) == (None, None, None)
    else:
        assert datum.eerste is not None
        assert datum.laatste is not None
        assert datum.eerste <= datum.laatste
        assert datum.iso() is not None


def test_a_month_and_a_year_have_their_ends() -> None:
    assert Datum(2024, 2).laatste == date(2024, 2, 29)
    assert Datum(2023, 2).laatste == date(2023, 2, 28)
    assert Datum(2023).laatste == date(2023, 12, 31)
    assert Datum(2023).precisie is Precisie.JAAR
    assert Datum(2023, 7).precisie is Precisie.MAAND


@pytest.mark.parametrize(
    "text",
    [
        "2024111",
        "20241101",
        "1-2-2024",
        "2024-W01-1",
        "2024-1-1",
        "2024-13",
        "2024-02-30",
        "2024-01-00",
        "2024-00",
        "2024-00-00",
        "0000",
        "\uff12\uff10\uff12\uff14",
        "2024-01-01\n",
        " 2024",
        "2024-01-01T00:00",
    ],
)
def test_what_the_standard_library_would_swallow_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="date") as refused:
        Datum.lees(text)

    assert text.strip() not in str(refused.value)


@given(st.text(max_size=12))
def test_reading_any_text_gives_a_date_or_a_refusal_without_it(text: str) -> None:
    try:
        found = Datum.lees(text)
    except ValueError as refused:
        assert str(refused) in {"not an ISO date, month or year", "this date does not exist"}
        assert refused.__cause__ is None
    else:
        assert found.iso() == (text or None)


@pytest.mark.parametrize("parts", [(None, 5, None), (2024, None, 5), (None, None, 5)])
def test_a_finer_part_without_its_coarser_one_is_refused(
    parts: tuple[int | None, int | None, int | None],
) -> None:
    with pytest.raises(ValueError, match="coarser"):
        Datum(*parts)


@pytest.mark.parametrize(
    ("mine", "theirs", "after"),
    [
        ("2024-03-02", "2024-03-01", True),
        ("2024-03-01", "2024-03-01", False),
        ("2024-03", "2024-03-01", False),
        ("2024-03-31", "2024-03", False),
        ("2024-04", "2024-03-31", True),
        ("2024", "2024-01-01", False),
        ("2025", "2024-12-31", True),
        ("2023-12", "2024", False),
    ],
)
def test_after_is_judged_on_the_coarser_unit(mine: str, theirs: str, after: bool) -> None:
    assert Datum.lees(mine).zeker_na(Datum.lees(theirs)) is after


@given(datums(), datums())
def test_two_dates_are_never_both_after_each_other(one: Datum, other: Datum) -> None:
    assert not (one.zeker_na(other) and other.zeker_na(one))


@given(datums())
def test_nothing_is_surely_after_or_before_an_unknown_date(datum: Datum) -> None:
    assert not datum.zeker_na(Datum())
    assert not Datum().zeker_na(datum)
