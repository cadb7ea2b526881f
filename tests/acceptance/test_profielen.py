"""A supplier's profile fills in what a source leaves open: paths, tolerances, names."""

from pathlib import Path

import pytest

from connectors.profielen import namen, profiel
from connectors.stuf_zkn import Tolerantie
from demo.stuf_server import Antwoord, StufServer
from regres import XmlLayout
from tests.tools import stuf
from tests.tools.keten import Keten, codes, stuf_draait, verse_zaak


@pytest.fixture
def keten(tmp_path: Path) -> Keten:
    return Keten(tmp_path)


def test_every_profile_can_be_read_and_names_only_what_there_is() -> None:
    assert {"standaard", "zaakhuis"} <= set(namen())
    for one in map(profiel, namen()):
        assert one.soap in {"1.1", "1.2"}
        assert set(one.toleranties) <= set(Tolerantie)
        assert set(one.paden) <= {"zaken", "zaakdetails", "personen"}
        assert all(path.startswith("/") for path in one.paden.values())


@pytest.mark.parametrize("naam", ["../standaard", "README", "", "zaakhuis.yaml"])
def test_a_name_that_is_no_profile_gives_none(naam: str) -> None:
    with pytest.raises(KeyError):
        profiel(naam)


def test_names_of_the_supplier_come_behind_those_of_the_mapping() -> None:
    layout = XmlLayout(stuf.NAMESPACES, {"vlag": (stuf.extra_element("wmo.indicatieOngeval"),)})

    assert profiel("zaakhuis").layout(layout).adressen["vlag"] == (
        stuf.extra_element("wmo.indicatieOngeval"),
        stuf.extra_element("zh_ongeval_jn"),
    )


def test_an_address_with_a_path_stays_as_it_is() -> None:
    one = profiel("zaakhuis")

    assert one.adres("https://a.example:8443/", "zaken") == (
        "https://a.example:8443/stuf/zkn0310/BeantwoordVraag"
    )
    assert one.adres("https://a.example/eigen", "zaken") == "https://a.example/eigen"


def herdoopt(number: int, body: bytes, status: int) -> Antwoord:
    """Answer as the fictional supplier of the profile: with names of its own."""
    body = body.replace(b"wmo.indicatieOngeval", b"zh_ongeval_jn")
    return status, {}, body.replace(b"wmo.datumOngeval", b"zh_ongeval_datum")


def vlaggen(layout: XmlLayout) -> list[str]:
    """Read the flag of two zaken from the fictional supplier."""
    with StufServer([stuf.zaak(0), stuf.zaak(1)], stuf.certificaten(), quirks=herdoopt) as server:
        source = stuf.bron(server.url, layout=layout)
        with stuf.connector(source).read(stuf.VENSTER) as reading:
            return [record.fields.text("vlag") for record in reading]


def test_with_the_profile_the_names_of_the_supplier_are_read() -> None:
    assert vlaggen(stuf.LAYOUT) == ["", ""]
    assert vlaggen(profiel("zaakhuis").layout(stuf.LAYOUT)) == ["J", "N"]


def test_a_source_with_a_profile_is_asked_on_its_paths(keten: Keten) -> None:
    with stuf_draait([verse_zaak(1, "J"), verse_zaak(2)]) as server:
        host = "/".join(server.url.split("/")[:3])
        keten.met_stuf(host, profiel="zaakhuis")
        done = keten.geef("run")

    assert done.code == 0
    assert set(server.paden) == {"/stuf/zkn0310/BeantwoordVraag"}
    assert b"zh_ongeval_jn" in server.vragen[0]


def test_tolerances_of_the_profile_hold_until_the_source_names_its_own(keten: Keten) -> None:
    def empty(number: int, body: bytes, status: int) -> Antwoord:
        answer = b'<ZKN:antwoord><ZKN:object StUF:entiteittype="ZAK"/></ZKN:antwoord></ZKN:zakLa01>'
        return status, {}, body.replace(b"</ZKN:zakLa01>", answer)

    with stuf_draait([], quirks=empty) as server:
        keten.met_stuf(server.url, profiel="zaakhuis")
        tolerated = keten.geef("run")
        keten.met_stuf(server.url, profiel="zaakhuis", toleranties=[])
        strict = keten.geef("run")

    assert tolerated.code == 0
    assert strict.code == 4
    assert "B-0329" in strict.uit


def test_a_profile_that_is_not_there_is_told_with_those_that_are(keten: Keten) -> None:
    keten.met_stuf("https://localhost:8443/StUF", profiel="zaakhuus")
    told = keten.geef("check", "--offline")

    assert told.code == 3
    assert codes(told.fout + told.uit)[:1] == ["C-0243"]
    assert "zaakhuis" in told.fout + told.uit
