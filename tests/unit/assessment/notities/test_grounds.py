"""Certain enough for J? Each ground with a note that it tips, and one that it does not."""

import pytest

from assessment.notities import Notitielezer
from regres import Indicatie, JaNee
from regres.words import OngevalSoort

LEZER = Notitielezer.laad()


def verdict(text: str, reader: Notitielezer = LEZER) -> str:
    found = reader.lees(text)
    return found.indicatie.value if found.indicatie else "-"


# (ground, a note that is J, the same with the ground turned the other way: O)
PAIRS = [
    ("lichaam", "Had een ongeval, been weg.", "Had een ongeval."),
    ("toneel", "Had een ongeval met een tractor.", "Had een ongeval."),
    ("schuld", "Had een ongeval, eigen schuld.", "Had een ongeval."),
    ("dag", "In 2019 mishandeld, kaak gebroken, reuma.", "Mishandeld, kaak gebroken, reuma."),
    ("formulier", "Ongeval? Ja", "Ongeval? onbekend"),
    ("keuze", "Is aangereden en gestoken.", "Is aangereden of gestoken."),
    ("ziek", "Mishandeld, kaak gebroken.", "Mishandeld, kaak gebroken, COPD."),
    ("ziek", "Door een medische fout verlamd, kanker.", "Mishandeld, kaak gebroken, kanker."),
    ("open", "Mishandeld, onduidelijk wie de dader is.", "Mishandeld. De rest is onduidelijk."),
    ("volgens", "Is mishandeld.", "Is mishandeld, volgens eigen zeggen."),
    ("erbij", "Is mishandeld.", "Is mishandeld, zoon verzorgt."),
    ("alleen_claim", "Letselschadezaak om haar knie.", "Er loopt een letselschadezaak."),
    ("alleen_woord", "Kan niets meer sinds een ongeval.", "Kan niets meer. Ongeval."),
]


@pytest.mark.parametrize(("ground", "certain", "weak"), PAIRS)
def test_what_goes_with_an_event_decides_whether_it_is_certain(
    ground: str, certain: str, weak: str
) -> None:
    assert (ground, verdict(certain), verdict(weak)) == (ground, "J", "O")


def test_two_pieces_outweigh_an_illness_and_one_does_not() -> None:
    assert verdict("Aangereden door een bus, heup gebroken, bekend met diabetes.") == "J"
    assert verdict("Geslagen, kaak gebroken, bekend met diabetes.") == "O"


def test_a_weak_event_says_so_and_keeps_what_it_told_of_kind_and_fault() -> None:
    found = LEZER.lees("Gestoken door partner, opname. Aangifte. Depressie.")

    assert found.indicatie is Indicatie.O
    assert [reason.regel for reason in found.redenen][:2] == ["tekst_o", "zwak"]
    assert (found.soort, found.derde) == (OngevalSoort.GEWELD, JaNee.JA)


def test_a_municipality_may_take_every_event_that_stands_for_certain() -> None:
    text = "Er loopt een letselschadezaak."

    assert verdict(text) == "O"
    assert verdict(text, Notitielezer.laad(uit=["zwak"])) == "J"
