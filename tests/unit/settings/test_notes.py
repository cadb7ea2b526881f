"""Where a mapping and the rules of notes meet: unknown names, lateness, own words."""

from pathlib import Path

import pytest

from assessment import Regelset
from mappings import Plan
from regres import ConfigProblem, Indicatie, Signal, SignalKind, Signals
from settings.notities import Uitgesteld, beoordelaar, lezer_van
from tests.unit.mappings.support import KLEIN, load_text
from tests.unit.mappings.test_notes import with_note

OURS = Regelset.laad()


def plan(tmp_path: Path, words: str) -> Plan:
    return load_text(tmp_path, with_note(words))


def note(text: str) -> Signals:
    return Signals((Signal(SignalKind.NOTITIE, "Memo", text),))


def test_names_that_do_not_exist_are_told_all_at_once_at_their_places(tmp_path: Path) -> None:
    words = "termen: {ongval: [ovk]}, uit: [{regel: gewonte, waarom: x}, {regel: val, waarom: x}]"

    with pytest.raises(ConfigProblem) as wrong:
        beoordelaar(OURS, plan(tmp_path, words))

    line = with_note(words).splitlines()[11]
    places = [f"proef.yaml:12:{line.index(word) + 1}" for word in ("ongval", "gewonte")]
    assert [problem.code for problem in wrong.value.problems] == ["A-0004", "A-0004"]
    assert [problem.waar.split("/")[-1] for problem in wrong.value.problems] == places
    assert wrong.value.problems[1].doe == "Bedoelt u `gewoonte`?"


def test_a_reader_is_built_at_the_first_note_and_not_before(tmp_path: Path) -> None:
    reader = Uitgesteld(OURS, plan(tmp_path, "leeg: x"))

    assert "_lezer" not in vars(reader)
    reader.read((Signal(SignalKind.NOTITIE, "Memo", "Aangereden door een auto."),), None)
    assert "_lezer" in vars(reader)


def test_a_mapping_without_a_note_has_no_reader(tmp_path: Path) -> None:
    judge = beoordelaar(OURS, load_text(tmp_path, KLEIN))

    assert judge.assess(note("Aangereden door een auto.")).indicatie is Indicatie.N


def test_an_own_term_is_found(tmp_path: Path) -> None:
    text = note("Mw. kan niet meer lopen na een flurk in mei.")

    assert beoordelaar(OURS, plan(tmp_path, "leeg: x")).assess(text).indicatie is Indicatie.N
    found = beoordelaar(OURS, plan(tmp_path, "termen: {ongeval: [flurk]}")).assess(text)
    assert (found.indicatie, found.alleen_tekst) == (Indicatie.J, True)
    assert found.redenen[0].term == "flurk"


def test_a_rule_that_is_switched_off_does_not_count(tmp_path: Path) -> None:
    text = note("Mw. heeft in 2019 een ongeval gehad, daarvan volledig hersteld.")
    off = "uit: [{regel: los, waarom: toets}]"

    plain = beoordelaar(OURS, plan(tmp_path, "leeg: x")).assess(text)
    switched = beoordelaar(OURS, plan(tmp_path, off)).assess(text)

    assert (plain.indicatie, [one.regel for one in plain.redenen[1:]]) == (
        Indicatie.N,
        ["tekst_n", "los"],
    )
    assert (switched.indicatie, switched.redenen[0].regel) == (Indicatie.J, "tekst_j")


def test_an_own_reader_of_other_words_uses_them(tmp_path: Path) -> None:
    ours = next(pad for naam, pad in OURS.bestanden.items() if naam == "notitielexicon.yaml")
    changed = ours.read_text(encoding="utf-8").replace("groepen:\n", "groepen:\n" + _GROUP, 1)
    (tmp_path / "notitielexicon.yaml").write_text(changed, encoding="utf-8")
    other = Regelset.laad(tmp_path)

    reader = lezer_van(other, plan(tmp_path, "termen: {verzonnen: [flarrig]}"))

    for word in ("flurkig", "flarrig"):
        found = reader.read((Signal(SignalKind.NOTITIE, "Memo", f"Mw. is {word}."),), None)
        assert found.indicatie is Indicatie.J


_GROUP = "  - { id: verzonnen, aard: ongeval, termen: [flurkig] }\n"
