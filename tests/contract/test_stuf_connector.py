"""The StUF connector keeps the promises of every connector."""

from collections.abc import Iterator
from datetime import date

import pytest

from demo.stuf_server import StufServer
from tests.contract.connector_contract import ConnectorCase, ConnectorContract
from tests.tools import stuf


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[StufServer, StufServer]]:
    """Start one that answers well, and one whose answers are cut off further on each time."""
    zaken, tls = stuf.zaken(7), stuf.certificaten()
    with (
        StufServer(zaken, tls) as good,
        StufServer(zaken, tls, quirks=lambda n, body, _: (200, {}, body[: 200 * n])) as cut,
    ):
        yield good, cut


class TestStuf(ConnectorContract):
    """Three pages over a real socket with mutual TLS."""

    @pytest.fixture
    def connector_case(self, servers: tuple[StufServer, StufServer]) -> ConnectorCase:
        good, cut = servers
        for server in servers:
            server.vragen.clear()
            server.zaaksysteem.laatste.clear()
        return ConnectorCase(
            connector=stuf.connector(stuf.bron(good.url, maximum_aantal=3)),
            verwacht=[_values(number) for number in range(7)],
            kapot=lambda: stuf.connector(stuf.bron(cut.url)),
            nergens=lambda: stuf.connector(stuf.bron("https://localhost:1/StUF")),
            request=stuf.VENSTER,
            openingen=lambda: len(good.vragen),
        )


def _values(number: int) -> dict[str, str]:
    zaak = stuf.zaak(number)
    return {
        "zaak": zaak.identificatie,
        "start": f"{zaak.startdatum:%Y%m%d}",
        "vlag": "J" if number == 0 else "N",
        "datum_ongeval": "20251100" if number == 0 else "",
        "bsn": zaak.bsn,
        "naam": zaak.geslachtsnaam,
        "besluit": zaak.besluit,
        "bedrag": "6450.00",
    }


def test_the_window_is_whole_days_at_both_ends() -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1)]
    zaken = [stuf.zaak(number, startdatum=day) for number, day in enumerate(days)]
    with StufServer(zaken, stuf.certificaten()) as server:
        found = stuf.lees(stuf.bron(server.url))

    assert found == [zaken[2].identificatie, zaken[1].identificatie]
