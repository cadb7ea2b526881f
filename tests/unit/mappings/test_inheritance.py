"""`basis:`: a mapping that writes down only what differs from a preset."""

from pathlib import Path

import pytest

from regres import CsvLayout
from tests.unit.mappings.support import (
    KLEIN,
    KLEINE_RIJ,
    facts,
    kolommen,
    load_text,
    problems,
    row,
    told,
)


@pytest.fixture
def presets(tmp_path: Path) -> Path:
    folder = tmp_path / "presets"
    folder.mkdir()
    (folder / "klein.yaml").write_text(KLEIN, encoding="utf-8")
    return folder


def test_a_mapping_may_be_nothing_but_its_basis(tmp_path: Path, presets: Path) -> None:
    plan = load_text(tmp_path, "basis: klein\n", presets)

    assert plan.naam == "proef"
    assert plan.merk == load_text(tmp_path, KLEIN).merk


def test_what_the_municipality_writes_wins(tmp_path: Path, presets: Path) -> None:
    own = (
        "basis: klein\nbestand: {codering: cp1252}\n"
        "velden:\n  client: {clientnummer: {kolom: Cliënt}, geslachtsnaam: {kolom: Naam}}\n"
    )

    plan = load_text(tmp_path, own, presets)

    assert isinstance(plan.layout, CsvLayout)
    assert (plan.layout.codering, plan.layout.scheidingsteken) == ("cp1252", ";")
    assert {"Cliënt", "Naam", "Code"} <= set(kolommen(plan))
    assert "Nr" not in kolommen(plan)
    cells = KLEINE_RIJ | {"Cliënt": "18", "Naam": "Wit"}
    assert facts(plan, row(cells)).client.clientnummer == "18"


def test_a_source_of_ones_own_replaces_that_of_the_preset(tmp_path: Path, presets: Path) -> None:
    own = "basis: klein\nvelden: {voorziening: {wet: {kolom: Wet, waarden: {W: Wmo}}}}\n"

    plan = load_text(tmp_path, own, presets)

    assert "Wet" in kolommen(plan)


def test_a_table_may_be_extended(tmp_path: Path, presets: Path) -> None:
    own = "basis: klein\nstandaard: {ja_nee: {ja: [J, Jawel]}}\n"

    found = load_text(tmp_path, own, presets).peek(row(KLEINE_RIJ | {"Ongeval": "jawel"}))

    assert "Unmappable" not in repr(found)


def test_a_fault_points_at_the_file_that_wrote_it(tmp_path: Path, presets: Path) -> None:
    (presets / "stuk.yaml").write_text(KLEIN.replace("kolom: Nr", "kolm: Nr"), encoding="utf-8")
    own = "basis: stuk\nlevering: soms\n"

    first, second = problems(tmp_path, own, presets)

    assert first.waar.endswith("presets/stuk.yaml:14:20")
    assert second.waar.endswith("proef.yaml:2:11")


@pytest.mark.parametrize("name", ["kliein", "../klein", "presets/klein", "KLEIN", '""', "[klein]"])
def test_a_basis_that_is_not_there_is_told(tmp_path: Path, presets: Path, name: str) -> None:
    found = problems(tmp_path, f"basis: {name}\n", presets)

    assert ("M-0019", "1:8") in told(found)


def test_a_basis_has_no_basis_of_its_own(tmp_path: Path, presets: Path) -> None:
    (presets / "diep.yaml").write_text("basis: klein\n", encoding="utf-8")

    assert "M-0019" in [code for code, _ in told(problems(tmp_path, "basis: diep\n", presets))]
