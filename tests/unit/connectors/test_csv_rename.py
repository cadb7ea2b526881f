"""How many cells it takes before they speak for, or against, a new name of a column."""

from dataclasses import dataclass, replace

import pytest

from connectors.csv_rename import Hernoemd, hernoemd
from regres import CsvLayout

LIJKT, ANDERS = ("Datum besluit", "Datum beschikking"), ("Datum besluit", "X")


@dataclass(frozen=True)
class Kennis:
    """Only texts that begin with a digit can be read."""

    zegt: bool = True

    def zegt_iets(self, adres: str) -> bool:
        return self.zegt

    def past(self, adres: str, tekst: str) -> bool:
        return tekst[:1].isdigit()

    def regels(self, kolom: str, naam: str) -> tuple[str, ...]:
        return ()


LAYOUT = CsvLayout(("Datum besluit",), kennis=Kennis())


def waarom(names: tuple[str, str], *cells: str, layout: CsvLayout = LAYOUT) -> str:
    lost, other = names
    rows = [["a", cell] for cell in cells]
    found = hernoemd([(lost, lost)], [(other, 1)], rows, layout).get(lost, Hernoemd("", ""))
    return found.waarom


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("1", "2"), ""),
        (("1", "2", ""), ""),
        (("1", "2", "  "), ""),
        (("1", "2", "3"), "waarden"),
        (("", "1", "", "2", "3"), "waarden"),
    ],
)
def test_two_filled_cells_prove_no_other_name_and_three_do(
    cells: tuple[str, ...], told: str
) -> None:
    assert waarom(ANDERS, *cells) == told


@pytest.mark.parametrize(
    ("cells", "told"), [(("x", "x"), "naam"), (("x", "x", "x"), ""), (("1", "1", "1"), "beide")]
)
def test_two_cells_say_nothing_against_a_name_and_three_do(
    cells: tuple[str, ...], told: str
) -> None:
    assert waarom(LIJKT, *cells) == told


def test_no_cell_speaks_against_a_name_that_differs_in_signs_and_capitals_alone() -> None:
    assert waarom(("orderdate", "Order_Date"), "x", "x", "x") == "naam"
    assert waarom(("orderdate", "Order_Date"), "1", "1", "1") == "beide"
    assert waarom(("orderdate", "Order_Dates"), "x", "x", "x") == ""


@pytest.mark.parametrize(("fit", "told"), [(9, "waarden"), (8, "")])
def test_nine_of_ten_cells_must_fit(fit: int, told: str) -> None:
    assert waarom(ANDERS, *(["1"] * fit + ["x"] * (10 - fit))) == told


def test_rows_that_are_too_short_are_no_cells() -> None:
    rows = [["a", "1"], ["a", "2"], ["a"]]

    assert hernoemd([("B", "B")], [("X", 1)], rows, replace(LAYOUT, kolommen=("B",))) == {}


def test_cells_of_a_column_that_takes_any_text_say_nothing() -> None:
    silent = replace(LAYOUT, kennis=Kennis(zegt=False))

    assert waarom(LIJKT, "x", "x", "x", layout=silent) == "naam"
    assert waarom(ANDERS, "1", "2", "3", layout=silent) == ""
