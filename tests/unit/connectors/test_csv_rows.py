"""Rows: where they begin, when they end, and which are refused."""

import csv
import time
import tracemalloc
from collections.abc import Iterator
from itertools import chain, repeat

import pytest

from connectors import CsvExport, csv_export
from connectors.csv_lines import LONGEST_ROW
from regres import CsvLayout, SourceRefused
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


def test_rows_come_in_order_with_the_line_they_stand_on() -> None:
    found = records(written())

    assert cells(found) == [list(row) for row in RIJEN]
    assert [str(record.plaats) for record in found] == [f"export.csv:{line}" for line in (2, 3, 4)]


def test_a_row_after_a_line_break_in_a_cell_has_its_true_line() -> None:
    rows = [("C1", "een\r\ntwee\ndrie\rvier", "1"), ("C2", "x", "2")]
    found = records(written(rows))

    assert cells(found) == [list(row) for row in rows]
    assert [record.plaats.regel for record in found] == [2, 6]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\v", "\f", "\x85"])
def test_what_splitlines_cuts_on_stays_inside_a_cell(sign: str) -> None:
    how = layout(codering="utf-8")
    found = records(written([("C1", f"voor{sign}na", "")], codering="utf-8"), how)

    assert cells(found) == [["C1", f"voor{sign}na", ""]]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_ends_a_row(ending: str) -> None:
    found = records(written(lineterminator=ending))

    assert cells(found) == [list(row) for row in RIJEN]
    assert [record.plaats.regel for record in found] == [2, 3, 4]


def test_the_last_row_needs_no_line_ending() -> None:
    assert len(records(written().rstrip(b"\r\n"))) == len(RIJEN)


def test_a_header_without_rows_is_an_empty_export() -> None:
    assert records(written([])) == []


@pytest.mark.parametrize("tail", [b"\r\n", b"\r\n\r\n\r\n", b"\n"])
def test_blank_lines_at_the_very_end_are_passed_over(tail: bytes) -> None:
    assert len(records(written() + tail)) == len(RIJEN)


def test_a_blank_line_between_rows_is_refused() -> None:
    data = written().replace(b'"C2"', b'\r\n"C2"')

    assert refused(data) == ("B-0114", "export.csv:3")


@pytest.mark.parametrize("row", [b'"C9";"x"', b'"C9";"x";"1";"te veel"', b'"C9"', b" "])
def test_a_row_with_another_number_of_cells_is_refused(row: bytes) -> None:
    assert refused(written() + row + b"\r\n") == ("B-0113", "export.csv:5")


def test_an_open_quote_is_told_in_its_own_cell() -> None:
    data = written() + b'"C9";"open;"1"\r\n' + written()

    assert refused(data) == ("B-0109", "export.csv:5:2:Achternaam")


def test_a_quote_that_swallows_the_rest_of_the_file_is_refused() -> None:
    assert refused(written() + b'"C9";"1";"open\r\nC10;x;\r\n') == (
        "B-0110",
        "export.csv:5:3:Bedrag",
    )


def test_text_after_a_closing_quote_is_refused() -> None:
    assert refused(written() + b'"C9"x;"";""\r\n') == ("B-0109", "export.csv:5:1:Cliëntnr")


def test_a_backslash_escapes_only_when_the_layout_says_so() -> None:
    data = 'a\tb\nzij zei \\"ja\\"\tx\\\ty\n'.encode("cp850")
    how = CsvLayout(("a", "b"), codering="cp850", scheidingsteken="\t", escapeteken="\\")

    assert cells(records(data, how), ("a", "b")) == [['zij zei "ja"', "x\ty"]]
    plain = CsvLayout(("a", "b"), codering="cp850", scheidingsteken="\t")
    assert refused(data, plain) == ("B-0113", "export.csv:2")


def test_without_a_quote_sign_quotes_are_text() -> None:
    how = layout(aanhalingsteken="", kolommen=("a", "b"))

    assert cells(records(b'a;b\n"x;y"\n', how), ("a", "b")) == [['"x', 'y"']]


def test_a_cell_of_a_mebibyte_is_read_and_a_longer_one_refused() -> None:
    longest = csv_export.LONGEST_CELL

    assert len(records(written([("C1", "x" * longest, "")]))) == 1
    assert refused(written([("C1", "x" * (longest + 1), "")])) == (
        "B-0111",
        "export.csv:2:2:Achternaam",
    )


