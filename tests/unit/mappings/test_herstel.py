"""Mending with one click: what a problem proposes becomes a text without that problem."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.csv_header import column_index
from mappings import load_tekst
from mappings.herstel import KEUZE, Herstel, herstellen, met_waarde, pas_toe, plek_in
from mappings.plan import Plan
from regres import ConfigProblem, CsvLayout, Problem, SourceRefused
from tests.unit.mappings.support import KLEIN, VANDAAG, J, row

NAAM = "mappings/x.yaml"
PAD = Path("/nergens/config/mappings/x.yaml")
FREQUENTIE = """\
kosten:
  - bedrag: {kolom: Bedrag}
    frequentie:
      kolom: Freq
      waarden:
        # per keer
        E: eenmalig
"""


def plan(text: str) -> Plan:
    return load_tekst(text, PAD, getoond=NAAM)


def fouten(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigProblem) as wrong:
        plan(text)
    return wrong.value.problems


def hersteld(text: str, weg: Herstel, keuze: str = "") -> str:
    mended = pas_toe(text, weg.als_tekst(), keuze)
    assert mended is not None
    return mended


@pytest.mark.parametrize(
    ("goed", "fout"),
    [
        ("clientnummer:", "clientnumer:"),
        ("voorziening:", "vorziening:"),
        ("leveringsvorm: {vast: zin", "leveringsvorm: {vast: zinn"),
        ("sleutel: [beschikkingnummer]", "sleutel: ['beschikkingnumer']"),
    ],
)
def test_a_misspelt_word_is_mended_where_a_better_one_is_known(goed: str, fout: str) -> None:
    text = KLEIN.replace(goed, fout)
    ways = [way for one in fouten(text) for way in herstellen(one, text, NAAM)]
    plan(hersteld(text, ways[0]))


def test_most_misspelt_words_have_a_proposal() -> None:
    text = KLEIN.replace("clientnummer:", "clientnumer:").replace("voorziening:", "vorziening:")
    ways = [way for one in fouten(text) for way in herstellen(one, text, NAAM)]
    assert [way.wat for way in ways] == ["Vervang door clientnummer", "Vervang door voorziening"]


def test_a_number_that_loses_its_zero_gets_quotes() -> None:
    text = KLEIN.replace("besluitstatus: {vast: toegekend", "productcategorie: {vast: 01")
    (zero,) = (one for one in fouten(text) if one.code == "M-0007")
    (way,) = herstellen(zero, text, NAAM)
    assert '{vast: "01"' in hersteld(text, way)


def test_a_renamed_column_is_renamed_wherever_the_mapping_names_it() -> None:
    text = KLEIN + "  ongeval:\n    datum: {kolom: Besluit}\n"
    layout = plan(text).layout
    assert isinstance(layout, CsvLayout)
    header = ["Ongeval", "Nr", "Beschikking", "Code", "Besluitdatum"]
    with pytest.raises(SourceRefused) as refused:
        column_index(header, layout, "x.csv:1", lambda: [["J", "1", "B", "C", "01-02-2024"]] * 5)
    (way,) = herstellen(refused.value.problems[0], text, NAAM)

    mended = hersteld(text, way)

    assert mended.count("{kolom: Besluitdatum}") == 2
    assert column_index(header, plan(mended).layout, "x.csv:1")  # type: ignore[arg-type]  # a CSV


def onbekend(text: str, **cellen: str) -> Problem:
    cells = {"Ongeval": "J", "Nr": "1", "Beschikking": "B", "Code": "C", "Besluit": "01-02-2024"}
    outcome: Any = plan(text).feiten(row(cells | cellen), J, VANDAAG)
    found: list[Problem] = [one for one in outcome.waarschuwingen if one.code == "M-0107"]
    return found[0]


@pytest.mark.parametrize(
    "blok",
    [
        FREQUENTIE,
        FREQUENTIE.replace("        # per keer\n        E: eenmalig\n", "        E: eenmalig\n"),
        "kosten:\n- bedrag: {kolom: Bedrag}\n  frequentie: {kolom: Freq, waarden: {E: eenmalig}}\n",
        "kosten:\n- bedrag: {kolom: Bedrag}\n  frequentie:\n    waarden: {E: eenmalig}\n"
        "    kolom: Freq\n",
    ],
)
@pytest.mark.parametrize("waarde", ["4", "per week", "0", "é: #x", "'"])
def test_a_value_that_no_table_knows_is_put_into_its_own_table(blok: str, waarde: str) -> None:
    text = KLEIN + blok
    problem = onbekend(text, Bedrag="1,00", Freq=waarde)
    way = met_waarde(problem, waarde, text, NAAM)
    assert way is not None
    assert "jaar" in way.keuzes

    mended = hersteld(text, way, "jaar")

    cells = {"Ongeval": "J", "Nr": "1", "Beschikking": "B", "Code": "C", "Besluit": "01-02-2024"}
    got: Any = plan(mended).feiten(row(cells | {"Bedrag": "1,00", "Freq": waarde}), J, VANDAAG)
    assert got.feiten.voorziening.kosten[0].frequentie.value == "jaar"


def test_the_table_of_the_next_field_is_left_alone() -> None:
    text = KLEIN + (
        "  ongeval:\n    soort:\n      kolom: Soort\n      tabel: x.csv\n"
        "    tijdensWerk:\n      kolom: Werk\n      waarden: {ja: J}\n"
    )
    problem = Problem("M-0107", "", veld="ongeval.soort", mapping=f"{NAAM}:{_regel(text)}:7")
    assert met_waarde(problem, "x", text, NAAM) is None


def _regel(text: str) -> int:
    return text.split("\n").index("      kolom: Soort") + 1


@pytest.mark.parametrize(
    "wat",
    [
        "", "x", "[]", "{}", "[[1,2]]", '[[1,1,"x","y"]]', '[[0,1,"","y"]]', '[[1,0,"","y"]]',
        '[[999,1,"","y"]]', '[[1,1,2,3]]', "[" * 5000, '[[1,1,"","' + "y" * 30_000 + '"]]',
        '[[1.5,1,"",""]]', "null",
    ],
)  # fmt: skip
def test_what_does_not_fit_the_text_changes_nothing(wat: str) -> None:
    assert pas_toe("bron: csv\n", wat) is None


def test_a_choice_must_be_a_word() -> None:
    change = f'[[1,1,"","{KEUZE}"]]'
    for word in ("", "a b", "a\nb", "x" * 41, "{"):
        assert pas_toe("bron: csv\n", change, word) is None
    assert pas_toe("bron: csv\n", change, "jaar") == "jaarbron: csv\n"


@given(text=st.text(max_size=60), wat=st.text(max_size=60))
def test_no_answer_of_a_browser_is_more_than_nothing_or_a_text(text: str, wat: str) -> None:
    assert pas_toe(text, wat) is None or isinstance(pas_toe(text, wat), str)


@pytest.mark.parametrize(
    ("waar", "plek"),
    [
        (f"{NAAM}:38:9", (38, 9)),
        (f"{NAAM}:12", (12, 1)),
        ("mappings/y.yaml:38:9", (0, 0)),
        (f"a/{NAAM}:38:9", (0, 0)),
        ("x.csv:38:9:Kolom", (0, 0)),
        ("", (0, 0)),
    ],
)
def test_a_place_counts_only_in_its_own_file(waar: str, plek: tuple[int, int]) -> None:
    assert plek_in(Problem("M-0001", "", mapping=waar), NAAM) == plek
