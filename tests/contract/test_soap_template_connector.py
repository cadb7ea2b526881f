"""The door to a service of a supplier's own keeps the promises of every connector."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.connector_contract import ConnectorCase, ConnectorContract
from tests.tools import gws, stuf
from tests.tools.soap_server import SoapServer, Vraag


def _gebroken(vraag: Vraag) -> bytes:
    """Answer well to the first client, and break off at the second."""
    whole = gws.gws(vraag)
    return whole if gws.KLANTEN[0].encode() in vraag.tekst else whole[:-40]


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[SoapServer, SoapServer]]:
    tls = stuf.certificaten()
    with SoapServer(gws.gws, tls) as good, SoapServer(_gebroken, tls) as cut:
        yield good, cut


class TestSoapTemplate(ConnectorContract):
    """Three clients, asked one by one over a real socket with mutual TLS."""

    @pytest.fixture
    def connector_case(
        self, servers: tuple[SoapServer, SoapServer], tmp_path: Path
    ) -> ConnectorCase:
        good, cut = servers
        good.vragen.clear()
        tls = stuf.certificaten()
        return ConnectorCase(
            connector=gws.connector(gws.bron(good.url, tmp_path, tls)),
            verwacht=[_values(0, 100), _values(0, 101), _values(1, 110)],
            kapot=lambda: gws.connector(gws.bron(cut.url, tmp_path, tls)),
            nergens=lambda: gws.connector(gws.bron("https://localhost:1/dienst", tmp_path, tls)),
            request=gws.VENSTER,
            openingen=lambda: len(good.vragen),
        )


def _values(klant: int, dossier: int) -> dict[str, str]:
    return {
        "bsn": gws.KLANTEN[klant],
        "naam": "Wit & Zoon",
        "dossier": str(dossier),
        "periode": "202601",
        "bedrag": str(dossier * 100),
    }
