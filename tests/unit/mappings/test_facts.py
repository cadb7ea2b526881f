"""Feiten: a candidate in canonical words, with warnings, or unmappable with every problem."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from mappings import Mapped, Plan
from mappings.canonical import KOSTEN, VELDEN
from regres import Datum, Feiten, Indicatie, JaNee, Precisie, Problem, Reden
from regres.melding import Tegenpartij
from regres.words import (
    Besluitstatus,
    Erkend,
    Frequentie,
    Hoedanigheid,
    IndicatieBron,
    KostenSoort,
    Leveringsvorm,
    OngevalSoort,
    Wet,
)
from tests.unit.mappings.support import (
    KLEIN,
    KLEIN_XML,
    KLEINE_RIJ,
    VANDAAG,
    J,
    facts,
    load_text,
    mapped,
    row,
    unmappable,
    with_field,
    zaak,
)

# Fields of the melding that no source field fills: the engine, privacy or the mapping itself does.
NOT_FROM_THE_SOURCE = {
    "client.pseudoniem",
    "ongeval.indicatie",
    "ongeval.indicatieBron",
    "ongeval.redenen",
    "datumBekendheid.herkomst",
}


def leaves(cls: type[Any], prefix: str = "") -> set[str]:
    found = set()
    for name, hint in get_type_hints(cls).items():
        parts = [part for part in (hint, *get_args(hint)) if is_dataclass(part)]
        below = next((part for part in parts if part is not Datum), None)
        path = f"{prefix}{name}"
        if below is None or path in NOT_FROM_THE_SOURCE or name == "kosten":
            found.add(path)
        else:
            found |= leaves(below, f"{path}.") if isinstance(below, type) else set()
    return found


def test_every_source_field_of_the_melding_can_be_mapped() -> None:
    reachable = {path.replace("datumBekendheid", "datumBekendheid.datum") for path in VELDEN}

    assert leaves(Feiten) - NOT_FROM_THE_SOURCE == (reachable - {"voorziening.toegekend"}) | {
        "voorziening.kosten"
    }


def test_every_field_of_a_cost_line_can_be_mapped() -> None:
    from regres.melding import Kosten

    assert {part.name for part in fields(Kosten)} == set(KOSTEN)


def test_the_smallest_record_becomes_facts(tmp_path: Path) -> None:
    found = mapped(load_text(tmp_path, KLEIN), row(KLEINE_RIJ))

    assert found.waarschuwingen == ()
    provision = found.feiten.voorziening
    assert provision.beschikkingnummer == "B-1"
    assert provision.datumToekenning == date(2024, 2, 1)
    assert provision.wet is Wet.WMO
    assert provision.leveringsvorm is Leveringsvorm.ZIN
    assert found.feiten.client.clientnummer == "17"
    assert found.feiten.ongeval.indicatie is Indicatie.J


FULL = """
client:
  burgerservicenummer: {kolom: BSN}
  geslachtsnaam: {kolom: Naam}
  geboortedatum: {kolom: Geb}
  overledenOp: {kolom: Dood}
  geheim: {kolom: Geheim}
  clientnummer: {kolom: Nr}
  adres:
    straat: {samenvoegen: [{kolom: Straat}, {kolom: Huisnr}]}
    postcode: {kolom: PC}
  belangenbehartiger: {naam: {kolom: Advocaat}}
ongeval:
  datum: {kolom: Dag}
  soort: {kolom: Soort, waarden: {Auto: verkeer, Klap: geweld}}
  toedracht: {kolom: Memo, fragment: ja, waarom: besluit 12}
  tijdensWerk: {kolom: Werk}
  politie: {betrokken: {kolom: Politie}, pvNummer: {kolom: PV}}
aansprakelijkheid:
  hoedanigheid: {kolom: Wie, waarden: {B: bestuurder}}
  erkend: {kolom: Erkend, waarden: {half: deels}}
