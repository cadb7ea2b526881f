"""Where each value of a record came from, in the words of the mapping."""

from pathlib import Path

import pytest

from tests.unit.mappings.support import KLEIN, KLEINE_RIJ, load_text, row

WITH = KLEIN.replace(
    "velden:\n",
    """\
velden:
  ongeval:
    datum: {kolom: Dag}
    soort: {kolom: Wat, waarden: {auto: verkeer, geen idee: onbekend}}
  aansprakelijkheid:
    andereDerde: {kolom: Nog een}
  stuitingen: [{kolom: Brief 1}, {kolom: Brief 2}]
""",
)
RIJ = KLEINE_RIJ | {
    "Dag": "03-03-2023",
    "Wat": "auto",
    "Nog een": "",
    "Brief 1": "01-05-2023",
    "Brief 2": "01-06-2024",
}


def sources(folder: Path, **cells: str) -> dict[str, str]:
    return load_text(folder, WITH).herkomst(row(RIJ | cells))


def test_a_value_names_its_column_and_a_fixed_one_names_none(tmp_path: Path) -> None:
    found = sources(tmp_path)

    assert found["ongeval.datum"] == "Dag"
    assert found["voorziening.wet"] == ""
    assert found["stuitingen"] == "Brief 1, Brief 2"


@pytest.mark.parametrize(
    ("cells", "absent"),
    [
        ({"Dag": ""}, "ongeval.datum"),
        ({"Dag": "gisteren"}, "ongeval.datum"),
        ({"Nog een": ""}, "aansprakelijkheid.andereDerde"),
        # Then the signals say what kind it was.
        ({"Wat": "geen idee"}, "ongeval.soort"),
    ],
)
def test_what_is_not_stated_has_no_source(
    tmp_path: Path, cells: dict[str, str], absent: str
) -> None:
    assert absent not in sources(tmp_path, **cells)


def test_an_answer_that_it_is_not_known_is_an_answer(tmp_path: Path) -> None:
    assert sources(tmp_path, **{"Nog een": "O"})["aansprakelijkheid.andereDerde"] == "Nog een"
