"""Columns that a mapping does not read are named, as far as their names may be shown."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from connectors import CsvExport
from connectors.csv_ongelezen import HOOGSTENS, Ongelezen
from regres import CsvLayout
from tests.unit.connectors.exports import KOLOMMEN, layout, written

RIJ = ("C1", "Proefpersoon", "89,25")


def ongelezen(
    extra: Sequence[str], cellen: Sequence[str] | None = None, how: CsvLayout | None = None
) -> Ongelezen:
    """Read an export with more columns than are read, and give what was told of them."""
    told: list[Ongelezen] = []
    rows = [(*RIJ, *(cellen or ["x"] * len(extra)))]
    data = written(rows, (*KOLOMMEN, *extra))
    export = CsvExport("9901", how or layout())
    assert len(list(export.records("export.csv", [data], told.append))) == 1
    (found,) = told
    return found


def test_each_column_that_nobody_reads_is_named_in_the_order_of_the_file() -> None:
    found = ongelezen(("Telefoon", "E-mail"))

    assert (found.aantal, found.kolommen) == (2, ("'Telefoon'", "'E-mail'"))
    assert str(found) == "'Telefoon', 'E-mail'"


def test_of_many_columns_ten_are_named_and_the_others_counted() -> None:
    found = ongelezen([f"Extra {place}" for place in range(13)])

    assert (found.aantal, len(found.kolommen)) == (13, HOOGSTENS)
    assert str(found).endswith("'Extra 9' en nog 3")


def test_a_name_that_may_be_a_value_is_told_by_its_place() -> None:
    found = ongelezen(("999900006", "a@b.nl", "", "Jansen"), ("x", "x", "x", "Jansen"))

    assert found.kolommen == ("nr. 4", "nr. 5", "nr. 6", "nr. 7")


def test_a_column_that_is_read_for_the_last_line_or_by_its_number_is_read() -> None:
    how = layout(
        kolommen=("Cliëntnr", "Naam[2]"),
        nummers={"Naam[2]": ("Naam", 2)},
        optioneel=frozenset({"Weg"}),
        trailer="TOTAAL",
        trailer_kolom="Soort",
        trailer_aantal=None,
    )
    told: list[Ongelezen] = []
    data = written(
        [("C1", "a", "b", "c"), ("", "", "", "TOTAAL")], ("Cliëntnr", "Naam", "Naam", "Soort")
    )
    list(CsvExport("9901", how).records("export.csv", [data], told.append))

    assert [(one.aantal, one.kolommen) for one in told] == [(1, ("'Naam'",))]


def test_a_header_that_the_mapping_pins_names_nothing() -> None:
    pinned = layout(alle_kolommen=(*KOLOMMEN, "Telefoon"))

    assert ongelezen(("Telefoon",), how=pinned) == Ongelezen()
    assert ongelezen(()) == Ongelezen()


def test_an_empty_export_names_them_too() -> None:
    told: list[Ongelezen] = []
    list(CsvExport("9901", layout()).records("x", [written([], (*KOLOMMEN, "Extra"))], told.append))

    assert [one.kolommen for one in told] == [("'Extra'",)]


@given(st.lists(st.text(st.characters(codec="cp1252", exclude_categories=["C"])), max_size=15))
def test_a_cell_of_the_first_row_is_never_shown_as_a_name(extra: list[str]) -> None:
    found = ongelezen(extra, extra)

    assert found.kolommen == tuple(f"nr. {at}" for at in range(4, 4 + min(len(extra), HOOGSTENS)))
