"""Rule files: what is refused when they are loaded, and where the problem is said to be."""

import re
import shutil
from pathlib import Path

import pytest

from assessment import Regelset
from assessment.recoverability.regels import Regels
from assessment.rulefile import DATA, lees
from assessment.signaalregels import Signaalregels
from regres import ConfigProblem

SIGNALS = (DATA / "signaalregels.yaml").read_text(encoding="utf-8")
LAW = (DATA / "verhaal.yaml").read_text(encoding="utf-8")


def load_signals(folder: Path, text: str) -> None:
    path = folder / "signaalregels.yaml"
    path.write_text(text, encoding="utf-8")
    lees(path, Signaalregels)


def load_law(folder: Path, text: str) -> None:
    path = folder / "verhaal.yaml"
    path.write_text(text, encoding="utf-8")
    Regels.laad(path)


def replaced(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_a_condition_on_a_fact_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="'vlaag' bestaat niet"):
        load_signals(tmp_path, replaced(SIGNALS, "{ vlag: [strijdig] }", "{ vlaag: [strijdig] }"))


def test_a_condition_on_a_value_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="heeft geen waarde 'X'"):
        load_signals(tmp_path, replaced(SIGNALS, "code: [J, strijdig]", "code: [X, strijdig]"))


def test_a_combination_that_no_rule_decides_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="geen regel beslist over"):
        load_signals(tmp_path, replaced(SIGNALS, "- {}", "- { vlag: [leeg], derde: [leeg] }"))


def test_a_rule_that_can_never_decide_is_refused(tmp_path: Path) -> None:
    asleep = replaced(SIGNALS, "      - { tekst: [J] }\n", "      - { vlag: [J], tekst: [J] }\n")

    with pytest.raises(ConfigProblem, match="tekst_j"):
        load_signals(tmp_path, asleep)


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem, match="dubbel"):
        load_signals(tmp_path, replaced(SIGNALS, "- id: code_n", "- id: code_j"))


def test_every_problem_of_a_file_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = replaced(SIGNALS, 'indicatie: "J"', 'indicatie: "X"')
    text = replaced(text, "  kenteken: zwak", "  kenteken: matig")

    with pytest.raises(ConfigProblem) as caught:
        load_signals(tmp_path, text)

    lines = text.splitlines()
    places = {problem.waar: problem.code for problem in caught.value.problems}
    first = lines.index("  kenteken: matig") + 1
    second = lines.index('    indicatie: "X"') + 1
    assert places == {
        f"signaalregels.yaml:{first}:3": "A-0002",
        f"signaalregels.yaml:{second}:5": "A-0002",
    }


@pytest.mark.parametrize(
    ("old", "new", "told", "do"),
    [
        ('indicatie: "J"', 'indicatie: "X"', "heeft indicatie een waarde", "Kies: J, N of O."),
        ("  kenteken: zwak", "  kenteken: [zwak]", "heeft kenteken een waarde", "Kies: "),
        ("    bron: expliciet\n", "", "ontbreekt bron", "Verbeter de regel"),
        ("    bron: exp", "    brn: x\n    bron: exp", "kent brn hier niet", "Verbeter de regel"),
        ('versie: "signaal-1"', "versie: [1]", "is versie niet geschreven", "Verbeter de regel"),
    ],
)
def test_a_rule_file_is_refused_in_our_own_words(
    tmp_path: Path, old: str, new: str, told: str, do: str
) -> None:
    with pytest.raises(ConfigProblem) as caught:
        load_signals(tmp_path, replaced(SIGNALS, old, new))

    problem = caught.value.problems[0]
    assert (problem.code, told in problem.wat, problem.doe.startswith(do)) == ("A-0002", True, True)
    assert "input" not in problem.wat.lower()


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem) as caught:
        load_law(tmp_path, LAW + "\nvoorang: []\n")

    assert caught.value.problems[0].veld == "voorang"


@pytest.mark.parametrize(("text", "place"), [("versie: [", "1:10"), ("a: 1\na: 2\n", "2:1")])
def test_a_file_that_is_no_yaml_is_refused_with_its_place(
    tmp_path: Path, text: str, place: str
) -> None:
    with pytest.raises(ConfigProblem) as caught:
        load_law(tmp_path, text)

    assert caught.value.problems[0].code == "A-0001"
    assert caught.value.problems[0].waar == f"verhaal.yaml:{place}"


def test_a_file_that_is_not_there_is_told_by_its_name_only(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblem) as caught:
        Regels.laad(tmp_path / "weg.yaml")

    assert caught.value.problems[0].waar == "weg.yaml"
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("- { code: V07 }", "- { code: V99 }", "de code 'V99' bestaat niet"),
        ("zonder: [V14]", "zonder: [V41]", "de code 'V41' bestaat niet"),
        ("{ code: V12, punt", "{ code: V21, punt", "de code 'V21' bestaat niet"),
        ("- id: V18", "- id: V17", "een code staat er dubbel"),
        ("{ band: [onbekend] }", "{ band: [ergens] }", "heeft geen waarde 'ergens'"),
        ("{ band: [voor_regres] } }", "{ baan: [voor_regres] } }", "het feit 'baan' bestaat niet"),
        ("vanaf: 2014-07-19", "vanaf: 2024-07-19", "de banden"),
        ("vanaf: 0001-01-01", "vanaf: 2001-01-01", "de banden"),
    ],
)
def test_a_law_file_that_does_not_hang_together_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(ConfigProblem, match=message):
        load_law(tmp_path, replaced(LAW, old, new))


def test_every_rule_and_table_of_the_law_names_its_source() -> None:
    tables = Regels.laad().tabellen
    sources = [
        *(part.bron for part in tables.banden),
        *(part.bron for part in tables.afkoopjaren),
        *(part.bron for part in tables.deelname.uitzonderingen),
        *(part.bron for part in tables.rechtsopvolgers),
        *(part.bron for part in tables.regels),
        *(part.bron for part in tables.eigen_bijdrage.geen),
        *(part.bron for part in tables.bandbreedtes),
    ]

    assert all(sources)
    assert [rule.id for rule in tables.regels] == [f"V{n:02}" for n in range(1, 19)]
    assert [line.id for line in tables.voorrang] == [f"P{n}" for n in range(1, 9)]


def test_rules_are_read_once() -> None:
    assert Regels.laad() is Regels.laad()
    assert Regelset.laad() is Regelset.laad()


def test_the_mark_of_the_rules_changes_with_any_of_them(tmp_path: Path) -> None:
    same, other = tmp_path / "same", tmp_path / "other"
    for folder in (same, other):
        shutil.copytree(DATA, folder)
    (other / "verhaal.yaml").write_text(LAW.replace("jaren: 20", "jaren: 21"), encoding="utf-8")

    ours = Regelset.laad().merk
    assert Regelset.laad(same).merk == ours
    assert Regelset.laad(other).merk != ours
    assert re.fullmatch("[0-9a-f]{64}", ours)
