"""`profile` and `init --voorbeeld`: the first look at an export, without a value of a person."""

import csv
import json
import re
from pathlib import Path

import pytest

import mappings
from tests.tools.keten import opdracht
from tests.tools.speurder import Speurder
from tests.tools.verwacht import VOORBEELDEN, Voorbeeld, voorbeelden

PRESETS = Path(mappings.__file__).parent / "presets"
BEGIN = [one for one in voorbeelden() if one.naam.endswith("_v1")]


NIEUW = ("--code", "9955", "--naam", "Elders", "--transport", "map")


def canaries(name: str) -> Speurder:
    """Give a looker for every value of a sample that is somebody's."""
    rows = next(one for one in voorbeelden() if one.naam == name).rijen
    fields = ("clientnummer", "bsn", "geslachtsnaam", "beschikkingnummer")
    notes = ("Hondenbeet", "Aangereden op fietspad", "Partner had")
    # One of the sample's surnames is a word that every message about a sample has.
    values = {row[field] for row in rows for field in fields} - {"Voorbeeld"}
    return Speurder([*values, *notes])


@pytest.mark.parametrize("voorbeeld", BEGIN, ids=lambda one: one.naam)
@pytest.mark.parametrize("by_mapping", [False, True])
def test_no_profile_shows_whose_data_it_is(
    tmp_path: Path, voorbeeld: Voorbeeld, by_mapping: bool
) -> None:
    page, facts = tmp_path / "profiel.html", tmp_path / "profiel.json"
    by = ("--mapping", PRESETS / f"{voorbeeld.preset}.yaml") if by_mapping else ()

    done = opdracht("profile", "--file", voorbeeld.pad, *by, "--out", page, "--out", facts)

    assert done.code == 0, done.fout
    for text in (done.uit, done.fout, page.read_text(), facts.read_text()):
        assert not canaries(voorbeeld.naam).in_tekst(text)
    found = json.loads(facts.read_text())
    assert found["rijen"] == 6
    assert len(found["kolommen"]) == 15
    assert (found["dialect"] is None) is by_mapping


def test_values_are_shown_of_an_open_column_when_they_come_often(tmp_path: Path) -> None:
    head, *rows = (VOORBEELDEN / "A_zorgvenster_v1.csv").read_bytes().split(b"\r\n")[:-1]
    file = tmp_path / "veel.csv"
    file.write_bytes(b"\r\n".join([head, *(rows * 3), b""]))

    done = opdracht(
        *("profile", "--file", file, "--mapping", PRESETS / "zorgvenster.yaml"),
        *("--format", "json"),
    )

    columns = {one["naam"]: one for one in json.loads(done.uit)["kolommen"]}
    assert {one["waarde"] for one in columns["Ongeval J/N"]["waarden"]} == {"N"}
    told = columns["Omschrijving voorziening"]["waarden"]
    assert {one["waarde"] for one in told} == {"Hulp bij het huishouden", "Traplift"}
    # The product stands in the key, so its column is closed like that of the decision.
    for closed in ("BSN", "Achternaam", "Toelichting", "Beschikkingnr", "Productcode"):
        assert columns[closed]["afgeschermd"], closed
        assert not columns[closed]["waarden"]


@pytest.mark.parametrize("shift", [-3, -2, -1, 1, 2, 3])
def test_below_columns_that_have_moved_no_value_is_shown(tmp_path: Path, shift: int) -> None:
    """The header stayed and the cells moved: below an open name stand the cells of persons."""
    with (VOORBEELDEN / "A_zorgvenster_v1.csv").open(encoding="cp1252", newline="") as opened:
        head, *rows = csv.reader(opened, delimiter=";")
    moved = [row[shift:] + row[:shift] for row in rows for _ in range(6)]
    file, page, facts = (tmp_path / name for name in ("verschoven.csv", "p.html", "p.json"))
    with file.open("w", encoding="cp1252", newline="") as opened:
        csv.writer(opened, delimiter=";", quoting=csv.QUOTE_ALL).writerows([head, *moved])

    done = opdracht(
        *("profile", "--file", file, "--mapping", PRESETS / "zorgvenster.yaml"),
        *("--out", page, "--out", facts),
    )

    found = json.loads(facts.read_text())
    assert found["past_niet"]
    assert all(one["afgeschermd"] and not one["waarden"] for one in found["kolommen"])
    for text in (done.fout, page.read_text()):
        assert "De mapping kan deze kolommen niet lezen" in text
        assert "Vergelijk hun datumvorm, bedrag of tabel" in text
        assert not canaries("A_zorgvenster_v1").in_tekst(text)


