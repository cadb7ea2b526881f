"""A column that went: which one it became, by name and by cells, and the mapping's new line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mappings
from connectors.csv_export import CsvExport
from connectors.csv_rename import verplaatst
from regres import CsvLayout, Problem, SourceRefused
from tests.unit.mappings.support import KLEIN

KOP = ("Nr", "Beschikking", "Code", "Besluit", "Ongeval")
RIJEN = (
    ("17", "B-1", "13A04", "01-02-2024", "J"),
    ("18", "B-2", "12B01", "02-02-2024", "N"),
    ("19", "B-3", "12B01", "03-02-2024", "N"),
)
ZOU_STAAN = "mappings/x.yaml:18: datumToekenning: {kolom: Toegekend op}"


def geweigerd(
    folder: Path,
    kop: tuple[str, ...],
    rijen: tuple[tuple[str, ...], ...] = RIJEN,
    text: str = KLEIN,
) -> tuple[Problem, ...]:
    path = folder / "mappings" / "x.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    layout = mappings.load(path).layout
    assert isinstance(layout, CsvLayout)
    data = "\n".join(";".join(row) for row in (kop, *rijen)).encode()
    with pytest.raises(SourceRefused) as caught:
        list(CsvExport("9901", layout).records("export.csv", [data]))
    return caught.value.problems


def test_another_name_is_recognised_by_its_cells(tmp_path: Path) -> None:
    (problem,) = geweigerd(tmp_path, ("Nr", "Beschikking", "Code", "Toegekend op", "Ongeval"))

    assert "'Toegekend op' lijkt erop: de waarden" in problem.wat
    assert problem.doe.endswith(f"{ZOU_STAAN}.")
    assert problem.mapping == "mappings/x.yaml:18"


def test_a_like_name_whose_cells_are_something_else_is_not_proposed(tmp_path: Path) -> None:
    odd = tuple((*row[:3], "ja hoor", row[4]) for row in RIJEN)

    (problem,) = geweigerd(tmp_path, ("Nr", "Beschikking", "Code", "Besluiten", "Ongeval"), odd)

    assert "lijkt" not in problem.wat


def test_name_and_cells_together_are_told(tmp_path: Path) -> None:
    (problem,) = geweigerd(tmp_path, ("Nr", "Beschikking", "Code", "Besluitdag", "Ongeval"))

    assert "de naam en de waarden" in problem.wat


def test_two_columns_that_would_do_as_well_are_not_chosen_between(tmp_path: Path) -> None:
    twice = tuple((*row, row[3]) for row in RIJEN)
    header = ("Nr", "Beschikking", "Code", "Dag A", "Ongeval", "Dag B")

    (problem,) = geweigerd(tmp_path, header, twice)

    assert "lijkt" not in problem.wat


def test_columns_that_changed_names_with_each_other_are_told_by_their_cells(tmp_path: Path) -> None:
    header = ("Nr", "Beschikking", "Code", "Ongeluk", "Besluitdatum")

    besluit, ongeval = sorted(geweigerd(tmp_path, header), key=lambda one: "Ongeval" in one.wat)

    assert "'Ongeluk'" in besluit.wat
    assert "'Besluitdatum'" in ongeval.wat


def test_when_most_is_gone_no_unknown_name_is_shown(tmp_path: Path) -> None:
    problems = geweigerd(tmp_path, ("Jansen", "Piet", "13A04", "01-02-2024", "J"))

    assert len(problems) == 5
    assert not any("Jansen" in str(problem) for problem in problems)


def test_a_column_of_the_basis_gets_a_line_in_the_mapping_itself(tmp_path: Path) -> None:
    samples = Path(__file__).parents[1] / "data" / "csv" / "B_sociaalwerk_suite_v1.csv"
    data = samples.read_bytes().replace(b"birth_date", b"date_of_birth")
    path = tmp_path / "eigen.yaml"
    path.write_text("basis: sociaalwerk-suite\n")
    layout = mappings.load(path).layout
    assert isinstance(layout, CsvLayout)

    with pytest.raises(SourceRefused) as caught:
        list(CsvExport("9901", layout).records("export.csv", [data]))

    (problem,) = caught.value.problems
    assert "eigen.yaml: kolomnamen: {birth_date: date_of_birth}" in problem.doe


def test_a_pinned_header_is_part_of_the_change(tmp_path: Path) -> None:
    text = KLEIN.replace(
        'scheidingsteken: ";"}',
        f'scheidingsteken: ";", kolommen: streng, kopregel: [{", ".join(KOP)}]}}',
    )

    (problem,) = geweigerd(
        tmp_path, ("Nr", "Beschikking", "Code", "Toegekend op", "Ongeval"), text=text
    )

    assert "mappings/x.yaml:5: bestand:" in problem.doe
    assert ZOU_STAAN in problem.doe


def test_no_cell_of_a_refused_file_is_told(tmp_path: Path) -> None:
    header = ("Nr", "Beschikking", "Code", "Toegekend op", "Ongeval")
    odd = tuple((*row[:3], "Zwartgallig", row[4]) for row in RIJEN)

    told = "".join(str(one) for one in geweigerd(tmp_path, header, odd))

    for cell in ("Zwartgallig", "B-1", "13A04"):
        assert cell not in told


@given(st.permutations(KOP))
def test_columns_that_are_told_as_moved_stand_elsewhere(names: list[str]) -> None:
    moved = [*verplaatst(names, KOP)]

    assert bool(moved) is (tuple(names) != KOP)
    for name, before, now in moved:
        assert (KOP[before - 1], names[now - 1]) == (name, name)
        assert before != now
