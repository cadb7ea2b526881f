"""An official set in config/wsdl: pinned and checked by command, and every question held to it."""

import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.tools import stuf
from tests.tools.keten import Keten, codes, stuf_draait, verse_zaak
from tests.tools.needs import missing
from tests.tools.schemasets import schrijf, zaakset


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path)


def leg_vast(keten: Keten, naam: str) -> None:
    """Pin a set and copy what the command shows into the configuration, as its handbook says."""
    told = keten.geef("wsdl", "pin", naam)
    assert told.code == 0
    keten.gemeente.dienst.update(YAML(typ="safe").load(told.uit))
    keten.schrijf()


def test_what_pin_shows_is_what_the_configuration_takes(keten: Keten) -> None:
    schrijf(keten.config)
    leg_vast(keten, "proef")

    checked = keten.geef("wsdl", "check")

    assert checked.code == 0
    assert checked.uit.strip() == (
        "proef: 3 bestanden zoals vastgelegd; 1 van 1 WSDL's geladen, 1 operaties"
    )


def test_check_names_what_changed_and_ends_as_a_configuration_that_is_wrong(keten: Keten) -> None:
    folder = schrijf(keten.config)
    leg_vast(keten, "proef")
    (folder / "berichten/antwoord.xsd").write_text("<anders/>", encoding="utf-8")

    checked = keten.geef("wsdl", "check", "proef")

    assert checked.code == 3
    assert codes(checked.fout) == ["B-0370"]
    assert "wsdl/proef/berichten/antwoord.xsd" in checked.fout
    assert "proef: niet zoals vastgelegd" in checked.uit


def test_check_tells_of_a_wsdl_that_does_not_load_beside_one_that_does(keten: Keten) -> None:
    folder = schrijf(keten.config)
    spoiled = (folder / "diensten/proef.wsdl").read_text(encoding="utf-8")
    spoiled = spoiled.replace("vraag.xsd", "VRAAG.xsd")
    (folder / "diensten/kapot.wsdl").write_text(spoiled, encoding="utf-8")
    leg_vast(keten, "proef")

    checked = keten.geef("wsdl", "check")

    assert (checked.code, codes(checked.fout)) == (3, ["B-0372"])
    assert "1 van 2 WSDL's geladen" in checked.uit


def test_check_says_that_no_set_is_configured_and_how_to_pin_one(keten: Keten) -> None:
    told = keten.geef("wsdl", "check")

    assert (told.code, told.uit) == (0, "")
    assert "regresbrug wsdl pin" in told.fout


@pytest.mark.parametrize("naam", ["../gemeenten", "proef/berichten", "", ".", ".."])
def test_only_a_folder_in_wsdl_can_be_pinned(keten: Keten, naam: str) -> None:
    schrijf(keten.config)

    told = keten.geef("wsdl", "pin", naam)

    assert (told.code, codes(told.fout)) == (2, ["C-0242"])


def test_a_set_that_the_configuration_does_not_name_cannot_be_checked(keten: Keten) -> None:
    told = keten.geef("wsdl", "check", "proef")

    assert (told.code, codes(told.fout)) == (2, ["C-0242"])


def test_a_source_cannot_name_a_set_that_is_not_pinned(keten: Keten) -> None:
    keten.met_stuf("https://localhost:8443/StUF", wsdl="zds-1.2")

    told = keten.geef("check", "--offline")

    assert told.code == 3
    assert codes(told.fout + told.uit)[:1] == ["C-0241"]


def test_a_question_that_does_not_fit_the_set_is_not_asked(keten: Keten) -> None:
    zaakset(keten.config)
    leg_vast(keten, "zaken")
    with stuf_draait([verse_zaak(1, "J")]) as server:
        keten.met_stuf(server.url, wsdl="zaken")
        done = keten.geef("run")

        assert done.code == 4
        assert "B-0375" in done.uit
        assert server.vragen == []


def test_a_set_that_was_changed_keeps_the_source_from_being_read(keten: Keten) -> None:
    folder = zaakset(keten.config)
    leg_vast(keten, "zaken")
    (folder / "extra.xsd").write_text("<x/>", encoding="utf-8")
    with stuf_draait([verse_zaak(1, "J")]) as server:
        keten.met_stuf(server.url, wsdl="zaken")
        done = keten.geef("run")

        assert done.code == 3
        assert "B-0370" in done.uit
        assert server.vragen == []


def test_with_the_official_set_a_zaaksysteem_is_checked_and_read(keten: Keten) -> None:
    official = stuf.STANDARDS / "stuf-zkn-0310-zds-1.2"
    if not official.is_dir():
        missing("standards", "the official StUF schemas are not beside this checkout")
    shutil.copytree(official, keten.config / "wsdl" / "zds-1.2")
    leg_vast(keten, "zds-1.2")
    with stuf_draait([verse_zaak(1, "J"), verse_zaak(2)]) as server:
        keten.met_stuf(server.url, wsdl="zds-1.2")

        checked = keten.geef("check", "--only", "bron")
        done, report = keten.run()

    assert "zkn0310/vraagAntwoord/zkn0310_beantwoordVraag.wsdl" in checked.uit
    assert done.code == 0
    assert report["telling"]["gelezen"] == 2


def test_with_the_official_set_a_page_is_asked_after_the_page_that_the_server_gave(
    keten: Keten,
) -> None:
    """The server gives a BSN without `authentiek`, which the schema wants; so does `start`."""
    official = stuf.STANDARDS / "stuf-zkn-0310-zds-1.2"
    if not official.is_dir():
        missing("standards", "the official StUF schemas are not beside this checkout")
    shutil.copytree(official, keten.config / "wsdl" / "zds-1.2")
    leg_vast(keten, "zds-1.2")
    with stuf_draait([verse_zaak(1, "J"), verse_zaak(2)]) as server:
        keten.met_stuf(server.url, wsdl="zds-1.2", per_pagina=1)

        done, report = keten.run()

    assert (done.code, report["telling"]["gelezen"]) == (0, 2)
