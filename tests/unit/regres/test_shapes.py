"""The shapes of the way of one record, and the one door of the vocabulary."""

import types
from dataclasses import FrozenInstanceError

import pytest

import regres
from regres import Plaats, Row, SourceRecord


def test_the_public_names_are_sorted_and_all_there() -> None:
    public = {
        name
        for name, value in vars(regres).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }

    assert regres.__all__ == sorted(regres.__all__)
    assert set(regres.__all__) == public


def test_a_place_reads_as_an_administrator_writes_it() -> None:
    assert str(Plaats("export.csv", 4812)) == "export.csv:4812"
    assert str(Plaats(regel=118, bericht="2", xpath="//object[3]")) == "bericht 2:118 //object[3]"


def test_a_row_gives_its_cells_by_column() -> None:
    row = Row(["a", ""], {"Naam": 0, "Bedrag": 1})

    assert (row.text("Naam"), row.text("Bedrag"), row.onvolledig("Naam")) == ("a", "", "")


def test_a_record_is_not_changed_on_its_way() -> None:
    record = SourceRecord("9901", Plaats("export.csv", 2), Row([], {}))

    with pytest.raises(FrozenInstanceError):
        record.gemeentecode = "9902"  # type: ignore[misc]  # that it cannot be is the point
