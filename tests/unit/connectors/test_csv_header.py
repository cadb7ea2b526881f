"""The header must be as the mapping says; drift is told with a likely new name."""

import csv

import pytest

from regres import Row
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

GROOT = ("Cliëntnr", "BSN", "Bedrag", "Einddatum", "Ongeval J/N", "Datum ongeval")


def test_extra_columns_and_another_order_are_no_drift() -> None:
    rows = [(bedrag, nr, "extra", naam) for nr, naam, bedrag in RIJEN]
    data = written(rows, ("Bedrag", "Cliëntnr", "Nieuw", "Achternaam"))

    assert cells(records(data)) == [list(row) for row in RIJEN]


def test_every_missing_column_is_told_with_what_may_replace_it() -> None:
    header = ("Cliëntnr", "BSN", "Bedrag (€)", "Einddatum", "Ongeval ja/nee", "Datum ongeval")
    problems = refusal(written([], header), layout(kolommen=GROOT))

    assert [problem.code for problem in problems] == ["B-0103", "B-0103"]
    assert "'Bedrag' " in problems[0].wat
    assert "'Bedrag (€)' lijkt erop" in problems[0].wat
    assert "'Ongeval ja/nee'" in problems[1].doe


@pytest.mark.parametrize("drift", ["BEDRAG", "bedrag", "Bedragen"])
def test_another_spelling_is_drift_that_is_recognised(drift: str) -> None:
    (problem,) = refusal(written([], ("Cliëntnr", "Achternaam", drift)))

    assert f"'{drift}' lijkt erop" in problem.wat


@pytest.mark.parametrize(
    "cell", [" Bedrag", "Bedrag   ", "Bedrag\u00a0", "\tBedrag", "Bedrag\n", "\n Bedrag"]
)
def test_padding_is_no_part_of_a_name(cell: str) -> None:
    data = written(kolommen=("Cliëntnr", "Achternaam", cell))

    assert cells(records(data, layout(alle_kolommen=KOLOMMEN))) == [list(row) for row in RIJEN]


def test_a_decomposed_name_is_the_same_name() -> None:
    data = written(kolommen=("Clie\u0308ntnr", "Achternaam", "Bedrag"), codering="utf-8")

    assert len(records(data, layout(codering="utf-8"))) == 3


def test_two_names_that_differ_in_padding_alone_are_one_name_twice() -> None:
    data = written([("C1", "x", "1", "2")], ("Cliëntnr", "Achternaam", "Bedrag", " Bedrag"))

    assert refused(data) == ("B-0105", "export.csv:1:4:Bedrag")


def test_a_numbered_column_is_found_by_its_name_and_number() -> None:
    how = layout(
        kolommen=("Nr", "Datum (1)", "Datum (3)"),
        nummers={"Datum (1)": ("Datum", 1), "Datum (3)": ("Datum", 3)},
    )
    data = written([("7", "a", "b", "c")], ("Nr", "Datum", " Datum", "Datum"))

    (record,) = records(data, how)

    assert [record.fields.text(name) for name in how.kolommen] == ["7", "a", "c"]
    assert isinstance(record.fields, Row)
    assert [record.fields.nummer(name) for name in how.kolommen] == [1, 2, 4]


def test_a_numbered_column_that_is_not_there_is_missing() -> None:
    how = layout(kolommen=("Nr", "Datum (2)"), nummers={"Datum (2)": ("Datum", 2)})

    (problem,) = refusal(written([], ("Nr", "Datum")), how)

    assert (problem.code, "'Datum (2)'" in problem.wat) == ("B-0103", True)


def test_an_optional_column_that_is_absent_is_empty() -> None:
    how = layout(optioneel=frozenset({"Bedrag"}))
    (record,) = records(written([("C1", "x")], ("Cliëntnr", "Achternaam")), how)

    assert record.fields.text("Bedrag") == ""
    assert isinstance(record.fields, Row)
    assert record.fields.nummer("Bedrag") == 0
    assert cells(records(written(), how)) == [list(row) for row in RIJEN]


def test_a_column_that_is_gone_without_a_successor_has_no_suggestion() -> None:
    (problem,) = refusal(written([], ("Cliëntnr", "Achternaam", "Q")))

    assert "lijkt" not in problem.wat
    assert "'Q'" not in str(problem)


def test_unknown_names_stay_unsaid_when_most_is_missing() -> None:
    # Without a header the first row is a person.
    first = ("C1", "Achternaamsson", "Bedragje", "x", "Ongeval J/N", "y")
    problems = refusal(written([], first), layout(kolommen=GROOT))

    assert len(problems) == 5
    assert not any("Achternaamsson" in str(one) or "Bedragje" in str(one) for one in problems)
    assert all("scheidingsteken" in one.doe for one in problems)


