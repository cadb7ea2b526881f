"""The shapes of the way of one record, and the one door of the vocabulary."""

import types
from dataclasses import FrozenInstanceError, fields, replace
from importlib.metadata import version
from typing import Any

import pytest

import regres
from regres import Plaats, Row, Signal, Signals, SourceRecord
from regres.versie import VERSIE


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


def test_the_whole_of_a_row_is_the_cells_that_are_asked_for() -> None:
    index = {"Naam": 1, "Soms": None, "Bedrag": 0}
    row = Row(["1", "a\u0301", "anders"], index)

    assert row.geheel(("Naam", "Soms", "Bedrag")) == "a\u0301\0\x001".encode()
    assert row.geheel(()) == b""
    assert Row(["1", "b", "anders"], index).geheel(("Bedrag",)) == b"1"


def test_a_row_in_which_cells_cannot_be_told_apart_has_no_whole() -> None:
    assert Row(["a\0b"], {"Naam": 0}).geheel(("Naam",)) is None
    assert Row(["a\0", "b"], {"Naam": 0, "Bedrag": 1}).geheel(("Naam", "Bedrag")) is None


def test_the_version_is_that_of_the_package() -> None:
    assert version("regresbrug") == VERSIE


def test_a_signal_of_another_text_is_the_same_in_all_else() -> None:
    every: list[Any] = [object() for _ in fields(Signal)]
    signal = Signal(*every)

    assert signal.met_tekst("x") == replace(signal, tekst="x")


def test_signals_of_another_record_are_the_same_in_all_else() -> None:
    every: list[Any] = [object() for _ in fields(Signals)]
    signals = Signals(*every)

    assert signals.met((), None) == replace(signals, items=(), peildag=None)
