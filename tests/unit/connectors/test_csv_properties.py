"""What holds for every table, every way of cutting it up, and every string of bytes."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import CsvExport
from regres import CsvLayout, SourceRecord, SourceRefused
from tests.unit.connectors.exports import cells, records, written

CODERINGEN = ("utf-8", "cp1252", "cp850", "iso8859-15")
# What csv.writer is told -> what the layout says of the same file.
DIALECTS: tuple[tuple[dict[str, Any], dict[str, str]], ...] = (
    ({"quoting": csv.QUOTE_ALL}, {}),
    ({"quoting": csv.QUOTE_MINIMAL}, {}),
    ({"quoting": csv.QUOTE_ALL, "delimiter": ","}, {"scheidingsteken": ","}),
    ({"quoting": csv.QUOTE_MINIMAL, "delimiter": "\t"}, {"scheidingsteken": "\t"}),
    ({"quoting": csv.QUOTE_MINIMAL, "delimiter": "|"}, {"scheidingsteken": "|"}),
    ({"quoting": csv.QUOTE_ALL, "quotechar": "'"}, {"aanhalingsteken": "'"}),
    (
        {"quoting": csv.QUOTE_ALL, "doublequote": False, "escapechar": "\\"},
        {"escapeteken": "\\"},
    ),
)
ENDINGS = ("\n", "\r\n", "\r")
FORBIDDEN = frozenset(map(chr, (*range(9), *range(14, 32), *range(127, 160)))) - {"\x85"}

Table = Sequence[Sequence[str]]


def letters(codering: str) -> st.SearchStrategy[str]:
    """Any character of an encoding that may stand in a cell, the awkward ones often."""
    known = st.characters(codec=codering, exclude_characters=sorted(FORBIDDEN))
    return st.one_of(st.sampled_from(";,\t|'\"\\\r\n \v\fTé"), known)


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, CsvLayout, Table]:
    """A table as csv.writer writes it, the layout to read it by, and its rows."""
    codering = draw(st.sampled_from(CODERINGEN))
    writing, reading = draw(st.sampled_from(DIALECTS))
    ending = draw(st.sampled_from(ENDINGS))
    if writing["quoting"] == csv.QUOTE_MINIMAL:
        ending = "\r\n"  # csv.writer leaves a lone CR bare when its own line ends in LF
    cell = st.text(letters(codering), max_size=12)
    width = draw(st.integers(2, 4))
    rows = draw(st.lists(st.tuples(*[cell] * width), max_size=6))
    header = [f"kolom {number}" for number in range(width)]
    data = written(rows, header, codering, lineterminator=ending, **writing)
    return data, CsvLayout(tuple(header), codering=codering, **reading), rows


@st.composite
def cut(draw: st.DrawFn, data: bytes) -> list[bytes]:
    """The same bytes in chunks; some may be empty."""
    places = sorted(draw(st.lists(st.integers(0, len(data)), max_size=8)))
    return [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]


def lines_of(rows: Table) -> Iterator[int]:
    """Where each row begins: counted from the cells, not by our own reader."""
    line = 2
    for row in rows:
        yield line
        text = "".join(row_text(row))
        line += 1 + text.count("\n") + text.count("\r") - text.count("\r\n")


def row_text(row: Sequence[str]) -> Iterator[str]:
    """The cells of a row with something between them, so that no CR meets an LF of the next."""
    for cell in row:
        yield cell
        yield ";"


@settings(max_examples=300, deadline=None)
@given(files())
def test_every_table_reads_back_cell_for_cell(file: tuple[bytes, CsvLayout, Table]) -> None:
    data, how, rows = file
    found = records(data, how)

    assert cells(found, how.kolommen) == [list(row) for row in rows]
    assert [record.plaats.regel for record in found] == list(lines_of(rows))


def outcome(
    chunks: list[bytes], how: CsvLayout
) -> tuple[list[tuple[int, list[str]]], list[tuple[str, str, str]] | None]:
    """What a read comes to: rows that were handed over, and how it ended."""
    found: list[tuple[int, list[str]]] = []
    try:
        for record in CsvExport("9901", how).records("export.csv", chunks):
            found.append(_row(record, how))
    except SourceRefused as refused:
        return found, [(problem.code, problem.waar, problem.wat) for problem in refused.problems]
    return found, None


def _row(record: SourceRecord, how: CsvLayout) -> tuple[int, list[str]]:
    return record.plaats.regel, [record.fields.text(name) for name in how.kolommen]


@settings(max_examples=300, deadline=None)
@given(st.data(), files())
def test_chunk_boundaries_never_matter(
    data: st.DataObject, file: tuple[bytes, CsvLayout, Table]
) -> None:
    whole, how, _ = file

    assert outcome(data.draw(cut(whole)), how) == outcome([whole], how)


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(CODERINGEN))
def test_chunk_boundaries_never_matter_for_what_is_refused(
    data: st.DataObject, codering: str
) -> None:
    noise = st.sampled_from([b'"', b";", b"\r", b"\n", b"a", b"\xc2", b"\x92", b"\x81", b"\0"])
    whole = b"a;b\r\n" + b"".join(data.draw(st.lists(noise, max_size=30)))
    how = CsvLayout(("a", "b"), codering=codering)

    assert outcome(data.draw(cut(whole)), how) == outcome([whole], how)


_BITS = ('"', ";", '";"', '""', ';"', '";', "x", " ", "\r\n", "\n", "\r", '"\r\n"', '"\n"', "")
_PLAIN = ('"a";"b"', '"";""', '"een\r\ntwee";"b"', '"a";"een\ntwee\r"', '"\r\n";"\n"', '"a";";"')


@settings(max_examples=700, deadline=None)
@given(
    st.data(),
    st.lists(st.lists(st.sampled_from(_BITS), max_size=6).map("".join), max_size=12),
    st.lists(st.sampled_from(_PLAIN), min_size=1, max_size=6),
    st.sampled_from(("\r\n", "\n", "\r")),
)
def test_among_quoted_rows_every_row_is_cut_as_the_csv_module_cuts_it(
    data: st.DataObject, odd: list[str], plain: list[str], ending: str
) -> None:
    """Most rows are cut without that module; none may be cut otherwise, or told of another line."""
    some = "".join(row + ending for row in plain)
    text = '"a";"b"' + ending + some + "".join(line + ending + some for line in odd)
    how = CsvLayout(("a", "b"), codering="cp1252")

    found, wrong = outcome(data.draw(cut(text.encode())), how)

    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    told: list[tuple[int, list[str]]] = []
    with suppress(csv.Error):
        begin = 1
        for row in reader:
            told.append((begin, row))
            begin = reader.line_num + 1
    widths = [len(row) == 2 for _, row in told]
    good = widths.index(False) if False in widths else len(told)
    assert found == told[1:good]
    assert wrong or not any(row for _, row in told[good:])


@settings(max_examples=200, deadline=None)
@given(st.data(), st.integers(0, 30))
def test_every_truncation_of_a_file_with_a_trailer_is_refused(
    data: st.DataObject, count: int
) -> None:
    rows = [(f"C{number}", "x\r\ny") for number in range(count)]
    how = CsvLayout(("a", "b"), codering="cp1252", trailer="TOTAAL")
    whole = written([*rows, ("TOTAAL", str(count))], ("a", "b"))
    left = data.draw(st.integers(0, len(whole.rstrip(b"\r\n")) - 1))

    assert len(records(whole, how)) == count
    with pytest.raises(SourceRefused):
        records(whole[:left], how)


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 60))
def test_a_lost_row_is_refused_by_the_trailer(count: int) -> None:
    rows = [(f"C{number}", "x") for number in range(count)]
    how = CsvLayout(("a", "b"), codering="cp1252", trailer="TOTAAL")

    with pytest.raises(SourceRefused):
        records(
            written([*rows[: count // 2], *rows[count // 2 + 1 :], ("TOTAAL", str(count))]), how
        )


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(CODERINGEN), st.sampled_from(DIALECTS))
def test_random_bytes_give_records_or_a_refusal(
    noise: bytes, codering: str, dialect: tuple[dict[str, Any], dict[str, str]]
) -> None:
    signs: dict[str, Any] = dict(dialect[1])
    how = CsvLayout(("a", "b"), codering=codering, trailer="T", **signs)
    header = how.scheidingsteken.join("ab").encode() + b"\n"

    for data in (noise, header + noise):
        found = outcome([data], how)
        assert found == outcome([data], how)
