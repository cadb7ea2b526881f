"""Parts of the body that stand alone, illnesses that explain nothing, causes that are left open."""

import pytest

from assessment.notities import Notitielezer

LEZER = Notitielezer.laad()


def verdict(text: str) -> str:
    """Give J, O, N or - for nothing."""
    found = LEZER.lees(text).indicatie
    return found.value if found else "-"


@pytest.mark.parametrize(
    "text",
    [
        "Mw. werd door een windvlaag van het duin gesmeten. Rug en enkel. Hulp gevraagd.",
        "Poot van de tuinstoel knapte af. Stuit en wervel. Winkel heeft de fout erkend.",
        "Zelf benzine op het vuur gegooid in de tuin, handen en gezicht. Hulp gevraagd.",
    ],
)
def test_parts_of_the_body_alone_beside_a_mishap_are_an_injury(text: str) -> None:
    assert verdict(text) == "J"


@pytest.mark.parametrize("text", ["Cl. OK ivm # bekken, hulp nodig.", "Pt met heup # wacht op OK."])
def test_the_sign_that_doctors_use_is_a_fracture(text: str) -> None:
    assert verdict(text) == "O"


def test_parts_of_the_body_alone_leave_the_cause_open() -> None:
    assert verdict("Mw. wilde zelf het plafond witten. Heup en pols. Hulp gevraagd.") == "O"


@pytest.mark.parametrize(
    "text",
    [
        "Mw. heeft artrose. Heup en knie. Hulp gevraagd.",
        "Mw. vraagt hulp. Klachten: heup, knie. Geen bijzonderheden.",
        "Mw. vraagt hulp. Heup en knie doen zeer bij het lopen.",
        "Mw. vraagt hulp, heeft klachten van knie, heup. Traplift gevraagd.",
    ],
)
def test_parts_of_the_body_that_complain_say_nothing(text: str) -> None:
    assert verdict(text) == "-"


@pytest.mark.parametrize(
    "text",
    [
        "De knie is geen slijtage, zij struikelde over een snoer in de winkel. Hulp gevraagd.",
        "Geen ziekte of slijtage. Dhr. gleed in 2023 uit over olie en brak zijn knie.",
        "Met de fiets tegen een paaltje gereden in 2022, been gebroken en daarna trombose.",
    ],
)
def test_an_illness_that_is_denied_or_came_of_it_explains_nothing(text: str) -> None:
    assert verdict(text) == "J"


def test_an_illness_that_is_not_denied_still_explains_a_fall() -> None:
    assert verdict("Mw. heeft slijtage en is gevallen. Vraagt een traplift.") != "J"


def test_an_illness_told_as_what_came_of_it_does_not_weigh_against_the_event() -> None:
    came_of_it = "Een auto reed hem aan op het zebrapad. Kreeg daardoor epilepsie. Hulp gevraagd."

    assert verdict(came_of_it) == "J"


def test_a_number_is_no_choice() -> None:
    text = "Dief op scooter sleurde mw. een meter of tien mee. Schouder uit de kom, pols kapot."

    assert verdict(text) == "J"


def test_recovered_but_for_one_thing_is_not_recovered() -> None:
    text = "Door twee mannen geslagen. Hersteld op de gescheurde schouder na. Hulp gevraagd."

    assert verdict(text) == "J"


@pytest.mark.parametrize(
    "text",
    [
        "Dhr. heeft een fors litteken op het been. Wil niet vertellen hoe het gebeurd is.",
        "Rechter onderbeen ontbreekt. Oorzaak niet besproken.",
        "Gevallen van een kruk en een infarct. Neuroloog laat open wat er eerst was. Heup stuk.",
    ],
)
def test_a_cause_that_is_left_open_is_perhaps(text: str) -> None:
    assert verdict(text) == "O"