tegenpartij: {kenteken: {kolom: Kenteken}}
stuitingen: [{kolom: Stuit1}, {kolom: Stuit2}]
gemeenteOpOngevalsdatum: {kolom: Oud}
datumBekendheid: {kolom: Bekend}
reedsVergoed: {indicatie: {kolom: Vergoed}, bedrag: {kolom: Vergoeding}}
"""
FULL_ROW = {
    "BSN": "999900006",
    "Naam": "Wit",
    "Geb": "00-08-1967",
    "Dood": "",
    "Geheim": "N",
    "Straat": "Duinweg",
    "Huisnr": "7",
    "PC": "1234 ab",
    "Advocaat": "Bureau Recht",
    "Dag": "03-01-2024",
    "Soort": "Auto",
    "Memo": "Aangereden. Bel 06-12345678, Wit was fietser",
    "Werk": "N",
    "Politie": "J",
    "PV": "PV1",
    "Wie": "b",
    "Erkend": "Half",
    "Kenteken": "99-xx-99",
    "Stuit1": "01-07-2025",
    "Stuit2": "01-06-2025",
    "Oud": "9902",
    "Bekend": "15-01-2024",
    "Vergoed": "N",
    "Vergoeding": "",
}
KOSTEN_REGEL = """\
kosten:
  - bedrag: {kolom: Bedrag}
    frequentie: {kolom: Per, waarden: {eenmalig: eenmalig, week: week}}
    eigenBijdrage: {kolom: Eigen}
    periodeVan: {kolom: Van}
    periodeTot: {kolom: Tot}
"""
KOSTEN_RIJ = {"Bedrag": "7.215,00", "Per": "eenmalig", "Eigen": "", "Van": "", "Tot": ""}


@pytest.fixture
def full(tmp_path: Path) -> Plan:
    without_client = KLEIN.replace("  client:\n    clientnummer: {kolom: Nr}\n", "")
    return load_text(tmp_path, with_field(FULL, without_client) + KOSTEN_REGEL)


def full_row(**changes: str) -> dict[str, str]:
    return KLEINE_RIJ | FULL_ROW | KOSTEN_RIJ | changes


def codes(found: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.code, problem.veld) for problem in found]


def test_all_fields_of_a_record_are_read(full: Plan) -> None:
    found = mapped(full, row(full_row()))

    assert found.waarschuwingen == ()
    client, ongeval = found.feiten.client, found.feiten.ongeval
    assert client.geboortedatum == Datum(1967, 8)
    assert client.adres is not None
    assert (client.adres.straat, client.adres.postcode) == ("Duinweg 7", "1234AB")
    assert client.belangenbehartiger is not None
    assert ongeval.datum == Datum(2024, 1, 3)
    assert ongeval.soort is OngevalSoort.VERKEER
    assert ongeval.toedracht == "Aangereden. [naam] [nummer], [naam] was fietser"
    assert ongeval.tijdensWerk is Indicatie.N
    assert ongeval.politie is not None
    assert ongeval.politie.betrokken is JaNee.JA
    assert found.feiten.aansprakelijkheid.hoedanigheid is Hoedanigheid.BESTUURDER
    assert found.feiten.aansprakelijkheid.erkend is Erkend.DEELS
    assert found.feiten.tegenpartij is not None
    assert found.feiten.tegenpartij.kenteken == "99XX99"
    assert found.feiten.stuitingen == (date(2025, 6, 1), date(2025, 7, 1))
    assert found.feiten.gemeenteOpOngevalsdatum == "9902"
    assert found.feiten.datumBekendheid is not None
    assert found.feiten.datumBekendheid.herkomst == "Bekend"
    (line,) = found.feiten.voorziening.kosten
    assert (line.soort, line.bedrag) == (KostenSoort.EENMALIG, Decimal("7215.00"))


def test_the_bsn_is_left_out_unless_asked_for(full: Plan) -> None:
    assert mapped(full, row(full_row())).feiten.client.burgerservicenummer is None
    with_bsn = mapped(full, row(full_row()), bsn=True).feiten.client
    assert with_bsn.burgerservicenummer == "999900006"


def test_what_no_field_states_is_taken_from_the_signals(full: Plan) -> None:
    flag = replace(
        J,
        bron=IndicatieBron.GECOMBINEERD,
        derde=JaNee.JA,
        soort=OngevalSoort.DIER,
        datum=Datum(2023),
        hoedanigheid=Hoedanigheid.DIERBEZITTER,
    )

    stated = facts(full, row(full_row()), flag)
    silent = facts(full, row(full_row(Dag="", Soort="", Wie="")), flag)

    assert (stated.ongeval.datum, stated.ongeval.soort) == (Datum(2024, 1, 3), OngevalSoort.VERKEER)
    assert (silent.ongeval.datum, silent.ongeval.soort) == (Datum(2023), OngevalSoort.DIER)
    assert silent.ongeval.indicatieBron is IndicatieBron.GECOMBINEERD
    assert silent.aansprakelijkheid.derde is JaNee.JA
    assert stated.aansprakelijkheid.hoedanigheid is Hoedanigheid.BESTUURDER
    assert silent.aansprakelijkheid.hoedanigheid is Hoedanigheid.DIERBEZITTER


def test_a_group_without_the_field_it_is_about_is_not_there(full: Plan) -> None:
    found = facts(full, row(full_row(Advocaat="", Vergoed="", Vergoeding="12,00")))

    assert found.client.belangenbehartiger is None
    assert found.reedsVergoed is None


def test_without_a_word_of_the_municipality_no_word_of_the_note_travels(full: Plan) -> None:
    found = full.feiten(row(full_row()), J, VANDAAG)

    assert isinstance(found, Mapped)
    assert found.feiten.ongeval.toedracht is None


def test_a_note_in_which_nothing_was_found_stays_at_home(full: Plan) -> None:
    hit = Reden(regel="x", veld="Anders", term="fietser", positie=3)
    elsewhere = replace(J, redenen=(Reden(regel="vlag_j", veld="Vlag", term="J"), hit))

    assert facts(full, row(full_row()), elsewhere).ongeval.toedracht is None


@pytest.mark.parametrize(
    ("row_says", "note_says"), [("Klap", OngevalSoort.ONBEKEND), ("Auto", OngevalSoort.GEWELD)]
)
def test_of_violence_no_word_of_the_note_travels_and_nothing_of_a_suspect(
    full: Plan, row_says: str, note_says: OngevalSoort
) -> None:
    found = facts(full, row(full_row(Soort=row_says, PV="2024-17")), replace(J, soort=note_says))

    assert found.ongeval.toedracht is None
    assert found.tegenpartij is None
    assert found.ongeval.politie is not None
    assert found.ongeval.politie.betrokken is JaNee.JA
    assert found.ongeval.politie.pvNummer is None


def test_of_violence_the_insurer_stays_for_it_is_no_suspect(tmp_path: Path) -> None:
    fields = """
