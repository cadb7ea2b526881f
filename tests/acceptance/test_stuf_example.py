"""An answer that this project's demo did not make is read: the example of the standards folder."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from connectors.base import Proof, ReadRequest
from connectors.stuf_zkn import StufSource, Systeem, Tolerantie
from demo.stuf_server import Antwoord, StufServer
from regres import SourceRefused
from tests.tools import stuf
from tests.tools.gemeente import ROOT

EXAMPLES = ROOT / "tests" / "data" / "stuf"
ADRESSEN = {
    **stuf.LAYOUT.adressen,
    "toelichting": ("ZKN:toelichting",),
    "geboren": ("ZKN:heeftAlsInitiator/ZKN:gerelateerde/ZKN:natuurlijkPersoon/BG:geboortedatum",),
    "einde": ("ZKN:leidtTot/ZKN:gerelateerde/ZKN:einddatumWerking",),
}


@pytest.fixture(scope="module")
def server() -> Iterator[StufServer]:
    files = ["02-zakLa01-antwoord-pagina-1.xml", "04-zakLa01-antwoord-leeg.xml"]
    bodies = [(EXAMPLES / name).read_bytes() for name in files]

    def example(number: int, _: bytes, __: int) -> Antwoord:
        return 200, {}, bodies[(number - 1) % 2]

    with StufServer([], stuf.certificaten(), quirks=example) as running:
        yield running


def source(server: StufServer) -> StufSource:
    return stuf.bron(
        server.url,
        zender=Systeem("RegresAdapter", "Regresloket", "productie"),
        ontvanger=Systeem("WmoRegistratie", "0384", "productie"),
        layout=replace(stuf.LAYOUT, adressen=ADRESSEN),
        # A file on disk cannot repeat the number of our question.
        toleranties=frozenset({Tolerantie.EIGEN_CROSSREF}),
    )


def read(source: StufSource) -> tuple[list[dict[str, str]], list[str], Proof]:
    request = ReadRequest(van=date(2026, 2, 1), tot=date(2026, 2, 28))
    rows, marks = [], []
    with stuf.connector(source).read(request) as reading:
        for record in reading:
            rows.append({adres: record.fields.text(adres) for adres in ADRESSEN})
            marks.append(record.fields.onvolledig("datum_ongeval"))
        return rows, marks, reading.proof()


def canonical(element: etree._Element) -> str:
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return str(etree.canonicalize(text, strip_text=True))


def test_both_zaken_of_the_example_are_read(server: StufServer) -> None:
    rows, marks, proof = read(source(server))

    assert rows == [
        {
            "zaak": "0384WMO2026000123",
            "start": "20260227",
            "vlag": "J",
            "datum_ongeval": "20251100",
            "bsn": "999900006",
            "naam": "Wit",
            "besluit": "0384BSL2026000077",
            "product": "13X21",
            "bedrag": "6450.00",
            "toelichting": "",
            "geboren": "19670813",
            "einde": "",
        },
        {
            "zaak": "0384WMO2026000117",
            "start": "20260212",
            "vlag": "N",
            "datum_ongeval": "",
            "bsn": "999900018",
            "naam": "Özdemir",
            "besluit": "0384BSL2026000071",
            "product": "11X11",
            "bedrag": "",
            "toelichting": "",
            "geboren": "19540600",
            "einde": "",
        },
    ]
    assert marks == ["D", ""]
    assert (proof.gelezen, proof.details["paginas"]) == (2, 2)


def test_the_proof_tells_that_a_criterion_was_ignored_and_that_one_zaak_did_not_come(
    server: StufServer,
) -> None:
    _, _, proof = read(source(server))

    assert proof.details["meldingen"] == {"StUF0001": 1}
    assert [problem.code for problem in proof.waarschuwingen] == ["B-0356"]


def test_the_follow_up_sends_the_last_zaak_back_as_in_the_example(server: StufServer) -> None:
    read(source(server))
    path = ".//{*}start/{*}object"
    ours = etree.fromstring(server.vragen[-1]).find(path)
    example = etree.parse(EXAMPLES / "03-zakLv01-vervolgvraag.xml").getroot().find(path)

    assert ours is not None
    assert example is not None
    assert canonical(ours) == canonical(example)


def test_a_supplier_that_must_echo_and_does_not_is_refused(server: StufServer) -> None:
    strict = replace(source(server), toleranties=frozenset())

    with pytest.raises(SourceRefused, match="B-0334"):
        read(strict)
