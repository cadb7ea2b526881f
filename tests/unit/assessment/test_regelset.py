"""The rules in force as one value: ours, those of a folder, and one file of them."""

import shutil
from pathlib import Path

import pytest

from assessment import Regelset, regelbestand
from assessment.notities.lexicon import bouw, gegevens
from assessment.regelset import BESTANDEN
from regres import ConfigProblem, Indicatie, Signal, SignalKind, Signals

OURS = Regelset.laad()


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    text = OURS.bestanden[name].read_text(encoding="utf-8")
    assert old in text
    path = folder / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def note(text: str) -> Signals:
    return Signals((Signal(SignalKind.NOTITIE, "Memo", text),))


def test_what_a_folder_lacks_is_ours(tmp_path: Path) -> None:
    changed(tmp_path, "verhaal.yaml", "jaren: 20", "jaren: 21")

    other = Regelset.laad(tmp_path)

    assert other.verhaal.tabellen != OURS.verhaal.tabellen
    # Not itself: what it remembers of verdicts differs with what was asked before.
    assert other.combinatie.regels.regels == OURS.combinatie.regels.regels
    assert {name for name in BESTANDEN if other.bestanden[name] != OURS.bestanden[name]} == {
        "verhaal.yaml"
    }


def test_the_same_files_elsewhere_have_the_same_mark(tmp_path: Path) -> None:
    for path in OURS.bestanden.values():
        shutil.copy(path, tmp_path)

    assert Regelset.laad(tmp_path).merk == OURS.merk


@pytest.mark.parametrize("name", BESTANDEN)
def test_one_byte_of_any_file_changes_the_mark(tmp_path: Path, name: str) -> None:
    changed(tmp_path, name, "versie:", "# \nversie:")

    assert Regelset.laad(tmp_path).merk != OURS.merk


@pytest.mark.parametrize("name", BESTANDEN)
def test_one_file_is_known_by_its_name_or_by_what_is_in_it(tmp_path: Path, name: str) -> None:
    path = changed(tmp_path, name, "versie:", "# \nversie:")
    other = path.rename(tmp_path / "voorstel.yaml")

    assert regelbestand(OURS.bestanden[name]) == regelbestand(other) == name
    assert Regelset.laad(other).bestanden[name] == other


def test_a_file_that_is_changed_and_loaded_again_is_read_again(tmp_path: Path) -> None:
    path = changed(tmp_path, "signaalregels.yaml", "    alleen_tekst: true\n", "")
    text = note("Door een auto aangereden.")
    one = Regelset.laad(path)
    shutil.copy(OURS.bestanden["signaalregels.yaml"], path)
    two = Regelset.laad(path)

    assert not one.assess(text, OURS.lezer()).alleen_tekst
    assert two.assess(text, OURS.lezer()).alleen_tekst


def test_two_sets_remember_their_own_verdicts(tmp_path: Path) -> None:
    text = OURS.bestanden["signaalregels.yaml"].read_text(encoding="utf-8")
    before, last, rule = text.partition("- id: geen_signaal")
    assert 'indicatie: "N"' in rule
    other = before + last + rule.replace('indicatie: "N"', 'indicatie: "O"', 1)
    (tmp_path / "signaalregels.yaml").write_text(other, encoding="utf-8")

    assert OURS.assess(Signals(())).indicatie is Indicatie.N
    assert Regelset.laad(tmp_path).assess(Signals(())).indicatie is Indicatie.O
    assert OURS.assess(Signals(())).indicatie is Indicatie.N


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    for name in BESTANDEN:
        changed(tmp_path, name, "versie:", "versi:")

    with pytest.raises(ConfigProblem) as wrong:
        Regelset.laad(tmp_path)

    told = {problem.waar.split(":")[0] for problem in wrong.value.problems}
    assert told == set(BESTANDEN)
    assert {problem.code for problem in wrong.value.problems} == {"A-0002"}


@pytest.mark.parametrize("name", ["leeg.yaml", "weg.yaml", "een-map"])
def test_what_holds_no_rules_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "leeg.yaml").write_text("bron: csv\n")
    (tmp_path / "een-map").mkdir()

    with pytest.raises(ConfigProblem) as wrong:
        Regelset.laad(tmp_path / name)

    assert [problem.code for problem in wrong.value.problems] == ["A-0005"]


def test_names_are_those_that_the_reader_knows() -> None:
    names = OURS.namen()

    assert "ongeval" in names.groepen
    assert {"ongeval", "gewoonte", "voertuig_raakt"} <= names.regels
    OURS.lezer({next(iter(names.groepen)): ["verzonnenwoord"]}, names.regels - {"ongeval"})


def test_a_pattern_that_cannot_be_read_is_told() -> None:
    lexicon, rules = gegevens()
    first, *rest = lexicon.groepen
    wrong_one = first.model_copy(update={"patronen": (".. gevallen",)})

    with pytest.raises(ConfigProblem) as wrong:
        bouw(lexicon.model_copy(update={"groepen": (wrong_one, *rest)}), rules)

    assert [problem.code for problem in wrong.value.problems] == ["A-0003"]
