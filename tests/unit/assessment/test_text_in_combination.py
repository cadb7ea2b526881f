"""Real notes beside every answer of every column: what text may and may not do."""

from itertools import product

import pytest

from assessment import Regelset
from regres import Flag, Indicatie, JaNee, Signal, SignalKind, Signals

RULES = Regelset.laad()
READER = RULES.lezer()
NOTES = {
    "J": "Sinds een aanrijding met een bestelbus kan cliënt niet meer lopen.",
    "O": "Mogelijk is er een ongeval geweest.",
    "N": "Er is geen ongeval geweest.",
    "leeg": "Vraagt hulp bij het huishouden.",
}
FLAGS = (None, "J", "N", "O")
THIRD = (None, "ja", "nee", "onbekend")
SUPPORT = (None, "kenteken", "datum")


def test_the_notes_say_what_they_are_here_for() -> None:
    said = {name: READER.lees(text).indicatie for name, text in NOTES.items()}

    assert said == {"J": Indicatie.J, "O": Indicatie.O, "N": Indicatie.N, "leeg": None}


def judged(
    flag: str | None, third: str | None, code: str | None, support: str | None, text: str
) -> Flag:
    items = [Signal(SignalKind.NOTITIE, "Memo", NOTES[text])]
    if flag:
        items.append(Signal(SignalKind.VLAG, "Ongeval", flag, waarde=Indicatie(flag)))
    if third:
        items.append(Signal(SignalKind.DERDE, "Derde", third, derde=JaNee(third)))
    if code:
        items.append(Signal(SignalKind.CODE, "Aanleiding", code, waarde=Indicatie(code)))
    if support:
        items.append(Signal(SignalKind.STEUN, "Steun", "gevuld", steun=support))
    return RULES.assess(Signals(tuple(items)), READER)


COLUMNS = list(product(FLAGS, THIRD, FLAGS, SUPPORT))


@pytest.mark.parametrize("text", NOTES)
def test_an_explicit_no_is_never_overruled_by_a_note(text: str) -> None:
    for _, third, code, support in product((None,), THIRD, FLAGS, SUPPORT):
        found = judged("N", third, code, support, text)
        assert found.indicatie is not Indicatie.J
        if text == "J":
            assert (found.indicatie, found.redenen[0].regel) == (Indicatie.O, "tegenstrijdig")


def test_a_yes_that_rests_on_a_note_alone_says_so_and_no_other_does() -> None:
    for columns in COLUMNS:
        without, found = judged(*columns, "leeg"), judged(*columns, "J")
        only_text = found.indicatie is Indicatie.J and without.indicatie is not Indicatie.J
        assert found.alleen_tekst == only_text
        assert not without.alleen_tekst


def test_a_note_never_makes_a_no_of_a_yes_nor_hides_a_doubt() -> None:
    for columns in COLUMNS:
        without = judged(*columns, "leeg").indicatie
        if without is Indicatie.J:
            assert judged(*columns, "N").indicatie in (Indicatie.J, Indicatie.O)
            assert judged(*columns, "O").indicatie is Indicatie.J
        if without is Indicatie.O:
            assert judged(*columns, "N").indicatie is Indicatie.O


def test_a_note_that_finds_nothing_changes_nothing() -> None:
    for columns in COLUMNS:
        with_nothing = judged(*columns, "leeg")
        assert all(not reden.regel.startswith("tekst_") for reden in with_nothing.redenen)
