"""What is proposed for an unknown key is what was meant, or nothing that only looks alike."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.canonical import GROEPEN
from regres.spelling import near
from tests.unit.mappings.support import KLEIN, problems, with_field

CLIENT = GROEPEN["client"]


def doe(tmp_path: Path, text: str) -> str:
    (found,) = problems(tmp_path, text)
    assert found.code == "M-0005"
    return found.doe


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ("naam", "geslachtsnaam"),
        ("achternaam", "geslachtsnaam"),
        ("bsn", "burgerservicenummer"),
        ("voornaam", "voorletters"),
        ("geboorte", "geboortedatum"),
        ("clientnumer", "clientnummer"),
        ("klantnummer", "clientnummer"),
        ("tussenvoegsel", "voorvoegsel"),
    ],
)
def test_a_field_of_a_person_by_another_name_is_the_field_that_is_meant(
    tmp_path: Path, field: str, meant: str
) -> None:
    text = KLEIN.replace("    clientnummer:", f"    {field}: {{kolom: X}}\n    clientnummer:")

    assert doe(tmp_path, text) == f"Bedoelt u `{meant}`?"


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("begindatum", "Bedoelt u `ingangsdatum`?"),
        ("product", "Kies uit: productcategorie, productcode."),
        ("datum", "Kies uit: datumToekenning, einddatum, ingangsdatum."),
        ("eenheid", "Zet hem onder `voorziening.omvang:`."),
        ("bedrag", "Zet hem onder `kosten:`."),
        ("derde", "Zet hem onder `aansprakelijkheid:`."),
        ("straatnaam", "Bedoelt u `straat`? Zet dat onder `client.adres:`."),
    ],
)
def test_a_field_that_stands_elsewhere_or_is_one_of_several_is_told_so(
    tmp_path: Path, field: str, told: str
) -> None:
    text = KLEIN.replace("    productcode:", f"    {field}: {{kolom: X}}\n    productcode:")

    assert doe(tmp_path, text) == told


def test_a_word_of_several_groups_is_no_proposal_for_another(tmp_path: Path) -> None:
    text = KLEIN.replace("    productcode:", "    naam: {kolom: X}\n    productcode:")

    assert doe(tmp_path, text).startswith("Kies uit: beschikkingnummer, besluitstatus, ")


def test_a_key_at_the_wrong_level_is_told_where_it_belongs(tmp_path: Path) -> None:
    assert doe(tmp_path, f"{KLEIN}client: {{clientnummer: {{kolom: Nr}}}}\n") == (
        "Zet hem onder `velden:`."
    )
    assert doe(tmp_path, f"{KLEIN}vlag: {{kolom: Ongeval}}\n") == "Zet hem onder `signalen:`."
    assert doe(tmp_path, with_field("kosten: []")) == (
        "Zet hem bovenaan de mapping, zonder spaties ervoor."
    )


@given(st.sampled_from(CLIENT), st.integers(0, 30), st.sampled_from(["weg", "erbij", "om"]))
def test_one_slip_in_a_long_name_is_understood(name: str, at: int, slip: str) -> None:
    at %= len(name) - 1
    wrong = {
        "weg": name[:at] + name[at + 1 :],
        "erbij": name[:at] + "q" + name[at:],
        "om": name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    }[slip]

    assert near(wrong, CLIENT) == name


@given(st.text(st.characters(categories=["Ll"]), min_size=1, max_size=4))
def test_a_short_word_is_taken_for_one_that_differs_in_one_sign_at_most(word: str) -> None:
    found = near(word, ["ja", "nee", "datum", "soort"])

    assert not found or abs(len(found) - len(word)) <= 1


def test_what_is_nothing_like_any_of_them_is_nothing() -> None:
    assert near("telefoon", CLIENT) == ""
    assert near("begindatum", GROEPEN["voorziening"]) == ""
