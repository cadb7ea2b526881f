"""What somebody else did and came down on the client; a bare no behind any question."""

import pytest

from assessment.notities import Notitielezer
from regres import Indicatie

LEZER = Notitielezer.laad()


@pytest.mark.parametrize(
    "tekst",
    [
        "Een vrijwilliger heeft een tak laten vallen op het hoofd van mevrouw. Sindsdien duizelig.",
        "Haar dochter liet een pan vallen op het been van mevrouw. Het onderbeen is gebroken.",
    ],
)
def test_what_somebody_did_and_came_down_on_the_client_is_the_clients(tekst: str) -> None:
    assert LEZER.lees(tekst).indicatie is Indicatie.J


def test_what_came_down_on_somebody_else_is_not() -> None:
    tekst = "Haar dochter liet een pan vallen op het been van haar broer. Mevrouw heeft reuma."

    assert LEZER.lees(tekst).indicatie is not Indicatie.J


@pytest.mark.parametrize(
    "tekst",
    ["Letselschadezaak (J/N): N\nGewicht: 118 kg", "Aanrijding gehad? Nee.\nDiagnose: COPD"],
)
def test_a_bare_no_behind_a_question_denies_it_whatever_was_asked(tekst: str) -> None:
    assert LEZER.lees(tekst).indicatie in (None, Indicatie.N)


def test_an_illness_that_was_got_over_leaves_the_fall() -> None:
    tekst = (
        "Meneer is van de trap gevallen en brak zijn elleboog. Van de TIA zelf is hij hersteld; "
        "de elleboog beperkt hem nu."
    )

    assert LEZER.lees(tekst).indicatie is Indicatie.J
