"""What a source that speaks SOAP says of its security must fit together."""

import sys
from pathlib import Path

import pytest

from settings import load
from settings.shapes import SoapDeur
from settings.soapdeur import adressering_van
from tests.unit.settings.map import GEMEENTEBESTAND as G
from tests.unit.settings.map import Map

OIN = '    oin: "00000001234567890000"\n'
CERT = "    clientcertificaat: tls/wij.pem\n    clientsleutel: geheim/wij.key\n"
BASIC = "    beveiliging:\n      basic: {gebruiker: wij, wachtwoord: secret://env/W}\n"
TEKEN = (
    "    beveiliging:\n      handtekening:\n        certificaat: tls/teken.pem\n"
    "        sleutel: geheim/teken.key\n        vertrouwd: tls/zij.pem\n"
)


@pytest.fixture
def map_(tmp_path: Path) -> Map:
    return Map(tmp_path)


def met(map_: Map, extra: str, zonder: str = "") -> Map:
    map_.vervang(G, CERT, (CERT if not zonder else CERT.replace(zonder, "")) + extra)
    return map_


def geladen(map_: Map) -> SoapDeur:
    map_.schrijf()
    bron = load(map_.pad).gemeenten[0].blok.bronnen["zaaksysteem"]
    assert isinstance(bron, SoapDeur)
    return bron


@pytest.mark.parametrize(
    ("extra", "zonder", "code", "woord"),
    [
        ("", CERT, "C-0271", ""),
        ("", "    clientsleutel: geheim/wij.key\n", "C-0214", ""),
        (f"{OIN}{BASIC}    digikoppeling: 2W-be\n", CERT, "C-0273", "clientcertificaat"),
        ("    digikoppeling: 2W-be\n", "", "C-0273", "oin"),
        (f"{OIN}    digikoppeling: 2W-be-S\n", "", "C-0273", "2W-be-S"),
        (f"{OIN}{TEKEN}    digikoppeling: 2W-be\n", "", "C-0273", "geen handtekening"),
        (f"{OIN}    soapaction: iets\n    adressering: {{actie: anders}}\n"
         "    digikoppeling: 2W-be\n", "", "C-0273", "SOAPAction"),
    ],
)  # fmt: skip
def test_a_source_that_contradicts_itself_is_told_at_its_place(
    map_: Map, extra: str, zonder: str, code: str, woord: str
) -> None:
    problem = met(map_, extra, zonder).probleem()

    assert problem.code == code
    assert woord in problem.wat
    assert problem.waar.startswith(f"{G}:")


@pytest.mark.parametrize("extra", ["", BASIC, TEKEN, f"{OIN}    digikoppeling: 2W-be\n"])
def test_what_fits_together_loads(map_: Map, extra: str) -> None:
    assert geladen(met(map_, extra)).ca == "tls/ca.pem"


def test_a_password_alone_will_do_where_a_supplier_has_no_certificates(map_: Map) -> None:
    assert geladen(met(map_, BASIC, CERT)).clientcertificaat is None


def test_without_the_extra_a_signature_is_told_with_its_name(
    map_: Map, monkeypatch: pytest.MonkeyPatch
) -> None:
    # How an environment without the wheel looks to whoever asks for it.
    monkeypatch.setitem(sys.modules, "xmlsec", None)
    problem = met(map_, TEKEN).probleem()

    assert problem.code == "C-0272"
    assert "regresbrug[xmlsec]" in problem.doe


def test_a_literal_password_is_refused(map_: Map) -> None:
    problem = met(
        map_, "    beveiliging:\n      basic: {gebruiker: wij, wachtwoord: geheim123}\n"
    ).probleem()

    assert problem.code == "C-0105"
    assert "geheim123" not in str(problem)


def test_a_colon_in_the_name_would_move_the_password(map_: Map) -> None:
    problem = met(
        map_, "    beveiliging:\n      basic: {gebruiker: 'wij:zij', wachtwoord: secret://env/W}\n"
    ).probleem()

    assert problem.code == "C-0109"


def test_digikoppeling_gives_stuf_its_own_kind_of_number(map_: Map) -> None:
    map_.vervang(
        G, "zender: {applicatie: Regresbrug}", "zender: {organisatie: '99', applicatie: A B/c}"
    )
    source = geladen(met(map_, f"{OIN}    digikoppeling: 2W-be\n"))
    found = adressering_van(source)

    assert found is not None
    assert found.berichtnummer("n-1") == "urn:dkintern:99:A%20B%2Fc::n-1"
    assert found.naar == "https://zaken.example/vraag"
    assert found.actie == "http://www.egem.nl/StUF/sector/zkn/0310/zakLv01"


def test_the_headers_can_be_said_otherwise(map_: Map) -> None:
    said = "    adressering: {naar: 'urn:ergens', actie: 'urn:iets'}\n"
    found = adressering_van(geladen(met(map_, said)))

    assert found is not None
    assert (found.naar, found.actie) == ("urn:ergens", "urn:iets")
    assert found.berichtnummer("n-1") == "urn:uuid:n-1"


def test_without_a_word_of_it_there_are_no_headers(map_: Map) -> None:
    assert adressering_van(geladen(map_)) is None
