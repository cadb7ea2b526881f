"""An export of nobody we know: a number per provision, two ways of dates, a column of periods."""

from pathlib import Path

import pytest

from mappings.verkenning import schrijf
from tests.unit.mappings.test_verkenning_voorstel import geladen, kolommen, voorstel

KOP = (
    "Voorzieningnr;Clientnummer;BSN;Naam;Beschikking;Product;Status;Datum besluit;Ingangsdatum;"
    "Datum ongeval;Oorzaak;Bedrag;Per;Ongeval;Opmerking"
)
_RIJEN = (
    "V1;C1;999900006;Proef;B1;13A04;Toegekend;01-02-2024;2024-03-01;13-01-2024;val;12,50;week;J",
    "V2;C2;999900006;Proef;B2;11A04;Toegekend;01-02-2024;01-03-2024;;ziekte;112,50;eenmalig;N",
    "V3;C3;999900006;Proef;B3;13A04;Afgewezen;11-02-2024;2024-03-21;23-01-2024;val;9,50;week;J",
    "V4;C4;999900006;Proef;B4;13A04;Toegekend;15-02-2024;21-03-2024;;ouderdom;12,50;maand;N",
    "V5;C5;999900006;Proef;B5;12A04;Toegekend;19-02-2024;2024-03-25;;ziekte;99,00;eenmalig;N",
)
RIJEN = tuple(f"{row};Kan niet goed lopen, gesprek {row[:2]}" for row in _RIJEN)


def tekst(rijen: tuple[str, ...] = RIJEN, kop: str = KOP) -> str:
    return schrijf(voorstel("\n".join((kop, *rijen, "")).encode()))


def regel(told: str, begin: str) -> str:
    return next(line for line in told.splitlines() if line.strip().startswith(begin))


def test_every_column_is_used_and_it_loads(tmp_path: Path) -> None:
    found = voorstel("\n".join((KOP, *RIJEN, "")).encode())

    by = kolommen(geladen(tmp_path, found))

    assert by["ongeval.datum"] == "Datum ongeval"
    assert by["voorziening.besluitstatus"] == "Status"
    assert by["voorziening.productcode"] == "Product"
    assert by["code"] == "Oorzaak"
    assert by["kosten.frequentie"] == "Per"
    assert "Niet gebruikt" not in schrijf(found)


def test_a_number_that_each_provision_has_alone_is_the_key() -> None:
    told = tekst()

    assert "sleutel: [{kolom: Voorzieningnr}]" in told
    assert "hier is elke waarde anders" in told


@pytest.mark.parametrize(
    ("van", "naar"), [("V2;", "V1;"), ("V2;", ";"), ("V2;", "Jan de Wit;"), ("V2;", "999900006;")]
)
def test_a_column_that_repeats_or_is_empty_is_no_key(van: str, naar: str) -> None:
    rows = tuple(row.replace(van, naar) for row in RIJEN)

    if naar == "999900006;":
        rows = RIJEN
        told = tekst(rows, KOP.replace("Voorzieningnr", "Inwonernr"))
    else:
        told = tekst(rows)

    assert "kolom: Voorzieningnr}]" not in told
    assert "sleutel: [{kolom" not in told
    assert regel(told, "sleutel:").startswith("sleutel: [beschikkingnummer, productcode,")


def test_without_a_decision_a_product_and_a_day_are_no_key() -> None:
    kop = KOP.replace("Voorzieningnr", "X").replace("Beschikking", "Y")

    assert regel(tekst(kop=kop), "sleutel:").startswith(
        "sleutel: [clientnummer, productcode, ingangsdatum]"
    )
    assert "# TODO sleutel" in tekst(kop=kop.replace("Clientnummer", "Z"))


def test_dates_in_two_ways_are_read_in_both_and_a_person_is_asked(tmp_path: Path) -> None:
    told = tekst()

    assert "ingangsdatum: {kolom: Ingangsdatum, datum: [" in told
    before = told.splitlines()[told.splitlines().index(regel(told, "ingangsdatum:")) - 1]
    assert "nakijken: er staan twee schrijfwijzen door elkaar" in before


def test_days_and_months_that_may_have_changed_places_are_no_two_ways() -> None:
    days = ("13-02-2024", "02-13-2024", "03-04-2024", "14-02-2024", "02-15-2024")
    rows = tuple(
        ";".join([*row.split(";")[:8], day, *row.split(";")[9:]])
        for row, day in zip(RIJEN, days, strict=True)
    )

    assert "Ingangsdatum, datum" not in tekst(rows)


def test_one_odd_date_in_many_is_no_second_way() -> None:
    rows = tuple(
        row.replace("2024-03-01", "01-03-2024")
        .replace("2024-03-21", "21-03-2024")
        .replace("2024-03-25", "25-03-2024")
        for row in RIJEN * 4
    )
    odd = (rows[0].replace("01-03-2024", "2024-03-01"), *rows[1:])

    assert "datum: [" not in tekst(odd)


def test_words_for_a_period_that_are_not_ours_are_left_to_a_person() -> None:
    told = tekst(tuple(row.replace(";maand;", ";vrijdags;") for row in RIJEN))

    assert "vrijdags" not in told
    assert "#   Per  (" in told


def test_every_line_of_a_proposal_is_marked() -> None:
    """Certain, to be looked at, or to do; a block is marked by its lines or by its first."""
    lines = tekst().partition("bron: csv")[2].splitlines()
    for at, line in enumerate(lines):
        bare = line.strip()
        inside_table = at and line.startswith("      ") and not bare.startswith("#")
        if not bare or bare.endswith(":") or bare.startswith("#") or inside_table:
            continue
        marked = "# zeker" in line or "# nakijken" in line or "# nakijken" in lines[at - 1]
        assert marked, line
