"""People of the demo: nobody, and each with a number of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.people import FAMILIES, aantal, persoon, zonder_voorloopnul
from regres import values

SEEDS = st.integers(0, 1_000)


@given(st.integers(0, 200_000), SEEDS)
def test_every_bsn_lies_in_a_test_range_and_passes_the_elfproef(nummer: int, seed: int) -> None:
    found = persoon(nummer, seed).bsn

    assert found.startswith(("9999", "9000"))
    assert values.bsn(found) == found


@pytest.mark.parametrize("seed", [0, 1, 97])
def test_no_two_people_share_a_bsn_or_a_client_number(seed: int) -> None:
    people = [persoon(nummer, seed) for nummer in range(aantal())]

    assert len({wie.bsn for wie in people}) == aantal() > 18_000
    assert len({wie.clientnummer for wie in people}) == aantal()


@given(st.integers(0, 2_000), SEEDS)
def test_a_person_is_the_same_every_time(nummer: int, seed: int) -> None:
    assert persoon(nummer, seed) == persoon(nummer, seed)


def test_after_the_last_person_the_first_comes_again() -> None:
    assert persoon(aantal(), 5) == persoon(0, 5)


@given(st.integers(0, 5_000))
def test_a_bsn_without_its_leading_zero_has_eight_digits_and_is_right_with_it(nummer: int) -> None:
    short = zonder_voorloopnul(nummer)

    assert len(short) == 8
    assert short.startswith("9999")
    assert values.bsn(short) == f"0{short}"


def test_all_names_can_be_written_in_windows_1252_and_hold_its_odd_letters() -> None:
    names = "".join(prefix + name for prefix, name in FAMILIES)

    assert names.encode("cp1252")
    assert set("ëéöüØßŠŽŒŸçÅ") <= set(names.lower() + names)


def test_a_person_does_not_print() -> None:
    someone = persoon(3, 1)

    assert someone.bsn not in repr(someone)
    assert someone.achternaam not in repr(someone)
