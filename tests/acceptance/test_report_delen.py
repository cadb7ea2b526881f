"""Each part of `report avg` is that of the configuration and the ledger as they are now."""

import hashlib
import io
import json
import sqlite3
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.test_review import CONSULENT, FG, lijst, met_inzage, onduidelijk
from tests.tools.keten import Keten, dag, nu, vers
from tests.tools.stuf import bsn

LOKET = "https://loket.example:8443"
ZAKEN = "https://zaken.example:443/vraag"


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path)


def verslag(keten: Keten) -> Any:
    file = keten.folder / "map.json"
    done = keten.geef("report", "avg", "--out", file)
    assert done.code == 0, done.fout
    return json.loads(file.read_text("utf-8"))


def met_regresloket(keten: Keten) -> None:
    target = {"soort": "regresloket", "adres": LOKET, "ca": "tls/ca.pem"}
    keten.mag_naar("loket.example:8443")
    keten.gemeente.dienst["bestemming"] = target
    access = {"client": "duinrand", "geheim": "secret://env/LOKET_GEHEIM"}
    keten.gemeente.gemeente["regresloket"] = access
    keten.schrijf()


def test_the_data_flow_names_every_source_and_everyone_who_gets_something(keten: Keten) -> None:
    met_regresloket(keten)
    keten.met_stuf(ZAKEN, ook=True)
    steps = [tuple(step.values()) for step in verslag(keten)["stroom"]]

    assert steps == [
        ("export", "Regresbrug", "map, alleen lezen", "map op deze computer"),
        ("zaken", "Regresbrug", "StUF over wederzijds TLS", ZAKEN),
        ("Regresbrug", "Regresloket", "HTTPS, verzegeld", LOKET),
        ("Regresbrug", "grootboek", "bestand, zonder persoonsgegevens", "lokaal"),
        ("Regresbrug", "logboek", "bestand, met pseudoniemen", "lokaal"),
    ]


def test_a_list_with_readable_key_fields_is_a_way_that_data_goes(keten: Keten) -> None:
    (keten.folder / "lijst").mkdir(mode=0o700)
    keten.gemeente.gemeente["werklijst"] = "../lijst"
    keten.schrijf()
    found = verslag(keten)

    (step,) = (step for step in found["stroom"] if step["naar"] == "werklijst")
    assert "leesbaar" in step["hoe"]
    (choice,) = (one for one in found["dpia"] if one["keuze"] == "herkenning van wat wacht")
    assert choice["waarde"] == "werklijst"


def test_the_register_names_ground_activity_and_recipient(keten: Keten) -> None:
    met_regresloket(keten)
    found = verslag(keten)["register"]

    purpose = keten.gemeente.gemeente["verwerking"]
    assert {name: found[name] for name in purpose} == purpose
    assert found["ontvangers"] == [f"het Regresloket ({LOKET})"]


def test_the_register_names_costs_and_what_signals_fill(keten: Keten) -> None:
    fields = {
        one["veld"]: one["persoonlijk"]
        for one in verslag(keten)["register"]["bronnen"][0]["velden"]
    }

    assert not fields["voorziening.kosten.bedrag"]
    assert not fields["aansprakelijkheid.derde"]
    assert fields["client.pseudoniem"]
    assert "ongeval.toedracht" not in fields


def test_every_choice_that_weighs_in_a_dpia_is_that_of_the_municipality(keten: Keten) -> None:
    keten.gemeente.gemeente |= {
        "tekst_alleen": "versturen",
        "tekst_besluit": {"wie": "A. Proef", "rol": "fg", "datum": date(2026, 1, 5), "waarom": "x"},
        "toedracht": "fragment",
        "beleid": {"onderzoek": "vasthouden"},
        "rem": {"nieuw": 40, "aandeel": 0.2, "waarom": "grote gemeente"},
    }
    met_inzage(keten)
    found = verslag(keten)["dpia"]
    told = {one["keuze"]: (one["waarde"], one["grond"]) for one in found}

    assert told["notitie als enige aanwijzing"] == (
        "versturen",
        "besluit van 2026-01-05 in de rol fg",
    )
    assert told["tekst van een notitie"][0] == "fragment"
    assert told["nooit vanzelf verstuurd"][0] == "onderzoek, waarschijnlijk_niet"
    assert told["rem: nieuwe meldingen per run"] == ("40", "grote gemeente")
    assert told["rem: aandeel met ongeval"][0] == "20%"
    assert told["herkenning van wat wacht"][0] == "verzegeld"
    assert "A. Proef" not in json.dumps(found)


