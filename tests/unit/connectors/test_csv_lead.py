"""Lines above the header, exactly so many or to be searched, and a last line in other columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import CsvExport
from regres import ConfigProblem
from tests.unit.connectors.exports import (
    KOLOMMEN,
    RIJEN,
    cells,
    layout,
    records,
    refusal,
    refused,
    written,
)

TITEL = 'Overzicht "voorzieningen\r\n\r\nPeil;datum\r\n'.encode("cp1252")
ROWS = [list(row) for row in RIJEN]


def test_lines_before_the_header_are_counted_and_not_read() -> None:
    found = records(TITEL + written(), layout(aanloop=3))

    assert cells(found) == ROWS
    assert [record.plaats.regel for record in found] == [5, 6, 7]


def test_line_numbers_hold_after_a_lead_and_a_broken_cell() -> None:
    data = TITEL + written([("C1", "twee\r\nregels", "1"), ("C2", "x", "2")])

    assert [record.plaats.regel for record in records(data, layout(aanloop=3))] == [5, 7]


@pytest.mark.parametrize("hoogstens", [3, 4, 50])
def test_the_header_is_found_within_so_many_lines(hoogstens: int) -> None:
    how = layout(aanloop=hoogstens, aanloop_zoeken=True)

    found = records(TITEL + written(), how)

    assert cells(found) == ROWS
    assert found[0].plaats.regel == 5


def test_a_header_that_stands_too_low_is_not_found() -> None:
    how = layout(aanloop=2, aanloop_zoeken=True)

    assert refused(TITEL + written(), how) == ("B-0118", "export.csv:1")


def test_a_column_that_is_missing_below_a_lead_is_told_at_its_line() -> None:
    how = layout(aanloop=5, aanloop_zoeken=True)
    data = TITEL + written(kolommen=("Cliëntnr", "Achternaam", "Bedragen"))

    (problem,) = refusal(data, how)

    assert (problem.code, problem.waar) == ("B-0103", "export.csv:4")
    assert "'Bedragen' lijkt erop" in problem.wat


def test_a_wrong_number_of_lines_is_a_header_that_is_not_there() -> None:
    problems = refusal(TITEL + written(), layout(aanloop=4))

    assert {problem.code for problem in problems} == {"B-0103"}
    assert {problem.waar for problem in problems} == {"export.csv:5"}
    assert "`aanloop:`" in problems[-1].doe
    assert not any("Proefpersoon" in str(problem) for problem in problems)


def test_a_control_character_above_the_header_is_refused_too() -> None:
    assert refused(b"Titel\x00\r\n" + written(), layout(aanloop=1)) == ("B-0108", "export.csv:1")


@pytest.mark.parametrize(("aanloop", "code"), [(3, "B-0102"), (0, "B-0102")])
def test_a_file_that_ends_before_its_header_has_none(aanloop: int, code: str) -> None:
    assert refused(b"", layout(aanloop=aanloop)) == (code, "export.csv:1")
    assert refused(b"", layout(aanloop=aanloop, aanloop_zoeken=True))[0] == code


def test_a_lead_without_an_end_is_refused_before_reading() -> None:
    with pytest.raises(ConfigProblem, match="B-0101"):
        CsvExport("9901", layout(aanloop=101))


@given(lead=st.lists(st.text("abc;\" '|", max_size=8), max_size=12), slack=st.integers(0, 5))
def test_the_header_is_found_below_any_lead(lead: list[str], slack: int) -> None:
    data = "".join(f"{line}\r\n" for line in lead).encode() + written()

    exact = records(data, layout(aanloop=len(lead)))
    searched = records(data, layout(aanloop=len(lead) + slack, aanloop_zoeken=True))

    assert cells(exact) == cells(searched) == ROWS
    assert [one.plaats for one in exact] == [one.plaats for one in searched]


MET_TOTAAL = layout(trailer="Totaal", trailer_kolom="Achternaam", trailer_aantal="Bedrag")
ZONDER_AANTAL = layout(trailer="Totaal", trailer_kolom="Achternaam", trailer_aantal=None)


def test_a_totals_row_has_its_word_and_number_in_named_columns() -> None:
    assert cells(records(written([*RIJEN, ("", "Totaal", "3")]), MET_TOTAAL)) == ROWS
    assert refused(written([*RIJEN, ("", "Totaal", "4")]), MET_TOTAAL) == (
        "B-0116",
        "export.csv:5:3:Bedrag",
    )
    assert refused(written([*RIJEN, ("", "Totaal")]), MET_TOTAAL)[0] == "B-0116"


def test_a_totals_row_may_hold_a_sum_that_is_not_looked_at() -> None:
    assert cells(records(written([*RIJEN, ("", " Totaal ", "7.304,25")]), ZONDER_AANTAL)) == ROWS
    assert refused(written(), ZONDER_AANTAL)[0] == "B-0115"
    after = written([*RIJEN, ("", "Totaal", "1"), RIJEN[0]])
    assert refused(after, ZONDER_AANTAL) == ("B-0117", "export.csv:6")


def test_the_columns_of_a_totals_row_must_be_there() -> None:
    (problem,) = refusal(written(), layout(trailer="Totaal", trailer_kolom="Soort"))

    assert (problem.code, "'Soort'" in problem.wat) == ("B-0103", True)


def test_the_columns_are_the_same_with_a_bar_between_them() -> None:
    data = written([(*row[:2], row[2]) for row in RIJEN], KOLOMMEN, delimiter="|")

    assert cells(records(data, layout(scheidingsteken="|"))) == ROWS
