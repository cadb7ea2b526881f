"""What is remembered of cells: little, short, and nothing of a person."""

from pathlib import Path

from mappings.geheugen import LANGSTE, MEESTE, Geheugen
from regres import Misfit
from tests.unit.mappings.support import KLEIN, KLEINE_RIJ, VANDAAG, J, load_text, row, with_field


def test_a_cell_is_understood_once() -> None:
    asked: list[str] = []

    def lees(raw: str) -> str:
        asked.append(raw)
        return raw.upper()

    memory = Geheugen(lees)

    assert [memory[raw] for raw in ("a", "b", "a", "a")] == ["A", "B", "A", "A"]
    assert asked == ["a", "b"]


def test_however_many_cells_come_by_it_holds_no_more_than_its_bound() -> None:
    memory = Geheugen(str.upper)
    sizes = set()
    for number in range(3 * MEESTE):
        assert memory[f"n{number}"] == f"N{number}"
        sizes.add(len(memory))

    assert max(sizes) == MEESTE


def test_a_long_cell_is_understood_and_forgotten() -> None:
    memory = Geheugen(str.upper)

    assert memory["x" * LANGSTE] == "X" * LANGSTE
    assert memory["y" * (LANGSTE + 1)] == "Y" * (LANGSTE + 1)
    assert list(memory) == ["x" * LANGSTE]


def test_what_cannot_be_read_is_remembered_as_such() -> None:
    memory = Geheugen(Misfit)

    assert memory["a"] is memory["a"]


def test_of_a_personal_field_nothing_is_remembered(tmp_path: Path) -> None:
    own = "client:\n  geslachtsnaam: {kolom: Naam}\n  geboortedatum: {kolom: Geb}"
    text = KLEIN.replace("  client:\n    clientnummer: {kolom: Nr}\n", "")
    plan = load_text(tmp_path, with_field(own, text))
    plan.feiten(row(KLEINE_RIJ | {"Naam": "Proefpersoon", "Geb": "01-02-1950"}), J, VANDAAG)

    held = [
        raw
        for _, _, _, begrijp in plan.delen.volgorde[0].velden
        if isinstance(memory := getattr(begrijp, "__self__", None), dict)
        for raw in memory
    ]

    assert held
    assert not {"Proefpersoon", "01-02-1950"} & set(held)