def test_every_key_is_in_the_inventory_and_neither_a_key_nor_its_place(keten: Keten) -> None:
    keten.gemeente.levering([vers(1, "J")])
    keten.run()
    keten.gemeente.wissel()
    found = verslag(keten)["sleutels"]

    keys = [(key["versie"], key["stand"], key["plek"]) for key in found["wortels"]]
    assert keys == [(2, "onbekend", "file"), (1, "oud", "file")]
    known = [(key["kid"], key["stand"], key["tot_en_met"]) for key in found["ontvanger"]]
    assert known == [("loket-1", "gebruikt", dag(700))]
    for number in (1, 2):
        secret = (keten.config / "geheim" / f"wortel-{number}.key").read_text().strip()
        assert secret not in json.dumps(found)
        assert f"wortel-{number}" not in json.dumps(found)


def test_the_terms_are_those_of_the_configuration_and_what_was_erased_is_in_the_trail(
    keten: Keten,
) -> None:
    keten.gemeente.dienst["bewaren"] = {"stubs_dagen": 30, "afgesloten_jaren": 2}
    keten.schrijf()
    for rows in ([onduidelijk(1), vers(2)], [vers(1), vers(2)]):
        keten.gemeente.levering(rows)
        keten.run()
    _sluit_stubs(keten, dagen=40)
    before = verslag(keten)["bewaring"]
    assert before["soorten"]["stubs"] == {
        "termijnen": {"stubs": 30},
        "aanwezig": "<5",
        "nu_te_wissen": "<5",
    }
    assert before["soorten"]["voorzieningen"]["termijnen"]["afgesloten"] == 730

    for _ in range(2):
        keten.geef("retention", "apply")
    (erased,) = verslag(keten)["bewaring"]["gewist"]
    asked = ("audit", "list", "--actie", "gewist", "--format", "json")
    (noted,) = keten.geef(*asked).json
    assert (erased["hash"], noted["resultaat"]) == (noted["hash"], "bewaartermijn stubs 1")


def _sluit_stubs(keten: Keten, dagen: int) -> None:
    long_ago = (nu() - timedelta(days=dagen)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    with closing(sqlite3.connect(keten.folder / "regresbrug.db")) as conn:
        conn.execute("UPDATE stub SET gesloten_op = ?", (long_ago,))
        conn.commit()


def test_everyone_who_saw_something_of_a_person_is_counted_and_led_to_the_trail(
    keten: Keten, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = met_inzage(keten)
    keten.gemeente.levering([vers(1, "J", BSN=bsn(1)), onduidelijk(2)])
    keten.run()
    (record,) = lijst(keten)
    show = ("review", "show", record["kenmerk"], "--inzagesleutel", key)
    assert keten.geef(*show, *CONSULENT).code == 0
    for right in ("inzage", "rectificatie"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(bsn(1)))
        assert keten.geef("subject", right, *FG).code == 0
    found = verslag(keten)["inzien"]

    seen = {name for name, count in found["aantallen"].items() if count == "<5"}
    assert seen == {"herkenning_geopend", "subject_inzage", "subject_rectificatie"}
    trail = {one["regel"]: one for one in keten.geef("audit", "list", "--format", "json").json}
    assert {one["actie"] for one in found["regels"]} == seen
    assert all(trail[one["regel"]]["hash"] == one["hash"] for one in found["regels"])
    assert {one["wie"] for one in found["regels"]} == {"medewerker-1"}


def test_the_hash_of_every_file_that_was_written_is_in_the_trail(keten: Keten) -> None:
    files = [keten.folder / name for name in ("map.html", "map.json")]
    done = keten.geef("report", "avg", "--out", files[0], "--out", files[1])
    assert done.code == 0

    asked = ("audit", "list", "--actie", "avg_verslag", "--format", "json")
    noted = {one["object"] for one in keten.geef(*asked).json}
    assert noted == {f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files}
