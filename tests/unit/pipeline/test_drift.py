"""From which change on a source has drifted: each threshold, on both sides of it."""

from typing import Any

import pytest

from mappings.kolomstand import Kolomteller
from pipeline.drift import MINSTE, veranderd


class Teller(Kolomteller):
    """A counter that has counted."""

    def __init__(self, **stand: Any) -> None:
        self.stand = stand

    def as_json(self) -> dict[str, Any]:
        return geteld(**self.stand)

    def nieuw(self, adres: str) -> str:
        return f"nieuw in {adres}"


def geteld(**stand: Any) -> dict[str, Any]:
    whole = {"soort": "lijst", "rijen": 100, "leeg": 0, "bekeken": 100, "vreemd": 0, "vormen": {}}
    return {"kop": ["A"], "kolommen": {"A": whole | stand}}


def codes(nu: dict[str, Any], toen: dict[str, Any]) -> list[str]:
    return [one.code for one in veranderd(Teller(**nu), geteld(**toen), "bron")]


@pytest.mark.parametrize(
    ("nu", "toen", "told"),
    [
        (MINSTE, MINSTE, True),
        (MINSTE - 1, MINSTE, False),
        (MINSTE, MINSTE - 1, False),
        (10 * MINSTE, MINSTE - 1, False),
    ],
)
def test_fewer_rows_than_fifty_in_either_run_prove_nothing(nu: int, toen: int, told: bool) -> None:
    assert MINSTE == 50
    assert bool(codes({"rijen": nu, "leeg": nu}, {"rijen": toen})) is told


@pytest.mark.parametrize(
    ("nu", "toen", "told"),
    [
        # Five at least, however few there were.
        ((4, 100), (0, 100), False),
        ((5, 100), (0, 100), True),
        ((5, 5_000), (0, 5_000), True),
        # More than twice the share that there was: the share, not the number.
        ((10, 100), (5, 100), False),
        ((11, 100), (5, 100), True),
        ((10, 200), (5, 100), False),
        ((11, 200), (5, 100), False),
        ((6, 50), (5, 100), True),
        ((100, 100), (50, 100), False),
        # Nothing looked at before is nothing strange before.
        ((5, 100), (0, 0), True),
        ((0, 0), (5, 100), False),
    ],
)
def test_strange_words_are_told_from_five_and_from_twice_their_share(
    nu: tuple[int, int], toen: tuple[int, int], told: bool
) -> None:
    now, before = ({"vreemd": part, "bekeken": whole} for part, whole in (nu, toen))

    assert codes(now, before) == (["R-0502"] if told else [])


@pytest.mark.parametrize(
    ("leeg", "toen", "told"),
    [(4, 1, False), (5, 1, True), (5, 2, False), (21, 2, False), (22, 2, True), (2, 22, True)],
)
def test_empty_cells_are_told_from_a_fifth_and_sooner_where_there_were_none(
    leeg: int, toen: int, told: bool
) -> None:
    assert codes({"leeg": leeg}, {"leeg": toen}) == (["R-0501"] if told else [])


@pytest.mark.parametrize(
    ("rijen", "leeg", "toen", "told"),
    [
        (100, 100, 90, True),
        (100, 100, 91, False),
        (1_000, 1_000, 99, True),
        (1_000, 999, 99, False),
        (999, 999, 99, False),
        (100, 100, 100, False),
    ],
)
def test_a_column_that_fell_silent_is_told_when_ten_cells_were_to_be_expected(
    rijen: int, leeg: int, toen: int, told: bool
) -> None:
    assert codes({"rijen": rijen, "leeg": leeg}, {"leeg": toen}) == (["R-0501"] if told else [])


@pytest.mark.parametrize(
    ("vreemd", "toen", "told"), [(4, 0, False), (5, 0, True), (9, 5, False), (10, 5, True)]
)
def test_dates_that_cannot_be_read_are_told_from_five_and_five_percent(
    vreemd: int, toen: int, told: bool
) -> None:
    dates = {"soort": "datum", "vormen": {"99-99-9999": 100}}

    found = codes(dates | {"vreemd": vreemd}, dates | {"vreemd": toen})

    assert found == (["R-0503"] if told else [])


@pytest.mark.parametrize(
    ("shapes", "told"),
    [
        ({"9999-99-99": 51, "99-99-9999": 49}, True),
        ({"9999-99-99": 50, "99-99-9999": 50}, False),
    ],
)
def test_a_form_of_dates_is_another_when_more_than_half_have_it(
    shapes: dict[str, int], told: bool
) -> None:
    before = {"soort": "datum", "vormen": {"99-99-9999": 100}}

    assert codes({"soort": "datum", "vormen": shapes}, before) == (["R-0503"] if told else [])


def test_a_column_that_was_counted_in_another_way_is_not_compared() -> None:
    assert codes({"leeg": 100}, {"soort": "tekst"}) == []
