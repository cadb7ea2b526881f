"""The dated example cases, and what is refused in such a file."""

import json
from pathlib import Path
from typing import Any

import pytest

from assessment import assess_cases
from regres import UsageProblem

CASES = Path(__file__).parents[2] / "data" / "law" / "cases.json"
EXPECTED: dict[str, Any] = {
    case["id"]: case["verwacht"] for case in json.loads(CASES.read_text(encoding="utf-8"))
}
FOUND = {found.pop("id"): found for found in assess_cases(CASES)}


def a_case(**changes: Any) -> dict[str, Any]:
    case = json.loads(CASES.read_text(encoding="utf-8"))[0]
    for path, value in changes.items():
        part, _, field = path.partition("__")
        if field:
            case[part][field] = value
        else:
            case[part] = value
    return case  # type: ignore[no-any-return]  # as JSON gives it


def found_for(folder: Path, *cases: Any) -> list[dict[str, Any]]:
    path = folder / "gevallen.json"
    path.write_text(json.dumps(list(cases)), encoding="utf-8")
    return list(assess_cases(path))


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_case_is_judged_exactly_as_agreed(name: str) -> None:
    assert FOUND[name] == EXPECTED[name]


def test_every_example_case_is_judged_once_and_in_order() -> None:
    assert [found["id"] for found in assess_cases(CASES)] == list(EXPECTED)
    assert len(EXPECTED) == 20


def test_silence_about_a_merger_names_the_sender_itself(tmp_path: Path) -> None:
    case = a_case(gemeente="Noordwijk", ongeval__datum="2018-06-09")
    merged = {**case, "overig": {"gemeenteOpOngevalsdatum": "onbekend"}}

    silent, unknown = found_for(tmp_path, case, merged)

    assert silent["redencodes"] == ["V06"]
    assert unknown["redencodes"] == ["V06", "V07"]


@pytest.mark.parametrize("field", ["wet", "leveringsvorm", "status"])
def test_unknown_is_an_answer_about_the_provision(tmp_path: Path, field: str) -> None:
    case: dict[str, Any] = a_case()
    case["voorziening"] |= {field: "onbekend"}

    (found,) = found_for(tmp_path, case)

    assert found["uitkomst"] == "onderzoek"
    assert "V02" in found["redencodes"]


def test_an_inlener_counts_as_employer(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, a_case(aansprakelijk__hoedanigheid="inlener"))

    assert found["uitkomst"] == "waarschijnlijk_niet"


def test_a_birth_after_the_accident_is_impossible(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, a_case(client={"geboortedatum": "2023-05-01"}))

    assert found == {
        "id": "L-001",
        "uitkomst": "stop",
        "redencodes": ["V17"],
        "uiterlijkeDatums": [],
    }


def test_what_the_rules_do_not_look_at_is_passed_over(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, a_case(overig__iets="anders", los=1))

    assert found["uitkomst"] == "kansrijk"


@pytest.mark.parametrize("text", ["", "{}", "[1]", "[{]", '"L-001"'])
def test_a_file_that_is_no_list_of_cases_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gevallen.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UsageProblem) as caught:
        assess_cases(path)

    assert [problem.code for problem in caught.value.problems] == ["A-0101"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as caught:
        assess_cases(tmp_path / "weg.json")

    assert caught.value.problems[0].waar == "weg.json"


def test_all_wrong_values_of_all_cases_are_told_at_once(tmp_path: Path) -> None:
    wrong = a_case(id="X-1", ongeval__datum="12-04-2023", overig={"stuitingen": "2024-01-01"})
    bare = {"id": "X-2", "voorziening": []}

    with pytest.raises(UsageProblem) as caught:
        found_for(tmp_path, wrong, bare)

    assert [(p.waar, p.veld) for p in caught.value.problems] == [
        ("gevallen.json:1 (X-1)", "ongeval.datum"),
        ("gevallen.json:1 (X-1)", "overig.stuitingen"),
        ("gevallen.json:2 (X-2)", "gemeente"),
        ("gevallen.json:2 (X-2)", "ongeval.indicatie"),
        ("gevallen.json:2 (X-2)", "voorziening.wet"),
        ("gevallen.json:2 (X-2)", "voorziening.leveringsvorm"),
        ("gevallen.json:2 (X-2)", "voorziening.status"),
        ("gevallen.json:2 (X-2)", "peildatum"),
    ]
    assert {problem.code for problem in caught.value.problems} == {"A-0102"}
    assert "12-04-2023" not in str(caught.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"peildatum": "2025-03"},
        {"peildatum": 20250303},
        {"voorziening__toekenning": "2023"},
        {"ongeval__soort": "sprookje"},
        {"overig": {"stuitingen": ["2024"]}},
        {"overig": {"andereDerde": True}},
    ],
)
def test_a_value_outside_its_list_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(UsageProblem):
        found_for(tmp_path, a_case(**changes))