ongeval: {soort: {kolom: Soort, waarden: {Klap: geweld}}}
tegenpartij:
  naam: {kolom: Dader}
  verzekeraar: {kolom: Verzekeraar}
  polisnummer: {kolom: Polis}
  schadenummer: {kolom: Schade}
  kenteken: {kolom: Kenteken}
"""
    plan = load_text(tmp_path, with_field(fields))
    cells = {"Dader": "Jansen", "Verzekeraar": "Polderborg", "Polis": "P1", "Schade": "S1"}
    found = facts(plan, row(KLEINE_RIJ | cells | {"Kenteken": "99-XX-99", "Soort": "Klap"}))

    assert found.tegenpartij == Tegenpartij(verzekeraar="Polderborg", schadenummer="S1")


def test_a_secret_address_is_not_there(full: Plan) -> None:
    client = facts(full, row(full_row(Geheim="J"))).client

    assert client.geheim
    assert client.adres is None


@pytest.mark.parametrize("text", ["O", "?", "geheim"])
def test_an_address_that_may_be_secret_is_not_there_either(full: Plan, text: str) -> None:
    client = facts(full, row(full_row(Geheim=text))).client

    assert client.geheim
    assert client.adres is None


BROKEN = {
    "BSN": ("1234567890", "M-0109", "client.burgerservicenummer"),
    "PC": ("0012 AB", "M-0112", "client.adres.postcode"),
    "Geb": ("31-02-1967", "M-0106", "client.geboortedatum"),
    "Naam": ("W\x00it", "M-0116", "client.geslachtsnaam"),
    "Dag": ("voorjaar", "M-0105", "ongeval.datum"),
    "Soort": ("Brommer", "M-0107", "ongeval.soort"),
    "Werk": ("soms", "M-0107", "ongeval.tijdensWerk"),
    "Kenteken": ("??", "M-0117", "tegenpartij.kenteken"),
    "Stuit2": ("00-06-2025", "M-0119", "stuitingen"),
    "Oud": ("363", "M-0118", "gemeenteOpOngevalsdatum"),
    "Bedrag": ("89.25", "M-0113", "voorziening.kosten[0].bedrag"),
    "Per": ("kwartaal", "M-0107", "voorziening.kosten[0].frequentie"),
    "Geheim": ("weet niet", "M-0107", "client.geheim"),
    "Advocaat": ("x" * 201, "M-0115", "client.belangenbehartiger.naam"),
}


@pytest.mark.parametrize("column", BROKEN)
def test_a_value_that_is_not_required_is_left_out_with_a_warning(full: Plan, column: str) -> None:
    text, code, veld = BROKEN[column]

    found = mapped(full, row(full_row(**{column: text}), 12))

    first = found.waarschuwingen[0]
    number = list(full_row()).index(column) + 1
    assert (first.code, first.veld) == (code, veld)
    assert first.waar == f"export.csv:12:{number}:{column}"
    assert ".yaml:" in first.mapping
    assert text not in str(first)


@pytest.mark.parametrize("text", ["01-01-0001", "31-12-1899"])
def test_a_day_before_anyone_who_lives_is_left_out(full: Plan, text: str) -> None:
    found = mapped(full, row(full_row(Geb=text)))

    assert codes(found.waarschuwingen) == [("M-0108", "client.geboortedatum")]
    assert found.feiten.client.geboortedatum.iso() is None


@pytest.mark.parametrize(("text", "code"), [("12-345-678", "M-0110"), ("999900007", "M-0111")])
def test_a_bsn_that_cannot_be_one_is_left_out(full: Plan, text: str, code: str) -> None:
    found = mapped(full, row(full_row(BSN=text)), bsn=True)

    assert codes(found.waarschuwingen) == [(code, "client.burgerservicenummer")]
    assert found.feiten.client.burgerservicenummer is None
    assert text not in str(found.waarschuwingen)


def test_the_shape_is_shown_only_of_fields_that_are_not_personal(full: Plan) -> None:
    found = mapped(full, row(full_row(Bedrag="89.25", Dag="3 jan 2024 of zo", Geb="31-02-1967")))

    told = {problem.veld: problem.wat for problem in found.waarschuwingen}
    assert "(vorm: 99.99)" in told["voorziening.kosten[0].bedrag"]
    assert "(vorm: 9 aaa 9999 …)" in told["ongeval.datum"]
    assert "vorm:" not in told["client.geboortedatum"]


def test_without_product_or_day_a_record_is_unmappable(tmp_path: Path) -> None:
    plan = load_text(tmp_path, KLEIN)

    found = unmappable(plan.feiten(row(KLEINE_RIJ | {"Code": "", "Besluit": ""}), J, VANDAAG))

    assert [problem.code for problem in found] == ["M-0102", "M-0103"]
    assert found[1].waar == "export.csv:7:5:Besluit"


def test_all_problems_of_a_record_are_told_at_once(full: Plan) -> None:
    record = row(full_row(Code="", Besluit="2024-02-01", PC="x", Soort="y"))

    found = unmappable(full.feiten(record, J, VANDAAG))

    assert {problem.code for problem in found} == {"M-0102", "M-0103", "M-0105", "M-0107", "M-0112"}


def test_a_law_that_is_not_in_the_table_is_unmappable(tmp_path: Path) -> None:
    wet = "wet: {kolom: Wet, waarden: {W: Wmo, L: Wlz}}"
    plan = load_text(tmp_path, KLEIN.replace('wet: {vast: Wmo, waarom: "alleen Wmo"}', wet))

    assert facts(plan, row(KLEINE_RIJ | {"Wet": "L"})).voorziening.wet is Wet.WLZ
    unknown = unmappable(plan.feiten(row(KLEINE_RIJ | {"Wet": "Z"}), J, VANDAAG))
    assert [problem.code for problem in unknown] == ["M-0107"]


STATUS = 'besluitstatus: {vast: toegekend, waarom: "alleen toegekende"}'
UNSTATED = {
    "wet": ('wet: {vast: Wmo, waarom: "alleen Wmo"}', "wet: {kolom: X, waarden: {W: Wmo}}"),
    "besluitstatus": (STATUS, "besluitstatus: {kolom: X, waarden: {T: toegekend}}"),
    "toegekend": (STATUS, 'toegekend: {kolom: X, ja_nee: {ja: J, nee: N, onbekend: "?"}}'),
    "leveringsvorm": (
        'leveringsvorm: {vast: zin, waarom: "alleen zin"}',
        "leveringsvorm: {kolom: X, waarden: {Z: zin}}",
    ),
}


def unstated(tmp_path: Path, field: str) -> Plan:
    fixed, read = UNSTATED[field]
    assert fixed in KLEIN
    return load_text(tmp_path, KLEIN.replace(fixed, read))


@pytest.mark.parametrize("field", UNSTATED)
def test_an_empty_law_status_or_form_is_unknown_and_goes_on(tmp_path: Path, field: str) -> None:
    found = mapped(unstated(tmp_path, field), row(KLEINE_RIJ | {"X": " "}))

    name = "besluitstatus" if field == "toegekend" else field
    assert getattr(found.feiten.voorziening, name) == "onbekend"
    assert found.waarschuwingen == ()


def test_granted_stated_as_unknown_is_an_unknown_status(tmp_path: Path) -> None:
    found = facts(unstated(tmp_path, "toegekend"), row(KLEINE_RIJ | {"X": "?"}))

    assert found.voorziening.besluitstatus is Besluitstatus.ONBEKEND


@pytest.mark.parametrize("field", ["wet", "besluitstatus", "toegekend"])
@pytest.mark.parametrize("text", ["onbekend", "raar"])
def test_a_word_outside_the_table_is_no_unknown_but_unmappable(
    tmp_path: Path, field: str, text: str
) -> None:
    found = unmappable(unstated(tmp_path, field).feiten(row(KLEINE_RIJ | {"X": text}), J, VANDAAG))

    assert [problem.code for problem in found] == ["M-0107"]


def test_an_empty_status_may_have_a_meaning(tmp_path: Path) -> None:
    field = "besluitstatus: {kolom: S, waarden: {T: toegekend}, leeg_betekent: beeindigd}"
    plan = load_text(tmp_path, KLEIN.replace(STATUS, field))

    found = facts(plan, row(KLEINE_RIJ | {"S": ""}))

    assert found.voorziening.besluitstatus is Besluitstatus.BEEINDIGD


@pytest.mark.parametrize("field", ["wet", "besluitstatus", "leveringsvorm"])
def test_unknown_may_be_fixed_when_a_source_never_tells(tmp_path: Path, field: str) -> None:
    fixed, _ = UNSTATED[field]
    never = f'{field}: {{vast: onbekend, waarom: "staat niet in de bron"}}'
    plan = load_text(tmp_path, KLEIN.replace(fixed, never))

    assert getattr(facts(plan, row(KLEINE_RIJ)).voorziening, field) == "onbekend"


def test_an_unknown_delivery_form_stays_unknown(tmp_path: Path) -> None:
    form = "leveringsvorm: {kolom: L, waarden: {ZIN: zin}}"
    plan = load_text(
        tmp_path, KLEIN.replace('leveringsvorm: {vast: zin, waarom: "alleen zin"}', form)
    )

    found = mapped(plan, row(KLEINE_RIJ | {"L": "Natura"}))

    assert found.feiten.voorziening.leveringsvorm is Leveringsvorm.ONBEKEND
    assert codes(found.waarschuwingen) == [("M-0107", "voorziening.leveringsvorm")]


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        ("week", (KostenSoort.PERIODIEK, Frequentie.WEEK)),
        ("eenmalig", (KostenSoort.EENMALIG, None)),
    ],
)
def test_one_field_tells_kind_and_frequency(
    full: Plan, per: str, expected: tuple[KostenSoort, Frequentie | None]
) -> None:
    (line,) = facts(full, row(full_row(Per=per))).voorziening.kosten

    assert (line.soort, line.frequentie) == expected


def test_an_amount_of_unknown_kind_is_left_out(full: Plan) -> None:
    found = mapped(full, row(full_row(Per="")))

    assert found.feiten.voorziening.kosten == ()
    assert codes(found.waarschuwingen) == [("M-0122", "voorziening.kosten[0].bedrag")]


def test_no_amount_is_no_line_and_no_warning(full: Plan) -> None:
    found = mapped(full, row(full_row(Bedrag="", Per="")))

    assert (found.feiten.voorziening.kosten, found.waarschuwingen) == ((), ())


def test_what_is_odd_is_warned_of_with_both_places(full: Plan) -> None:
    found = mapped(full, row(full_row(Eigen="9.000,00", Van="02-02-2024", Tot="01-02-2024")))

    assert codes(found.waarschuwingen) == [
        ("M-0208", "voorziening.kosten[0].eigenBijdrage"),
        ("M-0210", "voorziening.kosten[0].periodeTot"),
    ]
    assert found.waarschuwingen[0].waar.endswith(":Eigen")
    assert ".yaml:" in found.waarschuwingen[0].mapping


def test_a_warning_on_a_later_cost_line_names_that_line(tmp_path: Path) -> None:
    second = (
        KOSTEN_REGEL.replace("kosten:\n", "").replace("Bedrag", "Bedrag2").replace("Eigen", "E2")
    )
    plan = load_text(tmp_path, KLEIN + KOSTEN_REGEL + second)
    cells = KLEINE_RIJ | KOSTEN_RIJ | {"Bedrag": "", "Bedrag2": "10,00", "E2": "11,00"}

    found = mapped(plan, row(cells))

    assert codes(found.waarschuwingen) == [("M-0208", "voorziening.kosten[1].eigenBijdrage")]


def test_incomplete_stuf_dates_keep_their_precision(tmp_path: Path) -> None:
    text = with_field("ongeval:\n  datum: {extra: dag}", KLEIN_XML)
    plan = load_text(tmp_path, text)
    cells = {
        "Ongeval": ("J", ""),
        "Beschikking": ("B", ""),
        "Code": ("13X21", ""),
        "ZKN:startdatum": ("20260227", ""),
    }

    def accident(digits: str, ind: str) -> Datum:
        return facts(plan, zaak(cells | {"dag": (digits, ind)})).ongeval.datum

    assert accident("20251100", "D") == Datum(2025, 11)
    assert accident("20251131", "M").precisie is Precisie.JAAR
    assert accident("20251131", "J").precisie is Precisie.ONBEKEND
    found = mapped(plan, zaak(cells | {"dag": ("20251100", "")}))
    assert codes(found.waarschuwingen) == [("M-0106", "ongeval.datum")]


ODD = {
    "M-0201": ({"Dood": "02-01-2024"}, "client.overledenOp"),
    "M-0202": ({"Aanvraag": "02-01-2024"}, "datumAanvraag"),
    "M-0203": ({"Aanvraag": "02-02-2024"}, "voorziening.datumToekenning"),
    "M-0204": ({"Ingang": "31-01-2024"}, "voorziening.ingangsdatum"),
    "M-0205": ({"Ingang": "01-03-2024", "Einde": "29-02-2024"}, "voorziening.einddatum"),
    "M-0206": ({"Geb": "03-03-2026"}, "client.geboortedatum"),
    "M-0207": ({"Bedrag": "250.000,01"}, "voorziening.kosten[0].bedrag"),
    "M-0208": ({"Bedrag": "1,00", "Eigen": "1,01"}, "voorziening.kosten[0].eigenBijdrage"),
    "M-0209": ({"Eigen": "19,00", "Van": "01-01-2016"}, "voorziening.kosten[0].eigenBijdrage"),
    "M-0210": ({"Van": "02-02-2024", "Tot": "01-02-2024"}, "voorziening.kosten[0].periodeTot"),
}


@pytest.mark.parametrize("code", ODD)
def test_everything_odd_has_a_code_of_its_own(tmp_path: Path, code: str) -> None:
    changes, veld = ODD[code]
    text = with_field(FULL, KLEIN.replace("  client:\n    clientnummer: {kolom: Nr}\n", ""))
    dates = "    ingangsdatum: {kolom: Ingang}\n    einddatum: {kolom: Einde}\n"
    text = text.replace("  voorziening:\n", "  voorziening:\n" + dates)
    text = with_field("datumAanvraag: {kolom: Aanvraag}", text)
    cells = full_row() | {"Ingang": "", "Einde": "", "Aanvraag": ""} | changes

    found = mapped(load_text(tmp_path, text + KOSTEN_REGEL), row(cells))

    assert codes(found.waarschuwingen) == [(code, veld)]


def test_a_product_category_is_one_of_the_national_list(tmp_path: Path) -> None:
    category = "    productcategorie: {kolom: Cat}\n"
    plan = load_text(tmp_path, KLEIN.replace("  voorziening:\n", "  voorziening:\n" + category))

    assert mapped(plan, row(KLEINE_RIJ | {"Cat": "18"})).waarschuwingen == ()
    found = mapped(plan, row(KLEINE_RIJ | {"Cat": "19"}))
    assert codes(found.waarschuwingen) == [("M-0114", "voorziening.productcategorie")]


def test_a_mark_of_incompleteness_that_stuf_does_not_know_is_told(tmp_path: Path) -> None:
    plan = load_text(tmp_path, with_field("ongeval:\n  datum: {extra: dag}", KLEIN_XML))
    cells = {"Ongeval": ("J", ""), "Beschikking": ("B", ""), "Code": ("13X21", "")}

    found = mapped(
        plan, zaak(cells | {"ZKN:startdatum": ("20260227", ""), "dag": ("20251103", "X")})
    )

    assert codes(found.waarschuwingen) == [("M-0120", "ongeval.datum")]
