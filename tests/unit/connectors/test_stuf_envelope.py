"""The envelope of a question: the one that zeep makes of the WSDL beside this file, to the byte."""

from pathlib import Path
from typing import Any

import pytest
import zeep
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from zeep.transports import Transport

from connectors.stuf_zkn import StufSource
from connectors.stuf_zkn.diensten import PERSONEN, ZAAKDETAILS, ZAKEN
from connectors.stuf_zkn.scope import scope
from connectors.stuf_zkn.soap import PREFIXEN, envelop, koppen
from connectors.stuf_zkn.vraag import Vraag, delen
from tests.tools import stuf
from tests.unit.connectors.test_room import loaded_after

WSDL = Path(__file__).parent / "beantwoordVraag.wsdl"
DIENSTEN = [ZAKEN, ZAAKDETAILS, PERSONEN]
LETTERS = st.characters(categories=("L", "N", "P", "S", "Zs"))


class Opvang(Transport):
    """Takes what zeep would send."""

    def post(self, address: str, message: bytes, headers: dict[str, str]) -> object:
        return message, headers


def client() -> Any:
    settings: Any = zeep.Settings(raw_response=True)
    load: Any = zeep.Client  # zeep says it is typed, but its functions are not
    transport: Any = Opvang
    made = load(str(WSDL), transport=transport(), settings=settings)
    for prefix, name in PREFIXEN.items():
        made.set_ns_prefix(prefix, name)
    return made


CLIENT = client()


def by_zeep(source: StufSource, parts: list[etree._Element]) -> tuple[bytes, dict[str, str]]:
    binding = "BeantwoordVraag12" if source.soap == "1.2" else "BeantwoordVraag"
    name = f"{{urn:regresbrug:beantwoordVraag}}{binding}"
    service = CLIENT.create_service(name, source.url)
    sent: tuple[bytes, dict[str, str]] = service[source.dienst.naam](parts)
    return sent


@pytest.mark.parametrize("versie", ["1.1", "1.2"])
@pytest.mark.parametrize("dienst", DIENSTEN, ids=lambda one: one.naam)
@given(nummer=st.text(LETTERS, min_size=1), start=st.booleans())
def test_an_envelope_is_to_the_byte_what_zeep_makes(
    dienst: Any, versie: str, nummer: str, start: bool
) -> None:
    source = stuf.bron("https://localhost/StUF", dienst=dienst, soap=versie)
    last = etree.fromstring(
        '<q:object xmlns:q="urn:q" xmlns:ZKN="urn:other" q:a="1"><q:b>&lt;</q:b> </q:object>'
    )
    asked = Vraag("20260301021500123", 50, nummer=nummer, start=last if start else None)
    parts = [delen(asked, source, scope(source.layout)) for _ in range(2)]

    message, headers = by_zeep(source, parts[0])

    assert envelop(source, parts[1]) == message
    if versie == "1.1":
        assert koppen(source) == headers


def test_what_is_asked_stands_in_the_header_of_the_version() -> None:
    other = {"soapaction": "urn:anders"}

    assert koppen(stuf.bron("https://localhost/", soap="1.1", **other)) == {
        "SOAPAction": '"urn:anders"',
        "Content-Type": "text/xml; charset=utf-8",
    }
    assert koppen(stuf.bron("https://localhost/", soap="1.2", **other)) == {
        "Content-Type": 'application/soap+xml; charset=utf-8; action="urn:anders"',
        "Accept": "application/soap+xml",
    }


def test_asking_for_stuf_loads_no_zeep() -> None:
    asks = (
        "from connectors.stuf_zkn.soap import Kanaal, envelop; from tests.tools import stuf; "
        "assert envelop(stuf.bron('https://localhost/'), [])"
    )

    assert "zeep" not in loaded_after(asks)
