"""Cells of many rows behind each other: as rows and as columns they are the same table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regres import Rijblok, Vlak


def vlak(rows: list[list[str]]) -> Vlak:
    flat = [cell for row in rows for cell in (*row, "\0")]
    return Vlak(flat[:-1], len(rows[0]) if rows else 1)


tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.text(max_size=2), min_size=width, max_size=width))
)


@given(tables, st.slices(5))
def test_it_is_the_table_it_was_made_of(rows: list[list[str]], some: slice) -> None:
    found = vlak(rows)

    assert list(found) == rows
    assert len(found) == len(rows)
    assert list(found[some]) == rows[some]
    if rows:
        assert [list(cells) for cells in found.kolommen()] == [
            list(c) for c in zip(*rows, strict=True)
        ]
        assert found[-1] == rows[-1]
    for place in (len(rows), -len(rows) - 1):
        with pytest.raises(IndexError):
            found[place]


def test_a_block_of_it_gives_columns_and_records_as_of_any_rows() -> None:
    rows, index = [["a", "b"], ["c", ""]], {"een": 0, "twee": 1, "drie": None}
    flat, plain = (Rijblok("9901", "x", (2, 3), some, index) for some in (vlak(rows), rows))

    for adres in index:
        assert list(flat.kolom(adres)) == list(plain.kolom(adres))
    assert [one.plaats for one in flat] == [one.plaats for one in plain]
    assert [one.fields.text("twee") for one in flat] == ["b", ""]


def test_no_cell_of_it_can_be_shown_by_accident() -> None:
    assert repr(vlak([["Geheim", "Geheim"]])) == "<1 rijen van 2>"
