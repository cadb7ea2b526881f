"""Rows cut out of a text: which ones, how far, and when csv.reader is asked."""

import pytest

from connectors.csv_snede import Snede, Snijder
from regres import CsvLayout

SNIJDER = Snijder(CsvLayout(("a", "b"), codering="cp1252"), 40)


def snijd(text: str, hoogstens: int = 250) -> tuple[list[list[str]], Snede]:
    found = SNIJDER.snijd(text, 2, hoogstens)
    return [list(row) for row in found.cellen], found


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_rows_are_cut_as_far_as_they_are_whole(end: str) -> None:
    whole = f'"a";"b"{end}"";"d"{end}'

    rows, found = snijd(f'{whole}"e";')

    assert rows == [["a", "b"], ["", "d"]]
    assert (found.tekens, list(found.regels)) == (len(whole), [1, 1])
    assert (found.oneven, found.verder) == (0, True)
    assert snijd(whole)[1].tekens == len(whole)


def test_no_more_rows_are_cut_than_were_asked_for() -> None:
    rows, found = snijd('"a";"b"\n"c";"d"\n"e";"f"\n', 2)

    assert rows == [["a", "b"], ["c", "d"]]
    assert found.tekens == 16


def test_lines_inside_a_cell_are_counted() -> None:
    rows, found = snijd('"a";"een\r\ntwee\rdrie\nvier"\r\n"c";"d"\r\n')

    assert rows == [["a", "een\r\ntwee\rdrie\nvier"], ["c", "d"]]
    assert list(found.regels) == [4, 1]


def test_only_a_row_with_a_quote_inside_is_asked_of_csv_reader() -> None:
    rows, found = snijd('"a";"b"\n"c""";"d"\n"e";"f"\n')

    assert rows == [["a", "b"], ['c"', "d"], ["e", "f"]]
    assert (found.oneven, found.verder) == (1, True)


@pytest.mark.parametrize(
    "odd",
    [
        '"c""\n""";"d"\n',
        '"c";"d";"te veel"\n',
        '"c"\n',
        '"c"x;"d"\n',
        '"c";' + '"' + "x" * 41 + '"\n',
    ],
)
def test_what_would_end_elsewhere_or_is_refused_is_left(odd: str) -> None:
    rows, found = snijd(f'"a";"b"\n{odd}"e";"f"\n')

    assert rows == [["a", "b"]]
    assert (found.tekens, found.verder) == (8, False)


@pytest.mark.parametrize("text", ["c;d\n", 'c;"d"\n"e";"f"\n', '"\n";"x"\n', "x" * 41])
def test_a_text_that_does_not_begin_with_a_quoted_row_is_left(text: str) -> None:
    rows, found = snijd(text)

    assert rows == []
    assert found.tekens == 0


def test_a_row_that_is_not_whole_waits_for_the_rest_unless_it_is_too_long() -> None:
    assert snijd('"a";"b')[1].verder
    assert not snijd("a;b")[1].verder
    assert not snijd('"a";"' + "b" * 40)[1].verder
