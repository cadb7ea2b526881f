"""Days, counts and sentences as a Dutch reader writes them, on every page."""

from datetime import date

import pytest

from web.look import dagen, datum, getal, punt


@pytest.mark.parametrize("when", [date(2027, 3, 3), "2027-03-03", "2027-03-03T04:00:00+00:00"])
def test_a_day_is_written_as_dutch_does_however_it_came(when: date | str) -> None:
    assert datum(when) == "3 mrt 2027"


def test_what_is_not_known_is_a_dash() -> None:
    assert (datum(None), datum(""), getal(None)) == ("-", "-", "-")


def test_a_count_has_a_point_per_thousand_and_one_kept_back_stays_so() -> None:
    assert (getal(0), getal(4627), getal("<5")) == ("0", "4.627", "<5")


def test_today_is_not_zero_days() -> None:
    assert [dagen(n) for n in (0, 1, 14)] == ["vandaag", "1 dag", "14 dagen"]


@pytest.mark.parametrize("text", ["Klaar", "Klaar.", "Klaar?"])
def test_a_sentence_of_somebody_else_ends_once(text: str) -> None:
    assert punt(text).rstrip(".?") == "Klaar"
    assert len(punt(text)) == len("Klaar.")


def test_a_term_of_which_only_the_year_is_shown_stays_a_year() -> None:
    assert (datum("2030"), datum("2030-04")) == ("2030", "2030-04")
