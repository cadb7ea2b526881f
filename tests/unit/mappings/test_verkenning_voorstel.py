"""A mapping proposed from a sample: it loads, and says what is not certain and what is missing."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mappings
from connectors.csv_export import CsvExport
from mappings.inheritance import PRESETS
from mappings.verkenning import Profiel, Voorstel, schrijf, stel_voor, verken
from regres import ConfigProblem, Problem, SourceRefused, UsageProblem
from tests.tools.verwacht import Voorbeeld, voorbeelden

#: What a person reads in the first line of each sample: field -> the column of its first layout.
VELDEN = (
    "client.clientnummer",
    "client.burgerservicenummer",
    "client.geslachtsnaam",
    "client.voorletters",
    "client.geboortedatum",
    "voorziening.beschikkingnummer",
    "voorziening.datumToekenning",
    "voorziening.productcode",
    "voorziening.omschrijving",
    "voorziening.ingangsdatum",
    "voorziening.einddatum",
    "kosten.bedrag",
    "ongeval.datum",
    "notitie",
)
#: AANVDAT is called after the request; only its supplier says that it is the decision's.
ANDERS = {("D_legacy_fixed_tab_v3", "voorziening.datumToekenning")}


def voorstel(data: bytes) -> Voorstel:
    dialect = verken(data, heel=True)
    layout = dialect.layout()
    profiel = Profiel.over(layout.kolommen, dialect.kopregel)
    rows = CsvExport("9901", layout).records("voorbeeld.csv", [data])
    profiel.zie_alle(record.fields for record in rows)
    return stel_voor(dialect, profiel.kolommen)


def geladen(folder: Path, found: Voorstel) -> mappings.Plan:
    target = folder / "voorstel.yaml"
    target.write_text(schrijf(found), encoding="utf-8")
    return mappings.load(target)


def kolommen(plan: mappings.Plan) -> dict[str, str]:
    return {pad: adres for adres, pads in plan.bestemmingen().items() for pad in pads}


@pytest.mark.parametrize("voorbeeld", voorbeelden(), ids=lambda one: one.naam)
def test_of_every_sample_each_field_is_found_as_a_person_found_it(
    tmp_path: Path, voorbeeld: Voorbeeld
) -> None:
    by_hand = kolommen(mappings.load(PRESETS / f"{voorbeeld.preset}.yaml"))

    found = kolommen(geladen(tmp_path, voorstel(voorbeeld.pad.read_bytes())))

    fields = [pad for pad in (*VELDEN, "vlag", "derde", "code") if pad in by_hand]
    assert len(fields) == 15
    for pad in fields:
        if (voorbeeld.naam, pad) not in ANDERS:
            assert found.get(pad) == by_hand[pad], pad


@pytest.mark.parametrize("voorbeeld", voorbeelden(), ids=lambda one: one.naam)
def test_what_is_called_certain_is_right(voorbeeld: Voorbeeld) -> None:
    by_hand = kolommen(mappings.load(PRESETS / f"{voorbeeld.preset}.yaml"))

    found = voorstel(voorbeeld.pad.read_bytes())

    sure = {pad: one.kolom.naam for pad, one in found.gevonden.items() if one.oordeel.zeker}
    assert len(sure) >= 3
    assert sure.items() <= by_hand.items()


# -- exports of nobody, of other shapes than the samples ------------------------------------------

PIJP = """\
Uitdraai voorzieningen
gemaakt door team Wmo

 Relatienr | BSN | Naam | Geboortedatum | Nummer besluit | Datum besluit |Voorziening|\
 Ingangsdatum |Ongeval: ja|Ongeval: nee|Dag van het ongeval|Opmerkingen
