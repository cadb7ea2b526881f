"""The list of zaaknummers: what is a day in it, and what is no list at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.memory import Memory
from connectors.stuf_zkn.lijst import VORMEN, Zaaklijst
from regres import SourceRefused

ALTIJD = date(1, 1, 1), date(9999, 12, 31)


def lijst(rows: list[tuple[str, str]], vorm: str = "JJJJ-MM-DD") -> Zaaklijst:
    deur = Memory.van_rijen("9901", ("nummer", "dag"), rows)
    return Zaaklijst(deur, "nummer", "dag", vorm)


def nummers(found: Zaaklijst) -> tuple[str, ...]:
    return found.nummers(*ALTIJD, lambda: None)


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(VORMEN))
def test_a_day_is_read_in_the_form_that_was_agreed(day: date, vorm: str) -> None:
    forms = {"JJJJ-MM-DD": "%Y-%m-%d", "DD-MM-JJJJ": "%d-%m-%Y", "JJJJMMDD": "%Y%m%d"}
    found = lijst([("Z1", day.strftime(forms[vorm]))], vorm)

    assert found.nummers(day, day, lambda: None) == ("Z1",)


@given(st.text(max_size=12), st.text(max_size=45), st.sampled_from(VORMEN))
def test_whatever_a_line_holds_it_is_a_zaak_or_refused(day: str, nummer: str, vorm: str) -> None:
    try:
        found = nummers(lijst([(nummer, day)], vorm))
    except SourceRefused as told:
        assert {problem.code for problem in told.problems} <= {"B-0381", "B-0382"}
        return
    assert found == (nummer.strip(),)


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-2-3", "\u0662026-01-01", "2026-01-01T00:00", " "]
)
def test_what_is_no_day_is_refused_with_its_place(day: str) -> None:
    with pytest.raises(SourceRefused, match="B-0381"):
        nummers(lijst([("Z1", day)]))
