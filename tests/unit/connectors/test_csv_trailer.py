"""A trailer proves that an export is whole."""

import pytest

from tests.unit.connectors.exports import RIJEN, layout, records, refusal, refused, written

MET_SLOT = layout(trailer="TOTAAL")
SLOT = ("TOTAAL", "3", "")


def test_a_trailer_that_counts_right_is_no_row() -> None:
    assert len(records(written([*RIJEN, SLOT]), MET_SLOT)) == 3


@pytest.mark.parametrize("slot", [("TOTAAL", "3"), ("TOTAAL", "3", "", "", ""), ("TOTAAL", "003")])
def test_a_trailer_need_not_be_as_wide_as_the_rows(slot: tuple[str, ...]) -> None:
    assert len(records(written([*RIJEN, slot]), MET_SLOT)) == 3


def test_blank_lines_may_follow_the_trailer() -> None:
    assert len(records(written([*RIJEN, SLOT]) + b"\r\n\r\n", MET_SLOT)) == 3


def test_no_rows_need_a_trailer_too() -> None:
    assert records(written([("TOTAAL", "0", "")]), MET_SLOT) == []
    assert refused(written([]), MET_SLOT)[0] == "B-0115"


def test_a_missing_trailer_is_an_incomplete_file() -> None:
    assert refused(written(), MET_SLOT) == ("B-0115", "export.csv:4")
    assert refused(written() + b"\r\n", MET_SLOT)[0] == "B-0115"


def test_another_count_is_told_with_both_numbers() -> None:
    (problem,) = refusal(written([*RIJEN, ("TOTAAL", "4", "")]), MET_SLOT)

    assert (problem.code, problem.waar) == ("B-0116", "export.csv:5:2:Achternaam")
    assert "4 rijen" in problem.wat
    assert "3" in problem.wat
    assert "schrijf dan in de laatste regel hoeveel rijen er staan" in problem.doe


def test_a_total_that_the_mapping_does_not_name_is_told_as_one() -> None:
    (problem,) = refusal(written() + b"TOTAAL;3\r\n")

    assert (problem.code, problem.waar) == ("B-0113", "export.csv:5")
    assert "met een totaal? Noem hem dan bij `trailer`" in problem.doe


def test_padding_in_the_last_line_is_no_part_of_it() -> None:
    assert len(records(written([*RIJEN, (" TOTAAL  ", "  3 ", "")]), MET_SLOT)) == 3


@pytest.mark.parametrize("told", ["", "drie", "3.0", "-3", "\t3", "3 0", "\uff13", "3" * 13, "+3"])
def test_a_count_that_is_no_count_is_refused_and_not_shown(told: str) -> None:
    data = written([*RIJEN, ("TOTAAL", told, "")], codering="utf-8")
    (problem,) = refusal(data, layout(trailer="TOTAAL", codering="utf-8"))

    assert problem.code == "B-0116"
    assert not told or told not in problem.wat


def test_a_trailer_of_one_cell_is_refused() -> None:
    assert refused(written([*RIJEN, ("TOTAAL",)]), MET_SLOT)[0] == "B-0116"


def test_nothing_may_follow_the_trailer() -> None:
    assert refused(written([*RIJEN, SLOT, RIJEN[0]]), MET_SLOT) == ("B-0117", "export.csv:6")
    assert refused(written([*RIJEN, SLOT, SLOT]), MET_SLOT)[0] == "B-0117"


def test_a_blank_line_before_the_trailer_is_refused() -> None:
    data = written() + b'\r\n"TOTAAL";"3";""\r\n'

    assert refused(data, MET_SLOT) == ("B-0114", "export.csv:5")


def test_without_a_trailer_in_the_layout_the_word_is_a_row() -> None:
    assert len(records(written([*RIJEN, SLOT]))) == 4
