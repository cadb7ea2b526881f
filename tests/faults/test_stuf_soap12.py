"""A zaaksysteem that speaks SOAP 1.2, over a real socket: asked and answered in that version."""

from collections.abc import Iterator

import pytest
from lxml import etree

from connectors.stuf_zkn import StufSource, Tolerantie
from connectors.stuf_zkn.namen import SOAP, SOAP12
from demo.stuf_server import Antwoord, StufServer
from regres import SourceError
from tests.tools import stuf


@pytest.fixture(scope="module")
def server() -> Iterator[StufServer]:
    with StufServer(stuf.zaken(7), stuf.certificaten()) as running:
        yield running


def bron(server: StufServer, **changes: object) -> StufSource:
    server.zaaksysteem.laatste.clear()
    server.vragen.clear()
    return stuf.bron(server.url, **{"soap": "1.2", "maximum_aantal": 3, **changes})


def code(source: StufSource) -> str:
    with pytest.raises(SourceError) as caught:
        stuf.lees(source)
    return caught.value.problems[0].code


def test_every_page_is_asked_and_read_in_soap_1_2(server: StufServer) -> None:
    assert len(stuf.lees(bron(server))) == 7
    assert len(server.vragen) == 3
    assert {etree.fromstring(question).tag for question in server.vragen} == {
        f"{{{SOAP12}}}Envelope"
    }


def test_a_fault_of_soap_1_2_is_understood_by_its_stuf_code(server: StufServer) -> None:
    source = bron(server, ontvanger=stuf.bron(server.url).zender)

    assert code(source) == "B-0342"


@pytest.mark.parametrize(
    ("soap", "answered", "kind"),
    [
        ("1.2", SOAP, "application/soap+xml"),
        ("1.1", SOAP12, "text/xml"),
    ],
)
def test_an_answer_in_the_other_version_is_no_answer(soap: str, answered: str, kind: str) -> None:
    def other(number: int, body: bytes, status: int) -> Antwoord:
        asked = SOAP12 if soap == "1.2" else SOAP
        body = body.replace(asked.encode(), answered.encode())
        return status, {"Content-Type": f"{kind}; charset=utf-8"}, body

    with StufServer(stuf.zaken(2), stuf.certificaten(), quirks=other) as server:
        assert code(stuf.bron(server.url, soap=soap)) == "B-0332"


def test_an_answer_that_calls_itself_otherwise_must_be_tolerated() -> None:
    def plain(number: int, body: bytes, status: int) -> Antwoord:
        return status, {"Content-Type": "text/xml; charset=utf-8"}, body

    with StufServer(stuf.zaken(2), stuf.certificaten(), quirks=plain) as server:
        strict = stuf.bron(server.url, soap="1.2")
        lenient = frozenset({Tolerantie.ANDER_INHOUDSTYPE})

        assert code(strict) == "B-0329"
        server.zaaksysteem.laatste.clear()
        assert len(stuf.lees(stuf.bron(server.url, soap="1.2", toleranties=lenient))) == 2