R1|999900006|Voorbeeld|1-2-1950|D1|3-4-2024|Traplift|5-4-2024|X||7-1-2024|Op de fiets aangereden
R2|999900018|Proef|2-3-1951|D2|4-4-2024|Scootmobiel|6-4-2024||X||Artrose in beide knieën al lang
R3|999900031|Test|3-4-1952|D3|14-4-2024|Traplift|16-4-2024||||Niets aan de hand met deze mens
"""
TIJD = """\
CLIENT_NR,BSN_NR,BESLUIT_NR,BESLUIT_DAT,PRODUCT_CD,PRODUCT_OMS,START_DAT,STOP_DAT,TARIEF,\
IND_ONGEVAL,WET,VORM
7,999900006,K1,2024-02-01 10:00,13A04,Traplift,2024-02-05 00:00,,"1,250.00",WAAR,WMO,ZIN
8,999900018,K2,2024-02-02 11:30,12B01,Scootmobiel,2024-02-06 00:00,,99.50,ONWAAR,WMO,PGB
9,999900031,K3,2024-02-03 12:45,12B01,Scootmobiel,2024-02-07 00:00,,99.50,ONWAAR,WMO,PGB
"""
DUBBEL = """\
BSN;Aanvraag;Datum;Besluit;Datum;Product;Startdatum;Schade door derden
999900006;A1;01-02-2024;B1;10-02-2024;13A04;11-02-2024;Ja
999900018;A2;02-02-2024;B2;11-02-2024;12B01;12-02-2024;Nee
"""


def test_tick_columns_a_preamble_and_padded_names(tmp_path: Path) -> None:
    found = voorstel(PIJP.encode("cp1252"))

    plan = geladen(tmp_path, found)
    text = schrijf(found)
    assert kolommen(plan)["client.burgerservicenummer"] == "BSN"
    assert kolommen(plan)["ongeval.datum"] == "Dag van het ongeval"
    assert "vinkjes:" in text
    assert "datum: d-m-jjjj" in text
    assert "aanloop: 3" in text


def test_date_times_amounts_with_dots_and_closed_lists(tmp_path: Path) -> None:
    plan = geladen(tmp_path, voorstel(TIJD.encode()))
    text = (tmp_path / "voorstel.yaml").read_text()

    assert kolommen(plan) | {
        "vlag": "IND_ONGEVAL",
        "voorziening.wet": "WET",
        "voorziening.leveringsvorm": "VORM",
        "kosten.bedrag": "TARIEF",
        "voorziening.datumToekenning": "BESLUIT_DAT",
    } == kolommen(plan)
    assert "datum: jjjj-mm-dd tijd" in text
    assert 'bedrag: "1,234.56"' in text
    assert "{ja: waar, nee: onwaar}" in text


def test_a_name_that_comes_twice_is_mapped_by_its_number(tmp_path: Path) -> None:
    found = voorstel(DUBBEL.encode())

    plan = geladen(tmp_path, found)

    assert kolommen(plan)["derde"] == "Schade door derden"
    assert "nummer: " in schrijf(found)


def met(head: str, cell: str, day: str = "14-02-2024") -> str:
    rows = [f"99990000{n};B{n};{day};{cell}" for n in (6, 18, 31)]
    return schrijf(voorstel("\n".join([f"BSN;Besluit;Datum besluit;{head}", *rows]).encode()))


@pytest.mark.parametrize(
    "head", ["Geen ongeval", "Niet door ongeval", "Ongeval uitgesloten", "Ongeval: nee"]
)
def test_a_question_that_is_turned_around_is_left_to_a_person(head: str) -> None:
    text = met(head, "J")

    assert "ja_nee" not in text
    assert f"{head}  (ja of nee, 100% gevuld; de naam ontkent: betekent ja hier nee?)" in text


@pytest.mark.parametrize(
    "head", ["Ongeval", "Ongeval ja/nee", "Wel of geen ongeval", "Ongeval J/N"]
)
def test_a_question_that_names_both_answers_is_not_turned_around(head: str) -> None:
    assert "ja_nee: {ja: J, nee: N}" in met(head, "J")


@pytest.mark.parametrize(
    ("day", "mark"),
    [("03/04/2024", "nakijken: het kan ook mm/dd/jjjj zijn"), ("14/04/2024", "zeker")],
)
def test_a_form_of_dates_is_certain_when_no_other_form_would_do(day: str, mark: str) -> None:
    assert f"  datum: dd/mm/jjjj  # {mark}" in met("Ongeval", "J", day)


def test_whole_numbers_may_be_euros_or_cents() -> None:
    text = met("Bedrag per maand", "12345")

    assert "er staan alleen hele getallen: euro's of centen?" in text
    assert "bedrag: {kolom: Bedrag per maand}  # zeker" not in text
    assert "schrijfwijze niet te zien" in text


def test_what_is_missing_stands_there_as_todo_and_is_told_when_it_is_loaded(tmp_path: Path) -> None:
    data = b"BSN;Naam;Geboortedatum\n999900006;Voorbeeld;01-02-1950\n999900018;Proef;02-02-1950\n"
    found = voorstel(data)

    text = schrijf(found)
    with pytest.raises(ConfigProblem) as wrong:
        geladen(tmp_path, found)

    for word in ("sleutel", "vlag", "productcode", "datumToekenning"):
        assert f"# TODO {word}" in text
    told = " ".join(problem.wat for problem in wrong.value.problems)
    for word in ("`sleutel:`", "`signalen:`", "`productcode:`", "`datumToekenning:`"):
        assert word in told
    assert {problem.code for problem in wrong.value.problems} <= {"M-0006", "M-0008"}


def test_no_value_of_the_sample_is_written_but_words_of_our_own_lists() -> None:
    rows = [
        f"99990000{n};Zwartgallig{n};B{n};0{n}-02-2024;99 geheim{n};Verhaal{n} over een val in huis"
        for n in range(1, 10)
    ]
    data = "\n".join(["BSN;Naam;Besluit;Datum besluit;Aanleiding;Notitie", *rows]).encode()

    text = schrijf(voorstel(data))

    assert "Aanleiding" in text
    for word in ("9999", "Zwartgallig", "geheim", "Verhaal"):
        assert word not in text


_SIGNS = st.characters(codec="utf-8", exclude_characters='\n\r\t;"\0')
NAMEN = st.text(_SIGNS, min_size=1, max_size=12)


@given(st.lists(NAMEN, min_size=1, max_size=5), st.lists(NAMEN, min_size=1, max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_columns_are_called_the_proposal_is_yaml_that_is_understood(
    tmp_path: Path, namen: list[str], cellen: list[str]
) -> None:
    header = ["BSN", "Besluitnummer", "Datum besluit", "Product", "Ongeval", "Datum", *namen]
    row = ["999900006", "B1", "01-02-2024", "Traplift", "J", "02-01-2024"]
    row += [cellen[place % len(cellen)] for place in range(len(namen))]
    data = (";".join(header) + "\n" + ";".join(row) + "\n").encode()
    problems: tuple[Problem, ...] = ()
    try:
        geladen(tmp_path, voorstel(data))
    except (ConfigProblem, SourceRefused, UsageProblem) as wrong:
        problems = wrong.problems

    # Missing: the sample had no such column. Refused: a sign that no export may hold.
    assert {problem.code for problem in problems} <= {"M-0006", "M-0008", "M-0044", "B-0108"}