def test_the_bound_on_a_row_is_no_bound_on_a_file() -> None:
    rows = [("C1", "x" * 1_000_000, "")] * 10

    assert len(records(written(rows))) == 10


def test_the_bound_on_a_cell_does_not_hang_on_who_set_it_last() -> None:
    csv.field_size_limit(10)

    assert len(records(written([("C1", "x" * 1000, "")]))) == 1


def test_a_row_of_many_lines_that_never_ends_is_refused() -> None:
    cell = b'";"' + b"x" * 1000 + b"\n"
    endless = chain([written(), b'"'], repeat(cell * 100))

    assert refused(endless)[0] == "B-0112"


def test_a_line_that_never_ends_is_refused_before_it_fills_memory() -> None:
    assert refused(chain([written()], repeat(b"x" * 1024 * 1024))) == ("B-0112", "export.csv:5")


def test_memory_does_not_grow_with_the_file() -> None:
    block = written([("C1", "x" * 80, "1")] * 500, quoting=csv.QUOTE_ALL)
    header, rest = block.split(b"\r\n", 1)

    def peak(blocks: int) -> int:
        chunks = chain([header + b"\r\n"], repeat(rest, blocks))
        tracemalloc.start()
        count = sum(1 for _ in CsvExport("9901", layout()).records("export.csv", chunks))
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == 500 * blocks
        return top

    peak(1)
    assert peak(40) < 1.2 * peak(4) + 100_000


@pytest.mark.parametrize("quoted", [True, False])
def test_rows_that_are_enormous_do_not_wait_for_each_other(quoted: bool) -> None:
    cell = "x" * 1_000_000
    row = f'"{cell}";"{cell}";"1"\r\n' if quoted else f"{cell};{cell};1\r\n"

    def chunks() -> Iterator[bytes]:
        yield f"{';'.join(KOLOMMEN)}\r\n".encode("cp1252")
        yield from repeat(row.encode(), 40)

    sizes = [len(blok) for blok in CsvExport("9901", layout()).blokken("export.csv", chunks())]

    assert sum(sizes) == 40
    assert max(sizes) * 2_000_000 <= 2 * LONGEST_ROW


def test_no_cell_stands_in_a_refusal() -> None:
    data = written() + b'"C9";"Geheim";"Geheim";"Geheim"\r\n'

    assert "Geheim" not in "".join(str(problem) for problem in refusal(data))


def test_all_columns_can_be_asked_not_only_the_mapped_ones() -> None:
    (first, *_) = records(written(), layout(kolommen=("Bedrag",)))

    assert [first.fields.text(name) for name in KOLOMMEN] == list(RIJEN[0])


def test_a_file_that_drips_is_handed_over_in_smaller_blocks() -> None:
    """Whoever takes rows in keeps a lease meanwhile, and looks whether it may go on."""
    data = written([RIJEN[0]] * 6)
    half = data.index(b"\n", len(data) // 2) + 1

    def drips() -> Iterator[bytes]:
        yield data[:half]
        time.sleep(1.1)
        yield data[half:]

    found = [len(blok) for blok in CsvExport("9901", layout()).blokken("export.csv", drips())]

    assert len(found) == 2
    assert sum(found) == 6


@pytest.mark.parametrize(
    "wrong", [b'"C9";"x"\r\n', b'"C9";"open;"1"\r\n', b'"C9";"\x01";""\r\n', b'\r\n"C9";"";""\r\n']
)
def test_what_stands_before_a_mistake_is_given_first(wrong: bytes) -> None:
    found: list[int] = []

    with pytest.raises(SourceRefused):
        found.extend(map(len, CsvExport("9901", layout()).blokken("x.csv", [written() + wrong])))

    assert sum(found) == len(RIJEN)


def test_rows_come_in_blocks_whatever_the_lines_they_take() -> None:
    rows = [(f"C{n}", "een\r\ntwee" if n % 3 else "x", "") for n in range(2 * csv_export.BLOK + 7)]

    found = list(CsvExport("9901", layout()).blokken("x.csv", [written(rows)]))

    assert list(map(len, found)) == [csv_export.BLOK, csv_export.BLOK, 7]
    assert cells(chain.from_iterable(found)) == [list(row) for row in rows]
