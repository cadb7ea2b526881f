"""What is wrong in a row is told by physical line, cell and column, also behind line breaks."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.csv_place import Cel, einde
from regres import CsvLayout
from tests.unit.connectors.exports import KOLOMMEN, layout, refused, written

LANG = 1000
_TEKST = st.text(st.sampled_from('ab;,"\\\r\n é'), max_size=8)
_RIJ = st.tuples(_TEKST, _TEKST, _TEKST)


@given(
    rijen=st.lists(_RIJ, max_size=3),
    before=_RIJ,
    kolom=st.integers(0, 2),
    place=st.integers(0, 8),
    titels=st.integers(0, 3),
)
def test_a_control_character_is_told_by_its_own_line_and_column(
    rijen: list[tuple[str, ...]], before: tuple[str, ...], kolom: int, place: int, titels: int
) -> None:
    cell = before[kolom][:place] + "\x01" + before[kolom][place:]
    row = [*before[:kolom], cell, *before[kolom + 1 :]]
    data = b"Een titel\r\n" * titels + written([*rijen, row])
    text = data[: data.index(b"\x01")].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = text.count(b"\n") + 1

    where = f"export.csv:{line}:{kolom + 1}:{KOLOMMEN[kolom]}"
    assert refused(data, layout(aanloop=titels)) == ("B-0108", where)
    assert refused(data, layout(aanloop=titels, aanloop_zoeken=True)) == ("B-0108", where)


@pytest.mark.parametrize(
    ("row", "code", "where"),
    [
        (b'"C9";"a\r\nb"x;"1"\r\n', "B-0109", "6:2:Achternaam"),
        (b'"C9";"a\r\nb";"1\r\n2\r\n', "B-0110", "6:3:Bedrag"),
        (b'"C9";"a\r\n\r\n\r\nb";"1\x81"\r\n', "B-0106", "8:3:Bedrag"),
        (b'"C9";"een ""woord"" zo";"1"2\r\n', "B-0109", "5:3:Bedrag"),
    ],
)
def test_line_breaks_before_it_in_the_row_are_counted(row: bytes, code: str, where: str) -> None:
    assert refused(written() + row) == (code, f"export.csv:{where}")


def test_a_cell_that_no_header_names_is_told_by_its_number_alone() -> None:
    # The first line may be a row: what stands above a column is shown when the mapping knows it.
    data = written([("C1", "x", "\x01")], ("Cliëntnr", "Achternaam", "9990 01 234"))

    assert refused(data, layout(kolommen=("Achternaam",))) == ("B-0108", "export.csv:2:3")


def test_a_header_that_cannot_be_read_shows_no_names() -> None:
    assert refused(written([], ("Cliëntnr", "Achter\x01naam", "Bedrag"))) == (
        "B-0108",
        "export.csv:1:2",
    )


def test_an_escaped_quote_opens_and_closes_nothing() -> None:
    how = CsvLayout(("a",), escapeteken="\\")

    assert einde('"x \\" y";z', how, LANG) == Cel(2, 0)
    assert einde('"x \\" y"z', CsvLayout(("a",)), LANG) == Cel(1, 0)


def test_without_a_quote_sign_a_quote_is_text() -> None:
    assert einde('"x;y";z', CsvLayout(("a",), aanhalingsteken=""), LANG) == Cel(3, 0)


@given(st.lists(_TEKST, min_size=1, max_size=5))
def test_a_whole_row_ends_in_its_last_cell(cells: list[str]) -> None:
    text = written([], cells, "utf-8", quoting=csv.QUOTE_MINIMAL).decode()

    assert einde(text, CsvLayout(("a",)), LANG).nummer == len(cells)