def test_a_wrong_delimiter_names_what_is_missing_and_shows_nothing_else() -> None:
    problems = refusal(written(quoting=csv.QUOTE_MINIMAL), layout(scheidingsteken=","))

    assert [problem.code for problem in problems] == ["B-0103"] * 3
    assert all("scheidingsteken" in problem.doe for problem in problems)
    assert refused(written(), layout(scheidingsteken=",")) == ("B-0109", "export.csv:1:1")


def test_a_mapped_column_that_stands_there_twice_is_refused() -> None:
    data = written([("C1", "x", "1", "2")], ("Cliëntnr", "Achternaam", "Bedrag", "Bedrag"))

    assert refused(data) == ("B-0105", "export.csv:1:4:Bedrag")


def test_a_double_column_that_is_not_mapped_does_no_harm() -> None:
    data = written([("C1", "x", "1", "2")], ("Cliëntnr", "Leeg", "Leeg", "Bedrag"))
    (record,) = records(data, layout(kolommen=("Cliëntnr", "Bedrag")))

    assert (record.fields.text("Bedrag"), record.fields.text("Leeg")) == ("2", "x")


def test_a_pinned_header_must_be_the_same_to_the_last_column() -> None:
    how = layout(alle_kolommen=KOLOMMEN)

    assert len(records(written(), how)) == len(RIJEN)
    longer = written([], (*KOLOMMEN, "Nieuw"))
    assert refused(longer, how) == ("B-0104", "export.csv:1")
    assert "nieuw: 'Nieuw'" in refusal(longer, how)[0].wat
    turned = refusal(written([], KOLOMMEN[::-1]), how)
    assert "verplaatst: 'Bedrag' 3 -> 1" in turned[0].wat


def test_a_pinned_column_that_went_is_told() -> None:
    how = layout(kolommen=("Bedrag",), alle_kolommen=("Bedrag", "Oud"))

    assert "weg: 'Oud'" in refusal(written([], ("Bedrag",)), how)[0].wat


@pytest.mark.parametrize("data", [b"", b"\r\n", b"\r\n\r\n", b";;\r\n"])
def test_a_file_without_a_header_is_refused(data: bytes) -> None:
    assert refused(data) == ("B-0102", "export.csv:1")


def test_a_header_may_hold_a_line_break() -> None:
    data = written([("1",)], ("Bedrag\nper week",))
    (record,) = records(data, layout(kolommen=("Bedrag per week",)))

    assert record.plaats.regel == 3
    assert record.fields.text("Bedrag per week") == "1"


def test_a_very_long_name_is_cut_off_where_it_is_shown() -> None:
    (problem,) = refusal(written([], ("Cliëntnr", "Achternaam", "Bedrag" + "x" * 500)))

    assert len(problem.wat) < 200


def test_new_columns_are_told_together_with_those_that_went() -> None:
    header = ("Cliëntnr", "BSN", "Bedrag (€)", "Q", "Ongeval J/N", "Datum ongeval", "Z")
    agreed = layout(kolommen=GROOT, alle_kolommen=GROOT)

    found = refusal(written([], header), agreed)

    assert [problem.code for problem in found] == ["B-0103", "B-0103", "B-0104"]
    assert "nieuw: 'Q', 'Z'." in found[2].wat


@pytest.mark.parametrize("value", ["Dorp001", "999990019", "9999 AB", "01-02-1950", "x@dorp.test"])
@pytest.mark.parametrize("pinned", [(), GROOT])
def test_a_value_where_a_name_belongs_is_told_by_its_place(
    value: str, pinned: tuple[str, ...]
) -> None:
    header = ("Cliëntnr", value, "Bedrag (€)", "Q", "Ongeval J/N", "Datum ongeval")
    found = refusal(written([], header), layout(kolommen=GROOT, alle_kolommen=pinned))

    assert not any(value in str(one) for one in found)
    assert all("'Q'" in str(one) and "nr. 2" in str(one) for one in found if one.code == "B-0104")


def test_a_name_that_is_a_cell_of_its_own_column_is_a_value() -> None:
    header = (*GROOT[:5], "Duinkerk")
    rows = [("1", "x", "1,00", "J", "2026-01-01", "Duinkerk")]

    found = refusal(written(rows, header), layout(kolommen=GROOT, alle_kolommen=GROOT))

    assert found and not any("Duinkerk" in str(one) for one in found)
