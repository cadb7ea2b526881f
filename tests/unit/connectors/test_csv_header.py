"""The header must be as the mapping says; drift is told with a likely new name."""

import csv

import pytest

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


@pytest.mark.parametrize("drift", [" Bedrag", "Bedrag ", "BEDRAG", "bedrag", "Bedrag\u00a0"])
def test_padding_and_case_are_drift_that_is_recognised(drift: str) -> None:
    (problem,) = refusal(written([], ("Cliëntnr", "Achternaam", drift)))

    assert f"'{drift}' lijkt erop" in problem.wat


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
    assert refused(written(), layout(scheidingsteken=",")) == ("B-0109", "export.csv:1")


def test_a_mapped_column_that_stands_there_twice_is_refused() -> None:
    data = written([("C1", "x", "1", "2")], ("Cliëntnr", "Achternaam", "Bedrag", "Bedrag"))

    assert refused(data) == ("B-0105", "export.csv:1")


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
    assert "volgorde" in turned[0].wat


def test_a_pinned_column_that_went_is_told() -> None:
    how = layout(kolommen=("Bedrag",), alle_kolommen=("Bedrag", "Oud"))

    assert "weg: 'Oud'" in refusal(written([], ("Bedrag",)), how)[0].wat


@pytest.mark.parametrize("data", [b"", b"\r\n", b"\r\n\r\n", b";;\r\n"])
def test_a_file_without_a_header_is_refused(data: bytes) -> None:
    assert refused(data) == ("B-0102", "export.csv:1")


def test_a_header_may_hold_a_line_break() -> None:
    data = written([("1",)], ("Bedrag\nper week",))
    (record,) = records(data, layout(kolommen=("Bedrag\nper week",)))

    assert record.plaats.regel == 3


def test_a_very_long_name_is_cut_off_where_it_is_shown() -> None:
    (problem,) = refusal(written([], ("Cliëntnr", "Achternaam", "Bedrag" + "x" * 500)))

    assert len(problem.wat) < 200