def test_a_header_that_looks_like_a_value_is_told_by_its_place(tmp_path: Path) -> None:
    file, facts = tmp_path / "kop.csv", tmp_path / "kop.json"
    kop = "Clientnummer;BSN;Naam;Beschikking;Plan 2024;Zwartgallig;Ongeval;Bedrag\n"
    rows = "".join(f"C{n};999900006;Proef;B{n};x{n};Zwartgallig;J;{n},50\n" for n in range(6))
    file.write_text(kop + rows, encoding="utf-8")

    done = opdracht("profile", "--file", file, "--out", facts)
    begun = opdracht("init", tmp_path / "map", "--voorbeeld", file, *NIEUW)

    names = [one["naam"] for one in json.loads(facts.read_text())["kolommen"]]
    assert names[4:7] == ["nr. 5", "nr. 6", "Ongeval"]
    told = [path.read_text() for path in (tmp_path / "map").rglob("*") if path.is_file()]
    for text in (done.uit, done.fout, begun.uit, begun.fout, facts.read_text(), *told):
        assert "Plan 2024" not in text
        assert "Zwartgallig" not in text
    assert any("nr. 6" in text for text in told)


def test_a_profile_looks_at_as_many_rows_as_are_asked_for(tmp_path: Path) -> None:
    file = VOORBEELDEN / "B_sociaalwerk_suite_v1.csv"

    done = opdracht("profile", "--file", file, "--rows", "2", "--format", "json")

    assert json.loads(done.uit)["rijen"] == 2


def test_the_page_of_a_profile_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = tmp_path / "profiel.html"

    opdracht("profile", "--file", VOORBEELDEN / "C_burgerdesk_v1.csv", "--out", page)

    text = page.read_text()
    assert not re.search(r"https?:|<script|<link|@import|url\(", text)
    assert "Besluitnummer" in text


def test_a_file_without_a_header_is_refused_before_a_row_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "zonder.csv"
    file.write_text("999900006;Zwartgallig;01-02-1950\n999900018;Zwartgallig;02-02-1950\n")

    done = opdracht("profile", "--file", file)

    assert done.code == 2
    assert "M-0044" in done.fout
    assert "Zwartgallig" not in done.fout + done.uit


@pytest.mark.parametrize("voorbeeld", BEGIN, ids=lambda one: one.naam)
def test_a_municipality_begins_with_a_sample(tmp_path: Path, voorbeeld: Voorbeeld) -> None:
    config = tmp_path / "config"

    done = opdracht("init", config, *NIEUW, "--voorbeeld", voorbeeld.pad)

    assert done.code == 0, done.fout
    assert "De mapping is een voorstel" in done.fout
    proposal = config / "mappings" / "elders-csv.yaml"
    assert not canaries(voorbeeld.naam).in_tekst(proposal.read_text())
    by_hand = PRESETS / f"{voorbeeld.preset}.yaml"
    seen, known = (
        opdracht("preview", "--mapping", one, "--file", voorbeeld.pad, "--format", "jsonl")
        for one in (proposal, by_hand)
    )
    assert [line["uitkomst"] for line in seen.regels] == [one["uitkomst"] for one in known.regels]


@pytest.mark.parametrize("beside", [("--leverancier", "zorgvenster"), ("--transport", "stuf")])
def test_a_sample_goes_with_no_preset_and_no_stuf(tmp_path: Path, beside: tuple[str, ...]) -> None:
    file = VOORBEELDEN / "A_zorgvenster_v1.csv"
    who = ("--code", "9955", "--naam", "Elders")

    done = opdracht("init", tmp_path / "config", *who, "--voorbeeld", file, *beside)

    assert done.code == 2
    assert "C-0308" in done.fout
    assert not (tmp_path / "config").exists()
